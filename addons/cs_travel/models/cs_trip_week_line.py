from odoo import api, fields, models
from odoo.exceptions import UserError

from .cs_trip_plan_mixin import ROUTE_FIELDS


class CsTripWeekLine(models.Model):
    _name = "cs.trip.week.line"
    _inherit = ["cs.transition.mixin", "cs.trip.plan.mixin"]
    _description = "Planned Day of a Week"
    _order = "date, id"
    _check_company_auto = True

    STATE_FIELDS = {"draft": frozenset({"week_id", "date", *ROUTE_FIELDS})}

    week_id = fields.Many2one("cs.trip.week", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="week_id.company_id", store=True, index=True)
    user_id = fields.Many2one(related="week_id.user_id", store=True, index=True)
    state = fields.Selection(related="week_id.state", store=True)
    date = fields.Date(required=True)
    city = fields.Char(required=True)
    transport = fields.Selection(default="train")

    _date_unique = models.UniqueIndex("(week_id, date)", "Each day of a week is planned only once.")

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_week_is_draft()
        return lines

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        self._check_week_is_draft()

    def _check_week_is_draft(self):
        for week in self.week_id:
            if week.state != "draft":
                raise UserError(
                    self.env._("%s has been submitted; its days are fixed.", week.display_name)
                )

    def _frozen_state(self):
        return self.week_id.state
