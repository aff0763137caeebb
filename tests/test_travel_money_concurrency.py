"""Two people, or two clicks of one, at the same money of a trip at the same moment.

Each pair of calls runs on a live server, over two sessions: nothing is paid, settled or
clawed back twice, and who comes second is told why in a sentence.
"""

import unittest

from live_server import LiveServer, RpcError, cloned_database, run_shell, simultaneously
from travel_data import builders

from cs_tool import databases

RACES = 8


def prepare(env):
    """Build all documents in `odoo shell`; the ids of what each test takes."""
    data = builders(env, "Live Trips", "live")
    ids = {"vouchers": [], "signed": [], "payments": [], "settled": [], "days": []}
    for number in range(RACES):
        trip = data._create_approved(first=-3 * number - 4)
        ids["signed"].append(data._ask_advance(trip, 100).id)
        ids["payments"].append(data._payment(data._approved_advance(trip, 100)).id)
        drafts = [
            trip.env["cs.trip.advance"].create(
                {"trip_id": trip.id, "amount": 500, "purpose": f"Draft {draft}"}
            )
            for draft in range(2)
        ]
        ids["vouchers"].append([draft.id for draft in drafts])
        settled = data._create_approved(first=-3 * number - 4, role="colleague")
        data._paid_advance(settled, 100)
        data._finish(settled, [300])
        ids["settled"].append(settled.reimbursement_ids.id)
        ids["days"].append(settled.day_ids.sorted("date")[0].id)
    return ids


class TestTravelMoneyConcurrency(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database = cls.enterClassContext(cloned_database())
        cls.ids = run_shell(cls.database, "test_travel_money_concurrency", "prepare")
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

    def test_two_signatures_make_one_payment(self):
        clients = self._clients("boss", "general")
        for advance in self.ids["signed"]:
            call = ("cs.trip.advance", "action_approve", [[advance]])
            self._assert_one_refused(self._race(clients, [call, call]))
        [[count]] = self._sql(
            "SELECT count(*) FROM account_payment WHERE cs_trip_advance_id = ANY(%s)",
            self.ids["signed"],
        )
        self.assertEqual(count, RACES)

    def test_two_vouchers_at_once_stay_within_the_plan(self):
        clients = self._clients("traveller", "traveller")
        for pair in self.ids["vouchers"]:
            calls = [("cs.trip.advance", "action_submit", [[each]]) for each in pair]
            self._assert_one_refused(self._race(clients, calls))

    def test_payment_confirmed_twice_is_booked_once(self):
        clients = self._clients("accountant", "accountant")
        for payment in self.ids["payments"]:
            call = ("account.payment", "action_post", [[payment]])
            self._race(clients, [call, call])
        [[count]] = self._sql(
            "SELECT count(*) FROM account_move WHERE state = 'posted'"
            " AND origin_payment_id = ANY(%s)",
            self.ids["payments"],
        )
        self.assertEqual(count, RACES)

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
