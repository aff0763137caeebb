from odoo.tests import Form, tagged

from .portal_common import PortalCommon


@tagged("post_install", "-at_install")
class TestFeedbackLinks(PortalCommon):
    """From order, delivery, customer, product and lot to their cases, and to a new one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order, cls.picking, cls.lot = cls._deliver_to(cls.dealer)
        # clerks who see orders and deliveries have Odoo's own groups beside ours
        desk = (
            "cs_base.group_cs_base_clerk,sales_team.group_sale_salesman_all_leads,"
            "stock.group_stock_user"
        )
        cls.users["desk"] = cls._create_user("fb_desk", desk)

    def _new(self, record, role="desk"):
        context = self._as(record, role).action_new_cs_feedback()["context"]
        form = Form(self.env["cs.feedback"].with_user(self.users[role]).with_context(**context))
        form.subject = "Wet"
        return form.save()

    def test_new_case_has_the_document_filled_in(self):
        for record in (self.order, self.picking):
            case = self._new(record)
            self.assertEqual((case.channel, case.partner_id), ("document", self.dealer))
            self.assertEqual(case.sale_order_id, self.order)
        self.assertEqual(case.picking_id, self.picking)

    def test_customer_product_and_lot_are_no_documents(self):
        for record, name in (
            (self.dealer, "partner_id"),
            (self.product, "product_id"),
            (self.product.product_tmpl_id, "product_id"),
            (self.lot, "lot_id"),
        ):
            case = self._new(record)
            self.assertEqual(case.channel, "phone")
            self.assertTrue(case[name])

    def test_counts_are_what_the_button_opens(self):
        self._create_case(
            partner_id=self.contact.partner_id.id,
            sale_order_id=self.order.id,
            picking_id=self.picking.id,
            product_id=self.product.id,
            lot_id=self.lot.id,
        )
        for record in (
            self.order, self.picking, self.dealer, self.contact.partner_id, self.product,
            self.product.product_tmpl_id, self.lot,
        ):  # fmt: skip
            with self.subTest(record=record):
                seen = self._as(record, "desk")
                self.assertEqual(seen.cs_feedback_count, 1)
                domain = seen.action_open_cs_feedback()["domain"]
                self.assertEqual(self.env["cs.feedback"].search_count(domain), 1)

    def test_counts_show_only_what_one_may_read(self):
        self._create_case(product_id=self.product.id)
        self.assertEqual(self._as(self.product, "plain").cs_feedback_count, 0)

    def test_counts_of_many_records_take_as_many_queries_as_of_one(self):
        products = self.env["product.product"].create([{"name": str(n)} for n in range(30)])
        self._create_case(product_id=products[0].id)
        counted = self._as(products, "desk")
        counted[:1].mapped("cs_feedback_count")
        counted.invalidate_recordset()
        with self.assertQueryCount(2):
            counted.mapped("cs_feedback_count")
