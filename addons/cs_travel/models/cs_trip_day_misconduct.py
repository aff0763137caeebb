from odoo import SUPERUSER_ID, Command, models
from odoo.exceptions import UserError


class CsTripDay(models.Model):
    """Solicited benefits are reported to those outside of the traveller's line (S-42)."""

    _inherit = "cs.trip.day"

    def _report_misconduct(self, description, evidence=None, report=None):
        """Open a report for each of the days and tell those who decide on it.

        :param evidence: attachments that belong to the report from now on, for one day only
        :param report: further values: dealer, proposed penalty, or a decision made elsewhere
        :raises UserError: nobody outside of the traveller's line may read it
        """
        # sudo: who reports need not be able to read any report, this one included
        reports_sudo = self.env["cs.trip.misconduct"].sudo()._with_key()
        reports_sudo = reports_sudo.with_context(
            tracking_disable=True, mail_create_nolog=True, mail_create_nosubscribe=True
        )
        for day in self:
            barred = day._misconduct_line()
            readers = day._misconduct_readers() - barred
            if not readers:
                raise UserError(
                    self.env._(
                        "No manager of customer service or of personnel outside of the line of "
                        "%s can take this report. Ask an administrator to name one.",
                        day.employee_id.name,
                    )
                )
            report_sudo = reports_sudo.create(
                {
                    "partner_id": day.partner_ids.id if len(day.partner_ids) == 1 else False,
                    **(report or {}),
                    "day_id": day.id,
                    "description": description,
                    "reported_by_id": self.env.uid,
                    "barred_user_ids": [Command.set(barred.ids)],
                }
            )
            if evidence:
                report_sudo._take_evidence(evidence, "cs.trip.finding")
            if report_sudo.state == "reported":
                # nobody but who decides reads the activity, so nobody else may be its author
                report_sudo.with_user(SUPERUSER_ID)._ask_for_decision(readers)

    def _check_not_under_report(self):
        """What was reported stands until somebody has decided that it is not true."""
        # sudo: whoever judges the day need not be able to read reports
        reports_sudo = self.env["cs.trip.misconduct"].sudo()
        domain = [("day_id", "in", self.ids), ("state", "!=", "dismissed")]
        report_sudo = reports_sudo.search(domain, limit=1)
        if report_sudo:
            raise UserError(
                self.env._(
                    "%s stays as it was found, unless the report on it is dismissed.",
                    report_sudo.day_id.display_name,
                )
            )

    def _misconduct_line(self):
        """The traveller and everybody who leads them."""
        # sudo: nobody but the personnel department reads employees
        trip_sudo, employee_sudo = self.trip_id.sudo(), self.employee_id.sudo()
        line = employee_sudo
        leaders = employee_sudo.department_id.manager_id | employee_sudo.parent_id
        while leaders - line:
            line |= leaders
            leaders = leaders.parent_id
        team_sudo = trip_sudo.team_id
        return (
            line.user_id
            | trip_sudo.user_id
            | trip_sudo.manager_id
            | team_sudo.user_id
            | team_sudo.cs_region_id.user_id
        )

    def _misconduct_readers(self):
        """Managers of customer service and of personnel in the company of the trip."""
        trips = self.trip_id
        return trips._deadline_group_users("cs_base.group_cs_base_manager") | (
            trips._deadline_group_users("hr.group_hr_manager")
        )
