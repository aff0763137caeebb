import io
from unittest.mock import patch

from PIL import Image

from odoo import Command, http
from odoo.tests import HttpCase, new_test_user
from odoo.tools import mute_logger

from .common import FeedbackCommon


def draw(name="PNG", size=(40, 20), color="navy", **options):
    """The bytes of a picture."""
    output = io.BytesIO()
    Image.new("RGB", size, color).save(output, name, **options)
    return output.getvalue()


class PortalCommon(HttpCase, FeedbackCommon):
    """A dealer with two contacts, another one, and a portal user of no dealer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # pages without a language in their address are in English
        cls.env["res.lang"]._activate_lang("en_US")
        cls.env["ir.default"].set("res.partner", "lang", "en_US")
        (cls.env.ref("base.public_user") | cls.users["plain"] | cls.users["clerk"]).lang = "en_US"
        cls.rival = cls.env["res.partner"].create(
            {"name": "Red Lake", "is_company": True, "company_id": cls.company.id}
        )
        cls.contact = cls._create_contact("fb_first", cls.dealer)
        cls.colleague = cls._create_contact("fb_second", cls.dealer)
        cls.stranger = cls._create_contact("fb_red", cls.rival)
        cls.angler = cls._create_contact("fb_angler", cls.env["res.partner"])
        cls.product = cls.env["product.product"].create(
            {"name": "Carp Bait", "is_storable": True, "tracking": "lot"}
        )
        cls.kind = cls.env.ref("cs_feedback.cs_feedback_type_quality")

    @classmethod
    def _create_contact(cls, login, dealer):
        # a password that is hashed 600 000 times takes longer than most tests
        with patch("odoo.addons.base.models.res_users.MIN_ROUNDS", 1):
            user = new_test_user(
                cls.env,
                login=login,
                groups="base.group_portal",
                email=f"{login}@example.com",
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
        user.partner_id.parent_id = dealer
        # a contact takes over the language of its company
        user.lang = "en_US"
        return user

    @classmethod
    def _deliver_to(cls, dealer, lot_name="L-7"):
        """An order of the dealer of which one lot was delivered."""
        env = cls.env(context={**cls.env.context, "allowed_company_ids": cls.company.ids})
        lot = env["stock.lot"].create(
            {"name": lot_name, "product_id": cls.product.id, "company_id": cls.company.id}
        )
        order = env["sale.order"].create(
            {
                "partner_id": dealer.id,
                "company_id": cls.company.id,
                "order_line": [
                    Command.create({"product_id": cls.product.id, "product_uom_qty": 1})
                ],
            }
        )
        order.action_confirm()
        picking = order.picking_ids
        picking.move_ids.write(
            {
                "move_line_ids": [
                    Command.clear(),
                    Command.create(
                        {
                            "product_id": cls.product.id,
                            "lot_id": lot.id,
                            "quantity": 1,
                            "picking_id": picking.id,
                        }
                    ),
                ],
                "picked": True,
            }
        )
        picking.with_context(skip_backorder=True).button_validate()
        return order, picking, lot

    def _told_by(self, user, **given):
        """A case that the user of a dealer entered in the portal."""
        texts = {"type_id": str(self.kind.id), "subject": "Wet bait", "description": "All wet"}
        cases = self.env["cs.feedback"].with_user(user)
        case = cases._portal_create(cases._portal_prepare({**texts, **given}))
        return self.env["cs.feedback"].browse(case.id)

    def _run_asking(self):
        crons = type(self.env["ir.cron"])
        with patch.object(crons, "_commit_progress", lambda self, *args, **kwargs: 1):
            self.env["cs.feedback"]._cron_ask_ratings()
        self.env.invalidate_all()

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

    def assertNotThere(self, response):
        self.assertEqual(response.status_code, 404, response.url)
