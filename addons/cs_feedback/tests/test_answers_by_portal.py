import base64
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields, http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..controllers.portal_delivery import DeliveryPortal
from .delivery_common import DeliveryCommon

MARKUP = "<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestAnswersByPortal(HttpCase, DeliveryCommon):
    """Dealers answer in the portal or by the link of a mail, and reach nothing else (S-36)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # pages without a language in their address are in English
        cls.env["res.lang"]._activate_lang("en_US")
        (cls.env.ref("base.public_user") | cls.users["clerk"] | cls.users["plain"]).lang = "en_US"
        cls.rival = cls.env["res.partner"].create({"name": "Red Lake", "is_company": True})
        cls.visitors = {
            "contact": cls._create_contact("f_blue_first", cls.dealer),
            "colleague": cls._create_contact("f_blue_second", cls.dealer),
            "stranger": cls._create_contact("f_red", cls.rival),
            "clerk": cls.users["clerk"],
            "plain": cls.users["plain"],
            "public": None,
        }
        cls.followup = cls._ship_before(6, (cls.bait, 10), (cls.pellets, 5))

    def _visit(self, visitor):
        user = self.visitors[visitor]
        self.authenticate(user and user.login, user and user.login)

    def _get(self, url):
        with mute_logger("odoo.addons.base.models.ir_http"):
            return self.url_open(url, allow_redirects=False)

    def _post(self, url, **data):
        data = {"csrf_token": http.Request.csrf_token(self), "arrived": "yes", **data}
        with mute_logger("odoo.addons.base.models.ir_http", "odoo.http"):
            response = self.url_open(
                url,
                data={name: value for name, value in data.items() if value is not None},
                allow_redirects=False,
            )
        self.env.invalidate_all()
        return response

    def _answers(self, followup=None, received=9, broken=1, **answers):
        first = (followup or self.followup).line_ids[0]
        return {
            "arrival_date": fields.Date.to_string(fields.Date.today()),
            f"received_{first.id}": received,
            f"broken_{first.id}": broken,
            "mark": "3",
            "remarks": f"Wet {MARKUP}",
            **answers,
        }

    def _link(self, followup=None):
        url = (followup or self.followup)._answer_url()
        return url[url.index("/delivery/") :]

    def _kind(self, response):
        if "/web/login" in response.headers.get("Location", ""):
            return "login"
        return {200: "ok", 303: "ok", 404: "refused"}.get(
            response.status_code, response.status_code
        )

    def test_visitors_and_routes(self):
        """Six visitors at every route get what the table says."""
        own, everybody = {"contact", "colleague"}, set(self.visitors)
        number = self.followup.id
        table = {
            "deliveries_list": (everybody - {"public"}, lambda: self._get("/my/deliveries")),
            "delivery_page": (own, lambda: self._get(f"/my/deliveries/{number}")),
            "delivery_answer": (
                own, lambda: self._post(f"/my/deliveries/{number}/answer", **self._answers()),
            ),
            "delivery_by_mail": (everybody, lambda: self._get(self._link())),
            "delivery_answer_by_mail": (
                everybody, lambda: self._post(self._link(), **self._answers()),
            ),
        }  # fmt: skip
        routes = {
            name
            for name, method in vars(DeliveryPortal).items()
            if hasattr(method, "original_routing")
        }
        self.assertEqual(routes, set(table))
        for name, (allowed, call) in table.items():
            for visitor in self.visitors:
                self.followup._write_protected({"state": "due", "answer_round": 0})
                self.env.flush_all()
                self._visit(visitor)
                response = call()
                needs_login = visitor == "public" and "mail" not in name
                expected = "login" if needs_login else "ok" if visitor in allowed else "refused"
                with self.subTest(route=name, visitor=visitor):
                    self.assertEqual(self._kind(response), expected)
                    is_written = "answer" in name and expected == "ok"
                    self.assertEqual(self.followup.state != "due", is_written)

    def test_dealers_see_their_own_deliveries_only(self):
        for visitor, count in (("contact", 1), ("colleague", 1), ("stranger", 0), ("clerk", 0)):
            self._visit(visitor)
            with self.subTest(visitor=visitor):
                text = self._get("/my/deliveries").text
                self.assertEqual(text.count('class="o_cs_delivery"'), count)

    def test_answer_is_taken_down(self):
        self._visit("contact")
        self._post(
            f"/my/deliveries/{self.followup.id}/answer",
            **self._answers(charge_amount="12.5", charge_note="Unloading"),
        )
        followup = self.followup
        self.assertEqual((followup.state, followup.channel), ("answered", "portal"))
        self.assertEqual(followup.answered_by, self.visitors["contact"].name)
        self.assertEqual(followup.arrival_date, fields.Date.today())
        self.assertEqual((followup.charge_amount, followup.charge_note), (12.5, "Unloading"))
        goods = [(line.received_qty, line.broken_qty) for line in followup.line_ids]
        self.assertEqual(goods, [(9, 1), (5, 0)])
        page = self._get(f"/my/deliveries/{followup.id}").text
        self.assertIn("Wet &lt;script&gt;", page)
        self.assertNotIn(MARKUP, page)

    def test_reading_and_following_links_changes_nothing(self):
        """Scanners of mails follow every link (GET and HEAD)."""
        self._visit("public")
        link = self._link()
        before = self.followup.read()
        for _time in range(2):
            page = self._get(link)
            self.assertEqual(page.status_code, 200)
            self.url_open(link, method="HEAD")
        self._get(f"{link}?arrived=no&arrival_date=2026-01-01")
        self.env.invalidate_all()
        self.assertEqual(self.followup.read(), before)
        self.assertIn("o_cs_delivery_form", page.text)

    def test_link_works_once(self):
        self._visit("public")
        link = self._link()
        page = self._post(link, **self._answers())
        self.assertIn("used up", page.text)
        self.assertEqual(self.followup.channel, "mail")
        self.followup._write_protected({"state": "asked"})
        self.env.flush_all()
        self.assertIn("used up", self._get(link).text)
        self.assertIn("used up", self._post(link, **self._answers(received=1)).text)
        self.assertEqual(self.followup.line_ids[0].received_qty, 9)

    def test_link_expires(self):
        with freeze_time(fields.Datetime.now() - timedelta(days=15)):
            link = self._link()
        self._visit("public")
        self.assertEqual(self._get(link).status_code, 404)
        self.assertEqual(self._post(link, **self._answers()).status_code, 404)
        self.assertEqual(self.followup.state, "due")

    def test_forged_links_open_nothing(self):
        self._visit("public")
        link = self._link()
        token = base64.urlsafe_b64decode(link.removeprefix("/delivery/") + "===")
        other = token.replace(f"[{self.followup.id},".encode(), b"[1,")
        forged = [
            base64.urlsafe_b64encode(bad).decode().rstrip("=")
            for bad in (other, token[:-1], b"\x01" + bytes(60), b"", token[1:])
        ]
        for bad in (*forged, "x", "%F0%9F%90%9F", "1" * 300, "é"):
            with self.subTest(token=bad):
                self.assertEqual(self._get(f"/delivery/{bad}").status_code, 404)

    def test_post_without_our_form_is_refused(self):
        self._visit("public")
        response = self._post(self._link(), **self._answers(csrf_token=None))
        self.assertEqual(response.status_code, 400)
        self.assertEqual(self.followup.state, "due")

    def test_not_arrived_is_asked_again_by_another_link(self):
        self._visit("public")
        link = self._link()
        self._post(link, arrived="no")
        self.assertEqual(self.followup.state, "due")
        self.assertEqual(self.followup.not_arrived_on, fields.Date.today())
        self.assertIn("used up", self._get(link).text)
        self.assertIn("o_cs_delivery_form", self._get(self._link()).text)

    def test_impossible_answers_are_refused_and_leave_nothing(self):
        self._visit("contact")
        url = f"/my/deliveries/{self.followup.id}/answer"
        tomorrow = fields.Date.to_string(fields.Date.today() + timedelta(days=1))
        impossible = (
            {"received": "-1"}, {"received": "nan"}, {"received": "inf"}, {"received": "1e20"},
            {"received": "many"}, {"broken": "10"}, {"broken": "-0.5"}, {"arrival_date": tomorrow},
            {"arrival_date": "soon"}, {"arrival_date": ""}, {"charge_amount": "-5"},
            {"mark": "6"}, {"mark": "0"}, {"state": "closed"}, {"partner_id": "1"},
        )  # fmt: skip
        for answers in impossible:
            with self.subTest(answers=answers):
                self._post(url, **self._answers(**answers))
                self.assertEqual(self.followup.state, "due")
                self.assertEqual(self.followup.line_ids[0].received_qty, 10)

    def test_goods_of_another_delivery_are_not_answered(self):
        other = self._ship_before(6)
        self._visit("contact")
        line = other.line_ids
        response = self._post(
            f"/my/deliveries/{self.followup.id}/answer", **{f"broken_{line.id}": "1"}
        )
        self.assertEqual(response.status_code, 404)
        self.assertFalse(line.broken_qty)

    def test_portal_reads_no_record(self):
        for model in (
            "cs.delivery.followup", "cs.delivery.followup.line", "cs.delivery.analysis",
            "cs.carrier.score", "cs.callback", "cs.callback.plan", "cs.service.standard",
        ):  # fmt: skip
            records = self.env[model].with_user(self.visitors["contact"])
            self.assertFalse(records.has_access("read"), model)
