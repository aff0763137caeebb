from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import BaseCommon

MANAGER = "cs_base.group_cs_base_manager"
CLERK = "cs_base.group_cs_base_clerk"
GENERAL = "cs_base.group_cs_base_general_manager"
TECHNICIAN = "cs_base.group_cs_base_technician"


@tagged("post_install", "-at_install")
class TestApprovalSigners(BaseCommon):
    def test_last_signature_approves_the_document(self):
        self._create_rule(MANAGER, sequence=1)
        self._create_rule(GENERAL, sequence=2)
        document = self._create_submitted()
        self.assertEqual(self._states(document), ["pending", "waiting"])
        self._approve(document, "manager")
        self.assertEqual(document.state, "submitted")
        self.assertEqual(self._states(document), ["approved", "pending"])
        self._approve(document, "general")
        self.assertEqual(document.state, "approved")
        step = self._steps(document)[1]
        self.assertEqual(step.decided_by_id, self.users["general"])
        self.assertFalse(step.on_behalf_of_id)
        self.assertTrue(step.decided_at)

    def test_nobody_approves_their_own_document(self):
        self._create_rule(MANAGER, CLERK)
        document = self._create_submitted("manager")
        self.assertFalse(document.can_approve)
        self.assertRefused(UserError, "somebody else has to sign", document.action_approve)
        self.assertRefused(UserError, "yourself", self._refuse, document, "manager")
        self.assertEqual(document.state, "submitted")
        self._approve(document, "clerk")
        self.assertEqual(document.state, "approved")

    def test_nobody_signs_twice_in_a_chain(self):
        self._create_rule(MANAGER, sequence=1)
        self._create_rule(MANAGER, GENERAL, sequence=2)
        document = self._create_submitted()
        self._approve(document, "manager")
        as_manager = self._as(document, "manager")
        self.assertFalse(as_manager.can_approve)
        self.assertRefused(UserError, "signed Paper already", as_manager.action_approve)
        self.assertRefused(UserError, "signed Paper already", self._refuse, document, "manager")
        self.assertEqual(self._states(document), ["approved", "pending"])

    def test_equal_sequence_is_signed_in_any_order(self):
        for order in (("manager", "general"), ("general", "manager")):
            with self.subTest(order=order), self.env.cr.savepoint() as savepoint:
                self._create_rule(MANAGER, sequence=5)
                self._create_rule(GENERAL, sequence=5)
                document = self._create_submitted()
                self.assertEqual(self._states(document), ["pending", "pending"])
                self._approve(document, order[0])
                self.assertEqual(document.state, "submitted")
                self._approve(document, order[1])
                self.assertEqual(document.state, "approved")
                savepoint.rollback()
                self.env.invalidate_all()

    def test_higher_sequence_waits_for_the_lower(self):
        self._create_rule(MANAGER, sequence=1)
        self._create_rule(GENERAL, sequence=2)
        document = self._create_submitted()
        as_general = self._as(document, "general")
        self.assertFalse(as_general.can_approve)
        self.assertRefused(UserError, "which you cannot sign", as_general.action_approve)
        self.assertEqual(self._states(document), ["pending", "waiting"])

    def test_any_one_of_several_kinds_of_approvers_signs(self):
        rule = {"is_team_leader": True, "is_region_leader": True}
        self._create_rule(TECHNICIAN, **rule)
        for role in ("office", "region", "technician"):
            with self.subTest(role=role):
                document = self._create_submitted()
                self._approve(document, role)
                self.assertEqual(document.state, "approved")
                self.assertEqual(self._states(document), ["approved"])
                for other in {"office", "region", "technician"} - {role}:
                    again = self._as(document, other)
                    self.assertFalse(again.can_approve)
                    self.assertRefused(UserError, "does not wait", again.action_approve)

    def test_approver_is_the_user_named_on_the_document(self):
        field = self.env["ir.model.fields"]._get("test.cs.document", "reviewer_id")
        self._create_rule(approver_field_ids=field.ids)
        document = self._create_submitted(reviewer_id=self.users["salesman"].id)
        plain = self._as(document, "plain")
        self.assertRefused(UserError, "which you cannot sign", plain.action_approve)
        self._approve(document, "salesman")
        self.assertEqual(document.state, "approved")

    def test_approver_is_the_manager_of_the_requester(self):
        self._create_rule(is_employee_manager=True)
        employees = self.env["hr.employee"]
        boss = employees.create(
            {
                "name": "Boss",
                "user_id": self.users["plain"].id,
                "company_id": self.company.id,
            }
        )
        employees.create(
            {
                "name": "Clerk",
                "user_id": self.users["clerk"].id,
                "company_id": self.company.id,
                "parent_id": boss.id,
            }
        )
        document = self._create_submitted()
        self._approve(document, "plain")
        self.assertEqual(document.state, "approved")

    def test_archived_user_does_not_sign(self):
        self._create_rule(GENERAL)
        self.users["general"].active = False
        self.assertRefused(UserError, "Nobody can sign", self._create_submitted)

    def test_user_who_left_the_group_does_not_sign(self):
        self._create_rule(GENERAL, MANAGER)
        document = self._create_submitted()
        self.users["general"].group_ids = self.env.ref("base.group_user")
        as_former = self._as(document, "general")
        self.assertFalse(as_former.can_approve)
        self.assertRefused(UserError, "which you cannot sign", as_former.action_approve)

    def test_step_without_a_signer_cannot_be_asked_for(self):
        self._create_rule(is_team_leader=True, name="Office")
        document = self._create_document("office")
        self.assertRefused(UserError, "Nobody can sign “Office”", document.action_submit)
        self.assertEqual(document.state, "draft")
        self.assertFalse(self._steps(document))

    def test_chain_that_only_one_person_could_sign_cannot_be_asked_for(self):
        self.region.user_id = self.users["office"]
        self._create_rule(is_team_leader=True, sequence=1, name="Office")
        self._create_rule(is_region_leader=True, sequence=2, name="Region")
        document = self._create_document()
        self.assertRefused(UserError, "Nobody can sign “Region”", document.action_submit)

    def test_chain_is_accepted_when_signers_can_be_shared_out(self):
        """Each may sign once; the step with the choice has to leave room for the other."""
        self.region.user_id = self.users["technician"]
        self._create_rule(TECHNICIAN, is_team_leader=True, sequence=1)
        self._create_rule(is_region_leader=True, sequence=2, name="Region")
        document = self._create_submitted()
        as_technician = self._as(document, "technician")
        self.assertRefused(UserError, "only you can sign “Region”", as_technician.action_approve)
        self._approve(document, "office", "technician")
        self.assertEqual(document.state, "approved")

    def test_signature_goes_to_the_step_that_leaves_room_for_the_others(self):
        self._create_rule(TECHNICIAN, is_team_leader=True, sequence=1)
        self._create_rule(TECHNICIAN, sequence=1)
        document = self._create_submitted()
        self._approve(document, "technician", "office")
        self.assertEqual(document.state, "approved")

    def test_drawn_signature_is_asked_for(self):
        self._create_rule(MANAGER, is_signature_required=True)
        document = self._create_submitted()
        as_manager = self._as(document, "manager")
        self.assertEqual(as_manager.action_approve()["res_model"], "cs.approval.decision")
        wizard = self.env["cs.approval.decision"].with_user(self.users["manager"])
        wizard = wizard.create({"res_model": document._name, "res_id": document.id})
        self.assertTrue(wizard.is_signature_required)
        self.assertRefused(UserError, "Draw your signature", wizard.action_confirm)
        pixel = (
            b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJ"
            b"RU5ErkJggg=="
        )
        wizard.signature = pixel
        wizard.action_confirm()
        self.assertEqual(document.state, "approved")
        self.assertTrue(self._steps(document).signature)

    def test_dialog_refuses_other_models(self):
        wizard = self.env["cs.approval.decision"].with_user(self.users["plain"])
        wizard = wizard.create({"res_model": "res.users", "res_id": 2, "comment": "no"})
        self.assertRefused(UserError, "cannot be approved", wizard.action_confirm)


@tagged("post_install", "-at_install")
class TestApprovalRefusal(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_rule(MANAGER, sequence=1)
        cls._create_rule(GENERAL, sequence=2)

    def test_refusal_needs_a_reason(self):
        document = self._create_submitted()
        for reason in (False, "", "  \n"):
            self.assertRefused(
                UserError, "Give the reason", self._refuse, document, "manager", reason
            )
        self.assertEqual(self._states(document), ["pending", "waiting"])

    def test_refusal_goes_back_to_the_requester_with_the_reason(self):
        document = self._create_submitted()
        self._refuse(document, "manager", "Lot is missing")
        document = self._as(document, "clerk")
        self.assertEqual(document.state, "draft")
        self.assertEqual(document.refusal_reason, "Lot is missing")
        self.assertEqual(document.requester_id, self.users["clerk"])
        self.assertEqual(self._states(document), ["refused", "void"])
        self.assertIn("Lot is missing", document.message_ids[0].body)
        self.assertEqual(document.message_ids[0].author_id, self.users["manager"].partner_id)

    def test_refused_document_starts_a_new_round(self):
        document = self._create_submitted()
        self._refuse(document, "manager")
        self._as(document, "clerk").action_submit()
        self.assertFalse(document.refusal_reason)
        self.assertEqual(document.approval_round, 2)
        self.assertEqual(self._steps(document).mapped("round"), [1, 1, 2, 2])
        self._approve(document, "manager", "general")
        self.assertEqual(document.state, "approved")
        self.assertEqual(
            self._steps(document).mapped("state"), ["refused", "void", "approved", "approved"]
        )

    def test_only_who_must_sign_may_refuse(self):
        document = self._create_submitted()
        for role in ("plain", "technician", "general", "system"):
            self.assertRefused(UserError, "which you cannot sign", self._refuse, document, role)


@tagged("post_install", "-at_install")
class TestApprovalRules(BaseCommon):
    def test_document_without_a_rule_cannot_be_submitted(self):
        document = self._create_document()
        self.assertRefused(UserError, "No approval rule covers Paper", document.action_submit)

    def test_amount_band_begins_on_its_bound_and_ends_below_it(self):
        self._create_rule(CLERK, GENERAL, name="small", amount_max=100)
        self._create_rule(GENERAL, name="middle", amount_min=100, amount_max=500)
        self._create_rule(GENERAL, name="large", amount_min=500)
        bands = {0: "small", 99.99: "small", 100: "middle", 499.99: "middle", 500: "large"}
        for amount, name in bands.items():
            with self.subTest(amount=amount):
                document = self._create_submitted(amount=amount)
                self.assertEqual(self._steps(document).mapped("name"), [name])

    def test_sum_of_cents_falls_into_the_band_of_its_value(self):
        self._create_rule(GENERAL, name="small", amount_max=100)
        self._create_rule(GENERAL, name="large", amount_min=100)
        almost = sum([33.3, 33.3, 33.3, 0.1])
        self.assertLess(almost, 100, "this sum is not the case that the test is about")
        document = self._create_submitted(amount=almost)
        self.assertEqual(self._steps(document).mapped("name"), ["large"])

    def test_empty_band_is_refused(self):
        for low, high in ((100, 100), (100, 50), (-1, 0)):
            with self.subTest(low=low, high=high):
                self._assert_constraint(amount_min=low, amount_max=high)

    def _assert_constraint(self, **vals):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            with self.env.cr.savepoint():
                self._create_rule(GENERAL, **vals)

    def test_rule_names_an_approver_and_a_document(self):
        self.assertRefused(ValidationError, "at least one", self._create_rule)
        partner = self.env["ir.model"]._get_id("res.partner")
        self.assertRefused(
            ValidationError, "not a document", self._create_rule, GENERAL, model_id=partner
        )
        field = self.env["ir.model.fields"]._get("test.cs.document", "team_id")
        self.assertRefused(
            ValidationError, "not a user field", self._create_rule, approver_field_ids=field.ids
        )

    def test_rules_of_the_company_replace_the_common_ones(self):
        self._create_rule(MANAGER, company_id=False, name="common")
        document = self._create_submitted()
        self.assertEqual(self._steps(document).mapped("name"), ["common"])
        self._create_rule(GENERAL, name="own")
        document = self._create_submitted()
        self.assertEqual(self._steps(document).mapped("name"), ["own"])

    def test_changed_rule_leaves_running_documents_alone(self):
        rule = self._create_rule(MANAGER, sequence=1, name="Manager")
        self._create_rule(GENERAL, sequence=2)
        document = self._create_submitted()
        rule.write(
            {
                "name": "Technician",
                "sequence": 9,
                "group_ids": [(6, 0, self.env.ref(TECHNICIAN).ids)],
                "amount_min": 1000,
                "is_signature_required": True,
            }
        )
        technician = self._as(document, "technician")
        self.assertRefused(UserError, "“Manager”", technician.action_approve)
        self._approve(document, "manager", "general")
        self.assertEqual(document.state, "approved")

    def test_deleted_rule_leaves_running_documents_alone(self):
        rules = self._create_rule(MANAGER, sequence=1) | self._create_rule(GENERAL, sequence=2)
        document = self._create_submitted()
        rules.unlink()
        self._approve(document, "manager", "general")
        self.assertEqual(document.state, "approved")

    def test_new_leader_of_the_office_does_not_take_over_running_documents(self):
        self._create_rule(is_team_leader=True)
        document = self._create_submitted()
        self.office.user_id = self.users["technician"]
        technician = self._as(document, "technician")
        self.assertRefused(UserError, "which you cannot sign", technician.action_approve)
        self._approve(document, "office")
        self.assertEqual(document.state, "approved")

    def test_only_an_administrator_edits_rules(self):
        rule = self._create_rule(GENERAL)
        values = {"name": "x", "model_id": rule.model_id.id, "is_team_leader": True}
        for role in self.users:
            as_role = self._as(rule, role)
            if role == "system":
                as_role.name = "Edited"
                as_role.create(values).unlink()
                continue
            with self.subTest(role=role):
                self.assertRefused(AccessError, "", as_role.write, {"name": "Edited"})
                self.assertRefused(AccessError, "", as_role.create, values)
                self.assertRefused(AccessError, "", as_role.unlink)
