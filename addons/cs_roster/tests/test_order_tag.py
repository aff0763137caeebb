from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from .commission_common import CommissionCommon


class TestOrderTag(CommissionCommon):
    """Orders carry the number and the flag of who won them, and for good once confirmed (S-85)."""

    def _draft(self, work_no="1001", role="agent0", **vals):
        return self._create_order(work_no=work_no, role=role, confirm=False, **vals)

    def test_typing_the_number_finds_the_agent_and_sets_the_flag(self):
        orders = self.env["sale.order"].with_user(self.users["agent0"])
        with Form(orders) as form:
            form.partner_id = self.customer
            form.cs_work_no = " 1001 "
            self.assertEqual(form.cs_agent_id.display_name, "Agent 0")
            self.assertTrue(form.cs_is_flagged)
        self.assertEqual(form.record.cs_work_no, "1001")
        self.assertEqual(form.record.sudo().cs_agent_id, self.agent)

    def test_number_of_nobody_is_refused(self):
        self.assertRefused(UserError, "Nobody in Bait Works", self._draft, "4711")

    def test_number_of_another_company_is_nobodys(self):
        other = self.env["res.company"].create({"name": "Other Works"})
        self.env["hr.employee"].create(
            {"name": "Stranger", "company_id": other.id, "cs_work_no": "2001"}
        )
        self.assertRefused(UserError, "Nobody in Bait Works", self._draft, "2001")

    def test_agents_tag_with_their_own_number_only(self):
        self.assertRefused(UserError, "not yours", self._draft, "1002")
        order = self._draft(False)
        self.assertRefused(UserError, "not yours", order.write, {"cs_work_no": "1002"})

    def test_head_and_sales_manager_tag_with_any_number(self):
        for role in ("head", "sales_manager"):
            self.assertEqual(self._draft("1002", role).sudo().cs_agent_id, self.other)

    def test_tag_of_a_colleague_is_not_taken(self):
        order = self._draft().with_user(self.users["agent1"])
        for vals in ({"cs_work_no": "1002"}, {"cs_work_no": False}, {"cs_is_flagged": False}):
            self.assertRefused(UserError, "not yours", order.write, vals)
        order.write({"note": "Anything else"})

    def test_defaults_bring_no_foreign_number(self):
        orders = self.env["sale.order"].with_user(self.users["agent0"])
        vals = {"partner_id": self.customer.id}
        self.assertRefused(
            UserError, "not yours", orders.with_context(default_cs_work_no="1002").create, vals
        )
        self.env["ir.default"].set("sale.order", "cs_work_no", "1002")
        self.assertRefused(UserError, "not yours", orders.create, vals)

    def test_agent_is_not_written_past_the_number(self):
        order = self._draft(False)
        for vals in (
            {"cs_agent_id": self.other.id},
            {"cs_is_tag_frozen": True},
            {"cs_late_tagged_by_id": self.users["head"].id},
            {"cs_late_tag_reason": "Forgotten"},
        ):
            self.assertRefused(AccessError, "by hand", order.write, vals)
            self.assertRefused(AccessError, "by hand", order.sudo().write, vals)
            self.assertRefused(
                AccessError, "by hand", order.create, {"partner_id": self.customer.id, **vals}
            )

    def test_context_defaults_do_not_set_what_is_protected(self):
        orders = self.env["sale.order"].with_user(self.users["agent0"])
        context = {
            "default_cs_agent_id": self.other.id,
            "default_cs_is_tag_frozen": True,
            "cs_protected_key": True,
        }
        order = orders.with_context(**context).create({"partner_id": self.customer.id})
        self.assertFalse(order.cs_agent_id)
        self.assertFalse(order.cs_is_tag_frozen)

    def test_import_is_refused_like_a_write(self):
        orders = self.env["sale.order"].with_user(self.users["agent0"])
        columns = ["partner_id/.id", "cs_work_no"]
        result = orders.load(columns, [[str(self.customer.id), "1002"]])
        self.assertFalse(result["ids"])
        self.assertIn("not yours", result["messages"][0]["message"])
        result = orders.load(columns, [[str(self.customer.id), "1001"]])
        self.assertEqual(orders.browse(result["ids"]).sudo().cs_agent_id, self.agent)

    def test_confirmation_freezes_the_tag(self):
        order = self._create_order()
        for role in ("agent0", "head", "sales_manager", "hr"):
            seen = order.with_user(self.users[role]).sudo(role == "hr")
            for vals in (
                {"cs_work_no": "1002"},
                {"cs_work_no": False},
                {"cs_is_flagged": False},
            ):
                self.assertRefused(UserError, "is confirmed", seen.write, vals)

    def test_untagged_order_is_not_tagged_after_confirmation(self):
        order = self._create_order(work_no=False)
        self.assertRefused(UserError, "is confirmed", order.write, {"cs_work_no": "1001"})

    def test_tag_stays_frozen_when_the_order_becomes_a_quotation_again(self):
        for work_no in (False, "1001"):
            order = self._create_order(work_no=work_no)
            order._action_cancel()
            order.action_draft()
            self.assertRefused(UserError, "is confirmed", order.write, {"cs_work_no": "1100"})
            self.assertRefused(
                UserError, "is confirmed", order.write, {"cs_is_flagged": not work_no}
            )

    def test_state_written_by_a_client_freezes_as_well(self):
        order = self._draft()
        order.write({"state": "sale"})
        self.assertRefused(UserError, "is confirmed", order.write, {"cs_is_flagged": False})
        created = self._draft(state="sale")
        self.assertTrue(created.cs_is_tag_frozen)

    def test_state_and_number_in_one_write_are_both_judged(self):
        order = self._draft(False)
        self.assertRefused(
            UserError, "not yours", order.write, {"state": "sale", "cs_work_no": "1002"}
        )
        order.write({"state": "sale", "cs_work_no": "1001"})
        self.assertEqual(order.sudo().cs_agent_id, self.agent)

    def test_number_that_passes_on_leaves_old_orders_alone(self):
        order = self._create_order()
        self.agent.cs_work_no = False
        self.other.cs_work_no = "1001"
        order.sudo().company_id = self.company
        self.env.add_to_compute(order._fields["cs_agent_id"], order.sudo())
        self.env.flush_all()
        self.assertEqual(order.sudo().cs_agent_id, self.agent)

    def test_confirmation_copies_the_number_that_the_agent_has_then(self):
        order = self._draft()
        self.agent.cs_work_no = "1234"
        order.action_confirm()
        self.assertEqual((order.cs_work_no, order.sudo().cs_agent_id), ("1234", self.agent))

    def test_copy_of_an_order_has_no_tag(self):
        copy = self._create_order().copy()
        self.assertFalse(copy.cs_work_no or copy.cs_agent_id or copy.cs_is_flagged)
        self.assertFalse(copy.cs_is_tag_frozen)

    def test_untagged_orders_are_listed(self):
        tagged, none, no_flag = (
            self._create_order(),
            self._create_order(work_no=False),
            self._create_order(cs_is_flagged=False),
        )
        action = self.env.ref("cs_roster.sale_order_action_untagged")
        domain = self.env["ir.actions.act_window"]._for_xml_id(action.get_external_id()[action.id])
        found = self.env["sale.order"].search(
            [
                ("state", "=", "sale"),
                "|",
                ("cs_agent_id", "=", False),
                ("cs_is_flagged", "=", False),
                ("id", "in", (tagged | none | no_flag).ids),
            ]
        )
        self.assertEqual(found, (none | no_flag).with_env(self.env))
        self.assertIn("cs_is_flagged", domain["domain"])


class TestLateTag(CommissionCommon):
    """What was forgotten is recorded by the head or by HR, with a reason (S-85)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["hr"].group_ids |= cls.env.ref("sales_team.group_sale_salesman_all_leads")

    def _tag(self, order, role, work_no="1001", reason="Forgotten"):
        dialogs = self.env["cs.order.tag"].with_user(self.users[role])
        dialog = dialogs.create({"order_id": order.id, "work_no": work_no, "reason": reason})
        return dialog.action_confirm()

    def test_head_and_hr_tag_late_on_record(self):
        for role in ("head", "hr"):
            order = self._create_order(work_no=False)
            self._tag(order, role)
            order = order.sudo()
            self.assertEqual((order.cs_agent_id, order.cs_is_flagged), (self.agent, True))
            self.assertEqual(order.cs_late_tagged_by_id, self.users[role])
            self.assertEqual(order.cs_late_tag_reason, "Forgotten")
            self.assertIn("Forgotten", order.message_ids[0].body)

    def test_nobody_else_tags_late(self):
        order = self._create_order(work_no=False)
        for role in ("agent0", "agent1", "sales_manager"):
            self.assertRefused(UserError, "head of the agent", self._tag, order, role)

    def test_who_does_not_read_the_order_does_not_tag_it(self):
        order = self._create_order(work_no=False)
        for role in ("plain", "accountant", "planner"):
            self.assertRefused(UserError, "", self._tag, order, role)

    def test_nobody_tags_late_for_themselves(self):
        order = self._create_order(work_no=False)
        self.hr_employee.cs_work_no = "1200"
        for role, number in (("head", "1100"), ("hr", "1200")):
            self.assertRefused(UserError, "nobody their own", self._tag, order, role, number)

    def test_head_of_another_department_does_not_tag(self):
        self.agent.department_id = self.env["hr.department"].create(
            {"name": "Shop", "company_id": self.company.id}
        )
        order = self._create_order(work_no=False)
        self.assertRefused(UserError, "head of the agent", self._tag, order, "head")

    def test_tagged_order_is_not_tagged_anew(self):
        order = self._create_order()
        self.assertRefused(UserError, "already", self._tag, order, "head", "1002")

    def test_quotation_is_not_tagged_late(self):
        order = self._create_order(work_no=False, confirm=False)
        self.assertRefused(UserError, "not confirmed", self._tag, order, "head")

    def test_unknown_number_is_refused(self):
        order = self._create_order(work_no=False)
        self.assertRefused(UserError, "Nobody", self._tag, order, "head", "4711")
        self.assertRefused(UserError, "Nobody", self._tag, order, "head", " ")

    def test_flag_that_was_forgotten_is_set_late(self):
        order = self._create_order(cs_is_flagged=False)
        self._tag(order, "head")
        self.assertTrue(order.cs_is_flagged)

    def test_button_is_for_those_who_may(self):
        order = self._create_order(work_no=False)
        seen = {role: order.with_user(self.users[role]) for role in ("head", "hr", "agent0")}
        can = {role: each.cs_can_tag_late for role, each in seen.items()}
        self.assertEqual(can, {"head": True, "hr": True, "agent0": False})

    def test_reason_is_required(self):
        order = self._create_order(work_no=False)
        dialog = self.env["cs.order.tag"].with_user(self.users["head"])
        vals = {"order_id": order.id, "work_no": "1001"}
        self.assertTrue(dialog._fields["reason"].required)
        with Form(dialog.with_context(**{f"default_{k}": v for k, v in vals.items()})) as form:
            self.assertEqual(form.agent_name, "Agent 0")
            form.reason = "Night"
        form.save().action_confirm()
        self.assertEqual(order.sudo().cs_agent_id, self.agent)

    def test_order_with_commission_is_not_deleted(self):
        order = self._create_order()
        self._invoice(order)
        self._make()
        order = order.sudo()
        order.invoice_ids.button_draft()
        order._action_cancel()
        self.assertRefused(UserError, "Commission counts on", order.unlink)

    def test_tags_of_many_orders_cost_no_further_query(self):
        counts = []
        for number in (2, 12):
            vals = [
                {
                    "partner_id": self.customer.id,
                    "cs_work_no": "1001",
                    "order_line": [Command.create({"product_id": self.product.id})],
                }
                for _each in range(number)
            ]
            orders = self.env["sale.order"].with_user(self.users["agent0"])
            orders.create(vals)
            self.env.flush_all()
            self.env.invalidate_all()
            created = orders.search([], limit=number, order="id desc")
            before = self.env.cr.sql_log_count
            self.env.add_to_compute(created._fields["cs_agent_id"], created)
            created._cs_check_tags()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)
