from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestSpecialStock(ReturnsCommon):
    """Warehouses and products that are set up otherwise than the plain ones."""

    def test_receipt_in_three_steps_credits_at_once_and_goes_on_to_the_stock(self):
        order, move, _invoice = self._sell_deliver_invoice(10)
        warehouse = move.picking_type_id.warehouse_id
        warehouse.reception_steps = "three_steps"
        on_hand = self.product.with_context(location=warehouse.lot_stock_id.id).qty_available
        application = self._return([(move, 4)])
        received = application.move_ids.with_env(self.env)
        self.assertEqual(received.location_dest_id, warehouse.wh_input_stock_loc_id)
        self.assertEqual(order.order_line.qty_delivered, 6)
        self.assertEqual(application.credit_note_ids.amount_total, 400)
        step = received.move_dest_ids
        while step:
            step.write({"quantity": 4, "picked": True})
            step.picking_id._action_done()
            step = step.move_dest_ids
        self.env.invalidate_all()
        in_stock = self.product.with_context(location=warehouse.lot_stock_id.id).qty_available
        self.assertEqual(in_stock, on_hand + 4)
        self.assertEqual(order.order_line.qty_delivered, 6)
        self.assertEqual(move.cs_returned_qty, 4)

    def test_disposal_on_site_passes_by_a_receipt_in_three_steps(self):
        order, move, _invoice = self._sell_deliver_invoice(10)
        move.picking_type_id.warehouse_id.reception_steps = "three_steps"
        self.product.active = False
        application = self._settle(self._dispose(self._approve_on_site([(move, 4)])))
        self.assertFalse(application.move_ids.move_dest_ids)
        self.assertEqual(set(application.move_ids.mapped("state")), {"done"})
        self.assertEqual(application.scrap_ids.scrap_qty, 4)
        self.assertEqual(order.order_line.qty_delivered, 6)
        self.assertEqual(application.credit_note_ids.amount_total, 400)

    def test_serial_number_disposed_of_on_site_is_gone(self):
        product = self._create_product("Rod", tracking="serial")
        serial = self._create_lot(product, "SN9", stock=1)
        move = self._deliver(self._sell(1, product=product), lot=serial)
        self._dispose(self._approve_on_site([(move, 1, {"lot_id": serial.id})]))
        self.assertEqual(serial.product_qty, 0)
        with self.assertRefused("Only 0"):
            self._apply([(move, 1, {"lot_id": serial.id})]).action_submit()

    def test_exchange_is_sent_ahead_on_a_locked_order(self):
        order, move, invoice = self._sell_deliver_invoice(10)
        order.action_lock()
        application = self._approve(self._apply([(move, 2, {"settlement": "exchange"})]))
        application.with_user(self.users["manager"])._send_ahead("Good customer")
        sent = application.sudo().move_ids.filtered(lambda m: m.cs_return_role == "exchange")
        self.assertEqual(sent.product_uom_qty, 2)
        self._settle(self._appraise(application))
        self.assertFalse(application.credit_note_ids)
        self.assertEqual(invoice.amount_residual, 1000)

    def test_serial_number_comes_back_once(self):
        product = self._create_product("Rod", tracking="serial")
        serials = [self._create_lot(product, name, stock=1) for name in ("SN1", "SN2")]
        order = self._sell(1, product=product)
        move = self._deliver(order, lot=serials[0])
        self._invoice(order)
        with self.assertRefused("was not delivered"):
            self._apply([(move, 1, {"lot_id": serials[1].id})])
        application = self._return([(move, 1, {"lot_id": serials[0].id})])
        self.assertEqual(application.move_ids.move_line_ids.lot_id, serials[0])
        self.assertEqual(serials[0].product_qty, 1)
        with self.assertRefused("Only 0"):
            self._apply([(move, 1, {"lot_id": serials[0].id})]).action_submit()

    def test_archived_product_and_dealer_come_to_an_end(self):
        order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._apply([(move, 4)])
        other = self._apply([(move, 2, {"settlement": "exchange"})])
        self.product.active = False
        self.dealer.active = False
        for each in (application, other):
            self._settle(self._appraise(self._approve(each)))
        self.assertEqual(application.credit_note_ids.amount_total, 400)
        sent = other.move_ids.filtered(lambda move: move.cs_return_role == "exchange")
        self.assertEqual(sent.product_uom_qty, 2)
        self.assertEqual(order.order_line.qty_to_invoice, 0)

    def test_locked_order_takes_goods_back_and_sends_others(self):
        order, move, _invoice = self._sell_deliver_invoice(10)
        order.action_lock()
        application = self._return([(move, 4)])
        self.assertEqual(application.credit_note_ids.amount_total, 400)
        exchange = self._return([(move, 2, {"settlement": "exchange"})])
        sent = exchange.move_ids.filtered(lambda move: move.cs_return_role == "exchange")
        self.assertEqual(sent.product_uom_qty, 2)
        self.assertTrue(order.locked)


@tagged("post_install", "-at_install")
class TestSpecialBooks(ReturnsCommon):
    """Journals and periods that are closed to changes."""

    def test_credit_note_lies_after_the_lock_date(self):
        yesterday = fields.Date.today() - timedelta(days=1)
        _order, move, invoice = self._sell_deliver_invoice(10)
        invoice.button_draft()
        invoice.invoice_date = yesterday - timedelta(days=30)
        invoice.action_post()
        for name in ("fiscalyear_lock_date", "sale_lock_date", "tax_lock_date"):
            self.company[name] = yesterday
        credit_note = self._return([(move, 4)]).credit_note_ids
        self.assertGreater(credit_note.date, yesterday)
        self.assertEqual(invoice.amount_residual, 600)

    def test_period_locked_to_its_end_leaves_nothing_half_done(self):
        _order, move, invoice = self._sell_deliver_invoice(10)
        application = self._appraise(self._approve(self._apply([(move, 4)])))
        self.env.flush_all()
        self.company.hard_lock_date = fields.Date.today()
        with self.assertRefused("Hard Lock Date"), self.env.cr.savepoint():
            self._settle(application)
        self.assertEqual(application.state, "appraised")
        self.assertFalse(application.credit_note_ids)
        self.assertEqual(invoice.amount_residual, 1000)

    def test_journal_with_inalterable_hash(self):
        _order, move, invoice = self._sell_deliver_invoice(10)
        invoice.journal_id.restrict_mode_hash_table = True
        credit_note = self._return([(move, 4)]).credit_note_ids
        self.assertEqual(credit_note.state, "posted")
        self.assertEqual(invoice.amount_residual, 600)
        invoice.button_hash()
        self._return([(move, 2)])
        self.assertEqual(invoice.amount_residual, 400)
