from datetime import date

from odoo.tests import HttpCase, tagged

from .people_common import PeopleCommon

PHONE = "390x844"
DESKTOP = "1366x768"
# seconds for a tour, on a machine that has other work too
PATIENCE = 180


@tagged("post_install", "-at_install")
class TestPeopleTour(HttpCase, PeopleCommon):
    """Conduct, trainings and appraisals in the browser, in Chinese; the agent has a phone."""

    def setUp(self):
        super().setUp()
        for user in self.users.values():
            user.lang = "zh_CN"

    def _walk(self, url, name, role, size=DESKTOP):
        self.browser_size, self.touch_enabled = size, size == PHONE
        self.start_tour(url, name, login=self.users[role].login, timeout=PATIENCE)
        self.env.invalidate_all()

    def test_entry_from_the_head_to_the_appeal(self):
        self._walk("/odoo/conduct", "cs_people_enter", "head")
        entry = self.env["cs.conduct"].search([("employee_id", "=", self.agent.id)])
        self.assertEqual((entry.state, entry.reported_by_id), ("reported", self.users["head"]))
        self._walk("/odoo/conduct", "cs_people_confirm_entry", "hr")
        self.assertEqual((entry.state, entry.decision_note), ("confirmed", "Seen by two"))
        url = "/odoo/action-cs_roster.cs_conduct_action_my"
        self._walk(url, "cs_people_appeal", "agent0", PHONE)
        self.assertEqual((entry.statement, entry.is_appeal), ("It was my break", True))

    def test_head_signs_off_and_agent_sees_it(self):
        requirement = self._require()
        self._walk("/odoo/training-results", "cs_people_sign_off", "head")
        self.assertEqual(self._result(requirement).passed_by_id, self.users["head"])
        self._walk("/odoo/my-trainings", "cs_people_trainings", "agent0", PHONE)

    def test_appraisal_from_the_head_to_personnel(self):
        appraisals = self.env["cs.appraisal"].with_user(self.users["head"])
        own = appraisals.create({"employee_id": self.agent.id, "date_from": date(2026, 3, 1)})
        self._walk("/odoo/appraisals", "cs_people_appraise", "head")
        self.assertEqual((own.state, own.points), ("done", 7))
        self._walk("/odoo/appraisals", "cs_people_confirm_appraisal", "hr")
        self.assertEqual(own.state, "confirmed")
