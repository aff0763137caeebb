from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

FINDING_STATES = ("approved", "returned")


class CsTripDay(models.Model):
    """What customer service found out about a day (S-12, S-34, S-40)."""

    _name = "cs.trip.day"
    _inherit = ["cs.trip.day", "cs.evidence.mixin"]

    IS_SEALED = True
    PROTECTED_FIELDS = frozenset({"evidence_ids"})

    evidence_ids = fields.Many2many(
        "ir.attachment",
        "cs_trip_day_evidence_rel",
        "day_id",
        "attachment_id",
        readonly=True,
        copy=False,
    )
    can_find = fields.Boolean(compute="_compute_can_find")

    @api.depends("state", "date", "active", "user_id")
    @api.depends_context("uid")
    def _compute_can_find(self):
        is_clerk = self.env.user.has_group("cs_base.group_cs_base_clerk")
        for day in self:
            day.can_find = (
                is_clerk
                and day.user_id != self.env.user
                and day.active
                and day.state in FINDING_STATES
                and day.date <= day.trip_id._today()
            )

    def action_find_as_planned(self):
        """The day was travelled as planned."""
        return self._record_finding("as_planned")

    def action_open_finding(self):
        """Open the dialog in which a day is judged badly, with reason and evidence."""
        self.ensure_one()
        self._check_finder()
        # chosen by the button, or else by the clerk: what is found is never a default
        result = self.env.context.get("cs_finding", False)
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "cs.trip.finding",
            "view_mode": "form",
            "target": "new",
            "context": {"default_day_id": self.id, "default_result": result},
        }

    def _record_finding(self, result, note=None, evidence=None, report=None):
        """Write down what the day was like; the trip's row is locked against its audit.

        :param result: a value of ``result``
        :param evidence: attachments that now belong to the day, or to the report
        :param report: further values of the report on solicited benefits
        :raises AccessError: the user is not of customer service, or is the traveller
        :raises UserError: the trip is not under way, or the reason is missing
        """
        trips = self.trip_id
        self._check_finder()
        trips._lock_rows()
        for day in self:
            day._check_can_find(result, note)
        is_report = result == "solicited"
        if is_report:
            self._report_misconduct(note, evidence, report)
        else:
            self._check_not_under_report()
            if evidence:
                self._take_evidence(evidence, "cs.trip.finding")
        for day in self:
            day._write_protected(
                {
                    "result": result,
                    "finding_note": day._neutral_note() if is_report else note,
                    "found_by_id": self.env.uid,
                    "found_at": fields.Datetime.now(),
                }
            )
        if result == "deviated":
            self._tell_deviation()
        return True

    def _check_finder(self):
        self.check_access("read")
        if not self.env.user.has_group("cs_base.group_cs_base_clerk"):
            raise AccessError(
                self.env._(
                    "Findings are entered by customer service: %s.",
                    self._group_names(["cs_base.group_cs_base_clerk"]),
                )
            )
        if self.env.user in self.user_id:
            raise AccessError(self.env._("Somebody else judges your own days."))

    def _check_can_find(self, result, note):
        self.ensure_one()
        if self.state not in FINDING_STATES or not self.active:
            raise UserError(
                self.env._(
                    "%s cannot be judged: its trip is neither under way nor being audited, or a "
                    "change has replaced the day.",
                    self.display_name,
                )
            )
        if self.date > self.trip_id._today():
            raise UserError(
                self.env._(
                    "%s has not begun yet; judge it on that day or later.", self.display_name
                )
            )
        if result != "as_planned" and not (note or "").strip():
            raise UserError(self.env._("Give the reason for this finding."))

    def _neutral_note(self):
        """What the traveller reads instead of the report, in the traveller's language."""
        env = self.with_context(lang=self.user_id.lang or self.env.lang).env
        return env._("This day is not reimbursed. Customer service answers questions about it.")

    def _tell_deviation(self):
        """Tell the traveller, in the chatter of the trip and by mail."""
        for trip, days in self.grouped("trip_id").items():
            lang = trip.user_id.lang or self.env.lang
            text = "\n".join(day.with_context(lang=lang)._refusal_reason() for day in days)
            # sudo: clerks need not be able to write on the trip
            trip.sudo().message_post(
                body=text,
                partner_ids=trip.user_id.partner_id.ids,
                author_id=self.env.user.partner_id.id,
                message_type="notification",
                subtype_xmlid="mail.mt_comment",
            )

    def _refusal_reason(self):
        """Why the expenses of this day are refused, in the user's language."""
        self.ensure_one()
        labels = dict(self._fields["result"]._description_selection(self.env))
        return f"{self.date} {labels[self.result]}: {self.finding_note or ''}"
