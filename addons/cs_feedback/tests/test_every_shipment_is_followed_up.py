from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .delivery_common import DeliveryCommon


@tagged("post_install", "-at_install")
class TestEveryShipmentIsFollowedUp(DeliveryCommon):
    """One follow-up for each delivery to a customer, and none for anything else (S-08, S-36)."""

    def _transfer(self, kind, partner=None):
        types = {
            "incoming": (
                self.env.ref("stock.stock_location_suppliers"),
                self.warehouse.lot_stock_id,
            ),
            "internal": (self.warehouse.lot_stock_id, self.warehouse.wh_output_stock_loc_id),
            "back": (self.env.ref("stock.stock_location_customers"), self.warehouse.lot_stock_id),
            "drop": (
                self.env.ref("stock.stock_location_suppliers"),
                self.env.ref("stock.stock_location_customers"),
            ),
            "out": (self.warehouse.lot_stock_id, self.env.ref("stock.stock_location_customers")),
        }
        source, target = types[kind]
        code = {"incoming": "in", "internal": "int", "back": "in"}.get(kind, "out")
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse[f"{code}_type_id"].id,
                "partner_id": partner.id if partner else False,
                "location_id": source.id,
                "location_dest_id": target.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.bait.id,
                            "product_uom_qty": 3,
                            "location_id": source.id,
                            "location_dest_id": target.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        return picking

    def _finished(self, kind, partner=None):
        picking = self._transfer(kind, partner)
        self._pick(picking)._action_done()
        self.assertEqual(picking.state, "done")
        return picking

    def test_shipment_opens_a_follow_up_of_its_goods(self):
        followup = self._ship((self.bait, 10), (self.pellets, 5))
        self.assertEqual((followup.state, followup.partner_id), ("due", self.dealer))
        self.assertEqual(followup.team_id, self.office)
        self.assertEqual(followup.carrier_id, self.carrier)
        goods = [(line.product_id, line.lot_id, line.delivered_qty) for line in followup.line_ids]
        no_lot = self.env["stock.lot"]
        self.assertEqual(goods, [(self.bait, no_lot, 10), (self.pellets, self.lot, 5)])
        self.assertFalse(any(followup.line_ids.mapped("missing_qty")))

    def test_it_is_due_after_the_days_of_the_company(self):
        today = fields.Date.today()
        self.assertEqual(self._ship().deadline_date, today + timedelta(days=5))
        self.company.cs_followup_days = 9
        self.assertEqual(self._ship().deadline_date, today + timedelta(days=9))

    def test_promised_date_is_that_of_the_order(self):
        promised = fields.Datetime.now() + timedelta(days=3)
        followup = self._ship(commitment_date=promised)
        self.assertEqual(followup.promised_date, promised.date())

    def test_units_of_the_order_become_those_of_the_product(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.env["sale.order"].create(
            {
                "partner_id": self.dealer.id,
                "company_id": self.company.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.bait.id,
                            "product_uom_qty": 2,
                            "product_uom_id": dozen.id,
                        }
                    )
                ],
            }
        )
        order.action_confirm()
        self._pick(order.picking_ids)._action_done()
        self.assertEqual(order.picking_ids.cs_followup_ids.line_ids.delivered_qty, 24)

    def test_backorder_has_a_follow_up_of_its_own(self):
        order = self._sell((self.bait, 10))
        first = order.picking_ids
        first.move_ids.write({"quantity": 4, "picked": True})
        first._action_done()
        second = order.picking_ids - first
        self.assertEqual(first.cs_followup_ids.line_ids.delivered_qty, 4)
        self.assertFalse(second.cs_followup_ids)
        self._pick(second)._action_done()
        self.assertEqual(second.cs_followup_ids.line_ids.delivered_qty, 6)
        self.assertEqual(order.cs_followup_count, 2)

    def test_transfers_that_bring_a_customer_nothing_have_none(self):
        for kind in ("incoming", "internal"):
            self.assertFalse(self._finished(kind, self.dealer).cs_followup_ids, kind)
        self.assertFalse(self._finished("out").cs_followup_ids, "nobody to ask")

    def test_what_customers_send_back_has_none(self):
        for kind, is_wanted in (("back", False), ("out", True)):
            picking = self._transfer(kind, self.dealer)
            # other addons ask more of such a receipt before it is finished
            picking.move_ids.state = "done"
            self.assertEqual(bool(picking._cs_to_follow_up()), is_wanted, kind)

    def test_what_a_supplier_sends_to_the_customer_is_followed_up(self):
        self.assertTrue(self._finished("drop", self.dealer).cs_followup_ids)

    def test_type_of_operation_can_do_without(self):
        self.warehouse.out_type_id.cs_is_followed_up = False
        self.assertFalse(self._ship())

    def test_dealer_who_is_not_to_be_asked_has_none(self):
        self.dealer.cs_followup_channel = "none"
        self.assertFalse(self._ship())

    def test_warehouse_opens_it_without_a_right_on_orders(self):
        picking = self._sell().picking_ids
        self._pick(picking)
        self._as(picking, "warehouse")._action_done()
        self.assertEqual(len(picking.cs_followup_ids), 1)

    def test_older_delivery_gets_one_by_the_button_and_only_one(self):
        self.dealer.cs_followup_channel = "none"
        picking = self._sell().picking_ids
        self._pick(picking)._action_done()
        for _click in range(2):
            self._as(picking, "clerk").action_cs_follow_up()
        self.assertEqual(len(picking.cs_followup_ids), 1)
        waiting = self._sell().picking_ids
        self.assertRefused(
            Exception, "not a finished delivery", self._as(waiting, "clerk").action_cs_follow_up
        )

    def test_carrier_named_after_the_shipment_is_taken_over(self):
        followup = self._ship()
        other = self.env["res.partner"].create({"name": "Slow Freight"})
        followup.picking_id.cs_carrier_id = other
        self.assertEqual(followup.carrier_id, other)
        self._answer_call(followup)
        followup.picking_id.cs_carrier_id = self.carrier
        self.assertEqual(followup.carrier_id, other)

    def test_many_transfers_at_once_cost_a_few_queries_more(self):
        """What the hook adds to a batch does not grow with each transfer."""
        extra = {}
        for count in (2, 12):
            costs = []
            for is_asked in (False, True):
                self.warehouse.out_type_id.cs_is_followed_up = is_asked
                pickings = self.env["stock.picking"]
                for _number in range(count):
                    pickings |= self._pick(self._sell().picking_ids)
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                pickings._action_done()
                self.env.flush_all()
                costs.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(pickings.cs_followup_ids), count)
            extra[count] = costs[1] - costs[0]
        self.assertLess(extra[2], 12)
        self.assertLess(extra[12] - extra[2], 4)
