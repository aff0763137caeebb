{
    "name": "Customer Feedback: Dashboard",
    "summary": "Key figures, types, offices, products and dealers of customer feedback on one page",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "Customer Service Addons Contributors",
    "license": "LGPL-3",
    "depends": ["cs_feedback", "spreadsheet_dashboard"],
    "data": ["data/spreadsheet_dashboard_data.xml"],
    "assets": {
        "web.assets_tests": ["cs_feedback_dashboard/static/tests/tours/**/*"],
    },
    "installable": True,
    "auto_install": True,
}
