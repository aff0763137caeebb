from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .cs_feedback_route import LEVELS, PRIORITIES

CHANNELS = [
    ("portal", "Portal"),
    ("email", "E-mail"),
    ("phone", "Phone"),
    ("visit", "Visit"),
    ("document", "Order or Delivery"),
    ("other", "Other"),
]
# states in which somebody has to do something
UNSOLVED = ("new", "open", "waiting")
# what may be corrected until the case is closed
FACTS = frozenset(
    {
        "subject", "type_id", "description", "partner_id", "contact_name", "email_from", "phone",
        "priority", "user_id", "product_id", "lot_id", "sale_order_id", "picking_id",
    }
)  # fmt: skip


class CsFeedback(models.Model):
    """A case: an opinion, enquiry, complaint or dispute on its way to an answer (S-06, S-56)."""

    _name = "cs.feedback"
    _inherit = [
        "mail.thread.cc",
        "mail.activity.mixin",
        "rating.mixin",
        "cs.number.mixin",
        "cs.transition.mixin",
        "cs.evidence.mixin",
        "cs.export.mixin",
        "cs.bulk.mixin",
    ]
    _description = "Feedback"
    _order = "priority desc, received_at desc, id desc"
    # the number never changes; ratings are renamed with the subject
    _rec_name = "subject"
    _rec_names_search = ["name", "subject"]
    _check_company_auto = True
    _mail_post_access = "read"

    PROTECTED_FIELDS = frozenset(
        {
            "received_at", "hop_ids", "hop_id", "level", "pause_ids", "answer_ids",
            "merged_into_id", "split_from_id", "resolution", "closed_at", "company_id",
        }
    )  # fmt: skip
    STATE_FIELDS = {"new": FACTS | {"channel"}, "open": FACTS, "waiting": FACTS, "solved": FACTS}

    # none until it is drawn: that of two new cases would be the same
    name = fields.Char(default=None)
    subject = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    type_id = fields.Many2one(
        "cs.feedback.type",
        required=True,
        index=True,
        check_company=True,
        default=lambda self: self.env["cs.feedback.type"].search([], limit=1),
    )
    kind = fields.Selection(related="type_id.kind", store=True, index=True)
    channel = fields.Selection(CHANNELS, required=True, default="phone", copy=False, index=True)
    description = fields.Text()
    partner_id = fields.Many2one("res.partner", string="Customer", index=True, check_company=True)
    contact_name = fields.Char()
    email_from = fields.Char(string="E-mail", index="btree_not_null")
    phone = fields.Char()
    team_id = fields.Many2one(
        "crm.team", string="Office", compute="_compute_team_id", store=True, index=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        index=True,
        copy=False,
        domain=[("share", "=", False)],
    )
    priority = fields.Selection(PRIORITIES, default="0", required=True, index=True)
    product_id = fields.Many2one("product.product", index="btree_not_null", check_company=True)
    lot_id = fields.Many2one(
        "stock.lot",
        index="btree_not_null",
        check_company=True,
        domain="[('product_id', '=?', product_id)]",
    )
    sale_order_id = fields.Many2one(
        "sale.order",
        string="Order",
        index="btree_not_null",
        check_company=True,
        domain="[('partner_id', 'child_of', partner_id)] if partner_id else []",
    )
    picking_id = fields.Many2one(
        "stock.picking", string="Delivery", index="btree_not_null", check_company=True
    )
    followup_id = fields.Many2one(
        "cs.delivery.followup",
        string="Delivery Follow-up",
        index="btree_not_null",
        check_company=True,
    )
    callback_id = fields.Many2one(
        "cs.callback", string="Call-back", index="btree_not_null", check_company=True
    )
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "cs_feedback_evidence_rel",
        "feedback_id",
        "attachment_id",
        string="Photos and Files",
        copy=False,
        bypass_search_access=True,
    )
    state = fields.Selection(
        [
            ("new", "New"),
            ("open", "In Progress"),
            ("waiting", "Waiting for the Customer"),
            ("solved", "Solved"),
            ("closed", "Closed"),
            ("cancel", "Cancelled"),
        ],
        string="Status",
        default="new",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        group_expand=True,
    )
    received_at = fields.Datetime(
        string="Received on",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: fields.Datetime.now(),
    )
    closed_at = fields.Datetime(string="Closed on", readonly=True, copy=False)
    resolution = fields.Text(
        string="Solution", readonly=True, copy=False, help="What the customer was told."
    )
    level = fields.Selection(LEVELS, readonly=True, copy=False, index=True)
    hop_id = fields.Many2one("cs.feedback.hop", string="Step", readonly=True, copy=False)
    hop_ids = fields.One2many("cs.feedback.hop", "feedback_id", string="Way", readonly=True)
    answer_ids = fields.One2many(
        "cs.feedback.answer", "feedback_id", string="Departments", readonly=True
    )
    merged_into_id = fields.Many2one(
        "cs.feedback", readonly=True, copy=False, index="btree_not_null"
    )
    split_from_id = fields.Many2one(
        "cs.feedback", readonly=True, copy=False, index="btree_not_null"
    )
    can_act = fields.Boolean(compute="_compute_can_act")

    _name_unique = models.UniqueIndex("(company_id, name)", "This case number is taken already.")

    @api.depends("name", "subject")
    def _compute_display_name(self):
        for case in self:
            case.display_name = " ".join(filter(None, (case.name, case.subject)))

    @api.depends("partner_id", "company_id")
    def _compute_team_id(self):
        for case in self:
            case.team_id = case.partner_id._cs_office_in(case.company_id)

    @api.depends("user_id", "level")
    @api.depends_context("uid")
    def _compute_can_act(self):
        for case in self:
            case.can_act = case._is_holder()

    @api.onchange("lot_id")
    def _onchange_lot_id(self):
        if self.lot_id:
            self.product_id = self.lot_id.product_id

    @api.onchange("sale_order_id", "picking_id")
    def _onchange_document(self):
        self.partner_id = (
            self.partner_id or self.sale_order_id.partner_id or self.picking_id.partner_id
        )

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.partner_id:
            self.email_from = self.partner_id.email
            self.phone = self.partner_id.phone
            self.contact_name = False if self.partner_id.is_company else self.partner_id.name

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        cases._begin()
        return cases

    def _begin(self):
        """Number, clocks and first step of new cases."""
        # sudo: the case is there; what follows is the system's part
        cases = self.sudo()
        cases._give_number()
        cases._enter(cases._next_routes())
        cases._log_on_customers(self.env._("received"))

    def write(self, vals):
        result = super().write(vals)
        if "user_id" in vals and not self._is_key_present():
            self._write_hop_user()
        if "type_id" in vals:
            self._refresh_clocks()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A case stays on record; cancel it instead."))

    def _is_evidence_kept(self):
        return self.state != "new"

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["partner_id"]

    def _is_holder(self):
        """Whether the user may act on the case where it is now."""
        self.ensure_one()
        user = self.env.user
        if self.env.su or user.has_group("cs_base.group_cs_base_clerk"):
            return True
        if self.level == "general" and user.has_group("cs_base.group_cs_base_general_manager"):
            return True
        return user == self.user_id

    def _export_columns(self):
        paths = [
            "name", "subject", "type_id", "channel", "partner_id", "contact_name", "email_from",
            "phone", "team_id", "user_id", "level", "state", "priority", "product_id", "lot_id",
            "sale_order_id", "picking_id", "received_at", "answered_at", "is_answer_late",
            "solved_at", "is_solve_late", "description", "resolution",
        ]  # fmt: skip
        return [(self._export_label(self, path), path) for path in paths]

    @api.model
    def _open_domain(self):
        return Domain("state", "in", UNSOLVED)
