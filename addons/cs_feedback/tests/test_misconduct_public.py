import re
from unittest.mock import patch

from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.cs_base.tests.portal import PortalRequests
from odoo.addons.cs_feedback.controllers.misconduct import TRAP, MisconductPages
from odoo.addons.cs_feedback.models import cs_misconduct_guard

from .misconduct_common import SECRET, MisconductCommon
from .test_misconduct_files import NAME, telling_photo

MARKUP = "<script>alert(1)</script>"
RECEIPT = re.compile(r"o_cs_receipt[^>]*>\s*([0-9A-Z-]{24})\s*<")
POST = {"subject": f"Liquor {MARKUP}", "description": f"{SECRET} {MARKUP}"}
FIELD = re.compile(r'name="csrf_token" value="[^"]*"')
PAGE = re.compile(r'id="wrap".*</form>', re.DOTALL)


@tagged("post_install", "-at_install")
class TestMisconductPages(PortalRequests, HttpCase, MisconductCommon):
    """Anybody reports without a name, a dealer by name, and each sees their own report alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # pages without a language in their address are in English
        cls.env["res.lang"]._activate_lang("en_US")
        cls.colleague = cls._create_contact("cs_colleague", cls.dealer)
        cls.visitors = {
            "contact": cls.contact,
            "colleague": cls.colleague,
            "clerk": cls.users["clerk"],
            "manager": cls.users["manager"],
            "salesman": cls.users["salesman"],
            "public": None,
        }
        for user in cls.visitors.values():
            if user:
                user.lang = "en_US"

    def setUp(self):
        super().setUp()
        limits = dict.fromkeys(cs_misconduct_guard.LIMITS, 1000)
        self.limits = patch.dict(cs_misconduct_guard.LIMITS, limits)
        self.limits.start()
        self.addCleanup(self.limits.stop)
        self.seconds = patch.object(cs_misconduct_guard, "SECONDS_TO_WRITE", 0)
        self.seconds.start()
        self.addCleanup(self.seconds.stop)

    def _get(self, url):
        with mute_logger("odoo.addons.base.models.ir_http", "odoo.http"):
            return self.url_open(url, allow_redirects=False)

    def _post(self, url, files=None, **data):
        data = {"csrf_token": http.Request.csrf_token(self), "stamp": self._stamp(), **data}
        with mute_logger("odoo.addons.base.models.ir_http", "odoo.http"):
            return self.url_open(
                url,
                data={name: value for name, value in data.items() if value is not None},
                files=files,
                allow_redirects=False,
            )

    def _reports(self):
        self.env.invalidate_all()
        return self.env["cs.misconduct"].search([("company_id", "=", self.company.id)])

    def _kind(self, response):
        if "/web/login" in response.headers.get("Location", ""):
            return "login"
        return {200: "ok", 303: "ok", 404: "refused"}.get(
            response.status_code, response.status_code
        )

    def test_visitors_and_routes(self):
        """Six visitors at every route get what the table says."""
        own = self._report(user=self.contact)
        _report, code = self._anonymous()
        everybody = set(self.visitors)
        users = everybody - {"public"}
        table = {
            "misconduct_form": (everybody, lambda: self._get("/misconduct")),
            "misconduct_send": (everybody, lambda: self._post("/misconduct", **POST)),
            "misconduct_case_form": (everybody, lambda: self._get("/misconduct/case")),
            "misconduct_case": (everybody, lambda: self._post("/misconduct/case", code=code)),
            "misconduct_case_message": (
                everybody,
                lambda: self._post("/misconduct/case/message", code=code, text="More"),
            ),
            "my_misconduct": (users, lambda: self._get("/my/misconduct")),
            "my_misconduct_form": (users, lambda: self._get("/my/misconduct/new")),
            "my_misconduct_send": (users, lambda: self._post("/my/misconduct/new", **POST)),
            "my_misconduct_page": ({"contact"}, lambda: self._get(f"/my/misconduct/{own.id}")),
            "my_misconduct_message": (
                {"contact"},
                lambda: self._post(f"/my/misconduct/{own.id}/message", text="More"),
            ),
        }
        routes = {
            name
            for name, method in vars(MisconductPages).items()
            if hasattr(method, "original_routing")
        }
        self.assertEqual(routes, set(table))
        for visitor, user in self.visitors.items():
            self._visit(user)
            for name, (allowed, call) in table.items():
                before = (len(self._reports()), len(self._reports().message_ids))
                kind = self._kind(call())
                expected = (
                    "ok" if visitor in allowed else "login" if visitor == "public" else "refused"
                )
                with self.subTest(route=name, visitor=visitor):
                    self.assertEqual(kind, expected)
                    after = (len(self._reports()), len(self._reports().message_ids))
                    is_written = kind == "ok" and name.endswith(("_send", "_message"))
                    self.assertEqual(after != before, is_written)

    def test_anonymous_reporter_comes_back_with_the_code(self):
        self._visit(None)
        files = [("files", ("Li Wei.jpg", telling_photo(), "image/jpeg"))]
        page = self._post("/misconduct", files=files, **POST)
        report = self._reports()
        code = RECEIPT.search(page.text).group(1)
        self.assertEqual((report.channel, report.create_uid.id), ("public", 1))
        self.assertEqual(report.evidence_ids.name, "photo-1.jpg")
        self.assertNotIn(NAME, report.evidence_ids.raw)
        self._name(report, "salesman")
        self._by("hr", report).action_take()
        self._by("hr", report)._answer("answer", f"On which day? {MARKUP}")
        self._by("hr", report)._answer("note", "Between us")
        page = self._post("/misconduct/case", code=code.lower())
        for text in (report.name, "Under Investigation", "On which day?", "photo-1.jpg"):
            self.assertIn(text, page.text)
        for text in ("Between us", MARKUP, self.users["hr"].name, "Miss salesman"):
            self.assertNotIn(text, page.text)
        self._post("/misconduct/case/message", code=code, text="On Monday")
        self.assertEqual(report.message_ids[-1].body, "On Monday")

    def test_pages_are_kept_by_no_browser_and_told_to_no_other_site(self):
        self._visit(None)
        for page in (self._get("/misconduct"), self._post("/misconduct/case", code="x")):
            self.assertEqual(page.headers["Cache-Control"], "no-store")
            self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")

    def test_code_is_shown_once_and_is_no_part_of_an_address(self):
        self._visit(None)
        page = self._post("/misconduct", **POST)
        code = RECEIPT.search(page.text).group(1)
        self.assertNotIn(code, self._get("/misconduct").text)
        self.assertNotIn(self._reports().name, self._get(f"/misconduct/case?code={code}").text)

    def test_wrong_codes_have_one_answer(self):
        self.limits.stop()
        self._visit(None)
        _report, code = self._anonymous()
        tried = ["0" * 20, "x", code[:-1], *["1" * 20] * 12, code]
        pages = [self._post("/misconduct/case", code=text).text for text in tried]
        pages = {FIELD.sub("", PAGE.search(page).group()) for page in pages}
        self.limits.start()
        self.assertEqual(len(pages), 1)
        self.assertIn("too many codes", pages.pop())

    def test_reports_are_limited_and_nothing_typed_is_lost(self):
        self._visit(None)
        with patch.dict(cs_misconduct_guard.LIMITS, {"report": 2}):
            pages = [self._post("/misconduct", **POST) for _number in range(4)]
        self.assertEqual(len(self._reports()), 2)
        self.assertIn("try again later", pages[-1].text)
        self.assertIn("two boxes of liquor", pages[-1].text)

    def test_machines_are_asked_to_send_once_more(self):
        self._visit(None)
        for data in ({TRAP: "x"}, {"stamp": None}, {"stamp": "1.2.3"}):
            page = self._post("/misconduct", **POST, **data)
            self.assertIn("once more", page.text)
            self.assertIn("two boxes of liquor", page.text)
        with patch.object(cs_misconduct_guard, "SECONDS_TO_WRITE", 3):
            self.assertIn("once more", self._post("/misconduct", **POST).text)
        self.assertFalse(self._reports())

    def test_same_form_makes_one_report(self):
        self._visit(None)
        stamp = self._stamp()
        self._post("/misconduct", stamp=stamp, **POST)
        self.assertIn("sent already", self._post("/misconduct", stamp=stamp, **POST).text)
        self.assertEqual(len(self._reports()), 1)

    def test_form_needs_the_token_of_its_page(self):
        self._visit(None)
        self.assertEqual(self._post("/misconduct", csrf_token=None, **POST).status_code, 400)
        self.assertFalse(self._reports())

    def test_fields_that_no_form_has_are_ignored_or_refused(self):
        self._visit(None)
        self._post("/misconduct", state="confirmed", reporter_id="2", team_id="1", **POST)
        report = self._reports()
        self.assertEqual((report.state, report.reporter_id.id), ("received", False))
        self._visit(self.contact)
        page = self._post("/my/misconduct/new", reporter_id="2", **POST)
        self.assertEqual(page.status_code, 404)

    def test_dealer_reports_by_name_and_sees_own_reports_alone(self):
        self._visit(self.contact)
        self._post("/my/misconduct/new", **POST)
        report = self._reports()
        self.assertEqual((report.reporter_id, report.partner_id), (self.contact, self.dealer))
        self.assertEqual(report.create_uid.id, 1)
        self.assertIn(report.name, self._get("/my/misconduct").text)
        self._visit(self.colleague)
        self.assertNotIn(report.name, self._get("/my/misconduct").text)

    def test_portal_and_public_have_no_right_on_any_record(self):
        report = self._report(user=self.contact)
        for user in (self.contact, self.visitor):
            for record in (report, report.message_ids, self.env["cs.misconduct.guard"]):
                self.assertFalse(record.with_user(user).has_access("read"))
