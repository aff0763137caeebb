"""Who may (r)ead, (c)reate, (w)rite, (u)nlink which kind of record of the feedback.

A role that is not named may do nothing. The case is the dealer's: "office" leads its office,
"region" the region, "salesman" looks after the dealer; "quality" leads the department that is asked and
"worker" is a member of it; "foreigner" is a clerk in another company.
"""

from odoo.addons.cs_base.tests.common import only

EMPLOYEES = (
    "clerk", "manager", "office", "region", "technician", "general", "salesman", "plain",
    "system", "accountant", "quality", "worker", "production", "foreigner",
)  # fmt: skip
SERVICE = ("clerk", "manager")
NEAR = ("office", "region", "salesman", "general")
DEPARTMENT = ("quality", "worker")


def case(readers=(), writers=()):
    """Rights on a case; every role enters cases as well, in its own company."""
    return {
        **only(EMPLOYEES, "c"),
        **only(readers, "rc"),
        **only((*writers, *SERVICE), "rcw"),
    }


def part(readers=()):
    """Rights on what a case alone writes."""
    return only((*readers, *SERVICE), "r")


MATRIX = {
    "cs.feedback": {
        # entered by the clerk, with the office
        "office": case(NEAR, ("office",)),
        "asked": case((*NEAR, *DEPARTMENT)),
        "closed": {**case(NEAR), **only(SERVICE, "rc")},
    },
    "cs.feedback.hop": {"asked": part((*NEAR, *DEPARTMENT))},
    "cs.feedback.pause": {"asked": part((*NEAR, *DEPARTMENT))},
    "cs.feedback.check": {"asked": part((*NEAR, *DEPARTMENT))},
    "cs.feedback.answer": {
        "asked": {**part(NEAR), **only(SERVICE, "rw"), **only(DEPARTMENT, "rw")},
        "answered": part((*NEAR, *DEPARTMENT)),
    },
    "cs.feedback.type": {
        "any": {**only(EMPLOYEES, "r"), **only(("manager", "system"), "rcwu")},
    },
    "cs.feedback.check.item": {
        "any": {**only(EMPLOYEES, "r"), **only(("manager", "system"), "rcwu")},
    },
    "cs.feedback.route": {"any": only(("manager", "system"), "rcwu")},
    "cs.feedback.ruling": {
        "draft": {**part(NEAR), **only(SERVICE, "rcwu")},
        "issued": {**part((*NEAR, "accountant")), **only(SERVICE, "rc")},
    },
    "cs.feedback.ruling.share": {
        "draft": {**part(NEAR), **only(SERVICE, "rcwu")},
        "issued": part((*NEAR, "accountant")),
    },
}
