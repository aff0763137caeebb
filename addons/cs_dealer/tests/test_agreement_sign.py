import base64
import json
from datetime import date, datetime
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.cs_base.tests.portal import PortalPeople, draw

from .common import DealerCommon

SIGNATURE = base64.b64encode(draw()).decode()


@tagged("post_install", "-at_install")
class TestAgreementRules(DealerCommon):
    """What is asked before an agreement counts."""

    def _sign(self, agreement):
        agreement._portal_sign("Li Lei", SIGNATURE)
        return agreement

    def test_targets_stay_once_submitted(self):
        agreement = self._create_agreement(target_ids=[Command.create({"amount": 500})])
        self._as(agreement, "clerk").action_submit()
        target = self._as(agreement.target_ids, "clerk")
        self.assertRefused(UserError, "no longer be changed", target.write, {"amount": 1})
        self.assertRefused(UserError, "", target.unlink)
        categ = self.env["product.category"].create({"name": "Bait"})
        values = {"agreement_id": agreement.id, "amount": 9, "categ_id": categ.id}
        self.assertRefused(UserError, "no longer be changed", target.create, values)

    def test_a_target_is_within_what_the_agreement_counts(self):
        counted, other = self.env["product.category"].create([{"name": "Bait"}, {"name": "Rods"}])
        below = self.env["product.category"].create({"name": "Carp", "parent_id": counted.id})
        agreement = self._create_agreement(
            categ_ids=counted.ids, target_ids=[Command.create({"amount": 5, "categ_id": other.id})]
        )
        submit = self._as(agreement, "clerk").action_submit
        self.assertRefused(UserError, "does not count", submit)
        self._as(agreement, "clerk").target_ids.categ_id = below
        self._as(agreement, "clerk").action_submit()

    def test_the_same_sales_are_in_one_signed_agreement_only(self):
        first = self._create_approved()
        second = self._create_approved(date_start=date(2026, 12, 31), date_end=date(2027, 12, 30))
        self._sign(first)
        self.assertRefused(UserError, "is signed for the same dealer", self._sign, second)
        late = self._create_agreement()
        submit = self._as(late, "clerk").action_submit
        self.assertRefused(UserError, "is signed for the same dealer", submit)

    def test_other_products_or_other_days_are_another_agreement(self):
        parent, other = self.env["product.category"].create([{"name": "Bait"}, {"name": "Rods"}])
        below = self.env["product.category"].create({"name": "Carp", "parent_id": parent.id})
        self._sign(self._create_approved(categ_ids=parent.ids))
        self._sign(self._create_approved(categ_ids=other.ids))
        self._sign(self._create_approved(date_start=date(2027, 1, 1), date_end=date(2027, 1, 1)))
        inner = self._create_agreement(categ_ids=below.ids)
        submit = self._as(inner, "clerk").action_submit
        self.assertRefused(UserError, "is signed for the same dealer", submit)

    def test_a_paper_copy_needs_its_scan(self):
        agreement = self._create_approved()
        dialogs = self.env["cs.dealer.agreement.paper"].with_user(self.users["clerk"])
        dialog = dialogs.create({"agreement_id": agreement.id, "name": "Li Lei"})
        self.assertRefused(UserError, "Attach the scan", dialog.action_confirm)
        dialog.file_ids = dialog.file_ids.create(
            {"name": "scan.png", "raw": b"scan", "res_model": dialog._name}
        )
        dialog.action_confirm()
        self.env.invalidate_all()
        self.assertEqual((agreement.state, agreement.signed_by), ("signed", "Li Lei"))
        self.assertEqual(agreement.evidence_ids.res_id, agreement.id)

    def test_nobody_writes_a_signature_by_hand(self):
        agreement = self._as(self._create_approved(), "manager")
        for values in ({"signed_by": "X"}, {"signature": SIGNATURE}, {"previous_id": agreement.id}):
            self.assertRefused(AccessError, "", agreement.write, values)

    def test_only_a_drawn_signature_with_a_name_counts(self):
        agreement = self._create_approved()
        svg = base64.b64encode(b"<svg/>").decode()
        disguised = base64.b64encode(draw()[:20] + b"<script/>").decode()
        for given in ("", None, "!!", svg, disguised, 7):
            with self.subTest(given=given):
                self.assertRefused(
                    UserError, "draw your signature", agreement._portal_sign, "Li", given
                )
        self.assertRefused(UserError, "your name", agreement._portal_sign, "  ", SIGNATURE)

    def test_a_renewal_takes_the_conditions_to_the_following_period_once(self):
        agreement = self._sign(self._create_approved(target_ids=[Command.create({"amount": 500})]))
        self.assertRefused(AccessError, "", self._as(agreement, "salesman").action_renew)
        action = self._as(agreement, "clerk").action_renew()
        renewal = agreement.browse(action["res_id"])
        self.assertEqual((renewal.state, renewal.signed_by), ("draft", False))
        self.assertEqual(renewal.date_start, date(2027, 1, 1))
        self.assertEqual(renewal.date_end, date(2027, 12, 31))
        self.assertEqual(renewal.band_ids.mapped("rate"), agreement.band_ids.mapped("rate"))
        self.assertEqual(renewal.target_ids.amount, 500)
        self.assertEqual(renewal.previous_id, agreement)
        self.assertRefused(UserError, "renews", self._as(agreement, "clerk").action_renew)

    def test_an_agreement_ends_after_its_last_day(self):
        agreement = self._sign(self._create_approved(date_end=date(2026, 3, 31)))
        agreements = self.env["cs.dealer.agreement"]
        for today, state in ((date(2026, 3, 31), "signed"), (date(2026, 4, 1), "ended")):
            with patch("odoo.fields.Date.today", return_value=today):
                agreements._cron_end()
                agreements._cron_end()
            self.assertEqual(agreement.state, state)

    def test_what_is_ended_early_counts_no_later_sales(self):
        agreement = self._sign(self._create_approved())
        with patch("odoo.fields.Datetime.now", return_value=datetime(2026, 3, 31, 4)):
            self._as(agreement, "manager").action_end()
        self.assertEqual((agreement.state, agreement.date_end), ("ended", date(2026, 3, 31)))
        within = self._create_agreement(date_start=date(2026, 3, 31))
        submit = self._as(within, "clerk").action_submit
        self.assertRefused(UserError, "is signed for", submit)
        after = self._sign(self._create_approved(date_start=date(2026, 4, 1)))
        self.assertEqual(after.state, "signed")

    def test_colleagues_do_not_read_the_link(self):
        agreement = self._create_approved()
        self._as(agreement, "clerk").action_send_for_signature()
        for role in ("clerk", "manager", "salesman"):
            self.assertRefused(
                AccessError, "access_token", self._as(agreement, role).read, ["access_token"]
            )

    def test_the_mail_has_the_link_to_sign(self):
        agreement = self._create_approved()
        self._as(agreement, "clerk").action_send_for_signature()
        self.env.invalidate_all()
        mail = self.env["mail.mail"].search([("res_id", "=", agreement.id)], limit=1)
        self.assertIn(
            f"{agreement.access_url}?access_token={agreement.access_token}", mail.body_html
        )
        send = self._as(agreement, "salesman").action_send_for_signature
        self.assertRefused(AccessError, "", send)


@tagged("post_install", "-at_install")
class TestAgreementPortal(PortalPeople, HttpCase, DealerCommon):
    """Who sees an agreement in the portal, and who signs it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rival = cls._create_dealer("Red Lake")
        for login, dealer in (
            ("agr_first", cls.dealer),
            ("agr_second", cls.dealer),
            ("agr_red", cls.rival),
        ):
            cls._create_contact(login, dealer)

    def _get(self, agreement, login, token=None):
        self.authenticate(login, login)
        query = f"?access_token={token}" if token else ""
        with mute_logger("odoo.http"):
            return self.url_open(f"/my/agreements/{agreement.id}{query}").status_code

    def _post_signature(self, agreement, login, token=None):
        self.authenticate(login, login)
        query = f"?access_token={token}" if token else ""
        params = {"name": "Li Lei", "signature": SIGNATURE}
        with mute_logger("odoo.http"):
            response = self.url_open(
                f"/my/agreements/{agreement.id}/sign{query}",
                data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
                headers={"Content-Type": "application/json"},
            )
        self.env.invalidate_all()
        return response.json()

    def test_who_opens_an_agreement(self):
        agreement = self._create_approved()
        token = agreement._portal_ensure_token()
        for login, given, status in (
            ("agr_first", None, 200),
            ("agr_second", None, 200),
            ("agr_red", None, 404),
            (None, None, 404),
            (None, "wrong", 404),
            (None, token, 200),
            ("cs_plain", None, 404),
        ):
            with self.subTest(login=login, token=given):
                self.assertEqual(self._get(agreement, login, given), status)

    def test_a_draft_is_not_shown(self):
        agreement = self._create_agreement()
        self.assertEqual(self._get(agreement, "agr_first"), 404)

    def test_strangers_do_not_sign(self):
        agreement = self._create_approved()
        for login, token in (("agr_red", None), (None, None), (None, "wrong"), ("cs_plain", None)):
            with self.subTest(login=login, token=token):
                self.assertIn("error", self._post_signature(agreement, login, token))
                self.assertEqual(agreement.state, "approved")

    def test_the_dealer_signs_once(self):
        agreement = self._create_approved()
        answer = self._post_signature(agreement, "agr_first")
        self.assertEqual(answer.get("result"), {"force_refresh": True})
        self.assertEqual((agreement.state, agreement.signed_by), ("signed", "Li Lei"))
        self.assertTrue(agreement.signature and agreement.signed_at)
        self.assertIn("error", self._post_signature(agreement, "agr_second")["result"])

    def test_the_link_of_the_mail_signs(self):
        agreement = self._create_approved()
        token = agreement._portal_ensure_token()
        self._post_signature(agreement, None, token)
        self.assertEqual(agreement.state, "signed")

    def test_the_list_has_the_dealers_own_only(self):
        agreement = self._create_approved()
        for login, is_there in (("agr_first", True), ("agr_red", False)):
            self.authenticate(login, login)
            page = self.url_open("/my/agreements").text
            self.assertEqual(agreement.name in page, is_there)
