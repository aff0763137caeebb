from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.cs_returns.tests.common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestBrokenGoodsAreClaimed(ReturnsCommon):
    """What dealers report broken or missing is claimed from the carrier once (S-51)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carrier = cls.env["res.partner"].create({"name": "Swift Freight"})

    def _answered(self, received=10, broken=0, lot=None, **line_vals):
        order = self._sell(10, line_vals=line_vals, product=lot and lot.product_id)
        order.picking_ids.write({"cs_carrier_id": self.carrier.id, "cs_waybill": "SF-1"})
        move = self._deliver(order, lot=lot)
        followup = move.picking_id.cs_followup_ids.with_user(self.users["clerk"])
        followup.write({"arrival_date": fields.Date.today(), "remarks": "Carton was wet"})
        followup.line_ids.write({"received_qty": received, "broken_qty": broken})
        followup.action_answer()
        return followup

    def test_claim_is_filled_from_the_follow_up(self):
        followup = self._answered(received=8, broken=3)
        self.assertTrue(followup.is_claimable)
        action = followup.action_claim()
        claim = self.env["cs.carrier.claim"].browse(action["res_id"])
        self.assertEqual(claim.followup_id, followup)
        self.assertEqual((claim.carrier_id, claim.waybill), (self.carrier, "SF-1"))
        self.assertEqual((claim.partner_id, claim.description), (self.dealer, "Carton was wet"))
        lines = [(line.kind, line.quantity) for line in claim.line_ids]
        self.assertEqual(lines, [("lost", 2), ("damaged", 3)])
        self._attach_evidence(claim)
        claim.with_user(self.users["clerk"]).action_lodge()
        self.assertEqual((claim.state, claim.amount), ("lodged", 500))

    def test_units_of_the_order_are_those_of_the_claim(self):
        self.env["ir.config_parameter"].set_param("stock.propagate_uom", "1")
        dozen = self.env.ref("uom.product_uom_dozen")
        followup = self._answered(received=108, product_uom_id=dozen.id)
        claim = self.env["cs.carrier.claim"].browse(followup.action_claim()["res_id"])
        self.assertEqual(claim.line_ids.quantity, 1)
        self.assertEqual(claim.line_ids.product_uom_id, dozen)

    def test_lot_that_is_broken_is_the_lot_that_is_claimed(self):
        product = self._create_product("Pellets", tracking="lot")
        lot = self._create_lot(product, "L-1")
        followup = self._answered(broken=1, lot=lot)
        claim = self.env["cs.carrier.claim"].browse(followup.action_claim()["res_id"])
        self.assertEqual(claim.line_ids.lot_id, lot)

    def test_second_click_opens_the_same_claim(self):
        followup = self._answered(broken=1)
        first = followup.action_claim()["res_id"]
        self.assertEqual(followup.action_claim()["res_id"], first)
        self.assertFalse(followup.is_claimable)
        self.assertEqual(followup.claim_count, 1)

    def test_cancelled_claim_makes_room_for_another(self):
        followup = self._answered(broken=1)
        followup.action_claim()
        followup.claim_ids.action_cancel()
        followup.action_claim()
        self.assertEqual(sorted(followup.claim_ids.mapped("state")), ["cancel", "draft"])

    def test_nothing_is_claimed_of_whole_deliveries(self):
        followup = self._answered()
        self.assertFalse(followup.is_claimable)
        with self.assertRefused("Nothing that can be claimed"):
            followup.action_claim()

    def test_nothing_is_claimed_before_the_answer(self):
        order = self._sell(10)
        followup = self._deliver(order).picking_id.cs_followup_ids
        with self.assertRefused("this step needs"):
            followup.with_user(self.users["clerk"]).action_claim()

    def test_whoever_may_not_claim_is_refused(self):
        followup = self._answered(broken=1)
        for role in ("office", "salesman", "general", "plain"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                followup.with_user(self.users[role]).action_claim()
        self.assertFalse(followup.claim_ids)

    def test_link_is_set_by_the_button_only(self):
        followup = self._answered(broken=1)
        followup.action_claim()
        claims = self.env["cs.carrier.claim"].with_user(self.users["clerk"])
        with self.assertRefused("cannot be set by hand", AccessError):
            claims.create({"partner_id": self.dealer.id, "followup_id": followup.id})
