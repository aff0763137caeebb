from odoo import api, fields, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    cs_is_rostered = fields.Boolean(
        string="Works by Roster",
        groups="hr.group_hr_user",
        help="Working hours come from the published roster of the department.",
    )
    cs_shift_type_ids = fields.Many2many(
        "cs.shift.type",
        string="Only These Shifts",
        groups="hr.group_hr_user",
        help="Leave it empty for an agent who works all shifts.",
    )
    cs_work_no = fields.Char(
        string="Work Number",
        copy=False,
        help="Tags the orders for which the employee earns commission.",
    )

    _cs_work_no_unique = models.UniqueIndex(
        "(company_id, cs_work_no) WHERE cs_work_no IS NOT NULL",
        "Another employee of the company has this work number.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._without_blanks(vals) for vals in vals_list])

    def write(self, vals):
        result = super().write(self._without_blanks(vals))
        if "tz" in vals:
            slots = self.env["cs.roster.slot"]
            slots._recompute_bounds_of(self)
        return result

    @api.model
    def _without_blanks(self, vals):
        if "cs_work_no" not in vals:
            return vals
        return {**vals, "cs_work_no": (vals["cs_work_no"] or "").strip() or False}
