from odoo import Command
from odoo.tests import tagged

from .common import ReturnsCommon


class CostCase(ReturnsCommon):
    """Goods cost 60 when they are delivered and something else when they come back."""

    def _categories(self, cost_method, valuation):
        return self.env["product.category"].create(
            {
                "name": f"{cost_method} {valuation}",
                "property_cost_method": cost_method,
                "property_valuation": valuation,
            }
        )

    def _receive(self, product, quantity, price):
        """Buy goods at a price: a done receipt from a supplier."""
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": warehouse.in_type_id.id,
                "location_id": self.env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": warehouse.lot_stock_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "price_unit": price,
                            "location_id": self.env.ref("stock.stock_location_suppliers").id,
                            "location_dest_id": warehouse.lot_stock_id.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        picking.move_ids.write({"quantity": quantity, "picked": True})
        picking._action_done()
        picking.move_ids.value_manual = quantity * price
        return picking.move_ids

    def _cost_of_sales(self, move):
        """Debit of the cost of sales of an invoice, negative on a credit note."""
        lines = move.line_ids.filtered(lambda line: line.display_type == "cogs")
        expense = lines.filtered(lambda line: line.account_id.internal_group == "expense")
        return round(sum(expense.mapped("balance")), 2)

    def _check_cost_comes_back(self, cost_method, valuation):
        category = self._categories(cost_method, valuation)
        product = self._create_product("Costly Bait", stock=0, cost=0, categ_id=category.id)
        self._receive(product, 10, 60)
        order, move, invoice = self._sell_deliver_invoice(5, product=product)
        self.assertEqual(move.value, 300)
        self._receive(product, 10, 120)
        application = self._return([(move, 2)])
        accepted = application.move_ids
        self.assertEqual(accepted.value, 120, "two pieces come back at the cost they left at")
        real_time = valuation == "real_time"
        self.assertEqual(self._cost_of_sales(invoice), 300 if real_time else 0)
        credit_note = application.credit_note_ids
        self.assertEqual(self._cost_of_sales(credit_note), -120 if real_time else 0)
        self.assertEqual(invoice.amount_residual, 300)
        return order, application


@tagged("post_install", "-at_install")
class TestCostComesBack(CostCase):
    """Returned goods enter stock and leave the cost of sales at their original cost."""

    def test_average_cost_periodic(self):
        self._check_cost_comes_back("average", "periodic")

    def test_average_cost_real_time(self):
        self._check_cost_comes_back("average", "real_time")

    def test_fifo_periodic(self):
        self._check_cost_comes_back("fifo", "periodic")

    def test_fifo_real_time(self):
        self._check_cost_comes_back("fifo", "real_time")

    def test_fifo_two_invoices_at_two_costs(self):
        category = self._categories("fifo", "real_time")
        product = self._create_product("Layered Bait", stock=0, cost=0, categ_id=category.id)
        self._receive(product, 5, 10)
        self._receive(product, 5, 20)
        order = self._sell(10, product=product)
        first_move = self._deliver(order, 5)
        first = self._invoice(order)
        second_move = self._deliver(order, 5)
        second = self._invoice(order)
        self.assertEqual((self._cost_of_sales(first), self._cost_of_sales(second)), (50, 100))
        application = self._return([(second_move, 2)])
        self.assertEqual(application.credit_note_ids.reversed_entry_id, second)
        self.assertEqual(self._cost_of_sales(application.credit_note_ids), -40)
        self.assertEqual(application.move_ids.value, 40)
        self.assertTrue(first_move)

    def test_foreign_currency_leaves_cost_in_company_currency(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            {
                "currency_id": euro.id,
                "company_id": self.company.id,
                "name": "2020-01-01",
                "rate": 0.5,
            }
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Euro", "currency_id": euro.id, "company_id": self.company.id}
        )
        category = self._categories("average", "real_time")
        product = self._create_product("Export Bait", stock=0, cost=0, categ_id=category.id)
        self._receive(product, 10, 60)
        order = self._sell(5, product=product, pricelist_id=pricelist.id)
        move = self._deliver(order)
        invoice = self._invoice(order)
        application = self._return([(move, 2)])
        self.assertEqual(self._cost_of_sales(invoice), 300)
        self.assertEqual(self._cost_of_sales(application.credit_note_ids), -120)

    def test_rejected_goods_change_no_value(self):
        category = self._categories("average", "real_time")
        product = self._create_product("Spoiled Bait", stock=0, cost=0, categ_id=category.id)
        self._receive(product, 10, 60)
        _order, move, _invoice = self._sell_deliver_invoice(5, product=product)
        value = product.with_company(self.company).total_value
        counts = {"received_qty": 2, "rejected_qty": 2, "reject_reason": "opened"}
        application = self._return([(move, 2)], [counts])
        self.env.invalidate_all()
        self.assertEqual(product.with_company(self.company).total_value, value)
        self.assertFalse(application.credit_note_ids)
        application.with_user(self.users["clerk"]).action_destroy_rejected()
        self.env.invalidate_all()
        self.assertEqual(product.with_company(self.company).total_value, value)


@tagged("post_install", "-at_install")
class TestCostComesBackInChina(CostCase):
    """The same on the Chinese chart of accounts."""

    @classmethod
    def _create_company(cls, name, chart="cn"):
        company = super()._create_company(name, chart=chart)
        company.country_id = cls.env.ref("base.cn")
        return company

    def test_average_cost_real_time(self):
        order, _application = self._check_cost_comes_back("average", "real_time")
        self.assertEqual(order.currency_id.name, "CNY")

    def test_fifo_periodic(self):
        self._check_cost_comes_back("fifo", "periodic")
