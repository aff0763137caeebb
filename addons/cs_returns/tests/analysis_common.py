from odoo import Command

from .common import ReturnsCommon


class AnalysisCommon(ReturnsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.cs_return_freight_product_id.taxes_id = [Command.clear()]
        cls.carrier = cls.env["res.partner"].create({"name": "Swift Freight"})
        cls.users["clerk"].group_ids |= cls.env.ref("base.group_allow_export")

    def _analysis(self, user="clerk"):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["cs.return.analysis"].with_user(self.users[user])

    def _rows(self, applications, user="clerk"):
        rows = self._analysis(user).search([("return_id", "in", applications.ids)])
        return rows.sorted("id")

    def _bill_freight(self, application, amount):
        clerk = application.with_user(self.users["clerk"])
        clerk.write({"freight_carrier_id": self.carrier.id, "freight_cost": amount})
        clerk.action_bill_freight()
        return application.sudo().freight_move_ids.filtered(
            lambda move: move.cs_return_part == "freight_bill" and move.state != "cancel"
        )
