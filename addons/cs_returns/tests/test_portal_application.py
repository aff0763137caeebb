from odoo.tests import tagged

from .portal_common import SIGNATURE, PortalCommon


@tagged("post_install", "-at_install")
class TestPortalApplication(PortalCommon):
    """A dealer applies for own goods, and reaches nobody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.first = cls._sell_to(cls.dealer)
        cls.second = cls._sell_to(cls.dealer)
        cls.foreign = cls._sell_to(cls.rival)

    def setUp(self):
        super().setUp()
        self._visit(self.contact)

    def _form(self, *moves, quantity="2", **more):
        values = {}
        for move in moves:
            values[f"quantity_{move.id}-0"] = quantity
            values[f"reason_{move.id}-0"] = str(self.quality.id)
        return {**values, **more}

    def _mine(self):
        return self.env["cs.return"].search([("partner_id", "child_of", self.dealer.id)])

    def _applied(self, *moves, **form):
        response = self._post("/my/returns/new", **self._form(*moves, **form))
        self.assertEqual(response.status_code, 303)
        return self._mine()

    def test_own_goods_of_two_orders(self):
        draft = self._applied(self.first, self.second)
        self.assertEqual(draft.state, "draft")
        self.assertEqual(draft.partner_id, self.dealer)
        self.assertEqual(draft.company_id, self.company)
        self.assertEqual(draft.create_uid, self.contact)
        self.assertEqual(draft.line_ids.origin_move_id, self.first | self.second)
        self.assertNotIn(self.contact.partner_id, draft.message_partner_ids)

    def test_pages_show_own_goods_only(self):
        text = self._get("/my/returns/new").text
        self.assertIn(f"quantity_{self.first.id}-0", text)
        self.assertNotIn(f"quantity_{self.foreign.id}-0", text)
        order = self.second.sale_line_id.order_id.name
        found = self._get(f"/my/returns/new?search={order}").text
        self.assertIn(f"quantity_{self.second.id}-0", found)
        self.assertNotIn(f"quantity_{self.first.id}-0", found)

    def test_goods_that_came_back_take_no_room_on_the_pages(self):
        moves = [self._sell_to(self.dealer) for _number in range(21)]
        for move in moves:
            self._draft_of(self.contact, move, quantity=10)
        drafts = self._mine()
        drafts[:20].mapped(
            lambda draft: (
                draft.with_user(self.contact)
                ._portal_find_own(draft.id)
                ._portal_submit("Mei", SIGNATURE)
            )
        )
        page = self._get("/my/returns/new").text
        self.assertEqual(page.count('name="quantity_'), 3)
        self.assertNotIn("o_cs_next", page)

    def test_long_lists_come_in_pages(self):
        for _number in range(20):
            self._sell_to(self.dealer)
        first = self._get("/my/returns/new").text
        self.assertEqual(first.count('name="quantity_'), 20)
        self.assertIn("page=2", first)
        self.assertEqual(self._get("/my/returns/new?page=2").text.count('name="quantity_'), 2)

    def test_pages_that_are_none_show_the_first(self):
        for page in ("0", "-1", "x", "\u00b2", "99999"):
            with self.subTest(page=page):
                text = self._get(f"/my/returns/new?page={page}").text
                self.assertIn(f"quantity_{self.first.id}-0", text)

    def test_card_on_the_home_page_counts(self):
        self._draft_of(self.contact, self.first)
        for user, expected in ((self.contact, 1), (self.stranger, 1), (self.users["plain"], 0)):
            self._visit(user)
            params = {"counters": ["return_count"]}
            found = self.make_jsonrpc_request("/my/counters", params)
            self.assertEqual(found["return_count"], expected)
        self.assertIn("return_count", self._get("/my").text)

    def test_goods_of_another_dealer_are_refused(self):
        for form in (
            self._form(self.foreign),
            self._form(self.first, self.foreign),
            {"quantity_999999999-0": "1"},
            {f"quantity_{self.first.id}-999": "1", f"reason_{self.first.id}-999": "1"},
            {f"quantity_{self.first.id}": "1"},
            {"quantity_1;drop-0": "1"},
        ):
            with self.subTest(form=form):
                self.assertNotThere(self._post("/my/returns/new", **form))
        self.assertFalse(self._mine())

    def test_extra_fields_are_refused(self):
        for extra in (
            {"state": "approved"}, {"partner_id": self.rival.id}, {"override_outcome": "free"},
            {"company_id": 1}, {"line_ids": "[]"}, {"quantity_state": "1"},
        ):  # fmt: skip
            with self.subTest(extra=extra):
                form = self._form(self.first, **extra)
                self.assertNotThere(self._post("/my/returns/new", **form))
        self.assertFalse(self._mine())
        draft = self._applied(self.first)
        line = draft.line_ids
        for extra in ("state", "override_outcome", "partner_id", "origin_move_id"):
            url = f"/my/returns/{draft.id}/lines"
            self.assertNotThere(self._post(url, line_id=line.id, quantity="3", **{extra: "1"}))
        self.assertEqual(line.quantity, 2)

    def test_quantities_that_cannot_come_back(self):
        for quantity in ("11", "-1", "nan", "inf", "many", "1e999"):
            with self.subTest(quantity=quantity):
                response = self._post(
                    "/my/returns/new", **self._form(self.first, quantity=quantity)
                )
                self.assertEqual(response.status_code, 200)
                self.assertIn("alert-danger", response.text)
        self.assertFalse(self._mine())

    def test_a_reason_is_wanted_and_must_exist(self):
        quantity = f"quantity_{self.first.id}-0"
        self.assertIn("Choose the reason", self._post("/my/returns/new", **{quantity: 1}).text)
        form = self._form(self.first, **{f"reason_{self.first.id}-0": "999999"})
        self.assertNotThere(self._post("/my/returns/new", **form))
        self.assertFalse(self._mine())

    def test_goods_of_several_companies_take_several_applications(self):
        other = self._create_company("Rod Works")
        move = self.second.sudo()
        move.picking_id.flush_recordset()
        self.env.cr.execute(
            "UPDATE stock_move SET company_id = %s WHERE id = %s", (other.id, move.id)
        )
        move.invalidate_recordset()
        response = self._post("/my/returns/new", **self._form(self.first, self.second))
        self.assertIn("one application for each", response.text)
        self.assertFalse(self._mine())

    def test_lines_are_changed_added_and_removed(self):
        draft = self._applied(self.first)
        url = f"/my/returns/{draft.id}"
        self._post(f"{url}/goods", **self._form(self.first, self.second, quantity="1"))
        self.assertEqual(draft.line_ids.mapped("quantity"), [3, 1])
        line, other = draft.line_ids
        self._post(f"{url}/lines", line_id=line.id, quantity="5", reason_id=self.unsold.id)
        self.assertEqual((line.quantity, line.reason_id), (5, self.unsold))
        self._post(f"{url}/lines", line_id=line.id, quantity="50")
        self.assertEqual(line.quantity, 5)
        self.assertIn("Only 10 Units", self._get(url).text)
        self._post(f"{url}/lines", line_id=other.id, remove="1")
        self.assertEqual(draft.line_ids, line)

    def test_lines_of_others_are_refused(self):
        draft = self._applied(self.first)
        foreign = self._draft_of(self.stranger, self.foreign)
        own_url = f"/my/returns/{draft.id}/lines"
        foreign_url = f"/my/returns/{foreign.id}/lines"
        for url in (own_url, foreign_url):
            form = {"line_id": foreign.line_ids.id, "quantity": "1", "remove": "1"}
            self.assertNotThere(self._post(url, **form))
        self.assertNotThere(self._post(own_url, line_id="x", quantity="1"))
        self.assertEqual(foreign.line_ids.quantity, 2)
        self.assertNotThere(self._post(f"/my/returns/{foreign.id}/goods", **self._form(self.first)))

    def test_what_the_office_wrote_is_seen_and_not_changed(self):
        draft = self._apply([(self.first, 2)])
        self.assertEqual(self._get(f"/my/returns/{draft.id}").status_code, 200)
        self.assertNotThere(self._post(f"/my/returns/{draft.id}/cancel"))
        self.assertIn("NotFound", self._sign(f"/my/returns/{draft.id}/submit"))
        self.assertEqual(draft.state, "draft")

    def test_submitting_takes_a_name_and_a_drawing(self):
        draft = self._draft_of(self.contact, self.first)
        url = f"/my/returns/{draft.id}/submit"
        for params in ({"name": ""}, {"signature": ""}, {"signature": "PHN2Zz4="}, {"name": []}):
            with self.subTest(params=params):
                self.assertIn("draw your signature", self._sign(url, **params)["error"])
        self.assertIn("NotFound", self._sign(url, state="approved"))
        self.assertEqual(draft.state, "draft")

    def test_whole_chain(self):
        draft = self._applied(self.first, self.second)
        answer = self._sign(f"/my/returns/{draft.id}/submit", name="Mei Lin")
        self.assertEqual(answer["redirect_url"], f"/my/returns/{draft.id}")
        self.assertEqual(draft.state, "submitted")
        self.assertEqual(draft.requester_id, self.contact)
        self.assertEqual(draft.dealer_signed_by, "Mei Lin")
        self.assertTrue(draft.dealer_signature)
        self.assertEqual(len(draft.approval_step_ids), 2)
        self.assertIn("error", self._sign(f"/my/returns/{draft.id}/submit"))
        draft.with_user(self.users["office"]).action_approve()
        draft.with_user(self.users["manager"]).action_approve()
        self.assertEqual(draft.activity_ids.user_id, self.users["salesman"])
        self.assertIn("Print the form and send the goods", self._get("/my/returns").text)
        self._settle(self._appraise(draft))
        self.assertEqual(draft.state, "done")
        page = self._get(f"/my/returns/{draft.id}").text
        self.assertEqual(page.count('data-status="done"'), 7)

    def test_refused_application_is_corrected_and_signed_anew(self):
        draft = self._submitted_of(self.contact, self.first)
        decision = self.env["cs.approval.decision"].with_user(self.users["office"])
        decision.create(
            {
                "res_model": "cs.return", "res_id": draft.id,
                "decision": "refuse", "comment": "Wrong lot",
            }
        ).action_confirm()  # fmt: skip
        self.assertEqual(draft.state, "draft")
        self.assertFalse(draft.dealer_signature)
        self.assertIn("Wrong lot", self._get(f"/my/returns/{draft.id}").text)
        self.assertEqual(draft.activity_ids.user_id, self.users["salesman"])
        self._sign(f"/my/returns/{draft.id}/submit")
        self.assertEqual(draft.state, "submitted")
        self.assertEqual(draft.approval_round, 2)

    def test_cancelling_ends_with_the_approval(self):
        draft = self._submitted_of(self.contact, self.first)
        self._post(f"/my/returns/{draft.id}/cancel")
        self.assertEqual(draft.state, "cancel")
        approved = self._approved_of(self.contact, self.second)
        self._post(f"/my/returns/{approved.id}/cancel")
        self.assertEqual(approved.state, "approved")

    def test_internal_notes_stay_inside(self):
        draft = self._submitted_of(self.contact, self.first)
        draft.sudo().write({"note": "SECRET-NOTE", "office_appraisal": "SECRET-APPRAISAL"})
        draft.with_user(self.users["office"]).action_approve()
        draft.with_user(self.users["manager"]).action_approve()
        for path in ("", "/form", "/carton"):
            response = self._get(f"/my/returns/{draft.id}{path}")
            self.assertEqual(response.status_code, 200)
            self.assertNotIn("SECRET", response.text)

    def test_nothing_is_open_to_remote_calls(self):
        draft = self._draft_of(self.contact, self.first)
        for model, record in (("cs.return", draft), ("cs.return.line", draft.line_ids)):
            for method, args in (
                ("read", [record.ids]),
                ("write", [record.ids, {}]),
                ("search_read", [[]]),
                ("unlink", [record.ids]),
                ("_portal_submit", [record.ids, "Mei", SIGNATURE]),
            ):
                with self.subTest(model=model, method=method):
                    params = {"model": model, "method": method, "args": args, "kwargs": {}}
                    with self.assertLogs("odoo.http", "WARNING") as logs:
                        try:
                            result = self.make_jsonrpc_request("/web/dataset/call_kw", params)
                        except Exception:  # noqa: BLE001 - any refusal will do
                            result = None
                    self.assertTrue(logs.output)
                    self.assertFalse(result)
        self.assertEqual(draft.state, "draft")
