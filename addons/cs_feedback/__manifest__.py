{
    "name": "Customer Feedback",
    "summary": "Every opinion and complaint reaches the right department and comes back answered",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "Customer Service Addons Contributors",
    "license": "LGPL-3",
    "depends": ["cs_base", "hr", "portal", "rating", "sale_stock", "sales_team"],
    "data": [
        "security/ir.model.access.csv",
        "views/hr_department_views.xml",
        "views/menus.xml",
    ],
    "demo": [],
    "installable": True,
}
