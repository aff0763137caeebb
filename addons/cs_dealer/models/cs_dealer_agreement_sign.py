from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class CsDealerAgreement(models.Model):
    """The dealer signs in the portal, or on a paper of which the scan is kept (S-17)."""

    _name = "cs.dealer.agreement"
    _inherit = ["cs.dealer.agreement", "cs.portal.mixin", "portal.mixin", "cs.evidence.mixin"]

    PROTECTED_FIELDS = frozenset(
        {"access_token", "signed_by", "signed_at", "signature", "evidence_ids"}
    )
    IS_SEALED = True

    # who knows it can sign for the dealer
    access_token = fields.Char(groups="base.group_system")
    signed_by = fields.Char(string="Signed by", readonly=True, copy=False)
    signed_at = fields.Datetime(string="Signed on", readonly=True, copy=False)
    signature = fields.Image(readonly=True, copy=False, max_width=1024, max_height=512)
    evidence_ids = fields.Many2many(
        "ir.attachment",
        "cs_dealer_agreement_evidence_rel",
        string="Signed Copy",
        readonly=True,
        copy=False,
    )

    def _sign_token(self, pid):
        # sudo: whoever writes to the dealer does not read the token
        return super(CsDealerAgreement, self.sudo())._sign_token(pid)

    def _compute_access_url(self):
        super()._compute_access_url()
        for agreement in self:
            agreement.access_url = f"/my/agreements/{agreement.id}"

    def action_send_for_signature(self):
        """Mail the dealer the link that opens the agreement for signature."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "approved":
            raise UserError(self._wrong_state_message(("approved",)))
        if not self.partner_id.email:
            raise UserError(
                self.env._("Enter the e-mail address of %s first.", self.partner_id.display_name)
            )
        self._portal_ensure_token()
        # sudo: the mail has the link, which is for the dealer alone
        template_sudo = self.env.ref("cs_dealer.mail_template_cs_dealer_agreement_sign").sudo()
        template_sudo.send_mail(self.id, email_layout_xmlid="mail.mail_notification_light")
        return True

    def action_open_paper(self):
        """Enter that the dealer has signed a paper copy."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Signed on Paper"),
            "res_model": "cs.dealer.agreement.paper",
            "view_mode": "form",
            "target": "new",
            "context": {"default_agreement_id": self.id},
        }

    def _do_countersign(self, signer, signature=False, day=False):
        return {
            "signed_by": signer,
            "signed_at": day or fields.Datetime.now(),
            "signature": signature,
        }

    # The dealer's page

    def _portal_domain(self):
        """Dealers see what is theirs to sign and what they have signed."""
        return super()._portal_domain() & Domain("state", "in", ("approved", "signed", "ended"))

    def _portal_sign(self, name, signature):
        """Sign for the dealer; ``self`` was found by ``_portal_find``."""
        self.ensure_one()
        name, drawing = self._portal_signature(name, signature)
        self._transition("countersign", signer=name, signature=drawing)
        self.message_post(
            author_id=self.partner_id.id,
            body=self.env._("Signed in the portal by %s.", name),
        )
