from odoo import Command, models
from odoo.exceptions import UserError

GENERAL = "cs_base.group_cs_base_general_manager"
PERSONNEL = "hr.group_hr_manager"
READERS = ("cs_base.group_cs_base_manager", PERSONNEL, GENERAL)
# a single letter or character is part of too many names
NAME_AT_LEAST = 2


class CsMisconduct(models.Model):
    """From whom a report is kept (S-53).

    From the accused and whoever leads them, and from those whom they lead, who could be pressed.
    The general manager leads everybody in the end, so only as direct superior this counts.
    Who was kept from a report stays so, whatever is found out about the accused.
    """

    _inherit = "cs.misconduct"

    def _possible_readers(self):
        """All who would read a report of this company, if it was about nobody they know."""
        users = self.env["res.users"]
        for group in READERS:
            # sudo: the members of a group are not readable by every role
            users |= self.env.ref(group).sudo().all_user_ids
        return users.filtered(
            lambda user: user.id != 1 and not user.share and self.company_id in user.company_ids
        )

    def _personnel(self):
        """Those of the readers who impose what follows."""
        return self.reader_ids.filtered(lambda user: user.has_group(PERSONNEL))

    def _bar(self):
        """Keep the report from everybody who could be drawn into it.

        :returns: whether somebody is left to read it; if not, nothing is changed
        """
        self.ensure_one()
        # sudo: employees, departments and offices are not readable by every role
        report = self.sudo()
        for line in report._lines():
            barred = report.barred_user_ids | line
            if report._possible_readers() - barred:
                links = [Command.link(user.id) for user in line]
                report._write_protected({"barred_user_ids": links})
                report._drop_calls(barred)
                if report.investigator_id in barred:
                    report._with_key().investigator_id = False
                return True
        return False

    def _lines(self):
        """Users around the accused: the wider circle, and the one without whom they lead."""
        accused = self.with_context(active_test=False).accused_ids
        suspects = accused | self._mentioned()
        leaders = self._leaders(suspects)
        if not suspects:
            # nobody knows yet who it was; most likely the one who looks after the dealer
            leaders |= self.partner_id.commercial_partner_id.user_id
        wide = leaders | self._followers_of(suspects)
        return (wide, leaders, self._leaders(accused))

    def _mentioned(self):
        """Employees whose whole name stands in what the reporter entered as the accused."""
        text = (self.accused_name or "").casefold()
        if len(text) < NAME_AT_LEAST:
            return self.env["hr.employee"]
        employees = self.env["hr.employee"].search([("company_id", "=", self.company_id.id)])
        return employees.filtered(
            lambda one: (
                len(one.name.strip()) >= NAME_AT_LEAST and one.name.strip().casefold() in text
            )
        )

    def _leaders(self, employees):
        """The employees and whoever leads them: superiors, departments, offices, regions."""
        direct = employees | employees.parent_id | employees.department_id.manager_id
        line = direct
        departments = employees.department_id
        while departments:
            departments = departments.parent_id
            line |= departments.manager_id
        above = line.parent_id
        while above - line:
            line |= above
            above = above.parent_id
        offices = employees.user_id.crm_team_ids | self.team_id
        users = direct.user_id | offices.user_id | offices.cs_region_id.user_id
        return users | line.user_id.filtered(lambda user: not user.has_group(GENERAL))

    def _followers_of(self, employees):
        """Whoever is led by these employees."""
        if not employees:
            return self.env["res.users"]
        led = self.env["hr.employee"].search([("id", "child_of", employees.ids)])
        departments = self.env["hr.department"].search([("manager_id", "in", led.ids)])
        departments = departments.search([("id", "child_of", departments.ids)])
        led |= led.search([("department_id", "in", departments.ids)])
        return led.user_id

    def _name_accused(self, values):
        """Enter who is accused, and of which office; whoever belongs to them stops reading.

        :raises UserError: it has been decided, or nobody would be left who may read it
        """
        self.check_access("write")
        self._lock_rows()
        if self.state not in ("received", "investigating"):
            raise UserError(self.env._("%s has been decided; it stays as it is.", self.name))
        before = self.reader_ids
        self._write_protected(values)
        if not self._bar():
            raise UserError(
                self.env._(
                    "Nobody would be left who may read this report. Ask an administrator to make "
                    "somebody a manager of customer service or of personnel who has nothing to do "
                    "with the accused, and try again."
                )
            )
        # sudo: whoever named the accused may have lost the report by it
        report = self.sudo()
        names = report.accused_names or self.env._("nobody")
        report._say("note", self.env._("Accused: %s", names), author=self.env.user)
        report.invalidate_recordset(["reader_ids"])
        if before - report.reader_ids and not report.investigator_id:
            report._call(report.reader_ids)
