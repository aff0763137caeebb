from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.cs_base.tests.common import RightsAsked, only

from .common import DealerCommon

SERVICE = ("clerk", "manager")
READERS = ("office", "region", "general", "salesman", "accountant")
MATRIX = {
    "cs.dealer.agreement": {"draft": {**only(SERVICE, "rcwu"), **only(READERS, "r")}},
    "cs.dealer.agreement.band": {"draft": {**only(SERVICE, "rcwu"), **only(READERS, "r")}},
    "cs.dealer.agreement.target": {"draft": {**only(SERVICE, "rcwu"), **only(READERS, "r")}},
    "cs.dealer.agreement.paper": {"of another user": only(SERVICE, "c")},
}


@tagged("post_install", "-at_install")
class TestAgreementRights(RightsAsked, DealerCommon):
    """Every role tries every operation on agreements and their lines."""

    MATRIX = MATRIX
    REFUSALS = (AccessError,)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other = cls.env["res.company"].create({"name": "Other"})
        cls.asked = {
            **cls.users,
            "foreigner": cls._create_user("agr_foreigner", "cs_base.group_cs_base_manager", other),
            "portal": new_test_user(cls.env, login="agr_portal", groups="base.group_portal"),
            "public": cls.env.ref("base.public_user"),
        }

    def test_agreements(self):
        agreement = self._create_agreement()
        values = {
            "partner_id": self.dealer.id,
            "company_id": self.company.id,
            "date_start": "2026-01-01",
            "date_end": "2026-12-31",
        }
        case = (agreement, values, {"date_end": "2026-11-30"})
        self._compare("cs.dealer.agreement", "draft", lambda user: case)

    def test_bands(self):
        agreement = self._create_agreement()
        values = {"agreement_id": agreement.id, "lower": 9000, "rate": 30}
        case = (agreement.band_ids[0], values, {"rate": 3})
        self._compare("cs.dealer.agreement.band", "draft", lambda user: case)

    def test_targets(self):
        agreement = self._create_agreement()
        target = self.env["cs.dealer.agreement.target"].create(
            {"agreement_id": agreement.id, "amount": 7}
        )
        categ = self.env["product.category"].create({"name": "Bait"})
        values = {"agreement_id": agreement.id, "amount": 9, "categ_id": categ.id}
        self._compare(
            "cs.dealer.agreement.target", "draft", lambda user: (target, values, {"amount": 8})
        )

    def test_paper_dialogs(self):
        dialogs = self.env["cs.dealer.agreement.paper"]
        values = {"agreement_id": self._create_approved().id, "name": "Li Lei"}
        dialog = dialogs.create(values)
        case = (dialog, values, {"name": "Han"})
        self._compare("cs.dealer.agreement.paper", "of another user", lambda user: case)
