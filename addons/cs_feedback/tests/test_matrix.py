from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.cs_base.tests.common import RightsAsked

from .matrix import EMPLOYEES, MATRIX
from .test_dispute import DisputeCommon


@tagged("post_install", "-at_install")
class TestMatrix(RightsAsked, DisputeCommon):
    """Every role tries every operation on every model of the cases, as a client would."""

    MATRIX = MATRIX
    REFUSALS = (AccessError, UserError)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asked = {**cls.users, "foreigner": cls._create_foreigner()}

    @classmethod
    def _create_foreigner(cls):
        other = cls.env["res.company"].create({"name": "Other"})
        user = cls._create_user("cs_foreigner", "cs_base.group_cs_base_clerk")
        user.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        return user

    def _compare_with(self, model, kind, record, values, change):
        self._compare(model, kind, lambda _user: (record, values, change))

    def _asked_case(self):
        case = self._create_at_service(type_id=self.kind_with_list.id)
        self._ask(case, self.quality)
        return case

    @property
    def kind_with_list(self):
        return self.env["cs.feedback.type"].create(
            {
                "name": "With a list",
                "check_item_ids": [Command.create({"name": "Last look", "moment": "close"})],
            }
        )

    def test_every_role_is_asked(self):
        self.assertEqual(set(self.asked), set(EMPLOYEES))

    def test_cases_by_state(self):
        values = {"subject": "Another"}
        change = {"subject": "New words"}
        with self._undone():
            case = self._create_case("clerk")
            self._compare_with("cs.feedback", "office", case, values, change)
        with self._undone():
            self._compare_with("cs.feedback", "asked", self._asked_case(), values, change)
        case = self._create_at_service()
        self._dialog(case, "clerk", "solve", "Replaced")
        self._as(case, "clerk").action_close()
        self._compare_with("cs.feedback", "closed", case, values, change)

    def test_parts_of_a_case(self):
        case = self._asked_case()
        pause = (
            self.env["cs.feedback.pause"]
            ._with_key()
            .create(
                {
                    "feedback_id": case.id,
                    "kind": "customer",
                    "start": case.received_at,
                    "stop": case.received_at,
                }
            )
        )
        for model, record, values, change in (
            ("cs.feedback.hop", case.hop_id, {"level": "office"}, {"note": "x"}),
            ("cs.feedback.pause", pause, {"kind": "customer"}, {"kind": "solved"}),
            ("cs.feedback.check", case.check_ids, {"moment": "close"}, {"is_done": True}),
        ):
            values = {**values, "feedback_id": case.id}
            self._compare_with(model, "asked", record.with_env(self.env), values, change)

    def test_answers(self):
        case = self._asked_case()
        line = case.answer_ids
        values = {"feedback_id": case.id, "department_id": self.production.id}
        self._compare_with("cs.feedback.answer", "asked", line, values, {"answer": "Torn"})
        self._answer(case, self.quality, "worker")
        self._compare_with("cs.feedback.answer", "answered", line, values, {"answer": "Torn"})

    def test_settings(self):
        kind = self.kind_with_list
        item = {"type_id": kind.id, "name": "More"}
        self._compare_with("cs.feedback.type", "any", kind, {"name": "More"}, {"name": "New"})
        self._compare_with(
            "cs.feedback.check.item", "any", kind.check_item_ids, item, {"name": "New"}
        )
        route = self.env.ref("cs_feedback.cs_feedback_route_general").copy()
        self._compare_with("cs.feedback.route", "any", route, {"name": "More"}, {"hours": 3})

    def test_rulings(self):
        ruling = self._create_ruling(self._create_dispute())
        other = self._create_dispute()
        values = {"feedback_id": other.id}
        share = {"ruling_id": ruling.id, "party": "office"}
        change = {"facts": "Other facts"}
        self._compare_with("cs.feedback.ruling", "draft", ruling, values, change)
        one = ruling.share_ids[0]
        self._compare_with("cs.feedback.ruling.share", "draft", one, share, {"note": "x"})
        self._issue(ruling)
        self._compare_with("cs.feedback.ruling", "issued", ruling, values, change)
        self._compare_with("cs.feedback.ruling.share", "issued", one, share, {"note": "x"})
