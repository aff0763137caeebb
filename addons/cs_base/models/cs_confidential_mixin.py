from odoo import models
from odoo.exceptions import ValidationError


class CsConfidentialMixin(models.AbstractModel):
    """A document of which nobody is told who may not read it, whoever names them.

    Nobody follows it either: followers are told things, also when they may not read them.
    """

    _name = "cs.confidential.mixin"
    _description = "Confidential Document"

    def _check_told(self, partners):
        """:raises ValidationError: one of the partners may not read these documents"""
        for partner in partners:
            # sudo: users of partners are not readable by every role
            users = partner.sudo().user_ids
            if not users or not all(self._is_read_by(user) for user in users):
                raise ValidationError(
                    self.env._(
                        "%s may not read this report; name others to be told of it.",
                        partner.sudo().name,
                    )
                )

    def _is_read_by(self, user):
        context = {"allowed_company_ids": user.company_ids.ids}
        return self.with_user(user).with_context(**context).has_access("read")

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        return True

    def _message_auto_subscribe_followers(self, updated_values, default_subtype_ids):
        return []
