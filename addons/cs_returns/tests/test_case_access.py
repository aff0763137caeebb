from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestCaseAccess(ReturnsCommon):
    """What the neighbours of a claim or a dispute see: other offices, salespeople, companies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = cls._create_user("leader", "cs_base.group_cs_base_office_manager")
        cls.neighbour = cls._create_user("neighbour", "sales_team.group_sale_salesman")
        cls.other_office = cls.env["crm.team"].create(
            {"name": "Wuxi", "user_id": cls.leader.id, "company_id": cls.company.id}
        )
        cls.other_dealer = cls._create_dealer(
            "Red River Tackle", cs_office_id=cls.other_office.id, user_id=cls.neighbour.id
        )
        cls.carrier = cls.env["res.partner"].create({"name": "Swift Freight", "is_company": True})
        cls.lot_product = cls._create_product("Lot Bait", tracking="lot")
        cls.lot = cls._create_lot(cls.lot_product, "A")
        cls.move = cls._deliver_lot(10, cls.dealer)
        cls._deliver_lot(6, cls.other_dealer)

    @classmethod
    def _deliver_lot(cls, quantity, dealer):
        order = cls._sell(quantity, product=cls.lot_product, partner_id=dealer.id)
        move = cls._deliver(order, lot=cls.lot)
        cls._invoice(order)
        return move

    def _confirmed(self):
        return self._confirm_fault(self._dispute_lots(self.lot))

    def _agreed(self):
        action = self.move.picking_id.with_user(self.users["clerk"]).action_new_cs_claim()
        claim = self.env["cs.carrier.claim"].with_user(self.users["clerk"]).browse(action["res_id"])
        claim.carrier_id = self.carrier
        claim.line_ids.quantity = 2
        self._attach_evidence(claim).action_lodge()
        claim.agreed_amount = 100
        claim.action_invoice()
        return claim

    def test_dealers_of_a_batch_are_seen_by_their_own_office_and_salesperson(self):
        dispute = self._confirmed()
        everybody = self.dealer | self.other_dealer
        for user, seen in (
            (self.users["clerk"], everybody),
            (self.users["technician"], everybody),
            (self.users["salesman"], self.dealer),
            (self.users["office"], self.dealer),
            (self.neighbour, self.other_dealer),
            (self.leader, self.other_dealer),
        ):
            with self.subTest(user=user.login):
                lines = self.env["cs.quality.dispute.line"].with_user(user).search([])
                self.assertEqual(lines.sudo().partner_id, seen)
        for user in (self.neighbour, self.leader):
            with self.assertRaises(AccessError):
                dispute.with_user(user).read(["description"])

    def test_claims_are_hidden_from_other_offices(self):
        claim = self._agreed()
        for user in (self.leader, self.neighbour, self.users["salesman"]):
            with self.assertRaises(AccessError):
                claim.with_user(user).read(["amount"])
            with self.assertRaises(AccessError):
                claim.line_ids.with_user(user).read(["amount"])

    def test_customer_service_reads_the_entries_of_claims_and_no_others(self):
        claim = self._agreed()
        lines = claim.sudo().move_ids.invoice_line_ids
        sale = self.move.sale_line_id.invoice_lines
        self.env.flush_all()
        self.env.invalidate_all()
        seen = self.env["account.move.line"].with_user(self.users["clerk"])
        seen = seen.search([("id", "in", (lines | sale).ids)])
        self.assertEqual(seen.mapped("price_unit"), [100])

    def test_the_other_company_sees_no_claim_and_no_dispute(self):
        claim, dispute = self._agreed(), self._confirmed()
        other = self._create_company("Rod Works")
        users = self._create_users(other, "o")
        for role in ("clerk", "manager", "general", "accountant", "warehouse", "technician"):
            for record in (claim, claim.line_ids, dispute, dispute.sudo().line_ids):
                with self.subTest(role=role, model=record._name):
                    found = record.with_env(self.env).with_user(users[role])
                    found = found.with_context(allowed_company_ids=other.ids)
                    with self.assertRaises(AccessError):
                        found.read(["display_name", "company_id"])

    def test_evidence_follows_the_document(self):
        claim, dispute = self._agreed(), self._attach_evidence(self._confirmed())
        for document in (claim, dispute):
            photo = document.sudo().evidence_ids
            self.assertTrue(photo.with_user(self.users["clerk"]).raw)
            for user in (self.leader, self.neighbour, self.users["plain"]):
                with self.subTest(document=document._name, user=user.login):
                    with self.assertRaises(AccessError):
                        photo.with_user(user).read(["raw"])
