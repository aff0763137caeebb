from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

LISTED = ("published", "replaced")


class CsServiceStandard(models.Model):
    """A standard, policy or method of service: kept in versions, reviewed in time.

    What is published is read by every employee, and by dealers where it is public (S-01, S-15,
    S-29, S-65, S-156).
    """

    _name = "cs.service.standard"
    _inherit = ["mail.thread", "mail.activity.mixin", "cs.protected.mixin"]
    _description = "Service Standard"
    _order = "kind, sequence, name, id"

    PROTECTED_FIELDS = frozenset({"reviewed_date", "reviewed_by_id", "review_reminded_date"})

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("standard", "Standard"), ("policy", "Policy"), ("method", "Method")],
        required=True,
        default="standard",
        index=True,
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
        help="Is reminded of the review.",
    )
    is_public = fields.Boolean(
        string="Shown to Dealers",
        tracking=True,
        help="Dealers read what is in force in the portal.",
    )
    version_ids = fields.One2many("cs.service.standard.version", "standard_id", string="Versions")
    current_id = fields.Many2one(
        "cs.service.standard.version", string="In Force", compute="_compute_current_id"
    )
    current_text = fields.Html(string="Text in Force", compute="_compute_current_id")
    current_file_ids = fields.Many2many(
        "ir.attachment", string="Files in Force", compute="_compute_current_id"
    )
    is_published = fields.Boolean(
        compute="_compute_is_published", store=True, help="Some version has been published."
    )
    review_months = fields.Integer(
        string="Review Every (months)", default=12, help="After a publication or a review."
    )
    review_notice_days = fields.Integer(
        string="Reminder (days before)", default=14, help="When the owner is told of the review."
    )
    review_date = fields.Date(string="Next Review", index=True, tracking=True)
    reviewed_date = fields.Date(string="Last Review", readonly=True, copy=False)
    reviewed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    review_reminded_date = fields.Date(readonly=True, copy=False)

    _review_positive = models.Constraint(
        "CHECK (review_months > 0 AND review_notice_days >= 0)",
        "A standard is reviewed after a month at the least, with a reminder before and not after.",
    )

    @api.depends(
        "version_ids.state", "version_ids.valid_from", "version_ids.text", "version_ids.file_ids"
    )
    def _compute_current_id(self):
        for standard in self:
            current = standard._version_in_force()
            standard.current_id = current
            standard.current_text = current.text
            standard.current_file_ids = current.file_ids

    @api.depends("version_ids.state")
    def _compute_is_published(self):
        for standard in self:
            standard.is_published = any(v.state in LISTED for v in standard.version_ids)

    def _version_in_force(self):
        """The published version that began last, of those that have begun."""
        today = self._today()
        begun = self.version_ids.filtered(
            lambda version: version.state == "published" and version.valid_from <= today
        )
        return begun.sorted("valid_from")[-1:]

    def _today(self):
        return self.company_id._cs_today()

    def write(self, vals):
        if "review_date" in vals:
            # another date deserves another reminder
            self.filtered("review_reminded_date").sudo()._with_key().review_reminded_date = False
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unpublished(self):
        for standard in self:
            if standard.is_published:
                raise UserError(
                    self.env._("%s has been published; archive it instead.", standard.name)
                )

    # Actions

    def action_new_version(self):
        """Open a draft that begins with the present text."""
        self.ensure_one()
        drafts = self.version_ids.filtered(lambda version: version.state == "draft")
        draft = drafts[:1] or self.env["cs.service.standard.version"].create(
            {"standard_id": self.id, "text": self.current_text}
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": draft._name,
            "res_id": draft.id,
            "view_mode": "form",
        }

    def action_reviewed(self):
        """It has been examined and stays as it is."""
        self.check_access("write")
        for standard in self:
            if not standard.is_published:
                raise UserError(
                    self.env._("Publish %s before you confirm a review.", standard.name)
                )
            standard._plan_next_review(
                {"reviewed_date": standard._today(), "reviewed_by_id": self.env.uid}
            )
            standard.message_post(body=self.env._("Reviewed; it stays as it is."))
        return True

    def _plan_next_review(self, values=None):
        self.activity_unlink(["cs_base.mail_activity_type_deadline"])
        next_date = self._today() + relativedelta(months=self.review_months)
        # sudo: behind the check of the caller; whoever publishes plans the review
        self.sudo()._with_key().write(
            {"review_date": next_date, "review_reminded_date": False, **(values or {})}
        )

    @api.model
    def _cron_review(self):
        """Replace what newer versions have ended, and remind owners of reviews, once each."""
        versions = self.env["cs.service.standard.version"]
        versions.search([("state", "=", "published")]).standard_id._replace_older()
        domain = Domain("is_published", "=", True) & Domain("review_reminded_date", "=", False)
        domain &= Domain("review_date", "!=", False)
        for standard in self.search(domain):
            today = standard._today()
            if (standard.review_date - today).days > standard.review_notice_days:
                continue
            standard.activity_schedule(
                "cs_base.mail_activity_type_deadline",
                date_deadline=standard.review_date,
                summary=standard.with_context(lang=standard.user_id.lang).env._(
                    "Review %s", standard.name
                ),
                user_id=standard.user_id.id,
            )
            standard._with_key().review_reminded_date = today

    def _replace_older(self):
        """Versions that began before the one in force have ended."""
        for standard in self:
            current = standard._version_in_force()
            older = standard.version_ids.filtered(
                lambda version, current=current: (
                    version.state == "published"
                    and current
                    and version.valid_from <= current.valid_from
                    and version != current
                )
            )
            if older:
                older._transition("replace")

    # Portal

    @api.model
    def _portal_standards(self):
        """What the visitor's companies show to dealers, as superuser."""
        domain = Domain("is_public", "=", True) & Domain("is_published", "=", True)
        domain &= Domain("company_id", "in", self.env.user.company_ids.ids)
        # sudo: public standards, and of them only the version in force
        return self.sudo().search(domain).filtered("current_id")
