from odoo import fields, models
from odoo.exceptions import UserError


class CsFeedback(models.Model):
    """No work begins, and no case is closed, before its checklist is done."""

    _inherit = "cs.feedback"

    PROTECTED_FIELDS = frozenset({"check_ids"})

    check_ids = fields.One2many(
        "cs.feedback.check", "feedback_id", string="Checklist", readonly=True
    )

    def _begin(self):
        super()._begin()
        self._list_checks()

    def write(self, vals):
        result = super().write(vals)
        if "type_id" in vals:
            self.filtered(lambda case: case.state == "new")._list_checks()
        return result

    def _list_checks(self):
        """The items of the type; what was ticked before stays."""
        # sudo: the list is made by code alone
        checks = self.env["cs.feedback.check"].sudo()._with_key()
        cases = self.sudo()
        cases.check_ids.filtered(
            lambda check: (
                not check.is_done and check.item_id not in check.feedback_id.type_id.check_item_ids
            )
        ).unlink()
        checks.create(
            [
                {
                    "feedback_id": case.id,
                    "item_id": item.id,
                    "sequence": item.sequence,
                    "name": item.name,
                    "moment": item.moment,
                }
                for case in cases
                for item in case.type_id.check_item_ids - case.check_ids.item_id
            ]
        )

    def _check_checklist(self, moment):
        for case in self:
            # sudo: what is left to do on the case
            left = case.sudo().check_ids.filtered(
                lambda check: check.moment == moment and not check.is_done
            )
            if left:
                raise UserError(
                    self.env._(
                        "%(case)s is not ready; tick these on its checklist first: %(items)s.",
                        case=case.name,
                        items=self._format_list(left.mapped("name")),
                    )
                )

    def _check_can_take(self, **kwargs):
        super()._check_can_take(**kwargs)
        self._check_checklist("start")

    def _check_can_ask(self, **kwargs):
        super()._check_can_ask(**kwargs)
        self._check_checklist("start")

    def _check_can_solve(self, **kwargs):
        super()._check_can_solve(**kwargs)
        self._check_checklist("start")

    def _check_can_close(self, **kwargs):
        super()._check_can_close(**kwargs)
        self._check_checklist("close")
