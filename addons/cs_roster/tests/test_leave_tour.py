from odoo.tests import HttpCase, tagged

from .hooks_common import HooksCommon

# seconds for a tour, on a machine that has other work too
PATIENCE = 180


@tagged("post_install", "-at_install")
class TestLeaveTour(HttpCase, HooksCommon):
    """The head signs time off in the browser, finds cover and looks at who was late."""

    def setUp(self):
        super().setUp()
        self.browser_size = "1366x768"
        for user in self.users.values():
            user.lang = "zh_CN"

    def _walk(self, url, name, role):
        self.start_tour(url, name, login=self.users[role].login, timeout=PATIENCE)
        self.env.invalidate_all()

    def test_the_head_signs_and_finds_cover(self):
        self._create_published({self.agents[0]: "---N", self.agents[1]: "---N"})
        leave = self._request(self.agents[0], 3)
        self._walk(f"/odoo/time-off-approval/{leave.id}", "cs_roster_sign_and_cover", "head")
        self.assertEqual((leave.state, leave.cs_signed_by_id), ("validate", self.users["head"]))
        nights = self.env["cs.roster.slot"].search(
            [("date", "=", self._date(3)), ("shift_type_id", "=", self.night.id)]
        )
        self.assertEqual(len(nights.filtered(lambda slot: slot.kind == "shift")), 2)

    def test_the_planner_looks_at_lateness(self):
        self._create_published({self.agents[0]: "D"})
        self._attend(self.agents[0], 0, 8.2, 17)
        action = "cs_roster.cs_roster_lateness_action"
        self.env.ref(action).context = "{}"
        self._walk(f"/odoo/action-{action}", "cs_roster_lateness", "planner")
