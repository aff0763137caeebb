from odoo import Command

from .commission_common import MONTH, CommissionCommon

MANY = 1000


class TestCommissionQueries(CommissionCommon):
    """A statement costs the same few queries, whatever the number of its lines."""

    def _sell_lines(self, count):
        order = self._create_order(*[10 + number / 100 for number in range(count)])
        self._invoice(order)

    def _count(self, call):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        result = call()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before, result

    def _make_counted(self):
        statements = self.env["cs.commission.statement"]
        return self._count(lambda: statements._make_drafts(self.company, MONTH))

    def test_a_thousand_lines_are_read_in_as_many_queries_as_two(self):
        with self.env.cr.savepoint() as savepoint:
            self._sell_lines(2)
            self._make_counted()
            savepoint.rollback()
        self.env.invalidate_all()
        with self.env.cr.savepoint() as savepoint:
            self._sell_lines(2)
            few, statement = self._make_counted()
            few_confirm, _done = self._count(statement.with_user(self.users["hr"]).action_confirm)
            savepoint.rollback()
        self.env.invalidate_all()
        self._sell_lines(MANY)
        many, statement = self._make_counted()
        self.assertEqual(len(statement.line_ids), MANY)
        # the ORM inserts and updates records by the hundred and by the thousand
        self.assertLessEqual(many, few + MANY // 100 + 4)
        many_confirm, _done = self._count(statement.with_user(self.users["hr"]).action_confirm)
        self.assertLessEqual(many_confirm, few_confirm + MANY // 100 + 4)

    def test_further_agents_cost_no_further_reading(self):
        counts = []
        for number, agents in enumerate((2, 10)):
            users = self.env["res.users"].concat(
                *(self._create_user(f"r_many_{number}_{each}") for each in range(agents))
            )
            for each, user in enumerate(users):
                work_no = f"9{number}{each}"
                self._create_employee(user.login, user, cs_work_no=work_no)
                self._sell(100, work_no=work_no, role="sales_manager")
            count, statements = self._make_counted()
            self.assertEqual(len(statements), agents)
            counts.append(count)
        self.assertLessEqual(counts[1], counts[0] + 8 * 4)

    def test_products_are_not_read_one_by_one(self):
        lines = [
            Command.create({"product_id": self._create_product(f"P{number}").id, "price_unit": 5})
            for number in range(20)
        ]
        order = self._create_order(order_line=lines)
        self._invoice(order)
        count, statement = self._make_counted()
        self.assertEqual(len(statement.line_ids), 20)
        self.assertLess(count, 60)
