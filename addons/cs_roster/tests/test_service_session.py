from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .books_common import BooksCommon


class TestServiceSession(BooksCommon):
    """A customer is served from one tap to another, on the shift of the agent (S-79)."""

    def test_one_tap_opens_and_one_closes(self):
        sessions = self._model("cs.service.session", "agent0")
        with self._at("1 10:05"):
            session = sessions.browse(sessions.action_start())
        self.assertEqual(session.display_name, "Customer 18:05")
        self.assertEqual((session.state, session.employee_id), ("open", self.agents[0]))
        with self._at("1 10:20"):
            session.action_deal()
        self.assertEqual((session.state, session.outcome), ("closed", "deal"))
        self.assertEqual(session.closed_at, self._moment("1 10:20"))

    def test_session_finds_its_shift(self):
        for moment, slot, date in (
            ("1 08:10", self.night_slot, "2027-03-01"),
            ("1 16:30", self.night_slot, "2027-03-01"),
            # past midnight, and while the night runs on
            ("1 17:30", self.night_slot, "2027-03-01"),
            ("1 07:30", self.env["cs.roster.slot"], "2027-03-01"),
            ("1 22:00", self.env["cs.roster.slot"], "2027-03-02"),
            ("2 23:30", self._slot(self.agents[0], 2), "2027-03-03"),
        ):
            with self.subTest(moment=moment), self._at(moment):
                session = self._serve()
                self.assertEqual(session.sudo().slot_id, slot)
                self.assertEqual(str(session.date), date)
                self.assertEqual(session.department_id, self.department)

    def test_only_published_shifts_count(self):
        self.roster.grid_write(self.roster.revision, [[self.agents[3].id, 0, "N"]])
        employee = self.agents[3]
        found = self.env["cs.roster.slot"]._find_at(employee, self._moment("1 10:00"))
        self.assertFalse(found)

    def test_reopened_within_an_hour_only(self):
        with self._at("1 10:00"):
            session = self._serve()
            session.action_no_deal()
        with self._at("1 11:01"):
            self.assertRefused(UserError, "more than an hour ago", session.action_reopen)
        with self._at("1 10:50"):
            session.action_reopen()
        self.assertEqual(
            (session.state, session.outcome, session.closed_at), ("open", False, False)
        )

    def test_mistakes_stay_on_record(self):
        with self._at("1 10:00"):
            session = self._serve()
            self.assertRefused(AccessError, "", session.unlink)
            session.action_void()
        self.assertEqual((session.state, session.outcome), ("void", False))
        self.assertRefused(UserError, "Opened by Mistake", session.action_deal)

    def test_what_code_sets_is_not_set_by_hand(self):
        with self._at("1 10:00"):
            session = self._serve()
        for vals in (
            {"state": "closed"},
            {"outcome": "deal"},
            {"employee_id": self.agents[1].id},
            {"opened_at": "2027-01-01"},
            {"noted_at": "2027-01-01"},
            {"slot_id": self.day_slot.id},
            {"date": "2027-01-01"},
            {"department_id": False},
        ):
            with self.subTest(vals=vals):
                self.assertRefused(AccessError, "by hand", session.write, vals)
                create = {"customer_name": "Li", **vals}
                self.assertRefused(AccessError, "by hand", session.create, create)
        forged = session.with_context(default_employee_id=self.agents[1].id, default_state="closed")
        other = forged.create({"customer_name": "Li"})
        self.assertEqual((other.employee_id, other.state), (self.agents[0], "open"))

    def test_closed_sessions_take_the_order_and_no_other_name(self):
        partner = self.env["res.partner"].create({"name": "Zhang"})
        order = self._sell()
        with self._at("1 10:00"):
            session = self._serve()
            session.action_deal()
            self.assertRefused(UserError, "no longer", session.write, {"customer_name": "Li"})
            session.partner_id = partner
        # an agent without rights to orders does not learn them by their numbers
        self.assertRefused(AccessError, "", session.write, {"order_id": order.id})
        self._allow_orders()
        session.order_id = order
        self.assertEqual(session.order_id, order)

    def test_order_is_the_deal_of_one_session(self):
        self._allow_orders()
        order = self._sell()
        self._serve(order_id=order.id)
        with mute_logger("odoo.sql_db"):
            self.assertRefused(IntegrityError, "order_unique", self._serve, order_id=order.id)

    def test_deals_need_an_order_where_the_company_says_so(self):
        self._allow_orders()
        self.company.cs_deal_needs_order = True
        session = self._serve()
        self.assertRefused(UserError, "order of Zhang", session.action_deal)
        session.order_id = self._sell()
        session.action_deal()

    def test_customer_has_a_name(self):
        with mute_logger("odoo.sql_db"):
            self.assertRefused(IntegrityError, "session_customer", self._serve, name=False)

    def test_user_without_employee_is_told_whom_to_ask(self):
        self.assertRefused(UserError, "ask the personnel", self._serve, role="plain")

    def test_head_closes_what_an_agent_left_open(self):
        session = self._serve()
        self._as(session, "head").action_no_deal()
        self.assertEqual(session.state, "closed")
        self.assertRefused(AccessError, "", self._as(self._serve(), "agent1").action_no_deal)

    def _sell(self):
        return self.env["sale.order"].create(
            {"partner_id": self.env["res.partner"].create({"name": "Buyer"}).id}
        )

    def _allow_orders(self):
        group = self.env.ref("sales_team.group_sale_salesman_all_leads")
        self.users["agent0"].group_ids |= group
