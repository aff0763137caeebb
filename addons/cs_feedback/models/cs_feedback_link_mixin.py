from odoo import fields, models


class CsFeedbackLinkMixin(models.AbstractModel):
    """A record that cases are about: how many there are, and a new one with it filled in."""

    _name = "cs.feedback.link.mixin"
    _description = "Record with Feedback"

    # the field of a case that names this record
    FEEDBACK_FIELD = ""

    cs_feedback_count = fields.Integer(string="Feedback", compute="_compute_cs_feedback_count")

    def _compute_cs_feedback_count(self):
        self.cs_feedback_count = 0
        if not self.env["cs.feedback"].has_access("read"):
            return
        groups = self.env["cs.feedback"]._read_group(
            self._cs_feedback_domain(), [self.FEEDBACK_FIELD], ["__count"]
        )
        for record, count in groups:
            for counted in self._cs_feedback_counted(record):
                counted.cs_feedback_count += count

    def _cs_feedback_domain(self):
        return [(self.FEEDBACK_FIELD, "in", self.ids)]

    def _cs_feedback_counted(self, record):
        """Those of these records that count the cases of a record."""
        return self & record

    def _cs_feedback_values(self):
        """What a new case says about this record."""
        return {self.FEEDBACK_FIELD: self.id}

    def action_open_cs_feedback(self):
        """The cases about this record; a new one has it filled in."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("cs_feedback.cs_feedback_action")
        action["domain"] = self._cs_feedback_domain()
        action["context"] = self._cs_feedback_context()
        return action

    def action_new_cs_feedback(self):
        """A new case about this record."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "cs.feedback",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": self._cs_feedback_context(),
        }

    def _cs_feedback_context(self):
        values = {key: value for key, value in self._cs_feedback_values().items() if value}
        return {f"default_{key}": value for key, value in values.items()}
