from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.cs_base.tests.common import RightsAsked, only

from .intake_common import IntakeCommon

SERVICE = ("clerk", "manager")
EVERYBODY = (
    "clerk", "manager", "office", "region", "technician", "general", "salesman", "plain", "system",
    "quality", "worker", "production",
)  # fmt: skip
MATRIX = {
    "cs.feedback.mailbox": {"any": {"clerk": "r", "manager": "rcwu", "system": "rcwu"}},
    # one's own slip; nobody reads that of another user
    "cs.feedback.quick": {"own": only(EVERYBODY, "rcw"), "foreign": only(EVERYBODY, "c")},
    "cs.feedback.satisfaction": {
        "any": only((*SERVICE, "office", "region", "general"), "r"),
    },
    # words of customers are read on the case
    "rating.rating": {"of a case": {}},
}


@tagged("post_install", "-at_install")
class TestIntakeRights(RightsAsked, IntakeCommon):
    """Every role tries every operation on the models of intake."""

    MATRIX = MATRIX
    REFUSALS = (AccessError, UserError)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other = cls.env["res.company"].create({"name": "Other"})
        cls.asked = {
            **cls.users,
            "foreigner": cls._create_user("fb_foreigner", "cs_base.group_cs_base_manager", other),
            "portal": new_test_user(cls.env, login="fb_portal", groups="base.group_portal"),
            "public": cls.env.ref("base.public_user"),
        }

    def test_every_role_of_the_table_is_asked(self):
        named = {role for kinds in MATRIX.values() for roles in kinds.values() for role in roles}
        self.assertLessEqual(named, set(self.asked))

    def test_mailboxes(self):
        values = {"name": "New", "alias_name": "new", "company_id": self.company.id}
        self._compare(
            "cs.feedback.mailbox", "any", lambda user: (self.mailbox, values, {"name": "Other"})
        )

    def test_quick_entries(self):
        values = {"description": "Wet"}
        quick = self.env["cs.feedback.quick"]
        foreign = quick.with_user(self.users["clerk"]).create(values)
        self.asked = {
            role: user for role, user in self.asked.items() if role not in ("clerk", "foreigner")
        }
        self.MATRIX = {
            "cs.feedback.quick": {
                kind: {role: may for role, may in row.items() if role != "clerk"}
                for kind, row in MATRIX["cs.feedback.quick"].items()
            }
        }
        self._compare(
            "cs.feedback.quick", "foreign", lambda user: (foreign, values, {"description": "x"})
        )

        def own(user):
            entry = quick.sudo().with_user(user).sudo().create(values)
            return entry, values, {"description": "x"}

        self._compare("cs.feedback.quick", "own", own)

    def test_results(self):
        case = self._create_case()
        case._write_protected({"rating_asked_at": "2026-03-01 00:00:00", "score": "4"})
        self.env.flush_all()
        row = self.env["cs.feedback.satisfaction"].browse(case.id)
        self._compare("cs.feedback.satisfaction", "any", lambda user: (row, {}, {"score": "5"}))

    def test_ratings_of_cases(self):
        case = self._create_case()
        case._write_protected({"rating_asked_at": "2026-03-01 00:00:00"})
        values = {
            "res_model_id": self.env["ir.model"]._get_id("cs.feedback"),
            "res_id": case.id,
            "rating": 4,
        }
        rating = self.env["rating.rating"]._with_key().create({**values, "consumed": True})
        rating = rating._without_key()
        second = {**values, "res_id": self._create_case(subject="B").id}
        self._compare("rating.rating", "of a case", lambda user: (rating, second, {"rating": 5}))

    def test_what_the_gateway_and_the_customer_set_nobody_writes(self):
        case = self._create_case()
        for values in (
            {"mailbox_id": self.mailbox.id}, {"score": "5"}, {"score_text": "x"},
            {"rating_asked_at": "2026-03-01"}, {"is_rating_due": True}, {"access_token": "x"},
        ):  # fmt: skip
            with self.subTest(values=values):
                self.assertRefused(AccessError, "by hand", self._as(case, "manager").write, values)
                cases = self.env["cs.feedback"].with_user(self.users["manager"])
                self.assertRefused(AccessError, "by hand", cases.create, {"subject": "x", **values})

    def test_ratings_of_other_documents_are_odoo_s(self):
        partner = self.env["ir.model"]._get_id("res.partner")
        rating = (
            self.env["rating.rating"]
            .with_user(self.users["plain"])
            .create({"res_model_id": partner, "res_id": self.dealer.id, "rating": 3})
        )
        rating.rating = 4
        self.assertEqual(rating.read(["rating"])[0]["rating"], 4)
        self.assertRefused(
            AccessError,
            "customers",
            rating.write,
            {
                "res_model_id": self.env["ir.model"]._get_id("cs.feedback"),
                "res_id": self._create_case().id,
            },
        )

    def test_mailbox_of_another_company_makes_no_case_here(self):
        other = self.env["res.company"].create(
            {"name": "Second", "alias_domain_id": self.domain.id}
        )
        self.users["manager"].company_ids = [Command.link(other.id)]
        box = self._create_mailbox("second", company_id=other.id)
        self.assertEqual(box.alias_id.alias_full_name, "second@bait.example.com")
        content = f"From: a@qq.com\nTo: {box.alias_email}\nSubject: x\nMessage-Id: <o@q>\n\nx"
        case = self._receive(content.encode())
        self.assertEqual(case.company_id, other)
        self.assertFalse(self._as(case, "clerk").search([("id", "=", case.id)]))
