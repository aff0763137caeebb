import json

from odoo.tests import HttpCase
from odoo.tools import mute_logger


class RpcCase(HttpCase):
    """What a client sends, not what our own code calls."""

    def _rpc(self, role, model, method, *args, **kwargs):
        """The result, or the name of the exception that came back."""
        login = self.users[role].login
        self.authenticate(login, login)
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        # written here, since the client of the tests refuses to send what is no number
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "id": 0, "params": params})
        with mute_logger("odoo.http", "odoo.sql_db"):
            response = self.url_open(
                "/web/dataset/call_kw", body, headers={"Content-Type": "application/json"}
            )
        answer = response.json()
        return answer["error"]["data"]["name"] if "error" in answer else answer.get("result")
