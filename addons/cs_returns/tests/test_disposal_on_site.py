from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestDisposalOnSite(ReturnsCommon):
    """Goods that are disposed of at the dealer's end in the books as if scrapped here (S-48)."""

    def _scrap_location(self):
        return self.env["stock.scrap"].new({"company_id": self.company.id}).scrap_location_id

    def _books(self, product, lot=None):
        """On hand, value of the stock, and what the scrap location holds."""
        self.env.flush_all()
        self.env.invalidate_all()
        product = product.with_company(self.company)
        quants = self.env["stock.quant"].search([("product_id", "=", product.id)])
        at = {
            usage: sum(
                quants.filtered(lambda q, u=usage: q.location_id.usage == u).mapped("quantity")
            )
            for usage in ("internal", "customer", "inventory")
        }
        return at, product.total_value, product.qty_available

    def _ledger(self):
        """Balance per account of the company."""
        groups = self.env["account.move.line"]._read_group(
            [("company_id", "=", self.company.id), ("parent_state", "=", "posted")],
            ["account_id"],
            ["balance:sum"],
        )
        return {account.code: round(balance, 2) for account, balance in groups}

    def _compare_with_scrapping_here(self, product, **line):
        """Both ways on goods of the same product; what each changes in stock and ledger."""
        changes = []
        for is_on_site in (True, False):
            _order, move, _invoice = self._sell_deliver_invoice(10, product=product)
            lot = move.move_line_ids.lot_id[:1]
            vals = {"lot_id": lot.id} if lot else {}
            books, ledger = self._books(product), self._ledger()
            if is_on_site:
                application = self._approve_on_site([(move, 4, vals)])
                self._settle(self._dispose(application))
            else:
                application = self._settle(
                    self._appraise(self._approve(self._apply([(move, 4, vals)])))
                )
                receipt = application.move_ids
                self.env["stock.scrap"].create(
                    {
                        "product_id": product.id,
                        "lot_id": lot.id,
                        "scrap_qty": 4,
                        "location_id": receipt.location_dest_id.id,
                        "company_id": self.company.id,
                    }
                ).do_scrap()
            after, ledger_after = self._books(product), self._ledger()
            changes.append(
                (
                    {key: after[0][key] - books[0][key] for key in after[0]},
                    round(after[1] - books[1], 2),
                    after[2] - books[2],
                    {k: round(v - ledger.get(k, 0), 2) for k, v in ledger_after.items()},
                )
            )
            self.assertEqual(application.state, "done")
            self.assertEqual(application.credit_note_ids.amount_total, 400)
        on_site, here = changes
        self.assertEqual(on_site, here)
        self.assertEqual(on_site[0]["inventory"], 4)
        self.assertEqual(on_site[0]["internal"], 0)

    def test_stock_and_ledger_end_as_if_scrapped_here(self):
        self._compare_with_scrapping_here(self.product)

    def test_stock_and_ledger_end_as_if_scrapped_here_with_perpetual_valuation(self):
        category = self.env["product.category"].create(
            {
                "name": "Perpetual",
                "property_cost_method": "average",
                "property_valuation": "real_time",
            }
        )
        product = self._create_product("Perpetual Bait", categ_id=category.id)
        expense = self.env["account.account"].create(
            {"name": "Scrapped Goods", "code": "655500", "account_type": "expense"}
        )
        self._scrap_location().valuation_account_id = expense
        self._compare_with_scrapping_here(product)

    def test_lots_leave_with_their_number(self):
        product = self._create_product("Lot Bait", tracking="lot")
        lot = self._create_lot(product, "A")
        order = self._sell(10, product=product)
        move = self._deliver(order, lot=lot)
        self._invoice(order)
        application = self._dispose(self._approve_on_site([(move, 4, {"lot_id": lot.id})]))
        self.assertEqual(application.scrap_ids.lot_id, lot)
        self.assertEqual(order.order_line.qty_delivered, 6)
        with self.assertRefused("Only 6"):
            self._apply([(move, 7, {"lot_id": lot.id})]).action_submit()

    def test_goods_that_stay_do_not_arrive(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._approve_on_site([(move, 4)])
        with self.assertRefused("do not come back"):
            application.with_user(self.users["warehouse"]).action_arrive()
        travelling = self._approve(self._apply([(move, 2)]))
        with self.assertRefused("register their arrival"):
            travelling.with_user(self.users["office"]).action_dispose()

    def test_disposal_wants_evidence(self):
        order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._approve(self._apply([(move, 4)], way="on_site"))
        with self.assertRefused("Attach photos"):
            self._dispose(application)
        self.assertFalse(application.move_ids)
        self._dispose(self._attach_evidence(application))
        self.assertEqual(order.order_line.qty_delivered, 6)

    def test_the_office_confirms_what_others_asked_for(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._attach_evidence(self._apply([(move, 4)], user="office", way="on_site"))
        application.with_user(self.users["office"]).action_submit()
        for role in ("region", "manager"):
            application.with_user(self.users[role]).action_approve()
        with self.assertRefused("somebody else has to confirm"):
            self._dispose(application)
        for role in ("warehouse", "salesman", "accountant", "clerk"):
            with self.assertRefused("It is for", AccessError):
                self._dispose(application, role)
        self._dispose(application, "region")
        self.assertEqual(application.state, "appraised")

    def test_less_may_be_gone_than_was_announced(self):
        order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._approve_on_site([(move, 4)])
        line = application.line_ids
        self.assertEqual(line.received_qty, 4)
        with self.assertRefused("filled in by others", AccessError):
            line.with_user(self.users["clerk"]).received_qty = 3
        line.with_user(self.users["office"]).received_qty = 3
        self._settle(self._dispose(application))
        self.assertEqual(order.order_line.qty_delivered, 7)
        self.assertEqual(application.credit_note_ids.amount_total, 300)

    def test_no_more_is_gone_than_was_approved(self):
        order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._approve_on_site([(move, 4)])
        application.line_ids.with_user(self.users["office"]).received_qty = 5
        with self.assertRefused("Only 4 Units"):
            self._dispose(application)
        self.assertFalse(application.move_ids)

    def test_way_is_chosen_before_the_approval(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._apply([(move, 4)])
        application.action_submit()
        application.with_user(self.users["manager"]).way = "on_site"
        self._approve_rest(application)
        with self.assertRefused("no longer be changed"):
            application.with_user(self.users["manager"]).way = "factory"

    def _approve_rest(self, application):
        for role in ("office", "manager"):
            application.with_user(self.users[role]).action_approve()

    def test_nobody_calls_goods_lost_without_a_claim(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        with self.assertRefused("claim against the carrier"):
            self._apply([(move, 4)], way="transit")
