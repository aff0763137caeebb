from datetime import timedelta

from odoo.tests import tagged

from .matrix import MATRIX
from .rights_common import EXPENSE_GROUPS, OUTSIDERS, RightsCommon


@tagged("post_install", "-at_install")
class TestMatrix(RightsCommon):
    """Every role tries every operation on every model, as a client would."""

    MATRIX = MATRIX

    def test_every_model_is_in_the_table(self):
        self.assertEqual({*self._models_of("cs_travel"), "hr.expense"}, set(MATRIX))

    def test_every_role_and_state_is_asked(self):
        everybody = {*self.users, *EXPENSE_GROUPS, *OUTSIDERS}
        self.assertEqual({*self.asked, *self.approvers}, everybody)
        named = {role for kinds in MATRIX.values() for roles in kinds.values() for role in roles}
        self.assertLessEqual(named, everybody)
        for model in (
            "cs.trip", "cs.trip.day", "cs.trip.advance", "cs.trip.reimbursement",
            "cs.trip.change", "cs.trip.week", "cs.trip.misconduct",
        ):  # fmt: skip
            states = set(dict(self.env[model]._fields["state"]._description_selection(self.env)))
            self.assertEqual(set(MATRIX[model]), states, model)

    def test_trips_and_their_days(self):
        for stage in MATRIX["cs.trip"]:
            with self._undone():
                trip = self._trip(stage)
                day = trip.day_ids.sorted("date")[0]
                later = {"trip_id": trip.id, "date": self.today + timedelta(days=1), "city": "Wuxi"}
                field = "purpose" if stage == "draft" else "summary"
                self._compare_with("cs.trip", stage, trip, {"purpose": "More"}, {field: "New"})
                field = "city" if stage == "draft" else "actual_note"
                self._compare_with("cs.trip.day", stage, day, later, {field: "New"})

    def test_money(self):
        for state in MATRIX["cs.trip.advance"]:
            with self._undone():
                advance = self._advance(state)
                values = {"trip_id": advance.trip_id.id, "amount": 1, "purpose": "More"}
                self._compare_with("cs.trip.advance", state, advance, values, {"amount": 2})
        for state in MATRIX["cs.trip.reimbursement"]:
            with self._undone():
                reimbursement = self._reimbursement("signed" if state == "approved" else state)
                values = {"trip_id": reimbursement.trip_id.id}
                change = {"settled_at": "2026-01-01"}
                self._compare_with("cs.trip.reimbursement", state, reimbursement, values, change)

    def test_expenses(self):
        self.asked = {**self.asked, **self.approvers}
        for kind in MATRIX["hr.expense"]:
            with self._undone():
                expense = self._make_expense(kind)
                values = {
                    "name": "More",
                    "product_id": self.category.id,
                    "employee_id": expense.employee_id.id,
                    "cs_trip_id": expense.cs_trip_id.id,
                    "date": self.today,
                }
                change = {"total_amount_currency": 1}
                self._compare_with("hr.expense", kind, expense, values, change)

    def test_changes_weeks_and_templates(self):
        for state in MATRIX["cs.trip.change"]:
            with self._undone():
                change = self._change(state)
                values, new = {"trip_id": change.trip_id.id}, {"reason": "Changed"}
                self._compare_with("cs.trip.change", state, change, values, new)
                if state not in MATRIX["cs.trip.change.line"]:
                    continue
                day = change.trip_id.day_ids - change.line_ids.old_day_id
                values = {"change_id": change.id, "kind": "drop", "old_day_id": day[:1].id}
                line = change.line_ids
                self._compare_with("cs.trip.change.line", state, line, values, {"city": "Wuxi"})
        for state in MATRIX["cs.trip.week"]:
            with self._undone():
                week = self._week(state)
                values = {"trip_id": week.trip_id.id, "date": week.date + timedelta(days=28)}
                self._compare_with("cs.trip.week", state, week, values, {"report": "Changed"})
                if state not in MATRIX["cs.trip.week.line"]:
                    continue
                tomorrow = week.date_start + timedelta(days=1)
                values = {"week_id": week.id, "date": tomorrow, "city": "Wuxi"}
                line = week.line_ids
                self._compare_with("cs.trip.week.line", state, line, values, {"city": "Wuxi"})
        for kind in MATRIX["cs.trip.template"]:
            with self._undone():
                template = self._template(is_shared=kind == "shared")
                values, new = {"name": "More"}, {"name": "Changed"}
                self._compare_with("cs.trip.template", kind, template, values, new)
                values = {"template_id": template.id, "number": 2, "city": "Wuxi"}
                line = template.line_ids
                self._compare_with("cs.trip.template.line", kind, line, values, {"city": "Wuxi"})

    def test_supervision(self):
        with self._undone():
            checkin = self._checkin()
            values = {"day_id": checkin.day_id.id, "position_state": "none"}
            self._compare_with("cs.trip.checkin", "any", checkin, values, {"note": "Changed"})
        with self._undone():
            call = self._call()
            values = {
                "day_id": call.day_id.id, "partner_id": self.dealer.id, "result": "not_seen",
            }  # fmt: skip
            self._compare_with("cs.trip.call", "any", call, values, {"note": "Changed"})
        for state in MATRIX["cs.trip.misconduct"]:
            with self._undone():
                report = self._misconduct(state)
                values = {"day_id": report.day_id.id, "description": "Another"}
                new = {"penalty_note": "Changed"}
                self._compare_with("cs.trip.misconduct", state, report, values, new)
        with self._undone():
            trip = self._trip("returned")
            self.env.flush_all()
            row = self.env["cs.trip.analysis"].search([("trip_id", "=", trip.id)], limit=1)
            values, new = {"trip_id": trip.id}, {"city": "Changed"}
            self._compare_with("cs.trip.analysis", "any", row, values, new)

    def test_dialogs(self):
        """On documents of the traveller, in the state in which the dialog is opened."""
        with self._undone():
            day = self._trip("returned").day_ids[:1]
            values = {"day_id": day.id, "result": "deviated", "reason": "Seen elsewhere"}
            self._compare_dialog("cs.trip.finding", values, {"reason": "Changed"})
        with self._undone():
            day = self._trip("settled").day_ids[:1]
            values = {"day_id": day.id, "result": "deviated", "note": "Seen elsewhere"}
            self._compare_dialog("cs.trip.revision", values, {"note": "Changed"})
        with self._undone():
            values = {"reimbursement_ids": self._reimbursement("signed").ids}
            self._compare_dialog("cs.trip.settlement", values, {"date": "2026-01-01"})
        with self._undone():
            values = {"change_id": self._change("exception").id, "note": "A strike"}
            self._compare_dialog("cs.trip.change.exception", values, {"note": "Changed"})
        with self._undone():
            values = {"week_id": self._week("reported").id, "note": "Whom did you meet?"}
            self._compare_dialog("cs.trip.week.hand.back", values, {"note": "Changed"})
        with self._undone():
            values = {"trip_id": self._trip("draft").id, "first_date": self.today}
            self._compare_dialog("cs.trip.load", values, {"mode": "append"})
        values = {"month": "2026-01-01"}
        self._compare_dialog("cs.trip.month", values, {"month": "2026-02-01"})

    def _compare_with(self, model, kind, record, values, change):
        self._compare(model, kind, lambda _user: (record, values, change))

    def _compare_dialog(self, model, values, change):
        """One's own dialog, and one that somebody else has opened."""
        for kind in MATRIX[model]:

            def make(user, kind=kind):
                owner = user if kind == "one's own" else self.env.ref("base.user_root")
                dialog = self.env[model].with_user(owner).sudo().create(values)
                return dialog, values, change

            self._compare(model, kind, make)
