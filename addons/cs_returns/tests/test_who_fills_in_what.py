from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ReturnsCommon


@tagged("post_install", "-at_install")
class TestWhoFillsInWhat(ReturnsCommon):
    """Each part of an application is filled in by those whose business it is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order, cls.move, cls.invoice = cls._sell_deliver_invoice(10)
        cls.dealer.user_id = cls.users["salesman"]
        cls.order.user_id = cls.users["salesman"]

    def _stranger(self):
        stranger = self.users["salesman"].copy({"login": "stranger", "name": "Stranger"})
        return stranger

    def _overrule(self, line, user="manager"):
        overrides = self.env["cs.return.override"].with_user(self.users[user])
        overrides.create(
            {"line_id": line.id, "outcome": "free", "reason": "good will"}
        ).action_confirm()

    def test_only_the_warehouse_and_technicians_count(self):
        application = self._arrive(self._approve(self._apply([(self.move, 4)], "salesman")))
        line = application.line_ids
        for role in ("salesman", "office", "region", "clerk", "manager"):
            for vals in ({"received_qty": 3}, {"condition": "spoiled"}):
                with (
                    self.subTest(role=role, vals=vals),
                    self.assertRefused("are filled in by others", AccessError),
                    self.env.cr.savepoint(),
                ):
                    line.with_user(self.users[role]).write(vals)
        line.with_user(self.users["technician"]).received_qty = 3
        self.assertEqual(line.received_qty, 3)

    def test_only_customer_service_and_accounting_choose_the_settlement(self):
        line = self._appraise(self._approve(self._apply([(self.move, 4)], "salesman"))).line_ids
        for role in ("salesman", "office", "region"):
            with (
                self.subTest(role=role),
                self.assertRefused("are filled in by others", AccessError),
                self.env.cr.savepoint(),
            ):
                line.with_user(self.users[role]).settlement = "exchange"
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            line.with_user(self.users["warehouse"]).settlement = "exchange"
        for role in ("clerk", "accountant"):
            line.with_user(self.users[role]).settlement = "exchange"
        self.assertEqual(line.settlement, "exchange")

    def test_goods_are_exchanged_for_goods(self):
        service = self.env["product.product"].create({"name": "Repair", "type": "service"})
        with self.assertRefused("is not goods"):
            self._apply([(self.move, 4, {"exchange_product_id": service.id})])

    def test_an_overruled_verdict_holds_for_its_goods_only(self):
        _order, old, _invoice = self._sell_deliver_invoice(10)
        old.sale_line_id.order_id.date_order = "2020-01-01"
        for vals in (
            {"origin_move_id": old.id},
            {"quantity": 2},
            {"reason_id": self.quality.id},
        ):
            with self.subTest(vals=vals):
                application = self._apply([(self.move, 1, {"reason_id": self.unsold.id})])
                line = application.line_ids
                self._overrule(line)
                self.assertEqual(line.outcome, "free")
                line.with_user(self.users["clerk"]).write(vals)
                self.assertFalse(line.override_outcome)
                self.assertEqual(line.outcome, line.policy_outcome)

    def test_an_overruled_verdict_holds_for_its_lot_only(self):
        product = self._create_product("Lot Bait", tracking="lot")
        lots = [self._create_lot(product, name, stock=3) for name in ("A", "B")]
        order = self._sell(6, product=product)
        order.picking_ids.action_assign()
        order.picking_ids.move_ids.picked = True
        order.picking_ids.with_context(skip_sms=True)._action_done()
        vals = {"lot_id": lots[0].id, "reason_id": self.unsold.id}
        line = self._apply([(order.picking_ids.move_ids, 1, vals)]).line_ids
        self._overrule(line)
        line.with_user(self.users["clerk"]).lot_id = lots[1]
        self.assertFalse(line.override_outcome)

    def test_nobody_overrules_the_verdict_on_their_own_application(self):
        unsold = {"reason_id": self.unsold.id}
        application = self._apply([(self.move, 1, unsold)], "manager")
        with self.assertRefused("You made or asked for"), self.env.cr.savepoint():
            self._overrule(application.line_ids)
        self.users["manager"].copy({"login": "second_manager"})
        application = self._apply([(self.move, 1, unsold)])
        application.with_user(self.users["manager"]).action_submit()
        with self.assertRefused("You made or asked for"):
            self._overrule(application.line_ids)

    def test_the_office_is_the_dealers(self):
        friends = self.env["crm.team"].create(
            {"name": "Friends", "user_id": self.users["region"].id, "company_id": self.company.id}
        )
        with self.assertRefused("cannot be set by hand", AccessError), self.env.cr.savepoint():
            self._apply([(self.move, 4)], "salesman", team_id=friends.id)
        application = self._apply([(self.move, 4)], "salesman")
        with self.assertRefused("cannot be set by hand", AccessError), self.env.cr.savepoint():
            application.with_user(self.users["salesman"]).team_id = friends
        self.dealer.cs_office_id = friends
        application.with_user(self.users["salesman"]).action_submit()
        self.assertEqual(application.team_id, friends)

    def test_office_of_another_company_is_left_out(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.dealer.company_id = False
        application = self.env["cs.return"].create(
            {"partner_id": self.dealer.id, "company_id": other.id}
        )
        self.assertFalse(application.team_id)

    def test_goods_stay_on_their_application(self):
        _order, other, _invoice = self._sell_deliver_invoice(10)
        mine = self._apply([(self.move, 1)])
        own = self._apply([(other, 2)], "salesman")
        with self.assertRefused("Goods stay on their application"), self.env.cr.savepoint():
            own.line_ids.with_user(self.users["salesman"]).return_id = mine
        with self.assertRefused("Goods stay on their application"):
            mine.write({"line_ids": [Command.link(own.line_ids.id)]})

    def test_salespeople_apply_for_their_own_dealers(self):
        stranger = self._stranger()
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._create_application([(self.move, 3)], stranger)
        self._create_application([(self.move, 3)], self.users["salesman"])
        self.dealer.user_id = False
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self._create_application([(self.move, 3)], stranger)
        # a dealer whom nobody looks after is everybody's in the office
        self.office.member_ids |= stranger
        self._create_application([(self.move, 3)], stranger)

    def test_what_was_submitted_is_not_deleted(self):
        application = self._apply([(self.move, 4)], "salesman")
        as_salesman = application.with_user(self.users["salesman"])
        as_salesman.action_submit()
        application.with_user(self.users["office"])._approval_decide("refused", "no")
        self.assertEqual(application.state, "draft")
        with self.assertRefused("stays on record"), self.env.cr.savepoint():
            as_salesman.unlink()
        as_salesman.action_cancel()
        with self.assertRefused("stays on record"), self.env.cr.savepoint():
            as_salesman.unlink()
        self._apply([(self.move, 4)], "salesman").with_user(self.users["salesman"]).unlink()

    def test_arrival_registered_by_mistake_is_taken_back(self):
        counts = {"received_qty": 3, "rejected_qty": 1, "reject_reason": "wet"}
        application = self._arrive(self._approve(self._apply([(self.move, 4)])), [counts])
        as_warehouse = application.with_user(self.users["warehouse"])
        self.assertTrue(as_warehouse.can_undo_arrival)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            application.with_user(self.users["office"]).action_undo_arrival()
        as_warehouse.action_undo_arrival()
        self.assertEqual(application.state, "approved")
        self.assertFalse(application.arrival_date or application.deadline_date)
        self.assertFalse(application.line_ids.received_qty or application.line_ids.rejected_qty)
        self._appraise(application)
        self.assertEqual(application.line_ids.accepted_qty, 4)
