from odoo.tests import tagged

from .portal_common import PortalCommon

PATIENCE = 180


@tagged("post_install", "-at_install")
class TestIntakeTour(PortalCommon):
    """A dealer tells, answers, objects and rates; a clerk takes a call: all in Chinese."""

    def _walk(self, url, name, user):
        self.start_tour(url, name, login=user and user.login, timeout=PATIENCE)
        self.env.invalidate_all()

    def test_dealer_in_chinese(self):
        self.contact.lang = "zh_CN"
        self._walk("/my/feedback", "cs_feedback_portal_tell", self.contact)
        case = self.env["cs.feedback"].search([("partner_id", "child_of", self.dealer.id)])
        self.assertEqual((case.state, case.channel), ("new", "portal"))
        self._walk("/my/feedback", "cs_feedback_portal_twice", self.contact)
        self.assertEqual(
            self.env["cs.feedback"].search([("partner_id", "child_of", self.dealer.id)]), case
        )
        self._dialog(case, "clerk", "solve", "新货已发出")
        self._walk(case.access_url, "cs_feedback_portal_object", self.contact)
        self.assertEqual(case.state, "open")

    def test_rating_without_login(self):
        self.contact.lang = "zh_CN"
        case = self._told_by(self.contact)
        self._dialog(case, "clerk", "solve", "新货已发出")
        self._as(case, "clerk").action_close()
        case._write_protected({"rating_asked_at": case.closed_at})
        self._walk(f"/feedback/rate/{case.id}/{case._rating_token()}", "cs_feedback_rate", None)
        self.assertEqual((case.score, case.score_text), ("4", "处理很快"))


@tagged("post_install", "-at_install")
class TestIntakeTourOnAPhone(TestIntakeTour):
    """The same on the width of a phone; no page is wider than it."""

    browser_size = "375x667"
    touch_enabled = True


@tagged("post_install", "-at_install")
class TestQuickTour(PortalCommon):
    """A clerk writes a call down and solves it while the caller waits (S-130)."""

    def test_clerk_in_chinese(self):
        clerk = self.users["clerk"]
        clerk.lang = "zh_CN"
        self.env["res.partner"].create(
            {"name": "Mei", "parent_id": self.dealer.id, "phone": "13800138000"}
        )
        self.start_tour(
            "/odoo/action-cs_feedback.cs_feedback_quick_action",
            "cs_feedback_quick_entry",
            login=clerk.login,
            timeout=PATIENCE,
        )
        case = self.env["cs.feedback"].search([("partner_id.name", "=", "Mei")])
        self.assertEqual((case.state, case.resolution), ("solved", "晾干即可"))
