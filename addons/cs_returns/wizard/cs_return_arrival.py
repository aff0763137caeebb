from odoo import fields, models
from odoo.exceptions import UserError


class CsReturnArrival(models.TransientModel):
    """Scan the form that travels with the goods, and register their arrival."""

    _name = "cs.return.arrival"
    _description = "Register an Arrival"

    number = fields.Char(
        string="Return Number", required=True, help="Scan the barcode of the return form."
    )

    def action_confirm(self):
        """Register the arrival and open the return to count the goods."""
        self.ensure_one()
        number = self.number.strip()
        found = self.env["cs.return"].search(
            [
                ("name", "=", number),
                ("state", "!=", "draft"),
                ("company_id", "in", self.env.companies.ids),
            ]
        )
        # numbers are per company; the one in which the user works comes first
        found = (found.filtered(lambda r: r.company_id == self.env.company) or found)[:1]
        if not found:
            raise UserError(
                self.env._(
                    "There is no approved return %s. Goods without an approved application are "
                    "not accepted; send them back, or ask customer service.",
                    number,
                )
            )
        if found.state != "arrived":
            found.action_arrive()
        return self.env["cs.return"]._action_open(found)
