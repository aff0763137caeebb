from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import BaseCommon

MANAGER = "cs_base.group_cs_base_manager"
GENERAL = "cs_base.group_cs_base_general_manager"
TECHNICIAN = "cs_base.group_cs_base_technician"


@tagged("post_install", "-at_install")
class TestToApprove(BaseCommon):
    def _found_by(self, role):
        documents = self.env["test.cs.document"].with_user(self.users[role])
        return documents.search([("can_approve", "=", True)]).sudo(False).ids

    def _listed_for(self, role):
        steps = self.env["cs.approval.step"].with_user(self.users[role])
        return steps.search([("is_mine", "=", True)]).mapped("res_id")

    def _asked(self, document):
        """Roles that the document is found, listed and flagged for; all three agree."""
        asked = []
        for role in self.users:
            flag = self._as(document, role).can_approve
            self.assertEqual(document.id in self._found_by(role), flag, role)
            self.assertEqual(document.id in self._listed_for(role), flag, role)
            mine = self._steps(document).with_user(self.users[role]).sudo().filtered("is_mine")
            self.assertEqual(bool(mine), flag, role)
            not_mine = self._as(document, role).search([("can_approve", "=", False)])
            self.assertEqual(document in not_mine, not flag, role)
            if flag:
                asked.append(role)
        return sorted(asked)

    def test_list_search_and_flag_name_who_must_sign(self):
        self._create_rule(MANAGER, TECHNICIAN, sequence=1)
        self._create_rule(TECHNICIAN, GENERAL, is_team_leader=True, sequence=2)
        document = self._create_submitted()
        self.assertEqual(self._asked(document), ["manager", "technician"])
        self._approve(document, "technician")
        self.assertEqual(self._asked(document), ["general", "office"])
        self._approve(document, "office")
        self.assertEqual(self._asked(document), [])

    def test_requester_is_not_asked(self):
        self._create_rule(MANAGER, GENERAL)
        document = self._create_submitted("manager")
        self.assertEqual(self._asked(document), ["general"])

    def test_standin_is_asked_while_the_other_is_away(self):
        self._create_rule(GENERAL)
        self._create_standin("general", "plain")
        document = self._create_submitted()
        self.assertEqual(self._asked(document), ["general", "plain"])

    def test_who_opens_a_step_sees_the_document(self):
        self._create_rule(GENERAL)
        document = self._create_submitted()
        action = self._as(self._steps(document), "general").action_open_document()
        self.assertEqual((action["res_model"], action["res_id"]), (document._name, document.id))

    def test_document_says_what_it_waits_for(self):
        self._create_rule(MANAGER, name="Service", sequence=1)
        self._create_rule(GENERAL, name="Boss", sequence=1)
        document = self._create_submitted()
        as_plain = self._as(document, "plain")
        self.assertEqual(as_plain.approval_waiting_for, "Service and Boss")
        self._approve(document, "manager", "general")
        self.assertFalse(self._as(document, "plain").approval_waiting_for)

    def _readers(self, step):
        """Roles that find the step, and may read it."""
        self.env.flush_all()
        self.env.invalidate_all()
        readers = []
        for role, user in self.users.items():
            as_role = step.with_env(self.env(user=user, su=False))
            found = as_role.search([("id", "=", step.id)])
            self.assertEqual(bool(found), as_role.has_access("read"), role)
            readers += [role] if found else []
        return sorted(readers)

    def test_steps_are_read_by_who_reads_the_document(self):
        self._create_rule(GENERAL)
        step = self._steps(self._create_submitted("salesman"))
        self.assertEqual(self._readers(step), sorted(self.users))

    def test_steps_are_read_by_those_concerned(self):
        self.env["ir.rule"].create(
            {
                "name": "Test documents: one's own",
                "model_id": self.env["ir.model"]._get_id("test.cs.document"),
                "domain_force": "[('create_uid', '=', user.id)]",
            }
        )
        self._create_rule(GENERAL)
        self._create_rule(TECHNICIAN)
        boss, quality = self._steps(self._create_submitted("salesman"))
        concerned = ["clerk", "general", "manager", "salesman"]
        self.assertEqual(self._readers(boss), concerned)
        self.assertEqual(self._readers(quality), [*concerned, "technician"])


@tagged("post_install", "-at_install")
class TestApprovalActivities(BaseCommon):
    def test_signers_have_an_activity_until_the_decision(self):
        self._create_rule(MANAGER, sequence=1)
        self._create_rule(GENERAL, is_team_leader=True, sequence=2)
        document = self._create_submitted()
        self.assertEqual(self._activity_users(document), ["manager"])
        self._approve(document, "manager")
        self.assertEqual(self._activity_users(document), ["general", "office"])
        self._approve(document, "office")
        self.assertEqual(self._activity_users(document), [])

    def test_others_keep_their_activity_in_a_parallel_step(self):
        self._create_rule(MANAGER, sequence=1)
        self._create_rule(GENERAL, is_team_leader=True, sequence=1)
        document = self._create_submitted()
        self.assertEqual(self._activity_users(document), ["general", "manager", "office"])
        self._approve(document, "general")
        self.assertEqual(self._activity_users(document), ["manager"])

    def test_who_has_signed_is_not_asked_again(self):
        self._create_rule(MANAGER, sequence=1)
        self._create_rule(MANAGER, GENERAL, sequence=2)
        document = self._create_submitted()
        self._approve(document, "manager")
        self.assertEqual(self._activity_users(document), ["general"])

    def test_refusal_and_cancel_end_all_activities(self):
        self._create_rule(MANAGER, sequence=1)
        self._create_rule(GENERAL, TECHNICIAN, sequence=1)
        ways = {
            "refuse": lambda document: self._refuse(document, "general"),
            "cancel": lambda document: self._as(document, "clerk").action_cancel(),
            "send_back": lambda document: self._as(document, "manager").action_send_back(),
        }
        for name, way in ways.items():
            with self.subTest(way=name):
                document = self._create_submitted()
                self.assertEqual(
                    self._activity_users(document), ["general", "manager", "technician"]
                )
                way(document)
                self.assertEqual(self._activity_users(document), [])
                self.assertFalse(
                    {"waiting", "pending"} & set(self._steps(document).mapped("state"))
                )

    def test_activity_is_due_when_the_signature_is(self):
        self._create_rule(GENERAL, days_allowed=2, name="Boss")
        document = self._create_submitted()
        step = self._steps(document)
        activity = self.env["mail.activity"].search(
            [("res_model", "=", document._name), ("res_id", "=", document.id)]
        )
        self.assertTrue(step.deadline_date)
        self.assertEqual(activity.date_deadline, step.deadline_date)
        self.assertEqual(activity.summary, "Boss")

    def test_finished_document_takes_no_signature(self):
        self._create_rule(GENERAL)
        document = self._create_submitted()
        self._approve(document, "general")
        self._as(document, "clerk").action_finish()
        again = self._as(document, "general")
        self.assertRefused(UserError, "signed Paper already", again.action_approve)
        again = self._as(document, "manager")
        self.assertRefused(UserError, "does not wait for a signature", again.action_approve)
