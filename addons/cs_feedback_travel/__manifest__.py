{
    "name": "Customer Feedback: Business Trips",
    "summary": "A confirmed misconduct report refuses the day of the business trip",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "Customer Service Addons Contributors",
    "license": "LGPL-3",
    "depends": ["cs_feedback", "cs_travel"],
    "data": [
        "security/ir.model.access.csv",
        "security/cs_misconduct_register_rules.xml",
        "report/cs_misconduct_register_views.xml",
        "views/cs_misconduct_views.xml",
        "views/menus.xml",
    ],
    "installable": True,
    "auto_install": True,
}
