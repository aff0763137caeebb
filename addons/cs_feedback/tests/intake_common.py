from unittest.mock import patch

from .common import FeedbackCommon


class IntakeCommon(FeedbackCommon):
    """The company of FeedbackCommon with a domain and mailboxes of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].create(
            {"name": "bait.example.com", "bounce_alias": "bounce", "catchall_alias": "catchall"}
        )
        cls.company.write({"alias_domain_id": cls.domain.id, "email": "info@bait.example.com"})
        cls.mailbox = cls._create_mailbox("feedback")
        cls.address = "feedback@bait.example.com"

    @classmethod
    def _create_mailbox(cls, name, **vals):
        values = {"name": name, "alias_name": name, "company_id": cls.company.id, **vals}
        return cls.env["cs.feedback.mailbox"].create(values)

    def _receive(self, content):
        """The case that a mail ends in, if any."""
        before = self._all_cases()
        with patch.object(type(self.env["mail.mail"]), "unlink", lambda self: None):
            case_id = self.env["mail.thread"].message_process(None, content)
        self.env.invalidate_all()
        self.arrived = self._all_cases() - before
        return self.env["cs.feedback"].browse(case_id or ()).exists()

    def _all_cases(self):
        return self.env["cs.feedback"].search([("company_id", "=", self.company.id)])

    def _received_at_once(self, content):
        case = self._receive(content)
        self.assertEqual(self.arrived, case)
        return case

    def _bodies(self, record):
        return " ".join(str(body) for body in record.message_ids.mapped("body"))
