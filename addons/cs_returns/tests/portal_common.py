import base64

from odoo.tests import HttpCase, JsonRpcException
from odoo.tools import mute_logger

from odoo.addons.cs_base.tests.portal import PortalRequests, draw

from .common import ReturnsCommon

SIGNATURE = base64.b64encode(draw()).decode()


class PortalCommon(PortalRequests, HttpCase, ReturnsCommon):
    """A dealer with two contacts, another dealer with one, and goods of both."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # pages without a language in their address are in English
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["ir.default"].set("res.partner", "lang", "en_US")
        (cls.env.ref("base.public_user") | cls.users["plain"]).lang = "en_US"
        cls.rival = cls._create_dealer("Red Lake Tackle")
        cls.contact = cls._create_contact("blue_first", cls.dealer)
        cls.colleague = cls._create_contact("blue_second", cls.dealer)
        cls.stranger = cls._create_contact("red_contact", cls.rival)

    @classmethod
    def _sell_to(cls, dealer, quantity=10, **vals):
        order = cls._sell(quantity, partner_id=dealer.id, **vals)
        return cls._deliver(order)

    @classmethod
    def _sell_lot_to(cls, *dealers, name="A"):
        """A lot that each of these dealers got."""
        product = cls._create_product("Lot Bait", tracking="lot")
        lot = cls._create_lot(product, name)
        for dealer in dealers:
            order = cls._sell(5, product=product, partner_id=dealer.id)
            cls._deliver(order, lot=lot)
            cls._invoice(order)
        return lot

    def _dispute_of(self, user, *lots, photos=1):
        """A dispute that the user of a dealer raised in the portal."""
        disputes = self.env["cs.quality.dispute"].with_user(user)
        lot_ids = [str(lot.id) for lot in lots]
        raised = disputes._portal_raise(lot_ids, "It smells", [draw()] * photos)
        return self.env["cs.quality.dispute"].browse(raised.id)

    def _draft_of(self, user, *moves, quantity=2):
        """A draft that the user of a dealer made in the portal."""
        returns = self.env["cs.return"].with_user(user)
        chosen = {f"{move.id}-0": (str(quantity), str(self.quality.id)) for move in moves}
        draft = returns._portal_create(returns._portal_rows(chosen))
        return self.env["cs.return"].browse(draft.id)

    def _submitted_of(self, user, *moves):
        draft = self._draft_of(user, *moves)
        draft.with_user(user)._portal_find_own(draft.id)._portal_submit("Mei", SIGNATURE)
        return draft

    def _approved_of(self, user, *moves):
        application = self._submitted_of(user, *moves)
        application.with_user(self.users["office"]).action_approve()
        application.with_user(self.users["manager"]).action_approve()
        self.assertEqual(application.state, "approved")
        return application

    def _rejected_of(self, user, move):
        """Both pieces arrived, one of them is not accepted."""
        counts = [{"received_qty": 2, "rejected_qty": 1, "reject_reason": "Opened"}]
        return self._appraise(self._approved_of(user, move), counts)

    # Requests

    def _sign(self, url, **params):
        """What a signature form gets back, or the exception that the server names."""
        params = {"name": "Mei", "signature": SIGNATURE, **params}
        try:
            with mute_logger("odoo.http"):
                return self.make_jsonrpc_request(url, params)
        except JsonRpcException as error:
            return str(error)
