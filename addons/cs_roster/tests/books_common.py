from datetime import datetime

from freezegun import freeze_time

from .common import RosterCommon


class BooksCommon(RosterCommon):
    """A night of agent 0 and the day of agent 1 after it, in Shanghai.

    The night of 1 March is 09:00 to 17:00 UTC and may run on until 20:00; the day of 2 March is
    00:00 to 09:00.
    """

    agent_count = 4

    def setUp(self):
        super().setUp()
        self.roster = self._create_published(
            {self.agents[0]: "N-D", self.agents[1]: "-DD", self.agents[2]: "D"}
        )
        self.night_slot = self._slot(self.agents[0], 0)
        self.day_slot = self._slot(self.agents[1], 1)

    def _at(self, moment):
        """It is that moment of March 2027 in UTC: "1 16:30"."""
        day, _, time = moment.partition(" ")
        return freeze_time(f"2027-03-{int(day):02d} {time}:00")

    def _moment(self, moment):
        day, _, time = moment.partition(" ")
        return datetime.fromisoformat(f"2027-03-{int(day):02d} {time}:00")

    def _model(self, name, role):
        return self._as(self.env[name], role)

    def _serve(self, role="agent0", name="Zhang", **vals):
        return self._model("cs.service.session", role).create({"customer_name": name, **vals})

    def _write_handover(self, role="agent0", **vals):
        """The handover of now, with the customers being served and one more line."""
        handover = self._model("cs.handover", role)._current()
        if vals:
            handover.line_ids = [(0, 0, vals)]
        return handover

    def _check_in(self, employee):
        self.env["hr.attendance"].create(
            {"employee_id": employee.id, "check_in": datetime.now().replace(microsecond=0)}
        )
        self.env.flush_all()
        self.env.invalidate_all()

    def _check_out(self, role="agent0"):
        """By the button of the systray, as its controller does it."""
        self.env.invalidate_all()
        return self._as(self.users[role], role).env.user.employee_id._attendance_action_change()

    def _messages_to(self, role, record):
        partner = self.users[role].partner_id
        return self.env["mail.message"].search(
            [
                ("model", "=", record._name),
                ("res_id", "=", record.id),
                ("partner_ids", "in", partner.ids),
            ]
        )
