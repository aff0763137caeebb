from odoo import api, fields, models
from odoo.exceptions import UserError


class CsAppraisalLine(models.Model):
    """A figure from the records, or something that the head judges."""

    _name = "cs.appraisal.line"
    _inherit = ["cs.transition.mixin"]
    _description = "Appraisal Line"
    _order = "appraisal_id, sequence, id"

    STATE_FIELDS = {
        "draft": frozenset({"name", "points", "note", "sequence"}),
        # never the state of an appraisal: a line stays where it is
        "new": frozenset({"appraisal_id"}),
    }
    PROTECTED_FIELDS = frozenset({"source", "metric", "value"})

    appraisal_id = fields.Many2one("cs.appraisal", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="appraisal_id.company_id", store=True)
    employee_id = fields.Many2one(related="appraisal_id.employee_id", store=True, index=True)
    department_id = fields.Many2one(related="appraisal_id.department_id", store=True)
    date_from = fields.Date(related="appraisal_id.date_from", string="Period", store=True)
    state = fields.Selection(related="appraisal_id.state", string="Status")
    sequence = fields.Integer(default=100)
    source = fields.Selection(
        [("auto", "Automatic"), ("manual", "By the Head")],
        required=True,
        readonly=True,
        default="manual",
    )
    metric = fields.Char(readonly=True)
    name = fields.Char(string="Criterion", required=True)
    value = fields.Float(string="Figure", readonly=True, digits=(16, 2), aggregator=None)
    points = fields.Float(digits=(16, 1))
    note = fields.Char(string="Remark")

    _metric_unique = models.UniqueIndex(
        "(appraisal_id, metric) WHERE metric IS NOT NULL", "A figure is on an appraisal once."
    )
    _source = models.Constraint(
        "CHECK ((source = 'auto') = (metric IS NOT NULL))", "An automatic line has a figure."
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self._is_key_present():
            lines._check_open()
        return lines

    def write(self, vals):
        if "name" in vals and not self._is_key_present():
            self._check_manual()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_if_manual(self):
        if self._is_key_present():
            return
        self._check_open()
        self._check_manual()

    def _check_open(self):
        for line in self:
            if line.state != "draft":
                raise UserError(
                    self.env._("%s is no longer a draft.", line.appraisal_id.display_name)
                )

    def _check_manual(self):
        for line in self:
            if line.source == "auto":
                raise UserError(
                    self.env._("“%s” comes from the records; it stays as it is.", line.name)
                )
