from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.cs_base.tests.portal import PortalRequests

from .delivery_common import DeliveryCommon

MARKUP = "<script>alert(1)</script>"


class StandardCommon(DeliveryCommon):
    def _standard(self, name="Answer within a day", role="clerk", **vals):
        standards = self.env["cs.service.standard"].with_user(self.users[role])
        return standards.create(
            {
                "name": name,
                "company_id": self.company.id,
                "user_id": self.users["clerk"].id,
                **vals,
            }
        )

    def _draft(self, standard, text="<p>First</p>", **vals):
        standard = self._as(standard, "clerk")
        version = self.env["cs.service.standard.version"].browse(
            standard.action_new_version()["res_id"]
        )
        version = version.with_user(self.users["clerk"])
        version.write({"text": text, **vals})
        return version

    def _publish(self, standard, text="<p>First</p>", **vals):
        version = self._draft(standard, text, **vals)
        self._as(version, "manager").action_publish()
        return version


@tagged("post_install", "-at_install")
class TestServiceStandards(StandardCommon):
    """Standards and policies have versions that stay, and reviews (S-01, S-15, S-65, S-156)."""

    def test_new_version_replaces_the_old_one(self):
        standard = self._standard()
        first = self._publish(standard, valid_from="2026-01-01")
        second = self._draft(standard, "<p>Second</p>")
        self.assertEqual((first.number, second.number), (1, 2))
        self.assertEqual(standard.current_id, first)
        self._as(second, "manager").action_publish()
        self.assertEqual((first.state, second.state), ("replaced", "published"))
        self.assertEqual(standard.current_id, second)
        self.assertEqual(second.published_by_id, self.users["manager"])

    def test_draft_begins_with_the_present_text_and_there_is_one(self):
        standard = self._standard()
        self._publish(standard, "<p>Present</p>")
        first = standard.action_new_version()["res_id"]
        self.assertEqual(standard.action_new_version()["res_id"], first)
        version = self.env["cs.service.standard.version"].browse(first)
        self.assertEqual(version.text, "<p>Present</p>")

    def test_published_text_is_frozen(self):
        version = self._publish(self._standard())
        for role in ("clerk", "manager"):
            for vals in ({"text": "<p>Other</p>"}, {"valid_from": "2026-01-01"}):
                self.assertRefused(
                    UserError, "can no longer be changed", self._as(version, role).write, vals
                )
            self.assertRefused(
                AccessError, "by hand", self._as(version, role).write, {"state": "draft"}
            )
        self.assertRefused(UserError, "stays on record", self._as(version, "manager").unlink)
        self.assertRefused(UserError, "archive it", self._as(version.standard_id, "manager").unlink)

    def test_published_files_are_frozen(self):
        standard = self._standard()
        version = self._draft(standard)
        file = (
            self.env["ir.attachment"]
            .with_user(self.users["clerk"])
            .create(
                {"name": "a.txt", "raw": b"a", "res_model": version._name, "res_id": version.id}
            )
        )
        version.file_ids = [Command.link(file.id)]
        self._as(version, "manager").action_publish()
        self.assertRefused(
            UserError, "stays on record", self._as(file, "clerk").write, {"raw": b"b"}
        )
        self.assertRefused(
            UserError, "stays on record", version.write, {"file_ids": [Command.unlink(file.id)]}
        )

    def test_only_managers_publish_and_nothing_empty(self):
        version = self._draft(self._standard(), text="<p><br></p>")
        self.assertRefused(AccessError, "It is for", self._as(version, "clerk").action_publish)
        self.assertRefused(UserError, "Write the text", self._as(version, "manager").action_publish)

    def test_version_that_begins_later_waits_for_its_day(self):
        standard = self._standard()
        first = self._publish(standard, valid_from="2026-01-01")
        self.env.flush_all()
        with freeze_time("2026-01-10"):
            second = self._publish(standard, "<p>Second</p>", valid_from="2026-02-01")
            self.assertEqual(self._as(standard, "plain").current_id, first)
            standard._cron_review()
            self.assertEqual(first.state, "published")
        with freeze_time("2026-02-01 12:00:00"):
            self.assertEqual(self._as(standard, "plain").current_id, second)
            standard.sudo()._cron_review()
            self.assertEqual(first.state, "replaced")
            early = self._draft(standard, "<p>Early</p>", valid_from="2026-01-15")
            self.assertRefused(
                UserError, "cannot begin before", self._as(early, "manager").action_publish
            )

    def test_mended_on_the_same_day(self):
        standard = self._standard()
        first = self._publish(standard)
        second = self._publish(standard, "<p>Mended</p>")
        self.assertEqual((first.state, standard.current_id), ("replaced", second))

    def test_owner_is_reminded_of_the_review_once(self):
        standard = self._standard(review_months=6)
        with freeze_time("2026-03-01 12:00:00"):
            self._publish(standard)
            self.assertEqual(standard.review_date, date(2026, 9, 1))
            standard.sudo()._cron_review()
            self.assertFalse(self._activity_users(standard, "deadline"))
        with freeze_time("2026-08-20 12:00:00"):
            for _run in range(2):
                standard.sudo()._cron_review()
            self.assertEqual(self._activity_users(standard, "deadline"), ["clerk"])
            self._as(standard, "clerk").action_reviewed()
            self.assertFalse(self._activity_users(standard, "deadline"))
            self.assertEqual(standard.review_date, date(2027, 2, 20))
            self.assertEqual(standard.reviewed_date, date(2026, 8, 20))
        with freeze_time("2027-02-10 12:00:00"):
            standard.sudo()._cron_review()
            self.assertEqual(self._activity_users(standard, "deadline"), ["clerk"])

    def test_employees_read_what_is_published(self):
        draft, shown = self._standard("Draft"), self._standard("Shown")
        self._draft(draft)
        version = self._publish(shown)
        self._draft(shown, "<p>Secret plan</p>")
        for role in ("plain", "salesman", "office", "general", "technician"):
            found = self.env["cs.service.standard"].with_user(self.users[role]).search([])
            self.assertEqual(found & (draft | shown), shown, role)
            versions = self.env["cs.service.standard.version"].with_user(self.users[role])
            self.assertEqual(versions.search([("standard_id", "=", shown.id)]), version, role)
            self.assertEqual(self._as(shown, role).current_text, "<p>First</p>")


@tagged("post_install", "-at_install")
class TestStandardsInPortal(PortalRequests, HttpCase, StandardCommon):
    """Dealers read what is in force and public, and nothing else (S-29)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        cls.contact = cls._create_contact("f_reader", cls.dealer)

    def test_dealer_reads_public_standards_in_force(self):
        public = self._standard("Public", is_public=True)
        self._publish(public, "<p>Old words</p>", valid_from="2026-01-01")
        version = self._draft(public, f"<p>Present words</p>{MARKUP}")
        file = (
            self.env["ir.attachment"]
            .with_user(self.users["clerk"])
            .create(
                {
                    "name": "rule.txt",
                    "raw": b"Rule",
                    "res_model": version._name,
                    "res_id": version.id,
                }
            )
        )
        version.file_ids = [Command.link(file.id)]
        self._as(version, "manager").action_publish()
        self._draft(public, "<p>Future words</p>")
        internal = self._standard("Internal")
        self._publish(internal)
        unpublished = self._standard("Unpublished", is_public=True)
        self.env.flush_all()
        self.authenticate(self.contact.login, self.contact.login)
        listing = self._get("/my/standards").text
        self.assertIn("Public", listing)
        self.assertEqual(listing.count("o_cs_standard"), 1)
        page = self._get(f"/my/standards/{public.id}").text
        self.assertIn("Present words", page)
        for hidden in ("Old words", "Future words", MARKUP):
            self.assertNotIn(hidden, page)
        self.assertEqual(self._get(f"/my/standards/{public.id}/files/{file.id}").content, b"Rule")
        for url in (
            f"/my/standards/{internal.id}", f"/my/standards/{unpublished.id}", "/my/standards/0",
            f"/my/standards/{internal.id}/files/{file.id}", f"/my/standards/{public.id}/files/1",
        ):  # fmt: skip
            self.assertEqual(self._get(url).status_code, 404, url)

    def test_visitors_log_in_first(self):
        self.authenticate(None, None)
        self.assertIn("/web/login", self._get("/my/standards").headers["Location"])
