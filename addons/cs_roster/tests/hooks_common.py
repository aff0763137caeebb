from base64 import b64encode
from datetime import datetime, timedelta

from pytz import timezone, utc

from .common import RosterCommon

# the smallest picture that is one
SIGNATURE = b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c63606060f80f0001040100"
        "5fe5c34b0000000049454e44ae426082"
    )
)


class HooksCommon(RosterCommon):
    """Agents whose head approves their time off, with attendances in local time."""

    agent_count = 4

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = cls.tz
        cls.agents.leave_manager_id = cls.users["head"]
        cls.leave_types = {
            unit: cls.env["hr.leave.type"].create(
                {
                    "name": f"Time off by {unit}",
                    "request_unit": unit,
                    "requires_allocation": False,
                    "leave_validation_type": "manager",
                    "company_id": cls.company.id,
                }
            )
            for unit in ("day", "half_day", "hour")
        }
        cls.outsider = cls._create_employee("Outsider", cls.users["plain"], cs_is_rostered=False)
        cls.outsider.leave_manager_id = cls.users["head"]

    def _date(self, day):
        return self.first + timedelta(days=day)

    def _utc(self, day, hour):
        """Naive UTC of a local hour of a day of the month, from 0; clocks are obeyed."""
        local = datetime.combine(self._date(day), datetime.min.time()) + timedelta(hours=hour)
        zone = timezone(self.tz)
        return zone.localize(local).astimezone(utc).replace(tzinfo=None)

    def _attend(self, agent, day, hour_from, hour_to=None, **vals):
        return self.env["hr.attendance"].create(
            {
                "employee_id": agent.id,
                "check_in": self._utc(day, hour_from),
                "check_out": hour_to is not None and self._utc(day, hour_to),
                **vals,
            }
        )

    def _request(self, agent, day, last=None, unit="day", **vals):
        """Time off that the agent asks for."""
        user = agent.user_id or self.users["hr"]
        leaves = self.env["hr.leave"].with_user(user)
        return leaves.create(
            {
                "employee_id": agent.id,
                "holiday_status_id": self.leave_types[unit].id,
                "request_date_from": self._date(day),
                "request_date_to": self._date(day if last is None else last),
                **vals,
            }
        )

    def _approve(self, leave, role="head"):
        """The head signs in the dialog."""
        leave = self._as(leave, role)
        action = leave.action_cs_sign()
        dialogs = self.env["cs.leave.signature"].with_user(self.users[role])
        dialog = dialogs.with_context(**action["context"]).create({"signature": SIGNATURE})
        dialog.action_confirm()
        return leave

    def _taken(self, agent, *days, **vals):
        """Approved time off."""
        return self._approve(self._request(agent, *days, **vals))

    def _queries(self, call, *args, **kwargs):
        """How many queries a call takes, and its answer."""
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        answer = call(*args, **kwargs)
        return self.env.cr.sql_log_count - before, answer

    def _intervals(self, employee, day, days, lunch=False):
        """What the calendar says, as naive UTC pairs."""
        calendar = employee.resource_calendar_id
        found = calendar._attendance_intervals_batch(
            utc.localize(self._utc(day, 0)),
            utc.localize(self._utc(day + days, 0)),
            resources=employee.resource_id,
            lunch=lunch,
        )[employee.resource_id.id]
        return [
            (start.astimezone(utc).replace(tzinfo=None), stop.astimezone(utc).replace(tzinfo=None))
            for start, stop, _source in found
        ]
