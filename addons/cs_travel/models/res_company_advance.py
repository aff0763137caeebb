from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class ResCompany(models.Model):
    """Where the advances of travellers are booked."""

    _inherit = "res.company"

    cs_trip_advance_account_id = fields.Many2one(
        "account.account",
        string="Employee Advances",
        check_company=True,
        domain="[('account_type', '=', 'asset_receivable'), ('reconcile', '=', True)]",
        help="Advances of travellers are booked here until they are set off or returned.",
    )
    cs_trip_journal_id = fields.Many2one(
        "account.journal",
        string="Journal of Offsets",
        check_company=True,
        domain="[('type', '=', 'general')]",
        help="Entries that set advances off against expenses, and claw-backs.",
    )
    cs_trip_advance_days = fields.Integer(
        string="Days to Clear an Advance",
        default=30,
        help="From the last day of a trip. After that the traveller gets no new advance before "
        "the old one has been cleared.",
    )

    @api.model
    def _create_missing_cs_trip_accounts(self):
        """Give each company with accounts the one for advances; called at installation."""
        self.search([])._create_cs_trip_account()  # pylint: disable=no-search-all

    def _create_cs_trip_account(self):
        for company in self:
            if company.cs_trip_advance_account_id or not company.root_id.chart_template:
                continue
            if company.parent_id:
                company.root_id._create_cs_trip_account()
                company.cs_trip_advance_account_id = company.root_id.cs_trip_advance_account_id
            else:
                accounts = self.env["account.account"].with_company(company)
                vals = company._prepare_cs_trip_account_vals()
                company.cs_trip_advance_account_id = accounts.create(vals)

    def _prepare_cs_trip_account_vals(self):
        """Not a trade account, but one that Odoo's own payments can clear.

        In China it is a part of 1221 other receivables; elsewhere it follows the receivables.
        """
        self.ensure_one()
        accounts = self.env["account.account"].with_company(self)
        if self.account_fiscal_country_id.code == "CN":
            start = "122100"
        else:
            start = self.partner_id.with_company(self).property_account_receivable_id.code
        # the words of the company, whoever installs
        company = self.with_context(lang=self.partner_id.lang or self.env.lang)
        return {
            "name": company.env._("Employee Advances"),
            "code": accounts._search_new_account_code(start or "120000"),
            "account_type": "asset_receivable",
            "reconcile": True,
            "non_trade": True,
            "company_ids": [Command.link(self.id)],
        }

    def _cs_trip_account(self):
        """The account of advances; made on first need.

        :raises UserError: the company has no chart of accounts yet
        """
        self.ensure_one()
        company_sudo = self.sudo()  # sudo: a setting of the company
        company_sudo._create_cs_trip_account()
        account_sudo = company_sudo.cs_trip_advance_account_id
        if not account_sudo:
            raise UserError(
                self.env._(
                    "%s has no account of employee advances; an accountant enters it in the "
                    "settings of Expenses.",
                    self.name,
                )
            )
        return account_sudo

    def _cs_trip_offset_journal(self):
        """:raises UserError: the company has no journal for miscellaneous entries"""
        self.ensure_one()
        company_sudo = self.sudo()  # sudo: a setting of the company
        journal = company_sudo.cs_trip_journal_id
        if not journal:
            barred = company_sudo.currency_exchange_journal_id
            barred |= company_sudo.tax_cash_basis_journal_id
            journal = company_sudo._cs_find_journal(
                Domain("type", "=", "general") & Domain("id", "not in", barred.ids)
            )
        if not journal:
            raise UserError(
                self.env._(
                    "%s has no journal for miscellaneous entries; an accountant creates one.",
                    self.name,
                )
            )
        return journal

    def _cs_trip_receipt_journal(self):
        """:raises UserError: the company has no purchase journal"""
        self.ensure_one()
        company_sudo = self.sudo()  # sudo: a setting of the company
        journal = company_sudo.expense_journal_id or company_sudo._cs_find_journal(
            Domain("type", "=", "purchase")
        )
        if not journal:
            raise UserError(
                self.env._(
                    "%s has no purchase journal for expenses; an accountant creates one.",
                    self.name,
                )
            )
        return journal

    def _cs_trip_payment_journal(self):
        """:raises UserError: the company cannot pay anything yet"""
        self.ensure_one()
        journal = self.sudo()._cs_find_journal(  # sudo: finance may choose another one
            Domain("type", "in", ("bank", "cash"))
            & Domain("outbound_payment_method_line_ids", "!=", False)
        )
        if not journal:
            raise UserError(
                self.env._(
                    "%s has no bank or cash journal to pay from; an accountant creates one.",
                    self.name,
                )
            )
        return journal

    def _cs_find_journal(self, domain):
        journals = self.env["account.journal"]
        return journals.search(Domain(journals._check_company_domain(self)) & domain, limit=1)
