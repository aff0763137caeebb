from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html

LONGEST_TEXT = 5000
LONGEST_SUBJECT = 150
CHOICES = 60
PICTURES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp"})


class CsFeedback(models.Model):
    """What a dealer may do with cases in the portal (S-06, S-56)."""

    _name = "cs.feedback"
    _inherit = ["cs.feedback", "cs.portal.mixin", "portal.mixin"]

    PROTECTED_FIELDS = frozenset({"access_token"})

    # who knows it can answer for the dealer
    access_token = fields.Char(groups="base.group_system")

    def _sign_token(self, pid):
        # sudo: whoever writes to the dealer does not read the token
        return super(CsFeedback, self.sudo())._sign_token(pid)

    def _compute_access_url(self):
        super()._compute_access_url()
        for case in self:
            case.access_url = f"/my/feedback/{case.id}"

    @api.model
    def _portal_is_dealer(self):
        """Whether the visitor is somebody who has dealings with us; colleagues are not."""
        user = self.env.user
        return user.share and not user._is_public()

    @api.model
    def _portal_filters(self):
        return {
            "all": (self.env._("All"), Domain.TRUE),
            "open": (self.env._("Not Solved"), self._open_domain()),
            "done": (self.env._("Solved or Closed"), Domain("state", "in", ("solved", "closed"))),
        }

    # What a case can be about

    @api.model
    def _portal_types(self):
        # sudo: the types that are offered to dealers
        types_sudo = self.env["cs.feedback.type"].sudo()
        companies = (self.env.company.id, False)
        return types_sudo.search([("is_offered", "=", True), ("company_id", "in", companies)])

    @api.model
    def _portal_orders(self, domain=Domain.TRUE):
        """The dealer's own confirmed orders, latest first."""
        own = Domain("partner_id", "child_of", self._portal_partner().id)
        # sudo: only orders of the visitor's own company
        orders_sudo = self.env["sale.order"].sudo()
        return orders_sudo.search(
            own & Domain("state", "=", "sale") & domain, order="date_order desc", limit=CHOICES
        )

    @api.model
    def _portal_pickings(self, domain=Domain.TRUE):
        """What was sent to the dealer, latest first."""
        partner = self._portal_partner().id
        own = Domain("partner_id", "child_of", partner) | Domain(
            "sale_id.partner_id", "child_of", partner
        )
        own &= Domain("state", "=", "done") & Domain("picking_type_code", "=", "outgoing")
        # sudo: only deliveries to the visitor's own company
        pickings_sudo = self.env["stock.picking"].sudo()
        return pickings_sudo.search(own & domain, order="date_done desc", limit=CHOICES)

    @api.model
    def _portal_products(self, domain=Domain.TRUE):
        """What the dealer has ordered."""
        own = Domain("order_id.partner_id", "child_of", self._portal_partner().id)
        own &= Domain("state", "=", "sale") & Domain("product_id", "!=", False)
        # sudo: only orders of the visitor's own company
        lines_sudo = self.env["sale.order.line"].sudo()
        groups = lines_sudo._read_group(own & domain, ["product_id"], limit=200, order="product_id")
        products = self.env["product.product"].sudo().browse(product.id for (product,) in groups)
        return products.filtered(lambda product: product.type != "service")

    @api.model
    def _portal_lot(self, text, product):
        """The lot of this number that was sent to the dealer."""
        partner = self._portal_partner().id
        domain = Domain("lot_id.name", "=ilike", text) & Domain("state", "=", "done")
        domain &= Domain("picking_id.partner_id", "child_of", partner) | Domain(
            "picking_id.sale_id.partner_id", "child_of", partner
        )
        if product:
            domain &= Domain("product_id", "=", product.id)
        # sudo: only lots that were sent to the visitor's own company
        found_sudo = self.env["stock.move.line"].sudo().search(domain, limit=1)
        return found_sudo.lot_id

    @api.model
    def _portal_pick(self, text, search, name="id"):
        """One of the visitor's own records by an id that came from outside; none without one."""
        if not text:
            return search(Domain.FALSE)
        if not isinstance(text, str) or not text.isdecimal() or len(text) > 9:
            self._portal_refuse()
        return search(Domain(name, "=", int(text))) or self._portal_refuse()

    # Telling

    @api.model
    def _portal_prepare(self, given):
        """Values of a new case from what a form sent; every id is looked up among the dealer's.

        :param given: texts from outside
        """
        if not self._portal_is_dealer():
            self._portal_refuse()
        types = self._portal_types()
        kind = types.filtered(lambda record: str(record.id) == given.get("type_id"))
        if given.get("type_id") and not kind:
            self._portal_refuse()
        order = self._portal_pick(given.get("order_id"), self._portal_orders)
        picking = self._portal_pick(given.get("picking_id"), self._portal_pickings)
        product = self._portal_pick(given.get("product_id"), self._portal_products, "product_id")
        company = (order | picking.sale_id).company_id[:1] or picking.company_id or self.env.company
        lot_text = self._portal_text(given.get("lot"), 64)
        lot = self._portal_lot(lot_text, product) if lot_text else self.env["stock.lot"]
        text = self._portal_text(given.get("description"), LONGEST_TEXT)
        if text and lot_text and not lot:
            text = f"{text}\n{self.env._('Lot: %s', lot_text)}"
        return {
            "channel": "portal",
            "company_id": company.id,
            "partner_id": self.env.user.partner_id.id,
            "contact_name": self.env.user.name,
            "email_from": self.env.user.email_normalized or self.env.user.email,
            "phone": self.env.user.phone,
            "type_id": kind.id,
            "subject": self._portal_text(given.get("subject"), LONGEST_SUBJECT),
            "description": text,
            "sale_order_id": (order or picking.sale_id).id,
            "picking_id": picking.id,
            "product_id": (product or lot.product_id).id,
            "lot_id": lot.id,
        }

    @api.model
    def _portal_check(self, values):
        if not values["type_id"]:
            raise UserError(self.env._("Choose what it is about."))
        if not values["subject"]:
            raise UserError(self.env._("Give your message a subject."))
        if not values["description"]:
            raise UserError(self.env._("Tell us in your words what happened."))

    @api.model
    def _portal_similar(self, values):
        """The dealer's open cases of the same matter."""
        # sudo: compared with the dealer's own cases alone
        draft_sudo = self.sudo().new(values)
        return self._portal_search(draft_sudo._duplicate_domain(), limit=5)

    @api.model
    def _portal_create(self, values, contents=()):
        """A case of the dealer. Behind ``_portal_prepare``."""
        self._portal_check(values)
        # sudo: the dealer writes its own case; the dealer's user stays its creator
        cases_sudo = self.sudo().with_context(mail_create_nosubscribe=True)
        cases_sudo = cases_sudo.with_company(values["company_id"])
        case_sudo = cases_sudo._with_key().create(values)
        case_sudo = case_sudo._without_key()._portal_env()
        if contents:
            case_sudo._add_photos(contents)
        case_sudo.message_subscribe(case_sudo.partner_id.ids)
        # colleagues may correct the description; what the dealer wrote stays as a message
        case_sudo._portal_post(values["description"])
        return case_sudo

    def _portal_reply(self, text, contents=()):
        """A message of the customer. Behind ``_portal_find``; the core moves the clocks."""
        self._lock_rows()
        text = self._portal_text(text, LONGEST_TEXT)
        if self.state == "cancel":
            raise UserError(self.env._("%s was cancelled; write to us anew.", self.name))
        if not text:
            raise UserError(self.env._("Write your message first."))
        if contents:
            self._add_photos(contents)
        self._portal_post(text)

    def _portal_reopen(self, text):
        """The customer is not content with the solution. Behind ``_portal_find``."""
        self._lock_rows()
        text = self._portal_text(text, LONGEST_TEXT)
        if self.state != "solved":
            raise UserError(self._wrong_state_message(("solved",)))
        if not text:
            raise UserError(self.env._("Say what is still wrong."))
        self._transition("reopen", text=text)
        self._portal_post(text)

    def _portal_post(self, text):
        visitor = self.env.user
        author = self.partner_id if visitor._is_public() else visitor.partner_id
        self.message_post(
            body=plaintext2html(text),
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            author_id=author.id,
            email_from=author.email_formatted or self.email_from or self.contact_name or "?",
        )

    # Reading

    def _portal_messages(self):
        """What customer and staff wrote to each other; no notes and no steps."""
        comment = self.env.ref("mail.mt_comment")
        return self.message_ids.filtered(
            lambda message: (
                message.subtype_id == comment
                and not message.is_internal
                and message.message_type in ("comment", "email", "email_outgoing")
                and (message.body or message.attachment_ids)
            )
        ).sorted("id")

    def _portal_is_ours(self, message):
        return self._is_ours(message)

    def _portal_files(self):
        """Files that the customer has sent or was sent, not what colleagues have added."""
        own = self._evidence().filtered(lambda file: file.create_uid.share)
        return own | self._portal_messages().attachment_ids.filtered(
            lambda file: (file.res_model, file.res_id) == (self._name, self.id)
        )

    def _portal_file(self, file_id):
        return self._portal_files().filtered(lambda file: file.id == file_id) or (
            self._portal_refuse()
        )

    @api.model
    def _portal_is_picture(self, file):
        return file.mimetype in PICTURES

    def _portal_ask(self):
        """What the customer is to do now."""
        if self.state == "waiting":
            return self.env._("We have asked you something; please answer below.")
        return None

    def _portal_way(self):
        """The way of the case in the customer's words: no names, no notes.

        :return: dicts with label, date and status (done, current, todo, stopped)
        """
        words = {
            "office": self.env._("With your office"),
            "region": self.env._("With the regional manager"),
            "salesperson": self.env._("With your salesperson"),
            "service": self.env._("With customer service"),
            "department": self.env._("Examined by our departments"),
            "general": self.env._("With the management"),
        }
        steps = [(self.env._("Received"), self.received_at)]
        for hop in self.hop_ids:
            if steps[-1][0] != words[hop.level]:
                steps.append((words[hop.level], hop.entered_at))
        way = [{"label": label, "date": date, "status": "done"} for label, date in steps]
        if self.state == "cancel":
            label = self.env._("Cancelled")
            if self.merged_into_id:
                label = self.env._("Continued in %s", self.merged_into_id.name)
            return [*way, {"label": label, "date": None, "status": "stopped"}]
        is_solved = self.state in ("solved", "closed")
        if not is_solved:
            way[-1]["status"] = "current"
        way.append(self._portal_end(self.env._("Solved"), is_solved, self.solved_at))
        way.append(self._portal_end(self.env._("Closed"), self.state == "closed", self.closed_at))
        return way

    @api.model
    def _portal_end(self, label, is_reached, date):
        return {
            "label": label,
            "date": date if is_reached else None,
            "status": "done" if is_reached else "todo",
        }
