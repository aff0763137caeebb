import base64
import io
from unittest.mock import patch

from PIL import Image

from odoo import Command, http
from odoo.tests import HttpCase, JsonRpcException, new_test_user
from odoo.tools import mute_logger

from .common import ReturnsCommon


def draw(name="PNG", size=(40, 20), color="navy", **options):
    """The bytes of a picture."""
    output = io.BytesIO()
    Image.new("RGB", size, color).save(output, name, **options)
    return output.getvalue()


SIGNATURE = base64.b64encode(draw()).decode()


class PortalCommon(HttpCase, ReturnsCommon):
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
    def _create_contact(cls, login, dealer):
        # a password that is hashed 600 000 times takes longer than most tests
        with patch("odoo.addons.base.models.res_users.MIN_ROUNDS", 1):
            user = new_test_user(
                cls.env,
                login=login,
                groups="base.group_portal",
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
        user.partner_id.parent_id = dealer
        # a contact takes over the language of its company
        user.lang = "en_US"
        return user

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

    def _visit(self, user):
        self.authenticate(user and user.login, user and user.login)

    def _get(self, url):
        with mute_logger("odoo.addons.base.models.ir_http"):
            return self.url_open(url, allow_redirects=False)

    def _post(self, url, files=None, **data):
        data["csrf_token"] = http.Request.csrf_token(self)
        with mute_logger("odoo.addons.base.models.ir_http"):
            return self.url_open(url, data=data, files=files, allow_redirects=False)

    def _sign(self, url, **params):
        """What a signature form gets back, or the exception that the server names."""
        params = {"name": "Mei", "signature": SIGNATURE, **params}
        try:
            with mute_logger("odoo.http"):
                return self.make_jsonrpc_request(url, params)
        except JsonRpcException as error:
            return str(error)

    def assertNotThere(self, response):
        self.assertEqual(response.status_code, 404, response.url)
