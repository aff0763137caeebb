from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ReturnsCommon

UNAPPROVED = "without an approved return application"


@tagged("post_install", "-at_install")
class TestGoodsFromCustomersNeedAnApplication(ReturnsCommon):
    """Whatever the transfer says, goods enter from a customer by an application (S-48)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order, cls.move, _invoice = cls._sell_deliver_invoice(10)
        cls.stock = cls.move.location_id
        cls.customers = cls.move.location_dest_id
        cls.internal = cls.move.picking_type_id.warehouse_id.int_type_id

    def _transfer(self, *line_locations):
        """An internal transfer by the warehouse; the places are those of its line."""
        pickings = self.env["stock.picking"].with_user(self.users["warehouse"])
        goods = {"product_id": self.product.id, "company_id": self.company.id}
        places = {"location_id": self.stock.id, "location_dest_id": self.stock.id}
        picking = pickings.create(
            {
                "picking_type_id": self.internal.id,
                **places,
                "move_ids": [Command.create({**goods, **places, "product_uom_qty": 5})],
            }
        )
        source, destination = line_locations
        picking.move_ids.move_line_ids = [
            Command.create(
                {
                    **goods,
                    "quantity": 5,
                    "picking_id": picking.id,
                    "location_id": source.id,
                    "location_dest_id": destination.id,
                    "picked": True,
                }
            )
        ]
        return picking

    def test_line_of_an_internal_transfer_does_not_come_from_a_customer(self):
        on_hand = self.product.qty_available
        picking = self._transfer(self.customers, self.stock)
        with self.assertRefused(UNAPPROVED), self.env.cr.savepoint():
            picking.button_validate()
        self.assertEqual(self.product.qty_available, on_hand)

    def test_finished_lines_do_not_change_sides(self):
        inside = self._transfer(self.stock, self.stock)
        inside.button_validate()
        self.assertEqual(inside.state, "done")
        delivered = self.move.move_line_ids.with_user(self.users["warehouse"])
        for line, vals in (
            (inside.move_line_ids, {"location_id": self.customers.id}),
            (delivered, {"location_dest_id": self.stock.id}),
        ):
            with (
                self.subTest(vals=vals),
                self.assertRefused(UNAPPROVED),
                self.env.cr.savepoint(),
            ):
                line.write(vals)

    def test_finished_lines_may_move_within_the_warehouse(self):
        shelf = self.env["stock.location"].create({"name": "Shelf", "location_id": self.stock.id})
        inside = self._transfer(self.stock, self.stock)
        inside.button_validate()
        inside.move_line_ids.location_dest_id = shelf
        self.assertEqual(inside.move_line_ids.location_dest_id, shelf)

    def test_sample_delivered_without_an_order_comes_back_as_in_odoo(self):
        delivery_type = self.move.picking_type_id
        places = {"location_id": self.stock.id, "location_dest_id": self.customers.id}
        sample = self.env["stock.picking"].create(
            {
                "picking_type_id": delivery_type.id,
                "partner_id": self.dealer.id,
                **places,
                "move_ids": [
                    Command.create({"product_id": self.product.id, "product_uom_qty": 3, **places})
                ],
            }
        )
        sample.action_confirm()
        sample.move_ids.write({"quantity": 3, "picked": True})
        sample.with_context(skip_sms=True)._action_done()
        on_hand = self.product.qty_available
        receipt = self._native_return(sample, 3)
        other = self._create_product("Other")
        origin = {"origin_returned_move_id": sample.move_ids.id}
        slipped_in = receipt.move_ids.copy({"product_id": other.id, **origin})
        slipped_in._action_confirm()
        slipped_in.write({"quantity": 3, "picked": True})
        with self.assertRefused(UNAPPROVED), self.env.cr.savepoint():
            receipt.button_validate()
        slipped_in._action_cancel()
        receipt.button_validate()
        self.assertEqual(self.product.qty_available, on_hand + 3)

    def test_part_of_a_kit_comes_back_as_in_odoo(self):
        kit = self._create_product("Kit", stock=0)
        self.env.flush_all()
        # as manufacturing leaves it: the move is of the part, its order line of the kit
        self.env.cr.execute(
            "UPDATE sale_order_line SET product_id = %s WHERE id = %s",
            (kit.id, self.order.order_line.id),
        )
        self.env.invalidate_all()
        with self.assertRefused("kits are returned by the return button"), self.env.cr.savepoint():
            self._apply([(self.move, 1)])
        receipt = self._native_return(self.move.picking_id, 1)
        receipt.button_validate()
        self.assertEqual(receipt.state, "done")

    def test_goods_sent_back_to_the_dealer_do_not_come_in_as_a_sample(self):
        counts = {"received_qty": 4, "rejected_qty": 4, "reject_reason": "opened"}
        application = self._appraise(self._approve(self._apply([(self.move, 4)])), [counts])
        application.with_user(self.users["clerk"]).action_take_back_rejected()
        moves = application.move_ids.with_env(self.env)
        sent = moves.filtered(lambda move: move.cs_return_role == "take_back")
        sent.picked = True
        sent.picking_id.with_context(skip_sms=True)._action_done()
        receipt = self._native_return(sent.picking_id, 4)
        with self.assertRaises(UserError):
            receipt.button_validate()

    def test_delivery_of_no_warehouse_comes_back_to_that_of_the_order(self):
        application = self._approve(self._apply([(self.move, 4)]))
        # as a vendor's direct delivery is: its operation type belongs to no warehouse
        self.move.picking_type_id.write({"warehouse_id": False, "return_picking_type_id": False})
        self._appraise(application)
        received = application.move_ids
        self.assertEqual(received.picking_type_id, self.order.warehouse_id.in_type_id)
        self.assertEqual(received.state, "done")
