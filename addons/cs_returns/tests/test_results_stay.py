from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ReturnsCommon

# Stored results of our own computations. The ORM lets a client write such a column.
COMPUTED = {
    "company_id", "partner_id", "state", "sale_line_id", "order_id", "product_id",
    "product_uom_id", "accepted_qty", "open_qty", "pending_qty", "credited_qty",
    "shelf_life_days", "policy_outcome", "policy_rule", "outcome", "ahead_product_id",
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestResultsStay(ReturnsCommon):
    """What has been computed, counted or booked is not overwritten from outside."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cs_return_requires_application = False
        cls.order, cls.move, cls.invoice = cls._sell_deliver_invoice(10)

    def _computed_fields(self, model):
        return {
            name
            for name, field in self.env[model]._fields.items()
            if field.store and field.compute and field.readonly and field._modules
            and "cs_returns" in field._modules
        }  # fmt: skip

    def _assert_not_written(self, record, names):
        for name in sorted(names):
            field = record._fields[name]
            value = field.convert_to_write(record.sudo()[name], record)
            with self.subTest(model=record._name, field=name), self.assertRaises(AccessError):
                record.write({name: value})

    def test_computed_fields_of_a_line_are_written_by_nobody(self):
        self.assertEqual(self._computed_fields("cs.return.line"), COMPUTED)
        application = self._arrive(self._approve(self._apply([(self.move, 2)])))
        for role in ("clerk", "manager", "warehouse"):
            line = application.line_ids.with_user(self.users[role])
            self._assert_not_written(line, COMPUTED)

    def test_computed_fields_of_other_models_are_written_by_nobody(self):
        application = self._apply([(self.move, 2)])
        self._assert_not_written(
            application.with_user(self.users["clerk"]), self._computed_fields("cs.return")
        )
        self._assert_not_written(
            self.move.with_user(self.users["warehouse"]),
            {"cs_returned_qty", "cs_return_open_qty", "cs_claimed_qty"},
        )
        salesman = self.users["salesman"]
        names = {name for name in self._computed_fields("sale.order.line") if "cs_" in name}
        self._assert_not_written(self.order.order_line.with_user(salesman), names)
        self._assert_not_written(self.order.with_user(salesman), {"cs_return_id"})

    def test_refused_line_is_not_set_free_by_a_write(self):
        self.order.date_order = "2020-06-01 00:00:00"
        application = self._apply([(self.move, 1, {"reason_id": self.unsold.id})])
        application.action_submit()
        with self.assertRaises(AccessError):
            application.line_ids.with_user(self.users["manager"]).write({"outcome": "free"})
        with self.assertRaises(AccessError):
            self._apply([(self.move, 1, {"reason_id": self.unsold.id, "outcome": "free"})])

    def test_delivery_is_not_corrected_below_what_came_back(self):
        self._return([(self.move, 4)])
        line = self.move.move_line_ids
        with self.assertRefused("4 Units .* came back or are announced"):
            line.quantity = 3
        line.quantity = 4
        self.assertEqual(self.order.order_line.qty_delivered, 0)

    def test_count_of_a_return_is_not_corrected_on_its_transfer(self):
        counts = {"received_qty": 4, "rejected_qty": 1, "reject_reason": "opened"}
        application = self._appraise(self._approve(self._apply([(self.move, 4)])), [counts])
        for state in ("appraised", "done"):
            for move in application.move_ids.with_env(self.env):
                line = move.move_line_ids
                for vals in (
                    {"quantity": move.quantity + 1},
                    {"quantity": 0},
                    {"product_uom_id": self.env.ref("uom.product_uom_dozen").id},
                ):
                    with (
                        self.subTest(role=move.cs_return_role, vals=vals),
                        self.assertRefused("books what was counted"),
                        self.env.cr.savepoint(),
                    ):
                        line.write(vals)
                with self.assertRefused("books what was counted"), self.env.cr.savepoint():
                    line.copy({"quantity": 1})
            if state == "appraised":
                self._settle(application)
        self.assertEqual(self.order.order_line.qty_delivered, 7)

    def test_other_unit_on_a_finished_return_counts(self):
        receipt = self._native_return(self.move.picking_id, 2)
        receipt.button_validate()
        with self.assertRaises(UserError):
            receipt.move_ids.move_line_ids.product_uom_id = self.env.ref("uom.product_uom_dozen")

    def test_finished_receipt_grows_only_by_an_application(self):
        receipt = self._native_return(self.move.picking_id, 2)
        receipt.button_validate()
        self.company.cs_return_requires_application = True
        line = receipt.move_ids.move_line_ids
        with self.assertRefused("without an approved"):
            line.quantity = 3
        line.quantity = 1
        self.assertEqual(self.order.order_line.qty_delivered, 9)

    def test_credited_invoice_is_not_taken_back(self):
        credit_note = self._return([(self.move, 4)]).credit_note_ids
        for action in ("button_draft", "button_cancel"):
            with self.assertRefused("has been credited"), self.env.cr.savepoint():
                getattr(self.invoice.with_user(self.users["accountant"]), action)()
        self.assertEqual(self.invoice.state, "posted")
        self.assertEqual(credit_note.state, "posted")

    def test_invoice_without_credit_is_reset_as_ever(self):
        _order, _move, invoice = self._sell_deliver_invoice(3)
        invoice.button_draft()
        invoice.action_post()
        self.assertEqual(invoice.state, "posted")

    def test_lines_of_a_submitted_application_are_not_moved_away(self):
        application = self._apply([(self.move, 1)])
        application.action_submit()
        draft = self._apply([(self.move, 2)])
        with self.assertRaises(UserError):
            application.line_ids.with_user(self.users["clerk"]).return_id = draft
        with self.assertRaises(UserError):
            draft.line_ids.with_user(self.users["clerk"]).return_id = application
        with self.assertRaises(UserError):
            draft.write({"line_ids": [Command.link(application.line_ids.id)]})
