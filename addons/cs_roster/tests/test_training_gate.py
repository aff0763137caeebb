from odoo.exceptions import AccessError, UserError

from .people_common import PeopleCommon


class TestTrainingGate(PeopleCommon):
    """No product is put on sale that active agents have not learned (S-81)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller = cls._create_user(
            "r_seller", "product.group_product_manager,sales_team.group_sale_salesman"
        )
        cls.product = cls._create_product()
        cls.requirement = cls._require(cls.product)

    def _sell(self, product=None):
        (product or self.product).with_user(self.seller).write({"sale_ok": True})

    def test_every_agent_has_an_open_result(self):
        results = self.requirement.sudo().result_ids
        self.assertEqual(results.employee_id, self.agents)
        self.assertEqual(set(results.mapped("state")), {"open"})
        self.assertEqual((self.requirement.agent_count, self.requirement.missing_count), (3, 3))

    def test_product_is_not_sold_before_all_have_passed(self):
        self._as(self._result(self.requirement, self.agents[1]), "head").action_sign_off()
        self.assertRefused(UserError, "passed by Agent 0 and Agent 2.", self._sell)
        self.assertFalse(self.product.sale_ok)
        for agent in self.agents[0] | self.agents[2]:
            self._as(self._result(self.requirement, agent), "head").action_sign_off()
        self._sell()
        self.assertTrue(self.product.sale_ok)

    def test_variant_is_not_sold_either(self):
        variant = self.product.product_variant_id.with_user(self.seller)
        self.assertRefused(UserError, "not been passed", variant.write, {"sale_ok": True})

    def test_archived_product_on_sale_does_not_come_back(self):
        product = self._create_product(sale_ok=True, active=False)
        self._require(product, name="Lure Y")
        product = product.with_user(self.seller)
        self.assertRefused(UserError, "not been passed", product.write, {"active": True})

    def test_many_names_are_cut(self):
        for number in range(12):
            self._create_employee(f"Further {number}")
        self.assertRefused(UserError, "and 5 more.", self._sell)

    def test_warning_lets_it_through_and_is_kept(self):
        self.company.cs_training_gate = "warn"
        self._sell()
        self.assertTrue(self.product.sale_ok)
        self.assertIn("not to be sold yet", "".join(self.product.message_ids.mapped("body")))

    def test_other_changes_ask_nothing(self):
        self.product.with_user(self.seller).write({"name": "Lure Z", "list_price": 5})
        self._pass_all(self.requirement)
        self._sell()
        self._create_employee("Newcomer")
        self.product.with_user(self.seller).write({"sale_ok": True})

    def test_archived_requirement_is_no_gate(self):
        self.requirement.active = False
        self._sell()
        self.assertFalse(self._result(self.requirement))

    def test_new_agent_gets_open_results(self):
        newcomer = self._create_employee("Newcomer")
        self.assertEqual(self._result(self.requirement, newcomer).state, "open")
        self._pass_all(self.requirement)
        other = self._create_employee("Clerk", cs_is_rostered=False)
        self.assertFalse(self._result(self.requirement, other))
        other.with_user(self.users["personnel"]).cs_is_rostered = True
        self.assertRefused(UserError, "passed by Clerk.", self._sell)

    def test_agent_who_left_is_not_missing(self):
        self._as(self._result(self.requirement, self.agents[0]), "head").action_sign_off()
        self.agents[1].active = False
        self.agents[2].department_id = self.other_department
        self._sell()
        self.assertEqual(self.requirement.sudo().result_ids.employee_id, self.agents[0])

    def test_requirement_of_all_departments(self):
        other = self._create_employee("Elsewhere", department_id=self.other_department.id)
        general = self._require(name="Manners", department_id=False)
        self.assertEqual(general.sudo().result_ids.employee_id, self.agents | other)

    def test_trainer_signs_off_and_nobody_else(self):
        trainer = self._create_user("r_trainer")
        self.requirement.trainer_id = trainer
        result = self._result(self.requirement)
        for role in ("head", "hr", "planner", "agent0"):
            with self.subTest(role=role):
                self.assertRefused(
                    AccessError, "signed off by r_trainer", self._as(result, role).action_sign_off
                )
        result.with_user(trainer).action_sign_off()
        self.assertEqual((result.state, result.passed_by_id), ("passed", trainer))
        self.assertTrue(result.passed_at)

    def test_nobody_signs_for_themselves(self):
        self.requirement.trainer_id = self.users["agent0"]
        result = self._as(self._result(self.requirement), "agent0")
        self.assertRefused(AccessError, "nobody yet", result.action_sign_off)

    def test_personnel_takes_back_what_should_not_count(self):
        self._pass_all(self.requirement)
        result = self._result(self.requirement)
        self.assertRefused(AccessError, "personnel", self._as(result, "head").action_revoke)
        self._as(result, "hr").action_revoke()
        self.assertRefused(UserError, "passed by Agent 0.", self._sell)
        self.assertIn("pass anew", "".join(self.requirement.sudo().message_ids.mapped("body")))

    def test_results_are_protected(self):
        result = self._result(self.requirement)
        for vals in ({"state": "passed"}, {"passed_at": "2026-01-01 00:00:00"}):
            self.assertRefused(AccessError, "", self._as(result, "hr").write, vals)
            self.assertRefused(AccessError, "by hand", result.sudo().write, vals)
        vals = {"requirement_id": self.requirement.id, "employee_id": self.agent.id}
        results = self.env["cs.training.result"].with_user(self.users["hr"])
        self.assertRefused(AccessError, "", results.create, vals)

    def test_passed_requirement_is_kept(self):
        self._pass_all(self.requirement)
        self.assertRefused(UserError, "archive it", self.requirement.unlink)

    def test_button_lists_who_is_missing(self):
        product = self.product.with_user(self.seller)
        self.assertEqual(product.cs_missing_agent_count, 3)
        action = product.action_open_cs_missing_agents()
        listed = self.env["cs.training.result"].with_user(self.seller).search(action["domain"])
        self.assertEqual(listed.employee_id, self.agents)


class TestCertification(PeopleCommon):
    """A training is passed by its certification, taken by the agent (S-81, S-104)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.survey = cls.env["survey.survey"].create(
            {
                "title": "Lure X",
                "certification": True,
                "scoring_type": "scoring_with_answers",
                "scoring_success_min": 80,
                "users_login_required": True,
                "access_mode": "token",
            }
        )
        cls.question = cls.env["survey.question"].create(
            {
                "survey_id": cls.survey.id,
                "title": "How deep does it swim?",
                "question_type": "numerical_box",
                "is_scored_question": True,
                "answer_numerical_box": 2,
                "answer_score": 10,
            }
        )
        cls.requirement = cls._require(method="certification", survey_id=cls.survey.id)

    def _take(self, user, value, **vals):
        """The user answers the test; as in the browser, with the rights of the website."""
        answer = self.survey.sudo()._create_answer(user=user, **vals)
        answer._save_lines(self.question, value)
        answer._mark_done()
        return answer

    def test_passed_test_marks_the_result(self):
        answer = self._take(self.users["agent0"], 2)
        result = self._result(self.requirement)
        self.assertEqual((result.state, result.sudo().user_input_id), ("passed", answer))
        self.assertEqual(self._result(self.requirement, self.agents[1]).state, "open")

    def test_failed_test_marks_nothing(self):
        self._take(self.users["agent0"], 3)
        self.assertEqual(self._result(self.requirement).state, "open")

    def test_trial_marks_nothing(self):
        answer = self.survey.sudo()._create_answer(user=self.users["agent0"])
        answer.test_entry = True
        answer._save_lines(self.question, 2)
        answer._mark_done()
        self.assertEqual(self._result(self.requirement).state, "open")

    def test_test_passed_before_counts(self):
        self.requirement.active = False
        self._take(self.users["agent0"], 2)
        self.requirement.active = True
        self.assertEqual(self._result(self.requirement).state, "passed")

    def test_test_that_was_taken_back_does_not_count_again(self):
        self._take(self.users["agent0"], 2)
        result = self._result(self.requirement)
        self._as(result, "hr").action_revoke()
        self.requirement.sudo()._sync_results()
        self.assertEqual(result.state, "open")

    def test_trainer_does_not_sign_off_a_certification(self):
        result = self._as(self._result(self.requirement), "head")
        self.assertRefused(UserError, "by the certification", result.action_sign_off)

    def test_agent_starts_the_own_test(self):
        own = self._as(self._result(self.requirement), "agent0")
        action = own.action_start_test()
        answer = self.survey.sudo().user_input_ids
        self.assertEqual(answer.partner_id, self.users["agent0"].partner_id)
        self.assertIn(answer.access_token, action["url"])
        own.action_start_test()
        self.assertEqual(len(self.survey.sudo().user_input_ids), 1)
        self.assertRefused(UserError, "no open test", self._as(own, "head").action_start_test)
