from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty

DRAFT_FIELDS = frozenset({"standard_id", "text", "valid_from", "change_note"})


class CsServiceStandardVersion(models.Model):
    """The text of a standard for a time; once it is published nobody changes it."""

    _name = "cs.service.standard.version"
    _inherit = ["mail.thread", "cs.transition.mixin", "cs.evidence.mixin"]
    _description = "Version of a Service Standard"
    _order = "standard_id, number desc"

    EVIDENCE_FIELD = "file_ids"
    TRANSITIONS = {
        "publish": (("draft",), "published"),
        "replace": (("published",), "replaced"),
    }
    TRANSITION_GROUPS = {
        "publish": ("cs_base.group_cs_base_manager",),
        "replace": ("cs_base.group_cs_base_manager",),
    }
    STATE_FIELDS = {"draft": DRAFT_FIELDS}
    PROTECTED_FIELDS = frozenset({"number", "published_at", "published_by_id"})

    standard_id = fields.Many2one(
        "cs.service.standard", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="standard_id.company_id", store=True)
    number = fields.Integer(string="Version", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("published", "Published"), ("replaced", "Replaced")],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    text = fields.Html(sanitize_attributes=True)
    change_note = fields.Char(string="What Is New")
    file_ids = fields.Many2many(
        "ir.attachment",
        "cs_service_standard_version_file_rel",
        "version_id",
        "attachment_id",
        string="Files",
        copy=False,
        bypass_search_access=True,
    )
    valid_from = fields.Date(required=True, default=fields.Date.context_today, copy=False)
    published_at = fields.Datetime(string="Published on", readonly=True, copy=False)
    published_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    _number_unique = models.UniqueIndex(
        "(standard_id, number)", "The standard has a version of this number already."
    )
    _one_draft = models.UniqueIndex(
        "(standard_id) WHERE state = 'draft'", "The standard has a draft already; go on with it."
    )
    _begin_unique = models.UniqueIndex(
        "(standard_id, valid_from) WHERE state = 'published'",
        "Another version of the standard begins on this day; choose another day.",
    )

    @api.depends("standard_id.name", "number")
    def _compute_display_name(self):
        for version in self:
            version.display_name = self.env._(
                "%(name)s, version %(number)s",
                name=version.standard_id.name or "",
                number=version.number,
            )

    @api.model_create_multi
    def create(self, vals_list):
        # the draft before may have been published in memory only, and there is one draft
        self.flush_model(["state"])
        versions = super().create(vals_list)
        for version in versions:
            others = version.standard_id.version_ids - version
            # sudo: the number is counted, whoever writes the draft
            version.sudo()._with_key().number = max(others.mapped("number"), default=0) + 1
        return versions

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        for version in self:
            if version.state != "draft":
                raise UserError(
                    self.env._("%s has been published and stays on record.", version.display_name)
                )

    def action_publish(self):
        """From its first day on it is in force; the version before ends."""
        return self._transition("publish")

    def _check_can_publish(self):
        for version in self:
            if is_html_empty(version.text) and not version._evidence():
                raise UserError(
                    self.env._(
                        "Write the text of %s or attach a file before you publish it.",
                        version.display_name,
                    )
                )
            last = max(
                version.standard_id.version_ids.filtered(
                    lambda other: other.state == "published"
                ).mapped("valid_from"),
                default=version.valid_from,
            )
            if version.valid_from < last:
                raise UserError(
                    self.env._(
                        "%(name)s cannot begin before the version that begins on %(date)s.",
                        name=version.display_name,
                        date=fields.Date.to_string(last),
                    )
                )

    def _do_publish(self):
        for version in self:
            # what began on the same day gives way to the newer text
            same_day = version.standard_id.version_ids.filtered(
                lambda other, day=version.valid_from: (
                    other.state == "published" and other.valid_from == day
                )
            )
            if same_day:
                same_day._transition("replace")
            version._write_protected(
                {
                    "state": "published",
                    "published_at": fields.Datetime.now(),
                    "published_by_id": self.env.uid,
                }
            )
            version.standard_id._replace_older()
            version.standard_id._plan_next_review()
