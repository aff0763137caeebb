from odoo import api, models
from odoo.exceptions import UserError


class AccountMoveLine(models.Model):
    """Invoice lines for which commission was confirmed stay, so that it can be taken back."""

    _inherit = "account.move.line"

    @api.ondelete(at_uninstall=False)
    def _unlink_not_with_commission(self):
        # sudo: whoever edits invoices need not read statements
        lines_sudo = (
            self.env["cs.commission.statement.line"]
            .sudo()
            .search([("move_line_id", "in", self.ids)])
        )
        fixed = lines_sudo.filtered(lambda line: line.state in ("confirmed", "done"))
        if fixed:
            raise UserError(
                self.env._(
                    "Commission of %(statement)s counts on line “%(line)s”: make a credit note, "
                    "or set its quantity to zero.",
                    statement=fixed[0].statement_id.name,
                    line=fixed[0].product_name,
                )
            )
        lines_sudo.filtered(lambda line: line.state == "draft")._with_key().unlink()
        lines_sudo.exists()._with_key().write({"move_line_id": False})
