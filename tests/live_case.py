"""What the tests of documents on a live server have in common: people, races, rows."""

import unittest

from live_server import LiveServer, RpcError, cloned_database, run_shell, simultaneously

from cs_tool import databases


class LiveCase(unittest.TestCase):
    """A server whose documents ``prepare(env)`` of the test's file has built.

    MODULE is the test's file, PREFIX that of the logins, MODEL what most calls are about,
    REFUSAL what those are told who come second.
    """

    MODULE = MODEL = PREFIX = REFUSAL = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.database = cls.enterClassContext(cloned_database())
        cls.ids = run_shell(cls.database, cls.MODULE, "prepare")
        cls.server = cls.enterClassContext(LiveServer(cls.database))
        cls.clients = {}

    def tearDown(self):
        self.assertEqual(self.server.errors(), [])

    def _clients(self, *roles):
        """Sessions, kept for the other tests; the password of a user is the login."""
        keys = [(role, number) for number, role in enumerate(roles)]
        for role, number in keys:
            if (role, number) not in self.clients:
                login = f"{self.PREFIX}_{role}"
                self.clients[role, number] = self.server.client(login, login)
        return [self.clients[key] for key in keys]

    def _sql(self, statement, ids):
        """Rows of a statement about the documents in ``ids``."""
        return databases.execute(statement, [list(ids)], self.database)

    def _press_twice(self, clients, method, ids, model=None, pattern=None):
        """Both clients call the method on each document; one of them is told why not."""
        for document in ids:
            answers = simultaneously(
                *(
                    lambda client=client, document=document: client.call(
                        model or self.MODEL, method, [document]
                    )
                    for client in clients
                )
            )
            self._assert_one_refused(answers, pattern or self.REFUSAL)

    def _assert_clear(self, error):
        self.assertIsInstance(error, RpcError)
        self.assertTrue(error.is_clear, f"{error}\n{error.debug}")

    def _assert_one_refused(self, answers, pattern):
        refused = [value for kind, value in answers if kind == "error"]
        self.assertEqual(len(refused), 1, answers)
        self._assert_clear(refused[0])
        self.assertRegex(refused[0].message, pattern)

    def _assert_states(self, ids, state, model=None):
        table = (model or self.MODEL).replace(".", "_")
        rows = self._sql(f"SELECT DISTINCT state FROM {table} WHERE id = ANY(%s)", ids)
        self.assertEqual(rows, [[state]])
