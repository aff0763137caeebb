from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestFreightIsBilled(ReturnsCommon):
    """Freight goes to whom the verdict names, wherever it finds room (S-43, S-44)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carrier = cls.env["res.partner"].create({"name": "Swift Freight"})
        cls.company.cs_return_freight_product_id.taxes_id = [Command.clear()]

    def _appraised(self, quantity=1, **line):
        order, move, invoice = self._sell_deliver_invoice(10)
        vals = {"reason_id": self.unsold.id, **line}
        application = self._appraise(self._approve(self._apply([(move, quantity, vals)])))
        return order, invoice, application.with_user(self.users["accountant"])

    def _freight(self, application, part="freight"):
        return application.sudo().freight_move_ids.filtered(lambda m: m.cs_return_part == part)

    def test_freight_is_deducted_from_the_credit_note(self):
        _order, invoice, application = self._appraised()
        application.freight_charge = 30
        application.action_settle()
        self.assertEqual(application.credit_note_ids.amount_total, 70)
        self.assertFalse(self._freight(application))
        self.assertEqual(invoice.amount_residual, 930)

    def test_freight_beyond_the_goods_is_an_invoice_of_its_own(self):
        _order, invoice, application = self._appraised()
        application.freight_charge = 130
        application.action_settle()
        self.assertEqual(application.credit_note_ids.amount_total, 100)
        freight = self._freight(application)
        self.assertEqual(
            (freight.move_type, freight.state, freight.amount_total, freight.partner_id),
            ("out_invoice", "posted", 130, self.dealer),
        )
        self.assertEqual(invoice.amount_residual, 900)

    def test_freight_of_an_exchange_is_an_invoice_of_its_own(self):
        _order, _invoice, application = self._appraised(settlement="exchange")
        application.freight_charge = 20
        application.action_settle()
        self.assertFalse(application.credit_note_ids)
        self.assertEqual(self._freight(application).amount_total, 20)

    def test_company_freight_becomes_a_draft_bill_once(self):
        _order, _invoice, application = self._appraised(reason_id=self.quality.id)
        clerk = application.with_user(self.users["clerk"])
        with self.assertRefused("Enter the carrier"):
            clerk.action_bill_freight()
        clerk.write({"freight_carrier_id": self.carrier.id, "freight_cost": 45})
        clerk.action_bill_freight()
        bill = self._freight(application, "freight_bill")
        self.assertEqual(
            (bill.move_type, bill.state, bill.partner_id), ("in_invoice", "draft", self.carrier)
        )
        self.assertEqual(bill.amount_untaxed, 45)
        with self.assertRefused("billed already"):
            clerk.action_bill_freight()
        bill.button_cancel()
        self.env.flush_all()
        clerk.action_bill_freight()
        self.assertEqual(len(self._freight(application, "freight_bill")), 2)

    def test_company_freight_is_billed_from_the_approval_on_by_those_who_may(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._apply([(move, 1)])
        with self.assertRefused("no longer be changed|can no longer"):
            application.freight_cost = 45
        with self.assertRefused("has not been approved"):
            application.action_bill_freight()
        self._approve(application)
        for role in ("salesman", "warehouse", "office"):
            with self.assertRefused("It is for", AccessError):
                application.with_user(self.users[role]).action_bill_freight()

    def test_take_back_freight_is_charged_once_the_dealer_has_the_goods_back(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        counts = [{"received_qty": 4, "rejected_qty": 4, "reject_reason": "opened"}]
        application = self._appraise(self._approve(self._apply([(move, 4)])), counts)
        clerk = application.with_user(self.users["clerk"])
        with self.assertRefused("did not take goods"):
            clerk.action_charge_take_back()
        clerk.action_take_back_rejected()
        with self.assertRefused("Enter the freight"):
            clerk.action_charge_take_back()
        clerk.take_back_charge = 15
        clerk.action_charge_take_back()
        invoice = self._freight(application, "take_back")
        self.assertEqual((invoice.move_type, invoice.amount_untaxed), ("out_invoice", 15))
        with self.assertRefused("billed already"):
            clerk.action_charge_take_back()

    def test_credit_notes_and_freight_are_told_apart(self):
        _order, _invoice, application = self._appraised()
        application.freight_charge = 130
        application.action_settle()
        self.assertEqual(application.credit_note_count, 1)
        self.assertEqual(application.freight_move_count, 1)
        clerk = application.with_user(self.users["clerk"])
        self.assertEqual(clerk.freight_move_ids.mapped("amount_total"), [130])
