from odoo.tests import tagged

from .portal_common import PortalCommon


@tagged("post_install", "-at_install")
class TestPortalAnswer(PortalCommon):
    """The dealer says what becomes of the rejected goods, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.move = cls._sell_to(cls.dealer)

    def setUp(self):
        super().setUp()
        self.application = self._rejected_of(self.contact, self.move)
        self.url = f"/my/returns/{self.application.id}"

    def _pickings(self):
        moves = self.application.move_ids
        return moves.filtered(lambda m: m.cs_return_role in ("take_back", "destroy")).picking_id

    def test_dealer_has_them_sent_back(self):
        self._visit(self.colleague)
        self.assertIn("Tell us what to do with the rejected goods", self._get(self.url).text)
        answer = self._sign(f"{self.url}/answer/take_back", name="Mei Lin")
        self.assertEqual(answer["redirect_url"], self.url)
        self.assertEqual(self.application.rejected_answer, "take_back")
        self.assertEqual(self.application.rejected_answer_name, "Mei Lin")
        self.assertEqual(self.application.rejected_answered_by, "dealer")
        self.assertTrue(self.application.rejected_signature)
        self.assertEqual(self._pickings().state, "assigned")
        self.assertNotIn("Tell us what to do", self._get(self.url).text)

    def test_link_of_the_mail_is_enough(self):
        self._visit(None)
        token = self.application._portal_ensure_token()
        answer = self._sign(f"{self.url}/answer/destroy?access_token={token}")
        self.assertIn(token, answer["redirect_url"])
        self.assertEqual(self.application.rejected_answer, "destroy")
        self.assertEqual(self._pickings().state, "done")

    def test_second_answer_is_refused(self):
        self._visit(self.contact)
        self._sign(f"{self.url}/answer/destroy")
        for answer in ("destroy", "take_back"):
            result = self._sign(f"{self.url}/answer/{answer}")
            self.assertIn("is on record", result["error"])
        self.assertEqual(len(self._pickings()), 1)

    def test_other_answers_and_other_dealers_are_refused(self):
        token = self.application._portal_ensure_token()
        for user, path in (
            (self.contact, "/answer/keep"),
            (self.stranger, "/answer/destroy"),
            (None, "/answer/destroy"),
            (None, f"/answer/destroy?access_token={token[:-1]}"),
            (None, f"/submit?access_token={token}"),
        ):
            with self.subTest(user=user, path=path):
                self._visit(user)
                self.assertIsInstance(self._sign(self.url + path), str)
        self.assertFalse(self.application.rejected_answer)
        self.assertFalse(self._pickings())

    def test_answer_is_signed(self):
        self._visit(self.contact)
        result = self._sign(f"{self.url}/answer/destroy", signature="")
        self.assertIn("draw your signature", result["error"])
        self.assertFalse(self._pickings())

    def test_nothing_to_answer(self):
        draft = self._draft_of(self.contact, self.move)
        self._visit(self.contact)
        result = self._sign(f"/my/returns/{draft.id}/answer/destroy")
        self.assertIn("no rejected goods on hold", result["error"])
