"""What the benchmarks share: a company to measure in, its people, and the meter.

Nothing comes from demo data: every benchmark begins in a company of its own.
"""

import gc
import importlib.util
import os
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from odoo.fields import Command

ADDONS = Path(__file__).resolve().parents[1] / "addons"


def load(path):
    """A module of the addons' tests, without the tests that lie beside it."""
    spec = importlib.util.spec_from_file_location(Path(path).stem, ADDONS / path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ROLES = {
    "clerk": ["cs_base.group_cs_base_clerk"],
    "office": ["cs_base.group_cs_base_office_manager"],
    "manager": ["cs_base.group_cs_base_manager"],
    "warehouse": ["stock.group_stock_user"],
    "accountant": ["account.group_account_invoice"],
    # what Odoo's own return takes, from the transfer to the posted credit note
    "admin": [
        "sales_team.group_sale_manager",
        "stock.group_stock_manager",
        "account.group_account_manager",
    ],
}


@dataclass(frozen=True)
class Cost:
    """Queries, CPU seconds of the Odoo process, seconds on the clock."""

    queries: int = 0
    cpu: float = 0.0
    wall: float = 0.0

    def __add__(self, other):
        return Cost(self.queries + other.queries, self.cpu + other.cpu, self.wall + other.wall)

    def __sub__(self, other):
        return Cost(self.queries - other.queries, self.cpu - other.cpu, self.wall - other.wall)


class Meter:
    """Costs per phase; what a phase left to be written belongs to it.

    :param collect: collect garbage before each phase, so that none pays for another's
    """

    def __init__(self, env, collect=True):
        self.env = env
        self.collect = collect
        self.phases = {}
        self._running = None

    @property
    def total(self):
        return sum(self.phases.values(), Cost())

    def sum(self, *names):
        return sum((self.phases.get(name, Cost()) for name in names), Cost())

    @contextmanager
    def phase(self, name):
        self.begin(name)
        yield
        self.end()

    def begin(self, name):
        """Start a phase; one that is running ends here."""
        self.end()
        self.env.flush_all()
        if self.collect:
            gc.collect()
        self._running = name, self._now()

    def end(self):
        if self._running:
            self.env.flush_all()
            name, start = self._running
            spent = self._now() - start
            self.phases[name] = self.phases.get(name, Cost()) + spent
            self._running = None

    def _now(self):
        # os.times: time.perf_counter stands still where a benchmark freezes the clock
        return Cost(self.env.cr.sql_log_count, time.process_time(), os.times().elapsed)


class Company:
    """A company with a chart of accounts, one user per role, an office and a warehouse."""

    def __init__(self, env, name, country, currency, taxes=True):
        self.currency = self._find_currency(env, currency)
        self.company = env["res.company"].create(
            {"name": name, "country_id": env.ref(country).id, "currency_id": self.currency.id}
        )
        env.user.company_ids |= self.company
        self.env = env(
            context={
                "lang": "en_US",
                "tz": "UTC",
                "allowed_company_ids": self.company.ids,
                # orders, deliveries and invoices are made ready without mail about them
                "tracking_disable": True,
            }
        )
        template = self.env["account.chart.template"]
        template.try_loading("generic_coa", company=self.company, install_demo=False)
        # the chart brings its own currency along
        self.company.currency_id = self.currency
        if not taxes:
            self.company.account_sale_tax_id = False
        self.users = {role: self._create_user(role, groups) for role, groups in ROLES.items()}
        self.office = self.env["crm.team"].create(
            {"name": "Office", "user_id": self.users["office"].id, "company_id": self.company.id}
        )
        # Odoo makes it along with the company in tests only
        self.warehouse = self.env["stock.warehouse"].create(
            {"name": name, "code": "BEN", "company_id": self.company.id}
        )

    def _find_currency(self, env, name):
        currency = env["res.currency"].with_context(active_test=False).search([("name", "=", name)])
        currency.active = True
        return currency

    def _create_user(self, role, groups):
        return self.env["res.users"].create(
            {
                "name": role.capitalize(),
                "login": f"bench_{role}",
                "email": f"{role}@bench.example",
                "lang": "en_US",
                "tz": "UTC",
                # everything is measured but the mail server, which is not there
                "notification_type": "inbox",
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
                "group_ids": [
                    Command.set([self.env.ref(name).id for name in ["base.group_user", *groups]])
                ],
            }
        )

    def env_of(self, role):
        """The environment in which this role works, as a request has it."""
        context = {"lang": "en_US", "tz": "UTC", "allowed_company_ids": self.company.ids}
        return self.env(user=self.users[role].id, su=False, context=context)

    def create_dealer(self, name):
        return self.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "cs_office_id": self.office.id,
                "company_id": self.company.id,
            }
        )

    def add_stock(self, products, quantity):
        """Goods in the warehouse, booked in one go and at no cost to speak of."""
        self.env["stock.quant"].create(
            [
                {
                    "product_id": product.id,
                    "location_id": self.warehouse.lot_stock_id.id,
                    "quantity": quantity,
                }
                for product in products
            ]
        )
