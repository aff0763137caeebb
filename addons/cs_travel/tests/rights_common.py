from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from odoo.addons.cs_base.tests.common import RightsAsked
from odoo.addons.cs_travel.domain.route import monday_of

from .money_common import MoneyCommon

# beside the roles of the builders: Odoo's own approvers of expenses, and those who have
# nothing to do with the traveller
EXPENSE_GROUPS = {
    "approver": "hr_expense.group_hr_expense_team_approver",
    "officer": "hr_expense.group_hr_expense_user",
    "expense_admin": "hr_expense.group_hr_expense_manager",
}
OUTSIDERS = ("leader", "admin", "foreigner", "portal", "public")


class RightsCommon(RightsAsked, MoneyCommon):
    """Documents of the traveller in every state, and a user of every role to try them on."""

    REFUSALS = (AccessError, UserError)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cs_trip_admits_late_change = True
        admin = cls.env.ref("base.user_admin")
        admin.write({"company_ids": [Command.link(cls.company.id)], "company_id": cls.company.id})
        other = cls.env["res.company"].create({"name": "Other"})
        clerk = "base.group_user,cs_base.group_cs_base_clerk"
        cls.approvers = {
            role: cls._create_user(role, group) for role, group in EXPENSE_GROUPS.items()
        }
        # of Odoo's approvers the highest is asked everywhere, all of them about expenses
        cls.asked = {
            **cls.users,
            "expense_admin": cls.approvers["expense_admin"],
            "leader": cls._create_user("leader", "cs_base.group_cs_base_office_manager"),
            "admin": admin,
            "foreigner": cls._create_user("foreigner", clerk, other),
            "portal": new_test_user(cls.env, login="dealer", groups="base.group_portal"),
            "public": cls.env.ref("base.public_user"),
        }
        cls.asked["portal"].partner_id.parent_id = cls.dealer
        cls.employees["traveller"].expense_manager_id = cls.approvers["approver"]
        cls.env["crm.team"].create(
            {"name": "Wuxi", "user_id": cls.asked["leader"].id, "company_id": cls.company.id}
        )

    @classmethod
    def _create_user(cls, login, groups, company=None):
        company = company or cls.company
        return new_test_user(
            cls.env,
            login=login,
            groups=f"base.group_user,{groups}",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            tz="UTC",
        )

    def _by(self, role, record):
        return record.with_user(self.asked[role])

    def _through(self, steps, stage, start="draft"):
        """Carry out the steps in order up to the one that leads to this stage."""
        if stage == start:
            return
        for name, step in steps.items():
            step()
            if name == stage:
                return
        raise AssertionError(f"no step leads to {stage}")

    def _trip(self, stage):
        trip = self._create_trip(first=-1)
        if stage == "cancel":
            trip.action_submit()
            trip.action_cancel()
            return trip
        steps = {
            "submitted": trip.action_submit,
            "filed": self._by("clerk2", trip).action_approve,
            "approved": self._by("boss", trip).action_approve,
            "returned": lambda: self._come_home(trip),
            "audited": lambda: self._audit(trip),
            "signed": lambda: self._by("boss", trip.reimbursement_ids).action_approve(),
            "settled": lambda: self._settle(trip),
        }
        self._through(steps, stage)
        return trip

    def _come_home(self, trip):
        for number, amount in enumerate((300.0, 200.0)):
            self._spend(trip, amount, day=number)
        self._return(trip)

    def _reimbursement(self, stage):
        trip = self._trip({"submitted": "audited", "draft": "audited"}.get(stage, stage))
        reimbursement = trip.reimbursement_ids
        if stage == "draft":
            self._refuse(reimbursement, "boss")
        return reimbursement

    def _refuse(self, document, role):
        dialogs = self._by(role, self.env["cs.approval.decision"])
        values = {"res_model": document._name, "res_id": document.id, "decision": "refuse"}
        dialogs.create({**values, "comment": "Too dear"}).action_confirm()

    def _advance(self, stage):
        trip = self._trip("approved")
        advance = trip.env["cs.trip.advance"].create(
            {"trip_id": trip.id, "amount": 400, "purpose": "Hotels"}
        )
        if stage == "cancel":
            advance.action_cancel()
            return advance
        steps = {
            "submitted": advance.action_submit,
            "approved": self._by("boss", advance).action_approve,
            "paid": lambda: self._payment(advance).action_post(),
        }
        self._through(steps, stage)
        return advance

    def _change(self, stage):
        trip = self._create_approved(first=3)
        day = trip.day_ids.sorted("date")[0]
        change = self._request_change(trip, ("replace", day, {"date": day.date}))
        if stage == "exception":
            with self._noon(day.date):
                change.action_ask_exception()
            return change
        if stage == "cancel":
            change.action_cancel()
            return change
        steps = {
            "submitted": change.action_submit,
            "approved": lambda: self._sign_change(change, "boss", "clerk2"),
        }
        self._through(steps, stage)
        return change

    def _week(self, stage):
        first = monday_of(self.today) + timedelta(days=14)
        posting = self._create_posting(first, first + timedelta(days=13))
        posting.action_submit()
        for role in ("clerk2", "boss"):
            self._by(role, posting).action_approve()
        week = posting.week_ids.sorted("date")[0]
        week.line_ids = [Command.create({"date": week.date_start, "city": "Wuhan"})]
        if stage == "cancel":
            posting.action_cancel()
            return week
        steps = {
            "submitted": week.action_submit,
            "filed": self._by("clerk2", week).action_approve,
            "reported": lambda: self._report(week),
            "checked": self._by("clerk", week).action_check,
        }
        self._through(steps, stage)
        return week

    def _report(self, week):
        week.report = "Three new dealers."
        with self._noon(week.date_end):
            week.action_report()

    def _noon(self, day):
        return freeze_time(datetime.combine(day, datetime.min.time()) + timedelta(hours=12))

    def _misconduct(self, stage):
        day = self._trip("approved").day_ids.sorted("date")[0]
        dialogs = self._by("clerk", self.env["cs.trip.finding"])
        values = {"day_id": day.id, "result": "solicited", "reason": "Asked for liquor"}
        dialogs.create(values).action_confirm()
        report = self.env["cs.trip.misconduct"].search([("day_id", "=", day.id)])
        report = self._by("hr", report)
        steps = {
            "confirmed": report.action_confirm,
            "dismissed": report.action_dismiss,
        }
        if stage != "reported":
            report.decision_note = "Both were heard"
            steps[stage]()
        return report

    def _checkin(self):
        day = self._trip("approved").day_ids.sorted("date")[1]
        day.action_check_in(30.27, 120.15)
        return day.sudo().checkin_ids

    def _call(self):
        day = self._trip("approved").day_ids.sorted("date")[0]
        calls = self._by("clerk", self.env["cs.trip.call"])
        return calls.create({"day_id": day.id, "partner_id": self.dealer.id, "result": "confirmed"})

    def _template(self, author="traveller", **vals):
        templates = self._by(author, self.env["cs.trip.template"])
        line = {"number": 1, "city": "Wuhan"}
        values = {"name": "The south", "line_ids": [Command.create(line)], **vals}
        return templates.create(values)

    def _make_expense(self, kind):
        if kind == "of no trip":
            return self._spend(self._trip("approved"), 5, cs_trip_id=False)
        if kind == "noted":
            return self._spend(self._trip("approved"), 5)
        return self._trip(kind).expense_ids[:1]
