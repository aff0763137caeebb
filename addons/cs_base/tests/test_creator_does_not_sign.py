from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import BaseCommon

GENERAL = "cs_base.group_cs_base_general_manager"
MANAGER = "cs_base.group_cs_base_manager"


@tagged("post_install", "-at_install")
class TestCreatorDoesNotSign(BaseCommon):
    """Who made a document has no more say in its approval than who submitted it."""

    def test_creator_does_not_sign_what_a_colleague_submits(self):
        self._create_rule(GENERAL, MANAGER)
        document = self._create_document("manager")
        self._as(document, "clerk").action_submit()
        as_manager = self._as(document, "manager")
        self.assertFalse(as_manager.can_approve)
        self.assertRefused(UserError, "You made or asked for", as_manager.action_approve)
        self._as(document, "general").action_approve()
        self.assertEqual(document.state, "approved")

    def test_stand_in_does_not_sign_for_the_creator(self):
        self._create_rule(MANAGER, GENERAL)
        self._create_standin("manager", "technician")
        document = self._create_document("manager")
        self._as(document, "clerk").action_submit()
        self.assertFalse(self._as(document, "technician").can_approve)

    def test_creator_may_not_be_the_only_signer(self):
        self._create_rule(MANAGER)
        document = self._create_document("manager")
        as_clerk = self._as(document, "clerk")
        self.assertRefused(UserError, "Nobody can sign", as_clerk.action_submit)
