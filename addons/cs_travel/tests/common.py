from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon
from odoo.addons.cs_base.tests.common import create_offices

ROLES = {
    "traveller": "sales_team.group_sale_salesman",
    "colleague": "sales_team.group_sale_salesman",
    "boss": "base.group_user",
    "clerk": "cs_base.group_cs_base_clerk",
    "clerk2": "cs_base.group_cs_base_clerk",
    "manager": "cs_base.group_cs_base_manager",
    "general": "cs_base.group_cs_base_general_manager",
    "office": "cs_base.group_cs_base_office_manager",
    "region": "cs_base.group_cs_base_office_manager",
    "accountant": "account.group_account_invoice",
    "hr": "hr.group_hr_manager",
    "plain": "base.group_user",
}


class TravelCommon(BaseCommon):
    """A company with a traveller, who has a manager, and a user per role.

    Builders make trips by the buttons their roles press; nothing is taken from demo data.
    """

    chart = "generic_coa"
    country = "base.us"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, lang="en_US"))
        cls._build_company("Bait Works")

    @classmethod
    def _build_company(cls, name, prefix="t"):
        """The company, its people and a dealer; the logins are prefix_role, and so passwords."""
        cls.company = cls._create_company(name)
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=cls.company.ids))
        cls.users = cls._create_users(cls.company, prefix)
        cls.employees = cls._create_employees()
        cls.region, cls.office = create_offices(cls.env, cls.company, cls.users)
        cls.office.member_ids = [Command.link(cls.users["traveller"].id)]
        cls.dealer = cls.env["res.partner"].create({"name": "Blue Lake Tackle", "is_company": True})
        cls.category = cls.env["product.product"].create(
            {"name": "Hotel", "can_be_expensed": True, "type": "service", "standard_price": 0}
        )
        cls.today = fields.Date.today()

    @classmethod
    def _create_company(cls, name):
        company = cls.env["res.company"].create(
            {"name": name, "country_id": cls.env.ref(cls.country).id}
        )
        cls.env.user.company_ids |= company
        template = cls.env["account.chart.template"].with_context(allowed_company_ids=company.ids)
        template.try_loading(cls.chart, company=company, install_demo=False)
        return company

    @classmethod
    def _create_users(cls, company, prefix="t"):
        # a password that is hashed 600 000 times takes longer than most tests
        with patch("odoo.addons.base.models.res_users.MIN_ROUNDS", 1):
            return {
                role: new_test_user(
                    cls.env,
                    login=f"{prefix}_{role}",
                    groups=f"base.group_user,{group}",
                    company_id=company.id,
                    company_ids=[Command.set(company.ids)],
                    tz="UTC",
                )
                for role, group in ROLES.items()
            }

    @classmethod
    def _create_employees(cls):
        employees = cls.env["hr.employee"].create(
            [
                {
                    "name": role.title(),
                    "user_id": user.id,
                    "company_id": cls.company.id,
                    "tz": "UTC",
                }
                for role, user in cls.users.items()
            ]
        )
        by_role = dict(zip(cls.users, employees, strict=True))
        for role in ("traveller", "colleague", "clerk"):
            by_role[role].parent_id = by_role["boss"]
        return by_role

    @classmethod
    def _create_trip(cls, first=0, days=2, role="traveller", cost=1000.0, **vals):
        """A draft of the role that begins ``first`` days from today, seen by its traveller."""
        trips = cls.env["cs.trip"].with_user(cls.users[role])
        day_vals = [
            {
                "date": cls.today + timedelta(days=first + number),
                "city": f"City {number + 1}",
                "partner_ids": [Command.link(cls.dealer.id)],
                "planned_cost": cost / days,
            }
            for number in range(days)
        ]
        return trips.create(
            {
                "purpose": "Spring orders",
                "day_ids": [Command.create(values) for values in day_vals],
                **vals,
            }
        )

    @classmethod
    def _create_approved(cls, *args, **kwargs):
        trip = cls._create_trip(*args, **kwargs)
        trip.action_submit()
        for role in ("clerk2", "boss"):
            trip.with_user(cls.users[role]).action_approve()
        return trip

    @classmethod
    def _spend(cls, trip, amount, day=0, **vals):
        """The traveller notes an expense on one of the days of the trip."""
        return (
            cls.env["hr.expense"]
            .with_user(trip.user_id)
            .create(
                {
                    "name": f"Hotel {amount}",
                    "product_id": cls.category.id,
                    "employee_id": trip.employee_id.id,
                    "cs_trip_id": trip.id,
                    "date": trip.day_ids.sorted("date")[day].date,
                    "total_amount_currency": amount,
                    "tax_ids": [Command.clear()],
                    **vals,
                }
            )
        )

    @classmethod
    def _return(cls, trip):
        """The traveller comes home: report, itinerary, receipts."""
        for day in trip.day_ids:
            day.actual_city = day.city
        trip.summary = "All dealers ordered."
        trip.action_return()

    @classmethod
    def _audit(cls, trip, bad_days=(), result="deviated"):
        """The clerk judges each day, those in ``bad_days`` (by number) badly, and closes."""
        days = trip.with_user(cls.users["clerk"]).day_ids.sorted("date")
        for number, day in enumerate(days):
            if number in bad_days:
                day._record_finding(result, "Seen in another city")
            else:
                day.action_find_as_planned()
        trip.with_user(cls.users["clerk"]).action_audit()

    @classmethod
    def _create_audited(cls, amounts=(300.0, 200.0), bad_days=(), first=-2, **kwargs):
        """A trip that is back and audited; ``amounts`` are spent on its days in turn."""
        trip = cls._create_approved(first=first, **kwargs)
        for number, amount in enumerate(amounts):
            cls._spend(trip, amount, day=number % len(trip.day_ids))
        cls._return(trip)
        cls._audit(trip, bad_days)
        return trip

    @classmethod
    def _request_change(cls, trip, *lines, reason="The dealer moved the meeting"):
        """A draft change of the traveller with these lines: ``(kind, old day, values)``."""
        changes = trip.env["cs.trip.change"]
        change = changes.browse(trip.action_request_change()["res_id"])
        change.write(
            {
                "reason": reason,
                "line_ids": [
                    Command.create(
                        {
                            "kind": kind,
                            "old_day_id": day.id if day else False,
                            **(values if kind == "drop" else {"city": "New City", **values}),
                        }
                    )
                    for kind, day, values in lines
                ],
            }
        )
        return change

    @classmethod
    def _sign_change(cls, change, *roles):
        for role in roles or ("boss", "clerk"):
            change.with_user(cls.users[role]).action_approve()

    @classmethod
    def _create_posting(cls, first, last, **vals):
        """A draft of a long posting of the traveller."""
        trips = cls.env["cs.trip"].with_user(cls.users["traveller"])
        return trips.create(
            {
                "kind": "posting",
                "purpose": "Open up the south",
                "date_from": first,
                "date_to": last,
                **vals,
            }
        )
