from odoo import fields, models
from odoo.exceptions import UserError

from .cs_trip_supervision import QUIET


class CsTripReimbursement(models.Model):
    """From the signature to the ledger: receipts, offsets, and nothing in between (S-39)."""

    _inherit = "cs.trip.reimbursement"

    def action_settle(self):
        """Post the expenses of these trips and set their advances off, all or none of them."""
        return self._transition("settle", date=self._accounting_date())

    def action_open_settlement(self):
        """Ask for the accounting date, then settle."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Settle Trips"),
            "res_model": "cs.trip.settlement",
            "view_mode": "form",
            "target": "new",
            "context": {"default_reimbursement_ids": self.ids},
        }

    def _accounting_date(self):
        """The date that finance chose in the dialog; today without it."""
        chosen = self.env.context.get("cs_accounting_date")
        return fields.Date.to_date(chosen) or fields.Date.context_today(self)

    def _do_approve(self):
        """One write for all expenses; the reimbursement keeps who signed and when."""
        expenses = self._expenses().filtered(lambda expense: expense.approval_state == "submitted")
        expenses.with_context(**QUIET)._with_key().write(
            {
                "approval_state": "approved",
                "approval_date": fields.Datetime.now(),
                "manager_id": self.env.uid,
            }
        )

    def _check_can_settle(self, date):
        self.trip_id._lock_rows()
        for record in self:
            if record.user_id == self.env.user:
                raise UserError(
                    self.env._(
                        "%s is your own trip; somebody else settles it.", record.display_name
                    )
                )
            # sudo: the contact is on the employee's record, which not everybody reads
            record.sudo().trip_id._check_advance_contact()
            if record.currency_id.compare_amounts(record.amount, 0) < 0:
                raise UserError(
                    self.env._(
                        "The expenses of %s add up to less than zero; have customer service "
                        "look at them.",
                        record.display_name,
                    )
                )

    def _do_settle(self, date):
        """One receipt per trip, one offset per trip, each kind made and posted together."""
        for company, records in self.grouped("company_id").items():
            records = records.with_company(company).with_context(**QUIET)
            records._post_receipts(date)
            records.trip_id._offset(date)
        self.trip_id._transition("settle")
        return {"settled_at": fields.Datetime.now()}

    def _post_receipts(self, date):
        expenses = self._expenses().filtered(lambda expense: not expense.account_move_id)
        expenses = expenses._with_key()
        if not expenses:
            return
        expenses._check_can_create_move()
        journal = self.company_id._cs_trip_receipt_journal()
        receipts = expenses.env["account.move"].create(
            [
                {**vals, "journal_id": journal.id, "invoice_date": date, "date": date}
                for vals in expenses._prepare_receipts_vals()
            ]
        )
        for receipt in receipts.filtered("attachment_ids"):
            receipt._message_set_main_attachment_id(
                receipt.attachment_ids, force=True, filter_xml=False
            )
        receipts._post(soft=False)
