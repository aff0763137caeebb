from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .portal_common import PortalCommon


@tagged("post_install", "-at_install")
class TestRating(PortalCommon):
    """After the end of a case its customer is asked once, and answers once (S-92)."""

    def _closed(self, **given):
        case = self._told_by(self.contact, **given)
        self._dialog(case, "clerk", "solve", "Done")
        self._as(case, "clerk").action_close()
        return case

    def _ask(self):
        before = self._mails()
        self._run_asking()
        return self._mails() - before

    def _mails(self):
        return self.env["mail.mail"].search([("subject", "ilike", "are you content")])

    def _url(self, case):
        return f"/feedback/rate/{case.id}/{case._rating_token()}"

    def _asked(self, **given):
        case = self._closed(**given)
        self._ask()
        return case

    def test_close_sends_nothing_and_the_job_asks_once(self):
        case = self._closed()
        self.assertFalse(self._mails().filtered(lambda mail: case.name in mail.subject))
        mails = self._ask()
        self.assertEqual(len(mails), 1)
        self.assertIn(self._url(case), mails.body_html)
        self.assertEqual(mails.recipient_ids, self.contact.partner_id)
        self.assertTrue(case.rating_asked_at)
        self.assertFalse(self._ask())
        self._dialog(case, "clerk", "reopen", "Not yet")
        self._dialog(case, "clerk", "solve", "Now")
        self._as(case, "clerk").action_close()
        self.assertFalse(self._ask(), "once for each case")

    def test_many_cases_are_asked_in_one_batch(self):
        cases = self.env["cs.feedback"]
        for number in range(4):
            cases |= self._closed(subject=f"Matter {number}")
        self.assertEqual(len(self._ask()), 4)
        self.assertTrue(all(cases.mapped("rating_asked_at")))

    def test_settings_say_whom_to_ask(self):
        case = self._closed()
        self.company.cs_feedback_asks_rating = False
        self.assertFalse(self._ask())
        self.assertFalse(case.rating_asked_at)
        self.company.cs_feedback_asks_rating = True
        self.kind.is_rated = False
        self._closed(subject="Another")
        self.assertFalse(self._ask())

    def test_who_is_no_contact_is_asked_at_the_address(self):
        case = self._create_case(partner_id=False, email_from="angler@qq.com")
        self._dialog(case, "clerk", "solve", "Done")
        self._as(case, "clerk").action_close()
        self.assertEqual(self._ask().email_to, "angler@qq.com")

    def test_who_cannot_be_written_to_is_not_asked(self):
        case = self._create_case(partner_id=False, phone="0571-88")
        self._dialog(case, "clerk", "solve", "Done")
        self._as(case, "clerk").action_close()
        self.assertFalse(self._ask())

    def test_a_mail_that_cannot_be_made_holds_up_no_other(self):
        bad, good = self._closed(), self._closed(subject="Good")
        cases = type(self.env["cs.feedback"])
        native = cases._rating_url

        def fail(record):
            if record.id == bad.id:
                raise ValueError("broken")
            return native(record)

        with patch.object(cases, "_rating_url", fail), self.assertLogs(level="ERROR"):
            self._ask()
        self.assertTrue(good.rating_asked_at)
        self.assertFalse(bad.rating_asked_at)

    def test_link_shows_a_page_and_only_sending_it_rates(self):
        case = self._asked()
        self._visit(None)
        page = self._get(self._url(case)).text
        self.assertIn("o_cs_rating", page)
        self._get(self._url(case) + "?score=1")
        self.assertFalse(case.score)
        self.assertIn("o_cs_rated", self._post(self._url(case), score="4", text="Quick").text)
        self.env.invalidate_all()
        self.assertEqual((case.score, case.score_text), ("4", "Quick"))
        self.assertEqual(case.rating_ids.rating, 4)
        self.assertIn("Quick", " ".join(case.message_ids.mapped("body")))
        self.assertEqual(case.state, "closed")

    def test_second_answer_changes_nothing(self):
        case = self._asked()
        self._visit(None)
        self._post(self._url(case), score="4")
        self.assertIn("answered already", self._post(self._url(case), score="1").text)
        self.assertNotIn("o_cs_rating", self._get(self._url(case)).text)
        self.env.invalidate_all()
        self.assertEqual(case.score, "4")

    def test_wrong_answers_and_wrong_links_are_refused(self):
        case = self._asked()
        self._visit(None)
        for score in ("", "0", "6", "5.0", "x"):
            self.assertIn("Choose one", self._post(self._url(case), score=score).text)
        self.assertNotThere(self._post(self._url(case), score="5", state="new"))
        other = self._asked(subject="Other")
        for url in (
            f"/feedback/rate/{case.id}/{other._rating_token()}",
            f"/feedback/rate/{case.id}/{'0' * 64}",
            f"/feedback/rate/{10**12}/{case._rating_token()}",
            f"/feedback/rate/{case.id}/{case._rating_token()[:-1]}",
        ):
            self.assertNotThere(self._get(url))
            self.assertNotThere(self._post(url, score="5"))
        self.assertFalse(case.score)

    def test_case_that_was_not_asked_is_not_rated(self):
        case = self._closed()
        self._visit(None)
        self.assertNotThere(self._post(self._url(case), score="5"))

    def test_old_link_is_closed(self):
        case = self._asked()
        case._write_protected({"rating_asked_at": fields.Datetime.now() - timedelta(days=61)})
        self.env.flush_all()
        self._visit(None)
        self.assertIn("too old", self._get(self._url(case)).text)
        self.assertIn("too old", self._post(self._url(case), score="5").text)

    def test_low_rating_calls_the_manager(self):
        case = self._asked()
        case._portal_env()._rate("2", "Nobody called me")
        self.assertEqual(case.activity_ids.user_id, self.users["manager"])
        self.assertFalse(self._asked(subject="B").activity_ids)

    def test_nobody_of_us_rates_or_changes_a_rating(self):
        case = self._asked()
        case._rate("1", "Bad")
        rating = case.rating_ids
        values = {
            "res_model_id": self.env["ir.model"]._get_id("cs.feedback"),
            "res_id": self._closed(subject="B").id,
            "rating": 5,
        }
        for role in ("clerk", "manager", "system"):
            ratings = self.env["rating.rating"].with_user(self.users[role])
            for call in (
                lambda ratings=ratings: ratings.create(values),
                lambda ratings=ratings: ratings.browse(rating.id).write({"rating": 5}),
                lambda ratings=ratings: ratings.browse(rating.id).reset(),
                lambda ratings=ratings: ratings.browse(rating.id).read(["feedback"]),
            ):
                self.assertRefused(AccessError, "", call)
        self.assertRefused(AccessError, "customers", rating.write, {"rating": 5})
        self._as(case, "clerk")
        with self.assertRaises(AccessError):
            self._as(case, "manager").score = "5"

    def test_nobody_of_us_reads_the_link(self):
        case = self._asked()
        self.assertFalse(case.message_ids.filtered(lambda line: "feedback/rate" in line.body))
        template = self.env.ref("cs_feedback.mail_template_cs_feedback_rating")
        manager = template.with_user(self.users["manager"])
        body = manager._render_field("body_html", case.ids)[case.id]
        self.assertNotIn("feedback/rate", body)

    def test_odoo_s_own_rating_page_does_not_rate_again(self):
        case = self._asked()
        case._rate("2")
        token = case.rating_ids.access_token
        self.env.flush_all()
        self._visit(None)
        with self.assertLogs("odoo.http", "WARNING"):
            self._post(f"/rate/{token}/submit_feedback", rate="5")
        self.env.invalidate_all()
        self.assertEqual(case.rating_ids.rating, 2)

    def test_results_rank_offices_regions_and_users(self):
        for score, subject in (("5", "A"), ("2", "B")):
            self._asked(subject=subject)._rate(score)
        self._asked(subject="C")
        self.env.flush_all()
        rows = self.env["cs.feedback.satisfaction"].with_user(self.users["general"])
        groups = rows._read_group(
            [("company_id", "=", self.company.id)],
            ["region_id", "team_id"],
            ["points:avg", "is_content:avg", "is_rated:sum", "__count"],
        )
        self.assertEqual(groups, [(self.region, self.office, 3.5, 0.5, 2, 3)])
        self.assertEqual(len(rows.with_user(self.users["office"]).search([])), 3)
        self.assertFalse(
            rows.with_user(
                self._create_user("cs_elsewhere", "cs_base.group_cs_base_office_manager")
            ).search([])
        )

    def test_closing_many_sends_nothing_inline(self):
        cases = self.env["cs.feedback"]
        for number in range(3):
            case = self._told_by(self.contact, subject=f"M{number}")
            self._dialog(case, "clerk", "solve", "Done")
            cases |= case
        before = self.env["mail.mail"].search_count([])
        with freeze_time(fields.Datetime.now()):
            self._as(cases, "clerk").action_close()
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
