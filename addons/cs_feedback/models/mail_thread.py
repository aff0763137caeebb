import logging
import xmlrpc.client

from psycopg2 import OperationalError

from odoo import api, models

from ..domain.mail_mend import mend

_logger = logging.getLogger(__name__)


class MailThread(models.AbstractModel):
    """E-mails to customer service: readable ones find their case, no other one is lost."""

    _inherit = "mail.thread"

    @api.model
    def message_process(
        self, model, message, custom_values=None, save_original=False, strip_attachments=False,
        thread_id=None,
    ):  # fmt: skip
        content = message.data if isinstance(message, xmlrpc.client.Binary) else message
        content = content.encode() if isinstance(content, str) else bytes(content)
        mailbox = self.env["cs.feedback.mailbox"]._addressed(content)
        process = super().message_process
        given = {
            "custom_values": custom_values,
            "save_original": save_original,
            "strip_attachments": strip_attachments,
            "thread_id": thread_id,
        }
        if not mailbox:
            return process(model, message, **given)
        try:
            with self.env.cr.savepoint():
                return process(model, message, **given)
        except OperationalError:
            raise
        except Exception:
            _logger.info("A mail to %s could not be read", mailbox.display_name, exc_info=True)
            return mailbox._take_unreadable(content).id

    @api.model
    def message_parse(self, message, save_original=False):
        mend(message)
        return super().message_parse(message, save_original=save_original)

    @api.model
    def message_route(self, message, message_dict, model=None, thread_id=None, custom_values=None):
        cases = self.env["cs.feedback"]
        route = cases._route_by_number(message_dict)
        routes = (
            [route]
            if route
            else super().message_route(message, message_dict, model, thread_id, custom_values)
        )
        return cases._choose_routes(message, message_dict, routes)
