{
    "name": "Dealer Returns: Dashboard",
    "summary": "Key figures, reasons, offices, products and dealers of the returns on one page",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "Customer Service Addons Contributors",
    "license": "LGPL-3",
    "depends": ["cs_returns", "spreadsheet_dashboard"],
    "data": ["data/spreadsheet_dashboard_data.xml"],
    "assets": {
        "web.assets_tests": ["cs_returns_dashboard/static/tests/tours/**/*"],
    },
    "installable": True,
    "auto_install": True,
}
