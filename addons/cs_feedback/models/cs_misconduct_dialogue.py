from markupsafe import Markup

from odoo import SUPERUSER_ID, Command, fields, models
from odoo.exceptions import UserError

MESSAGES_AT_MOST = 500


class CsMisconduct(models.Model):
    """Who is told what: reporter and investigator in the report, its readers by activities.

    The activities belong to no record. So nobody but their own user reads them, no mail is sent
    and nobody comes to follow anything.
    """

    _inherit = "cs.misconduct"

    def _say(self, kind, body, files=(), author=None):
        """Add to the dialogue; ``author`` is one of the readers and never the reporter."""
        # superuser: messages are append-only, and their creator says nothing
        messages = self.env["cs.misconduct.message"].with_user(SUPERUSER_ID)._with_key()
        if messages.search_count([("misconduct_id", "=", self.id)]) >= MESSAGES_AT_MOST:
            raise UserError(self.env._("%s takes no further messages.", self.name))
        if not author and kind == "step":
            author = self.env.user
        return messages.create(
            {
                "misconduct_id": self.id,
                "kind": kind,
                "body": body,
                "file_names": ", ".join(files),
                "author_id": author.id if author else False,
            }
        )

    def _answer(self, kind, body):
        """Words of somebody who reads the report: to the reporter, or among the readers."""
        self.check_access("write")
        self._check_no_party()
        if not (body or "").strip():
            raise UserError(self.env._("Write a message first."))
        if kind == "answer" and self.channel == "phone":
            raise UserError(
                self.env._(
                    "Whoever reported by phone does not see messages; use the contact, or write "
                    "a note."
                )
            )
        self._say(kind, body.strip(), author=self.env.user)

    def action_open_reply(self):
        return self._open_dialog("cs.misconduct.reply", self.env._("Write"))

    def action_open_accused(self):
        return self._open_dialog("cs.misconduct.accused", self.env._("Name the Accused"))

    def _open_dialog(self, model, title):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "view_mode": "form",
            "target": "new",
            "context": {"default_misconduct_id": self.id},
        }

    def _call(self, users):
        """Ask the users to look at the report, each once, in words that say nothing of it."""
        # sudo: whoever is asked already
        asked = self.sudo().call_ids.filtered("active").user_id
        kind = self.env.ref("cs_feedback.mail_activity_type_misconduct")
        values = []
        for user in users - asked:
            env = self.with_context(lang=user.lang).env
            link = Markup("<a href='/odoo/misconduct-reports'>%s</a>") % env._("Misconduct Reports")
            values.append(
                {
                    "activity_type_id": kind.id,
                    "summary": env._("A confidential report waits for you"),
                    "note": link,
                    "date_deadline": fields.Date.context_today(self),
                    "user_id": user.id,
                }
            )
        if values:
            # superuser: nobody else may be the author of what only its user reads
            activities = self.env["mail.activity"].with_user(SUPERUSER_ID).create(values)
            links = [Command.link(activity.id) for activity in activities]
            self._write_protected({"call_ids": links})

    def _drop_calls(self, users=None):
        # sudo: the activities are those of others
        calls = self.sudo().call_ids
        if users is not None:
            calls = calls.filtered(lambda call: call.user_id in users)
        calls.unlink()
