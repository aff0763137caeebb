"""The books of a roster when two people, or two clicks of one, decide at the same moment."""

from datetime import date

from live_case import LiveCase
from roster_data import builders

RACES = 4
MONTHS = (date(2026, 8, 1), date(2026, 9, 1))
REFUSAL = "is being processed by somebody else|this step needs|has acknowledged"


def prepare(env):
    """Entries, statements and lines of a handover that wait for a decision; their ids by test."""
    data = builders(env, "Live Books", "livebooks", "commission_common", "CommissionCommon")
    data._build_commission()
    head, hr, agent = (data.users[role] for role in ("head", "hr", "agent0"))
    entries = (
        env["cs.conduct"]
        .with_user(head)
        .create(
            [
                {
                    "employee_id": data.agent.id,
                    "date": date(2026, 3, day + 1),
                    "description": "Away",
                }
                for day in range(RACES)
            ]
        )
    )
    # a later month counts on the earlier one
    to_bill = data.env["cs.commission.statement"].union(*_statements(data, MONTHS[0]))
    to_bill.with_user(hr).action_confirm()
    to_confirm = data.env["cs.commission.statement"].union(*_statements(data, MONTHS[1]))
    handover = env["cs.handover"].with_user(agent)._current()
    handover.line_ids = [(0, 0, {"todo": f"Call customer {number}"}) for number in range(RACES)]
    handover.action_give()
    return {
        "entries": entries.ids,
        "to_confirm": to_confirm.ids,
        "to_bill": to_bill.ids,
        "handover": handover.ids,
        "lines": handover.line_ids.ids,
    }


def _statements(data, month):
    """A draft of each agent about what was sold in the month."""
    for number, agent in enumerate(data.agents):
        data._sell(1000, day=month, work_no=agent.cs_work_no, role=f"agent{number}")
    data._make(month)
    return [data._statement(agent, month).with_env(data.env) for agent in data.agents]


class TestRosterBooksConcurrency(LiveCase):
    MODULE = "test_roster_books_concurrency"
    MODEL = "cs.commission.statement"
    PREFIX = "livebooks"
    REFUSAL = REFUSAL

    def test_two_clicks_confirm_an_entry_once(self):
        entries = self.ids["entries"]
        self._press_twice(self._clients("hr", "hr"), "action_confirm", entries, "cs.conduct")
        self._assert_states(entries, "confirmed", "cs.conduct")
        told = self._sql(
            "SELECT res_id, count(*) FROM mail_message WHERE model = 'cs.conduct' "
            "AND body LIKE '%%has been confirmed%%' AND res_id = ANY(%s) GROUP BY res_id",
            entries,
        )
        self.assertEqual({count for _entry, count in told}, {1})
        reminders = self._sql(
            "SELECT count(*) FROM mail_activity a JOIN ir_model_data d "
            "ON d.model = 'mail.activity.type' AND d.res_id = a.activity_type_id "
            "WHERE d.name = 'mail_activity_type_dismissal' AND a.res_model = 'cs.conduct' "
            "AND a.res_id = ANY(%s) GROUP BY a.res_id",
            entries,
        )
        # the third and the fourth entry of the agent propose a dismissal, each once
        self.assertEqual(reminders, [[1], [1]])

    def test_two_clicks_confirm_a_statement_once(self):
        statements = self.ids["to_confirm"]
        self._press_twice(self._clients("hr", "hr"), "action_confirm", statements)
        self._assert_states(statements, "confirmed")

    def test_personnel_and_finance_make_one_bill(self):
        statements = self.ids["to_bill"]
        self._press_twice(self._clients("hr", "accountant"), "action_bill", statements)
        self._assert_states(statements, "done")
        bills = self._sql(
            "SELECT cs_commission_statement_id, count(*), sum(amount_total) FROM account_move "
            "WHERE cs_commission_statement_id = ANY(%s) GROUP BY 1",
            statements,
        )
        self.assertEqual(len(bills), len(statements))
        self.assertEqual({(count, float(amount)) for _id, count, amount in bills}, {(1, 50.0)})

    def test_two_clicks_acknowledge_a_line_once(self):
        lines = self.ids["lines"]
        clients = self._clients("head", "head")
        self._press_twice(clients, "action_acknowledge", lines, "cs.handover.line")
        rows = self._sql(
            "SELECT count(*) FROM cs_handover_line "
            "WHERE acknowledged_at IS NOT NULL AND id = ANY(%s)",
            lines,
        )
        self.assertEqual(rows, [[len(lines)]])
        self._assert_states(self.ids["handover"], "done", "cs.handover")
