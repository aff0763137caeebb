from odoo import fields, models


class CsCarrierClaim(models.Model):
    _inherit = "cs.carrier.claim"

    PROTECTED_FIELDS = frozenset({"followup_id"})

    followup_id = fields.Many2one(
        "cs.delivery.followup",
        string="Delivery Follow-up",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
        help="In which the dealer reported what is broken or missing.",
    )

    _followup_unique = models.UniqueIndex(
        "(followup_id) WHERE state != 'cancel'",
        "This delivery is claimed from its carrier already.",
    )

    def action_open_followup(self):
        return self.followup_id._open_records(
            self.followup_id, "cs_feedback.cs_delivery_followup_action_all"
        )
