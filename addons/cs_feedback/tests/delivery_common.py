from datetime import timedelta

from freezegun import freeze_time

from odoo import Command, fields

from odoo.addons.cs_base.tests.portal import PortalPeople

from .common import FeedbackCommon


class DeliveryCommon(PortalPeople, FeedbackCommon):
    """Deliveries of a company that sells two baits, one of them by lots."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._build_deliveries()

    @classmethod
    def _build_deliveries(cls, prefix="cs_"):
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        cls.users["warehouse"] = cls._create_user(f"{prefix}warehouse", "stock.group_stock_user")
        cls.company.resource_calendar_id.tz = "UTC"
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.bait = cls._create_product("Carp Bait")
        cls.pellets = cls._create_product("Pellets", tracking="lot")
        cls.lot = cls.env["stock.lot"].create(
            {"name": "L-1", "product_id": cls.pellets.id, "company_id": cls.company.id}
        )
        cls.carrier = cls.env["res.partner"].create({"name": "Swift Freight", "is_company": True})

    @classmethod
    def _create_product(cls, name, **vals):
        return cls.env["product.product"].create(
            {"name": name, "is_storable": True, "list_price": 10.0, **vals}
        )

    @classmethod
    def _sell(cls, *goods, **vals):
        """A confirmed order; ``goods`` are pairs of a product and a quantity."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.dealer.id,
                "company_id": cls.company.id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": quantity})
                    for product, quantity in goods or ((cls.bait, 10),)
                ],
                **vals,
            }
        )
        order.action_confirm()
        return order

    @classmethod
    def _pick(cls, picking):
        """Everything is picked, of products with lots from the lot of the builders."""
        for move in picking.move_ids:
            if move.product_id == cls.pellets:
                move.move_line_ids.unlink()
                move.move_line_ids = [
                    Command.create(
                        {
                            "product_id": move.product_id.id,
                            "lot_id": cls.lot.id,
                            "quantity": move.product_uom_qty,
                            "picking_id": picking.id,
                            "location_id": move.location_id.id,
                            "location_dest_id": move.location_dest_id.id,
                        }
                    )
                ]
            else:
                move.quantity = move.product_uom_qty
            move.picked = True
        return picking

    @classmethod
    def _ship(cls, *goods, carrier=None, **vals):
        """The follow-up of an order that is shipped whole; seen by the superuser."""
        order = cls._sell(*goods, **vals)
        picking = order.picking_ids
        picking.cs_carrier_id = carrier or cls.carrier
        cls._pick(picking)._action_done()
        return picking.cs_followup_ids

    @classmethod
    def _ship_before(cls, days, *goods, **vals):
        """The same, shipped and promised some days ago."""
        with freeze_time(fields.Datetime.now() - timedelta(days=days)):
            return cls._ship(*goods, **vals)

    def _answer_call(self, followup, role="clerk", goods=None, **vals):
        """Answered on the phone; ``goods`` are received and broken quantities per line."""
        followup = self._as(followup, role)
        vals.setdefault("arrival_date", fields.Date.today())
        followup.write(vals)
        for line, (received, broken) in zip(followup.line_ids, goods or (), strict=False):
            line.write({"received_qty": received, "broken_qty": broken})
        followup.action_answer()
        return followup

    def _run_cron(self, xmlid, days=0, times=1):
        """Run a scheduled job as the server does, some days from now."""
        self.env.flush_all()
        with freeze_time(fields.Datetime.now() + timedelta(days=days)):
            for _time in range(times):
                with self.enter_registry_test_mode():
                    self.env.ref(xmlid).method_direct_trigger()
        self.env.invalidate_all()
