from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, LockError, UserError
from odoo.tools import mute_logger

from odoo.addons.cs_base.tests.common import RightsAsked

from .commission_common import MONTH, NEXT, CommissionCommon

HR = {"hr"}
# Who may carry out which step in which state of the statement of agent0. Whoever is not named is
# refused, and in a state that is not named so is everybody.
STEPS = {
    "action_compute": {"draft": HR},
    "action_confirm": {"draft": HR},
    "action_reopen": {"confirmed": HR},
    "action_cancel": {"draft": HR, "confirmed": HR},
    "action_bill": {"confirmed": HR | {"accountant"}},
    "action_pay_with_wages": {"confirmed": HR},
}
READERS = {"agent0", "head", "personnel", "hr"}
MATRIX = {
    "cs.commission.statement": {
        state: {role: "r" for role in readers}
        for state, readers in {
            "draft": READERS,
            "confirmed": READERS | {"accountant"},
            "done": READERS | {"accountant"},
            "cancel": READERS,
        }.items()
    },
    "cs.commission.rule": {
        "any": {"hr": "rcwu", "sales_manager": "r", "accountant": "r"},
    },
}
MATRIX["cs.commission.statement"]["draft"]["hr"] = "rw"
MATRIX["cs.commission.statement.line"] = {
    state: {role: "r" for role in roles}
    for state, roles in MATRIX["cs.commission.statement"].items()
}


class TestCommissionAccess(RightsAsked, CommissionCommon):
    """Every role tries every step and operation in every state, as a client would."""

    MATRIX = MATRIX
    REFUSALS = (AccessError, UserError)

    def setUp(self):
        super().setUp()
        self.asked = self.users

    def _in_state(self, state):
        self._sell(1000)
        statement = self._make()
        if state in ("confirmed", "done"):
            statement.action_confirm()
        if state == "done":
            statement.action_pay_with_wages()
        if state == "cancel":
            statement.action_cancel()
        return statement.with_env(self.env)

    def test_steps(self):
        for state in MATRIX["cs.commission.statement"]:
            with self._undone():
                statement = self._in_state(state)
                for step, allowed in STEPS.items():
                    for role, user in self.users.items():
                        with self.subTest(state=state, step=step, role=role):
                            call = getattr(self._as(statement, role), step)
                            done = self._allowed_step(call)
                            self.assertEqual(done, role in allowed.get(state, ()), user.login)

    def _allowed_step(self, call):
        try:
            with self._undone():
                call()
        except (AccessError, UserError):
            return False
        return True

    def test_operations_on_statements_and_lines(self):
        for state in MATRIX["cs.commission.statement"]:
            with self._undone():
                statement = self._in_state(state)
                values = {
                    "employee_id": self.other.id,
                    "company_id": self.company.id,
                    "date_from": MONTH,
                }
                self._ask("cs.commission.statement", state, statement, values, {"note": "Seen"})
                line = statement.line_ids
                values = {"statement_id": statement.id, "amount": 900}
                lines = "cs.commission.statement.line"
                self._ask(lines, state, line, values, {"amount": 900})

    def test_operations_on_rules(self):
        values = {"name": "New", "percent": 1, "company_id": self.company.id}
        self._ask("cs.commission.rule", "any", self._create_rule(), values, {"percent": 9})

    def _ask(self, model, kind, record, values, change):
        self._compare(model, kind, lambda _user: (record, values, change))

    def test_another_company_sees_nothing(self):
        statement = self._in_state("confirmed")
        other = self.env["res.company"].create({"name": "Other Works"})
        hr = self._create_user("r_hr_2", "hr.group_hr_manager")
        hr.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        seen = statement.with_user(hr).with_context(allowed_company_ids=other.ids)
        self.assertFalse(seen.search([]))
        self.assertRefused(AccessError, "", seen.action_reopen)

    def test_hr_manager_does_not_decide_on_the_own_statement(self):
        self.hr_employee.cs_work_no = "1200"
        self._sell(1000, work_no="1200", role="sales_manager")
        self._make()
        own = self._statement(self.hr_employee)
        for step in ("action_confirm", "action_cancel"):
            self.assertRefused(UserError, "your own", getattr(own, step))
        other = self._create_user("r_hr_2", "hr.group_hr_manager")
        own.with_user(other).action_confirm()
        for step in ("action_bill", "action_pay_with_wages", "action_reopen", "action_cancel"):
            self.assertRefused(UserError, "your own", getattr(own, step))

    def test_what_code_alone_may_set_is_nobodys_to_write(self):
        statement = self._in_state("confirmed")
        for role in ("hr", "accountant", "agent0"):
            seen = self._as(statement, role)
            for vals in (
                {"state": "done"},
                {"amount": 900},
                {"basis": 900},
                {"employee_id": self.other.id},
                {"date_from": NEXT},
                {"confirmed_by_id": self.users["hr"].id},
                {"payout": "wages"},
                {"line_ids": [(5,)]},
                {"line_ids": [(1, statement.line_ids.id, {"amount": 900})]},
            ):
                with self.subTest(role=role, vals=vals):
                    for context in ({}, {"cs_protected_key": True}):
                        call = seen.with_context(**context).write
                        self.assertRefused(UserError, "", call, vals)
        line = statement.line_ids
        for vals in ({"amount": 900}, {"percent": 50}, {"part": 7}, {"statement_id": 1}):
            self.assertRefused(AccessError, "by hand", line.write, vals)
            self.assertRefused(AccessError, "by hand", line.create, vals)

    def test_only_hr_makes_statements(self):
        self._sell(1000)
        for role in ("agent0", "head", "sales_manager", "accountant", "personnel"):
            dialogs = self.env["cs.commission.make"].with_user(self.users[role])
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                dialogs.create({"month": MONTH}).action_confirm()
        dialog = self.env["cs.commission.make"].with_user(self.users["hr"])
        action = dialog.create({"month": MONTH}).action_confirm()
        found = self.env["cs.commission.statement"].search(action["domain"])
        self.assertEqual(found.employee_id, self.agent)

    def test_hr_manager_does_it_all_without_rights_in_sales_and_invoicing(self):
        self._sell(1000)
        statement = self._make()
        for step in ("action_compute", "action_confirm", "action_bill"):
            getattr(self._as(statement, "hr"), step)()
        self.assertEqual(statement.state, "done")


class TestCommissionRace(CommissionCommon):
    """Two at once: the second waits, is told so, or fails; nothing is paid twice (S-85)."""

    def test_row_that_another_holds_is_named(self):
        self._sell(1000)
        statement = self._make()
        locked = patch.object(
            type(self.env["cs.commission.statement"]),
            "lock_for_update",
            side_effect=LockError("locked"),
        )
        for step in ("action_compute", "action_confirm", "action_cancel"):
            with locked:
                self.assertRefused(
                    LockError, "processed by somebody else", getattr(statement, step)
                )

    def test_lock_comes_before_check_and_effect(self):
        self._sell(1000)
        statement = self._confirmed()
        model = type(self.env["cs.commission.statement"])
        calls = []
        with (
            patch.object(model, "lock_for_update", lambda records: calls.append("lock")),
            patch.object(model, "_check_can_bill", lambda records: calls.append("check")),
            patch.object(model, "_do_bill", lambda records: calls.append("effect") or {}),
        ):
            statement.action_bill()
        self.assertEqual(calls, ["lock", "check", "effect"])

    def test_second_statement_of_a_month_is_refused_by_the_database(self):
        self._sell(1000)
        statement = self._make().sudo()
        vals = {
            "employee_id": self.agent.id,
            "company_id": self.company.id,
            "date_from": MONTH,
        }
        self._assert_unique(lambda: statement._with_key().create(vals))

    def test_part_of_an_invoice_line_is_settled_once(self):
        self._sell(1000)
        line = self._confirmed().sudo().line_ids
        later = line.statement_id._with_key().create(
            {
                "employee_id": self.agent.id,
                "company_id": self.company.id,
                "date_from": NEXT,
            }
        )
        vals = line._with_key().copy_data({"statement_id": later.id})[0]
        self._assert_unique(lambda: line._with_key().create(vals))
        line._with_key().create({**vals, "part": 2})

    def test_statement_has_one_bill(self):
        self._sell(1000)
        statement = self._confirmed()
        statement.action_bill()
        moves = self.env["account.move"].with_company(self.company)._with_key()
        vals = {"move_type": "in_invoice", "cs_commission_statement_id": statement.id}
        self._assert_unique(lambda: moves.create(vals))

    def _assert_unique(self, call):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            call()
            self.env.flush_all()
