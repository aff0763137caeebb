from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

REOPEN_WITHIN = timedelta(hours=1)


class CsServiceSession(models.Model):
    """A customer who is being served, from the first word to the deal or the farewell (S-79).

    A session belongs to whoever serves the customer; a handover that is acknowledged moves it to
    the next shift. While one is open, the shift does not end.
    """

    _name = "cs.service.session"
    _inherit = ["cs.link.mixin", "cs.shift.book.mixin"]
    _description = "Service Session"
    _order = "opened_at desc, id desc"
    _check_company_auto = True

    TRANSITIONS = {
        "close": (("open",), "closed"),
        "reopen": (("closed",), "open"),
        "void": (("open",), "void"),
        "hand_over": (("open",), "waiting"),
        "keep": (("waiting",), "open"),
        "take_over": (("waiting",), "open"),
    }
    PROTECTED_FIELDS = frozenset({"opened_at", "closed_at", "outcome"})
    STATE_FIELDS = {
        "open": frozenset({"partner_id", "customer_name", "channel", "order_id", "note"}),
        "waiting": frozenset({"note"}),
        # what is known only after a deal was closed by one tap
        "closed": frozenset({"partner_id", "order_id", "note"}),
    }
    LINK_FIELDS = ("partner_id", "order_id")

    partner_id = fields.Many2one(
        "res.partner", string="Customer", index="btree_not_null", check_company=True
    )
    customer_name = fields.Char(string="Customer's Name", help="For who is no contact yet.")
    channel = fields.Selection(
        [("chat", "Shop Chat"), ("phone", "Phone"), ("social", "Social Media"), ("other", "Other")],
        default="chat",
        required=True,
    )
    opened_at = fields.Datetime(
        string="Opened", required=True, readonly=True, default=lambda self: fields.Datetime.now()
    )
    closed_at = fields.Datetime(string="Closed on", readonly=True, copy=False)
    outcome = fields.Selection(
        [("deal", "Deal"), ("no_deal", "No Deal")], readonly=True, copy=False
    )
    order_id = fields.Many2one("sale.order", copy=False, check_company=True, ondelete="restrict")
    note = fields.Text()
    state = fields.Selection(
        [
            ("open", "Being Served"),
            ("waiting", "To Hand Over"),
            ("closed", "Closed"),
            ("void", "Opened by Mistake"),
        ],
        string="Status",
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    handover_line_ids = fields.One2many("cs.handover.line", "session_id", string="Handovers")

    _order_unique = models.UniqueIndex(
        "(order_id) WHERE order_id IS NOT NULL",
        "This order is the deal of another customer's session already.",
    )
    _agent_date = models.Index("(employee_id, date)")
    _being_served = models.Index("(employee_id) WHERE state = 'open'")
    _customer = models.Constraint(
        "CHECK (partner_id IS NOT NULL OR customer_name IS NOT NULL)",
        "Choose the customer, or write a name.",
    )
    _outcome_of_closed = models.Constraint(
        "CHECK ((state = 'closed') = (outcome IS NOT NULL) "
        "AND (state IN ('closed', 'void')) = (closed_at IS NOT NULL))",
        "A session has an outcome once it is closed.",
    )

    @api.depends("partner_id", "customer_name")
    def _compute_display_name(self):
        for session in self:
            session.display_name = session.partner_id.name or session.customer_name or ""

    # One tap each

    def action_start(self):
        """A customer is being served from now on; the name may follow."""
        moment = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        return self.create({"customer_name": self.env._("Customer %s", f"{moment:%H:%M}")}).id

    def action_deal(self):
        return self._transition("close", outcome="deal")

    def action_no_deal(self):
        return self._transition("close", outcome="no_deal")

    def action_reopen(self):
        """The last tap was a mistake."""
        return self._transition("reopen")

    def action_void(self):
        return self._transition("void")

    def action_open_handover(self):
        """The handover of this shift, with all customers who are still being served."""
        return self.env["cs.handover"].action_open_current()

    # Transitions

    def _transition(self, name, **kwargs):
        result = super()._transition(name, **kwargs)
        if name in ("close", "void", "hand_over"):
            # sudo: shifts are written by code alone; closing was checked above
            self.sudo().slot_id._freeze_extension()
        return result

    def _check_can_close(self, outcome):
        for session in self:
            if (
                outcome == "deal"
                and not session.order_id
                and session.company_id.cs_deal_needs_order
            ):
                raise UserError(
                    self.env._(
                        "Choose the order of %s before you close the deal.", session.display_name
                    )
                )

    def _do_close(self, outcome):
        self._drop_from_drafts()
        return {"outcome": outcome, "closed_at": fields.Datetime.now()}

    def _check_can_reopen(self):
        for session in self:
            if session.closed_at < fields.Datetime.now() - REOPEN_WITHIN:
                raise UserError(
                    self.env._(
                        "%s was closed more than an hour ago; open a new session.",
                        session.display_name,
                    )
                )

    def _do_reopen(self):
        return {"outcome": False, "closed_at": False}

    def _do_void(self):
        self._drop_from_drafts()
        return {"closed_at": fields.Datetime.now()}

    def _do_take_over(self, employee):
        """The session moves to the agent, and with it the shift that it counts for."""
        return {"employee_id": employee.id, "noted_at": fields.Datetime.now()}

    def _drop_from_drafts(self):
        """Who is no longer being served is no longer to be handed over."""
        self.handover_line_ids.filtered(lambda line: line.state == "draft")._with_key().unlink()

    @api.model
    def _check_served_by(self, employees):
        """Nobody leaves while serving customers (S-77, S-80).

        :raises UserError: a customer of these employees is neither served nor handed over
        """
        # sudo: at a kiosk nobody is logged in
        sessions_sudo = self.sudo().search(
            [("employee_id", "in", employees.ids), ("state", "=", "open")]
        )
        if sessions_sudo:
            raise UserError(
                self.env._(
                    "%(agent)s is still serving %(customers)s; close these sessions or hand them "
                    "over, then check out.",
                    agent=self._format_list(sessions_sudo.employee_id.mapped("name")),
                    customers=self._format_list(sessions_sudo.mapped("display_name")),
                )
            )
