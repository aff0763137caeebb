from unittest.mock import patch

from odoo.fields import Command

from .common import ReturnsCommon

PER_FURTHER_LINE = 30
FIXED = 245
# three people are asked by e-mail; with messages in Odoo alone it is a quarter less
SIGNATURES = 250
CREDIT_NOTE = 130


class TestQueryCounts(ReturnsCommon):
    """A return of many lines costs in queries what the benchmark promises; time is its matter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.products = cls.env["product.product"].create(
            [
                {
                    "name": f"Bait {number}",
                    "is_storable": True,
                    "standard_price": 60.0,
                    "categ_id": cls.category.id,
                    "invoice_policy": "delivery",
                    "taxes_id": [Command.clear()],
                }
                for number in range(40)
            ]
        )
        warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)])
        cls.env["stock.quant"].create(
            [
                {
                    "product_id": product.id,
                    "location_id": warehouse.lot_stock_id.id,
                    "quantity": 100.0,
                }
                for product in cls.products
            ]
        )
        # what is read once per process is no cost of a return
        cls._return_counted(cls._deliver_lines(1))

    @classmethod
    def _deliver_lines(cls, size):
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.dealer.id,
                "company_id": cls.company.id,
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_uom_qty": 5.0, "price_unit": 100.0}
                    )
                    for product in cls.products[:size]
                ],
            }
        )
        order.action_confirm()
        moves = cls._deliver(order)
        cls._invoice(order)
        return moves

    @classmethod
    def _return_counted(cls, moves):
        """Return two of each, as the roles do; queries per phase."""
        env, users = cls.env, cls.users
        env.flush_all()
        env.invalidate_all()
        counts = {}

        def count(phase, since):
            env.flush_all()
            counts[phase] = counts.get(phase, 0) + env.cr.sql_log_count - since
            return env.cr.sql_log_count

        start = env.cr.sql_log_count
        application = (
            env["cs.return"]
            .with_user(users["clerk"])
            .create(
                {
                    "partner_id": cls.dealer.id,
                    "company_id": cls.company.id,
                    "line_ids": [
                        Command.create(
                            {
                                "origin_move_id": move.id,
                                "quantity": 2.0,
                                "reason_id": cls.quality.id,
                            }
                        )
                        for move in moves
                    ],
                }
            )
        )
        start = count("apply", start)
        application.action_submit()
        application.with_user(users["office"]).action_approve()
        application.with_user(users["manager"]).action_approve()
        start = count("sign", start)
        application.with_user(users["warehouse"]).action_arrive()
        application.with_user(users["warehouse"]).action_appraise()
        start = count("receive", start)
        moves_class = type(env["account.move"])
        post = moves_class._post

        def post_counted(self, *args, **kwargs):
            nonlocal start
            start = count("credit note", start)
            return post(self, *args, **kwargs)

        with patch.object(moves_class, "_post", post_counted):
            application.with_user(users["accountant"]).action_settle()
        count("post", start)
        return counts

    def test_a_further_line_takes_few_queries(self):
        ten = self._return_counted(self._deliver_lines(10))
        forty = self._return_counted(self._deliver_lines(40))
        self.assertLessEqual(
            sum(forty.values()) - sum(ten.values()), 30 * PER_FURTHER_LINE, (ten, forty)
        )

    def test_signatures_cost_the_same_for_one_line_and_for_forty(self):
        one = self._return_counted(self._deliver_lines(1))
        forty = self._return_counted(self._deliver_lines(40))
        self.assertLessEqual(one["sign"], SIGNATURES)
        self.assertLessEqual(forty["sign"], one["sign"] + 5)

    def test_a_return_of_one_line_takes_few_queries_beside_its_signatures(self):
        one = self._return_counted(self._deliver_lines(1))
        self.assertLessEqual(sum(one.values()) - one["sign"], FIXED + PER_FURTHER_LINE, one)

    def test_a_long_credit_note_is_made_in_as_many_queries_as_a_short_one(self):
        one = self._return_counted(self._deliver_lines(1))
        forty = self._return_counted(self._deliver_lines(40))
        self.assertLessEqual(forty["credit note"], CREDIT_NOTE)
        self.assertLessEqual(forty["credit note"], one["credit note"] + 10)
