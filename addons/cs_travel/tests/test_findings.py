from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .common import TravelCommon


class TestFindings(TravelCommon):
    """Calls to dealers, the finding on a day and its evidence (S-12, S-34, S-40)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.trip = cls._create_approved(first=-1, days=3)
        cls.day = cls.trip.day_ids.sorted("date")[0]

    def _file(self, role="clerk", **vals):
        files = self.env["ir.attachment"].with_user(self.users[role])
        values = {"name": "a.txt", "raw": b"seen", "res_model": "cs.trip.finding", "res_id": 0}
        return files.create({**values, **vals})

    def _dialog(self, role="clerk", **vals):
        dialogs = self.env["cs.trip.finding"].with_user(self.users[role])
        values = {"day_id": self.day.id, "result": "deviated", "reason": "Seen in Hefei"}
        return dialogs.create({**values, **vals})

    def _call(self, role="clerk", day=None, **vals):
        calls = self.env["cs.trip.call"].with_user(self.users[role])
        return calls.create({"day_id": (day or self.day).id, "result": "confirmed", **vals})

    # Calls

    def test_call_knows_who_when_and_the_only_dealer(self):
        call = self._call(note="Came at ten")
        self.assertEqual(call.partner_id, self.dealer)
        self.assertEqual((call.caller_id, call.channel), (self.users["clerk"], "phone"))
        self.assertLess(fields.Datetime.now() - call.called_at, timedelta(minutes=1))

    def test_caller_time_and_channel_cannot_be_set(self):
        for name, value in (
            ("caller_id", self.users["boss"].id), ("called_at", "2020-01-01"), ("channel", "portal"),
        ):  # fmt: skip
            with self.subTest(field=name), self.assertRaises(AccessError):
                self._call(**{name: value})
            context = {f"default_{name}": value}
            calls = self.env["cs.trip.call"].with_user(self.users["clerk"])
            call = calls.with_context(**context).create(
                {"day_id": self.day.id, "result": "confirmed"}
            )
            self.assertEqual((call.caller_id, call.channel), (self.users["clerk"], "phone"))
            self.assertLess(fields.Datetime.now() - call.called_at, timedelta(minutes=1))

    def test_calls_are_written_once(self):
        call = self._call()
        for role, user in self.users.items():
            with self.subTest(role=role), self.assertRaises(AccessError):
                call.with_user(user).write({"result": "not_seen"})
            with self.subTest(role=role), self.assertRaises(AccessError):
                call.with_user(user).unlink()

    def test_only_clerks_call_and_only_staff_reads(self):
        call = self._call(result="complaint")
        for role in ("traveller", "boss", "general", "hr", "accountant", "office", "plain"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._call(role)
        readers = set()
        for role, user in self.users.items():
            try:
                call.with_user(user).read(["result"])
                readers.add(role)
            except AccessError:
                pass
        self.assertEqual(readers, {"clerk", "clerk2", "manager", "general"})

    def test_clerks_neither_make_nor_read_calls_about_themselves(self):
        trip = self._create_trip(first=-1, role="clerk")
        trip.action_submit()
        for role in ("clerk2", "boss"):
            trip.with_user(self.users[role]).action_approve()
        day = trip.day_ids[0]
        with self.assertRaises(AccessError):
            self._call("clerk", day)
        call = self._call("clerk2", day, result="complaint")
        self.assertFalse(call.with_user(self.users["clerk"]).search([("id", "=", call.id)]))
        self.assertFalse(day.call_ids)
        self.assertFalse(day.call_count)
        with self.assertRaises(AccessError):
            call.with_user(self.users["clerk"]).read(["result"])

    def test_days_to_come_and_drafts_are_not_asked_about(self):
        with self.assertRaisesRegex(UserError, "not begun"):
            self._call(day=self.trip.day_ids.sorted("date")[2])
        with self.assertRaisesRegex(UserError, "cannot be logged"):
            self._call(day=self._create_trip(first=-9).day_ids[0])

    # Findings

    def test_dialog_opens_with_nothing_chosen(self):
        day = self.day.with_user(self.users["clerk"])
        for chosen in (False, "deviated", "solicited"):
            action = day.with_context(cs_finding=chosen).action_open_finding()
            self.assertEqual(action["context"]["default_result"], chosen)
        action = day.action_open_finding()
        dialogs = self.env["cs.trip.finding"].with_user(self.users["clerk"])
        form = Form(dialogs.with_context(**action["context"]))
        self.assertFalse(form.result)
        form.reason = "Seen in Hefei"
        with self.assertRaisesRegex(AssertionError, "result"):
            form.save()

    def test_reason_is_asked_for(self):
        with self.assertRaisesRegex(UserError, "reason"):
            self._dialog(reason=" ").action_confirm()

    def test_traveller_is_told_of_a_deviation_by_message(self):
        before = self.trip.sudo().message_ids
        self._dialog().action_confirm()
        message = self.trip.sudo().message_ids - before
        self.assertIn("Seen in Hefei", message.body)
        self.assertEqual(message.partner_ids, self.users["traveller"].partner_id)
        self.assertEqual(message.author_id, self.users["clerk"].partner_id)
        self.assertEqual(self.day.result, "deviated")

    def test_day_as_planned_is_not_written_about(self):
        before = self.trip.sudo().message_ids
        self.day.with_user(self.users["clerk"]).action_find_as_planned()
        self.assertEqual(self.trip.sudo().message_ids, before)

    def test_evidence_is_read_by_those_who_read_the_day(self):
        file = self._file()
        self._dialog(evidence_ids=[(4, file.id)]).action_confirm()
        self.assertEqual(self.day.evidence_ids.ids, file.ids)
        for role in ("traveller", "boss", "clerk2", "manager", "general"):
            self.assertEqual(file.with_user(self.users[role]).raw, b"seen", role)
        for role in ("colleague", "plain"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                file.with_user(self.users[role]).read(["raw"])

    def test_evidence_stays(self):
        file = self._file()
        self._dialog(evidence_ids=[(4, file.id)]).action_confirm()
        for role, user in self.users.items():
            for call in (
                lambda user=user: file.with_user(user).write({"raw": b"nothing"}),
                lambda user=user: file.with_user(user).write({"res_id": 0}),
                lambda user=user: file.with_user(user).unlink(),
                lambda user=user: self.day.with_user(user).write({"evidence_ids": [(5,)]}),
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    call()
        self.assertEqual(file.raw, b"seen")

    def test_foreign_files_are_no_evidence(self):
        own = self._create_trip(first=9, role="clerk")
        for file in (
            self._file("colleague"),
            self._file(res_model="cs.trip", res_id=own.id),
            self._file(res_model=False),
        ):
            dialog = self._dialog()
            dialog.sudo().evidence_ids = file.sudo()
            with self.assertRaises(AccessError):
                dialog.action_confirm()

    def test_dialog_is_for_clerks_and_not_for_their_own_days(self):
        for role in ("traveller", "boss", "general", "hr", "plain"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._dialog(role)
        dialog = self._dialog()
        with self.assertRaises(AccessError):
            dialog.with_user(self.users["clerk2"]).read(["reason"])
        trip = self._create_trip(first=-1, role="clerk")
        trip.action_submit()
        for role in ("clerk2", "boss"):
            trip.with_user(self.users[role]).action_approve()
        with self.assertRaises(AccessError):
            self._dialog(day_id=trip.day_ids[0].id).action_confirm()
        self.assertFalse(trip.day_ids[0].can_find)

    def test_day_to_come_is_not_judged(self):
        day = self.trip.day_ids.sorted("date")[2].with_user(self.users["clerk"])
        self.assertFalse(day.can_find)
        with self.assertRaisesRegex(UserError, "not begun"):
            self._dialog(day_id=day.id).action_confirm()

    # Reminder

    def test_clerk_is_reminded_once_of_all_days_of_yesterday(self):
        other = self._create_approved(first=-1, role="colleague")
        reminders = self._remind()
        self.assertEqual(reminders.user_id, self.users["clerk2"])
        self.assertIn("2", reminders.summary)
        self.assertIn(reminders.res_id, (self.trip | other).ids)
        self.assertEqual(self._remind(), reminders)

    def test_judged_days_are_not_reminded_of(self):
        self.day.with_user(self.users["clerk"]).action_find_as_planned()
        self.assertFalse(self._remind())

    def _remind(self):
        cron = self.env.ref("cs_travel.ir_cron_cs_trip_day_remind")
        self.env.flush_all()
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        kind = self.env.ref("cs_travel.mail_activity_type_supervision")
        return self.env["mail.activity"].search(
            [("activity_type_id", "=", kind.id), ("res_model", "=", "cs.trip")]
        )
