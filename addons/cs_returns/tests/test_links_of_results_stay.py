from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestLinksOfResultsStay(ReturnsCommon):
    """The limits count on links of moved goods and posted credit notes; these stay."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order, cls.move, cls.invoice = cls._sell_deliver_invoice(10)

    def test_credit_note_stays_with_its_invoice_and_order(self):
        credit_note = self._return([(self.move, 4)]).credit_note_ids
        credit_note = credit_note.with_user(self.users["accountant"])
        line = credit_note.invoice_line_ids
        for record, vals in (
            (credit_note, {"reversed_entry_id": False}),
            (line, {"sale_line_ids": [Command.clear()]}),
            (line, {"cs_origin_line_id": False}),
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused("can no longer be changed"),
                self.env.cr.savepoint(),
            ):
                record.write(vals)
        credit_note.ref = "A reference can be written"
        refund = self._native_credit(self.invoice, 7)
        with self.assertRefused("beyond what was invoiced"):
            refund.action_post()

    def test_order_does_not_let_go_of_its_credit_note(self):
        credit_note = self._return([(self.move, 10)]).credit_note_ids
        self.order.user_id = self.users["salesman"]
        for role in ("salesman", "accountant"):
            line = self.order.order_line.with_user(self.users[role])
            for command in (
                Command.unlink(credit_note.invoice_line_ids.id),
                Command.set(self.invoice.invoice_line_ids.ids),
                Command.clear(),
            ):
                with (
                    self.subTest(role=role, command=command),
                    self.assertRaises(UserError),
                    self.env.cr.savepoint(),
                ):
                    line.write({"invoice_lines": [command]})
        self.env.invalidate_all()
        self.assertEqual(credit_note.invoice_line_ids.sale_line_ids, self.order.order_line)
        self.assertEqual(self.order.order_line.qty_to_invoice, 0)

    def test_received_goods_stay_with_their_delivery_and_order(self):
        application = self._return([(self.move, 4)])
        received = application.move_ids.with_user(self.users["warehouse"])
        for vals in (
            {"origin_returned_move_id": False},
            {"sale_line_id": False},
            {"to_refund": False},
            {"location_id": received.location_dest_id.id},
            {"origin_returned_move_id": False, "sale_line_id": False},
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused("can no longer be changed"),
                self.env.cr.savepoint(),
            ):
                received.write(vals)
        received.description_picking = "A note can be written"
        self.assertEqual(self.move.cs_returned_qty, 4)

    def test_other_moves_and_credit_notes_are_as_free_as_ever(self):
        self.company.cs_return_requires_application = False
        receipt = self._native_return(self.move.picking_id, 2)
        receipt.button_validate()
        receipt.move_ids.to_refund = False
        refund = self._native_credit(self.invoice, 1)
        refund.action_post()
        refund.reversed_entry_id = False
        self.assertFalse(refund.reversed_entry_id)
