from odoo.tests import tagged

from .common import TravelCommon
from .rpc_common import RpcCase


@tagged("post_install", "-at_install")
class TestCheckInRpc(RpcCase, TravelCommon):
    """What a client sends, not what our own code calls (S-34)."""

    def test_check_in_cannot_be_forged(self):
        trip = self._create_approved(first=-1, days=3)
        yesterday, today, tomorrow = trip.day_ids.sorted("date").ids
        draft = self._create_trip(role="colleague")
        access, user = "odoo.exceptions.AccessError", "odoo.exceptions.UserError"
        values = {"day_id": today, "checked_in_at": "2024-01-01 00:00:00", "position_state": "none"}
        nan = float("nan")
        forged = {"context": {"cs_protected_key": True}}
        for role, model, method, args, kwargs, expected in (
            ("traveller", "cs.trip.checkin", "create", [values], {}, access),
            ("traveller", "cs.trip.checkin", "create", [values], forged, access),
            ("clerk", "cs.trip.checkin", "create", [values], {}, access),
            ("colleague", "cs.trip.day", "action_check_in", [[today]], {}, access),
            ("clerk", "cs.trip.day", "action_check_in", [[today]], {}, access),
            ("traveller", "cs.trip.day", "action_check_in", [[yesterday]], {}, user),
            ("traveller", "cs.trip.day", "action_check_in", [[tomorrow]], {}, user),
            ("colleague", "cs.trip.day", "action_check_in", [draft.day_ids[:1].ids], {}, user),
            ("traveller", "cs.trip.day", "action_check_in", [[today], nan, 1.0, 1.0], {}, user),
            ("traveller", "cs.trip.day", "action_check_in", [[today], 1.0, nan, 1.0], {}, user),
            ("traveller", "cs.trip.day", "action_check_in", [[today], 91, 1.0, 1.0], {}, user),
            ("traveller", "cs.trip.day", "action_check_in", [[today], 1.0, 181, 1.0], {}, user),
            ("traveller", "cs.trip.day", "_record_finding", [[today], "as_planned"], {}, access),
        ):  # fmt: skip
            with self.subTest(role=role, method=method, args=args):
                self.assertEqual(self._rpc(role, model, method, *args, **kwargs), expected)
        self.assertFalse(trip.sudo().day_ids.checkin_ids)
        answer = self._rpc("traveller", "cs.trip.day", "action_check_in", [today], 30.0, 120.0, 8)
        self.assertEqual(answer["position_state"], "given")
        checkin = trip.sudo().day_ids.checkin_ids
        for method, args in (("write", [{"latitude": 1}]), ("unlink", [])):
            for role in ("traveller", "clerk", "manager"):
                answer = self._rpc(role, "cs.trip.checkin", method, checkin.ids, *args)
                self.assertEqual(answer, access, (role, method))
