from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.cs_base.tests.common import RightsAsked, only

from .quality_common import QualityCommon

SERVICE = ("clerk", "manager")
READERS = (*SERVICE, "general")
DEPARTMENTS = ("quality", "worker", "production")
SEES_CASES = (*READERS, "office", "region", "salesman", "hr")


@tagged("post_install", "-at_install")
class TestSummaryMatrix(RightsAsked, QualityCommon):
    """Every role tries every operation on summaries and figures, as a client would."""

    REFUSALS = (AccessError, UserError)
    MATRIX = {
        "cs.quality.summary": {
            "draft": {**only(("general",), "r"), **only(SERVICE, "rw")},
            "issued": only((*READERS, *DEPARTMENTS), "r"),
        },
        "cs.quality.summary.section": {
            "draft": {**only(("general",), "r"), **only(SERVICE, "rw")},
            "issued": only((*READERS, *DEPARTMENTS), "r"),
        },
        "cs.quality.summary.line": {
            "draft": only(READERS, "r"),
            "issued": only((*READERS, *DEPARTMENTS), "r"),
        },
        "cs.quality.summary.receipt": {
            "draft": {**only(("general",), "r"), **only(SERVICE, "rw")},
            "issued": only((*READERS, *DEPARTMENTS), "r"),
        },
        "cs.feedback.analysis": {"any": only(SEES_CASES, "r")},
        "cs.department.score": {"any": only((*READERS, "hr", "quality", "worker"), "r")},
        "cs.feedback.kpi": {"any": only(("manager", "general", "hr", "foreigner"), "c")},
    }

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        hr = cls._create_user("cs_hr", "hr.group_hr_user")
        other = cls.env["res.company"].create({"name": "Other"})
        foreigner = cls._create_user("cs_foreigner", "cs_base.group_cs_base_manager")
        foreigner.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        cls.asked = {**cls.users, "hr": hr, "foreigner": foreigner}

    def _try_parts(self, summary, kind):
        section, receipt = summary.section_ids[0], summary.receipt_ids[0]
        line = section.line_ids[0]
        company = {"company_id": self.company.id}
        for record, values, change in (
            (summary, {"month": "2027-01-01", **company}, {"conclusion": "x"}),
            (section, {"summary_id": summary.id, "code": "x", "name": "x"}, {"comment": "x"}),
            (line, {"section_id": section.id, "unit": "count"}, {"value": 9}),
            (receipt, {"summary_id": summary.id}, {"measure": "x"}),
        ):
            self._compare(record._name, kind, lambda _user, r=record, v=values, c=change: (r, v, c))

    def test_summaries_by_state(self):
        summary = self._draft_on("2026-11-22")
        self._try_parts(summary, "draft")
        self._issue(summary)
        self._try_parts(summary, "issued")

    def test_figures(self):
        case = self._create_at_service()
        self._ask(case, self.quality)
        row = self.env["cs.feedback.analysis"].browse(case.id)
        self._compare("cs.feedback.analysis", "any", lambda _u: (row, {}, {"name": "x"}))
        score = self.env["cs.department.score"].browse(case.answer_ids.id)
        self._compare("cs.department.score", "any", lambda _u: (score, {}, {"date": False}))

    def test_dialogs_are_ones_own(self):
        dialog = self.env["cs.feedback.kpi"].create({})
        self._compare("cs.feedback.kpi", "any", lambda _u: (dialog, {}, {"span": "quarter"}))
