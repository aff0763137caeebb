from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.cs_base.tests.common import RightsAsked

from .common import ReturnsCommon

ROLES = (
    "clerk", "manager", "office", "region", "technician", "general",
    "salesman", "warehouse", "accountant", "plain",
)  # fmt: skip

# Who may carry out which step, in the state where the step is due. The requester is the
# clerk; everybody who is not listed is refused.
STEPS = {
    "action_submit": ("draft", {"clerk", "manager", "office", "region", "salesman"}),
    "action_approve": ("submitted", {"office", "region"}),
    "action_cancel": ("approved", {"clerk", "manager", "office", "region", "salesman"}),
    "action_arrive": ("approved", {"clerk", "manager", "warehouse"}),
    "action_appraise": ("arrived", {"warehouse", "technician"}),
    "action_settle": ("appraised", {"clerk", "manager", "accountant"}),
    "action_destroy_rejected": ("appraised", {"clerk", "manager"}),
}
# Who reads an application of an office's dealer, requested by the clerk, in each state
READERS = {
    "draft": {"clerk", "manager", "office", "region", "general", "salesman", "accountant"},
    "submitted": {"clerk", "manager", "office", "region", "general", "salesman", "accountant"},
    "approved": set(ROLES) - {"plain"},
    "arrived": set(ROLES) - {"plain"},
    "appraised": set(ROLES) - {"plain"},
    "done": set(ROLES) - {"plain"},
}
STATES = ("draft", "submitted", "approved", "arrived", "appraised", "done")


@tagged("post_install", "-at_install")
class TestAccess(RightsAsked, ReturnsCommon):
    """Who may do and see what, from one table each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order, cls.move, cls.invoice = cls._sell_deliver_invoice(100)
        cls.stranger = cls._create_stranger()

    @classmethod
    def _create_stranger(cls):
        """A salesperson and an office manager who have nothing to do with the dealer."""
        users = cls._create_users(cls.company, prefix="other")
        return users

    def _in_state(self, state):
        """An application of the clerk in this state, with rejected goods once counted."""
        application = self._apply([(self.move, 2)])
        counts = {"received_qty": 2, "rejected_qty": 1, "reject_reason": "opened"}
        builders = {
            "submitted": lambda: application.action_submit(),
            "approved": lambda: self._approve(application),
            "arrived": lambda: self._arrive(self._approve(application), [counts]),
            "appraised": lambda: self._appraise(self._approve(application), [counts]),
            "done": lambda: self._settle(self._appraise(self._approve(application), [counts])),
        }
        if state != "draft":
            builders[state]()
        self.assertEqual(application.state, state)
        self.env.flush_all()
        return application

    def _try_step(self, application, action, user):
        """Whether the action goes through; whatever it did is rolled back."""
        document = application.with_user(user)
        seen = application.sudo()

        def look():
            return seen.state, seen.rejected_answer, seen._has_signed(user)

        return self._attempt(getattr(document, action), look)

    def test_each_step_is_for_its_roles_and_its_state(self):
        for state in STATES:
            application = self._in_state(state)
            for action, (due_state, roles) in STEPS.items():
                for role in ROLES:
                    expected = role in roles and (
                        state == due_state
                        or (action == "action_cancel" and state in ("draft", "submitted"))
                        or (action == "action_destroy_rejected" and state == "done")
                    )
                    with self.subTest(state=state, action=action, role=role):
                        done = self._try_step(application, action, self.users[role])
                        self.assertEqual(done, expected)

    def test_who_reads_an_application(self):
        for state in STATES:
            application = self._in_state(state)
            self.env.invalidate_all()
            for role in ROLES:
                with self.subTest(state=state, role=role):
                    returns = self.env["cs.return"].with_user(self.users[role])
                    found = returns.search([("id", "=", application.id)])
                    self.assertEqual(bool(found), role in READERS[state])
                    lines = self.env["cs.return.line"].with_user(self.users[role])
                    found = lines.search([("return_id", "=", application.id)])
                    self.assertEqual(bool(found), role in READERS[state])

    def test_other_offices_and_salespeople_see_nothing(self):
        application = self._in_state("approved")
        self.env.invalidate_all()
        for role in ("salesman", "office", "plain"):
            with self.subTest(role=role):
                returns = self.env["cs.return"].with_user(self.stranger[role])
                self.assertFalse(returns.search([("id", "=", application.id)]))
                with self.assertRaises(AccessError):
                    returns.browse(application.id).read(["name"])
                with self.assertRaises(AccessError):
                    returns.browse(application.id).action_export_xlsx()
                    returns.browse(application.id)._export_xlsx()

    def test_protected_fields_are_refused_to_everybody(self):
        application = self._in_state("arrived")
        values = {
            "state": "done",
            "name": "RET/1",
            "application_date": "2020-01-01",
            "arrival_date": "2020-01-01",
            "settled_at": "2020-01-01",
            "deadline_date": "2030-01-01",
            "requester_id": self.users["plain"].id,
            "rejected_answer": "destroy",
        }
        admin = self.env.ref("base.user_admin")
        admin.company_ids |= self.company
        for user in [*self.users.values(), admin, self.env.user]:
            returns = self.env["cs.return"].with_user(user)
            for field, value in values.items():
                with self.subTest(user=user.login, field=field):
                    with self.assertRaises(AccessError):
                        returns.browse(application.id).write({field: value})
                    with self.assertRaises(AccessError):
                        returns.create({"partner_id": self.dealer.id, field: value})
                    with self.assertRaises(AccessError):
                        forged = returns.with_context(cs_protected_key=True)
                        forged.browse(application.id).write({field: value})
                    self._check_default_is_not_heard(returns, field, value)

    def _check_default_is_not_heard(self, returns, field, value):
        if not returns.has_access("create"):
            return
        returns = returns.with_context(**{f"default_{field}": value})
        created = returns.create({"partner_id": self.dealer.id, "company_id": self.company.id})
        self.assertNotEqual(created[field], created._fields[field].convert_to_cache(value, created))
        self.assertEqual(created.state, "draft")

    def test_results_on_transfers_and_entries_cannot_be_forged(self):
        application = self._in_state("approved")
        line = application.line_ids
        forged = [
            (self.move, {"cs_return_line_id": line.id}, "warehouse"),
            (self.move, {"cs_return_role": "accept"}, "warehouse"),
            (self.invoice, {"cs_return_id": application.id}, "accountant"),
            (self.invoice.invoice_line_ids, {"cs_return_line_id": line.id}, "accountant"),
            (line, {"override_outcome": "free"}, "manager"),
        ]
        for record, vals, role in forged:
            with self.subTest(model=record._name, vals=vals), self.assertRaises(AccessError):
                record.with_user(self.users[role]).write(vals)

    def test_lines_are_frozen_by_state(self):
        allowed = {
            "draft": ({"quantity": 3}, "clerk"),
            "arrived": ({"received_qty": 1}, "warehouse"),
            "appraised": ({"settlement": "exchange"}, "clerk"),  # as in the draft
        }
        for state in STATES:
            application = self._in_state(state)
            for due_state, (vals, role) in allowed.items():
                with self.subTest(state=state, vals=vals):
                    line = application.line_ids.with_user(self.users[role])
                    if state == due_state or (state == "draft" and due_state == "appraised"):
                        line.write(vals)
                        continue
                    with self.assertRaises(UserError):
                        line.write(vals)
            if state != "draft":
                with self.assertRaises(UserError):
                    application.with_user(self.users["clerk"]).write(
                        {
                            "line_ids": [
                                Command.create(
                                    {
                                        "origin_move_id": self.move.id,
                                        "quantity": 1,
                                        "reason_id": self.unsold.id,
                                    }
                                )
                            ]
                        }
                    )
                with self.assertRaises(UserError):
                    application.line_ids.with_user(self.users["clerk"]).unlink()

    def test_dialogs_belong_to_whoever_opened_them(self):
        application = self._in_state("submitted")
        values = {"line_id": application.line_ids.id, "outcome": "free", "reason": "goodwill"}
        wizard = self.env["cs.return.override"].with_user(self.users["manager"]).create(values)
        other = self.stranger["manager"]
        with self.assertRaises(AccessError):
            wizard.with_user(other).write({"outcome": "refused"})
        with self.assertRaises(AccessError):
            wizard.with_user(other).action_confirm()

    def test_nobody_signs_their_own_application(self):
        application = self._apply([(self.move, 1)], user="office")
        application.action_submit()
        with self.assertRefused("somebody else has to sign"):
            application.action_approve()
        application.with_user(self.users["region"]).action_approve()
        application.with_user(self.users["manager"]).action_approve()
        self.assertEqual(application.state, "approved")

    def test_another_dealers_delivery_is_refused(self):
        other = self._create_dealer("Red River Tackle")
        with self.assertRefused("choose goods that were delivered to this dealer"):
            self._apply([(self.move, 1)], partner_id=other.id)

    def test_portal_and_public_have_no_access(self):
        portal = self.env["res.users"].create(
            {
                "name": "Dealer",
                "login": "dealer_portal",
                "partner_id": self.env["res.partner"]
                .create({"name": "Contact", "parent_id": self.dealer.id})
                .id,
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
            }
        )
        for user in (portal, self.env.ref("base.public_user")):
            with self.assertRaises(AccessError):
                self.env["cs.return"].with_user(user).search([])


@tagged("post_install", "-at_install")
class TestCompanies(ReturnsCommon):
    """Company B sees nothing of company A."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls._create_company("Rod Works")
        cls.others = cls._create_users(cls.other_company, prefix="b")

    def test_the_other_company_sees_nothing(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        application = self._approve(self._apply([(move, 2)]))
        self.env.invalidate_all()
        for role, user in self.others.items():
            with self.subTest(role=role):
                env = self._env_of(user)
                for model in ("cs.return", "cs.return.line"):
                    self.assertFalse(env[model].search([]))
                with self.assertRaises(AccessError):
                    env["cs.return"].browse(application.id).read(["name"])
                with self.assertRaises(UserError):
                    env["cs.return"].browse(application.id).action_arrive()
        arrival = self._env_of(self.others["warehouse"])["cs.return.arrival"]
        with self.assertRefused("There is no approved return"):
            arrival.create({"number": application.name}).action_confirm()

    def test_the_other_company_finds_no_way_round(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        counts = {"received_qty": 2, "rejected_qty": 1, "reject_reason": "opened"}
        application = self._appraise(self._approve(self._apply([(move, 2)])), [counts])
        elsewhere = self.env["res.partner"].create({"name": "Red River Tackle"})
        own = {"partner_id": elsewhere.id, "company_id": self.other_company.id}
        selection = {"return_id": self.env["cs.return"].create(own).id}
        selection = self.env["cs.return.selection"].create(selection)
        dialogs = {
            "cs.return.override": {
                "line_id": application.line_ids.id,
                "outcome": "refused",
                "reason": "none of our business",
            },
            "cs.return.selection": {"return_id": application.id},
            "cs.return.selection.line": {
                "selection_id": selection.id,
                "origin_move_id": move.id,
            },
        }
        self.env.invalidate_all()
        for role, user in self.others.items():
            user.group_ids |= self.env.ref("base.group_allow_export")
            env = self._env_of(user)
            returns, lines = env["cs.return"], env["cs.return.line"]
            with self.subTest(role=role):
                self.assertFalse(returns.search_count([("company_id", "=", self.company.id)]))
                self.assertFalse(lines.search_count([]))
                self.assertFalse(returns.name_search(application.name))
                self.assertFalse(lines._read_group([], ["order_id"]))
                self.assertFalse(env["res.partner"].browse(self.dealer.id).cs_return_count)
                document = returns.browse(application.id)
                for action in (*STEPS, "action_take_back_rejected", "_export_xlsx"):
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        getattr(document, action)()
                with self.assertRaises(AccessError):
                    document.export_data(["name"])
                with self.assertRaises(AccessError):
                    document.copy()
                for model, values in dialogs.items():
                    with (
                        self.subTest(model=model),
                        self.assertRaises(AccessError),
                        self.env.cr.savepoint(),
                    ):
                        env[model].create(values)
        self.env.invalidate_all()
        self.assertEqual(application.state, "appraised")

    def test_same_number_in_two_companies_is_that_of_the_present_company(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        ours = self._approve(self._apply([(move, 2)]))
        theirs = self.env["cs.return"].create(
            {
                "partner_id": self.dealer.id,
                "company_id": self.other_company.id,
            }
        )
        theirs._write_protected({"state": "approved", "name": ours.name})
        user = self.users["warehouse"]
        user.company_ids |= self.other_company
        both = {"allowed_company_ids": (self.company | self.other_company).ids}
        arrivals = self.env(user=user, context=both)["cs.return.arrival"]
        arrivals.create({"number": ours.name}).action_confirm()
        self.assertEqual((ours.state, theirs.state), ("arrived", "approved"))

    def _env_of(self, user):
        return self.env(user=user, context={"allowed_company_ids": user.company_id.ids})

    def test_goods_of_another_company_cannot_be_announced(self):
        _order, move, _invoice = self._sell_deliver_invoice(10)
        with self.assertRaises(UserError):
            self.env["cs.return"].create(
                {
                    "partner_id": self.dealer.id,
                    "company_id": self.other_company.id,
                    "line_ids": [
                        Command.create(
                            {
                                "origin_move_id": move.id,
                                "quantity": 1,
                                "reason_id": self.quality.id,
                            }
                        )
                    ],
                }
            )

    def test_hold_location_and_numbers_are_per_company(self):
        first = self.company.cs_return_hold_location_id
        second = self.other_company.cs_return_hold_location_id
        self.assertTrue(first and second and first != second)
        self.assertEqual(first.company_id, self.company)
        self.assertEqual(first.usage, "customer")
