from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .books_common import BooksCommon


class TestHandover(BooksCommon):
    """The next shift acknowledges line by line; until then nobody loses a customer (S-80)."""

    def _give(self, **vals):
        """The night of 1 March leaves a customer and, with ``vals``, another matter."""
        with self._at("1 16:40"):
            session = self._serve()
            handover = self._write_handover(**vals)
            handover.action_give()
        return session, handover

    def test_customers_being_served_are_in_the_book(self):
        with self._at("1 16:40"):
            session, other = self._serve(), self._serve(name="Li")
            handover = self._write_handover()
            self.assertEqual(handover.line_ids.session_id, session + other)
            self.assertEqual(set(handover.line_ids.mapped("customer_name")), {"Zhang", "Li"})
            self.assertEqual(self._write_handover(), handover)
            self.assertEqual(len(handover.line_ids), 2)
            other.action_deal()
        self.assertEqual(handover.line_ids.session_id, session)

    def test_handover_belongs_to_the_shift(self):
        with self._at("1 16:00"):
            first = self._write_handover(todo="Ship")
        with self._at("1 17:30"):
            self.assertEqual(self._write_handover(), first)
        self.assertEqual(first.sudo().slot_id, self.night_slot)
        with self._at("3 01:00"):
            self.assertNotEqual(self._write_handover(), first)
        handovers = self._model("cs.handover", "agent0")
        with self._at("1 16:10"), mute_logger("odoo.sql_db"):
            self.assertRefused(IntegrityError, "one_a_shift", handovers.create, {})

    def test_acknowledging_moves_the_customer(self):
        session, handover = self._give()
        self.assertEqual(session.state, "waiting")
        with self._at("2 00:10"):
            self._as(handover.line_ids, "agent1").action_acknowledge()
        self.assertEqual((session.state, session.employee_id), ("open", self.agents[1]))
        self.assertEqual(session.sudo().slot_id, self.day_slot)
        line = handover.line_ids.sudo()
        self.assertEqual(line.acknowledged_by_id, self.agents[1])
        self.assertEqual(line.acknowledged_at, self._moment("2 00:10"))
        self.assertEqual(handover.state, "done")
        with self._at("2 00:20"):
            self._as(session, "agent1").action_deal()
        self.assertEqual(session.closed_at, self._moment("2 00:20"))

    def test_each_line_is_acknowledged_on_its_own(self):
        session, handover = self._give(todo="Ship the order", is_urgent=True)
        matter = handover.line_ids.filtered("todo")
        with self._at("2 00:10"):
            self._as(matter, "agent1").action_acknowledge()
        self.assertEqual((handover.state, handover.left_count), ("given", 1))
        self.assertEqual(session.state, "waiting")
        with self._at("2 00:15"):
            again = self._as(matter, "agent1").action_acknowledge
            self.assertRefused(UserError, "Agent 1 has acknowledged", again)
            self._as(handover.line_ids - matter, "agent1").action_acknowledge()
        self.assertEqual((handover.state, handover.left_count), ("done", 0))

    def test_only_the_next_shift_or_the_head_acknowledges(self):
        _session, handover = self._give()
        with self._at("2 00:10"):
            own = self._as(handover.line_ids, "agent0").action_acknowledge
            self.assertRefused(UserError, "wrote Zhang yourself", own)
            self.assertRefused(
                AccessError, "", self._as(handover.line_ids, "plain").action_acknowledge
            )
            planner = self._as(handover.line_ids, "planner").action_acknowledge
            self.assertRefused(UserError, "not linked to an employee", planner)
        with self._at("1 19:00"):
            early = self._as(handover.line_ids, "agent1").action_acknowledge
            self.assertRefused(UserError, "on a shift of Online Service", early)
            self._as(handover.line_ids, "head").action_acknowledge()
        self.assertEqual(handover.line_ids.sudo().acknowledged_by_id, self.head)

    def test_drafts_are_not_acknowledged_nor_read(self):
        with self._at("1 16:40"):
            handover = self._write_handover(todo="Ship")
            line = self._as(handover.line_ids, "agent1")
            self.assertRefused(AccessError, "", line.action_acknowledge)
            self.assertRefused(
                UserError, "still writing", self._as(line, "head").action_acknowledge
            )

    def test_what_is_handed_over_is_fixed(self):
        _session, handover = self._give(todo="Ship")
        line = handover.line_ids.filtered("todo")
        self.assertRefused(UserError, "no longer", line.write, {"todo": "Forget"})
        self.assertRefused(UserError, "take it back", line.unlink)
        self.assertRefused(
            UserError, "no longer", handover.write, {"line_ids": [(0, 0, {"todo": "More"})]}
        )
        more = {"handover_id": handover.id, "todo": "More"}
        self.assertRefused(UserError, "take it back", line.create, more)
        self.assertRefused(UserError, "stays in the book", handover.unlink)
        for vals in (
            {"acknowledged_at": "2027-03-02"},
            {"acknowledged_by_id": self.agents[1].id},
            {"session_id": False},
            {"state": "done"},
        ):
            self.assertRefused(AccessError, "by hand", line.write, vals)
        self.assertRefused(AccessError, "by hand", handover.write, {"remind_at": False})

    def test_taken_back_the_customer_is_served_on(self):
        session, handover = self._give(todo="Ship")
        matter = handover.line_ids.filtered("todo")
        with self._at("2 00:10"):
            self._as(matter, "agent1").action_acknowledge()
        with self._at("2 00:20"):
            self._as(handover, "agent0").action_take_back()
            self.assertEqual((session.state, session.employee_id), ("open", self.agents[0]))
            self.assertRefused(UserError, "no longer", matter.write, {"todo": "Forget"})
            self.assertRefused(UserError, "take it back", matter.unlink)
            self._as(session, "agent0").action_deal()
            self._as(handover, "agent0").action_give()
        self.assertEqual(handover.state, "done")

    def test_customer_whom_another_handover_moved_on_leaves_the_first(self):
        session, first = self._give(todo="Ship")
        with self._at("1 16:45"):
            first.action_take_back()
        with self._at("2 06:00"):
            second = self._write_handover()
            second.action_give()
            first.action_give()
        self.assertEqual(session.handover_line_ids.handover_id, second)
        self.assertEqual(first.line_ids.mapped("todo"), ["Ship"])
        self.assertEqual((first.state, session.state), ("given", "waiting"))

    def test_empty_handover_is_refused(self):
        with self._at("1 16:40"):
            handover = self._write_handover()
            self.assertRefused(UserError, "just check out", handover.action_give)

    def test_line_says_something(self):
        with self._at("1 16:40"), mute_logger("odoo.sql_db"):
            self.assertRefused(
                IntegrityError, "says_something", self._write_handover, is_urgent=True
            )

    def test_foreign_customers_are_not_read_by_their_number(self):
        company = self.env["res.company"].create({"name": "Other Works"})
        partner = self.env["res.partner"].create({"name": "Secret", "company_id": company.id})
        self.assertRefused(
            AccessError, "", self._write_handover, todo="Ship", partner_id=partner.id
        )
        self.assertRefused(AccessError, "", self._serve, partner_id=partner.id)


class TestCheckOut(BooksCommon):
    """Nobody checks out with customers who are neither served nor handed over (S-80)."""

    def setUp(self):
        super().setUp()
        with self._at("1 09:00"):
            self._check_in(self.agents[0])
        with self._at("1 16:40"):
            self.session = self._serve()

    def test_systray_refuses_while_a_customer_is_served(self):
        with self._at("1 17:01"):
            self.assertRefused(UserError, "Agent 0 is still serving Zhang", self._check_out)
            self.session.action_deal()
            self._check_out()
        self.assertEqual(self.agents[0].attendance_state, "checked_out")

    def test_kiosk_refuses_while_a_customer_is_served(self):
        public = self.env.ref("base.public_user")
        employee = self.agents[0].with_user(public).sudo()
        with self._at("1 17:01"):
            self.assertRefused(UserError, "still serving Zhang", employee._attendance_action_change)

    def test_nobody_gets_around_it_by_writing_the_attendance(self):
        self.users["agent0"].group_ids |= self.env.ref("hr_attendance.group_hr_attendance_user")
        attendance = self._as(self.agents[0].attendance_ids, "agent0")
        with self._at("1 17:01"):
            vals = {"check_out": "2027-03-01 17:01:00"}
            self.assertRefused(UserError, "still serving Zhang", attendance.write, vals)
            # whoever manages attendances corrects those of others
            self._as(attendance, "planner").write(vals)

    def test_handing_over_frees_the_agent(self):
        with self._at("1 17:05"):
            handover = self._write_handover()
            self.assertRefused(UserError, "still serving Zhang", self._check_out)
            handover.action_give()
            self._check_out()
        self.assertEqual(self.agents[0].attendance_state, "checked_out")
        self.assertEqual(self.session.state, "waiting")

    def test_others_check_in_and_out_as_ever(self):
        with self._at("1 10:00"):
            self._check_out("agent1")
        with self._at("1 10:30"):
            self._check_out("agent1")
        self.assertEqual(self.agents[1].attendance_state, "checked_out")


class TestHandoverReminder(BooksCommon):
    """The head learns once of what nobody acknowledges in time (S-80)."""

    def _run_cron(self, moment):
        with self._at(moment):
            self.env["cs.handover"]._cron_remind()

    def _activities(self, handover):
        return handover.sudo().activity_ids.filtered(
            lambda activity: activity.user_id == self.users["head"]
        )

    def test_time_counts_from_the_next_shift(self):
        with self._at("1 17:00"):
            handover = self._write_handover(todo="Ship")
            handover.action_give()
        self.assertEqual(handover.remind_at, self._moment("2 00:30"))
        self._run_cron("2 00:25")
        self.assertFalse(self._activities(handover))
        self._run_cron("2 00:35")
        self._run_cron("2 00:40")
        self.assertEqual(len(self._activities(handover)), 1)
        with self._at("2 00:45"):
            self._as(handover.line_ids, "agent1").action_acknowledge()
        self.assertFalse(self._activities(handover))

    def test_company_sets_the_minutes(self):
        self.company.cs_handover_minutes = 5
        with self._at("2 08:40"):
            handover = self._write_handover("agent1", todo="Ship")
            handover.action_give()
        # there is no night; agent 0 begins at eight on the next day
        self.assertEqual(handover.remind_at, self._moment("3 00:05"))

    def test_acknowledged_in_time_is_no_news(self):
        with self._at("1 17:00"):
            handover = self._write_handover(todo="Ship")
            handover.action_give()
        with self._at("2 00:10"):
            self._as(handover.line_ids, "agent1").action_acknowledge()
        self._run_cron("2 00:35")
        self.assertFalse(self._activities(handover))
