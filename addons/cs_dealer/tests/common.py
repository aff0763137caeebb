from datetime import date

from odoo import Command

from odoo.addons.cs_base.tests.common import BaseCommon, create_offices

# sales from 0 on earn 5 %, from 1,000 on 10 %, from 5,000 on 20 %
BANDS = ((0, 5), (1000, 10), (5000, 20))


class DealerCommon(BaseCommon):
    """The company of BaseCommon with its books, an accountant and a dealer of its office."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._build_dealers()

    @classmethod
    def _build_company(cls, name, prefix):
        """A company of its own with all of this, for tests in which it is committed."""
        cls.company = cls.env["res.company"].create({"name": name})
        cls.users = cls._create_users(cls.company, f"{prefix}_")
        cls.region, cls.office = create_offices(cls.env, cls.company, cls.users)
        cls._build_dealers(f"{prefix}_")

    @classmethod
    def _build_dealers(cls, prefix="cs_"):
        cls.users["accountant"] = cls._create_user(
            f"{prefix}accountant", "account.group_account_invoice"
        )
        cls.env["account.chart.template"].try_loading("generic_coa", cls.company, False)
        cls.dealer = cls._create_dealer("Lakeside Tackle")
        cls.bait = cls.env["product.product"].create(
            {"name": "Bait", "list_price": 10, "taxes_id": [Command.clear()]}
        )

    @classmethod
    def _create_dealer(cls, name, **vals):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "email": "dealer@example.com",
                "company_id": cls.company.id,
                "cs_office_id": cls.office.id,
                "user_id": cls.users["salesman"].id,
                **vals,
            }
        )

    # Agreements

    def _create_agreement(self, role="clerk", bands=BANDS, **vals):
        """A draft for the year 2026, made by the user of a role, seen by the superuser."""
        agreements = self.env["cs.dealer.agreement"].with_user(self.users[role])
        return agreements.create(
            {
                "partner_id": self.dealer.id,
                "date_start": date(2026, 1, 1),
                "date_end": date(2026, 12, 31),
                "band_ids": [
                    Command.create({"lower": lower, "rate": rate}) for lower, rate in bands
                ],
                **vals,
            }
        ).with_env(self.env)

    def _create_approved(self, **vals):
        """An agreement that waits for the dealer's signature."""
        agreement = self._create_agreement(**vals)
        self._as(agreement, "clerk").action_submit()
        self._approve(agreement, "manager", "general")
        return agreement
