import json
from contextlib import contextmanager

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.cs_base.tests.portal import draw

from ..controllers.portal import FeedbackPortal
from ..controllers.rating import FeedbackRating
from .portal_common import PortalCommon

# What each visitor gets from each route: "ok", "login" (sent to the login page, whatever
# the id) or "refused" (the same answer as for what does not exist).
PORTAL = {"contact": "ok", "colleague": "ok", "stranger": "ok", "angler": "ok"}
INSIDE = {"plain": "refused", "clerk": "refused"}
OWN = {"contact": "ok", "colleague": "ok", "stranger": "refused", "angler": "refused", **INSIDE}
TABLE = {
    "feedback_list": {**PORTAL, "plain": "ok", "clerk": "ok", "public": "login", "token": "login"},
    "feedback_new": {**PORTAL, **INSIDE, "public": "login", "token": "login"},
    "feedback_create": {**PORTAL, **INSIDE, "public": "login", "token": "login"},
    "feedback_page": {**OWN, "public": "refused", "token": "ok"},
    "feedback_file": {**OWN, "public": "refused", "token": "ok"},
    "feedback_reply": {**OWN, "public": "refused", "token": "ok"},
    "feedback_reopen": {**OWN, "public": "refused", "token": "ok"},
    # whoever has the link in the mail may rate, and nobody else
    "rating_page": dict.fromkeys(("token",), "ok"),
    "rating_send": dict.fromkeys(("token",), "ok"),
}
VISITORS = (*PORTAL, *INSIDE, "public", "token")


@tagged("post_install", "-at_install")
class TestFeedbackRoutes(PortalCommon):
    """Eight visitors at every route get what the table says, by GET and by POST."""

    def setUp(self):
        super().setUp()
        self.case = self._told_by(self.contact)
        self.case.with_user(self.contact)._portal_find(self.case.id)._add_photos([draw()])
        self._dialog(self.case, "clerk", "solve", "Done")
        self.rated = self._told_by(self.contact, subject="Rated")
        self._dialog(self.rated, "clerk", "solve", "Done")
        self._as(self.rated, "clerk").action_close()
        self._run_asking()
        self.visitors = {
            "contact": self.contact,
            "colleague": self.colleague,
            "stranger": self.stranger,
            "angler": self.angler,
            "plain": self.users["plain"],
            "clerk": self.users["clerk"],
            "public": None,
            "token": None,
        }

    def _routes(self):
        return {
            name: method.original_routing
            for controller in (FeedbackPortal, FeedbackRating)
            for name, method in vars(controller).items()
            if hasattr(method, "original_routing")
        }

    def _ask(self, name, routing, visitor):
        routes = routing["routes"]
        is_rating = name.startswith("rating")
        case = self.rated if is_rating else self.case
        token = case._rating_token() if is_rating and visitor == "token" else "0" * 64
        url = (routes[0] if isinstance(routes, list) else routes).replace("<string:token>", token)
        url = url.replace("<int:feedback_id>", str(case.id))
        url = url.replace("<int:file_id>", str(case.evidence_ids[:1].id))
        if visitor == "token" and not is_rating:
            url += f"?access_token={case._portal_ensure_token()}"
        self._visit(self.visitors[visitor])
        if routing["methods"] == ["GET"]:
            response = self._get(url)
        else:
            response = self._post(url, **self._data(name))
        if "/web/login" in response.headers.get("Location", ""):
            return "login"
        codes = {200: "ok", 404: "refused"}
        if routing["methods"] == ["POST"]:
            codes[303] = "ok"
        return codes.get(response.status_code, response.status_code)

    def _data(self, name):
        return {
            "feedback_create": {
                "type_id": self.kind.id, "subject": "New", "description": "x", "confirmed": "1",
            },
            "rating_send": {"score": "5"},
        }.get(name, {"text": "Hello"})  # fmt: skip

    def test_every_route_has_a_row(self):
        self.assertEqual(set(self._routes()), set(TABLE))
        for routing in self._routes().values():
            self.assertIn(routing["methods"], (["GET"], ["POST"]))
            self.assertNotIn("csrf", routing)

    def test_table(self):
        for name, routing in self._routes().items():
            row = TABLE[name]
            for visitor in VISITORS:
                with self.subTest(route=name, visitor=visitor), self._rolled_back():
                    self.assertEqual(self._ask(name, routing, visitor), row.get(visitor, "refused"))

    def test_reading_changes_nothing(self):
        """No GET, whoever asks and whatever the query says, writes anything."""
        self.env.flush_all()
        before = self._seen()
        query = "?state=closed&score=5&text=x&confirmed=1&type_id=1&subject=x&description=x"
        for name, routing in self._routes().items():
            routes = routing["routes"]
            url = (routes[0] if isinstance(routes, list) else routes).replace(
                "<string:token>", self.rated._rating_token()
            )
            url = url.replace("<int:feedback_id>", str(self.rated.id)).replace("<int:file_id>", "1")
            for user in (self.contact, None):
                with self.subTest(route=name, user=user):
                    self._visit(user)
                    self._get(url + query)
                    self.env.invalidate_all()
                    self.assertEqual(self._seen(), before)

    def _seen(self):
        cases = self.case | self.rated
        return (
            self.env["cs.feedback"].search_count([]),
            cases.mapped("state"),
            cases.mapped("score"),
            len(cases.message_ids),
        )

    @contextmanager
    def _rolled_back(self):
        with self.env.cr.savepoint() as savepoint:
            yield
            savepoint.rollback()

    def test_list_shows_own_cases_only(self):
        for user, expected in (
            (self.colleague, True),
            (self.stranger, False),
            (self.angler, False),
        ):
            self._visit(user)
            self.assertEqual(self.case.name in self._get("/my/feedback").text, expected)

    def test_refusals_look_the_same(self):
        """A case of somebody else cannot be told from one that does not exist."""
        self._visit(self.stranger)
        pages = set()
        for number in (self.case.id, self.rated.id, 2**31 - 1, 0, 10**20):
            response = self._get(f"/my/feedback/{number}")
            self.assertNotThere(response)
            body = response.text.partition("<main>")[2].partition("</main>")[0]
            pages.add(body.replace(f"/my/feedback/{number}", "URL"))
        self.assertEqual(len(pages), 1)

    def test_forms_take_a_csrf_token(self):
        self._visit(self.contact)
        for url in (
            f"{self.case.access_url}/reply",
            f"/feedback/rate/{self.rated.id}/{self.rated._rating_token()}",
        ):
            with self.assertLogs("odoo.http", "WARNING"):
                response = self.url_open(url, data={"text": "x", "score": "1"})
            self.assertEqual(response.status_code, 400)
        self.assertFalse(self.rated.score)

    def test_odoo_s_own_doors_are_shut_to_dealers(self):
        """Chatter and RPC of Odoo give a portal user nothing of a case."""
        self._visit(self.stranger)
        for url, params in (
            ("/mail/thread/messages", {"thread_model": "cs.feedback", "thread_id": self.case.id}),
            (
                "/web/dataset/call_kw",
                {"model": "cs.feedback", "method": "read", "args": [[self.case.id]], "kwargs": {}},
            ),
        ):
            with self.subTest(url=url):
                self.assertNotIn("All wet", self._json(url, params))

    def _json(self, url, params):
        with mute_logger("odoo.http"):
            return self.url_open(
                url,
                data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
                headers={"Content-Type": "application/json"},
            ).text
