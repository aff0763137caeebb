from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

LOTS_SHOWN = 80
LONGEST_TEXT = 5000


class CsQualityDispute(models.Model):
    """A dealer disputes batches in the portal and reads there what becomes of it."""

    _name = "cs.quality.dispute"
    _inherit = ["cs.quality.dispute", "cs.portal.mixin"]

    @api.model
    def _portal_lots(self, search=""):
        """``{lot: delivery moves}`` of what was delivered to the dealer, latest first."""
        domain = self.env["cs.return"]._portal_search_domain(search) & Domain("lot_id", "!=", False)
        return self._portal_delivered(domain, LOTS_SHOWN)

    @api.model
    def _portal_delivered(self, domain, limit=None):
        # sudo: only deliveries to the visitor's own company
        returns_sudo = self.env["cs.return"].sudo()
        moves = {}
        for move, lot in returns_sudo._delivered_goods(self._portal_partner(), domain, limit):
            moves[lot] = moves.get(lot, move.browse()) | move
        return moves

    @api.model
    def _portal_raise(self, lot_ids, description, contents):
        """Raise a dispute on the dealer's own lots.

        :param lot_ids: texts that came from outside
        :param contents: the bytes of photos
        """
        numbers = {int(text) for text in lot_ids if text.isdecimal() and len(text) < 10}
        if len(numbers) != len(set(lot_ids)):
            self._portal_refuse()
        moves = self._portal_delivered(Domain("lot_id", "in", list(numbers)))
        if numbers != {lot.id for lot in moves}:
            self._portal_refuse()
        if not moves:
            raise UserError(self.env._("Choose the lots that you dispute."))
        delivered_sudo = self.env["stock.move"].sudo().union(*moves.values())
        company = self.env["cs.return"]._portal_company(delivered_sudo)
        # sudo: the dealer disputes its own lots; the dealer's user stays the creator
        dispute_sudo = self.sudo().with_context(mail_create_nosubscribe=True)
        dispute_sudo = dispute_sudo.create(
            {
                "partner_id": self._portal_partner().id,
                "company_id": company.id,
                "lot_ids": [Command.set([lot.id for lot in moves])],
                "description": self._portal_text(description, LONGEST_TEXT),
            }
        )._portal_env()
        if contents:
            dispute_sudo._add_photos(contents)
        dispute_sudo.action_raise()
        return dispute_sudo

    def _portal_url(self):
        return f"/my/disputes/{self.id}"

    def _portal_photos(self):
        """The dealer's own photos, not what colleagues have added."""
        return self._evidence().filtered(lambda photo: photo.create_uid == self.create_uid)

    def _portal_photo(self, photo_id):
        return self._portal_photos() & self._find_photo(photo_id) or self._portal_refuse()

    def _portal_is_decided(self):
        return self.state in ("confirmed", "dismissed")

    def _portal_returns(self):
        """The dealer's applications that follow from the verdict."""
        return self.return_ids.filtered_domain(self._portal_domain())
