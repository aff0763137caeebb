from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class CsApprovalRule(models.Model):
    """Who must sign which kind of document, within which band of amounts.

    Each rule is one signature. Rules of one sequence are signed in any order, a higher
    sequence waits for the lower ones. Any one of a rule's possible approvers may sign.
    """

    _name = "cs.approval.rule"
    _description = "Approval Rule"
    _order = "model_id, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    model_id = fields.Many2one(
        "ir.model",
        string="Document Type",
        required=True,
        ondelete="cascade",
        domain=lambda self: [("model", "in", self.env["cs.approval.mixin"]._approval_models())],
    )
    company_id = fields.Many2one(
        "res.company",
        help="Leave empty for all companies. A company's own rules for a document type "
        "replace the common ones.",
    )
    sequence = fields.Integer(
        default=10, help="Lower signs first. Equal numbers sign in any order, and all must sign."
    )
    amount_min = fields.Float(
        string="From Amount",
        help="In the currency of the document's company. The rule applies from this amount on.",
    )
    amount_max = fields.Float(
        string="Below Amount", help="The rule applies below this amount; 0 means no upper end."
    )
    group_ids = fields.Many2many("res.groups", string="Members of", help="Any member may sign.")
    approver_field_ids = fields.Many2many(
        "ir.model.fields",
        string="Users Named on the Document",
        domain="[('model_id', '=', model_id), ('relation', '=', 'res.users'),"
        " ('ttype', '=', 'many2one')]",
    )
    is_team_leader = fields.Boolean(string="Office Manager", help="The leader of the office.")
    is_region_leader = fields.Boolean(
        string="Regional Manager", help="The leader of the region to which the office belongs."
    )
    is_employee_manager = fields.Boolean(
        string="Requester's Manager", help="The manager on the employee record of the requester."
    )
    days_allowed = fields.Integer(help="Days to sign from the day the signature is asked for.")
    is_signature_required = fields.Boolean(string="Drawn Signature")

    _amount_band = models.Constraint(
        "CHECK (amount_min >= 0 AND (amount_max = 0 OR amount_max > amount_min))",
        "The band of amounts is empty: “Below Amount” must be greater than “From Amount”, or 0.",
    )

    @api.constrains(
        "group_ids",
        "approver_field_ids",
        "is_team_leader",
        "is_region_leader",
        "is_employee_manager",
    )
    def _check_has_approver(self):
        for rule in self:
            if not (
                rule.group_ids
                or rule.approver_field_ids
                or rule.is_team_leader
                or rule.is_region_leader
                or rule.is_employee_manager
            ):
                raise ValidationError(
                    self.env._("Name at least one possible approver in rule %s.", rule.name)
                )

    @api.constrains("model_id", "approver_field_ids")
    def _check_model(self):
        allowed = self.env["cs.approval.mixin"]._approval_models()
        for rule in self:
            if rule.model_id.model not in allowed:
                raise ValidationError(
                    self.env._("%s is not a document that can be approved.", rule.model_id.name)
                )
            for field in rule.approver_field_ids:
                if field.model_id != rule.model_id or field.relation != "res.users":
                    raise ValidationError(
                        self.env._(
                            "%(field)s is not a user field of %(document)s.",
                            field=field.field_description,
                            document=rule.model_id.name,
                        )
                    )

    @api.model
    def _rules_for(self, model_name, company, amount):
        """Rules for a document of this company and amount (company currency), in order."""
        rules = self.search_fetch(
            Domain("model_id.model", "=", model_name)
            & Domain("company_id", "in", [False, company.id])
        )
        rules = rules.filtered("company_id") or rules
        amount = company.currency_id.round(amount)  # a sum of cents falls short of its band
        return rules.filtered(
            lambda rule: (
                rule.amount_min <= amount and (not rule.amount_max or amount < rule.amount_max)
            )
        )
