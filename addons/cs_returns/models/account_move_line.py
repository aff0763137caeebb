from odoo import fields, models
from odoo.fields import Domain


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["account.move.line", "cs.protected.mixin"]

    PROTECTED_FIELDS = frozenset({"cs_return_line_id"})
    RESULT_FIELDS = frozenset({"sale_line_ids", "cs_origin_line_id"})

    cs_return_line_id = fields.Many2one(
        "cs.return.line", string="Return Line", copy=False, index="btree_not_null"
    )
    cs_origin_line_id = fields.Many2one(
        "account.move.line",
        string="Credited Invoice Line",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The invoice line that this line of a credit note takes back.",
    )

    def _is_result(self):
        if self.parent_state != "posted":
            return False
        return bool(self.cs_return_line_id or self._cs_credits().cs_return_line_id)

    def _cs_credits(self):
        """Lines of posted credit notes that take something of these invoice lines back."""
        return self.search(
            Domain("cs_origin_line_id", "in", self.ids) & Domain("parent_state", "=", "posted")
        )

    def _copy_data_extend_business_fields(self, values):
        super()._copy_data_extend_business_fields(values)
        if self.move_id.move_type == "out_invoice" and self.sale_line_ids:
            values["cs_origin_line_id"] = self.id
