{
    "name": "Customer Feedback: Dealer Returns",
    "summary": "Cases lead to returns; what arrives broken or missing is claimed from the carrier",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "Customer Service Addons Contributors",
    "license": "LGPL-3",
    "depends": ["cs_feedback", "cs_returns"],
    "data": [
        "views/cs_delivery_followup_views.xml",
        "views/cs_carrier_claim_views.xml",
        "views/cs_feedback_views.xml",
        "views/cs_return_views.xml",
    ],
    "installable": True,
    "auto_install": True,
}
