"""What a trip's expenses cost from handing in to settlement, beside Odoo's own way.

One trip of ten days is applied for and approved, and has an advance that is paid. Then, per size:

ours         the traveller hands in report and expenses, the clerk judges each day and closes the
             audit, the sales manager signs the reimbursement, the accountant settles: receipt,
             offset against the advance, reconciled
native       the same expenses without a trip: submitted, approved, posted by the dialog of
             Odoo; no audit, no advance, no offset

Then many trips of ten expenses are settled by one click, at growing numbers of trips.

Queries are those of the cursor, with all that is pending written out at the end of each phase. CPU
seconds are those of the Odoo process; they are what to compare, the clock depends on what else
the machine does. A pass at one expense warms the caches up. People are notified in Odoo, not by
e-mail.
"""

from datetime import timedelta

from _common import Company, Meter

from odoo import fields
from odoo.fields import Command

DAYS = 10
PER_TRIP = 10
PRICE = 10.0
OURS, NATIVE = "ours", "native"

SUBMIT_AND_APPROVE_RATIO = 0.05
RATIO_AT = 100
QUERIES_PER_FURTHER_TRIP = 15


def arguments(parser):
    parser.add_argument(
        "--sizes", default="1,10,100,1000", help="numbers of expenses on a trip (%(default)s)"
    )
    parser.add_argument(
        "--trips", default="1,10,50", help="numbers of trips settled at once (%(default)s)"
    )


def run(env, args, report):
    office = Office(env)
    sizes = [int(size) for size in args.sizes.split(",")]
    trips = [int(size) for size in args.trips.split(",")]
    for variant in (OURS, NATIVE):
        measure(office, variant, 1)
    results = {}
    for size in sizes:
        for variant in (OURS, NATIVE):
            meter = results[variant, size] = measure(office, variant, size)
            report.note(_describe(f"{size:5} expenses, {variant:6}", meter))
    many = {}
    for number in trips:
        meter = many[number] = measure_many(office, number)
        report.note(_describe(f"{number:5} trips of {PER_TRIP}", meter))
    tell(report, results, sizes, many)


class Office(Company):
    """The company with a traveller, the traveller's manager, and what they need to travel."""

    def __init__(self, env):
        super().__init__(env, "Bench", "base.us", "USD", taxes=False)
        self.company.account_purchase_tax_id = False
        for role in ("traveller", "boss"):
            self.users[role] = self._create_user(role, [])
        self.users["boss"].group_ids |= env.ref("hr_expense.group_hr_expense_team_approver")
        # Odoo lets nobody with Invoicing rights alone read expenses
        self.users["accountant"].group_ids |= env.ref("account.group_account_user")
        employees = self.env["hr.employee"]
        boss = employees.create(
            {"name": "Boss", "user_id": self.users["boss"].id, "company_id": self.company.id}
        )
        self.employee = employees.create(
            {
                "name": "Traveller",
                "user_id": self.users["traveller"].id,
                "company_id": self.company.id,
                "parent_id": boss.id,
            }
        )
        self.category = self.env["product.product"].create(
            {
                "name": "Hotel",
                "type": "service",
                "can_be_expensed": True,
                "standard_price": 0,
                "supplier_taxes_id": [Command.clear()],
            }
        )
        self.env.flush_all()
        self.env.cr.commit()

    def create_trip(self, first):
        """An approved trip of ten days whose advance is paid."""
        trip = self.env_of("traveller")["cs.trip"].create(
            {
                "purpose": "Bench",
                "day_ids": [
                    Command.create(
                        {
                            "date": first + timedelta(days=number),
                            "city": f"City {number}",
                            "planned_cost": 1000,
                        }
                    )
                    for number in range(DAYS)
                ],
            }
        )
        trip.action_submit()
        trip.with_env(self.env_of("clerk")).action_approve()
        trip.with_env(self.env_of("boss")).action_approve()
        advance = self.env_of("traveller")["cs.trip.advance"].create(
            {"trip_id": trip.id, "amount": 5 * PRICE, "purpose": "Bench"}
        )
        advance.action_submit()
        advance.with_env(self.env_of("boss")).action_approve()
        advance.sudo().payment_ids.with_env(self.env_of("accountant")).action_post()
        return trip

    def create_expenses(self, first, number, trip=None):
        return self.env_of("traveller")["hr.expense"].create(
            [
                {
                    "name": f"Expense {place}",
                    "employee_id": self.employee.id,
                    "product_id": self.category.id,
                    # of different amounts: Odoo asks about what looks like a duplicate
                    "total_amount_currency": PRICE + place,
                    "date": first + timedelta(days=place % DAYS),
                    "payment_mode": "own_account",
                    **({"cs_trip_id": trip.id} if trip else {}),
                }
                for place in range(number)
            ]
        )


def measure(office, variant, size):
    office.env.cr.rollback()
    office.env.invalidate_all()
    meter = Meter(office.env)
    VARIANTS[variant](office, meter, size)
    office.env.cr.rollback()
    return meter


def settle_ours(office, meter, size):
    first = fields.Date.today() - timedelta(days=DAYS)
    trip = office.create_trip(first)
    with meter.phase("create"):
        office.create_expenses(first, size, trip)
    with meter.phase("submit"):
        hand_in(trip)
    with meter.phase("audit"):
        audit(office, trip)
    reimbursement = trip.sudo().reimbursement_ids
    with meter.phase("approve"):
        reimbursement.with_env(office.env_of("boss")).action_approve()
    with meter.phase("settle"):
        reimbursement.with_env(office.env_of("accountant")).action_settle()
    check_settled(trip.sudo(), size)


def hand_in(trip):
    for day in trip.day_ids:
        day.actual_city = day.city
    trip.summary = "Done"
    trip.action_return()


def audit(office, trip):
    trip = trip.with_env(office.env_of("clerk"))
    trip.day_ids.action_find_as_planned()
    trip.action_audit()


def check_settled(trip, size):
    """Whoever leaves something undone is not measured."""
    expected = sum(PRICE + place for place in range(size))
    found = {
        "state": trip.state,
        "expenses": sum(trip.expense_ids.filtered("account_move_id").mapped("total_amount")),
        "advance open": trip.advance_open,
        "still payable": trip.payable_open,
    }
    wanted = {
        "state": "settled",
        "expenses": expected,
        "advance open": max(5 * PRICE - expected, 0.0),
        "still payable": max(expected - 5 * PRICE, 0.0),
    }
    if found != wanted:
        raise RuntimeError(f"{size} expenses: {found} instead of {wanted}")


def settle_native(office, meter, size):
    first = fields.Date.today() - timedelta(days=DAYS)
    with meter.phase("create"):
        expenses = office.create_expenses(first, size)
    with meter.phase("submit"):
        expenses.action_submit()
    with meter.phase("approve"):
        if expenses.with_env(office.env_of("boss")).action_approve():
            raise RuntimeError("Odoo asks about duplicates")
    with meter.phase("settle"):
        env = office.env_of("accountant")
        action = expenses.with_env(env).action_post()
        wizard = env["hr.expense.post.wizard"].with_context(**action["context"])
        wizard.browse(action["res_id"]).action_post_entry()
    if set(expenses.sudo().mapped("state")) != {"posted"}:
        raise RuntimeError("the expenses are not posted")


VARIANTS = {OURS: settle_ours, NATIVE: settle_native}


def measure_many(office, number):
    """Trips of ten expenses each, one after the other in the calendar, settled by one click."""
    office.env.cr.rollback()
    office.env.invalidate_all()
    office.company.cs_trip_advance_days = 10_000
    meter = Meter(office.env)
    trips = office.env["cs.trip"]
    for place in range(number):
        first = fields.Date.today() - timedelta(days=DAYS * (place + 1))
        trip = office.create_trip(first)
        office.create_expenses(first, PER_TRIP, trip)
        hand_in(trip)
        audit(office, trip)
        trip.sudo().reimbursement_ids.with_env(office.env_of("boss")).action_approve()
        trips |= trip.sudo()
    office.env.flush_all()
    office.env.invalidate_all()
    reimbursements = trips.reimbursement_ids.with_env(office.env_of("accountant"))
    with meter.phase("settle"):
        reimbursements.action_settle()
    for trip in trips:
        check_settled(trip, PER_TRIP)
    office.env.cr.rollback()
    return meter


# What is told


def _describe(what, meter):
    total = meter.total
    phases = ", ".join(
        f"{name} {cost.queries} / {cost.cpu:.2f}" for name, cost in meter.phases.items()
    )
    return (
        f"{what} {total.queries:6} queries {total.cpu:7.2f} s CPU"
        f" {total.wall:7.2f} s on the clock ({phases})"
    )


def tell(report, results, sizes, many):
    for size in sizes:
        own, native = results[OURS, size], results[NATIVE, size]
        name = f"{size} expenses"
        report.figure(f"{name}: queries", own.total.queries, "", None, native.total.queries, NATIVE)
        report.figure(f"{name}: CPU", own.total.cpu, "s", None, native.total.cpu, NATIVE)
        asked = own.sum("submit", "approve").queries
        report.figure(
            f"{name}: submit + approve, queries",
            asked, "", None, native.sum("submit", "approve").queries, NATIVE,
        )  # fmt: skip
        report.figure(
            f"{name}: submit + approve, ours / native",
            asked / native.sum("submit", "approve").queries,
            "",
            SUBMIT_AND_APPROVE_RATIO if size == RATIO_AT else None,
        )
        report.figure(f"{name}: audit of ten days", own.sum("audit").queries, "queries")
        report.figure(
            f"{name}: settle, queries",
            own.sum("settle").queries, "", None, native.sum("settle").queries, NATIVE,
        )  # fmt: skip
    numbers = sorted(many)
    for number in numbers:
        report.figure(f"{number} trips settled at once", many[number].total.queries, "queries")
        report.figure(f"{number} trips settled at once, CPU", many[number].total.cpu, "s")
    if len(numbers) > 1:
        small, large = numbers[-2:]
        more = many[large].total.queries - many[small].total.queries
        report.figure(
            f"queries per further trip ({small} → {large})",
            more / (large - small),
            "",
            QUERIES_PER_FURTHER_TRIP,
        )
