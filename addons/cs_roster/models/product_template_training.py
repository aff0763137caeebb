from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

NAMES_SHOWN = 10
# what puts a product before buyers; the latter two belong to the online shop
PUBLISHING_FIELDS = ("sale_ok", "is_published", "website_published")


class ProductTemplate(models.Model):
    """The training gate: no product is put on sale that agents do not know yet (S-81)."""

    _inherit = "product.template"

    cs_training_requirement_ids = fields.One2many(
        "cs.training.requirement", "product_tmpl_id", string="Trainings"
    )
    cs_missing_agent_count = fields.Integer(
        string="Missing Agents",
        compute="_compute_cs_missing_agent_count",
        help="Agents who have not passed the training of this product.",
    )

    @api.depends("cs_training_requirement_ids")
    def _compute_cs_missing_agent_count(self):
        for product in self:
            requirements_sudo = product.sudo().cs_training_requirement_ids  # sudo: only a number
            missing = self.env["hr.employee"]
            for requirement_sudo in requirements_sudo:
                missing |= requirement_sudo._missing_agents()
            product.cs_missing_agent_count = len(missing)

    @api.model
    def _cs_publishing_fields(self):
        return [name for name in PUBLISHING_FIELDS if name in self._fields]

    def _cs_published(self):
        """By product, in which ways it is before buyers."""
        names = self._cs_publishing_fields()
        return {
            product: {name for name in names if product.active and product[name]}
            for product in self
        }

    def write(self, vals):
        if not vals.keys() & {"active", *self._cs_publishing_fields()}:
            return super().write(vals)
        before = self._cs_published()
        result = super().write(vals)
        after = self._cs_published()
        self.filtered(lambda product: after[product] - before[product])._cs_check_trainings()
        return result

    def _cs_check_trainings(self):
        """Refuse or warn, as the company of the training says.

        :raises UserError: agents have not passed, and the company refuses
        """
        # sudo: who sells reads neither trainings of other companies nor employees
        requirements_sudo = self.env["cs.training.requirement"].sudo()
        requirements_sudo = requirements_sudo.search(Domain("product_tmpl_id", "in", self.ids))
        warnings = []
        for requirement_sudo in requirements_sudo:
            missing = requirement_sudo._missing_agents()
            if not missing:
                continue
            text = self._cs_missing_text(requirement_sudo, missing)
            if requirement_sudo.company_id.cs_training_gate == "block":
                raise UserError(text)
            warnings.append((requirement_sudo, text))
        for requirement_sudo, text in warnings:
            requirement_sudo.product_tmpl_id._message_log(body=text)
            self.env.user._bus_send(
                "simple_notification", {"type": "warning", "sticky": True, "message": text}
            )

    @api.model
    def _cs_missing_text(self, requirement, missing):
        names = missing.mapped("name")
        shown = requirement.env["cs.conduct"]._format_list(names[:NAMES_SHOWN])
        product, training = requirement.product_tmpl_id.display_name, requirement.name
        if len(names) > NAMES_SHOWN:
            return self.env._(
                "“%(product)s” is not to be sold yet: the training “%(training)s” has not been "
                "passed by %(names)s and %(count)s more.",
                product=product,
                training=training,
                names=shown,
                count=len(names) - NAMES_SHOWN,
            )
        return self.env._(
            "“%(product)s” is not to be sold yet: the training “%(training)s” has not been "
            "passed by %(names)s.",
            product=product,
            training=training,
            names=shown,
        )

    def action_open_cs_missing_agents(self):
        # sudo: only opens the list, which shows what its reader may see
        return self.sudo().cs_training_requirement_ids.sudo(False).action_open_missing()
