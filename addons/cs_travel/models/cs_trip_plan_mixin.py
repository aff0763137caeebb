from odoo import fields, models

# what is planned for a day, besides its date
ROUTE_FIELDS = ("city", "partner_ids", "purpose", "transport", "planned_cost")


class CsTripPlanMixin(models.AbstractModel):
    """The plan of a day before it is a day of a trip: in a change, a week or a template."""

    _name = "cs.trip.plan.mixin"
    _inherit = ["cs.protected.mixin"]
    _description = "Plan of a Day"

    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    city = fields.Char()
    partner_ids = fields.Many2many("res.partner", string="Dealers", check_company=True)
    purpose = fields.Char()
    transport = fields.Selection(
        lambda self: self.env["cs.trip.day"]._fields["transport"]._description_selection(self.env)
    )
    planned_cost = fields.Monetary()

    _planned_cost_positive = models.Constraint(
        "CHECK (planned_cost >= 0)", "The planned cost cannot be negative."
    )

    def _compute_currency_id(self):
        for line in self:
            line.currency_id = (line.company_id or self.env.company).currency_id

    def _prepare_day_vals(self):
        """The values that make this plan a day, without its date and trip."""
        self.ensure_one()
        return self.env["cs.trip.day"]._plan_of(self)
