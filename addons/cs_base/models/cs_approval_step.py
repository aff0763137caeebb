from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..domain.assignment import find_unassignable

OPEN_STATES = ("waiting", "pending")
CHAIN_FIELDS = ("res_model", "res_id", "round", "decided_by_id", "on_behalf_of_id")
_KEY = object()


class CsApprovalStep(models.Model):
    """One signature asked for on one document: append-only, the record of who decided.

    Rows are made when a document is submitted and carry everything that the decision
    needs, so a rule changed later does not touch them. Nobody has write access; the
    approval mixin alone writes them, through a key no client can send.
    """

    _name = "cs.approval.step"
    _description = "Approval Step"
    _order = "res_model, res_id, round, sequence, id"

    name = fields.Char(string="Step", required=True, readonly=True, translate=True)
    res_model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document ID", model_field="res_model", required=True, readonly=True
    )
    document_name = fields.Char(readonly=True)
    document_type = fields.Char(compute="_compute_document_type")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    requester_id = fields.Many2one("res.users", required=True, readonly=True)
    creator_id = fields.Many2one("res.users", string="Document Created by", readonly=True)
    party_ids = fields.Many2many(
        "res.users",
        "cs_approval_step_party_rel",
        string="Parties Concerned",
        readonly=True,
        help="Those whom the document is about; they never sign it.",
    )
    round = fields.Integer(required=True, readonly=True, default=1)
    sequence = fields.Integer(required=True, readonly=True)
    group_ids = fields.Many2many("res.groups", readonly=True)
    user_ids = fields.Many2many("res.users", readonly=True, string="Named Approvers")
    is_signature_required = fields.Boolean(readonly=True)
    days_allowed = fields.Integer(readonly=True)
    deadline_date = fields.Date(readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting for Others"),
            ("pending", "To Sign"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("void", "Not Needed"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    on_behalf_of_id = fields.Many2one("res.users", readonly=True)
    decided_at = fields.Datetime(string="Decided on", readonly=True)
    comment = fields.Text(readonly=True)
    signature = fields.Image(readonly=True, max_width=1024, max_height=512)
    is_mine = fields.Boolean(
        string="Mine to Sign", compute="_compute_is_mine", search="_search_is_mine"
    )

    is_readable = fields.Boolean(
        string="Document Readable", compute="_compute_is_readable", search="_search_is_readable"
    )

    _document_index = models.Index("(res_model, res_id)")
    _open_index = models.Index("(company_id) WHERE state = 'pending'")

    @api.depends("res_model")
    @api.depends_context("lang")
    def _compute_document_type(self):
        for step in self:
            step.document_type = self.env["ir.model"]._get(step.res_model).name

    @api.depends("state", "group_ids", "user_ids", "requester_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        mine = self.filtered_domain(self._domain_mine())
        for step in self:
            step.is_mine = step in mine

    def _search_is_mine(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.TRUE if False in value else self._domain_mine()

    @api.depends("res_model", "res_id")
    @api.depends_context("uid")
    def _compute_is_readable(self):
        readable = self.filtered_domain(self._domain_readable())
        for step in self:
            step.is_readable = step in readable

    def _search_is_readable(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain.TRUE if False in value else self._domain_readable()

    @api.model
    def _domain_readable(self):
        """Steps of the documents that the current user may read."""
        # the rules on steps ask this as superuser; the user's own rights are meant
        documents = self.sudo(False).env
        return Domain.OR(
            Domain("res_model", "=", name) & Domain("res_id", "in", documents[name]._search([]))
            for name in documents["cs.approval.mixin"]._approval_models()
            if documents[name].has_access("read")
        )

    @api.model
    def _domain_mine(self):
        return Domain("id", "in", self._find_mine().ids)

    @api.model
    def _find_mine(self, domain=Domain.TRUE):
        """Open steps that the current user may sign, in person or as a stand-in."""
        standin = self.env["cs.approval.standin"]
        users = self.env.user | standin._users_represented_by(self.env.user)
        groups = users.sudo().all_group_ids
        domain &= Domain("state", "=", "pending") & (
            Domain("user_ids", "in", users.ids) | Domain("group_ids", "in", groups.ids)
        )
        # sudo: the rule on steps asks this; only steps of the user come back
        found = self.sudo().search(domain)
        return self.browse(step.id for step in found._find_represented(self.env.user))

    def _candidate_users(self, signed=None):
        """For each step everybody who may sign it in person.

        :param signed: what ``_signers_by_chain()`` says, where the caller knows it
        """
        if signed is None:
            signed = self._signers_by_chain()
        candidates = {}
        for step in self:
            # sudo: groups are not readable by all
            users = step.user_ids | step.group_ids.sudo().all_user_ids
            barred = signed[step._chain()] | step._authors()
            candidates[step] = (users - barred).filtered(
                lambda user, step=step: (
                    user.active
                    and not user.share
                    and user.id != 1
                    and step.company_id in user.company_ids
                )
            )
        return candidates

    def _find_represented(self, user):
        """The steps that ``user`` may sign, each with whom they sign for.

        That is themselves or an absent colleague. Nobody signs what they made or asked for, and
        nobody signs twice in a chain, be it in person, through or as a stand-in.
        """
        absent = self.env["cs.approval.standin"]._users_represented_by(user).sudo()
        signed = self._signers_by_chain()
        represented = {}
        for step, candidates in self._candidate_users(signed).items():
            if user in candidates:
                represented[step] = user
            elif user not in signed[step._chain()] | step._authors():
                is_colleague = step.company_id in user.sudo().company_ids
                person = (absent & candidates)[:1] if is_colleague else None
                if person:
                    represented[step] = person
        return represented

    def _find_unsignable(self, without=None):
        """The first step that would have no signer of its own, when ``without`` do not sign."""
        barred = without or self.env["res.users"]
        choices = {step: users - barred for step, users in self._candidate_users().items()}
        return find_unassignable(choices) or self.browse()

    def _find_lacking(self, step, signers):
        """The one of these open steps that nobody could sign once ``signers`` signed ``step``."""
        lacking = (self - step)._find_unsignable(signers)
        return lacking if lacking and not self._find_unsignable() else self.browse()

    def _authors(self):
        return self.requester_id | self.creator_id | self.party_ids

    def _chain(self):
        return self.res_model, self.res_id, self.round

    def _signers_by_chain(self):
        """Who has signed, in person or through a stand-in, by document and round."""
        domain = Domain("res_model", "in", self.mapped("res_model"))
        domain &= Domain("res_id", "in", self.mapped("res_id"))
        users = self.env["res.users"].sudo()  # sudo: only compared, never shown
        signers = defaultdict(lambda: users)
        domain &= Domain("decided_by_id", "!=", False)
        for step in self.sudo().search_fetch(domain, CHAIN_FIELDS):
            signers[step._chain()] |= step.decided_by_id | step.on_behalf_of_id
        return signers

    def _document(self):
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).exists()

    def action_open_document(self):
        """Open the document that the signature is asked for."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }

    # Append-only: neither superuser code nor an administrator over RPC gets past these

    def _keyed(self):
        # sudo: nobody has write access to steps; the approval mixin writes them
        # after it has checked the document and the signer
        return self.sudo().with_context(cs_approval_key=_KEY)

    def _copy_names(self, rules):
        """Take the names of the rules in every language, as they read today."""
        for code, _name in self.env["res.lang"].get_installed():
            named = zip(self.with_context(lang=code), rules.with_context(lang=code), strict=True)
            for step, rule in named:
                step.name = rule.name

    def _check_key(self):
        if self.env.context.get("cs_approval_key") is not _KEY:
            raise AccessError(
                self.env._("Approval steps are a record of decisions; nobody can change them.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_key()
        return super().create(vals_list)

    def write(self, vals):
        self._check_key()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._check_key()
