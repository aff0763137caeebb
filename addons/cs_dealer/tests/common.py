from datetime import date

from odoo import Command

from odoo.addons.cs_base.tests.common import BaseCommon

# sales from 0 on earn 5 %, from 1,000 on 10 %, from 5,000 on 20 %
BANDS = ((0, 5), (1000, 10), (5000, 20))


class DealerCommon(BaseCommon):
    """The company of BaseCommon with an accountant and a dealer of its office."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["accountant"] = cls._create_user("cs_accountant", "account.group_account_invoice")
        cls.dealer = cls._create_dealer("Lakeside Tackle")

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
