from odoo import api, fields, models
from odoo.exceptions import ValidationError

LEVELS = [
    ("office", "Office"),
    ("region", "Region"),
    ("salesperson", "Salesperson"),
    ("service", "Customer Service"),
    ("department", "Departments"),
    ("general", "General Manager"),
]
PRIORITIES = [("0", "Normal"), ("1", "Important"), ("2", "Urgent"), ("3", "Very Urgent")]


class CsFeedbackRoute(models.Model):
    """The routing table: through whose hands a case goes, and how long each may keep it (S-56)."""

    _name = "cs.feedback.route"
    _description = "Feedback Route"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True)
    level = fields.Selection(LEVELS, required=True, default="service")
    type_ids = fields.Many2many(
        "cs.feedback.type", string="Types", help="Without a type the step is for all of them."
    )
    category_ids = fields.Many2many(
        "product.category",
        string="Product Categories",
        help="The step is for products of these categories and those below. "
        "Without a category it is for all cases.",
    )
    priority_min = fields.Selection(PRIORITIES, string="From Priority", required=True, default="0")
    hours = fields.Float(
        default=24, help="In so many hours the case is to be passed on. 0 means no limit."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        domain=[("share", "=", False)],
        help="Without one it is the leader of the office or region, the salesperson of the "
        "customer, or all of customer service.",
    )
    department_ids = fields.Many2many(
        "hr.department",
        string="Departments",
        domain=[("cs_answers_feedback", "=", True)],
        help="They are asked when a case comes to this step, each on the cases of its company.",
    )

    _hours_not_negative = models.Constraint("CHECK (hours >= 0)", "Hours cannot be negative.")

    @api.constrains("level", "department_ids")
    def _check_departments(self):
        for route in self:
            if route.department_ids and route.level != "department":
                raise ValidationError(
                    self.env._("Only a step of departments asks departments: %s.", route.name)
                )

    @api.model
    def _of_company(self, company):
        # sudo: the table is read to carry it out; it is shown to managers alone
        return self.sudo().search([("company_id", "in", [company.id, False])])

    def _is_for(self, case):
        """Whether a case passes this step."""
        self.ensure_one()
        if self.type_ids and case.type_id not in self.type_ids:
            return False
        if case.priority < self.priority_min:
            return False
        if self.category_ids:
            path = case.product_id.categ_id.parent_path or ""
            if not {str(category.id) for category in self.category_ids} & set(path.split("/")):
                return False
        return bool(self.level in ("service", "general", "department") or self._holder(case))

    def _is_next_for(self, case):
        """Departments that have answered are not asked by the table again."""
        # sudo: whether anybody was asked
        was_asked = self.level == "department" and case.sudo().answer_ids
        return not was_asked and self._is_for(case)

    def _departments_in(self, company):
        """The departments that this step asks on cases of a company."""
        return self.department_ids.filtered(
            lambda department: not department.company_id or department.company_id == company
        )

    def _prepare_hop_vals(self, holder=None):
        """The step as it is now; a later change of the table changes no case."""
        return {
            "name": self.name,
            "level": self.level,
            "sequence": self.sequence,
            "allowed_hours": self.hours,
            "user_id": holder.id if holder else False,
        }

    def _holder(self, case):
        """The user who has the case at this step; none where a group has it."""
        if self.user_id:
            return self.user_id
        # sudo: leaders of offices are not readable by every role
        team_sudo = case.team_id.sudo()
        partner = case.partner_id
        by_level = {
            "office": team_sudo.user_id,
            "region": team_sudo.cs_region_id.user_id,
            "salesperson": partner.user_id or partner.commercial_partner_id.user_id,
        }
        return by_level.get(self.level, self.env["res.users"]).with_env(self.env)
