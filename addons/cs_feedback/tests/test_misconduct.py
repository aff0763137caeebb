from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .misconduct_common import SECRET, MisconductCommon


@tagged("post_install", "-at_install")
class TestMisconduct(MisconductCommon):
    """A report is investigated, decided with a reason, and closed with what followed (S-53)."""

    def test_report_of_a_dealer_holds_what_was_said(self):
        report = self._report(accused_name="Miss salesman", incident_date="2026-03-01")
        self.assertEqual((report.channel, report.state), ("portal", "received"))
        self.assertEqual((report.subject, report.description), ("Liquor", SECRET))
        self.assertEqual((report.reporter_id, report.partner_id), (self.contact, self.dealer))
        self.assertTrue(report.name.startswith("MR/"))
        self.assertFalse(report.is_anonymous)

    def test_report_needs_words_and_a_day_that_has_been(self):
        for post in (
            {"subject": " "}, {"description": ""}, {"description": None},
            {"incident_date": "2999-01-01"}, {"incident_date": "yesterday"},
        ):  # fmt: skip
            with self.subTest(**post), self.assertRaises(UserError):
                self._report(**post)

    def test_confirmed_report_is_closed_by_personnel_with_what_was_imposed(self):
        report = self._named()
        self._decide(report)
        self.assertEqual((report.state, report.verdict), ("confirmed", "confirmed"))
        self.assertEqual(report.decided_by_id, self.users["manager"])
        self.assertEqual(report.call_ids.user_id, self.users["hr"])
        with self.assertRaisesRegex(AccessError, "written down by"):
            self._by("manager", report).action_close()
        hr = self._by("hr", report)
        with self.assertRaisesRegex(UserError, "what was imposed"):
            hr.action_close()
        hr.write({"outcome": "fine", "outcome_note": "500"})
        hr.action_close()
        self.assertEqual((report.state, report.closed_by_id), ("closed", self.users["hr"]))
        self.assertFalse(report.call_ids)
        with self.assertRaises(UserError):
            hr.outcome = "none"

    def test_dismissed_report_is_closed_or_taken_up_again(self):
        report = self._named()
        self._decide(report, "dismiss")
        self._by("manager", report).action_reopen()
        self.assertFalse(report.verdict)
        self._decide(report, "dismiss")
        self._by("manager", report).action_close()
        self.assertEqual((report.state, report.verdict), ("closed", "dismissed"))

    def test_decision_is_written_down_and_the_accused_is_known(self):
        report, _code = self._anonymous()
        hr = self._by("hr", report)
        hr.action_take()
        with self.assertRaisesRegex(UserError, "Write down the decision"):
            hr.action_dismiss()
        hr.decision = "True"
        with self.assertRaisesRegex(UserError, "Name the accused"):
            hr.action_confirm()
        self._name(report, "salesman", by="hr")
        self._by("hr", report).action_confirm()
        with self.assertRaisesRegex(UserError, "has been decided"):
            self._name(report, "clerk", by="hr")

    def test_who_brought_a_report_in_does_not_decide_on_it(self):
        report = self._report(user=self.users["manager"])
        self.assertEqual(report.reporter_id, self.users["manager"])
        self.assertFalse(report.partner_id)
        manager = self._by("manager", report)
        for call in (manager.action_take, lambda: manager._answer("note", "x")):
            with self.assertRaisesRegex(UserError, "yourself"):
                call()
        with self.assertRaisesRegex(UserError, "no part"):
            self._by("hr", report).investigator_id = self.users["manager"]

    def test_investigator_is_one_of_the_readers(self):
        report = self._named()
        for role in ("salesman", "boss", "led", "clerk"):
            with self.subTest(role=role), self.assertRaisesRegex(UserError, "no part"):
                self._by("manager", report).investigator_id = self.users[role]
        self._by("manager", report).investigator_id = self.users["hr"]
        self._by("manager", report).action_take()
        self.assertEqual(report.investigator_id, self.users["hr"])
        self.assertEqual(report.call_ids.user_id, self.users["hr"])

    def test_reporter_and_investigator_write_to_each_other(self):
        report, code = self._anonymous()
        self._by("hr", report).action_take()
        dialogs = self._by("hr", self.env["cs.misconduct.reply"])
        for kind, body in (("answer", "On which day?"), ("note", "I know her")):
            dialogs.create(
                {"misconduct_id": report.id, "kind": kind, "body": body}
            ).action_confirm()
        found = self.env["cs.misconduct"]._public_find(code, "10.0.0.9")
        found._reporter_writes("On Monday", [], self._stamp())
        self.assertEqual(report.message_ids.mapped("kind"), ["step", "answer", "note", "reporter"])
        self.assertFalse(report.message_ids[-1].author_id)
        self.assertEqual(report.message_ids[1].author_id, self.users["hr"])
        self.assertEqual(report.call_ids.user_id, self.users["hr"])

    def test_messages_are_never_changed(self):
        report = self._named()
        self._by("hr", report)._answer("note", "x")
        message = report.message_ids
        for call in (
            lambda: message.write({"body": "y"}),
            lambda: self._by("hr", message).unlink(),
            lambda: message.create({"misconduct_id": report.id, "kind": "note", "body": "z"}),
        ):
            with self.assertRaises(AccessError):
                call()

    def test_caller_by_phone_is_not_answered_in_vain(self):
        self._by("clerk", self.env["cs.misconduct.intake"]).create(
            {"subject": "Call", "description": SECRET}
        ).action_confirm()
        report = self.env["cs.misconduct"].search([("channel", "=", "phone")])
        with self.assertRaisesRegex(UserError, "by phone"):
            self._by("hr", report)._answer("answer", "When?")

    def test_report_is_never_deleted(self):
        report = self._named()
        for role, user in self.users.items():
            with self.subTest(role=role), self.assertRaises(AccessError):
                report.with_user(user).unlink()
