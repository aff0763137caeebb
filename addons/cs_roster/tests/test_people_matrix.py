from datetime import date

from odoo.exceptions import AccessError, UserError

from odoo.addons.cs_base.tests.common import RightsAsked, only

from .people_common import PeopleCommon

PLANNERS = ("planner", "admin")
PERSONNEL = ("personnel", "hr", "hr2")
HR = ("hr", "hr2")
OTHERS = (
    "manager", "general", "salesman", "accountant", "plain", "agent0", "agent1", "other_head",
)  # fmt: skip

ENTRY = {
    "head": "rcw",
    **only(PLANNERS, "rcw"),
    **only((*PERSONNEL, "general", "agent0"), "r"),
}
FROZEN_ENTRY = {
    "head": "rc",
    **only(PLANNERS, "rc"),
    **only((*PERSONNEL, "general", "agent0"), "r"),
}
APPRAISAL = {**only(("head", *HR), "rcwu"), **only(("personnel", "general"), "r")}
CONFIRMED = {**only(("head", *HR), "rc"), **only(("personnel", "general", "agent0"), "r")}


class TestPeopleMatrix(RightsAsked, PeopleCommon):
    """Who may (r)ead, (c)reate, (w)rite, (u)nlink what is about the first agent.

    The head leads the agent's department, "other_head" another one; a role that is not named may
    do nothing. Creating is always about another time or agent.
    """

    REFUSALS = (AccessError, UserError)
    MATRIX = {
        "cs.conduct": {
            "reported": ENTRY,
            "confirmed": FROZEN_ENTRY,
            "complaint": {**FROZEN_ENTRY, "manager": "r"},
        },
        "cs.training.requirement": {
            "of the department": {
                **only(("head", *PLANNERS, *PERSONNEL), "rcwu"),
                **only(OTHERS, "r"),
            },
        },
        "cs.training.result": {
            "open": only(("head", *PLANNERS, *PERSONNEL, "manager", "general", "agent0"), "r"),
        },
        "cs.agent.confirmation": {
            "draft": {"head": "rcw", **only((*PERSONNEL, "general"), "r")},
        },
        "cs.appraisal": {"draft": APPRAISAL, "confirmed": CONFIRMED},
        "cs.appraisal.line": {
            "draft": APPRAISAL,
            # what is created belongs to another appraisal, a draft
            "confirmed": CONFIRMED,
        },
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asked = cls.users

    def test_entries(self):
        complaint = self._confirmed(kind="complaint")
        kinds = {
            "reported": self._enter(),
            "confirmed": self._confirmed(),
            "complaint": complaint,
        }
        values = {"employee_id": self.agents[1].id, "description": "Late"}
        for kind, entry in kinds.items():
            made = (entry, values, {"description": "Slept"})
            self._compare("cs.conduct", kind, lambda user, made=made: made)

    def test_requirements_and_results(self):
        requirement = self._require()
        values = {
            "name": "Manners",
            "company_id": self.company.id,
            "department_id": self.department.id,
        }
        self._compare(
            "cs.training.requirement",
            "of the department",
            lambda user: (requirement, values, {"name": "Lure Y"}),
        )
        result = self._result(requirement)
        values = {"requirement_id": requirement.id, "employee_id": self.agent.id}
        self._compare(
            "cs.training.result", "open", lambda user: (result, values, {"state": "passed"})
        )

    def test_confirmations(self):
        proposals = self.env["cs.agent.confirmation"].with_user(self.users["head"])
        draft = proposals.create({"employee_id": self.agent.id, "reason": "Works alone"})
        values = {"employee_id": self.agents[1].id, "reason": "Works alone"}
        self._compare(
            "cs.agent.confirmation", "draft", lambda user: (draft, values, {"reason": "Fast"})
        )

    def test_appraisals(self):
        appraisals = self.env["cs.appraisal"].with_user(self.users["head"])
        draft, confirmed, other = (
            appraisals.create({"employee_id": self.agent.id, "date_from": date(2026, month, 1)})
            for month in (1, 2, 3)
        )
        confirmed.action_finish()
        self._as(confirmed, "hr").action_confirm()
        values = {"employee_id": self.agent.id, "date_from": date(2026, 4, 1)}
        line_values = {"appraisal_id": other.id, "name": "Helps others"}
        for kind, appraisal in (("draft", draft), ("confirmed", confirmed)):
            made = (appraisal, values, {"note": "Good"})
            self._compare("cs.appraisal", kind, lambda user, made=made: made)
            line = self.env["cs.appraisal.line"].with_user(self.users["head"])
            line = line.create(line_values) if kind == "draft" else appraisal.line_ids[:1]
            made = (line, line_values, {"points": 3})
            self._compare("cs.appraisal.line", kind, lambda user, made=made: made)

    def test_other_company_sees_nothing(self):
        entry, requirement = self._enter(), self._require()
        other = self.env["res.company"].create({"name": "Other"})
        stranger = self.users["hr2"]
        stranger.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        for record in (entry, requirement, self._result(requirement)):
            foreign = record.with_user(stranger).with_context(allowed_company_ids=other.ids)
            self.assertRefused(AccessError, "", foreign.read, ["display_name"])

    def test_menu_is_for_those_who_keep_it(self):
        menu = self.env.ref("cs_roster.cs_people_menu")
        shown = {
            role
            for role, user in self.users.items()
            if menu.id in self.env["ir.ui.menu"].with_user(user).load_menus(False)
        }
        self.assertEqual(shown, {"head", "other_head", *PLANNERS, *PERSONNEL, "manager", "general"})
