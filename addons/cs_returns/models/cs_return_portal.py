import uuid

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..domain import goods_sheet

SIGNATURE_FIELDS = ("dealer_signature", "dealer_signed_by", "dealer_signed_at")
GOODS_PER_PAGE = 20


class CsReturn(models.Model):
    """What a dealer may do with an application in the portal."""

    _name = "cs.return"
    _inherit = ["cs.return", "cs.portal.mixin", "portal.mixin"]

    PROTECTED_FIELDS = frozenset(
        {"access_token", "rejected_answer_name", "rejected_signature", *SIGNATURE_FIELDS}
    )

    # who knows it can answer for the dealer
    access_token = fields.Char(groups="base.group_system")
    dealer_signature = fields.Image(
        readonly=True, copy=False, max_width=1024, max_height=512, string="Dealer's Signature"
    )
    dealer_signed_by = fields.Char(readonly=True, copy=False)
    dealer_signed_at = fields.Datetime(readonly=True, copy=False)
    rejected_answer_name = fields.Char(string="Answer Signed by", readonly=True, copy=False)
    rejected_signature = fields.Image(
        readonly=True, copy=False, max_width=1024, max_height=512, string="Signature of the Answer"
    )

    def _sign_token(self, pid):
        # sudo: whoever writes to the dealer does not read the token
        return super(CsReturn, self.sudo())._sign_token(pid)

    def _compute_access_url(self):
        super()._compute_access_url()
        for record in self:
            record.access_url = f"/my/returns/{record.id}"

    def _portal_reset_token(self):
        """Links that were sent before lead nowhere from now on."""
        for record in self:
            record._write_protected({"access_token": str(uuid.uuid4())})

    def _get_report_base_filename(self):
        self.ensure_one()
        return self.name

    def _do_send_back(self):
        # what is submitted next may be other goods
        values = super()._do_send_back() or {}
        return {**values, **dict.fromkeys(SIGNATURE_FIELDS, False)}

    # Finding

    @api.model
    def _portal_find_own(self, return_id):
        """A document that the logged-in dealer has made and may still change."""
        found_sudo = self._portal_find(return_id)
        if not found_sudo._is_portal_made():
            self._portal_refuse()
        return found_sudo

    def _is_portal_made(self):
        """Whether it is the dealer's own application and not one that the office writes."""
        return self.create_uid.share

    @api.model
    def _portal_filters(self):
        return {
            "all": (self.env._("All"), Domain.TRUE),
            "open": (self.env._("Open"), Domain("state", "not in", ("done", "cancel"))),
            **{
                state: (label, Domain("state", "=", state))
                for state, label in self._fields["state"]._description_selection(self.env)
            },
        }

    # Goods

    @api.model
    def _portal_goods(self, search="", page=1, company=None):
        """Own delivered goods that can still come back, one page of them.

        :return: ``([(key, move, lot, returnable)], whether there are more)``
        """
        domain = Domain("company_id", "=", company.id) if company else Domain.TRUE
        domain &= self._portal_search_domain(search)
        # sudo: only deliveries to the visitor's own company
        goods_sudo = self.sudo()._delivered_goods(
            self._portal_partner(), domain, goods_sheet.MAX_ROWS
        )
        returnable = self._returnable_goods(goods_sudo)
        rows = [
            (goods_sheet.make_key(move.id, lot.id), move, lot, returnable[move.id, lot.id])
            for move, lot in goods_sudo
            if returnable[move.id, lot.id] > 0
        ]
        start = (page - 1) * GOODS_PER_PAGE
        end = start + GOODS_PER_PAGE
        return rows[start:end], len(rows) > end

    @api.model
    def _portal_company(self, moves):
        """The one company that delivered these goods."""
        company = moves.company_id
        if len(company) > 1:
            raise UserError(
                self.env._(
                    "These goods were delivered by several companies: %s. Make one application for "
                    "each.",
                    self._format_list(company.mapped("name")),
                )
            )
        return company

    @api.model
    def _portal_search_domain(self, search):
        """Detailed moves that match what the dealer typed."""
        text = self._portal_text(search, 100)
        domain = Domain.TRUE
        for word in text.split()[:5]:
            domain &= Domain.OR(
                Domain(path, "ilike", word)
                for path in (
                    "move_id.sale_line_id.order_id.name", "product_id.name",
                    "product_id.default_code", "lot_id.name",
                )
            )  # fmt: skip
        return domain

    @api.model
    def _portal_has_goods(self):
        # sudo: only deliveries to the visitor's own company
        return bool(self.sudo()._delivered_goods(self._portal_partner(), limit=1))

    @api.model
    def _portal_rows(self, chosen):
        """Values of lines for what was chosen among the dealer's own goods.

        :param chosen: ``{key: (quantity, reason id)}``, as texts that came from outside
        """
        keys = {goods_sheet.parse_key(key): value for key, value in chosen.items()}
        if not keys or None in keys:
            self._portal_refuse()
        domain = Domain("move_id", "in", [move_id for move_id, _lot_id in keys])
        # sudo: only deliveries to the visitor's own company
        own_sudo = self.sudo()._delivered_goods(self._portal_partner(), domain)
        own = {(move.id, lot.id) for move, lot in own_sudo}
        if keys.keys() - own:
            self._portal_refuse()
        return [
            {
                "origin_move_id": move_id,
                "lot_id": lot_id,
                "quantity": self._portal_quantity(quantity),
                "reason_id": self._portal_reason(reason),
            }
            for (move_id, lot_id), (quantity, reason) in keys.items()
        ]

    @api.model
    def _portal_quantity(self, text):
        quantity = goods_sheet.parse_quantity(text)
        if quantity is None or quantity <= 0:
            raise UserError(self.env._("Enter the quantity to return as a number above zero."))
        return quantity

    @api.model
    def _portal_reasons(self):
        # sudo: names of the reasons, which are the same for everybody
        return self.env["cs.return.reason"].sudo().search([("active", "=", True)])

    @api.model
    def _portal_reason(self, text):
        if not text:
            raise UserError(self.env._("Choose the reason for the return of each of the goods."))
        reasons = {str(reason.id): reason.id for reason in self._portal_reasons()}
        return reasons.get(text) or self._portal_refuse()

    @api.model
    def _portal_create(self, rows):
        """A draft of the dealer with these goods, of one company."""
        # sudo: the goods were looked up among the dealer's own
        moves_sudo = self.env["stock.move"].sudo().browse(row["origin_move_id"] for row in rows)
        company = self._portal_company(moves_sudo)
        values = {"partner_id": self._portal_partner().id, "company_id": company.id}
        # sudo: the dealer makes an application for itself; the dealer's user stays its creator
        draft_sudo = self.sudo().with_context(mail_create_nosubscribe=True).create(values)
        draft_sudo = draft_sudo._portal_env()
        draft_sudo._add_goods(rows)
        return draft_sudo

    @api.model
    def _portal_sheet(self):
        # sudo: only deliveries to the visitor's own company
        return self.sudo()._goods_sheet(self._portal_partner())

    @api.model
    def _portal_upload(self, content, keep_good=False):
        """An uploaded sheet as a new draft.

        :return: the draft, if one was made, and a sentence for each bad row
        """
        # sudo: only deliveries to the visitor's own company
        rows, errors = self.sudo()._read_goods_sheet(content, self._portal_partner())
        is_wanted = rows and (keep_good or not errors)
        return self._portal_create(rows) if is_wanted else self.browse(), errors

    def _portal_line(self, line_id):
        """A line of this document, by an id that came from outside."""
        self._portal_check_draft()
        line = self.line_ids.filtered(lambda line: str(line.id) == str(line_id))
        return line or self._portal_refuse()

    def _portal_check_draft(self):
        if self.state != "draft":
            raise UserError(self._wrong_state_message(("draft",)))

    def _portal_photo(self, photo_id):
        return self.line_ids._find_photo(photo_id) or self._portal_refuse()

    def _portal_credit_notes(self):
        partner = self.partner_id.commercial_partner_id
        return self.credit_note_ids.filtered(
            lambda move: (
                move.state == "posted"
                and move.move_type == "out_refund"
                and move.commercial_partner_id == partner
            )
        )

    # Signing

    def _portal_submit(self, name, signature):
        """Sign and ask for the approvals. Behind ``_portal_find_own``."""
        self._lock_rows()
        self._portal_check_draft()
        name, drawing = self._portal_signature(name, signature)
        self.action_submit()
        self._write_protected(
            {
                "dealer_signature": drawing,
                "dealer_signed_by": name,
                "dealer_signed_at": fields.Datetime.now(),
            }
        )

    def _portal_cancel(self):
        """Give up what is not approved yet. Behind ``_portal_find_own``."""
        self._lock_rows()
        if self.state not in ("draft", "submitted"):
            raise UserError(self._wrong_state_message(("draft", "submitted")))
        self.action_cancel()

    def _portal_answer_rejected(self, answer, name, signature):
        """Behind ``_portal_find``: who holds the link of the document may answer."""
        if answer not in ("take_back", "destroy"):
            self._portal_refuse()
        return self.sudo()._answer_rejected_by_dealer(answer, name, signature)

    def _answer_rejected_by_dealer(self, answer, name, signature):
        self.ensure_one()
        self._lock_rows()
        self._check_can_answer_rejected()
        name, drawing = self._portal_signature(name, signature)
        return self._do_answer_rejected(
            answer,
            rejected_answered_by="dealer",
            rejected_answer_name=name,
            rejected_signature=drawing,
        )
