from odoo.tests import tagged

from .money_common import MoneyCommon


@tagged("post_install", "-at_install")
class TestTripForms(MoneyCommon):
    """What is printed of a trip and its money, whoever prints it."""

    def _print(self, record, report, role, lang="en_US"):
        records = record.with_user(self.users[role]).with_context(lang=lang)
        reports = records.env["ir.actions.report"]
        html = reports._render_qweb_html(f"cs_travel.report_cs_trip_{report}", records.ids)[0]
        return html.decode()

    def _create_reimbursement(self):
        """An advance of 1000; 300 and 200 spent on two days, of which the second deviated."""
        trip = self._create_approved(first=-2)
        self._paid_advance(trip, 1000)
        self._finish(trip, (300, 200), bad_days=(1,))
        return trip.reimbursement_ids

    def test_the_voucher_of_an_advance_writes_the_amount_out(self):
        advance = self._approved_advance(self._create_approved(), 1000)
        self.assertIn("One Thousand", self._print(advance, "advance", "accountant"))

    def test_in_chinese_the_amount_is_written_in_capital_numerals(self):
        forms = self.env["cs.form.mixin"].with_context(lang="zh_CN")
        examples = {"base.CNY": "人民币贰元伍角整", "base.EUR": "EUR贰元伍角整"}
        for currency, words in examples.items():
            self.assertEqual(forms._form_amount_in_words(2.5, self.env.ref(currency)), words)

    def test_every_reader_prints_the_refused_expenses_too(self):
        reimbursement = self._create_reimbursement()
        for role in ("traveller", "boss", "clerk", "general", "accountant"):
            html = self._print(reimbursement, "reimbursement", role)
            self.assertIn("Seen in another city", html)
            self.assertIn("Hotel 200", html)

    def test_figures_stay_those_of_the_settlement(self):
        reimbursement = self._create_reimbursement()
        expected = {
            "spent": 500,
            "total": 300,
            "advance": 1000,
            "offset": 300,
            "to_pay": 0,
            "to_return": 700,
        }
        self.assertEqual(reimbursement._form_figures(), expected)
        self._settle(reimbursement.trip_id)
        self.assertEqual(self._fresh(reimbursement)._form_figures(), expected)
        self._return_cash(reimbursement.trip_id)
        self.assertEqual(self._fresh(reimbursement)._form_figures(), expected)

    def test_what_exceeds_the_advance_is_to_pay(self):
        trip = self._create_approved(first=-2)
        self._paid_advance(trip, 100)
        self._finish(trip, (300, 200))
        figures = trip.reimbursement_ids._form_figures()
        self.assertEqual((figures["to_pay"], figures["to_return"]), (400, 0))

    def test_a_day_without_expenses_has_its_row(self):
        trip = self._create_approved(first=-2, days=3)
        self._finish(trip, (300,))
        rows = trip.reimbursement_ids._form_rows()
        self.assertEqual([len(row["expense"]) for row in rows], [1, 0, 0])
        self.assertEqual([row["day"].date for row in rows], trip.day_ids.mapped("date"))

    def test_who_has_not_signed_yet_has_a_box(self):
        trip = self._create_trip()
        trip.action_submit()
        trip.with_user(self.users["clerk"]).action_approve()
        names = [(box["label"], bool(box["name"])) for box in trip._form_signatures()]
        self.assertIn(("Filed with customer service", True), names)
        self.assertIn(("Sales manager", False), names)
        self.assertIn("Sales manager", self._print(trip, "form", "boss"))
