from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.cs_travel.tests.common import TravelCommon

SECRET = "Asked the dealer for two boxes of liquor"


@tagged("post_install", "-at_install")
class TestRefusedDay(TravelCommon):
    """A confirmed misconduct report refuses the day of the accused's trip (S-42)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.trip = cls._create_approved(first=-1)
        cls.day, cls.other_day = cls.trip.day_ids.sorted("date")

    def _report(self, role="traveller", date=None, **post):
        """A report of a colleague on the user of a role, who is named by personnel."""
        reports = self.env["cs.misconduct"].with_user(self.users["plain"])
        stamp = self.env["cs.misconduct.guard"]._new_stamp()
        post = {"subject": "Liquor", "description": SECRET, **post}
        report = reports._portal_report(post, [], stamp).with_env(self.env)
        dialogs = self.env["cs.misconduct.accused"].with_user(self.users["hr"])
        dialogs.create(
            {
                "misconduct_id": report.id,
                "accused_ids": [(4, self.employees[role].id)],
                "incident_date": date or self.day.date,
            }
        ).action_confirm()
        return report

    def _decide(self, report, how="confirm", by="hr"):
        report = report.with_user(self.users[by])
        report.action_take()
        report.write({"decision": "Both were heard", "penalty": "fine"})
        getattr(report, f"action_{how}")()

    def _findings(self):
        self.env.invalidate_all()
        return self.env["cs.trip.misconduct"].search([("trip_id", "=", self.trip.id)])

    def test_day_is_refused_and_counts_as_decided(self):
        report = self._report()
        self.assertEqual(report.trip_day_names, self.day.display_name)
        self._decide(report)
        self.assertEqual(self.day.result, "solicited")
        self.assertFalse(self.day.is_reimbursable)
        self.assertNotEqual(self.other_day.result, "solicited")
        finding = self._findings()
        self.assertEqual(report.trip_report_ids, finding)
        self.assertEqual((finding.state, finding.penalty), ("confirmed", "fine"))
        self.assertEqual(finding.decided_by_id, self.users["hr"])
        self.assertFalse(finding.activity_ids)

    def test_expenses_of_the_day_are_refused_by_the_audit(self):
        self._decide(self._report())
        self._spend(self.trip, 100)
        self._spend(self.trip, 50, day=1)
        self._return(self.trip)
        self.other_day.with_user(self.users["clerk"]).action_find_as_planned()
        self.trip.with_user(self.users["clerk"]).action_audit()
        states = {expense.total_amount: expense.state for expense in self.trip.sudo().expense_ids}
        self.assertEqual(states[100], "refused")
        self.assertNotEqual(states[50], "refused")

    def test_trip_tells_nothing_of_the_report(self):
        report = self._report()
        self._decide(report)
        finding = self._findings()
        texts = [
            self.day.finding_note, finding.description, finding.decision_note,
            *self.trip.sudo().message_ids.mapped("body"), *finding.message_ids.mapped("body"),
        ]  # fmt: skip
        for text in texts:
            self.assertNotIn("liquor", text or "")
        self.assertNotEqual(self.day.found_by_id, self.users["hr"])
        for role, user in self.users.items():
            if not report._is_read_by(user):
                self.assertFalse(finding._is_read_by(user), role)

    def test_dismissed_report_and_other_days_refuse_nothing(self):
        self._decide(self._report(), "dismiss")
        self._decide(self._report(date=self.today - timedelta(days=40)))
        self._decide(self._report("colleague"))
        self.assertNotEqual(self.day.result, "solicited")
        self.assertFalse(self._findings())

    def test_day_found_before_is_found_once(self):
        clerk = self.users["clerk"]
        self.day.with_user(clerk)._record_finding("solicited", "Seen by the clerk")
        before = self._findings()
        report = self._report()
        self._decide(report)
        self.assertEqual(self._findings(), before)
        self.assertFalse(report.trip_report_ids)

    def test_day_of_an_audited_trip_is_refused_late(self):
        self._spend(self.trip, 100)
        self._return(self.trip)
        for day in self.trip.day_ids:
            day.with_user(self.users["clerk"]).action_find_as_planned()
        self.trip.with_user(self.users["clerk"]).action_audit()
        self._decide(self._report())
        self.assertEqual(self.day.result, "solicited")
        self.assertEqual(self.trip.sudo().expense_ids.state, "refused")

    # One list

    def _register(self, role):
        self.env.flush_all()
        found = self.env["cs.misconduct.register"].with_user(self.users[role])
        return found.search([("company_id", "=", self.company.id)])

    def test_reports_and_findings_are_in_one_list_each_once(self):
        self._decide(self._report())
        self.other_day.with_user(self.users["clerk"])._record_finding("solicited", "Seen")
        rows = self._register("hr")
        self.assertEqual(sorted(rows.mapped("channel")), ["portal", "travel"])
        self.assertEqual(set(rows.mapped("accused_names")), {"Traveller"})
        travel = rows.filtered("trip_report_id")
        self.assertEqual((travel.state, travel.incident_date), ("received", self.other_day.date))
        for row in rows:
            action = row.action_open()
            self.env[action["res_model"]].with_user(self.users["hr"]).browse(
                action["res_id"]
            ).check_access("read")

    def test_list_shows_nobody_more_than_the_lists_it_is_made_of(self):
        self._report()
        self.other_day.with_user(self.users["clerk"])._record_finding("solicited", "Seen")
        manager = self.env.ref("cs_base.group_cs_base_manager")
        for role in ("traveller", "boss", "office", "region"):
            self.users[role].group_ids = [(4, manager.id)]
        for role, user in self.users.items():
            expected = 0
            for model in ("cs.misconduct", "cs.trip.misconduct"):
                records = self.env[model].search([("company_id", "=", self.company.id)])
                expected += len(
                    [1 for record in records if record.with_user(user).has_access("read")]
                )
            with self.subTest(role=role):
                try:
                    self.assertEqual(len(self._register(role)), expected)
                except AccessError:
                    self.assertEqual(expected, 0)
