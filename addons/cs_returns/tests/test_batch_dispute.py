from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestBatchDispute(ReturnsCommon):
    """A disputed batch is examined, and a fault takes it back from everybody (S-45, S-54)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lot_product = cls._create_product("Lot Bait", tracking="lot")
        cls.lot = cls._create_lot(cls.lot_product, "A")
        cls.other_lot = cls._create_lot(cls.lot_product, "B")
        cls.second_dealer = cls._create_dealer("Red River Tackle")

    @classmethod
    def _deliver_lot(cls, quantity, lot=None, partner=None, **order_vals):
        partner = partner or cls.dealer
        order = cls._sell(quantity, product=cls.lot_product, partner_id=partner.id, **order_vals)
        move = cls._deliver(order, lot=lot or cls.lot)
        cls._invoice(order)
        return move

    def _dispute(self, user="clerk", lots=None, **vals):
        return self._dispute_lots(self.lot if lots is None else lots, user, **vals)

    def _examining(self, **vals):
        dispute = self._dispute(**vals)
        dispute.action_raise()
        dispute.write({"method": "visit", "technician_id": self.users["technician"].id})
        dispute.action_examine()
        return dispute

    def _confirmed(self):
        return self._confirm_fault(self._dispute())

    def _open_all(self, dispute):
        """Begin the bulk work and carry it to its end, as the progress window does."""
        action = dispute.with_user(self.users["clerk"]).action_open_all()
        return self._run_bulk(action, "clerk")

    def test_verdict_is_due_five_days_after_it_was_raised(self):
        self._deliver_lot(10)
        dispute = self._dispute()
        dispute.action_raise()
        self.assertEqual(dispute.raised_date, fields.Date.today())
        self.assertEqual(dispute.deadline_date, fields.Date.today() + timedelta(days=5))
        self.assertTrue(dispute.name.startswith("QD/"))

    def test_only_lots_that_the_dealer_got_are_disputed(self):
        self._deliver_lot(10, partner=self.second_dealer)
        with self.assertRefused("was not delivered to"):
            self._dispute().action_raise()
        with self.assertRefused("Name the disputed lots"):
            self._dispute(lots=self.lot.browse()).action_raise()
        with self.assertRefused("Say what is wrong"):
            self._dispute(description=" ").action_raise()

    def test_fault_lists_every_dealer_with_goods_in_the_field(self):
        move = self._deliver_lot(10)
        self._deliver_lot(6, partner=self.second_dealer)
        self._deliver_lot(5, lot=self.other_lot, partner=self.second_dealer)
        self._return([(move, 3, {"lot_id": self.lot.id})])
        dispute = self._confirmed()
        found = {line.partner_id: line.quantity for line in dispute.sudo().line_ids}
        self.assertEqual(found, {self.dealer: 7, self.second_dealer: 6})
        self.assertFalse(dispute.return_ids)

    def test_applications_are_submitted_free_of_charge_for_every_delivery(self):
        old = fields.Datetime.now() - timedelta(days=800)
        first = self._deliver_lot(10)
        first.sale_line_id.order_id.date_order = old
        second = self._deliver_lot(4)
        self._deliver_lot(6, partner=self.second_dealer)
        dispute = self._confirmed()
        self._open_all(dispute)
        returns = dispute.sudo().return_ids
        self.assertEqual(len(returns), 2)
        self.assertEqual(set(returns.mapped("state")), {"submitted"})
        self.assertEqual(set(returns.line_ids.mapped("outcome")), {"free"})
        self.assertEqual(set(returns.line_ids.mapped("policy_rule")), {"batch_fault"})
        self.assertEqual(set(returns.mapped("freight_payer")), {"company"})
        own = returns.filtered(lambda r: r.partner_id == self.dealer)
        self.assertEqual(
            {line.origin_move_id: line.quantity for line in own.line_ids}, {first: 10, second: 4}
        )

    def test_a_free_application_goes_through_the_whole_chain(self):
        move = self._deliver_lot(10)
        dispute = self._confirmed()
        self._open_all(dispute)
        application = dispute.sudo().return_ids.with_env(self.env)
        for role in ("office", "manager"):
            application.with_user(self.users[role]).action_approve()
        self._settle(self._appraise(application))
        self.assertEqual(application.credit_note_ids.amount_total, 1000)
        self.assertEqual(move.sale_line_id.qty_delivered, 0)

    def test_applications_are_opened_once_and_the_rest_later(self):
        self._deliver_lot(10)
        self._deliver_lot(6, partner=self.second_dealer)
        dispute = self._confirmed().with_user(self.users["clerk"])
        first, second = dispute.line_ids
        first.action_open_return()
        with self.assertRefused("has the application"):
            first.action_open_return()
        self.assertEqual(dispute.waiting_count, 1)
        self._open_all(dispute)
        self.assertEqual(dispute.waiting_count, 0)
        self.assertEqual(len(dispute.sudo().return_ids), 2)
        self.assertTrue(second.return_id)

    def test_goods_announced_meanwhile_are_not_opened_twice(self):
        move = self._deliver_lot(10)
        dispute = self._confirmed().with_user(self.users["clerk"])
        self._apply([(move, 10, {"lot_id": self.lot.id})]).action_submit()
        with self.assertRefused("has nothing left"):
            dispute.line_ids.action_open_return()

    def test_goods_of_a_cancelled_application_are_opened_again(self):
        self._deliver_lot(10)
        dispute = self._confirmed().with_user(self.users["clerk"])
        dispute.line_ids.action_open_return()
        first = dispute.sudo().return_ids
        first.with_user(self.users["clerk"]).action_cancel()
        self.assertEqual(dispute.waiting_count, 1)
        self._open_all(dispute)
        self.assertEqual(dispute.waiting_count, 0)
        second = dispute.line_ids.sudo().return_id
        self.assertNotEqual(second, first)
        self.assertEqual((second.state, second.line_ids.quantity), ("submitted", 10))

    def test_verdict_belongs_to_the_quality_role(self):
        self._deliver_lot(10)
        dispute = self._examining()
        dispute.with_user(self.users["technician"]).findings = "Mould"
        for role in ("clerk", "salesman", "office", "general"):
            with self.assertRefused("It is for", AccessError):
                dispute.with_user(self.users[role]).action_confirm()
        with self.assertRefused("belongs to"):
            dispute.with_user(self.users["manager"]).action_confirm()
        dispute.with_user(self.users["technician"]).action_confirm()
        self.assertEqual(dispute.verdict_user_id, self.users["technician"])

    def test_nobody_gives_the_verdict_on_an_own_dispute(self):
        self._deliver_lot(10)
        technician = self.users["technician"]
        technician.group_ids += self.env.ref("cs_base.group_cs_base_clerk")
        dispute = self._dispute("technician")
        dispute.action_raise()
        dispute.write({"method": "visit", "technician_id": technician.id})
        dispute.action_examine()
        dispute.findings = "Mould"
        with self.assertRefused("You raised"):
            dispute.action_confirm()

    def test_verdict_wants_findings_and_the_sample(self):
        self._deliver_lot(10)
        dispute = self._dispute()
        dispute.action_raise()
        with self.assertRefused("whether a technician visits"):
            dispute.action_examine()
        dispute.method = "sample"
        dispute.action_examine()
        technician = dispute.with_user(self.users["technician"])
        with self.assertRefused("Write down what was found"):
            technician.action_confirm()
        technician.findings = "Mould"
        with self.assertRefused("when the sample"):
            technician.action_confirm()
        technician.sample_date = fields.Date.today()
        technician.action_confirm()
        self.assertEqual(dispute.state, "confirmed")

    def test_dismissal_gives_reasons_and_leaves_the_policy_open(self):
        move = self._deliver_lot(10)
        dispute = self._examining()
        technician = dispute.with_user(self.users["technician"])
        technician.findings = "Nothing"
        self.dealer.email = "dealer@example.com"
        with self.assertRefused("Give the reasons"):
            technician.action_dismiss()
        technician.verdict_reason = "Stored in the rain"
        technician.action_dismiss()
        self.assertEqual(dispute.state, "dismissed")
        self.assertFalse(dispute.deadline_date)
        mail = self.env["mail.mail"].search([("recipient_ids", "=", self.dealer.id)])
        self.assertIn("Stored in the rain", mail.body_html)
        self.assertIn(f"/my/disputes/{dispute.id}", mail.body_html)
        with self.assertRefused("is not confirmed|nothing"):
            self.env["cs.quality.dispute.line"].sudo()._with_key().create(
                {"dispute_id": dispute.id, "partner_id": self.dealer.id}
            ).with_user(self.users["clerk"]).action_open_return()
        self._return([(move, 2, {"lot_id": self.lot.id})])

    def test_unclear_case_is_handed_over_to_the_manager(self):
        self._deliver_lot(10)
        dispute = self._examining()
        technician = dispute.with_user(self.users["technician"])
        technician.findings = "Cannot tell who is liable"
        technician.action_hand_over()
        self.assertEqual(dispute.state, "ruling")
        with self.assertRefused("belongs to"):
            technician.action_confirm()
        dispute.with_user(self.users["manager"]).action_confirm()
        self.assertEqual(dispute.verdict_user_id, self.users["manager"])

    def test_verdict_cannot_be_written_by_hand(self):
        self._deliver_lot(10)
        dispute = self._examining()
        for vals in (
            {"state": "confirmed"},
            {"verdict_user_id": self.users["manager"].id},
            {"line_ids": [(0, 0, {"partner_id": self.dealer.id})]},
        ):
            with self.assertRefused("by hand", AccessError):
                dispute.write(vals)
        with self.assertRefused("no longer be changed"):
            dispute.lot_ids = [(4, self.other_lot.id)]
