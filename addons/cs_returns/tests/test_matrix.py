from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.cs_base.tests.common import RightsAsked, only

from .common import ReturnsCommon

STATES = ("draft", "submitted", "approved", "arrived", "appraised", "done", "cancel")
CHAIN = ("clerk", "manager", "office", "region", "salesman")
WAREHOUSE = ("warehouse", "technician")
ADMINS = ("admin",)
CLAIMANTS = ("clerk", "manager", "warehouse", *ADMINS)
CLAIM_READERS = ("office", "region", "general")
REPORTERS = (
    "clerk", "manager", "office", "region", "general", "leader", "foreigner", *ADMINS,
)  # fmt: skip
EMPLOYEES = (
    *CHAIN, *WAREHOUSE, "general", "accountant", "plain", "stranger", "leader", "admin",
)  # fmt: skip
ROLES_ASKED = (*EMPLOYEES, "portal", "public", "foreigner")


# Who may (r)ead, (c)reate, (w)rite, (u)nlink which kind of record. A role that is not named
# may do nothing. The application is the clerk's, on goods of a dealer of the salesman and of
# the office; "stranger" is a salesperson of other dealers, "leader" leads another office,
# "foreigner" is a clerk of another company. What can be written is a remark; the goods, the
# counts and the states have tests of their own.
READ = only(("general", "accountant"), "r")
MATRIX = {
    "cs.return": {
        "draft": {**only((*CHAIN, *ADMINS), "rcwu"), **READ},
        "submitted": {**only((*CHAIN, *ADMINS), "rcw"), **READ},
        "approved": {
            **only((*CHAIN, *ADMINS), "rcw"), **READ, **only(WAREHOUSE, "r"),
        },
        "arrived": {
            **only((*CHAIN, *ADMINS), "rcw"), **READ, **only(WAREHOUSE, "rw"),
        },
        "appraised": {
            **only((*CHAIN, *ADMINS), "rcw"), **READ, **only(WAREHOUSE, "r"),
            "accountant": "rw",
        },
        "done": {
            **only((*CHAIN, *ADMINS), "rcw"), **READ, **only(WAREHOUSE, "r"),
        },
        "cancel": {**only((*CHAIN, *ADMINS), "rcw"), **READ},
    },
    # a line is made on a draft of one's own; the reason is written in the draft, the
    # condition once the goods have arrived
    "cs.return.line": {
        "draft": {**only((*CHAIN, *ADMINS), "rcwu"), **READ},
        "submitted": {**only((*CHAIN, *ADMINS), "r"), **READ},
        "approved": {**only((*CHAIN, *ADMINS, *WAREHOUSE), "r"), **READ},
        "arrived": {**only((*CHAIN, *ADMINS), "r"), **only((*WAREHOUSE, "admin"), "rw"), **READ},
        "appraised": {**only((*CHAIN, *ADMINS, *WAREHOUSE), "r"), **READ},
        "done": {**only((*CHAIN, *ADMINS, *WAREHOUSE), "r"), **READ},
        "cancel": {**only((*CHAIN, *ADMINS), "r"), **READ},
    },
    "cs.return.reason": {
        "any": {**only(EMPLOYEES, "r"), "foreigner": "r", **only(("manager", "admin"), "rcwu")},
    },
    # a dialog is opened on an application, or on a delivery, that its user may read
    "cs.return.selection": {
        "one's own": {
            **only((*CHAIN, *ADMINS), "rcw"), **only(("stranger", "leader", "foreigner"), "r"),
        },
        "a colleague's": only((*CHAIN, *ADMINS), "c"),
    },
    "cs.return.selection.line": {
        "one's own": {
            **only((*CHAIN, *ADMINS, "stranger", "leader"), "rcwu"), "foreigner": "ru",
        },
        "a colleague's": only((*CHAIN, *ADMINS, "stranger", "leader"), "c"),
    },
    "cs.return.arrival": {
        "one's own": only(("clerk", "manager", "warehouse", "admin", "foreigner"), "rcw"),
        "a colleague's": only(("clerk", "manager", "warehouse", "admin", "foreigner"), "c"),
    },
    # a claim is the clerk's, on a delivery to the dealer of the office
    "cs.carrier.claim": {
        "draft": {**only(CLAIMANTS, "rcwu"), "accountant": "rw", **only(CLAIM_READERS, "r")},
        "lodged": {**only(CLAIMANTS, "rcw"), "accountant": "rw", **only(CLAIM_READERS, "r")},
    },
    "cs.carrier.claim.line": {
        "draft": {**only(CLAIMANTS, "rcwu"), "accountant": "r", **only(CLAIM_READERS, "r")},
        "lodged": only((*CLAIMANTS, "accountant", *CLAIM_READERS), "r"),
    },
    # the method is chosen by customer service, the findings are the technician's as well
    "cs.quality.dispute": {
        "draft": {**only((*CHAIN, *ADMINS), "rcwu"), "technician": "r", "general": "r"},
        "raised": {
            **only(("office", "region", "salesman"), "rc"), **only(("clerk", "manager", "admin"), "rcw"),
            "technician": "r", "general": "r",
        },
        "examining": {
            **only(("office", "region", "salesman"), "rc"), **only(("clerk", "manager", "admin"), "rcw"),
            "technician": "rw", "general": "r",
        },
    },
    "cs.quality.dispute.line": {
        "any": only((*CHAIN, *ADMINS, "technician", "general"), "r"),
    },
    "cs.return.ahead": {
        "one's own": only(("manager", "admin"), "rcw"),
        "a colleague's": only(("manager", "admin"), "c"),
    },
    "cs.return.decision": {
        "one's own": {**only(("office", "region", "manager", "admin"), "rcw"), "leader": "r"},
        "a colleague's": only(("office", "region", "manager", "admin"), "c"),
    },
    "cs.return.override": {
        "one's own": only(("manager", "admin"), "rcw"),
        "a colleague's": only(("manager", "admin"), "c"),
    },
    # a view of the database: nobody writes on it
    "cs.return.analysis": {"any": only((*CHAIN, *ADMINS, "general", "accountant"), "r")},
    "cs.return.month": {
        "one's own": only(REPORTERS, "rcw"),
        "a colleague's": only(REPORTERS, "c"),
    },
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestMatrix(RightsAsked, ReturnsCommon):
    """Every role tries every operation on every model, as a client would."""

    REFUSALS = (AccessError, UserError)
    MATRIX = MATRIX

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        _order, cls.move, _invoice = cls._sell_deliver_invoice(100)
        other = cls.env["res.company"].create({"name": "Other"})
        admin = cls.env.ref("base.user_admin")
        admin.write({"company_ids": [Command.link(cls.company.id)], "company_id": cls.company.id})
        portal = new_test_user(cls.env, login="dealer", groups="base.group_portal")
        portal.partner_id.parent_id = cls.dealer
        clerk = "base.group_user,cs_base.group_cs_base_clerk"
        cls.asked = {
            **cls.users,
            "stranger": cls._create_user("stranger", "sales_team.group_sale_salesman"),
            "leader": cls._create_user("leader", "cs_base.group_cs_base_office_manager"),
            "admin": admin,
            "portal": portal,
            "public": cls.env.ref("base.public_user"),
            "foreigner": new_test_user(
                cls.env,
                login="foreigner",
                groups=clerk,
                company_id=other.id,
                company_ids=[Command.set(other.ids)],
            ),
        }
        cls.other_office = cls.env["crm.team"].create(
            {"name": "Wuxi", "user_id": cls.asked["leader"].id, "company_id": cls.company.id}
        )

    def test_every_model_is_in_the_table(self):
        self.assertEqual(self._models_of("cs_returns"), set(MATRIX))

    def test_every_role_and_state_is_asked(self):
        self.assertEqual(set(self.asked), set(ROLES_ASKED))
        named = {role for kinds in MATRIX.values() for roles in kinds.values() for role in roles}
        self.assertLessEqual(named, set(ROLES_ASKED))
        states = set(dict(self.env["cs.return"]._fields["state"].selection))
        for model in ("cs.return", "cs.return.line"):
            self.assertEqual(set(MATRIX[model]), states)

    def test_rights_on_applications_and_their_goods(self):
        for state in STATES:
            application = self._bring(state)
            line = application.line_ids
            documents = {
                "cs.return": (
                    application,
                    {"partner_id": self.dealer.id, "company_id": self.company.id},
                    {"note": "Changed"},
                ),
                "cs.return.line": (
                    line,
                    {
                        "return_id": application.id,
                        "origin_move_id": self._spare_move().id,
                        "quantity": 1,
                        "reason_id": self.quality.id,
                    },
                    {"quantity": 3} if state == "draft" else {"condition": "intact"},
                ),
            }
            for model, made in documents.items():
                self._compare(model, state, lambda _user, made=made: made)

    def test_rights_on_reasons_and_dialogs(self):
        for model, kinds in MATRIX.items():
            make = getattr(self, f"_make_{model.replace('.', '_')}", None)
            for kind in kinds if make else ():
                self._compare(model, kind, lambda user, kind=kind, make=make: make(kind, user))

    def test_rights_on_claims_and_disputes(self):
        for state in ("draft", "lodged"):
            claim = self._claim(state)
            values = {"partner_id": self.dealer.id, "company_id": self.company.id}
            made = claim, values, {"description": "Changed"}
            self._compare("cs.carrier.claim", state, lambda _user, made=made: made)
            values = {"claim_id": claim.id, "origin_move_id": self.move.id}
            made = claim.line_ids, values, {"quantity": 2}
            self._compare("cs.carrier.claim.line", state, lambda _user, made=made: made)
        changes = {"draft": "description", "raised": "sample_date", "examining": "sample_date"}
        for state, field in changes.items():
            dispute = self._dispute(state)
            values = {"partner_id": self.dealer.id, "company_id": self.company.id}
            change = {field: "Changed" if state == "draft" else "2026-01-01"}
            made = dispute, values, change
            self._compare("cs.quality.dispute", state, lambda _user, made=made: made)
        values = {"dispute_id": dispute.id, "partner_id": self.dealer.id}
        line = self.env["cs.quality.dispute.line"]._with_key().create(values).with_env(self.env)
        made = line, values, {"quantity": 2}
        self._compare("cs.quality.dispute.line", "any", lambda _user: made)

    # A record of each kind, the values of one more like it, and a change of it

    def _bring(self, state):
        application = self._apply([(self.move, 2)])
        if state == "submitted":
            application.action_submit()
        elif state == "approved":
            self._approve(application)
        elif state == "arrived":
            self._arrive(self._approve(application))
        elif state in ("appraised", "done"):
            self._appraise(self._approve(application))
        elif state == "cancel":
            application.action_cancel()
        if state == "done":
            self._settle(application)
        self.assertEqual(application.state, state)
        return application

    def _spare_move(self):
        return self._deliver(self._sell(1))

    def _owner(self, kind, user):
        return user if kind == "one's own" else self.env.ref("base.user_root")

    def _make_cs_return_reason(self, kind, user):
        return self.unsold, {"name": "New"}, {"name": "Changed"}

    def _make_cs_return_selection(self, kind, user):
        values = {"return_id": self._draft().id}
        wizard = self._wizard("cs.return.selection", kind, user, values)
        return wizard, values, {"lot_name": "L"}

    def _make_cs_return_selection_line(self, kind, user):
        selection = self._wizard("cs.return.selection", kind, user, {"return_id": self._draft().id})
        values = {"selection_id": selection.id, "origin_move_id": self.move.id}
        line = self._wizard("cs.return.selection.line", kind, user, values)
        return line, values, {"quantity": 1}

    def _make_cs_return_arrival(self, kind, user):
        values = {"number": "RET/1"}
        return self._wizard("cs.return.arrival", kind, user, values), values, {"number": "2"}

    def _make_cs_return_override(self, kind, user):
        values = {"line_id": self._draft().line_ids.id, "outcome": "free", "reason": "goodwill"}
        return self._wizard("cs.return.override", kind, user, values), values, {"reason": "none"}

    def _make_cs_return_ahead(self, kind, user):
        values = {"return_id": self._draft().id, "reason": "goodwill"}
        return self._wizard("cs.return.ahead", kind, user, values), values, {"reason": "none"}

    def _make_cs_return_decision(self, kind, user):
        values = {"return_id": self._draft().id, "answer": "destroy", "reason": "silence"}
        return self._wizard("cs.return.decision", kind, user, values), values, {"reason": "none"}

    def _make_cs_return_analysis(self, kind, user):
        line = self._draft().line_ids
        row = self.env["cs.return.analysis"].browse(line.id)
        return row, {"name": "RET/1"}, {"quantity": 1}

    def _make_cs_return_month(self, kind, user):
        values = {"month": "2026-01-01"}
        return self._wizard("cs.return.month", kind, user, values), values, {"month": "2026-02-01"}

    def _claim(self, state):
        action = self.move.picking_id.with_user(self.users["clerk"]).action_new_cs_claim()
        claim = self.env["cs.carrier.claim"].browse(action["res_id"])
        claim.carrier_id = self.dealer
        if state == "lodged":
            self._attach_evidence(claim).action_lodge()
        return claim

    def _dispute(self, state):
        product = self._create_product("Lot Bait", tracking="lot")
        lot = self._create_lot(product, f"L {state}")
        self._deliver(self._sell(1, product=product), lot=lot)
        dispute = self._dispute_lots(lot)
        if state != "draft":
            dispute.action_raise()
        if state == "examining":
            dispute.method = "sample"
            dispute.action_examine()
        return dispute

    def _draft(self):
        return self._apply([(self.move, 2)])

    def _wizard(self, model, kind, user, values):
        return self.env[model].with_user(self._owner(kind, user)).sudo().create(values)
