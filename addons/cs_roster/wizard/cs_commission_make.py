from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import AccessError

from ..models.cs_commission_statement import HR


class CsCommissionMake(models.TransientModel):
    """Drafts of a month on demand, beside those that come by themselves."""

    _name = "cs.commission.make"
    _description = "Make Commission Statements"

    month = fields.Date(
        required=True,
        default=lambda self: fields.Date.today() + relativedelta(months=-1, day=1),
        help="Any day of the month.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )

    def action_confirm(self):
        """Make the drafts that are missing and open all statements of the month."""
        self.ensure_one()
        if not self.env.user.has_group(HR):
            raise AccessError(self.env._("Statements are made by an HR manager."))
        self.company_id.check_access("read")
        first = self.month.replace(day=1)
        # sudo: invoices and orders are not readable by personnel; only the statements are opened
        statements = self.env["cs.commission.statement"].sudo().with_company(self.company_id)
        statements._make_drafts(self.company_id, first)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "cs_roster.cs_commission_statement_action"
        )
        action["domain"] = [("date_from", "=", first)]
        action["context"] = {}
        return action
