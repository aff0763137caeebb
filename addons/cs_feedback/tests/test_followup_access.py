from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.cs_base.tests.common import RightsAsked, only

from .delivery_common import DeliveryCommon

CLERKS = ("clerk", "manager", "admin")
EMPLOYEES = (
    "clerk", "manager", "office", "region", "technician", "general", "salesman", "plain", "system",
    "quality", "worker", "production", "warehouse", "rival_office", "rival_salesman", "admin",
)  # fmt: skip
WRITERS = (*CLERKS, "office", "region", "warehouse")
READERS = (*WRITERS, "general", "salesman")

# Who may (r)ead, (c)reate, (w)rite, (u)nlink; a role that is not named may do nothing.
MATRIX = {
    "cs.delivery.followup": {
        "due": {**only(READERS, "r"), **only(WRITERS, "rw")},
        "closed": only(READERS, "r"),
    },
    "cs.delivery.followup.line": {
        "due": {**only(READERS, "r"), **only(WRITERS, "rw")},
        "closed": only(READERS, "r"),
    },
    "cs.delivery.analysis": {"any": only(READERS, "r")},
    "cs.carrier.score": {"any": only(READERS, "r")},
    "cs.delivery.skip": {
        # whoever may not read the deliveries finds them left out
        "one's own": {**only(WRITERS, "rcw"), **only(("rival_office", "foreigner"), "rw")},
        "a colleague's": only(WRITERS, "c"),
    },
    "cs.delivery.month": {
        "one's own": only((*WRITERS, "general", "rival_office", "foreigner"), "rcw"),
        "a colleague's": only((*WRITERS, "general", "rival_office", "foreigner"), "c"),
    },
    "cs.service.standard": {
        "draft": {"clerk": "rcw", "manager": "rcwu", "admin": "rcwu"},
        "published": {**only(EMPLOYEES, "r"), "clerk": "rcw", "manager": "rcw", "admin": "rcw"},
    },
    "cs.service.standard.version": {
        "draft": {"clerk": "rcw", "manager": "rcwu", "admin": "rcwu"},
        "published": {**only(EMPLOYEES, "r"), **only(CLERKS, "rc")},
    },
    "cs.callback.plan": {
        "draft": {"clerk": "r", "general": "r", "manager": "rcwu", "admin": "rcwu"},
        "running": {"clerk": "r", "general": "r", "manager": "rcw", "admin": "rcw"},
    },
    "cs.callback": {
        "open": {**only(CLERKS, "rw"), "general": "r"},
        "done": {**only(CLERKS, "r"), "general": "r"},
    },
    "cs.callback.analysis": {
        "any": only((*CLERKS, "general", "office", "region"), "r"),
    },
}


@tagged("post_install", "-at_install")
class TestFollowupAccess(RightsAsked, DeliveryCommon):
    """Every role tries every operation on every model of this part, as a client would."""

    MATRIX = MATRIX
    REFUSALS = (AccessError, UserError)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        admin = cls.env.ref("base.user_admin")
        admin.write({"company_ids": [Command.link(cls.company.id)], "company_id": cls.company.id})
        other = cls.env["res.company"].create({"name": "Other"})
        manager = "cs_base.group_cs_base_office_manager"
        cls.asked = {
            **cls.users,
            "rival_office": cls._create_user("cs_rival_office", manager),
            "rival_salesman": cls._create_user("cs_rival_sales", "sales_team.group_sale_salesman"),
            "admin": admin,
            "foreigner": cls._create_user("cs_foreigner", "cs_base.group_cs_base_manager", other),
            "portal": cls._create_contact("cs_contact", cls.dealer),
            "public": cls.env.ref("base.public_user"),
        }
        cls.followup = cls._ship()
        cls.answered = cls._ship()
        cls.answered.arrival_date = fields.Date.today()
        cls.answered.action_answer()
        cls.env.flush_all()

    def test_every_role_is_asked(self):
        self.assertEqual({*EMPLOYEES, "foreigner", "portal", "public"}, set(self.asked))
        named = {role for kinds in MATRIX.values() for roles in kinds.values() for role in roles}
        self.assertLessEqual(named, set(self.asked))

    def test_followups_and_their_lines(self):
        for kind, followup in (("due", self.followup), ("closed", self.answered)):
            values = {"picking_id": followup.picking_id.id, "partner_id": self.dealer.id}
            self._compare(
                "cs.delivery.followup",
                kind,
                lambda _u, f=followup, v=values: (f, v, {"waybill": "1"}),
            )
            line = followup.line_ids
            values = {"followup_id": followup.id, "product_id": self.bait.id}
            self._compare(
                "cs.delivery.followup.line",
                kind,
                lambda _u, r=line, v=values: (r, v, {"note": "x"}),
            )

    def test_analyses(self):
        plan, _call = self._called()
        for model, domain in (
            ("cs.delivery.analysis", [("followup_id", "=", self.answered.id)]),
            ("cs.carrier.score", [("followup_id", "=", self.answered.id)]),
            ("cs.callback.analysis", [("plan_id", "=", plan.id)]),
        ):
            rows = self.env[model].search(domain)
            self.assertTrue(rows)
            for role, user in self.asked.items():
                asked = rows.with_env(self.env(user=user, su=False, context={}))
                can = self._try(lambda asked=asked: asked.read(["company_id"]))
                with self.subTest(model=model, role=role):
                    self.assertEqual("r" if can else "", MATRIX[model]["any"].get(role, ""))

    def _called(self):
        plan = self.env["cs.callback.plan"].create(self._plan_values())
        plan.action_generate()
        return plan, plan.callback_ids

    def _plan_values(self):
        today = fields.Date.today()
        return {
            "name": "Quarter",
            "company_id": self.company.id,
            "date_from": today - timedelta(days=3),
            "date_to": today,
            "deadline": today,
            "user_ids": [Command.set(self.users["clerk"].ids)],
        }

    def test_dialogs(self):
        for model, values, change in (
            (
                "cs.delivery.skip",
                {"followup_ids": self.followup.ids, "reason": "x"},
                {"reason": "y"},
            ),
            ("cs.delivery.month", {}, {"month": "2026-01-01"}),
        ):
            for kind in MATRIX[model]:

                def make(user, model=model, kind=kind, values=values, change=change):
                    owner = user if kind == "one's own" else self.users["production"]
                    dialog = self.env[model].with_user(owner).sudo().create(values)
                    return dialog, values, change

                self._compare(model, kind, make)

    def test_standards_and_versions(self):
        for kind in MATRIX["cs.service.standard"]:
            with self._undone():
                standard = self.env["cs.service.standard"].create(
                    {"name": "Standard", "company_id": self.company.id}
                )
                version = self.env["cs.service.standard.version"].create(
                    {"standard_id": standard.id, "text": "<p>Text</p>"}
                )
                if kind == "published":
                    version.action_publish()
                values = {"name": "New", "company_id": self.company.id}
                self._compare(
                    "cs.service.standard", kind,
                    lambda _u, s=standard, v=values: (s, v, {"sequence": 5}),
                )  # fmt: skip
                # a standard has one draft
                values = {"standard_id": standard.copy().id}
                self._compare(
                    "cs.service.standard.version", kind,
                    lambda _u, r=version, v=values: (r, v, {"change_note": "Mended"}),
                )  # fmt: skip

    def test_plans_and_callbacks(self):
        for kind in MATRIX["cs.callback.plan"]:
            with self._undone():
                plan = self.env["cs.callback.plan"].create(self._plan_values())
                if kind == "running":
                    plan.action_generate()
                self._compare(
                    "cs.callback.plan", kind,
                    lambda _u, p=plan: (p, self._plan_values(), {"name": "Other"}),
                )  # fmt: skip
        for kind in MATRIX["cs.callback"]:
            with self._undone():
                plan, call = self._called()
                if kind == "done":
                    call.mark = "3"
                    call.action_finish()
                values = {"plan_id": plan.id, "partner_id": self.carrier.id}
                self._compare(
                    "cs.callback", kind, lambda _u, c=call, v=values: (c, v, {"remarks": "x"})
                )
