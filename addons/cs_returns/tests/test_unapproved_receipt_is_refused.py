from odoo.tests import tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestUnapprovedReceiptIsRefused(ReturnsCommon):
    """Goods without an approved application are not accepted (S-48)."""

    def _arrival(self, number, user="warehouse"):
        return self.env["cs.return.arrival"].with_user(self.users[user]).create({"number": number})

    def test_native_return_needs_an_application(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        receipt = self._native_return(move.picking_id)
        with self.assertRefused("without an approved return application"):
            receipt.button_validate()
        self.assertNotEqual(receipt.state, "done")

    def test_native_return_is_free_where_the_company_says_so(self):
        self.company.cs_return_requires_application = False
        order, move, _invoice = self._sell_deliver_invoice(10)
        self._native_return(move.picking_id).button_validate()
        self.assertEqual(order.order_line.qty_delivered, 9)

    def test_deliveries_and_purchases_are_untouched(self):
        order = self._sell(3)
        self._deliver(order)
        self.assertEqual(order.order_line.qty_delivered, 3)

    def test_goods_arrive_only_after_the_approval(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._apply([(move, 1)])
        warehouse = application.with_user(self.users["clerk"])
        with self.assertRefused("needs “Approved”"):
            warehouse.action_arrive()
        application.action_submit()
        with self.assertRefused("needs “Approved”"):
            warehouse.action_arrive()
        application.action_cancel()
        with self.assertRefused("needs “Approved”"):
            warehouse.action_arrive()

    def test_scan_registers_the_arrival_and_opens_the_count(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._approve(self._apply([(move, 2)]))
        action = self._arrival(f" {application.name} ").action_confirm()
        self.assertEqual(action["res_id"], application.id)
        self.assertEqual(application.state, "arrived")
        self.assertEqual(application.line_ids.received_qty, 2)
        # scanned again it only opens
        self.assertEqual(self._arrival(application.name).action_confirm()["res_id"], application.id)

    def test_scan_of_anything_else_says_what_to_do(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._apply([(move, 2)])
        application.action_submit()
        for number in ("RET/1999/00001", application.name):
            with self.assertRefused("Goods without an approved application"):
                self._arrival(number).action_confirm()

    def test_scan_knows_no_drafts(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        drafts = self._apply([(move, 1)]) | self._apply([(move, 2)])
        self.assertEqual(drafts.mapped("name"), ["New", "New"])
        with self.assertRefused("There is no approved return New"):
            self._arrival("New", user="clerk").action_confirm()
        with self.assertRefused("needs “Approved”"):
            application = self._apply([(move, 3)])
            application.action_submit()
            self._arrival(application.name, user="clerk").action_confirm()
