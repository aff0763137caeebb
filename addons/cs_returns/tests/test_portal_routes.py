from contextlib import contextmanager

from odoo.tests import tagged

from odoo.addons.cs_base.tests.portal import draw

from ..controllers.portal import ReturnPortal
from ..controllers.portal_dispute import DisputePortal
from .portal_common import PortalCommon

# What each visitor gets from each route: "ok", "login" (sent to the login page, whatever
# the id) or "refused" (the same answer as for what does not exist).
OWN = {"contact": "ok", "colleague": "ok"}
LOGIN = {"public": "login", "token": "login"}
EVERYBODY = {**OWN, "stranger": "ok", "plain": "ok", **LOGIN}
DEALER = {**OWN, "stranger": "refused", "plain": "refused", **LOGIN}
LINK = {**OWN, "stranger": "refused", "plain": "refused", "public": "refused", "token": "ok"}
TABLE = {
    "returns_list": EVERYBODY,
    "return_new": EVERYBODY,
    "return_create": DEALER,
    "return_sheet": EVERYBODY,
    "return_upload": EVERYBODY,
    "return_goods": DEALER,
    "return_add_goods": DEALER,
    "return_lines": DEALER,
    "return_cancel": DEALER,
    "return_submit": DEALER,
    "return_page": LINK,
    "return_photo": LINK,
    "return_form": LINK,
    "return_carton": LINK,
    "return_credit": LINK,
    "return_answer": LINK,
    "disputes_list": EVERYBODY,
    "dispute_new": EVERYBODY,
    "dispute_create": DEALER,
    "dispute_page": DEALER,
    "dispute_photo": DEALER,
}


@tagged("post_install", "-at_install")
class TestPortalRoutes(PortalCommon):
    """Six visitors at every route get what the table says."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.move = cls._sell_to(cls.dealer, 20)
        cls._invoice(cls.move.sale_line_id.order_id)
        cls.lot = cls._sell_lot_to(cls.dealer)

    def setUp(self):
        super().setUp()
        self.draft = self._draft_of(self.contact, self.move)
        self.draft.line_ids._add_photos([draw()])
        self.done = self._settle(self._rejected_of(self.contact, self.move))
        self.dispute = self._dispute_of(self.contact, self.lot)
        self.visitors = {
            "contact": self.contact,
            "colleague": self.colleague,
            "stranger": self.stranger,
            "plain": self.users["plain"],
            "public": None,
            "token": None,
        }

    def _routes(self):
        found = {
            name: method.original_routing
            for portal in (ReturnPortal, DisputePortal)
            for name, method in vars(portal).items()
            if hasattr(method, "original_routing")
        }
        self.assertTrue(found)
        return found

    def _url(self, routing, document):
        url = routing["routes"][0] if isinstance(routing["routes"], list) else routing["routes"]
        photo = (self.draft.line_ids.photo_ids | self.dispute.evidence_ids).filtered(
            lambda photo: photo.res_id in (document.line_ids.ids or document.ids)
        )
        for name, value in (
            ("<int:return_id>", document.id), ("<int:dispute_id>", document.id),
            ("<int:photo_id>", photo.id), ("<int:move_id>", self.done.credit_note_ids.id),
            ("<string:answer>", "destroy"),
        ):  # fmt: skip
            url = url.replace(name, str(value))
        return url

    def _document(self, name):
        """The document that stands where the route works on it."""
        if name.startswith("dispute"):
            return self.dispute
        late = ("return_form", "return_carton", "return_credit", "return_answer")
        return self.done if name in late else self.draft

    def _data(self, name):
        key = f"{self.move.id}-0"
        goods = {f"quantity_{key}": "1", f"reason_{key}": str(self.quality.id)}
        return {
            "return_create": goods,
            "return_add_goods": goods,
            "dispute_create": {"lot": str(self.lot.id), "description": "It smells"},
            "return_lines": {"line_id": self.draft.line_ids.id, "quantity": "1"},
        }.get(name, {})

    def _ask(self, name, routing, visitor):
        document = self._document(name)
        url = self._url(routing, document)
        if visitor == "token":
            # that of a return opens no dispute
            token = document if document._name == "cs.return" else self.draft
            url += f"?access_token={token._portal_ensure_token()}"
        self._visit(self.visitors[visitor])
        if routing["type"] == "jsonrpc":
            answer = self._sign(url)
            if isinstance(answer, dict):
                return "ok" if "redirect_url" in answer else answer["error"]
            return {
                "werkzeug.exceptions.NotFound": "refused",
                "odoo.http.SessionExpiredException": "login",
            }.get(answer, answer)
        if routing["methods"] == ["GET"]:
            response = self._get(url)
        else:
            files = {"sheet": ("a.xlsx", b"no sheet")} if name == "return_upload" else None
            response = self._post(url, files=files, **self._data(name))
        if "/web/login" in response.headers.get("Location", ""):
            return "login"
        codes = {200: "ok", 404: "refused"}
        if routing["methods"] == ["POST"]:
            codes[303] = "ok"
        return codes.get(response.status_code, response.status_code)

    def test_every_route_has_a_row(self):
        self.assertEqual(set(self._routes()), set(TABLE))
        for routing in self._routes().values():
            self.assertTrue(routing["methods"])
            self.assertNotIn("csrf", routing)

    def test_table(self):
        for name, routing in self._routes().items():
            row = TABLE[name]
            self.assertEqual(set(row), set(self.visitors), name)
            for visitor, expected in row.items():
                with self.subTest(route=name, visitor=visitor), self._rolled_back():
                    self.assertEqual(self._ask(name, routing, visitor), expected)

    @contextmanager
    def _rolled_back(self):
        with self.env.cr.savepoint() as savepoint:
            yield
            savepoint.rollback()

    def test_list_shows_own_documents_only(self):
        for user, expected in ((self.colleague, True), (self.stranger, False)):
            self._visit(user)
            page = self._get("/my/returns").text
            self.assertEqual(self.done.name in page, expected)

    def test_refusals_look_the_same(self):
        """A document of somebody else cannot be told from one that does not exist."""
        self._visit(self.stranger)
        pages = []
        for number in (self.draft.id, self.done.id, 2**31 - 1, 0, 10**20):
            response = self._get(f"/my/returns/{number}")
            self.assertNotThere(response)
            pages.append(self._body(response).replace(f"/my/returns/{number}", "URL"))
        self.assertEqual(len(set(pages)), 1)
        self.assertNotThere(self._get("/my/returns/x"))
        self.assertNotThere(self._get("/my/returns/-1"))

    def _body(self, response):
        return response.text.partition("<main>")[2].partition("</main>")[0]

    def test_credit_notes_and_photos_of_others_are_refused(self):
        other_move = self._sell_to(self.dealer)
        invoice = self._invoice(other_move.sale_line_id.order_id)
        attachment = self.env["ir.attachment"].create({"name": "a.png", "raw": draw()})
        self._visit(self.contact)
        self.assertNotThere(self._get(f"/my/returns/{self.done.id}/credit/{invoice.id}"))
        self.assertNotThere(self._get(f"/my/returns/{self.draft.id}/photos/{attachment.id}"))
        credit = self.done.credit_note_ids
        self.assertNotThere(self._get(f"/my/returns/{self.draft.id}/credit/{credit.id}"))

    def test_form_is_printed_from_the_approval_on(self):
        self._visit(self.contact)
        self.assertNotThere(self._get(f"/my/returns/{self.draft.id}/form"))
        self.assertNotThere(self._get(f"/my/returns/{self.draft.id}/carton"))

    def test_forms_take_a_csrf_token(self):
        self._visit(self.contact)
        url = f"/my/returns/{self.draft.id}/cancel"
        with self.assertLogs("odoo.http", "WARNING"):
            response = self.url_open(url, data={"a": "b"}, allow_redirects=False)
        self.assertEqual(response.status_code, 400)
        self.assertEqual(self.draft.state, "draft")
