from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import ormcache


class CsApprovalStandin(models.Model):
    """During an absence another person may sign; the step records for whom."""

    _name = "cs.approval.standin"
    _description = "Approval Stand-in"
    _order = "date_from desc, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users",
        string="Absent",
        required=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        index=True,
    )
    standin_id = fields.Many2one(
        "res.users", string="Stand-in", required=True, domain=[("share", "=", False)], index=True
    )
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(string="To", required=True)

    _other_person = models.Constraint(
        "CHECK (user_id <> standin_id)", "Choose somebody else as the stand-in."
    )
    _dates_order = models.Constraint(
        "CHECK (date_from <= date_to)", "The absence must end on or after its first day."
    )

    @api.constrains("user_id", "standin_id")
    def _check_internal(self):
        for standin in self:
            # sudo: only the kind of the two accounts is read
            if (standin.user_id | standin.standin_id).sudo().filtered("share"):
                raise ValidationError(self.env._("Only employees can stand in for one another."))

    @api.model_create_multi
    def create(self, vals_list):
        standins = super().create(vals_list)
        self.env.registry.clear_cache()
        return standins

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        # the rule on rows also holds for what they have become: nobody makes their own
        # absence that of somebody else
        self.check_access("write")
        return result

    @api.model
    def _users_represented_by(self, user):
        """Users for whom ``user`` may sign today; a stand-in's stand-in does not count."""
        ids = self._ids_represented_by(user.id, fields.Date.context_today(self))
        return self.env["res.users"].sudo(False).browse(ids)

    @api.model
    @ormcache("user_id", "day")
    def _ids_represented_by(self, user_id, day):
        """Asked by the rules on every document; absences change rarely."""
        # sudo: the rows of other people are read, only their user comes back
        found = self.sudo().search(
            Domain("standin_id", "=", user_id)
            & Domain("date_from", "<=", day)
            & Domain("date_to", ">=", day)
        )
        return found.user_id._ids
