from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import DealerCommon


@tagged("post_install", "-at_install")
class TestAgreement(DealerCommon):
    """From the draft over the chain to the dealer's signature (S-17)."""

    def test_the_chain_leads_to_the_signature(self):
        agreement = self._create_agreement()
        self._as(agreement, "clerk").action_submit()
        self.assertTrue(agreement.name.startswith("AGR/"))
        self._approve(agreement, "manager")
        self.assertEqual(agreement.state, "submitted")
        self._approve(agreement, "general")
        self.assertEqual(agreement.state, "approved")

    def test_an_agreement_without_bands_is_not_submitted(self):
        agreement = self._create_agreement(bands=())
        self.assertRefused(UserError, "rebate bands", self._as(agreement, "clerk").action_submit)

    def test_bands_stay_once_submitted(self):
        agreement = self._create_agreement()
        self._as(agreement, "clerk").action_submit()
        band = self._as(agreement.band_ids[0], "clerk")
        self.assertRefused(UserError, "no longer be changed", band.write, {"rate": 50})
        self.assertRefused(
            UserError,
            "no longer be changed",
            band.create,
            {"agreement_id": agreement.id, "lower": 9000, "rate": 90},
        )
        self.assertRefused(UserError, "", band.unlink)

    def test_nobody_sets_the_state_by_hand(self):
        agreement = self._create_agreement()
        self.assertRefused(
            AccessError, "", self._as(agreement, "manager").write, {"state": "signed"}
        )
