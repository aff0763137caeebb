from odoo import Command
from odoo.exceptions import AccessError, UserError

from .common import FeedbackCommon


class DisputeCommon(FeedbackCommon):
    """A dispute of the dealer, and rulings on it."""

    @classmethod
    def _build_feedback(cls, prefix="cs_"):
        super()._build_feedback(prefix)
        group = "account.group_account_invoice"
        cls.users["accountant"] = cls._create_user(f"{prefix}accountant", group)
        cls.kind = cls.env.ref("cs_feedback.cs_feedback_type_dispute").sudo()

    def _create_dispute(self):
        """A dispute that the office has mediated and passed on to customer service."""
        case = self._create_case("clerk", type_id=self.kind.id)
        self._dialog(case, "office", "mediate", "Offered half; the dealer wants all")
        self._as(case, "office").action_forward()
        self._as(case, "region").action_forward()
        return case

    def _create_ruling(self, case, role="clerk", **vals):
        values = {
            "feedback_id": case.id,
            "facts": "Half of the bags were wet",
            "decision": "We credit half",
            "basis": "Agreement, article 7",
            "share_ids": [
                Command.create({"party": "company", "percent": 60}),
                Command.create({"party": "carrier", "percent": 40}),
            ],
            **vals,
        }
        rulings = self.env["cs.feedback.ruling"].with_user(self.users[role])
        return rulings.create(values).with_env(self.env)

    def _issue(self, ruling):
        self._as(ruling, "manager").action_issue()
        self.env.invalidate_all()


class TestMediation(DisputeCommon):
    """The office mediates first (S-54)."""

    def test_dispute_is_not_passed_on_before_the_office_has_mediated(self):
        case = self._create_case("clerk", type_id=self.kind.id)
        forward = self._as(case, "office").action_forward
        self.assertRefused(UserError, "mediates first", forward)
        self._dialog(case, "office", "mediate", "They want all of it")
        self._as(case, "office").action_forward()
        self.assertEqual(case.level, "region")
        self.assertEqual(case.mediator_id, self.users["office"])

    def test_settled_by_the_office_needs_no_ruling(self):
        case = self._create_case("clerk", type_id=self.kind.id)
        self._dialog(case, "office", "mediate", "They take half")
        self._dialog(case, "office", "solve", "We credit half of it")
        self.assertEqual(case.state, "solved")

    def test_no_ruling_before_mediation(self):
        case = self._create_case("clerk", type_id=self.kind.id)
        ruling = self._create_ruling(case)
        self.assertRefused(
            UserError, "mediates first", lambda: self._as(ruling, "manager").action_issue()
        )


class TestRuling(DisputeCommon):
    """A ruling is complete, issued by the manager, and stays as it is (S-09)."""

    def test_shares_make_a_hundred(self):
        ruling = self._create_ruling(self._create_dispute())
        ruling.share_ids[0].percent = 59
        issue = self._as(ruling, "manager").action_issue
        self.assertRefused(UserError, "100 %; now they make 99 %", issue)

    def test_facts_decision_and_basis_are_written(self):
        case = self._create_dispute()
        for name, label in (("facts", "Facts"), ("decision", "Decision"), ("basis", "Basis")):
            with self.subTest(name), self.env.cr.savepoint() as savepoint:
                ruling = self._create_ruling(case, **{name: " "})
                issue = self._as(ruling, "manager").action_issue
                self.assertRefused(UserError, label, issue)
                savepoint.rollback()

    def test_only_the_manager_issues(self):
        ruling = self._create_ruling(self._create_dispute())
        for role in ("clerk", "office", "general", "plain"):
            with self.subTest(role):
                issue = self._as(ruling, role).action_issue
                self.assertRefused(AccessError, "", issue)

    def test_issued_ruling_stays(self):
        ruling = self._create_ruling(self._create_dispute())
        self._issue(ruling)
        seen = self._as(ruling, "manager")
        share = seen.share_ids[0]
        for call in (
            lambda: seen.write({"decision": "All of it"}),
            lambda: seen.write({"share_ids": [Command.clear()]}),
            lambda: seen.write({"share_ids": [Command.create({"party": "office"})]}),
            lambda: seen.write({"goodwill_amount": 1000}),
            lambda: share.write({"percent": 10}),
            lambda: share.unlink(),
            lambda: seen.unlink(),
        ):
            self.assertRefused(UserError, "", call)
        self.assertTrue(ruling.name.startswith("RUL/"))

    def test_form_is_printed_in_the_language_of_the_customer(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.dealer.lang = "zh_CN"
        ruling = self._create_ruling(self._create_dispute())
        self._as(ruling, "manager").action_issue()
        reports = self.env["ir.actions.report"].with_user(self.users["manager"])
        html, _kind = reports._render_qweb_html("cs_feedback.report_cs_feedback_ruling", ruling.ids)
        for words in ("裁定书", "客服部", "办事处", "客户"):
            self.assertIn(words, html.decode())
        for words in ("Customer", "Office"):
            self.assertNotIn(words, html.decode())

    def test_customer_is_told(self):
        case = self._create_dispute()
        self._issue(self._create_ruling(case))
        message = case.message_ids.filtered(lambda message: "We credit half" in message.body)
        self.assertEqual(message.partner_ids, self.dealer)

    def test_new_fact_makes_a_new_ruling(self):
        case = self._create_dispute()
        first = self._create_ruling(case)
        self._issue(first)
        second = self._create_ruling(case)
        self.assertEqual(second.previous_id, first)
        issue = self._as(second, "manager").action_issue
        self.assertRefused(UserError, "New Fact", issue)
        second.new_fact = "The carrier admits it"
        self._issue(second)
        self.assertTrue(first.is_replaced)
        self.assertEqual(first.decision, "We credit half")


class TestGoodwill(DisputeCommon):
    """The credit that a ruling grants is made once (S-09)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["account.chart.template"].try_loading("generic_coa", cls.company, False)

    def test_credited_once_with_the_amount_of_the_ruling(self):
        ruling = self._create_ruling(self._create_dispute(), goodwill_amount=120)
        self._issue(ruling)
        self._as(ruling, "accountant").action_credit()
        self.env.invalidate_all()
        move = ruling.move_ids
        self.assertEqual(
            (move.move_type, move.amount_untaxed, move.partner_id, move.state),
            ("out_refund", 120, self.dealer, "draft"),
        )
        self.assertRefused(
            UserError, "credited already", lambda: self._as(ruling, "accountant").action_credit()
        )

    def test_cancelled_credit_can_be_made_anew(self):
        ruling = self._create_ruling(self._create_dispute(), goodwill_amount=120)
        self._issue(ruling)
        self._as(ruling, "accountant").action_credit()
        self._as(ruling.move_ids, "accountant").button_cancel()
        self._as(ruling, "accountant").action_credit()
        self.assertEqual(sorted(ruling.move_ids.mapped("state")), ["cancel", "draft"])

    def test_nobody_links_a_credit_note_by_hand(self):
        ruling = self._create_ruling(self._create_dispute(), goodwill_amount=120)
        self._issue(ruling)
        moves = self.env["account.move"].with_user(self.users["accountant"])
        values = {"move_type": "out_refund", "partner_id": self.dealer.id}
        self.assertRefused(
            AccessError, "by hand", moves.create, {**values, "cs_ruling_id": ruling.id}
        )

    def test_clerk_does_not_credit(self):
        ruling = self._create_ruling(self._create_dispute(), goodwill_amount=120)
        self._issue(ruling)
        self.assertRefused(UserError, "", lambda: self._as(ruling, "clerk").action_credit())
