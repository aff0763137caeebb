from base64 import b64decode
from contextlib import contextmanager
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, new_test_user

from odoo.addons.base.tests.common import BaseCommon
from odoo.addons.cs_base.tests.common import create_offices

COMMON_GROUPS = "base.group_user,"
# the smallest PNG
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)


class ReturnsCommon(BaseCommon):
    """A company that sells to a dealer, with one user per role.

    Builders make real orders, deliveries and invoices; nothing is taken from demo data.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the suite never sends mail about the documents it makes
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True, lang="en_US"))
        cls.company = cls._create_company("Bait Works")
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(context=dict(cls.env.context, allowed_company_ids=cls.company.ids))
        cls.users = cls._create_users(cls.company)
        cls.region, cls.office = create_offices(cls.env, cls.company, cls.users)
        cls.dealer = cls._create_dealer("Blue Lake Tackle")
        cls.category = cls.env["product.category"].create(
            {"name": "Bait", "property_cost_method": "average", "property_valuation": "periodic"}
        )
        cls.product = cls._create_product("Carp Bait")
        cls.quality = cls.env.ref("cs_returns.cs_return_reason_quality")
        cls.unsold = cls.env.ref("cs_returns.cs_return_reason_slow")

    @classmethod
    def _create_company(cls, name, chart="generic_coa"):
        company = cls.env["res.company"].create(
            {"name": name, "country_id": cls.env.ref("base.us").id}
        )
        cls.env.user.company_ids |= company
        template = cls.env["account.chart.template"].with_context(allowed_company_ids=company.ids)
        template.try_loading(chart, company=company, install_demo=False)
        return company

    @classmethod
    def _create_users(cls, company, prefix="r"):
        groups = {
            "clerk": "cs_base.group_cs_base_clerk",
            "manager": "cs_base.group_cs_base_manager",
            "office": "cs_base.group_cs_base_office_manager",
            "region": "cs_base.group_cs_base_office_manager",
            "technician": "cs_base.group_cs_base_technician",
            "general": "cs_base.group_cs_base_general_manager",
            "salesman": "sales_team.group_sale_salesman",
            "warehouse": "stock.group_stock_user",
            "accountant": "account.group_account_invoice",
            "plain": "base.group_user",
        }
        # a password that is hashed 600 000 times takes longer than most tests
        with patch("odoo.addons.base.models.res_users.MIN_ROUNDS", 1):
            return {
                role: new_test_user(
                    cls.env,
                    login=f"{prefix}_{role}",
                    groups=f"{COMMON_GROUPS}{group}",
                    company_id=company.id,
                    company_ids=[Command.set(company.ids)],
                )
                for role, group in groups.items()
            }

    @classmethod
    def _create_user(cls, login, group):
        return new_test_user(
            cls.env,
            login=login,
            groups=f"{COMMON_GROUPS}{group}",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    @classmethod
    def _create_dealer(cls, name, **vals):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "cs_office_id": cls.office.id,
                "user_id": cls.users["salesman"].id,
                **vals,
            }
        )

    @classmethod
    def _create_product(cls, name, cost=60.0, stock=1000.0, **vals):
        product = cls.env["product.product"].create(
            {
                "name": name,
                "is_storable": True,
                "list_price": 100.0,
                "standard_price": cost,
                "categ_id": cls.category.id,
                "invoice_policy": "delivery",
                "taxes_id": [Command.clear()],
                **vals,
            }
        )
        if stock and product.tracking == "none":
            cls._add_stock(product, stock)
        return product

    @classmethod
    def _euro_pricelist(cls, rate):
        """Prices in euros; the company keeps its books in another currency."""
        euro = cls.env.ref("base.EUR")
        euro.active = True
        assert cls.company.currency_id != euro
        cls.env["res.currency.rate"].create(
            {
                "currency_id": euro.id,
                "name": "2026-01-01",
                "rate": rate,
                "company_id": cls.company.id,
            }
        )
        return cls.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": euro.id, "company_id": cls.company.id}
        )

    @classmethod
    def _add_stock(cls, product, quantity, lot=None):
        warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.env["stock.quant"].with_context(inventory_mode=True).create(
            {
                "product_id": product.id,
                "location_id": warehouse.lot_stock_id.id,
                "lot_id": lot.id if lot else False,
                "inventory_quantity": quantity,
            }
        ).action_apply_inventory()

    @classmethod
    def _create_lot(cls, product, name, stock=100.0):
        lot = cls.env["stock.lot"].create(
            {"name": name, "product_id": product.id, "company_id": cls.company.id}
        )
        cls._add_stock(product, stock, lot)
        return lot

    @classmethod
    def _sell(cls, quantity=10.0, product=None, price=100.0, line_vals=None, **order_vals):
        """A confirmed order of one line; nothing delivered."""
        product = product or cls.product
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.dealer.id,
                "company_id": cls.company.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "price_unit": price,
                            **(line_vals or {}),
                        }
                    )
                ],
                **order_vals,
            }
        )
        order.action_confirm()
        return order

    @classmethod
    def _deliver(cls, order, quantity=None, lot=None):
        """Deliver the open transfer of an order, in whole or in part; its done moves."""
        picking = order.picking_ids.filtered(
            lambda p: p.state not in ("done", "cancel") and p.picking_type_code == "outgoing"
        )
        for move in picking.move_ids:
            wanted = move.product_uom_qty if quantity is None else quantity
            if lot:
                move.move_line_ids.unlink()
                move.move_line_ids = [
                    Command.create(
                        {
                            "product_id": move.product_id.id,
                            "product_uom_id": move.product_uom.id,
                            "lot_id": lot.id,
                            "quantity": wanted,
                            "picking_id": picking.id,
                            "location_id": move.location_id.id,
                            "location_dest_id": move.location_dest_id.id,
                        }
                    )
                ]
            else:
                move.quantity = wanted
            move.picked = True
        picking.with_context(skip_sms=True, skip_expired=True)._action_done()
        return picking.move_ids.filtered(lambda move: move.state == "done")

    @classmethod
    def _invoice(cls, order, **vals):
        invoice = order._create_invoices()
        if vals:
            invoice.write(vals)
        invoice.action_post()
        return invoice

    @classmethod
    def _sell_deliver_invoice(cls, quantity=10.0, **kwargs):
        """An order that is delivered and invoiced in one go; ``(order, move, invoice)``."""
        order = cls._sell(quantity, **kwargs)
        return order, cls._deliver(order), cls._invoice(order)

    # The return chain, each step by who does it in real life

    def _apply(self, lines, user="clerk", **vals):
        """A draft application; ``lines`` are tuples of a move, a quantity and further values."""
        return self._create_application(lines, self.users[user], **vals)

    def _create_application(self, lines, user, **vals):
        application = (
            self.env["cs.return"]
            .with_user(user)
            .create(
                {
                    "partner_id": lines[0][0].sale_line_id.order_id.partner_id.id,
                    "company_id": self.company.id,
                    "line_ids": [
                        Command.create(
                            {
                                "origin_move_id": move.id,
                                "quantity": quantity,
                                "reason_id": self.quality.id,
                                **(rest[0] if rest else {}),
                            }
                        )
                        for move, quantity, *rest in lines
                    ],
                    **vals,
                }
            )
        )
        return application

    def _approve(self, application):
        application.with_user(application.create_uid).action_submit()
        application.with_user(self.users["office"]).action_approve()
        application.with_user(self.users["manager"]).action_approve()
        self.assertEqual(application.state, "approved")
        return application

    def _arrive(self, application, counts=()):
        """Register the arrival; ``counts`` are values per line, in the order of the lines."""
        warehouse = self.users["warehouse"]
        application.with_user(warehouse).action_arrive()
        for line, vals in zip(application.line_ids, counts, strict=False):
            line.with_user(warehouse).write(vals)
        return application

    def _appraise(self, application, counts=()):
        self._arrive(application, counts)
        application.with_user(self.users["warehouse"]).action_appraise()
        return application

    def _settle(self, application, user="accountant"):
        application.with_user(self.users[user]).action_settle()
        return application

    def _return(self, lines, counts=(), **vals):
        """The whole chain from the draft to the settlement."""
        return self._settle(self._appraise(self._approve(self._apply(lines, **vals)), counts))

    # Odoo's own wizards

    @classmethod
    def _native_return(cls, picking, quantity=1):
        """The receipt that Odoo's return wizard makes, counted and not yet validated."""
        wizard = Form(
            cls.env["stock.return.picking"].with_context(
                active_id=picking.id, active_ids=picking.ids, active_model="stock.picking"
            )
        ).save()
        wizard.product_return_moves.quantity = quantity
        receipt = cls.env["stock.picking"].browse(wizard.action_create_returns()["res_id"])
        receipt.move_ids.picked = True
        return receipt

    @classmethod
    def _native_credit(cls, invoice, quantity):
        """The draft that Odoo's credit-note wizard makes, with this quantity on its lines."""
        wizard = (
            cls.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id})
        )
        refund = cls.env["account.move"].browse(wizard.refund_moves()["res_id"])
        refund.invoice_line_ids.quantity = quantity
        return refund

    @contextmanager
    def assertRefused(self, pattern, exception=UserError):
        """The block raises a sentence like this; what it did is rolled back, as in a request."""
        with self.assertRaises(exception) as caught:
            yield
        self.assertRegex(str(caught.exception), pattern)

    def _run_bulk(self, action, user, seconds=20):
        """Carry bulk work to its end as the progress window does; its last progress."""
        runs = self.env["cs.bulk.run"].with_user(self.users[user])
        run = runs.browse(action["params"]["run_id"])
        progress = run.action_run_next(seconds)
        while progress["waiting"]:
            progress = run.action_run_next(seconds)
        return progress

    def _run_cron(self, xmlid):
        """Run a scheduled job as the server does."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(xmlid).method_direct_trigger()
        self.env.invalidate_all()

    # Photos, claims and disputes

    @classmethod
    def _attach_evidence(cls, document):
        """A photo on the document, attached by somebody who may."""
        photo = cls.env["ir.attachment"].create(
            {
                "name": "photo.png",
                "raw": b64decode(PIXEL),
                "res_model": document._name,
                "res_id": document.id,
            }
        )
        document.sudo().evidence_ids = [Command.link(photo.id)]
        return document

    def _dispute_lots(self, lots, user="clerk", **vals):
        """A draft dispute of the dealer on these lots; a technician is to visit."""
        disputes = self.env["cs.quality.dispute"].with_user(self.users[user])
        return disputes.create(
            {
                "partner_id": self.dealer.id,
                "company_id": self.company.id,
                "lot_ids": [Command.set(lots.ids)],
                "description": "It smells",
                **vals,
            }
        )

    def _confirm_fault(self, dispute):
        """From the draft to the technician's verdict that the lots are faulty."""
        technician = self.users["technician"]
        dispute.action_raise()
        dispute.write({"method": "visit", "technician_id": technician.id})
        dispute.action_examine()
        dispute.with_user(technician).findings = "Mould in every bag"
        dispute.with_user(technician).action_confirm()
        return dispute

    def _approve_on_site(self, lines, **vals):
        """An approved application whose goods do not travel, with evidence."""
        application = self._approve(self._apply(lines, way="on_site", **vals))
        return self._attach_evidence(application)

    def _dispose(self, application, user="office"):
        application.with_user(self.users[user]).action_dispose()
        return application
