from odoo import fields, models


class CsTripPartMixin(models.AbstractModel):
    """A document of a trip that is signed by itself; the traveller never signs it."""

    _name = "cs.trip.part.mixin"
    _inherit = ["mail.thread", "mail.activity.mixin", "cs.approval.mixin", "cs.bulk.mixin"]
    _description = "Document of a Trip"

    trip_id = fields.Many2one(
        "cs.trip",
        string="Business Trip",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(related="trip_id.company_id", store=True, index=True)
    employee_id = fields.Many2one(
        related="trip_id.employee_id", string="Traveller", store=True, index=True
    )
    user_id = fields.Many2one(related="trip_id.user_id", store=True, index=True)
    manager_id = fields.Many2one(related="trip_id.manager_id", store=True, index=True)

    def _approval_parties(self):
        return self.user_id
