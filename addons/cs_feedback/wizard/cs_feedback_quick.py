import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..models.cs_feedback_phone import FEWEST_DIGITS, TOLD_BY_PHONE

# so many digits at the end of a number tell one caller from another
DIGITS = 8


class CsFeedbackQuick(models.TransientModel):
    """The slip of paper beside the phone: who calls, about what, and what was said (S-130)."""

    _name = "cs.feedback.quick"
    _inherit = ["cs.dialog.mixin"]
    _description = "Quick Entry by Phone"
    SHOWN_FIELDS = ("partner_id", "product_id")

    phone = fields.Char()
    partner_id = fields.Many2one("res.partner", string="Customer")
    contact_name = fields.Char(string="Caller")
    type_id = fields.Many2one(
        "cs.feedback.type",
        required=True,
        default=lambda self: self.env["cs.feedback.type"].search([], limit=1),
    )
    product_id = fields.Many2one("product.product")
    description = fields.Text(string="What was said", required=True)
    answer = fields.Text(string="Answer on the Phone")
    open_ids = fields.Many2many(
        "cs.feedback", compute="_compute_open_ids", string="Open Cases of the Caller"
    )
    duplicate_ids = fields.Many2many(
        "cs.feedback", compute="_compute_duplicate_ids", string="Similar Cases"
    )
    can_solve = fields.Boolean(compute="_compute_can_solve")

    @api.depends_context("uid")
    def _compute_can_solve(self):
        self.can_solve = self.env.user.has_group("cs_base.group_cs_base_clerk")

    @api.onchange("phone")
    def _onchange_phone(self):
        caller = self._find_caller()
        if caller:
            self.partner_id = caller
            if not caller.is_company:
                self.contact_name = caller.name

    def _find_caller(self):
        """The contact whose number ends like this one, however either is written."""
        digits = re.sub(r"\D", "", self.phone or "")
        partners = self.env["res.partner"]
        if len(digits) < FEWEST_DIGITS:
            return partners
        rows = self.env.execute_query(
            SQL(
                r"SELECT id FROM res_partner WHERE phone IS NOT NULL "
                r"AND regexp_replace(phone, '\D', '', 'g') LIKE %s ORDER BY id LIMIT 20",
                f"%{digits[-DIGITS:]}",
            )
        )
        ids = [row[0] for row in rows]
        # the rules say whom of them the user may see
        return partners.search([("id", "in", ids)], order="is_company, id", limit=1)

    @api.depends("partner_id", "phone")
    def _compute_open_ids(self):
        cases = self.env["cs.feedback"]
        for entry in self:
            domain = cases._caller_domain(entry.partner_id, entry.phone)
            entry.open_ids = cases.search(domain & cases._open_domain(), limit=10)

    @api.depends("partner_id", "product_id", "description")
    def _compute_duplicate_ids(self):
        cases = self.env["cs.feedback"]
        for entry in self:
            draft = cases.new(entry._prepare_case_vals())
            entry.duplicate_ids = cases.search(draft._duplicate_domain(), limit=5)

    def _prepare_case_vals(self):
        text = (self.description or "").strip()
        return {
            "subject": text.partition("\n")[0][:100],
            "description": text,
            "type_id": self.type_id.id,
            "partner_id": self.partner_id.id,
            "contact_name": self.contact_name,
            "phone": self.phone,
            "email_from": self.partner_id.email,
            "product_id": self.product_id.id,
            "company_id": self.env.company.id,
        }

    def _create_case(self):
        self.ensure_one()
        values = self._prepare_case_vals()
        if not values["subject"]:
            raise UserError(self.env._("Write down what the caller said."))
        # the company is that of the user
        del values["company_id"]
        return self.env["cs.feedback"].create(values)

    def action_save(self):
        """The case, on its way."""
        case = self._create_case()
        return case._open_records(case, "cs_feedback.cs_feedback_action")

    def action_solve(self):
        """The case, solved while the caller was on the phone."""
        self.ensure_one()
        answer = (self.answer or "").strip()
        if not answer:
            raise UserError(self.env._("Write down what the caller was answered."))
        case = self.with_context(**{TOLD_BY_PHONE: True})._create_case()
        case._transition("solve", text=answer)
        case = case.with_context(**{TOLD_BY_PHONE: None})
        return case._open_records(case, "cs_feedback.cs_feedback_action")

    def action_save_next(self):
        """The case, and an empty slip for the next call."""
        self._create_case()
        return self.env["ir.actions.act_window"]._for_xml_id("cs_feedback.cs_feedback_quick_action")
