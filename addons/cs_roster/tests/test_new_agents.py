from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .people_common import PeopleCommon


class TestMentors(PeopleCommon):
    """A new agent works the shifts of the coach in new rosters (S-89)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.newcomer, cls.coach = cls.agents[2], cls.agents[0]
        cls.newcomer.coach_id = cls.coach
        cls.newcomer.cs_agent_since = cls.first - timedelta(days=5)

    def _pairs(self, **vals):
        return self._create_roster(role="head", **vals).pair_ids

    def test_new_agent_is_paired_with_the_coach(self):
        pairs = self._pairs()
        self.assertEqual((pairs.employee_id, pairs.mentor_id), (self.newcomer, self.coach))

    def test_agent_who_starts_within_the_month_is_paired(self):
        self.newcomer.cs_agent_since = self.first + timedelta(days=20)
        self.assertEqual(self._pairs().employee_id, self.newcomer)

    def test_agent_is_new_for_the_days_of_the_company_only(self):
        self.company.cs_new_agent_days = 5
        self.assertFalse(self._pairs())

    def test_coach_has_to_be_on_the_roster(self):
        self.coach.cs_is_rostered = False
        self.assertFalse(self._pairs())

    def test_coach_on_leave_of_the_department_is_no_mentor(self):
        self.newcomer.coach_id = self.head
        self.assertFalse(self._pairs())

    def test_confirmed_agent_works_alone(self):
        self.newcomer._with_key().cs_confirmed_on = self.first
        self.assertFalse(self._pairs())

    def test_chosen_mentor_stays(self):
        other = self.agents[1]
        line = {"employee_id": self.newcomer.id, "mentor_id": other.id}
        self.assertEqual(self._pairs(pair_ids=[fields.Command.create(line)]).mentor_id, other)

    def test_agent_is_new_from_the_day_of_the_flag(self):
        newcomer = self._create_employee("Newcomer")
        self.assertEqual(newcomer.cs_agent_since, fields.Date.today())
        self.assertFalse(self.head.cs_agent_since)


class TestEarlyConfirmation(PeopleCommon):
    """Who has learned everything may be proposed by the head; personnel decides (S-89)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent.parent_id = cls.head
        cls.agent.coach_id = cls.agents[1]
        cls.requirement = cls._require()

    def _draft(self, role="head", **vals):
        proposals = self.env["cs.agent.confirmation"].with_user(self.users[role])
        return proposals.create({"employee_id": self.agent.id, "reason": "Works alone", **vals})

    def _launch(self):
        plan = self.env.ref("cs_roster.mail_activity_plan_new_agent")
        wizards = self.env["mail.activity.schedule"].with_user(self.users["hr"])
        context = {"active_model": "hr.employee", "active_ids": self.agent.ids}
        wizards.with_context(**context).create({"plan_id": plan.id}).action_schedule_plan()
        return self.agent.activity_ids

    def _ready(self):
        self._pass_all(self.requirement)
        self._launch().action_feedback()

    def test_plan_asks_head_coach_and_agent(self):
        activities = self._launch()
        self.assertEqual(
            activities.user_id, self.users["head"] | self.users["agent0"] | self.users["agent1"]
        )

    def test_trainings_come_first(self):
        self._launch().action_feedback()
        draft = self._draft()
        self.assertEqual(draft.open_training_count, 1)
        self.assertRefused(UserError, "not passed yet: Lure X", draft.action_propose)

    def test_onboarding_comes_first(self):
        self._pass_all(self.requirement)
        draft = self._draft()
        self.assertRefused(UserError, "is not finished", draft.action_propose)
        activities = self._launch()
        activities[1:].action_feedback()
        self.env.invalidate_all()
        self.assertEqual(draft.open_onboarding_count, 1)
        self.assertRefused(UserError, "is not finished", draft.action_propose)
        activities[0].action_feedback()
        draft.action_propose()
        self.assertEqual(draft.state, "proposed")

    def test_personnel_decides(self):
        self._ready()
        draft = self._draft()
        draft.action_propose()
        self.assertIn(self.users["hr"], draft.sudo().activity_ids.user_id)
        self.assertRefused(AccessError, "", draft.action_confirm)
        self._as(draft, "hr").action_confirm()
        self.assertEqual((draft.state, draft.decided_by_id), ("confirmed", self.users["hr"]))
        today = fields.Date.context_today(self._as(self.agent, "hr"))
        self.assertEqual(self.agent.cs_confirmed_on, today)
        self.assertFalse(draft.sudo().activity_ids)

    def test_refusal_takes_a_reason_and_allows_another_try(self):
        self._ready()
        draft = self._draft()
        draft.action_propose()
        decided = self._as(draft, "hr")
        self.assertRefused(UserError, "Write down why", decided.action_refuse)
        decided.decision_note = "Nights are still to be learned"
        decided.action_refuse()
        self.env.flush_all()
        self.assertFalse(self.agent.cs_confirmed_on)
        self._draft().action_propose()

    def test_agent_is_proposed_once(self):
        self._draft()
        with mute_logger("odoo.sql_db"):
            self.assertRefused(UniqueViolation, "one_open", self._draft)

    def test_proposer_does_not_decide(self):
        self._ready()
        self.department.manager_id = self._create_employee("HR Head", self.users["hr"])
        draft = self._draft(role="hr")
        draft.action_propose()
        self.assertRefused(UserError, "somebody else decides", draft.action_confirm)

    def test_head_of_another_department_proposes_nobody(self):
        self.assertRefused(AccessError, "", self._draft, "other_head")

    def test_confirmation_is_not_entered_by_hand(self):
        agent = self._as(self.agent, "hr")
        self.assertRefused(AccessError, "by hand", agent.write, {"cs_confirmed_on": "2026-01-01"})
