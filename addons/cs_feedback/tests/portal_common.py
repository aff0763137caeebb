from unittest.mock import patch

from odoo import Command
from odoo.tests import HttpCase

from odoo.addons.cs_base.tests.portal import PortalRequests

from .common import FeedbackCommon


class PortalCommon(PortalRequests, HttpCase, FeedbackCommon):
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
        cls.contact = cls._create_contact("fb_first", cls.dealer, email="fb_first@example.com")
        cls.colleague = cls._create_contact("fb_second", cls.dealer, email="fb_second@example.com")
        cls.stranger = cls._create_contact("fb_red", cls.rival, email="fb_red@example.com")
        cls.angler = cls._create_contact(
            "fb_angler", cls.env["res.partner"], email="fb_angler@example.com"
        )
        cls.product = cls.env["product.product"].create(
            {"name": "Carp Bait", "is_storable": True, "tracking": "lot"}
        )
        cls.kind = cls.env.ref("cs_feedback.cs_feedback_type_quality")

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
