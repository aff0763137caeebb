from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .analysis_common import AnalysisCommon

QUANTITIES = ("quantity", "received_qty", "accepted_qty", "rejected_qty")


@tagged("post_install", "-at_install")
class TestAnalysis(AnalysisCommon):
    """The analysis says what the documents say, line by line and in sum (S-31, S-33)."""

    def assertAmounts(self, rows, name, expected):
        for row, amount in zip(rows, expected, strict=True):
            self.assertAlmostEqual(row[name], amount, places=2, msg=name)

    def test_one_row_per_line_shows_what_the_line_says(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        counts = [{"received_qty": 5, "rejected_qty": 2, "reject_reason": "opened"}]
        application = self._return([(move, 6)], counts)
        row = self._rows(application)
        self.assertEqual([row[name] for name in QUANTITIES], [6, 5, 3, 2])
        self.assertAlmostEqual(row.announced_amount, 600)
        self.assertAlmostEqual(row.credited_amount, 300)
        self.assertEqual(row.state, "done")
        shown = (row.name, row.partner_name, row.team_name, row.reason_name, row.lot_name)
        names = (application.name, "Blue Lake Tackle", "Hangzhou", self.quality.name, False)
        self.assertEqual(shown, names)
        self.assertEqual(
            (row.product_id, row.categ_id, row.team_id, row.region_id, row.currency_id),
            (
                self.product, self.category, self.office, self.region, self.company.currency_id,
            ),
        )  # fmt: skip

    def test_names_are_in_the_language_of_the_reader(self):
        self.quality.with_context(lang="zh_CN").name = "质量"
        _order, move, _invoice = self._sell_deliver_invoice(10)
        row = self._rows(self._apply([(move, 6)]))
        self.assertEqual(row.with_context(lang="zh_CN").reason_name, "质量")

    def test_quantities_are_in_the_unit_of_the_product(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        _order, move, invoice = self._sell_deliver_invoice(
            3, price=12.34, line_vals={"product_uom_id": dozen.id}
        )
        move_unit = move.product_uom
        of_move = dozen._compute_quantity(2, move_unit)
        application = self._return([(move, of_move)])
        row = self._rows(application)
        self.assertEqual([row[name] for name in QUANTITIES], [24, 24, 24, 0])
        self.assertAlmostEqual(row.announced_amount, application.expected_amount, places=2)
        self.assertAlmostEqual(row.announced_amount, 24.68, places=2)
        self.assertAlmostEqual(row.credited_amount, 24.68, places=2)
        self.assertEqual(invoice.amount_residual, 12.34)

    def test_delivery_in_another_unit_than_the_products(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._sell(3, price=12.34, line_vals={"product_uom_id": dozen.id})
        order.picking_ids.move_ids.write({"product_uom": dozen.id, "product_uom_qty": 3})
        move = self._deliver(order)
        self._invoice(order)
        self.assertEqual(move.product_uom, dozen)
        row = self._rows(self._return([(move, 2)]))
        self.assertEqual([row[name] for name in QUANTITIES], [24, 24, 24, 0])
        self.assertAlmostEqual(row.announced_amount, 24.68, places=2)

    def test_credited_is_what_the_credit_note_credits_of_the_line(self):
        _order, first, _invoice = self._sell_deliver_invoice(10, price=33.33)
        _order, second, _invoice = self._sell_deliver_invoice(10, price=7.77)
        application = self._return([(first, 3), (second, 7)])
        rows = self._rows(application)
        self.assertAmounts(rows, "credited_amount", [99.99, 54.39])
        notes = application.credit_note_ids
        self.assertAlmostEqual(sum(notes.mapped("amount_untaxed")), 154.38, places=2)

    def test_taxes_are_not_credited_value(self):
        tax = self.env["account.tax"].create(
            {"name": "13 %", "amount": 13, "company_id": self.company.id}
        )
        vals = {"tax_ids": [Command.set(tax.ids)]}
        _order, move, _invoice = self._sell_deliver_invoice(10, line_vals=vals)
        application = self._return([(move, 1)])
        self.assertAlmostEqual(application.credit_note_ids.amount_total, 113)
        self.assertAmounts(self._rows(application), "credited_amount", [100])

    def test_discount_on_the_order_is_no_credited_value(self):
        products = [self._create_product(f"Bait {number}") for number in range(2)]
        lines = [
            Command.create({"product_id": product.id, "product_uom_qty": 10, "price_unit": price})
            for product, price in zip(products, (33.33, 7.77), strict=True)
        ]
        order = self.env["sale.order"].create(
            {"partner_id": self.dealer.id, "company_id": self.company.id, "order_line": lines}
        )
        values = {"sale_order_id": order.id, "discount_type": "so_discount"}
        wizard = self.env["sale.order.discount"].create({**values, "discount_percentage": 0.2})
        wizard.action_apply_discount()
        order.action_confirm()
        moves = self._deliver(order)
        self._invoice(order)
        application = self._return([(moves[0], 4), (moves[1], 5)])
        rows = self._rows(application)
        self.assertAmounts(rows, "credited_amount", [133.32 * 0.8, 38.85 * 0.8])
        total = sum(rows.mapped("credited_amount"))
        self.assertAlmostEqual(total, application.credit_note_ids.amount_untaxed, places=2)

    def test_freight_charged_is_spread_and_not_taken_off_the_credited_value(self):
        moves = [self._sell_deliver_invoice(10)[1] for _ in range(3)]
        lines = [(move, 2, {"reason_id": self.unsold.id}) for move in moves]
        application = self._appraise(self._approve(self._apply(lines)))
        application.with_user(self.users["clerk"]).freight_charge = 100
        rows = self._rows(application)
        self.assertAmounts(rows, "freight_charge", [0, 0, 0])
        self._settle(application)
        rows = self._rows(application)
        self.assertAmounts(rows, "credited_amount", [200, 200, 200])
        self.assertAmounts(rows, "freight_charge", [100 / 3] * 3)
        self.assertAlmostEqual(sum(rows.mapped("freight_charge")), 100)
        self.assertAmounts(rows, "quality_cost", [0, 0, 0])

    def test_cost_of_quality_is_credit_and_freight_of_quality_faults_alone(self):
        moves = [self._sell_deliver_invoice(10)[1] for _ in range(3)]
        reasons = [self.quality, self.unsold, self.quality]
        lines = [
            (move, 2, {"reason_id": reason.id}) for move, reason in zip(moves, reasons, strict=True)
        ]
        application = self._return(lines)
        bill = self._bill_freight(application, 70)
        rows = self._rows(application)
        self.assertAmounts(rows, "freight_cost", [70 / 3] * 3)
        self.assertAlmostEqual(sum(rows.mapped("freight_cost")), bill.amount_untaxed)
        self.assertAmounts(rows, "quality_cost", [200 + 70 / 3, 0, 200 + 70 / 3])
        self.assertEqual(rows.mapped("is_quality_fault"), [True, False, True])

    def test_cancelled_freight_bill_is_no_cost(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._return([(move, 2)])
        self._bill_freight(application, 45).button_cancel()
        self.assertAmounts(self._rows(application), "freight_cost", [0])
        self.env.flush_all()
        application.with_user(self.users["clerk"]).action_bill_freight()
        self.assertAmounts(self._rows(application), "freight_cost", [45])

    def test_goods_sent_again_are_not_credited(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        row = self._rows(self._return([(move, 2, {"settlement": "exchange"})]))
        self.assertEqual((row.accepted_qty, row.credited_amount), (2, 0))
        self.assertEqual(row.settlement, "exchange")

    def test_order_in_a_foreign_currency_counts_in_the_companys(self):
        pricelist = self._euro_pricelist(0.8)
        order, move, _invoice = self._sell_deliver_invoice(10, pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, pricelist.currency_id)
        application = self._return([(move, 3)])
        self._bill_freight(application, 20)
        self.assertAlmostEqual(application.credit_note_ids.amount_untaxed, 300)
        row = self._rows(application)
        self.assertAlmostEqual(row.announced_amount, 375)
        self.assertAlmostEqual(row.announced_amount, application.expected_amount)
        self.assertAlmostEqual(row.credited_amount, 375)
        self.assertAlmostEqual(row.freight_cost, 20)
        self.assertAlmostEqual(row.quality_cost, 395)

    # Days and punctuality

    def _dated(self, **dates):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._return([(move, 1)])
        application.sudo()._write_protected(dates)
        return application

    def test_days_of_each_step(self):
        application = self._dated(
            application_date="2026-03-02",
            approved_at="2026-03-04 10:00:00",
            arrival_date="2026-03-10",
            appraised_at="2026-03-11 23:00:00",
            settled_at="2026-03-24 01:00:00",
        )
        row = self._rows(application)
        days = [row.approval_days, row.arrival_days, row.appraisal_days, row.settlement_days]
        self.assertEqual(days, [2, 6, 1, 14])

    def test_a_day_begins_where_the_reader_is(self):
        application = self._dated(application_date="2026-03-02", approved_at="2026-03-01 23:30:00")
        row = self._rows(application).with_context(tz="Asia/Shanghai")
        row.invalidate_recordset()
        self.assertEqual(row.approval_days, 0)

    def test_averages_leave_out_what_is_not_done(self):
        done = self._dated(arrival_date="2026-03-10", settled_at="2026-03-24 01:00:00")
        _order, move, _invoice = self._sell_deliver_invoice(10)
        draft = self._apply([(move, 1)])
        [(days, in_time)] = self._analysis()._read_group(
            [("return_id", "in", (done | draft).ids)],
            [],
            ["settlement_days:avg", "settled_in_time:avg"],
        )
        self.assertEqual((days, in_time), (14, 1))

    def test_share_in_time_and_the_late_ones(self):
        late, timely = self._dated(is_settled_in_time=False), self._dated()
        slow = self._dated(is_appraised_in_time=False)
        _order, move, _invoice = self._sell_deliver_invoice(10)
        draft = self._apply([(move, 1)])
        applications = late | timely | slow | draft
        domain = [("return_id", "in", applications.ids)]
        [(appraised, settled)] = self._analysis()._read_group(
            domain, [], ["appraised_in_time:avg", "settled_in_time:avg"]
        )
        self.assertAlmostEqual(appraised, 2 / 3)
        self.assertAlmostEqual(settled, 2 / 3)
        found = self._analysis().search([*domain, ("is_late", "=", True)])
        self.assertEqual(found.return_id.sorted("id").ids, (late | slow).sorted("id").ids)

    def test_goods_that_never_travel_are_not_appraised_in_time_or_late(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._settle(self._dispose(self._approve_on_site([(move, 2)])))
        row = self._rows(application)
        self.assertFalse(row.is_late)
        [(appraised,)] = self._analysis()._read_group(
            [("id", "=", row.id)], [], ["appraised_in_time:avg"]
        )
        self.assertFalse(appraised)

    # Sums

    def _mixed(self):
        """Returns of all kinds: parts, discounts of units, freight, faults, drafts."""
        sales = [self._sell_deliver_invoice(10, price=price)[1] for price in (33.33, 7.77, 0.99)]
        lines = [(move, 3, {"reason_id": self.unsold.id}) for move in sales]
        charged = self._appraise(self._approve(self._apply(lines)))
        charged.with_user(self.users["clerk"]).freight_charge = 10
        self._settle(charged)
        counts = [{"received_qty": 3, "rejected_qty": 1, "reject_reason": "opened"}]
        faulty = self._return([(sales[0], 4), (sales[1], 2)], counts)
        self._bill_freight(faulty, 31.41)
        return charged | faulty | self._apply([(sales[2], 1)])

    def _document_totals(self, applications):
        lines = applications.sudo().line_ids
        moves = applications.sudo().freight_move_ids
        notes = applications.sudo().credit_note_ids.invoice_line_ids
        goods = notes.filtered(lambda line: line.cs_return_line_id)
        bills = moves.filtered(lambda move: move.cs_return_part == "freight_bill")
        totals = {name: sum(lines.mapped(name)) for name in QUANTITIES}
        totals["announced_amount"] = sum(applications.sudo().mapped("expected_amount"))
        totals["credited_amount"] = sum(goods.mapped("price_subtotal"))
        totals["freight_charge"] = sum(applications.sudo().mapped("freight_charge"))
        totals["freight_cost"] = sum(bills.mapped("amount_untaxed"))
        return totals

    def test_sums_of_the_groups_are_the_sums_of_the_documents(self):
        applications = self._mixed()
        expected = self._document_totals(applications)
        domain = [("return_id", "in", applications.ids)]
        for groupby in ("reason_id", "product_id", "team_id", "partner_id", "return_id"):
            groups = self._analysis()._read_group(
                domain, [groupby], [f"{name}:sum" for name in expected]
            )
            for position, (name, total) in enumerate(expected.items(), start=1):
                with self.subTest(groupby=groupby, measure=name):
                    found = sum(group[position] for group in groups)
                    self.assertAlmostEqual(found, total, places=2)

    # Who sees what

    def test_each_role_sees_the_rows_of_its_returns(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        ours = self._return([(move, 1)])
        self.dealer.cs_office_id = self.env["crm.team"].create(
            {"name": "Wuxi", "company_id": self.company.id}
        )
        self.dealer.user_id = False
        _order, move, _invoice = self._sell_deliver_invoice(10)
        others = self._apply([(move, 1)])
        self.assertNotEqual(others.team_id, ours.team_id)
        both = ours | others
        seen = {"clerk": both, "manager": both, "general": both, "accountant": both}
        seen |= dict.fromkeys(("salesman", "office", "region"), ours)
        for role, expected in seen.items():
            with self.subTest(role=role):
                self.assertEqual(set(self._rows(both, role).return_id.ids), set(expected.ids))
        for role in ("warehouse", "technician", "plain"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._rows(both, role)

    def test_rows_of_another_company_are_hidden(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._apply([(move, 1)])
        other = self._create_company("Other Works")
        self.users["clerk"].write({"company_ids": [Command.link(other.id)], "company_id": other.id})
        rows = self._analysis().with_context(allowed_company_ids=other.ids)
        self.assertFalse(rows.search([("return_id", "=", application.id)]))
        rows = rows.with_context(allowed_company_ids=(other | self.company).ids)
        self.assertTrue(rows.search([("return_id", "=", application.id)]))

    def test_freight_is_hidden_from_whom_the_return_hides_it(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        row = self._rows(self._apply([(move, 1)]), "salesman")
        self.assertEqual(row.quantity, 1)
        for name in ("freight_charge", "freight_cost", "quality_cost"):
            with self.subTest(name=name), self.assertRaises(AccessError):
                row.read([name])
            with self.subTest(name=name), self.assertRaises(AccessError):
                self._analysis("salesman").formatted_read_group([], [], [f"{name}:sum"])
        for role in ("clerk", "office", "general", "accountant"):
            self.assertEqual(self._analysis(role).browse(row.id).freight_cost, 0)
