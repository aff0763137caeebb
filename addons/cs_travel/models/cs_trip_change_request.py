from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ..domain.clock import is_in_time, notice_ends


class CsTripChange(models.Model):
    """Asking for a change in time, or for an exception of the general manager (S-41)."""

    _inherit = "cs.trip.change"

    def action_submit(self):
        """Ask the sales manager and customer service for their signatures."""
        return self._transition("submit")

    def action_ask_exception(self):
        """Ask the general manager to admit a change that comes too late."""
        return self._transition("ask_exception")

    def action_open_exception(self):
        """Open the dialog in which the general manager decides about a late change."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Late Change"),
            "res_model": "cs.trip.change.exception",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_change_id": self.id,
                "default_decision": self.env.context.get("cs_decision", "admit"),
            },
        }

    def action_cancel(self):
        """Withdraw the request; the route stays as it is."""
        return self._transition("cancel")

    @api.ondelete(at_uninstall=False)
    def _unlink_never_asked(self):
        """A decision of the general manager stays on record, also when it was no."""
        for change in self:
            if change.submitted_at:
                raise UserError(
                    self.env._(
                        "%s has been asked for and stays on record; cancel it instead.",
                        change.display_name,
                    )
                )

    def _check_can_submit(self):
        now = fields.Datetime.now()
        for change in self:
            change._check_request()
            if not change._is_in_time(now):
                raise UserError(change._too_late_message())

    def _check_can_ask_exception(self):
        now = fields.Datetime.now()
        for change in self:
            change._check_request()
            if change._is_in_time(now):
                raise UserError(
                    self.env._("%s is in time; submit it instead.", change.display_name)
                )
            # sudo: settings of companies are not readable by every role
            if not change.sudo().company_id.cs_trip_admits_late_change:
                raise UserError(change._too_late_message())

    def _check_can_cancel(self):
        self.trip_id._check_is_traveller()

    def _check_request(self):
        self.ensure_one()
        self.trip_id._check_is_traveller()
        if not (self.reason or "").strip():
            raise UserError(self.env._("Say in %s why the route has to change.", self.display_name))
        self._check_takes_effect()

    def _is_in_time(self, now):
        trip = self.trip_id.sudo()  # sudo: the hours are a setting of the company
        hours = trip.company_id.cs_trip_change_hours
        return is_in_time(now, self.first_changed_date, trip._timezone(), hours)

    def _notice_ends(self):
        trip = self.trip_id.sudo()  # sudo: as above
        hours = trip.company_id.cs_trip_change_hours
        return notice_ends(self.first_changed_date, trip._timezone(), hours)

    def _too_late_message(self):
        trip = self.trip_id.sudo()  # sudo: as above
        zone = trip._timezone().zone
        company = trip.company_id
        parts = {
            "change": self.display_name,
            "hours": company.cs_trip_change_hours,
            "day": fields.Date.to_string(self.first_changed_date),
            "moment": format_datetime(
                self.env, self._notice_ends(), tz=zone, dt_format="yyyy-MM-dd HH:mm"
            ),
            "zone": zone,
        }
        if company.cs_trip_admits_late_change:
            return self.env._(
                "%(change)s is too late: it had to be asked for %(hours)s hours before %(day)s "
                "begins, that is until %(moment)s (%(zone)s). Ask the general manager for an "
                "exception.",
                **parts,
            )
        return self.env._(
            "%(change)s is too late: it had to be asked for %(hours)s hours before %(day)s "
            "begins, that is until %(moment)s (%(zone)s). Travel as planned.",
            **parts,
        )

    def _do_submit(self):
        self.filtered(lambda change: not change.submitted_at)._give_number()
        self._approval_start()
        return {"submitted_at": fields.Datetime.now(), "is_exception": False}

    def _do_ask_exception(self):
        self.filtered(lambda change: not change.submitted_at)._give_number()
        for change in self:
            change._write_protected({"requester_id": self.env.uid, "refusal_reason": False})
            users = change.trip_id._deadline_group_users(*self.TRANSITION_GROUPS["admit"])
            for user in users - change.user_id:
                change.activity_schedule(
                    "cs_base.mail_activity_type_approval",
                    summary=self.env._("Late change of a trip: admit or decline"),
                    user_id=user.id,
                )
        return {"submitted_at": fields.Datetime.now(), "is_exception": True}

    def _check_can_admit(self, note):
        self._check_decides_exception(note)

    def _check_can_decline(self, note):
        self._check_decides_exception(note)

    def _check_decides_exception(self, note):
        for change in self:
            if change.user_id == self.env.user:
                raise UserError(
                    self.env._("Somebody else decides about your own %s.", change.display_name)
                )
        if not (note or "").strip():
            raise UserError(self.env._("Give the reason of your decision."))

    def _do_admit(self, note):
        self._drop_exception_activities()
        for change in self:
            # the two signatures are asked for in the name of the traveller, who may be barred
            change.with_user(change.user_id).sudo()._approval_start()
        return self._prepare_exception_vals(note)

    def _do_decline(self, note):
        self._drop_exception_activities()
        for change in self:
            change._tell_traveller(self.env._("Late change declined: travel as planned"))
        return {**self._prepare_exception_vals(note), "refusal_reason": note}

    def _prepare_exception_vals(self, note):
        return {
            "exception_note": note,
            "exception_by_id": self.env.uid,
            "exception_at": fields.Datetime.now(),
        }

    def _drop_exception_activities(self):
        self.activity_unlink(["cs_base.mail_activity_type_approval"])

    def _do_cancel(self):
        self._drop_exception_activities()
        for change in self:
            change._approval_void_open_steps()

    def _tell_traveller(self, summary):
        for change in self:
            change.activity_schedule(
                "mail.mail_activity_data_todo", summary=summary, user_id=change.user_id.id
            )
