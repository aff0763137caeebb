"""Who may (r)ead, (c)reate, (w)rite, (u)nlink which kind of record of the traveller.

A role that is not named may do nothing. "clerk2" filed the trip, "boss" leads the traveller,
"office" and "region" lead the traveller's office and its region, "leader" another office;
"approver", "officer" and "expense_admin" have Odoo's own groups of expenses, and the approver
is the traveller's in Odoo; "foreigner" is a clerk of another company. What is written is
whatever the state leaves open to somebody; protected fields have tests of their own.
"""

from odoo.addons.cs_base.tests.common import only

CLERKS = ("clerk", "clerk2", "manager", "admin")
OVERSEERS = ("boss", "general", "office", "region", "hr")
READERS = (*CLERKS, *OVERSEERS)
LATER_READERS = (*READERS, "accountant")
MONEY_READERS = (*CLERKS, "boss", "general")
STRANGERS = ("colleague", "plain")
EMPLOYEES = (*READERS, *STRANGERS, "accountant", "expense_admin", "leader")
APPROVERS = ("approver", "officer", "expense_admin")
REPORTERS = (
    *CLERKS, "general", "office", "region", "hr", "accountant", "leader", "foreigner",
)  # fmt: skip

OTHERS_TRIP = {
    # everybody who is an employee applies for trips of their own
    **only(READERS, "rc"),
    **only((*STRANGERS, "accountant"), "c"),
    "admin": "r",
}
OTHERS_LATER_TRIP = {**OTHERS_TRIP, "accountant": "rc"}
LATER_TRIP = {**OTHERS_LATER_TRIP, "traveller": "rc"}
EARLY = {**only(READERS, "r"), "traveller": "r"}
LATER = {**only(LATER_READERS, "r"), "traveller": "r"}
EARLY_ADVANCE = only(MONEY_READERS, "r")
LATER_ADVANCE = only((*MONEY_READERS, "accountant"), "r")
EXPENSE = only((*MONEY_READERS, *APPROVERS), "r")

MATRIX = {
    "cs.trip": {
        "draft": {**OTHERS_TRIP, "traveller": "rcwu"},
        "submitted": {**OTHERS_TRIP, "traveller": "rc"},
        "approved": {**OTHERS_LATER_TRIP, "traveller": "rcw"},
        "returned": LATER_TRIP,
        "audited": LATER_TRIP,
        "settled": LATER_TRIP,
        "cancel": {**OTHERS_TRIP, "traveller": "rc"},
    },
    # the plan in the draft, the itinerary while the trip is under way
    "cs.trip.day": {
        "draft": {**EARLY, "traveller": "rcwu"},
        "submitted": EARLY,
        "approved": {**LATER, "traveller": "rw"},
        "returned": LATER,
        "audited": LATER,
        "settled": LATER,
        "cancel": EARLY,
    },
    # asked for as long as the trip is under way; what has been submitted stays on record
    "cs.trip.advance": {
        "draft": {**EARLY_ADVANCE, "traveller": "rcwu"},
        "submitted": {**EARLY_ADVANCE, "traveller": "rc"},
        "approved": {**LATER_ADVANCE, "traveller": "rc"},
        "paid": {**LATER_ADVANCE, "traveller": "rc"},
        "cancel": {**LATER_ADVANCE, "traveller": "rcu"},
    },
    "cs.trip.reimbursement": {
        "draft": EARLY,
        "submitted": EARLY,
        "approved": LATER,
        "settled": LATER,
    },
    # Odoo's own approvers read them as they read every expense, and do nothing with them
    "hr.expense": {
        "of no trip": {**only(APPROVERS, "rcwu"), "traveller": "rcwu", "admin": "rcwu"},
        "noted": {**EXPENSE, "traveller": "rcwu"},
        "returned": {**EXPENSE, "traveller": "r"},
        "signed": {**EXPENSE, "traveller": "r", "accountant": "r"},
        "settled": {**EXPENSE, "traveller": "r", "accountant": "r"},
    },
    # begun by the button of the trip; the cancelled one had never been submitted
    "cs.trip.change": {
        "draft": {**EARLY, "traveller": "rwu"},
        "exception": EARLY,
        "submitted": EARLY,
        "approved": LATER,
        "cancel": {**EARLY, "traveller": "ru"},
    },
    "cs.trip.change.line": {
        "draft": {**EARLY, "traveller": "rcwu"},
        "submitted": EARLY,
        "approved": LATER,
    },
    "cs.trip.week": {
        "draft": EARLY,
        "submitted": EARLY,
        "filed": {**LATER, "traveller": "rw"},
        "reported": LATER,
        "checked": LATER,
        "cancel": EARLY,
    },
    "cs.trip.week.line": {
        "draft": {**EARLY, "traveller": "rcwu"},
        "submitted": EARLY,
        "filed": LATER,
    },
    "cs.trip.template": {
        "own": {**only((*EMPLOYEES, "foreigner"), "c"), "traveller": "rcwu"},
        "shared": {**only(EMPLOYEES, "rc"), "foreigner": "c", "traveller": "rcwu"},
    },
    "cs.trip.template.line": {
        "own": {"traveller": "rcwu"},
        "shared": {**only(EMPLOYEES, "r"), "traveller": "rcwu"},
    },
    "cs.trip.checkin": {
        "any": only((*MONEY_READERS, "office", "region", "traveller"), "r"),
    },
    # a complaint is kept from the traveller and from those who lead the traveller
    "cs.trip.call": {"any": {**only(CLERKS, "rc"), "general": "r"}},
    "cs.trip.misconduct": {
        "reported": only(("manager", "hr", "admin"), "rw"),
        "confirmed": only(("manager", "hr", "admin"), "r"),
        "dismissed": only(("manager", "hr", "admin"), "r"),
    },
    # a view of the database: nobody writes on it
    "cs.trip.analysis": {"any": LATER},
    # dialogs are opened on what their user may read
    "cs.trip.finding": {
        "one's own": {**only(CLERKS, "rcw"), "foreigner": "r"},
        "a colleague's": only(CLERKS, "c"),
    },
    "cs.trip.revision": {
        "one's own": only(("manager", "admin"), "rcwu"),
        "a colleague's": only(("manager", "admin"), "c"),
    },
    "cs.trip.settlement": {
        "one's own": only(("accountant", "admin"), "rcwu"),
        "a colleague's": only(("accountant", "admin"), "c"),
    },
    "cs.trip.change.exception": {
        "one's own": {"general": "rcw"},
        "a colleague's": {"general": "c"},
    },
    "cs.trip.week.hand.back": {
        "one's own": {**only(CLERKS, "rcw"), "foreigner": "r"},
        "a colleague's": only(CLERKS, "c"),
    },
    # readers of the trip open it; only the traveller loads a route by it
    "cs.trip.load": {
        "one's own": {
            **only((*EMPLOYEES, "foreigner"), "r"), **only((*READERS, "traveller"), "rcw"),
        },
        "a colleague's": only((*READERS, "traveller"), "c"),
    },
    "cs.trip.month": {
        "one's own": only(REPORTERS, "rcw"),
        "a colleague's": only(REPORTERS, "c"),
    },
}  # fmt: skip
