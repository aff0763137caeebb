from datetime import date, timedelta

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from .common import RosterCommon

# a month that lies behind, and the day on which its statements are made
MONTH = date(2026, 9, 1)
NEXT = date(2026, 10, 1)


@tagged("post_install", "-at_install")
class CommissionCommon(RosterCommon):
    """A company with a chart of accounts, agents with work numbers, and their orders.

    Orders, invoices and payments are made as the roles make them; dates lie in ``MONTH`` unless
    a test says otherwise.
    """

    agent_count = 2

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._build_commission()

    @classmethod
    def _build_commission(cls):
        template = cls.env["account.chart.template"].with_context(
            allowed_company_ids=cls.company.ids
        )
        template.try_loading("generic_coa", company=cls.company, install_demo=False)
        salesman = cls.env.ref("sales_team.group_sale_salesman_all_leads")
        (cls.users["agent0"] | cls.users["agent1"] | cls.users["head"]).group_ids |= salesman
        cls.users["sales_manager"] = cls._create_user(
            "r_sales_manager", "sales_team.group_sale_manager"
        )
        cls.hr_employee = cls._create_employee("Personnel", cls.users["hr"], cs_is_rostered=False)
        for number, agent in enumerate(cls.agents):
            agent.cs_work_no = str(1001 + number)
            agent.user_id.name = agent.name
        cls.agent, cls.other = cls.agents
        cls.head.cs_work_no = "1100"
        cls.customer = cls.env["res.partner"].create({"name": "Blue Lake Tackle"})
        cls.category = cls.env["product.category"].create({"name": "Rods"})
        cls.product = cls._create_product("Rod", categ_id=cls.category.id)
        cls.tax = cls.env["account.tax"].create(
            {
                "name": "13 %",
                "amount": 13,
                "type_tax_use": "sale",
                "company_id": cls.company.id,
                "country_id": cls.company.account_fiscal_country_id.id,
            }
        )
        cls.rule = cls._create_rule()

    @classmethod
    def _create_product(cls, name, **vals):
        return cls.env["product.product"].create(
            {
                "name": name,
                "type": "service",
                "invoice_policy": "order",
                "taxes_id": [Command.clear()],
                **vals,
            }
        )

    @classmethod
    def _create_rule(cls, **vals):
        return cls.env["cs.commission.rule"].create(
            {"name": "All orders", "company_id": cls.company.id, "percent": 5, **vals}
        )

    @classmethod
    def _create_order(cls, *prices, work_no="1001", role="agent0", confirm=True, **vals):
        """An order with a line per price; its agent types the number and confirms it."""
        lines = [
            {
                "product_id": cls.product.id,
                "price_unit": price,
                "product_uom_qty": 1,
                "tax_ids": [Command.clear()],
            }
            for price in prices or (1000,)
        ]
        for line in lines:
            line.update(vals.pop("line", {}))
        order = (
            cls.env["sale.order"]
            .with_user(cls.users[role])
            .create(
                {
                    "partner_id": cls.customer.id,
                    "cs_work_no": work_no,
                    "order_line": [Command.create(line) for line in lines],
                    **vals,
                }
            )
        )
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def _invoice(cls, order, day=MONTH, post=True):
        """The invoice of an order, posted on a day."""
        # sudo: whether the role may invoice is not what is tested
        with freeze_time(day):
            invoice = order.sudo()._create_invoices()
            invoice.invoice_date = day
            if post:
                invoice.action_post()
        return invoice.with_env(cls.env)

    @classmethod
    def _sell(cls, *prices, day=MONTH, **kwargs):
        """The posted invoice of a tagged order."""
        return cls._invoice(cls._create_order(*prices, **kwargs), day)

    @classmethod
    def _credit(cls, invoice, share=1, day=MONTH):
        """A credit note over a share of an invoice, reconciled with it if that is open."""
        with freeze_time(day):
            note = invoice._reverse_moves([{"invoice_date": day, "date": day}])
            for line in note.invoice_line_ids:
                line.price_unit *= share
            note.action_post()
        return note

    @classmethod
    def _pay(cls, invoice, amount=None, day=MONTH, **vals):
        """A payment through Odoo's own dialog; all that is open without an amount."""
        dialog = cls.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        vals = {"payment_date": day, **vals}
        if amount is not None:
            vals["amount"] = amount
        return dialog.create(vals)._create_payments()

    @classmethod
    def _make(cls, month=MONTH):
        """The statements that the scheduled action makes after the month, by agent."""
        after = (month + timedelta(days=40)).replace(day=1)
        with freeze_time(after):
            cls.env["cs.commission.statement"]._cron_make_drafts()
        cls.env.flush_all()
        return cls._statement(cls.agent, month)

    @classmethod
    def _statement(cls, agent, month=MONTH, role="hr"):
        domain = [
            ("employee_id", "=", agent.id),
            ("date_from", "=", month),
            ("state", "!=", "cancel"),
        ]
        found = cls.env["cs.commission.statement"].search(domain)
        return found.with_user(cls.users[role])

    def _confirmed(self, month=MONTH):
        statement = self._make(month)
        statement.action_confirm()
        return statement

    def _amounts(self, statement):
        """Basis and commission of the lines, in their order."""
        return [(line.basis, line.amount) for line in statement.line_ids]
