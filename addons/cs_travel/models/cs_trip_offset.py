from decimal import Decimal

from odoo import models
from odoo.fields import Command

from ..domain.offset import OpenAdvance, allocate
from .cs_trip_ledger import PAYABLE, RECEIVABLE


class CsTrip(models.Model):
    """Advances set off against what is owed to the traveller: one entry per trip."""

    _inherit = "cs.trip"

    def action_offset(self):
        """Set off what is open on both sides, when a payment was confirmed late."""
        self._check_finance()
        self._lock_rows()
        # sudo: the right of finance is checked; expenses and trips are not theirs to write
        self.sudo()._offset(self.env["cs.trip.reimbursement"]._accounting_date())
        return True

    def _offset(self, date):
        """Create, post and reconcile the offsets of all these trips at once.

        :return: the entries
        """
        payables = self._open_lines(PAYABLE).grouped(lambda line: line.move_id.cs_trip_id)
        advances = self._open_lines(RECEIVABLE).grouped(lambda line: line.move_id.cs_trip_id)
        vals_list, open_lines = [], []
        for trip in payables.keys() & advances.keys():
            lines = trip._prepare_offset_lines(payables[trip], advances[trip], date)
            if lines:
                vals_list.append(trip._prepare_offset_vals(lines, date))
            open_lines.append(payables[trip] | advances[trip])
        moves = self._with_key().env["account.move"].create(vals_list)
        moves._post(soft=False)
        self._reconcile_offsets(moves, open_lines)
        return moves

    def _prepare_offset_vals(self, lines, date):
        self.ensure_one()
        return {
            "move_type": "entry",
            "company_id": self.company_id.id,
            "journal_id": self.company_id._cs_trip_offset_journal().id,
            "date": date,
            "ref": self.env._("%s, offset of the advance", self.name),
            "cs_trip_id": self.id,
            "cs_trip_part": "offset",
            "line_ids": [Command.create(vals) for vals in lines],
        }

    def _prepare_offset_lines(self, payables, advances, date):
        """Debit what is owed, credit each advance in its own currency at the rate of ``date``."""
        self.ensure_one()
        company_currency = self.company_id.currency_id
        groups = advances.grouped(lambda line: (line.account_id, line.currency_id))
        parts = allocate(
            -self._to_decimal(sum(payables.mapped("amount_residual")), company_currency),
            [self._open_advance(key, lines, date) for key, lines in groups.items()],
            Decimal(str(company_currency.rounding)),
        )
        if not parts:
            return []
        common = {"name": self.name, "partner_id": payables[:1].partner_id.id}
        owed = float(sum(part.value for part in parts))
        debit = {
            **common,
            "account_id": payables[:1].account_id.id,
            "currency_id": company_currency.id,
            "amount_currency": owed,
            "balance": owed,
        }
        credits = [
            {
                **common,
                "account_id": part.key[0].id,
                "currency_id": part.key[1].id,
                "amount_currency": -float(part.amount),
                "balance": -float(part.value),
            }
            for part in parts
        ]
        return [debit, *credits]

    def _open_advance(self, key, lines, date):
        currency = key[1]
        rate = self.env["res.currency"]._get_conversion_rate(
            currency, self.company_id.currency_id, self.company_id, date
        )
        return OpenAdvance(
            key=key,
            amount=self._to_decimal(sum(lines.mapped("amount_residual_currency")), currency),
            rate=Decimal(str(rate)),
            quantum=Decimal(str(currency.rounding)),
        )

    def _to_decimal(self, amount, currency):
        return Decimal(str(currency.round(amount)))

    def _reconcile_offsets(self, moves, open_lines):
        own = moves.line_ids.grouped(lambda line: line.move_id.cs_trip_id)
        plan = []
        for lines in open_lines:
            trip = lines.move_id.cs_trip_id
            lines |= own.get(trip, lines.browse())
            for group in lines.grouped(lambda line: (line.account_id, line.currency_id)).values():
                if len(group) > 1:
                    plan.append(group)
        if plan:
            self.env["account.move.line"]._reconcile_plan(plan)
