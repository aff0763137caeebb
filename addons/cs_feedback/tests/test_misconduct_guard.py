from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.cs_feedback.domain.receipt import in_groups, new_code
from odoo.addons.cs_feedback.models.cs_misconduct_guard import LIMITS

from .misconduct_common import MisconductCommon

ADDRESS = "203.0.113.7"
NOON = datetime(2026, 5, 4, 12, 30)


@tagged("post_install", "-at_install")
class TestMisconductGuard(MisconductCommon):
    """The public pages are slowed down, and nothing is kept of who called them (S-53)."""

    def _open(self, code, address=ADDRESS):
        reports = self.env["cs.misconduct"].with_user(self.visitor)
        return reports._public_find(code, address)

    def _rows(self):
        self.env.invalidate_all()
        return self.env["cs.misconduct.guard"].search([])

    def test_thousand_wrong_codes_give_nothing_and_are_slowed_down(self):
        report, code = self._anonymous()
        with freeze_time(NOON):
            for _number in range(1000):
                self.assertFalse(self._open(in_groups(new_code())))
            # after so many even the right one opens nothing, so nothing is learned by trying
            self.assertFalse(self._open(code))
            self.assertEqual(self._open(code, "203.0.113.8"), report)
        with freeze_time(NOON + timedelta(minutes=31)):
            self.assertEqual(self._open(code), report)

    def test_attempts_beyond_the_limit_do_not_look_at_codes(self):
        reports = type(self.env["cs.misconduct"])
        with freeze_time(NOON), patch.object(reports, "_receipt_hash") as looked:
            looked.return_value = "nothing"
            for _number in range(100):
                self._open(new_code())
        self.assertEqual(looked.call_count, LIMITS["code"])

    def test_empty_and_odd_codes_open_nothing(self):
        report = self._report()
        self.assertFalse(report.receipt_hash)
        for number, code in enumerate((None, "", "False", "%", "0" * 20, report.name, "*" * 999)):
            self.assertFalse(self._open(code, f"198.51.100.{number}"), code)

    def test_code_is_kept_as_a_hash_alone(self):
        report, code = self._anonymous()
        self.env.flush_all()
        self.env.cr.execute("SELECT * FROM cs_misconduct WHERE id = %s", [report.id])
        stored = str(self.env.cr.fetchall())
        for text in (code, code.replace("-", "")):
            self.assertNotIn(text, stored)
        self.assertEqual(len(report.receipt_hash), 64)

    def test_address_is_not_kept_and_forgotten_within_a_day(self):
        guard = self.env["cs.misconduct.guard"]
        with freeze_time(NOON):
            guard._note("code", ADDRESS)
            self.env.cr.execute("SELECT * FROM cs_misconduct_guard")
            self.assertNotIn(ADDRESS, str(self.env.cr.fetchall()))
            guard._use_stamp(guard._new_stamp())
            guard._gc_guard()
            self.assertEqual(len(self._rows()), 2)
        with freeze_time(NOON + timedelta(hours=23)):
            guard._gc_guard()
            self.assertFalse(self._rows())

    def test_networks_of_ipv6_count_as_one(self):
        guard = self.env["cs.misconduct.guard"]
        for number in range(LIMITS["code"]):
            guard._note("code", f"2001:db8:1:2::{number:x}")
        self.assertTrue(guard._is_exceeded("code", "2001:db8:1:2:aaaa::1"))
        self.assertFalse(guard._is_exceeded("code", "2001:db8:1:3::1"))
        self.assertFalse(guard._is_exceeded("code", "no address"))

    def test_report_holds_no_trace_of_who_sent_it(self):
        """Also when a known user sends it: the rows are those of the superuser."""
        reports = self.env["cs.misconduct"].with_user(self.contact)
        report, code = reports._public_report(
            {"subject": "Liquor", "description": "Two boxes"}, [], self._stamp()
        )
        found = self.env["cs.misconduct"].with_user(self.contact)._public_find(code, ADDRESS)
        found._reporter_writes("More", [], self._stamp())
        self.env.flush_all()
        for record in (report, report.message_ids):
            self.assertEqual(set((record.create_uid | record.write_uid).ids), {1})
        self.assertFalse(report.reporter_id | report.taken_by_id)
        self.assertFalse(report.partner_id)
        self.assertFalse(report.message_ids.author_id)
        self.assertTrue(report.is_anonymous)

    def test_form_is_sent_after_some_seconds_and_once(self):
        guard = self.env["cs.misconduct.guard"]
        with freeze_time(NOON):
            stamp = guard._new_stamp()
            self.assertEqual(guard._stamp_problem(stamp), "early")
        with freeze_time(NOON + timedelta(seconds=4)):
            self.assertIsNone(guard._stamp_problem(stamp))
            for forged in (None, "", "1.2.3", stamp[:-1], f"1{stamp}", "x" * 5000):
                self.assertEqual(guard._stamp_problem(forged), "stale")
            post = {"subject": "Liquor", "description": "Two boxes"}
            reports = self.env["cs.misconduct"].with_user(self.visitor)
            reports._public_report(post, [], stamp)
            with self.assertRaisesRegex(UserError, "sent already"):
                reports._public_report(post, [], stamp)
        with freeze_time(NOON + timedelta(hours=13)):
            self.assertEqual(guard._stamp_problem(stamp), "stale")
