"""A trip settled, and a day of it clawed back, by two clicks at the same moment.

Each pair of calls runs on a live server, over two sessions: nothing is settled or clawed back
twice, and who comes second is told why in a sentence.
"""

import unittest

from live_server import LiveServer, RpcError, cloned_database, run_shell, simultaneously
from travel_data import builders

from cs_tool import databases

RACES = 8


def prepare(env):
    """Build all trips in `odoo shell`; the ids of what the test takes."""
    data = builders(env, "Live Trips", "live")
    ids = {"settled": [], "days": []}
    for number in range(RACES):
        settled = data._create_approved(first=-3 * number - 4, role="colleague")
        data._paid_advance(settled, 100)
        data._finish(settled, [300])
        ids["settled"].append(settled.reimbursement_ids.id)
        ids["days"].append(settled.day_ids.sorted("date")[0].id)
    return ids


class TestTravelClawBackConcurrency(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database = cls.enterClassContext(cloned_database())
        cls.ids = run_shell(cls.database, "test_travel_claw_back_concurrency", "prepare")
        cls.server = cls.enterClassContext(LiveServer(cls.database))

    def tearDown(self):
        self.assertEqual(self.server.errors(), [])

    def _clients(self, *roles):
        return [self.server.client(f"live_{role}", f"live_{role}") for role in roles]

    def _sql(self, statement, ids):
        return databases.execute(statement, [list(ids)], self.database)

    def _race(self, clients, calls):
        """Both calls at once; what the server answered."""
        return simultaneously(
            *(
                lambda client=client, call=call: client.call(*call)
                for client, call in zip(clients, calls, strict=True)
            )
        )

    def _assert_one_refused(self, answers):
        refused = [value for kind, value in answers if kind == "error"]
        self.assertEqual(len(refused), 1, answers)
        self.assertIsInstance(refused[0], RpcError)
        self.assertTrue(refused[0].is_clear, f"{refused[0]}\n{refused[0].debug}")

    def test_trip_is_settled_and_clawed_back_once(self):
        clients = self._clients("accountant", "accountant")
        for reimbursement in self.ids["settled"]:
            call = ("cs.trip.reimbursement", "action_settle", [[reimbursement]])
            self._assert_one_refused(self._race(clients, [call, call]))
        clients = self._clients("manager", "manager")
        for day in self.ids["days"]:
            vals = {"day_id": day, "result": "deviated", "note": "Seen elsewhere"}
            calls = [
                (
                    "cs.trip.revision",
                    "action_confirm",
                    [client.call("cs.trip.revision", "create", [[vals]])],
                )
                for client in clients
            ]
            self._assert_one_refused(self._race(clients, calls))
        rows = self._sql(
            "SELECT m.cs_trip_part, count(*) FROM account_move m"
            " JOIN cs_trip_reimbursement r ON r.trip_id = m.cs_trip_id"
            " WHERE m.state = 'posted' AND r.id = ANY(%s) GROUP BY 1 ORDER BY 1",
            self.ids["settled"],
        )
        # a second offset sets the claw-back off against what was still owed
        counts = {"advance": RACES, "claw_back": RACES, "offset": 2 * RACES, "receipt": RACES}
        self.assertEqual(dict(rows), counts)
