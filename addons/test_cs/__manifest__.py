{
    "name": "Customer Service Tests",
    "summary": "Documents that the tests of Customer Service Base work on; never install it",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "author": "Customer Service Addons Contributors",
    "license": "LGPL-3",
    "depends": ["cs_base"],
    "data": ["security/ir.model.access.csv", "security/test_cs_rules.xml"],
    "installable": True,
}
