import io
from datetime import date

from openpyxl import load_workbook
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .people_common import PeopleCommon

MARCH = date(2026, 3, 1)


class AppraisalCommon(PeopleCommon):
    def _make(self, role="head", **vals):
        wizards = self.env["cs.appraisal.make"].with_user(self.users[role])
        wizard = wizards.create(
            {"department_id": self.department.id, "date": date(2026, 3, 20), **vals}
        )
        return (
            self.env["cs.appraisal"]
            .with_user(self.users[role])
            .search(wizard.action_make()["domain"])
        )

    def _own(self, **vals):
        """The first agent's appraisal of March, as the head sees it."""
        return self._make(**vals).filtered(lambda a: a.employee_id == self.agent)

    def _figure(self, appraisal, metric):
        return appraisal.line_ids.filtered(lambda line: line.metric == metric).value

    def _line(self, appraisal, metric):
        return appraisal.line_ids.filtered(lambda line: line.metric == metric)


class TestAppraisal(AppraisalCommon):
    """Figures come from the records, points from the head, the last word from personnel (S-24)."""

    def test_head_makes_those_of_the_department(self):
        appraisals = self._make()
        self.assertEqual(appraisals.employee_id, self.agents)
        self.assertEqual(set(appraisals.mapped("date_to")), {date(2026, 3, 31)})
        self.assertEqual(self._make(), appraisals, "a second time makes none")

    def test_quarter_begins_where_it_begins(self):
        quarters = self._make(period="quarter", date=date(2026, 5, 20))
        self.assertEqual(quarters[0].date_from, date(2026, 4, 1))
        self.assertEqual(quarters[0].date_to, date(2026, 6, 30))
        self.assertEqual(quarters[0].display_name, f"{quarters[0].employee_id.name} 2026 Q2")

    def test_others_make_none(self):
        for role in ("planner", "personnel", "agent0", "other_head"):
            with self.subTest(role=role):
                self.assertRefused(UserError, "by its head or by personnel", self._make, role)

    def test_figures_count_what_is_confirmed_in_the_time(self):
        for day in (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)):
            self._confirmed(day, kind="complaint")
        self._confirmed(date(2026, 3, 5), kind="late")
        self._enter(date(2026, 3, 6), kind="complaint")
        own = self._own()
        self.assertEqual(self._figure(own, "complaints"), 2)
        self.assertEqual(self._figure(own, "conduct"), 1)
        others = self._make() - own
        self.assertEqual({self._figure(other, "complaints") for other in others}, {0})

    def test_trainings_count_on_the_agents_day(self):
        requirement = self._require()
        self._pass_all(requirement)
        result = self._result(requirement)
        result._with_key().passed_at = "2026-03-31 16:30:00"
        self.assertEqual(result.passed_on, date(2026, 4, 1), "half past midnight in Shanghai")
        self.assertEqual(self._figure(self._own(), "trainings"), 0)
        april = self._make(date=date(2026, 4, 1)).filtered(lambda a: a.employee_id == self.agent)
        self.assertEqual(self._figure(april, "trainings"), 1)

    def test_head_gives_points(self):
        own = self._own()
        line = self._line(own, "complaints")
        own.write(
            {
                "line_ids": [
                    Command.update(line.id, {"points": 4.5, "note": "None at all"}),
                    Command.create({"name": "Helps others", "points": 3}),
                ]
            }
        )
        self.assertEqual((own.points, own.line_ids[-1].source), (7.5, "manual"))

    def test_points_stay_when_figures_are_read_anew(self):
        own = self._own()
        self._line(own, "complaints").points = 5
        self._confirmed(date(2026, 3, 5), kind="complaint")
        own.action_read_figures()
        line = self._line(own, "complaints")
        self.assertEqual((line.value, line.points), (1, 5))

    def test_figures_are_not_written_by_hand(self):
        line = self._line(self._own(), "complaints")
        self.assertRefused(AccessError, "by hand", line.write, {"value": 99})
        self.assertRefused(UserError, "comes from the records", line.write, {"name": "Praise"})
        self.assertRefused(UserError, "comes from the records", line.unlink)
        vals = {"appraisal_id": line.appraisal_id.id, "name": "Forged", "value": 9}
        self.assertRefused(AccessError, "by hand", line.create, vals)

    def test_time_has_to_be_over(self):
        current = self._own(date=self._days_ago(-1))
        self.assertRefused(UserError, "when the time is over", current.action_finish)

    def test_personnel_confirms_what_the_head_finished(self):
        own = self._own()
        self.assertRefused(UserError, "“Draft”", self._as(own, "hr").action_confirm)
        own.action_finish()
        self.assertRefused(AccessError, "", own.action_confirm)
        self.assertRefused(UserError, "no longer be changed", own.write, {"note": "Better"})
        self._as(own, "hr").action_confirm()
        self.assertEqual((own.state, own.confirmed_by_id), ("confirmed", self.users["hr"]))

    def test_who_finished_does_not_confirm(self):
        own = self._make("hr").filtered(lambda a: a.employee_id == self.agent)
        own.action_finish()
        self.assertRefused(UserError, "somebody else confirms", own.action_confirm)
        self._as(own, "hr2").action_confirm()

    def test_nobody_appraises_themselves(self):
        self.agent.user_id = self.users["hr"]
        own = self._own()
        own.action_finish()
        self.assertRefused(UserError, "is your own", self._as(own, "hr").action_confirm)

    def test_changed_records_are_looked_at_before_confirmation(self):
        own = self._own()
        own.action_finish()
        self._confirmed(date(2026, 3, 5), kind="complaint")
        confirming = self._as(own, "hr")
        self.assertRefused(UserError, "read the figures anew", confirming.action_confirm)
        confirming.action_read_figures()
        confirming.action_confirm()
        self.assertEqual(self._figure(own, "complaints"), 1)

    def test_confirmed_figures_are_frozen(self):
        own = self._own()
        own.action_finish()
        self._as(own, "hr").action_confirm()
        self._confirmed(date(2026, 3, 5), kind="complaint")
        for role in ("head", "hr"):
            self.assertRefused(UserError, "are confirmed", self._as(own, role).action_read_figures)
        line = self._as(self._line(own, "complaints"), "head")
        self.assertEqual(line.value, 0)
        self.assertRefused(UserError, "no longer be changed", line.write, {"points": 9})
        self.assertRefused(UserError, "no longer a draft", line.unlink)
        vals = {"appraisal_id": own.id, "name": "Later"}
        self.assertRefused(UserError, "no longer a draft", line.create, vals)
        self.assertRefused(UserError, "it is kept", own.unlink)

    def test_personnel_gives_it_back(self):
        own = self._own()
        own.action_finish()
        self._as(own, "hr").action_reopen()
        self.assertEqual((own.state, own.done_by_id), ("draft", self.env["res.users"]))

    def test_agent_reads_own_once_confirmed(self):
        own = self._own()
        reading = self._as(own, "agent0")
        self.assertRefused(AccessError, "", reading.read, ["points"])
        own.action_finish()
        self.assertRefused(AccessError, "", reading.read, ["points"])
        self._as(own, "hr").action_confirm()
        self.assertTrue(self._as(own, "agent0").line_ids.read(["name", "value", "points"]))
        self.assertRefused(AccessError, "", self._as(own, "agent1").read, ["points"])

    def test_draft_goes_with_its_lines(self):
        own = self._own()
        lines = own.line_ids
        own.unlink()
        self.assertFalse(lines.exists())

    def test_constraints_are_kept_by_the_database(self):
        values = {"employee_id": self.agent.id, "period": "quarter", "date_from": MARCH}
        appraisals = self.env["cs.appraisal"].with_user(self.users["head"])
        with mute_logger("odoo.sql_db"):
            self.assertRefused(CheckViolation, "", appraisals.create, values)
            self._own()
            values["period"] = "month"
            self.assertRefused(UniqueViolation, "", appraisals.create, values)

    def test_further_figure_is_a_method(self):
        model = self.env.registry["cs.appraisal"]
        original = model._metrics
        self.patch(model, "_metrics", lambda this: {**original(this), "praise": "Praise"})
        model._metric_praise = lambda this, employees, first, last: {employees[0].id: 2.5}
        self.addCleanup(delattr, model, "_metric_praise")
        own = self._own()
        self.assertEqual(self._figure(own, "praise"), 2.5)

    def test_figures_of_many_take_the_queries_of_one(self):
        appraisals = self._make("hr")
        for some in (appraisals[:1], appraisals):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(count=len(some)), self.assertQueryCount(20):
                some._figures()

    def test_sheet_has_a_row_per_agent(self):
        self._confirmed(date(2026, 3, 5), kind="complaint")
        appraisals = self._make()
        self._line(self._own(), "complaints").points = 2
        book = load_workbook(io.BytesIO(appraisals._export_xlsx()))
        agents, lines = book.worksheets
        rows = [
            dict(zip([c.value for c in agents[1]], [c.value for c in row], strict=True))
            for row in agents.iter_rows(min_row=2)
        ]
        self.assertEqual(len(rows), 3)
        own = next(row for row in rows if row["Agent"] == "Agent 0")
        self.assertEqual((own["Complaints by buyers"], own["Points"]), (1, 2))
        self.assertEqual(own["Status"], "Draft")
        self.assertEqual(lines.max_row, 1 + len(appraisals.line_ids))
