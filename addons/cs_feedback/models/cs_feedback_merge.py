from odoo import models
from odoo.exceptions import UserError


class CsFeedback(models.Model):
    """Two cases of one matter become one, one case of two matters becomes two; nothing is lost."""

    _inherit = "cs.feedback"

    def _merge(self, others):
        """``others`` go on in this case: messages, files, answers; its clocks keep the earliest.

        :raises UserError: another customer, or a case that is no longer open
        """
        self.ensure_one()
        cases = self | others
        cases.check_access("write")
        cases._lock_rows()
        cases._check_unsolved()
        self._check_can_merge(others)
        # sudo: checked; messages, files and answers change their case, written by code alone
        main, others = self.sudo(), others.sudo()
        first = min(cases.mapped("received_at"))
        answered = min(filter(None, cases.mapped("answered_at")), default=False)
        for other in others:
            other._message_note_merge(main)
            other.message_change_thread(main)
            other.message_partner_ids and main.message_subscribe(other.message_partner_ids.ids)
        files = others.evidence_ids
        files.write({"res_id": main.id})
        others.answer_ids._with_key().write({"feedback_id": main.id})
        main._write_protected(
            {
                "evidence_ids": [(4, file.id) for file in files],
                "received_at": first,
                "answered_at": answered,
                **main._missing_facts(others),
            }
        )
        others._end_pause()
        others._leave_hop(self.env._("Merged into %s", main.name))
        others._write_protected({"state": "cancel", "merged_into_id": main.id})
        cases.sudo()._refresh_clocks()
        main._log_each(self.env._("Merged: %s", self._format_list(others.mapped("display_name"))))

    def _check_can_merge(self, others):
        if not others or self in others:
            raise UserError(self.env._("Choose other cases to merge into %s.", self.name))
        dealers = (self | others).partner_id.commercial_partner_id
        if len(dealers) > 1 or len((self | others).company_id) > 1:
            raise UserError(self.env._("Only cases of one customer can be merged."))
        waiting = others.sudo().answer_ids.filtered(lambda answer: answer.state == "asked")
        if (
            waiting.department_id
            & self.sudo().answer_ids.filtered(lambda answer: answer.state == "asked").department_id
        ):
            raise UserError(
                self.env._("Both cases ask the same department; wait for one answer first.")
            )

    def _missing_facts(self, others):
        """What this case does not say and one of the others does."""
        names = ("partner_id", "product_id", "lot_id", "sale_order_id", "picking_id")
        found = {}
        for name in names:
            value = next((other[name] for other in others if other[name]), None)
            if value and not self[name]:
                found[name] = value.id
        for name in ("contact_name", "email_from", "phone"):
            value = next((other[name] for other in others if other[name]), None)
            if value and not self[name]:
                found[name] = value
        texts = [
            self.description,
            *(f"[{o.name}] {o.subject}\n{o.description or ''}" for o in others),
        ]
        found["description"] = "\n\n".join(filter(None, texts))
        return found

    def _message_note_merge(self, main):
        self._log_each(self.env._("Merged into %s", main.display_name))

    def _split(self, subject, description, files, values):
        """A case of its own for another matter in this one; its clock has run since then too."""
        self.ensure_one()
        self.check_access("write")
        self._check_unsolved()
        new = self.with_company(self.company_id).create(
            {
                "subject": subject,
                "description": description,
                **{
                    name: self[name].id
                    for name in ("type_id", "partner_id", "sale_order_id", "picking_id")
                },
                **{name: self[name] for name in ("contact_name", "email_from", "phone")},
                **values,
            }
        )
        # sudo: the new case is the user's own; its origin is written by code alone
        new_sudo = new.sudo()
        new_sudo._write_protected(
            {
                "split_from_id": self.id,
                "received_at": self.received_at,
                "channel": self.channel,
            }
        )
        copies = [
            file.sudo().copy({"res_model": self._name, "res_id": new.id})
            for file in files & self.evidence_ids
        ]
        new_sudo._write_protected({"evidence_ids": [(4, copy.id) for copy in copies]})
        new_sudo._refresh_clocks()
        for case, other in ((self, new), (new, self)):
            case.sudo()._log_each(self.env._("Split: %s", other.display_name))
        return new
