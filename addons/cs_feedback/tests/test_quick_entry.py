from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common import FeedbackCommon


class TestQuickEntry(FeedbackCommon):
    """A call is written down while it lasts (S-130)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dealer.phone = "+86 571-8888 1234"
        cls.mei = cls.env["res.partner"].create(
            {
                "name": "Mei",
                "parent_id": cls.dealer.id,
                "phone": "138 0013 8000",
                "company_id": cls.company.id,
            }
        )

    def _form(self, role="clerk"):
        return Form(self.env["cs.feedback.quick"].with_user(self.users[role]))

    def test_caller_is_found_however_the_number_is_written(self):
        for number, expected in (
            ("057188881234", self.dealer), ("0571 8888-1234", self.dealer),
            ("+8613800138000", self.mei), ("8000", None), ("12345678", None), ("'; --", None),
        ):  # fmt: skip
            with self.subTest(number=number):
                form = self._form()
                form.phone = number
                self.assertEqual(form.partner_id.id or None, expected and expected.id)

    def test_open_and_similar_cases_are_shown_while_typing(self):
        case = self._create_case()
        form = self._form()
        form.phone = "13800138000"
        self.assertEqual([row["id"] for row in form.open_ids._records], case.ids) if hasattr(
            form.open_ids, "_records"
        ) else self.assertEqual(form.open_ids.ids, case.ids)
        form.description = "bait is wet\nand smells"
        self.assertEqual(form.duplicate_ids.ids, case.ids)

    def _entry(self, role="clerk", **vals):
        values = {"partner_id": self.mei.id, "description": "Bait is wet\nall of it", **vals}
        return self.env["cs.feedback.quick"].with_user(self.users[role]).create(values)

    def _case_of(self, action):
        return self.env["cs.feedback"].browse(action["res_id"])

    def test_saved_call_is_a_case_on_its_way(self):
        for role in ("clerk", "plain"):
            case = self._case_of(self._entry(role, phone="13800138000").action_save())
            self.assertEqual((case.channel, case.subject), ("phone", "Bait is wet"))
            self.assertEqual((case.partner_id, case.level), (self.mei, "office"))
            self.assertEqual(case.phone, "13800138000")

    def test_solved_at_once_is_one_step_and_sends_no_mail(self):
        before = self.env["mail.mail"].search_count([])
        case = self._case_of(self._entry(answer="Dry it").action_solve())
        self.env.invalidate_all()
        self.assertEqual((case.state, case.resolution), ("solved", "Dry it"))
        self.assertTrue(case.answered_at)
        self.assertFalse(case.is_answer_late)
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        self.assertIn("Dry it", str(case.message_ids.mapped("body")))

    def test_solved_needs_an_answer_and_customer_service(self):
        self.assertRefused(UserError, "answered", self._entry().action_solve)
        count = self.env["cs.feedback"].search_count([])
        self.assertRefused(UserError, "", self._entry("plain", answer="x").action_solve)
        self.assertEqual(self.env["cs.feedback"].search_count([]), count)

    def test_call_without_words_is_no_case(self):
        self.assertRefused(
            UserError, "what the caller said", self._entry(description=" ").action_save
        )

    def test_nobody_opens_customers_by_it_whom_they_cannot_read(self):
        other = self.env["res.company"].create({"name": "Other"})
        secret = self.env["res.partner"].create(
            {"name": "Secret", "phone": "0571 99998888", "company_id": other.id}
        )
        form = self._form("plain")
        form.phone = "057199998888"
        self.assertFalse(form.partner_id)
        self.assertRefused(AccessError, "", self._entry, "plain", partner_id=secret.id)
