from odoo import Command
from odoo.exceptions import AccessError, UserError

from .common import FeedbackCommon


class TestChecklist(FeedbackCommon):
    """Work begins with an instruction, and ends with a last look (S-139, S-141)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env["cs.feedback.type"].create(
            {
                "name": "Leaflet",
                "kind": "service",
                "check_item_ids": [
                    Command.create({"name": "Brief is complete", "moment": "start"}),
                    Command.create({"name": "Pictures proofread", "moment": "close"}),
                ],
            }
        )

    def _tick(self, case, moment, role="clerk"):
        check = case.check_ids.filtered(lambda check: check.moment == moment)
        self._as(check, role).action_tick()
        self.env.invalidate_all()

    def test_work_does_not_begin_without_the_brief(self):
        case = self._create_case("clerk", type_id=self.kind.id)
        take = self._as(case, "clerk").action_take
        self.assertRefused(UserError, "Brief is complete", take)
        self._tick(case, "start")
        self._as(case, "clerk").action_take()
        self.assertEqual(case.state, "open")

    def test_not_closed_without_the_last_look(self):
        case = self._create_case("clerk", type_id=self.kind.id)
        self._tick(case, "start")
        self._dialog(case, "clerk", "solve", "Printed and sent")
        close = self._as(case, "clerk").action_close
        self.assertRefused(UserError, "Pictures proofread", close)
        self._tick(case, "close")
        self._as(case, "clerk").action_close()
        self.assertEqual(case.state, "closed")

    def test_who_ticked_is_on_record(self):
        case = self._create_case("clerk", type_id=self.kind.id)
        self._tick(case, "start", "office")
        check = case.check_ids.filtered("is_done")
        self.assertEqual(check.done_by_id, self.users["office"])
        seen = self._as(check, "manager")
        self.assertRefused(AccessError, "", seen.write, {"done_by_id": self.users["clerk"].id})

    def test_only_the_holder_ticks(self):
        case = self._create_case("plain", type_id=self.kind.id)
        self.assertRefused(UserError, "cs_office", self._tick, case, "start", "plain")

    def test_list_follows_the_type_until_work_begins(self):
        case = self._create_case("clerk")
        self.assertFalse(case.check_ids)
        self._as(case, "clerk").type_id = self.kind
        self.assertEqual(len(case.check_ids), 2)
