"""Two people, or two clicks of one, at the same case at the same moment.

Each pair of calls runs on a live server, over two sessions. One is told why not in a sentence,
and the effect is there once.
"""

import os

from feedback_data import builders
from live_case import LiveCase
from live_server import simultaneously

RACES = 50 if os.environ.get("CS_TEST_LONG") else 4
REFUSAL = (
    "is being processed by somebody else|this step needs|is with .* now|is at its last step"
    "|asked on .* already|credited already|is no longer open|still waits for|has just been"
)


def prepare(env):
    """Build all documents in `odoo shell`; the ids of what each test takes."""
    data = builders(env, "Live Feedback", "fb")

    def cases(count, build):
        return [build().id for _number in range(count)]

    def asked():
        case = data._create_at_service()
        data._ask(case, data.quality)
        case.answer_ids.with_user(data.users["quality"]).answer = "The seal was broken"
        return case.answer_ids.id

    def ruling(issued=False):
        made = data._create_ruling(data._create_dispute(), goodwill_amount=50)
        if issued:
            made.with_user(data.users["manager"]).action_issue()
        return made.id

    def solved():
        case = data._create_at_service()
        data._dialog(case, "clerk", "solve", "Replaced")
        return case

    def delivered():
        followup = data._ship()
        followup.with_user(data.users["clerk"]).arrival_date = followup.shipped_at.date()
        return followup

    def summary():
        found = data.env["cs.quality.summary"].with_user(data.users["clerk"])
        found.action_draft_now()
        return found.search([("company_id", "=", data.company.id)]).id

    def pair():
        return [data._create_case(subject=f"Wet {number}").id for number in range(2)]

    return {
        "forward": cases(RACES, data._create_case),
        "answers": [asked() for _number in range(RACES)],
        "drafts": [ruling() for _number in range(RACES)],
        "issued": [ruling(issued=True) for _number in range(RACES)],
        "solved": cases(RACES, solved),
        "ask": cases(RACES, data._create_at_service),
        "merge": [pair() for _number in range(RACES)],
        "delivered": cases(RACES, delivered),
        "summary": summary(),
        "department": data.quality.id,
    }


class TestFeedbackConcurrency(LiveCase):
    MODULE = "test_feedback_concurrency"
    MODEL = "cs.feedback"
    PREFIX = "fb"
    REFUSAL = REFUSAL

    def test_forward_pressed_twice_goes_one_step(self):
        ids = self.ids["forward"]
        self._press_twice(self._clients("office", "office"), "action_forward", ids)
        rows = self._sql(
            "SELECT feedback_id, count(*) FROM cs_feedback_hop WHERE feedback_id = ANY(%s)"
            " GROUP BY feedback_id ORDER BY 1",
            ids,
        )
        self.assertEqual(rows, [[each, 2] for each in ids])

    def test_answer_sent_twice_counts_once(self):
        ids = self.ids["answers"]
        clients = self._clients("quality", "quality")
        self._press_twice(clients, "action_answer", ids, "cs.feedback.answer")
        self._assert_states(ids, "answered", "cs.feedback.answer")
        rows = self._sql(
            "SELECT count(*) FROM cs_feedback_hop WHERE left_at IS NULL AND feedback_id IN"
            " (SELECT feedback_id FROM cs_feedback_answer WHERE id = ANY(%s))",
            ids,
        )
        self.assertEqual(rows, [[len(ids)]])

    def test_ruling_issued_twice_is_told_once(self):
        ids = self.ids["drafts"]
        clients = self._clients("manager", "manager")
        self._press_twice(clients, "action_issue", ids, "cs.feedback.ruling")
        rows = self._sql(
            "SELECT count(*) FROM mail_message m JOIN cs_feedback_ruling r ON m.res_id ="
            " r.feedback_id WHERE m.model = 'cs.feedback' AND m.body LIKE '%%Ruling RUL%%'"
            " AND r.id = ANY(%s)",
            ids,
        )
        self.assertEqual(rows, [[len(ids)]])

    def test_goodwill_is_credited_once(self):
        ids = self.ids["issued"]
        clients = self._clients("accountant", "accountant")
        self._press_twice(clients, "action_credit", ids, "cs.feedback.ruling")
        rows = self._sql(
            "SELECT cs_ruling_id, count(*) FROM account_move WHERE cs_ruling_id = ANY(%s)"
            " GROUP BY 1 ORDER BY 1",
            ids,
        )
        self.assertEqual(rows, [[each, 1] for each in sorted(ids)])

    def test_closed_once(self):
        ids = self.ids["solved"]
        self._press_twice(self._clients("clerk", "clerk"), "action_close", ids)
        self._assert_states(ids, "closed")

    def test_delivery_is_answered_once(self):
        ids = self.ids["delivered"]
        clients = self._clients("clerk", "office")
        self._press_twice(clients, "action_answer", ids, "cs.delivery.followup")
        self._assert_states(ids, "closed", "cs.delivery.followup")

    def test_summary_is_issued_once(self):
        ids = [self.ids["summary"]]
        clients = self._clients("manager", "manager")
        self._press_twice(clients, "action_issue", ids, "cs.quality.summary")
        rows = self._sql(
            "SELECT count(*) FROM mail_message WHERE model = 'cs.quality.summary'"
            " AND body LIKE '%%has been issued%%' AND res_id = ANY(%s)",
            ids,
        )
        self.assertEqual(rows, [[1]])

    def test_department_is_asked_once(self):
        first, second = self._clients("clerk", "clerk")
        for case in self.ids["ask"]:
            dialogs = [self._dialog(client, case) for client in (first, second)]
            answers = simultaneously(
                *(
                    lambda client=client, dialog=dialog: client.call(
                        "cs.feedback.ask", "action_confirm", [dialog]
                    )
                    for client, dialog in zip((first, second), dialogs, strict=True)
                )
            )
            self._assert_one_refused(answers, self.REFUSAL)
        rows = self._sql(
            "SELECT feedback_id, count(*) FROM cs_feedback_answer WHERE feedback_id = ANY(%s)"
            " GROUP BY 1 ORDER BY 1",
            self.ids["ask"],
        )
        self.assertEqual(rows, [[each, 1] for each in self.ids["ask"]])

    def _dialog(self, client, case):
        values = {
            "feedback_id": case,
            "department_ids": [[6, 0, [self.ids["department"]]]],
            "question": "Why?",
        }
        return client.call("cs.feedback.ask", "create", [values])

    def test_two_cases_merged_into_each_other_leave_one(self):
        first, second = self._clients("clerk", "clerk")
        for one, other in self.ids["merge"]:
            calls = []
            for client, main, gone in ((first, one, other), (second, other, one)):
                values = {"feedback_id": main, "other_ids": [[6, 0, [gone]]]}
                dialog = client.call("cs.feedback.merge", "create", [values])
                calls.append(
                    lambda client=client, dialog=dialog: client.call(
                        "cs.feedback.merge", "action_confirm", [dialog]
                    )
                )
            self._assert_one_refused(simultaneously(*calls), self.REFUSAL)
            states = self._sql(
                "SELECT state FROM cs_feedback WHERE id = ANY(%s) ORDER BY state", [one, other]
            )
            self.assertEqual(len([row for row in states if row != ["cancel"]]), 1)
