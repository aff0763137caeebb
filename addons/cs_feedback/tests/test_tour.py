from odoo.tests import HttpCase, tagged

from .test_dispute import DisputeCommon

PHONE = "390x844"
DESKTOP = "1366x768"
# seconds for a tour, on a machine that has other work too
PATIENCE = 180


class TourCommon(HttpCase, DisputeCommon):
    def _speak(self, lang):
        self.env["res.lang"]._activate_lang(lang)
        for user in self.users.values():
            user.lang = lang

    def _walk(self, action, name, role, size=DESKTOP):
        """The user of the role takes the tour, on a screen of this size."""
        self.browser_size, self.touch_enabled = size, size == PHONE
        url = f"/odoo/action-cs_feedback.{action}"
        self.start_tour(url, name, login=self.users[role].login, timeout=PATIENCE)
        self.env.invalidate_all()

    def _walk_the_chain(self):
        self._walk("cs_feedback_action", "cs_feedback_enter", "clerk")
        case = self.env["cs.feedback"].search([("subject", "=", "Bait is wet")])
        self.assertEqual((case.level, case.user_id), ("office", self.users["office"]))
        case.type_id = self.kind
        self._walk("cs_feedback_action_my", "cs_feedback_office", "office")
        self.assertEqual(case.level, "region")
        self._walk("cs_feedback_action_my", "cs_feedback_forward", "region")
        self.assertEqual(case.level, "service")
        self._walk("cs_feedback_action", "cs_feedback_ask", "clerk")
        self.assertEqual(case.level, "department")
        self._walk("cs_feedback_answer_action", "cs_feedback_answer", "worker", PHONE)
        self.assertEqual(case.answer_ids.answer, "The seal was broken")
        self._as(case, "clerk").action_forward()
        self._walk("cs_feedback_action", "cs_feedback_general", "general")
        self.assertEqual(case.level, "service")
        self._walk("cs_feedback_action", "cs_feedback_rule", "manager")
        self.assertEqual(case.ruling_ids.state, "issued")
        self._walk("cs_feedback_action", "cs_feedback_solve", "clerk")
        self.assertEqual((case.state, case.resolution), ("closed", "All of it is credited"))


@tagged("post_install", "-at_install")
class TestTour(TourCommon):
    """A dispute from the phone to the ruling, by those who have a part in it."""

    def test_chain_in_chinese(self):
        self._speak("zh_CN")
        self._walk_the_chain()


@tagged("post_install", "-at_install")
class TestTourInEnglish(TourCommon):
    """The same in English, as far as the office and the departments."""

    def test_case_is_entered_and_answered(self):
        self._walk("cs_feedback_action", "cs_feedback_enter", "plain")
        case = self.env["cs.feedback"].search([("subject", "=", "Bait is wet")])
        self.assertEqual(case.create_uid, self.users["plain"])
