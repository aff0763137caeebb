from unittest.mock import patch

from odoo.tests import HttpCase

from .common import RosterCommon

PHONE = "390x844"
DESKTOP = "1366x768"
# seconds for a tour, on a machine that has other work too
PATIENCE = 180


class GridTourCommon(HttpCase, RosterCommon):
    lang = "en_US"

    def setUp(self):
        super().setUp()
        for user in self.users.values():
            user.lang = self.lang
        for number, agent in enumerate(self.agents, start=1):
            agent.cs_work_no = f"{number:03}"

    def _patch_generation(self, status, **more):
        """Let the grid meet a generation that goes as told."""
        for name, method in {"generation_status": status, **more}.items():
            patcher = patch.object(self.registry["cs.roster"], name, method)
            patcher.start()
            self.addCleanup(patcher.stop)

    def _walk(self, url, name, role="planner", size=DESKTOP):
        self.browser_size, self.touch_enabled = size, size == PHONE
        self.start_tour(url, name, login=self.users[role].login, timeout=PATIENCE)
        self.env.invalidate_all()

    def _letters(self, roster, number, days):
        cells = roster._cells()[self.agents[number].id]
        return "".join(cells[:days])
