from odoo import Command, http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.cs_base.tests.portal import PortalRequests

from ..controllers.portal import VisitPortal
from .common import TravelCommon

MARKUP = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestPortalVisits(PortalRequests, HttpCase, TravelCommon):
    """A dealer says whether a planned visit took place, and learns nothing else (S-34)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # pages without a language in their address are in English
        cls.env["res.lang"]._activate_lang("en_US")
        (
            cls.env.ref("base.public_user") | cls.users["plain"] | cls.users["traveller"]
        ).lang = "en_US"
        cls.rival = cls.env["res.partner"].create({"name": "Red Lake", "is_company": True})
        cls.contact = cls._create_contact("t_blue_first", cls.dealer)
        cls.second = cls._create_contact("t_blue_second", cls.dealer)
        cls.stranger = cls._create_contact("t_red", cls.rival)
        cls.trip = cls._create_approved(first=0, days=2, purpose=f"Spring {MARKUP}")
        cls.day, cls.tomorrow = cls.trip.day_ids.sorted("date")
        cls.visitors = {
            "contact": cls.contact,
            "colleague": cls.second,
            "stranger": cls.stranger,
            "plain": cls.users["plain"],
            "traveller": cls.users["traveller"],
            "public": None,
        }

    def _get(self, url="/my/visits"):
        with mute_logger("odoo.addons.base.models.ir_http"):
            return self.url_open(url, allow_redirects=False)

    def _answer(self, day, answer="confirmed", **data):
        data = {"answer": answer, "csrf_token": http.Request.csrf_token(self), **data}
        with mute_logger("odoo.addons.base.models.ir_http", "odoo.http"):
            return self.url_open(
                f"/my/visits/{day if isinstance(day, int) else day.id}/answer",
                data={name: value for name, value in data.items() if value is not None},
                allow_redirects=False,
            )

    def _calls(self):
        return self.env["cs.trip.call"].search([("trip_id", "=", self.trip.id)])

    def _kind(self, response):
        if "/web/login" in response.headers.get("Location", ""):
            return "login"
        return {200: "ok", 303: "ok", 404: "refused"}.get(
            response.status_code, response.status_code
        )

    def test_visitors_and_routes(self):
        """Six visitors at every route get what the table says."""
        everybody = {"contact", "colleague", "stranger", "plain", "traveller"}
        table = {"visits_list": everybody, "visit_answer": {"contact", "colleague"}}
        routes = {
            name
            for name, method in vars(VisitPortal).items()
            if hasattr(method, "original_routing")
        }
        self.assertEqual(routes, set(table))
        for name, allowed in table.items():
            for visitor, user in self.visitors.items():
                self._calls().sudo().unlink()
                self._visit(user)
                response = self._get() if name == "visits_list" else self._answer(self.day)
                expected = "login" if not user else "ok" if visitor in allowed else "refused"
                with self.subTest(route=name, visitor=visitor):
                    self.assertEqual(self._kind(response), expected)
                    is_written = name == "visit_answer" and expected == "ok"
                    self.assertEqual(len(self._calls()), int(is_written))

    def test_only_own_visits_of_days_begun_are_listed(self):
        for visitor, count in (("contact", 1), ("colleague", 1), ("stranger", 0), ("plain", 0)):
            self._visit(self.visitors[visitor])
            with self.subTest(visitor=visitor):
                self.assertEqual(self._get().text.count("o_cs_visit"), count)

    def test_page_tells_name_date_and_purpose_and_escapes_them(self):
        self.day._write_protected({"partner_ids": [Command.link(self.rival.id)]})
        self._visit(self.contact)
        text = self._get().text
        self.assertIn(self.trip.employee_id.name, text)
        self.assertIn("Spring &lt;script&gt;", text)
        for hidden in (MARKUP, "City 1", self.trip.name, "Red Lake", "1000"):
            self.assertNotIn(hidden, text)

    def test_answer_becomes_a_call_of_the_portal(self):
        self._visit(self.contact)
        self._answer(self.day, "not_seen", note=f"Nobody {MARKUP}" + "x" * 900)
        call = self._calls()
        self.assertEqual((call.result, call.channel), ("not_seen", "portal"))
        self.assertEqual((call.partner_id, call.caller_id), (self.dealer, self.contact))
        self.assertEqual(len(call.note), 500)
        self.assertIn("Not Seen", self._get().text)

    def test_each_dealer_answers_once(self):
        self.day._write_protected({"partner_ids": [Command.link(self.rival.id)]})
        for user in (self.contact, self.second, self.stranger):
            self._visit(user)
            self._answer(self.day)
        self._answer(self.day, "not_seen")
        self.assertEqual(self._calls().partner_id, self.dealer | self.rival)
        self.assertEqual(self._calls().mapped("result"), ["confirmed", "confirmed"])

    def test_days_to_come_and_trips_not_under_way_are_not_there(self):
        self._visit(self.contact)
        self.assertEqual(self._kind(self._answer(self.tomorrow)), "refused")
        for state in ("draft", "submitted", "cancel", "audited", "settled"):
            self.trip._write_protected({"state": state})
            self.assertEqual(self._kind(self._answer(self.day)), "refused", state)
            self.assertNotIn("o_cs_visit", self._get().text)
        self.assertFalse(self._calls())

    def test_odd_answers_are_refused(self):
        self._visit(self.contact)
        for answer in ("complaint", "", None, "deviated"):
            self.assertEqual(self._kind(self._answer(self.day, answer)), "refused", answer)
        self.assertEqual(self._kind(self._answer(self.day, partner_id="1")), "refused")
        for number in (0, 2**31, 2**70):
            self.assertEqual(self._kind(self._answer(number)), "refused", number)
        self.assertFalse(self._calls())

    def test_reading_changes_nothing(self):
        self._visit(self.contact)
        self._get()
        self.assertIn(
            self._get(f"/my/visits/{self.day.id}/answer?answer=confirmed").status_code, (404, 405)
        )
        with mute_logger("odoo.http"):
            answer = self.url_open(f"/my/visits/{self.day.id}/answer", data={"answer": "confirmed"})
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self._calls())

    def test_traveller_who_is_a_contact_of_the_dealer_confirms_nothing(self):
        self.users["traveller"].partner_id.parent_id = self.dealer
        self._visit(self.users["traveller"])
        self.assertEqual(self._kind(self._answer(self.day)), "refused")

    def test_portal_reads_no_record(self):
        self._visit(self.contact)
        for model in (
            "cs.trip",
            "cs.trip.day",
            "cs.trip.call",
            "cs.trip.checkin",
            "cs.trip.misconduct",
        ):
            records = self.env[model].with_user(self.contact)
            self.assertFalse(records.has_access("read"), model)
