import base64
import binascii
import uuid

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import consteq

from ..domain.photo import PhotoError, clean_drawing

NAME_LENGTH = 100


class CsPortalMixin(models.AbstractModel):
    """Documents of a dealer that the dealer's own people reach in the portal.

    Portal users have no right on the model. They reach a document by ``_portal_find`` alone,
    which compares it with their own company or with its token, and then act as superuser
    within methods named ``_portal_*``.
    """

    _name = "cs.portal.mixin"
    _description = "Document in the Dealers' Portal"

    @api.model
    def _portal_refuse(self):
        """The one answer to whatever is not the visitor's, so that nothing can be probed."""
        raise AccessError(self.env._("This document does not exist, or it is not yours."))

    @api.model
    def _portal_partner(self):
        """The dealer for whom the visitor is logged in."""
        return self.env.user.partner_id.commercial_partner_id

    @api.model
    def _portal_domain(self):
        if self.env.user._is_public():
            return Domain.FALSE
        return Domain("partner_id", "child_of", self._portal_partner().id)

    @api.model
    def _portal_find(self, document_id, access_token=None):
        """The visitor's document as superuser.

        :param access_token: from the link in a mail; opens its own document only
        :raises AccessError: no such document, or not the visitor's
        """
        if not isinstance(document_id, int) or not 0 < document_id < 2**31:
            self._portal_refuse()
        # sudo: looked up to be compared with the visitor, and given out only then
        found_sudo = self.sudo().browse(document_id).exists()
        if not found_sudo or not (
            found_sudo.filtered_domain(self._portal_domain())
            or found_sudo._is_portal_token(access_token)
        ):
            self._portal_refuse()
        return found_sudo._portal_env()

    def _portal_env(self):
        company = self.company_id
        context = {"allowed_company_ids": company.ids, "mail_create_nosubscribe": True}
        return self.with_context(**context).with_company(company)

    def _portal_ensure_token(self):
        """The token of a link in a mail, for documents that have ``portal.mixin`` as well."""
        # sudo: whoever has the link mailed does not read it
        document_sudo = self.sudo()
        if not document_sudo.access_token:
            document_sudo._write_protected({"access_token": str(uuid.uuid4())})
        return document_sudo.access_token

    def _is_portal_token(self, given):
        """Whether a token opens this document; without tokens none does."""
        token = "access_token" in self._fields and self.access_token
        if not token or not isinstance(given, str):
            return False
        return consteq(token.encode(), given.encode("utf-8", "replace"))

    @api.model
    def _portal_text(self, text, longest):
        """A text from outside, as it can be kept."""
        text = text if isinstance(text, str) else ""
        return text.replace("\0", "").strip()[:longest]

    @api.model
    def _portal_signature(self, name, signature):
        """Name and drawing, both looked at.

        :param signature: the picture as base64
        """
        name = self._portal_text(name, NAME_LENGTH)
        try:
            drawing = clean_drawing(base64.b64decode(signature or "", validate=True))
        except (PhotoError, binascii.Error, TypeError, ValueError):
            drawing = None
        if not name or not drawing:
            raise UserError(self.env._("Enter your name and draw your signature."))
        return name, base64.b64encode(drawing)

    @api.model
    def _portal_search(self, domain=Domain.TRUE, **kwargs):
        # sudo: the visitor's own documents alone
        return self.sudo().search(self._portal_domain() & domain, **kwargs)

    @api.model
    def _portal_count(self, domain=Domain.TRUE):
        # sudo: the visitor's own documents alone
        return self.sudo().search_count(self._portal_domain() & domain)
