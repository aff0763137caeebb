import io

from PIL import Image

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfWriter

from odoo.addons.cs_base.tests.common import RightsAsked

from .misconduct_common import LINE, MANAGER, READERS, SECRET, MisconductCommon

ALLOW_EXPORT = "base.group_allow_export"


def photo():
    output = io.BytesIO()
    Image.new("RGB", (8, 8)).save(output, "JPEG")
    return output.getvalue()


def pdf():
    writer = PdfWriter()
    writer.add_blank_page(72, 72)
    writer.add_metadata({"/Author": "Li Wei"})
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


@tagged("post_install", "-at_install")
class TestMisconductAccess(MisconductCommon):
    """A report is read by those who decide, and by nobody of the accused's line (S-53)."""

    def _full_report(self, **post):
        """A report with a file, a message and a note."""
        report = self._named(**post)
        portal = report.with_user(self.contact)._portal_find(report.id)
        portal._reporter_writes("liquor again", [photo()], self._stamp())
        self._by("hr", report)._answer("note", "liquor note")
        return report

    def _ways(self, report):
        """Ways to get at a report; each gives something to whoever gets at it."""
        about = [("res_model", "=", report._name), ("res_id", "=", report.id)]
        word = [("description", "like", "liquor")]
        by_message = [("misconduct_id.description", "like", "liquor")]
        return {
            "read": lambda found: found.read(["description"]),
            "search": lambda found: found.search([("id", "=", report.id)]),
            "search_count": lambda found: found.search_count(word),
            "search_read": lambda found: found.search_read(word, ["name"]),
            "name_search": lambda found: found.name_search(report.name),
            "web_search_read": lambda found: found.web_search_read([], {"description": {}})[
                "length"
            ],
            "web_read": lambda found: found.web_read({"message_ids": {"fields": {"body": {}}}}),
            "read_group": lambda found: found._read_group(word, ["state"], ["__count"]),
            "formatted_read_group": lambda found: found.formatted_read_group(
                [], ["team_id"], ["__count"]
            ),
            "read_grouping_sets": lambda found: [
                group
                for groups in found.formatted_read_grouping_sets([], [["state"]], ["__count"])
                for group in groups
            ],
            "export": lambda found: found.export_data(["description", "message_ids/body"])["datas"],
            "copy": lambda found: found.copy_data(),
            "messages": lambda found: found.env["cs.misconduct.message"].search([]),
            "messages_by_related_field": lambda found: found.env["cs.misconduct.message"].search(
                by_message
            ),
            "messages_read": lambda found: report.message_ids.with_env(found.env).read(["body"]),
            "messages_export": lambda found: report.message_ids.with_env(found.env).export_data(
                ["misconduct_id/description"]
            )["datas"],
            "attachments": lambda found: found.env["ir.attachment"].search(about),
            "attachment": lambda found: report.evidence_ids.with_env(found.env).read(["raw"]),
        }

    def _assert_read_by(self, report, expected):
        for way, call in self._ways(report).items():
            readers = set()
            for role, user in self.asked.items():
                context = {"allowed_company_ids": user.company_ids.ids, "lang": "en_US"}
                self.env.flush_all()
                self.env.invalidate_all()
                found = report.with_env(self.env(user=user, su=False, context=context))
                try:
                    if call(found):
                        readers.add(role)
                except (AccessError, UserError):
                    continue
            self.assertEqual(readers, expected, way)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asked = {
            **cls.users,
            "contact": cls.contact,
            "colleague": cls._create_contact("cs_colleague", cls.dealer),
            "public": cls.env.ref("base.public_user"),
        }
        export = cls.env.ref(ALLOW_EXPORT)
        for role in cls.users:
            cls.users[role].group_ids = [Command.link(export.id)]

    def test_no_way_leads_anybody_but_the_readers_to_a_report(self):
        self._assert_read_by(self._full_report(), READERS)

    def test_no_way_leads_the_accused_manager_to_an_anonymous_report(self):
        report, _code = self._anonymous([photo()])
        self._name(report, "manager", by="hr")
        self._by("hr", report)._answer("note", "liquor note")
        # the general manager leads this manager directly
        self._assert_read_by(report, {"hr", *LINE})

    def test_general_manager_who_is_accused_reads_nothing(self):
        report, _code = self._anonymous([photo()])
        self._name(report, "general", by="hr")
        self._by("hr", report)._answer("note", "liquor note")
        # everybody is led by the general manager, but somebody has to decide
        self.assertEqual(self._reading(report), {"manager", "hr", *LINE})

    def test_general_manager_who_leads_the_accused_directly_reads_nothing(self):
        report, _code = self._anonymous()
        self._name(report, "clerk", by="hr")
        self.assertEqual(self._reading(report), {"manager", "hr", *LINE})

    def test_anonymous_report_on_nobody_is_read_by_all_who_decide(self):
        report, _code = self._anonymous()
        self.assertEqual(self._reading(report), READERS | LINE)

    def test_name_that_the_reporter_enters_bars_that_line_at_once(self):
        report, _code = self._anonymous(accused_name="It was miss SALESMAN, of Hangzhou")
        self.assertFalse(report.accused_ids)
        self.assertEqual(self._reading(report), READERS)

    def test_dealer_who_names_nobody_is_not_read_by_those_who_look_after_the_dealer(self):
        report = self._report()
        self.assertEqual(report.team_id, self.office)
        self.assertEqual(self._reading(report), READERS | {"boss", "led"})

    def test_department_and_what_lies_above_it_is_barred(self):
        head = self.employees["technician"]
        self.users["technician"].group_ids = [Command.link(self.env.ref(MANAGER).id)]
        top = self.env["hr.department"].create({"name": "Top", "manager_id": head.id})
        below = self.env["hr.department"].create({"name": "Sales", "parent_id": top.id})
        self.employees["salesman"].department_id = below
        self.assertNotIn("technician", self._reading(self._named()))

    def test_members_of_a_department_that_the_accused_leads_are_barred(self):
        sales = self.env["hr.department"].create(
            {"name": "Sales", "manager_id": self.employees["salesman"].id}
        )
        self.employees["manager"].department_id = sales
        self.assertNotIn("manager", self._reading(self._named()))

    def test_who_leads_the_accused_later_does_not_read_it(self):
        report = self._named()
        self.employees["salesman"].parent_id = self.employees["manager"]
        self.assertEqual(self._reading(report), {"hr", "general"})

    def test_who_led_the_accused_then_does_not_read_it_later(self):
        report = self._named()
        self.employees["salesman"].parent_id = self.employees["general"]
        self.assertNotIn("boss", self._reading(report))

    def test_whoever_names_their_own_line_loses_the_report(self):
        report, _code = self._anonymous()
        action = self._name(report, "salesman", by="boss")
        self.assertEqual(action["res_model"], "cs.misconduct")
        self.assertEqual(self._reading(report), READERS)
        with self.assertRaises(AccessError):
            self._by("boss", report).read(["description"])

    def test_whoever_was_barred_stays_so_when_another_is_named(self):
        report = self._named()
        self._name(report, "clerk", by="hr")
        self.assertFalse(self._reading(report) & LINE)
        self.assertEqual(report.accused_ids, self.employees["clerk"])

    def test_accused_cannot_be_named_so_that_nobody_reads_it(self):
        for role in LINE:
            self.users[role].group_ids = [Command.unlink(self.env.ref(MANAGER).id)]
        report, _code = self._anonymous()
        accused = ("manager", "hr", "general")
        self.assertRefused(UserError, "Nobody would be left", self._name, report, *accused, by="hr")
        self.assertFalse(report.accused_ids)

    def test_barred_investigator_is_taken_off_and_others_are_called(self):
        report, _code = self._anonymous()
        self._by("boss", report).action_take()
        self.assertEqual(report.investigator_id, self.users["boss"])
        self._name(report, "salesman", by="boss")
        self.assertFalse(report.investigator_id)
        self.assertEqual(
            report.call_ids.user_id,
            self.users["manager"] | self.users["hr"] | self.users["general"],
        )

    def test_other_company_does_not_read_it(self):
        company = self.env["res.company"].create({"name": "Other"})
        stranger = self._create_user("stranger", f"{MANAGER},hr.group_hr_manager", company)
        self.assertFalse(self._named()._is_read_by(stranger))

    # Activities, followers, messages, mails, bus

    def test_nobody_follows_and_no_message_or_mail_tells_of_it(self):
        mails = self.env["mail.mail"].search([])
        messages = self.env["mail.message"].search([])
        report = self._full_report()
        self._decide(report)
        about = [("model", "=", report._name)]
        self.assertFalse(self.env["mail.message"].search(about))
        self.assertFalse(self.env["mail.followers"].search([("res_model", "=", report._name)]))
        self.assertEqual(self.env["mail.mail"].search([]), mails)
        for message in self.env["mail.message"].search([]) - messages:
            self.assertNotIn("liquor", f"{message.subject} {message.body}")

    def test_activity_is_seen_by_its_user_alone_and_says_nothing(self):
        report, _code = self._anonymous([photo()], accused_name="Miss salesman")
        calls = report.call_ids
        readers = [self.users[role] for role in READERS]
        self.assertEqual(calls.user_id, self.env["res.users"].union(*readers))
        self.assertFalse(calls.filtered("res_model"))
        for call in calls:
            for text in (call.summary, call.note, call.display_name, call.res_name or ""):
                for secret in (SECRET, "Liquor", "salesman", report.name):
                    self.assertNotIn(secret, text)
        for role, user in self.asked.items():
            found = self.env["mail.activity"].with_user(user)
            with self.subTest(role=role):
                try:
                    seen = found.search([("id", "in", calls.ids)])
                except AccessError:
                    continue
                self.assertEqual(seen, calls.filtered_domain([("user_id", "=", user.id)]))

    def test_who_loses_the_report_is_not_asked_any_more(self):
        report, _code = self._anonymous()
        self.assertIn(self.users["boss"], report.call_ids.user_id)
        self._name(report, "salesman", by="hr")
        self.assertFalse(report.call_ids.user_id & self.users["boss"])

    def test_bus_tells_readers_alone_and_says_nothing(self):
        bus = self.env["bus.bus"].sudo()
        self.env.cr.precommit.run()
        before = bus.search([])
        self._full_report()
        self.env.cr.precommit.run()
        rows = bus.search([]) - before
        self.assertTrue(rows)
        for row in rows:
            self.assertNotIn("iquor", row.message)
            self.assertNotIn("salesman", row.message)

    def test_reader_cannot_address_a_letter_about_it_to_the_accused(self):
        report = self._named()
        to = [Command.set(self.users["salesman"].partner_id.ids)]
        about = {"model": report._name, "res_id": report.id, "body": "Read this"}
        env = self._by("manager", report).env
        for call in (
            lambda: env["mail.message"].create({**about, "partner_ids": to}),
            # superuser: what the server sends in the name of a reader
            lambda: self.env["mail.mail"].create({**about, "recipient_ids": to}),
        ):
            self.assertRefused(UserError, "may not read this report", call)

    # What remains elsewhere

    def test_no_other_model_points_to_reports(self):
        own = {name for name in self.env.registry if name.startswith("cs.misconduct")}
        for name, model in self.env.registry.items():
            if name in own or model._abstract:
                continue
            for field in model._fields.values():
                self.assertNotIn(field.comodel_name, own, f"{name}.{field.name}")

    def test_dialogs_leave_nothing_behind(self):
        report = self._named()
        self._take_down()
        for name in ("accused", "reply", "intake"):
            self.assertFalse(self.env[f"cs.misconduct.{name}"].search([]), name)
        self.assertTrue(report)

    def test_employee_and_dealer_can_be_deleted_without_a_word_of_the_report(self):
        report = self._named()
        lonely = self.env["hr.employee"].create({"name": "Gone", "company_id": self.company.id})
        report._write_protected({"accused_ids": [Command.set(lonely.ids)]})
        report._write_protected({"partner_id": self.env["res.partner"].create({"name": "X"}).id})
        report.partner_id.unlink()
        lonely.unlink()
        self.assertTrue(report.exists())

    def _take_down(self, **values):
        dialogs = self._by("clerk", self.env["cs.misconduct.intake"])
        before = self.env["cs.misconduct"].search([])
        dialogs.create({"subject": "Call", "description": SECRET, **values}).action_confirm()
        return self.env["cs.misconduct"].search([]) - before

    def test_clerk_who_takes_a_report_down_does_not_see_it_again(self):
        files = self._by("clerk", self.env["ir.attachment"])
        file = files.create(
            {"name": "a.txt", "raw": b"seen", "res_model": "cs.misconduct.intake", "res_id": 0}
        )
        report = self._take_down(accused_name="Miss salesman", evidence_ids=[Command.link(file.id)])
        self.assertEqual(report.evidence_ids, file.sudo())
        self.assertFalse(report._is_read_by(self.users["clerk"]))
        with self.assertRaises(AccessError):
            file.read(["raw"])
        self.assertEqual(report.create_uid.id, 1)
        self.assertEqual(report.taken_by_id, self.users["clerk"])


@tagged("post_install", "-at_install")
class TestMisconductFilesOverHttp(HttpCase, MisconductCommon):
    """Files of a report are downloaded by its readers, and shown inside of no page."""

    def test_files_are_served_to_readers_alone(self):
        report, _code = self._anonymous([photo()])
        self._name(report, "salesman")
        report._add_files([pdf()])
        visitors = {**self.users, "contact": self.contact, "public": None}
        for file in report.evidence_ids:
            for role, user in visitors.items():
                if role in ("quality", "worker", "production", "technician"):
                    continue
                self.authenticate(user and user.login, user and user.login)
                with self.subTest(role=role, file=file.name), mute_logger("odoo.http"):
                    for url in (f"/web/content/{file.id}", f"/web/image/{file.id}"):
                        response = self.url_open(url)
                        got = response.content == file.raw
                        is_photo = file.mimetype == "image/jpeg"
                        self.assertEqual(got, role in READERS, url)
                        if got and not is_photo:
                            self.assertEqual(
                                response.headers["Content-Type"], "application/octet-stream"
                            )
                            self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")


# Who may (r)ead, (c)reate, (w)rite, (u)nlink; a role that is not named may do nothing
MATRIX = {
    "cs.misconduct": {
        "on the salesman": dict.fromkeys(READERS, "rw"),
        "on nobody yet": dict.fromkeys(READERS | {"boss", "led"}, "rw"),
    },
    "cs.misconduct.message": {
        "on the salesman": dict.fromkeys(READERS, "r"),
        "on nobody yet": dict.fromkeys(READERS | {"boss", "led"}, "r"),
    },
    "cs.misconduct.guard": {"any": {}},
}


@tagged("post_install", "-at_install")
class TestMisconductMatrix(RightsAsked, MisconductCommon):
    """Every role tries every operation on every model, as a client would."""

    MATRIX = MATRIX
    REFUSALS = (AccessError, UserError)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asked = {
            **cls.users,
            "contact": cls.contact,
            "public": cls.env.ref("base.public_user"),
        }

    def test_rights_are_those_of_the_table(self):
        for model, kinds in MATRIX.items():
            for kind in kinds:
                self._compare(model, kind, lambda user, m=model, k=kind: self._make(m, k))

    def _make(self, model, kind):
        if model == "cs.misconduct.guard":
            self.env[model]._note("code", "10.0.0.1")
            guard = self.env[model].search([], limit=1)
            return guard, {"key": "x", "count": 1, "expires_at": "2030-01-01"}, {"count": 0}
        report = self._named() if kind == "on the salesman" else self._report()
        self._decide(report, "dismiss", by="hr")
        self._by("hr", report).action_reopen()
        if model == "cs.misconduct":
            values = {
                "subject": "X", "description": "X", "channel": "public",
                "company_id": self.company.id,
            }  # fmt: skip
            return report, values, {"decision": "Changed"}
        values = {"misconduct_id": report.id, "kind": "note", "body": "X"}
        return report.message_ids[:1], values, {"body": "Changed"}

    def test_only_work_on_a_report_is_written_by_hand(self):
        report = self._named()
        self._by("manager", report).action_take()
        report = self._by("manager", report)
        for name, value in (
            ("state", "confirmed"), ("description", "Nothing"), ("subject", "Nothing"),
            ("barred_user_ids", [Command.clear()]), ("accused_ids", [Command.clear()]),
            ("evidence_ids", [Command.clear()]), ("reporter_id", False), ("verdict", "dismissed"),
            ("decided_by_id", self.users["hr"].id), ("receipt_hash", "x"), ("contact", "x"),
            ("message_ids", [Command.clear()]), ("name", "x"), ("channel", "phone"),
        ):  # fmt: skip
            with self.subTest(field=name), self.assertRaises(AccessError):
                report.write({name: value})
