import ipaddress
import secrets
import time
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, consteq, hmac

SCOPE = "cs_misconduct_guard"
# times an hour from one address, or from everywhere
LIMITS = {"report": 10, "all_reports": 200, "code": 10, "message": 20}
SECONDS_TO_WRITE = 3
HOURS_TO_WRITE = 12


class CsMisconductGuard(models.Model):
    """Counts attempts at the public pages, by a hash of hour and address that nobody can read back.

    Rows are no part of any report, and gone within a day.
    """

    _name = "cs.misconduct.guard"
    _description = "Guard of the Public Pages"
    _log_access = False

    key = fields.Char(required=True, readonly=True)
    count = fields.Integer(required=True, readonly=True)
    expires_at = fields.Datetime(required=True, readonly=True, index=True)

    _key_unique = models.UniqueIndex("(key)")

    @api.model
    def _is_exceeded(self, scope, address):
        found = self.env.execute_query(
            SQL("SELECT count FROM cs_misconduct_guard WHERE key = %s", self._key(scope, address))
        )
        return bool(found) and found[0][0] >= LIMITS[scope]

    @api.model
    def _note(self, scope, address):
        """Count one more; returns whether it is still within the limit of this hour."""
        return self._count(self._key(scope, address), hours=1) <= LIMITS[scope]

    def _count(self, key, hours):
        # two at the same moment: the later is told to try again, and counts on
        rows = self.env.execute_query(
            SQL(
                """INSERT INTO cs_misconduct_guard AS guard (key, count, expires_at)
                   VALUES (%s, 1, %s)
                   ON CONFLICT (key) DO UPDATE SET count = guard.count + 1
                   RETURNING count""",
                key,
                fields.Datetime.now() + timedelta(hours=hours),
            )
        )
        return rows[0][0]

    def _key(self, scope, address):
        hour = fields.Datetime.now().strftime("%Y%m%d%H")
        return self._hash(scope, hour, self._network(address))

    def _hash(self, *parts):
        # sudo: the secret of the database
        return hmac(self.sudo().env, SCOPE, parts)

    def _network(self, address):
        """An IPv6 connection has as many addresses as it likes in one network."""
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return str(address)
        if parsed.version == 6:
            return str(ipaddress.ip_network((parsed, 64), strict=False))
        return str(parsed)

    # Forms: shown some seconds before they are sent, and sent once

    @api.model
    def _new_stamp(self):
        text = f"{int(time.time())}.{secrets.token_hex(12)}"
        return f"{text}.{self._hash('stamp', text)}"

    @api.model
    def _stamp_problem(self, stamp):
        """Why a form is not taken: ``early``, ``stale``, or nothing."""
        text, _dot, signature = (stamp or "")[:200].rpartition(".")
        if not text or not consteq(signature, self._hash("stamp", text)):
            return "stale"
        age = time.time() - int(text.partition(".")[0])
        if age > HOURS_TO_WRITE * 3600:
            return "stale"
        return "early" if age < SECONDS_TO_WRITE else None

    @api.model
    def _use_stamp(self, stamp):
        """Whether the form with this stamp is sent for the first time."""
        return self._count(self._hash("used", stamp), hours=HOURS_TO_WRITE + 1) == 1

    @api.autovacuum
    def _gc_guard(self):
        # sudo: nobody has a right on these rows
        self.sudo().search([("expires_at", "<", fields.Datetime.now())]).unlink()
