from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.cs_base.domain.photo import MAX_BYTES
from odoo.addons.cs_base.tests.portal import draw

from .portal_common import PortalCommon

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<html><script>alert(1)</script></html>"
DISGUISED = {
    "svg": SVG,
    "html": HTML,
    "polyglot": b"\xff\xd8\xff\xe0" + HTML,
    "gif": b"GIF89a\x01\x00\x01\x00\x00\x00\x00;",
    "zip": b"PK\x03\x04" + b"\0" * 60,
    "pdf": b"%PDF-1.4\n%%EOF",
    "half": draw("JPEG", (300, 300))[:400],
    "oversize": draw() + b"\0" * MAX_BYTES,
    "bomb": draw("PNG", (9000, 9000)),
}


@tagged("post_install", "-at_install")
class TestPortalFeedback(PortalCommon):
    """Dealers tell us, follow what becomes of it, answer and object (S-06, S-56)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order, cls.picking, cls.lot = cls._deliver_to(cls.dealer)
        cls.foreign = cls._deliver_to(cls.rival, "R-1")

    def setUp(self):
        super().setUp()
        self._visit(self.contact)

    def test_colleagues_do_not_read_the_token(self):
        case = self._told_by(self.contact)
        case._portal_ensure_token()
        for role in ("clerk", "manager"):
            self.assertRefused(
                AccessError, "access_token", self._as(case, role).read, ["access_token"]
            )

    def _send(self, photos=(), **form):
        values = {"type_id": self.kind.id, "subject": "Wet bait", "description": "All wet"}
        files = [("photos", ("a.jpg", content, "image/jpeg")) for content in photos]
        return self._post("/my/feedback/new", files or None, **{**values, **form})

    def _mine(self):
        return self.env["cs.feedback"].search([("partner_id", "child_of", self.dealer.id)])

    def test_case_goes_to_the_office_with_all_that_was_said(self):
        response = self._send(
            [draw("JPEG"), draw("WEBP")],
            order_id=self.order.id,
            picking_id=self.picking.id,
            product_id=self.product.id,
            lot="l-7",
        )
        case = self._mine()
        self.assertEqual(response.headers["Location"].partition("/my/")[2], f"feedback/{case.id}")
        self.assertEqual(
            (case.channel, case.level, case.team_id), ("portal", "office", self.office)
        )
        self.assertEqual(
            (case.partner_id, case.create_uid), (self.contact.partner_id, self.contact)
        )
        self.assertEqual(
            (case.sale_order_id, case.picking_id, case.product_id, case.lot_id),
            (self.order, self.picking, self.product, self.lot),
        )
        self.assertEqual(set(case.evidence_ids.mapped("mimetype")), {"image/jpeg"})
        self.assertFalse(case.answered_at, "what the dealer writes is no answer of ours")
        page = self._get(case.access_url).text
        self.assertIn("All wet", page)
        self.assertIn("With your office", page)

    def test_lot_that_was_not_delivered_is_kept_as_text(self):
        self._send(lot="R-1")
        case = self._mine()
        self.assertFalse(case.lot_id)
        self.assertIn("R-1", case.description)

    def test_documents_of_others_are_refused(self):
        order, picking, _lot = self.foreign
        service = self.env.ref("cs_feedback.cs_feedback_type_service")
        service.is_offered = False
        stranger = self.env["product.product"].create({"name": "Other"})
        for form in (
            {"order_id": order.id}, {"picking_id": picking.id}, {"product_id": stranger.id},
            {"order_id": "x"}, {"order_id": "-1"}, {"picking_id": "9" * 12}, {"type_id": service.id},
            {"state": "closed"}, {"partner_id": self.rival.id}, {"channel": "email"},
        ):  # fmt: skip
            with self.subTest(form=form):
                self.assertNotThere(self._send(**form))
        for query in (f"order_id={order.id}", f"picking_id={picking.id}"):
            self.assertNotThere(self._get(f"/my/feedback/new?{query}"))
        self.assertFalse(self._mine())

    def test_what_is_missing_is_said_and_what_was_typed_stays(self):
        for form, words in (
            ({"type_id": ""}, "Choose what it is about"),
            ({"subject": " "}, "Give your message a subject"),
            ({"description": "\0 "}, "Tell us in your words"),
        ):
            page = self._send(**{"lot": "KEEP-ME", **form}).text
            self.assertIn(words, page)
            self.assertIn("KEEP-ME", page)
        self.assertFalse(self._mine())

    def test_second_case_of_the_same_matter_is_warned_of_first(self):
        first = self._told_by(self.colleague, order_id=str(self.order.id))
        page = self._send(subject="Still wet", order_id=self.order.id).text
        self.assertIn("o_cs_similar", page)
        self.assertIn(first.name, page)
        self.assertEqual(self._mine(), first)
        self._send(subject="Still wet", order_id=self.order.id, confirmed="1")
        self.assertEqual(len(self._mine()), 2)

    def test_cases_of_others_are_no_duplicates(self):
        self._told_by(self.stranger)
        self.assertNotIn("o_cs_similar", self._send().text)

    def test_disguised_files_are_refused_and_nothing_is_sent(self):
        for name, content in DISGUISED.items():
            with self.subTest(name=name):
                self.assertIn("This file cannot be taken", self._send([draw(), content]).text)
                self.assertFalse(self._mine())
        self.assertIn("There is room for 10", self._send([draw()] * 11).text)

    def test_photos_are_drawn_anew(self):
        self._send([draw("JPEG") + SVG])
        self.assertNotIn(b"script", self._mine().evidence_ids.raw)

    def test_script_is_shown_as_text_and_formula_is_no_formula(self):
        self._send(subject="=1+1", description="<script>alert(1)</script>")
        case = self._mine()
        page = self._get(case.access_url).text
        self.assertNotIn("<script>alert", page)
        self.assertIn("&lt;script&gt;alert", page)
        sheet = case.with_user(self.users["clerk"])._export_xlsx()
        self.assertNotIn(b"<f>", sheet)

    def test_only_public_messages_are_shown(self):
        case = self._told_by(self.contact)
        self._as(case, "clerk").message_post(body="SECRET-NOTE", subtype_xmlid="mail.mt_note")
        self._staff_writes(case, "We look into it")
        case.with_user(self.users["clerk"]).description = "SECRET-DESCRIPTION"
        case.hop_ids._with_key().note = "SECRET-HOP"
        page = self._get(case.access_url).text
        self.assertIn("We look into it", page)
        self.assertNotIn("SECRET", page)
        self.assertNotIn(self.users["clerk"].name, page)

    def test_reply_ends_the_waiting(self):
        case = self._told_by(self.contact)
        self._dialog(case, "clerk", "wait", "Which lot?")
        self.assertIn("o_cs_ask", self._get(case.access_url).text)
        self._post(f"{case.access_url}/reply", text="Lot 7")
        self.env.invalidate_all()
        self.assertEqual(case.state, "open")
        self.assertIn("Lot 7", self._get(case.access_url).text)
        message = case._portal_messages()[-1]
        self.assertEqual(message.author_id, self.contact.partner_id)

    def test_photos_come_with_a_reply(self):
        case = self._told_by(self.contact)
        photos = [("photos", ("a.jpg", draw(), "image/jpeg"))]
        self._post(f"{case.access_url}/reply", photos, text="Look")
        self.assertEqual(len(case.evidence_ids), 1)
        bad = [("photos", ("a.jpg", HTML, "image/jpeg"))]
        self._post(f"{case.access_url}/reply", bad, text="Look again")
        self.assertIn("This file cannot be taken", self._get(case.access_url).text)
        self.assertEqual(len(case.evidence_ids), 1)
        self.assertNotIn("Look again", self._get(case.access_url).text)

    def test_solved_case_is_taken_up_again_for_a_reason(self):
        case = self._told_by(self.contact)
        self._dialog(case, "clerk", "solve", "A new bag is on its way")
        page = self._get(case.access_url).text
        self.assertIn("A new bag is on its way", page)
        self.assertIn("o_cs_not_content", page)
        self._post(f"{case.access_url}/reopen", text=" ")
        self.assertIn("Say what is still wrong", self._get(case.access_url).text)
        self.assertEqual(case.state, "solved")
        self._post(f"{case.access_url}/reopen", text="It never came")
        self.env.invalidate_all()
        self.assertEqual(case.state, "open")
        self.assertIn("It never came", self._get(case.access_url).text)
        self._post(f"{case.access_url}/reopen", text="Again")
        self.assertIn("this step needs", self._get(case.access_url).text)

    def test_cancelled_case_takes_no_reply(self):
        case = self._told_by(self.contact)
        self._dialog(case, "clerk", "cancel", "Twice")
        self._post(f"{case.access_url}/reply", text="Hello")
        self.assertIn("was cancelled", self._get(case.access_url).text)

    def test_orders_lead_to_a_new_case(self):
        page = self._get(f"/my/orders/{self.order.id}").text
        self.assertIn(f"/my/feedback/new?order_id={self.order.id}", page)
        self.assertIn(f"/my/feedback/new?picking_id={self.picking.id}", page)
        form = self._get(f"/my/feedback/new?order_id={self.order.id}").text
        self.assertRegex(form, f'value="{self.order.id}"[^>]*selected')

    def test_link_in_a_mail_opens_its_case_without_login(self):
        case = self._told_by(self.contact)
        self._dialog(case, "clerk", "wait", "Which lot?")
        case.flush_recordset()
        token = case.access_token
        self.assertTrue(token, "the mail has a link")
        self._visit(None)
        self.assertEqual(self._get(f"{case.access_url}?access_token={token}").status_code, 200)
        self._post(f"{case.access_url}/reply?access_token={token}", text="Lot 7")
        self.env.invalidate_all()
        self.assertEqual(case.state, "open")
        self.assertEqual(case._portal_messages()[-1].author_id, self.contact.partner_id)
        other = self._told_by(self.contact, subject="Another")
        self.assertNotThere(self._get(f"{other.access_url}?access_token={token}"))

    def test_files_of_mails_are_saved_and_not_opened(self):
        case = self._told_by(self.contact)
        case.message_post(
            body="See",
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            author_id=self.contact.partner_id.id,
            attachments=[("a.html", HTML), ("a.pdf", b"%PDF-1.4")],
        )
        for file in case._portal_files():
            response = self._get(f"{case.access_url}/files/{file.id}")
            self.assertEqual(response.status_code, 200)
            self.assertIn("attachment", response.headers["Content-Disposition"])
        inside = self.env["ir.attachment"].create(
            {"name": "in.png", "raw": draw(), "res_model": case._name, "res_id": case.id}
        )
        self.assertNotThere(self._get(f"{case.access_url}/files/{inside.id}"))
