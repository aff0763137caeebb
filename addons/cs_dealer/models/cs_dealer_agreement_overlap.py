from odoo import fields, models
from odoo.exceptions import UserError


class CsDealerAgreement(models.Model):
    """Targets, and one agreement at a time for the same sales of a dealer (S-17)."""

    _inherit = "cs.dealer.agreement"

    STATE_FIELDS = {"draft": frozenset({"target_ids"})}

    target_ids = fields.One2many("cs.dealer.agreement.target", "agreement_id", copy=True)

    def _check_can_submit(self):
        result = super()._check_can_submit()
        for agreement in self:
            agreement._check_targets()
            agreement._check_overlap()
        return result

    def _check_targets(self):
        """A target counts only what the agreement counts."""
        for categ in self.target_ids.categ_id:
            if self.categ_ids and not any(
                categ.parent_path.startswith(own.parent_path) for own in self.categ_ids
            ):
                raise UserError(
                    self.env._(
                        "%(name)s does not count %(category)s; "
                        "remove its target or add the category.",
                        name=self.display_name,
                        category=categ.display_name,
                    )
                )

    def _check_can_countersign(self, **kwargs):
        self._lock_dealers()
        for agreement in self:
            agreement._check_overlap()

    def _lock_dealers(self):
        """One signature at a time for a dealer; whoever has looked before looks again."""
        # sudo: the row of the dealer is only locked
        dealers_sudo = self.sudo().partner_id.commercial_partner_id
        dealers_sudo.lock_for_update(allow_referencing=True)
        # a lock alone would let a transaction go on that began before the other was done
        self.env.cr.execute(
            "UPDATE res_partner SET write_date = write_date WHERE id IN %s",
            [tuple(dealers_sudo.ids)],
        )

    def _check_overlap(self):
        # sudo: counts whoever looks after the other agreement
        others_sudo = self.sudo().search(
            [
                ("id", "!=", self.id),
                ("company_id", "=", self.company_id.id),
                ("partner_id.commercial_partner_id", "=", self.partner_id.commercial_partner_id.id),
                ("state", "in", ("signed", "ended")),
                ("date_start", "<=", self.date_end),
                ("date_end", ">=", self.date_start),
            ]
        )
        for other in others_sudo:
            if self._may_count_the_same(other):
                raise UserError(
                    self.env._(
                        "%(other)s is signed for the same dealer, period and products; "
                        "change the period or the categories of %(name)s.",
                        other=other.display_name,
                        name=self.display_name,
                    )
                )

    def _may_count_the_same(self, other):
        if not self.categ_ids or not other.categ_ids:
            return True
        return any(
            mine.parent_path.startswith(its.parent_path)
            or its.parent_path.startswith(mine.parent_path)
            for mine in self.categ_ids
            for its in other.categ_ids
        )
