from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import BaseCommon

MANAGER = "cs_base.group_cs_base_manager"
GENERAL = "cs_base.group_cs_base_general_manager"


@tagged("post_install", "-at_install")
class TestCompanies(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls._create_rule(GENERAL, MANAGER)
        cls.document = cls._create_submitted()
        cls.step = cls.env["cs.approval.step"].search([("res_id", "=", cls.document.id)])
        cls.other = cls.env["res.company"].create({"name": "Other"})
        cls.strangers = cls._create_users(cls.other, "other_")

    def test_other_company_sees_nothing(self):
        for record in (self.rule, self.document, self.step):
            for role, stranger in self.strangers.items():
                with self.subTest(model=record._name, role=role):
                    as_stranger = record.with_user(stranger)
                    self.assertRefused(AccessError, "", as_stranger.read, ["display_name"])
                    if as_stranger.has_access("read") or record._name == "cs.approval.rule":
                        continue
                    self.assertFalse(as_stranger.search([("id", "=", record.id)]))
                    self.assertFalse(as_stranger.search_count([("id", "=", record.id)]))
                    groups = as_stranger._read_group([("id", "=", record.id)], [], ["__count"])
                    self.assertEqual(groups, [(0,)])

    def test_rules_are_searched_within_the_company(self):
        for role in ("manager", "system"):
            rules = self.rule.with_user(self.strangers[role])
            self.assertNotIn(self.rule, rules.search([]))

    def test_other_company_is_not_asked_to_sign(self):
        for stranger in self.strangers.values():
            steps = self.env["cs.approval.step"].with_user(stranger)
            self.assertFalse(steps._find_mine())
            as_stranger = self.document.with_user(stranger)
            self.assertFalse(as_stranger.search([("can_approve", "=", True)]))
            self.assertRefused(AccessError, "", as_stranger.action_approve)
        self.assertFalse([name for name in self._activity_users(self.document) if "other" in name])

    def test_rule_of_another_company_does_not_apply(self):
        document = self.env["test.cs.document"].with_user(self.strangers["clerk"])
        document = document.create({"name": "Foreign"})
        self.assertRefused(UserError, "No approval rule covers", document.action_submit)

    def test_common_rule_is_signed_within_the_company(self):
        self.rule.company_id = False
        document = self.env["test.cs.document"].with_user(self.strangers["clerk"])
        document = document.create({"name": "Foreign"})
        document.action_submit()
        self.assertEqual(self._activity_users(document), ["other_general", "other_manager"])
        ours = self._as(document, "general")
        self.assertRefused(AccessError, "", ours.action_approve)
        document.with_user(self.strangers["general"]).action_approve()
        self.assertEqual(document.state, "approved")

    def test_signer_of_two_companies_signs_in_both(self):
        general = self.users["general"]
        general.company_ids |= self.other
        self.assertIn(general, self.step._candidate_users()[self.step])
        document = self.document.with_user(general).with_context(allowed_company_ids=self.other.ids)
        self.assertRefused(AccessError, "", document.action_approve)
        self._approve(self.document, "general")
        self.assertEqual(self.document.state, "approved")

    def test_office_and_region_belong_to_one_company(self):
        region = self.env["crm.team"].create({"name": "Far", "company_id": self.other.id})
        with self.assertRaises(UserError):
            self.office.cs_region_id = region

    def test_region_does_not_belong_to_its_own_office(self):
        with self.assertRaises(ValidationError):
            self.region.cs_region_id = self.office

    def test_contacts_share_the_office_of_their_dealer(self):
        dealer = self.env["res.partner"].create({"name": "Dealer", "is_company": True})
        contact = self.env["res.partner"].create({"name": "Owner", "parent_id": dealer.id})
        dealer.cs_office_id = self.office
        self.assertEqual(contact.cs_office_id, self.office)
