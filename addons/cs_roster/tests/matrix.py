"""Who may (r)ead, (c)reate, (w)rite, (u)nlink which kind of record of the department.

A role that is not named may do nothing. "agent0" and "agent1" are on the roster, "head" leads
their department, "planner" and "admin" manage attendances, "personnel" and "hr" employees;
"stranger" heads another department, "foreigner" plans in another company. What is written is
whatever the state leaves open to somebody; protected fields have tests of their own.
"""

from odoo.addons.cs_base.tests.common import only

EMPLOYEES = (
    "head", "planner", "admin", "personnel", "hr", "manager", "general", "salesman",
    "accountant", "plain", "agent0", "agent1", "stranger", "foreigner",
)  # fmt: skip
PLANNERS = ("planner", "admin")
READERS = ("personnel", "hr", "manager", "general")
AGENTS = ("agent0", "agent1")
OFFICE = {**only(READERS, "r"), **only((*PLANNERS, "head"), "rcwu")}
CLOSED = {**only(READERS, "r"), **only((*PLANNERS, "head"), "rc")}
LINES_CLOSED = only((*READERS, *PLANNERS, "head"), "r")

MATRIX = {
    "cs.shift.type": {"any": {**only(EMPLOYEES, "r"), "admin": "rcwu"}},
    "cs.roster": {
        "draft": OFFICE,
        "published": {**only((*READERS, *AGENTS), "r"), **only((*PLANNERS, "head"), "rcw")},
        "locked": {**CLOSED, **only(AGENTS, "r")},
    },
    "cs.roster.coverage": {"draft": OFFICE, "locked": LINES_CLOSED},
    "cs.roster.pair": {"draft": OFFICE, "locked": LINES_CLOSED},
    "cs.roster.wish": {
        "agent0's": {**OFFICE, "agent0": "rcwu"},
    },
    # written by the roster and by swaps alone
    "cs.roster.slot": {
        "planned": {**only((*READERS, *PLANNERS, "head"), "r")},
        "published": {**only((*READERS, *PLANNERS, "head", *AGENTS), "r")},
    },
    "cs.roster.run": {"any": {}},
    # "agent0" asks "agent1"; a draft is nobody's business but the asker's and the supervisors'
    "cs.shift.swap": {
        "draft": {**OFFICE, "agent0": "rcwu"},
        "asked": {**only((*READERS, "agent1"), "r"), **only((*PLANNERS, "head", "agent0"), "rc")},
        "accepted": {
            **only((*READERS, "agent1"), "r"),
            **only((*PLANNERS, "head", "agent0"), "rc"),
        },
        "approved": {
            **only((*READERS, "agent1"), "r"),
            **only((*PLANNERS, "head", "agent0"), "rc"),
        },
        "refused": {**only((*READERS, "agent1"), "r"), **only((*PLANNERS, "head", "agent0"), "rc")},
        "cancel": {**only((*READERS, "agent1"), "r"), **only((*PLANNERS, "head", "agent0"), "rc")},
    },
}
