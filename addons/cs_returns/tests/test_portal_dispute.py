from odoo.tests import tagged

from odoo.addons.cs_base.tests.portal import draw

from .portal_common import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalDispute(PortalCommon):
    """A dealer disputes own lots in the portal and reads the verdict there (S-45)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lot = cls._sell_lot_to(cls.dealer, cls.rival)
        cls.foreign = cls._sell_lot_to(cls.rival, name="B")

    def setUp(self):
        super().setUp()
        self._visit(self.contact)

    def _raise(self, lots=None, photos=(), **form):
        values = {"lot": [lot.id for lot in lots or self.lot], "description": "It smells"}
        files = [("photos", ("a.jpg", content, "image/jpeg")) for content in photos]
        return self._post("/my/disputes/new", files or None, **{**values, **form})

    def _mine(self):
        return self.env["cs.quality.dispute"].search([("partner_id", "child_of", self.dealer.id)])

    def test_own_lots_are_offered(self):
        text = self._get("/my/disputes/new").text
        self.assertIn(f'value="{self.lot.id}"', text)
        self.assertNotIn(f'value="{self.foreign.id}"', text)
        self.assertNotIn(f'value="{self.lot.id}"', self._get("/my/disputes/new?search=none").text)

    def test_dispute_is_raised_and_customer_service_told(self):
        self.env.flush_all()
        response = self._raise(photos=[draw("JPEG"), draw()])
        dispute = self._mine()
        self.assertEqual(
            response.headers["Location"].partition("/my/")[2], f"disputes/{dispute.id}"
        )
        self.assertEqual((dispute.state, dispute.lot_ids), ("raised", self.lot))
        self.assertEqual((dispute.partner_id, dispute.company_id), (self.dealer, self.company))
        self.assertEqual(dispute.create_uid, self.contact)
        self.assertTrue(dispute.deadline_date)
        self.assertEqual(len(dispute.evidence_ids), 2)
        told = (
            self.env["mail.message"]
            .search([("model", "=", dispute._name), ("res_id", "=", dispute.id)])
            .notified_partner_ids
        )
        self.assertIn(self.users["clerk"].partner_id, told)
        self.assertNotIn(self.users["plain"].partner_id, told)

    def test_lots_of_others_are_refused(self):
        for lots in ([self.foreign], [self.lot, self.foreign]):
            self.assertNotThere(self._raise(lots))
        for lot in ("x", "-1", "0", "1e3", "99999999999", str(self.lot.id + 10**6)):
            self.assertNotThere(self._raise(lot=[lot]))
        self.assertFalse(self._mine())

    def test_extra_fields_are_refused(self):
        for extra in ("state", "partner_id", "verdict_reason", "company_id"):
            self.assertNotThere(self._raise(**{extra: "1"}))
        self.assertFalse(self._mine())

    def test_lots_and_a_description_are_wanted(self):
        self.assertIn("Choose the lots", self._raise(lot=[]).text)
        self.assertIn("Say what is wrong", self._raise(description=" ").text)
        self.assertFalse(self._mine())

    def test_disguised_files_are_refused(self):
        for content in (b"<svg/>", b"%PDF-1.4", b""):
            self.assertIn("This file cannot be taken", self._raise(photos=[draw(), content]).text)
        self.assertIn("There is room for 10", self._raise(photos=[draw()] * 11).text)
        self.assertFalse(self._mine())

    def test_verdict_and_applications_are_seen_by_this_dealer(self):
        dispute = self._dispute_of(self.contact, self.lot)
        clerk = dispute.with_user(self.users["clerk"])
        technician = self.users["technician"]
        clerk.write({"method": "visit", "technician_id": technician.id})
        clerk.action_examine()
        dispute.with_user(technician).write(
            {"findings": "SECRET-FINDINGS", "verdict_reason": "The seal was faulty"}
        )
        url = f"/my/disputes/{dispute.id}"
        self.assertNotIn("The seal was faulty", self._get(url).text)
        dispute.with_user(technician).action_confirm()
        clerk.line_ids.action_open_return()
        own, others = dispute.return_ids.sorted(lambda r: r.partner_id != self.dealer)
        page = self._get(url).text
        self.assertIn("The seal was faulty", page)
        self.assertIn(own.name, page)
        self.assertNotIn(others.name, page)
        self.assertNotIn("SECRET", page)
        self.assertNotIn(self.rival.name, page)

    def test_photos_of_colleagues_are_not_the_dealers(self):
        dispute = self._dispute_of(self.contact, self.lot)
        own = dispute.evidence_ids
        clerk = self.env["ir.attachment"].with_user(self.users["clerk"])
        inside = clerk.create(
            {"name": "a.png", "raw": draw(), "res_model": dispute._name, "res_id": dispute.id}
        )
        dispute.with_user(self.users["clerk"]).evidence_ids |= inside
        self.assertEqual(self._get(f"/my/disputes/{dispute.id}/photos/{own.id}").status_code, 200)
        self.assertNotThere(self._get(f"/my/disputes/{dispute.id}/photos/{inside.id}"))
        self.assertNotThere(self._get(f"/web/content/{own.id}"))

    def test_disputes_of_others_are_not_there(self):
        dispute = self._dispute_of(self.stranger, self.lot)
        self.assertNotThere(self._get(f"/my/disputes/{dispute.id}"))
        self.assertNotIn(dispute.name, self._get("/my/disputes").text)
