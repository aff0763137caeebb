from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestEvidenceStays(ReturnsCommon):
    """Evidence belongs to its document: seen with it, nobody else's, and kept once it counted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.carrier = cls.env["res.partner"].create({"name": "Swift Freight", "is_company": True})
        _order, cls.move, _invoice = cls._sell_deliver_invoice(10)

    def _upload(self, user="clerk", **vals):
        attachments = self.env["ir.attachment"].with_user(self.users[user])
        return attachments.create({"name": "a.txt", "raw": b"seen", **vals})

    def _claim(self, **vals):
        values = {
            "partner_id": self.dealer.id,
            "company_id": self.company.id,
            "carrier_id": self.carrier.id,
            "line_ids": [Command.create({"origin_move_id": self.move.id, "quantity": 2})],
            **vals,
        }
        return self.env["cs.carrier.claim"].with_user(self.users["clerk"]).create(values)

    def test_evidence_uploaded_before_the_document_is_saved_is_seen_by_others(self):
        photo = self._upload(res_model="cs.carrier.claim", res_id=0)
        claim = self._claim(evidence_ids=[Command.link(photo.id)])
        self.assertEqual(photo.res_id, claim.id)
        for role in ("accountant", "manager", "office"):
            self.assertEqual(photo.with_user(self.users[role]).raw, b"seen")
        with self.assertRaises(AccessError):
            photo.with_user(self.users["plain"]).read(["raw"])

    def test_a_file_of_something_else_is_no_evidence(self):
        application = self._apply([(self.move, 1)], way="on_site")
        claim = self._claim()
        values = {"name": "b.txt", "raw": b"x", "res_model": "res.users", "res_id": self.env.uid}
        secret = self.env["ir.attachment"].create(values)
        foreign = self._upload("manager", res_model="cs.carrier.claim", res_id=0)
        for document in (application, claim):
            for photo in (secret, foreign):
                with (
                    self.subTest(document=document._name, photo=photo.name),
                    self.assertRaises(UserError),
                    self.env.cr.savepoint(),
                ):
                    document.evidence_ids = [Command.link(photo.id)]
                    document.flush_recordset()

    def test_evidence_that_counted_is_kept(self):
        application = self._dispose(self._approve_on_site([(self.move, 4)]))
        claim = self._attach_evidence(self._claim())
        claim.action_lodge()
        for document in (application, claim):
            photo = document.sudo().evidence_ids
            for role in ("clerk", "manager", "office"):
                for change in (
                    lambda photo=photo: photo.unlink(),
                    lambda photo=photo: photo.write({"raw": b"other"}),
                    lambda photo=photo: photo.write({"res_id": 0}),
                    lambda document=document: document.write({"evidence_ids": [Command.clear()]}),
                ):
                    with (
                        self.subTest(document=document._name, role=role),
                        self.assertRaises(UserError),
                        self.env.cr.savepoint(),
                    ):
                        photo = photo.with_user(self.users[role])
                        document = document.with_user(self.users[role])
                        change()
        more = self._upload(res_model="cs.carrier.claim", res_id=claim.id)
        claim.evidence_ids = [Command.link(more.id)]
        self.assertEqual(len(claim.evidence_ids), 2)

    def test_evidence_of_a_draft_can_be_taken_away(self):
        claim = self._attach_evidence(self._claim())
        claim.sudo().evidence_ids.with_user(self.users["clerk"]).unlink()
        self.assertFalse(claim.evidence_ids)
