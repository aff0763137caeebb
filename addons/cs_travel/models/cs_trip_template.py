from odoo import api, fields, models


class CsTripTemplate(models.Model):
    """A route that is travelled again and again; shared, or its author's own (S-38)."""

    _name = "cs.trip.template"
    _description = "Route Template"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        string="Author",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        readonly=True,
        copy=False,
    )
    is_shared = fields.Boolean(string="Shared", help="Everybody in the company can load it.")
    is_mine = fields.Boolean(compute="_compute_is_mine")
    purpose = fields.Char()
    line_ids = fields.One2many("cs.trip.template.line", "template_id", string="Route", copy=True)
    day_count = fields.Integer(string="Days", compute="_compute_day_count")

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for template in self:
            template.is_mine = template.user_id == self.env.user

    @api.depends("line_ids.number")
    def _compute_day_count(self):
        for template in self:
            template.day_count = max(template.line_ids.mapped("number"), default=0)
