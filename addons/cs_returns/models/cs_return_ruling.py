from odoo import fields, models
from odoo.exceptions import UserError


class CsReturn(models.Model):
    """Applications that follow from a ruling: the ruling decides who bears the cost."""

    _inherit = "cs.return"

    PROTECTED_FIELDS = frozenset({"claim_id", "dispute_id"})

    claim_id = fields.Many2one(
        "cs.carrier.claim",
        string="Carrier Claim",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The carrier lost or damaged these goods.",
    )
    dispute_id = fields.Many2one(
        "cs.quality.dispute",
        string="Quality Dispute",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The verdict on this dispute takes the whole batch back, free of charge.",
    )

    _claim_unique = models.UniqueIndex(
        "(claim_id) WHERE claim_id IS NOT NULL AND state != 'cancel'",
        "The goods of this claim have their application already.",
    )
    _dispute_unique = models.UniqueIndex(
        "(dispute_id, partner_id) WHERE dispute_id IS NOT NULL AND state != 'cancel'",
        "This dealer has an application for this dispute already.",
    )

    def action_new_claim(self):
        """Begin a claim against the carrier for what did not arrive."""
        self.ensure_one()
        if self.state not in ("arrived", "appraised", "done") or self.way != "factory":
            raise UserError(
                self.env._(
                    "A claim holds what did not arrive; register the arrival of %s first.",
                    self.display_name,
                )
            )
        return self.env["cs.carrier.claim"]._open_for_return(self)

    def _policy_ruling(self):
        """The rule by which a ruling makes every line free, if there is one (S-45, S-51)."""
        if self.dispute_id:
            return "batch_fault"
        return "transit_loss" if self.claim_id else None

    def _frozen_state(self):
        # what the ruling covers is not added to by hand
        is_ruled = self.state == "draft" and self._policy_ruling()
        return "ruled" if is_ruled else super()._frozen_state()
