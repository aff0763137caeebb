from odoo.exceptions import AccessError

from .books_common import BooksCommon


class TestNightExtension(BooksCommon):
    """A night shift runs on while a customer is being served, up to its limit (S-77)."""

    def _run_cron(self):
        self.env["cs.roster.slot"]._cron_extend()

    def _open_at_the_end(self):
        with self._at("1 16:50"):
            return self._serve()

    def test_shift_runs_on_while_a_customer_is_served(self):
        self._open_at_the_end()
        with self._at("1 16:55"):
            self._run_cron()
        self.assertFalse(self.night_slot.extended_stop)
        with self._at("1 17:10"):
            self._run_cron()
        self.assertEqual(self.night_slot.extended_stop, self._moment("1 17:10"))
        self.assertEqual(self.night_slot.extension_minutes, 10)
        self.assertEqual(self.night_slot.stop, self._moment("1 17:00"))

    def test_last_customer_freezes_the_end_to_the_minute(self):
        first = self._open_at_the_end()
        with self._at("1 17:05"):
            second = self._serve(name="Li")
            self._run_cron()
        with self._at("1 17:12"):
            first.action_deal()
            self.assertFalse(self.night_slot.is_extension_frozen)
        with self._at("1 17:23"):
            second.action_no_deal()
        self.assertTrue(self.night_slot.is_extension_frozen)
        self.assertEqual(self.night_slot.extension_minutes, 23)
        with self._at("1 17:40"):
            late = self._serve(name="Wang")
            self._run_cron()
        self.assertEqual(late.sudo().slot_id, self.night_slot)
        self.assertEqual(self.night_slot.extension_minutes, 23)

    def test_nothing_runs_on_that_was_over_in_time(self):
        session = self._open_at_the_end()
        with self._at("1 16:58"):
            session.action_deal()
        with self._at("1 17:10"):
            self._run_cron()
        self.assertFalse(self.night_slot.extended_stop)
        self.assertFalse(self.night_slot.is_extension_frozen)

    def test_limit_of_the_type_is_kept(self):
        session = self._open_at_the_end()
        with self._at("1 21:30"):
            self._run_cron()
        self.assertEqual(self.night_slot.extended_stop, self._moment("1 20:00"))
        self.assertTrue(self.night_slot.is_extension_frozen)
        with self._at("1 21:35"):
            session.action_deal()
        self.assertEqual(self.night_slot.extension_minutes, 180)

    def test_day_shift_does_not_run_on(self):
        with self._at("2 08:50"):
            session = self._serve("agent1")
        with self._at("2 09:20"):
            self._run_cron()
            session.action_deal()
        self.assertFalse(self.day_slot.extended_stop)

    def test_handing_over_ends_it_too(self):
        self._open_at_the_end()
        with self._at("1 17:20"):
            handover = self._write_handover()
            handover.action_give()
            self.assertFalse(self.night_slot._has_open_sessions())
        self.assertEqual(self.night_slot.extension_minutes, 20)
        with self._at("1 17:30"):
            self._run_cron()
        self.assertEqual(self.night_slot.extension_minutes, 20)

    def test_head_is_told_once(self):
        self._open_at_the_end()
        for moment in ("1 17:05", "1 17:10", "1 17:15"):
            with self._at(moment):
                self._run_cron()
        [message] = self._messages_to("head", self.roster)
        self.assertIn("Agent 0 runs on", message.body)
        self.assertIn("4:00", message.body)

    def test_too_little_rest_is_told_at_the_end(self):
        self.roster.min_rest_hours = 11
        # the next morning at nine, eight hours after the planned end
        self.roster.grid_write(self.roster.revision, [[self.agents[0].id, 1, "R"]])
        self.roster.action_publish()
        session = self._open_at_the_end()
        with self._at("1 17:30"):
            text = self.night_slot._extend(self._moment("1 17:30"))
            self.assertIn("7.5 hours between Night and Regular", text)
            self._run_cron()
            session.action_deal()
        bodies = self._messages_to("head", self.roster).mapped("body")
        self.assertEqual(len([body for body in bodies if "7.5 hours between" in body]), 1)

    def test_enough_rest_is_no_news(self):
        self.roster.min_rest_hours = 11
        self.assertFalse(self.night_slot._extend(self._moment("1 17:30")))

    def test_agents_extend_nothing_by_hand(self):
        slot = self._as(self.night_slot, "agent0")
        for field in ("extended_stop", "extension_minutes", "is_extension_frozen"):
            self.assertRefused(AccessError, "", slot.write, {field: False})
            self.assertRefused(AccessError, "by hand", self.night_slot.write, {field: False})
