from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError

from .common import FeedbackCommon


class TestChain(FeedbackCommon):
    """A case goes from hand to hand, and nobody keeps it too long unseen (S-56)."""

    def test_new_case_is_with_the_office(self):
        case = self._create_case("clerk")
        self.assertEqual((case.level, case.user_id), ("office", self.users["office"]))
        self.assertTrue(case.name.startswith("FB/"))

    def test_case_without_office_is_with_customer_service(self):
        case = self._create_case("clerk", partner_id=False, contact_name="An angler")
        self.assertEqual((case.level, case.user_id.ids), ("service", []))

    def test_forward_goes_through_region_and_service_to_departments(self):
        case = self._create_case("clerk")
        route = self.env.ref("cs_feedback.cs_feedback_route_department")
        route.sudo().department_ids = self.quality | self.production
        self._as(case, "office").action_forward()
        self.assertEqual((case.level, case.user_id), ("region", self.users["region"]))
        self._as(case, "region").action_forward()
        self.assertEqual(case.level, "service")
        self._as(case, "clerk").action_take()
        self._as(case, "clerk").action_forward()
        self.assertEqual(case.level, "department")
        self.assertEqual(case.answer_ids.department_id, self.quality | self.production)
        self.assertEqual(case.user_id, self.users["clerk"], "the clerk keeps the case")

    def test_case_comes_back_when_all_departments_have_answered(self):
        case = self._create_at_service()
        self._ask(case, self.quality | self.production)
        self._answer(case, self.quality, "worker")
        self.assertEqual(case.level, "department")
        self._answer(case, self.production, "production")
        self.assertEqual(case.level, "service")
        self.assertEqual(case.user_id, self.users["clerk"])

    def test_forward_after_the_departments_goes_to_the_general_manager(self):
        case = self._create_at_service()
        self._ask(case, self.quality)
        self._answer(case, self.quality, "quality")
        self._as(case, "clerk").action_forward()
        self.assertEqual(case.level, "general")
        self._dialog(case, "general", "hand_back", "Approved, tell the dealer")
        self.assertEqual(case.level, "service")

    def test_not_solved_while_a_department_is_asked(self):
        case = self._create_at_service()
        self._ask(case, self.quality)
        self.assertRefused(UserError, "Quality", self._dialog, case, "clerk", "solve", "Replaced")

    def test_only_the_department_answers(self):
        case = self._create_at_service()
        self._ask(case, self.quality)
        line = case.answer_ids
        self.assertRefused(AccessError, "", lambda: self._as(line, "production").action_answer())
        with self.assertRaises(AccessError):
            self._as(line, "production").answer = "Not ours"
        self.assertFalse(self._as(line, "production").search([("id", "=", line.id)]))

    def test_only_the_holder_acts(self):
        case = self._create_case("clerk")
        self._as(case, "office").action_forward()
        self.assertRefused(
            UserError, "cs_region", lambda: self._as(case, "office").action_forward()
        )

    def test_no_field_of_the_way_is_written_by_hand(self):
        case = self._create_case("clerk")
        seen = self._as(case, "manager")
        now = fields.Datetime.now()
        for values in (
            {"state": "closed"}, {"level": "general"}, {"received_at": now}, {"answered_at": now},
            {"solved_at": now}, {"next_due": False}, {"hop_id": False}, {"resolution": "x"},
            {"is_incident": True}, {"merged_into_id": case.id},
            {"hop_ids": [(0, 0, {"level": "office"})]}, {"pause_ids": [(5, 0, 0)]},
            {"answer_ids": [(0, 0, {"department_id": self.quality.id})]},
        ):  # fmt: skip
            with self.subTest(values=values):
                self.assertRefused(AccessError, "by hand", seen.write, values)

    def test_customer_has_one_timeline(self):
        case = self._create_case("clerk", description="Three bags are wet")
        self._dialog(case, "clerk", "solve", "Replaced")
        bodies = self.dealer.message_ids.mapped("body")
        found = [body for body in bodies if case.name in body]
        self.assertEqual(len(found), 2)
        self.assertFalse([body for body in bodies if "wet" in body], "others read the contact")

    def test_time_in_each_step_is_kept(self):
        with freeze_time("2026-03-02 01:00:00"):
            case = self._create_case("clerk")
        with freeze_time("2026-03-02 04:00:00"):
            self._as(case, "office").action_forward()
        with freeze_time("2026-03-03 05:30:00"):
            self._as(case, "region").action_forward()
        hops = case.hop_ids
        self.assertEqual(hops.mapped("spent_hours"), [3.0, 25.5, 0.0])
        self.assertEqual(hops.mapped("is_late"), [False, True, False])


class TestClocksOfCases(FeedbackCommon):
    """Replies, merges and reopening never reset a clock (S-95)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.kind = cls.env.ref("cs_feedback.cs_feedback_type_quality").sudo()
        cls.kind.write({"answer_hours": 24, "solve_hours": 72})

    def _case(self, **vals):
        with freeze_time("2026-03-02 00:00:00"):
            return self._create_case("clerk", type_id=self.kind.id, **vals)

    def test_waiting_for_the_customer_stops_the_clock(self):
        case = self._case()
        with freeze_time("2026-03-02 06:00:00"):
            self._dialog(case, "clerk", "wait", "Which lot is it?")
            self.assertFalse(case.next_due)
            self.assertEqual(str(case.answered_at), "2026-03-02 06:00:00")
        with freeze_time("2026-03-04 06:00:00"):
            self._customer_writes(case, "Lot 7")
        self.assertEqual(case.state, "open")
        self.assertEqual(str(case.solve_due), "2026-03-07 00:00:00")

    def test_second_answer_keeps_the_first_moment(self):
        case = self._case()
        for hour in ("03", "05"):
            with freeze_time(f"2026-03-02 {hour}:00:00"):
                self._staff_writes(case, "We are looking into it")
        self.assertEqual(str(case.answered_at), "2026-03-02 03:00:00")
        self.assertFalse(case.is_answer_late)

    def test_neither_a_note_nor_the_customer_answers(self):
        case = self._case()
        self._as(case, "clerk").message_post(body="Ask Wang", subtype_xmlid="mail.mt_note")
        self._customer_writes(case, "Anybody there?")
        self.assertFalse(case.answered_at)

    def test_reopening_goes_on_with_the_same_clock(self):
        case = self._case()
        with freeze_time("2026-03-03 00:00:00"):
            self._dialog(case, "clerk", "solve", "A new bag is on its way")
        self.assertEqual(str(case.solved_at), "2026-03-03 00:00:00")
        with freeze_time("2026-03-10 00:00:00"):
            self._dialog(case, "clerk", "reopen", "It did not arrive")
        self.assertFalse(case.solved_at)
        self.assertEqual(str(case.solve_due), "2026-03-12 00:00:00", "a day of three was used")
        self.assertEqual(str(case.answered_at), "2026-03-03 00:00:00")

    def test_merge_counts_from_the_earliest(self):
        first = self._case(subject="Bait is wet")
        with freeze_time("2026-03-02 10:00:00"):
            self._staff_writes(first, "We look into it")
        with freeze_time("2026-03-03 00:00:00"):
            second = self._create_case("clerk", subject="Wet bait", type_id=self.kind.id)
        self._customer_writes(first, "Here are photos")
        self._as(second, "clerk")._merge(self._as(first, "clerk"))
        self.assertEqual(first.merged_into_id, second)
        self.assertEqual(first.state, "cancel")
        self.assertEqual(str(second.received_at), "2026-03-02 00:00:00")
        self.assertEqual(str(second.answered_at), "2026-03-02 10:00:00")
        self.assertEqual(str(second.solve_due), "2026-03-05 00:00:00")
        bodies = " ".join(second.message_ids.mapped("body"))
        self.assertIn("Here are photos", bodies)
        self.assertIn("Bait is wet", second.description)

    def test_split_does_not_start_the_clock_anew(self):
        case = self._case()
        with freeze_time("2026-03-04 00:00:00"):
            new = self._as(case, "clerk")._split(
                "Late delivery", "Came a week late", self.env["ir.attachment"], {}
            )
        self.assertEqual(new.received_at, case.received_at)
        self.assertEqual(new.split_from_id, case)

    def test_working_time_leaves_nights_and_holidays_out(self):
        self.kind.is_working_time = True
        calendar = self.company.resource_calendar_id
        calendar.tz = "Asia/Shanghai"
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "company_id": self.company.id,
                "date_from": "2026-03-02 16:00:00",
                "date_to": "2026-03-03 16:00:00",
            }
        )
        self.kind.answer_hours = 10
        # Monday 9:00 in Shanghai; 8-12 and 13-17 are worked, Tuesday is free
        with freeze_time("2026-03-02 01:00:00"):
            case = self._create_case("clerk", type_id=self.kind.id)
        self.assertEqual(str(case.answer_due), "2026-03-04 03:00:00")

    def test_warned_and_escalated_once(self):
        case = self._case()
        self.env.ref("cs_feedback.cs_feedback_route_office").sudo().hours = 0
        due = case.next_due
        with freeze_time(due - timedelta(hours=1)):
            for _again in range(2):
                self._run_watch()
        self.assertEqual(self._work(case), ["cs_office"])
        with freeze_time(due + timedelta(hours=1)):
            for _again in range(2):
                self._run_watch()
        self.assertEqual(self._work(case), ["cs_manager", "cs_office", "cs_region"])
