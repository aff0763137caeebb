from odoo import fields, models


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
        return self.cs_return_line_id and self.parent_state == "posted"

    def _copy_data_extend_business_fields(self, values):
        super()._copy_data_extend_business_fields(values)
        if self.move_id.move_type == "out_invoice" and self.sale_line_ids:
            values["cs_origin_line_id"] = self.id
