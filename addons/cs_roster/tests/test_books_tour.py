from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .books_common import BooksCommon

PHONE = "390x844"
DESKTOP = "1366x768"
# seconds for a tour, on a machine that has other work too
PATIENCE = 180


class BooksTourCommon(HttpCase, BooksCommon):
    """Now: agent 0 is about to leave, agent 1 is on the shift after that."""

    lang = "zh_CN"

    def setUp(self):
        super().setUp()
        now = fields.Datetime.now().replace(microsecond=0)
        for employee, hours in ((self.agents[0], -7), (self.agents[1], -1)):
            start = now + timedelta(hours=hours)
            self._slot(employee, 0)._with_key().write(
                {
                    "published_kind": "shift",
                    "published_type_id": self.day.id,
                    "start": start,
                    "stop": start + timedelta(hours=8),
                }
            )
        for user in self.users.values():
            user.lang = self.lang
        self.env.flush_all()

    def _walk(self, url, name, role, size=PHONE):
        """The user of the role takes the tour, on a screen of this size."""
        self.browser_size, self.touch_enabled = size, size == PHONE
        self.start_tour(url, name, login=self.users[role].login, timeout=PATIENCE)
        self.env.invalidate_all()

    def _check_day(self):
        self._walk("/odoo/customers-being-served", "cs_roster_serve", "agent0")
        sessions = self.env["cs.service.session"].search([], order="id")
        self.assertEqual(sessions.mapped("outcome"), ["deal", "no_deal", False])
        self.assertEqual(sessions.mapped("state"), ["closed", "closed", "waiting"])
        handover = self.env["cs.handover"].search([])
        self.assertEqual(handover.state, "given")
        self.assertEqual(handover.line_ids.filtered("todo").mapped("todo"), ["Call about the reel"])
        self._walk("/odoo/to-take-over", "cs_roster_take_over", "agent1")
        self.assertEqual(handover.state, "done")
        self.assertEqual(sessions[2].employee_id, self.agents[1])
        self._walk("/odoo/problem-register", "cs_roster_note_problem", "agent1")
        problem = self.env["cs.problem"].search([])
        self.assertEqual((problem.name, problem.method), ("Line breaks", "Sent another"))

    def _check_head(self):
        self.env["cs.problem.digest"]._cron_collect()
        url = "/odoo/problems-of-the-week"
        self._walk(url, "cs_roster_answer_problems", "head", DESKTOP)
        self.assertEqual(self.env["cs.problem"].search([]).answer, "Use the new knot")
        self.assertEqual(self.env["cs.problem.digest"].search([]).state, "answered")
        self._walk("/odoo/service-statistics", "cs_roster_read_statistics", "head", DESKTOP)


@tagged("post_install", "-at_install")
class TestBooksTourInChinese(BooksTourCommon):
    """An agent serves and hands over on a phone, the next takes over, the head answers."""

    def test_a_day_of_the_books(self):
        self._check_day()
        self._check_head()


@tagged("post_install", "-at_install")
class TestBooksTourInEnglish(BooksTourCommon):
    lang = "en_US"

    def test_a_day_of_the_books(self):
        self._check_day()
        self._check_head()
