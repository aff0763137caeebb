{
    "name": "Business Trips: Dashboard",
    "summary": "Key figures, travellers, offices and dealers of the business trips on one page",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Expenses",
    "author": "Customer Service Addons Contributors",
    "license": "LGPL-3",
    "depends": ["cs_travel", "spreadsheet_dashboard"],
    "data": ["data/spreadsheet_dashboard_data.xml"],
    "assets": {
        "web.assets_tests": ["cs_travel_dashboard/static/tests/tours/**/*"],
    },
    "installable": True,
    "auto_install": True,
}
