from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .common import TravelCommon

SECRET = "Asked the dealer for two boxes of liquor"


class TestMisconduct(TravelCommon):
    """Reports on solicited benefits reach those who decide, and nobody else (S-42)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.trip = cls._create_approved(first=-1)
        cls.day = cls.trip.day_ids.sorted("date")[0]

    def _report(self, day=None, role="clerk", **vals):
        """The report that the clerk makes in the dialog, seen by the superuser."""
        before = self.env["cs.trip.misconduct"].search([])
        dialogs = self.env["cs.trip.finding"].with_user(self.users[role])
        values = {"result": "solicited", "reason": SECRET, "penalty": "fine"}
        dialogs.create({"day_id": (day or self.day).id, **values, **vals}).action_confirm()
        return self.env["cs.trip.misconduct"].search([]) - before

    def _grant(self, *roles, group="cs_base.group_cs_base_manager"):
        for role in roles:
            self.users[role].group_ids = [Command.link(self.env.ref(group).id)]

    def _readers(self, report):
        """Roles that get at the report by any of these ways; all ways agree."""
        ways = {
            "read": lambda found: found.read(["description"]),
            "search": lambda found: found.search([("id", "=", report.id)]),
            "search_count": lambda found: found.search_count([("description", "like", "liquor")]),
            "name_search": lambda found: found.name_search(""),
            "web_search_read": lambda found: found.web_search_read([], {"description": {}})[
                "length"
            ],
            "read_group": lambda found: found.formatted_read_group(
                [], ["employee_id"], ["__count"]
            ),
            "export": lambda found: found.export_data(["description"])["datas"],
            "activity": lambda found: found.env["mail.activity"].search(
                [("res_model", "=", report._name), ("res_id", "=", report.id)]
            ),
            "activities_of_the_day": lambda found: [
                group
                for group in found.env["res.users"]._get_activity_groups()
                if group.get("model") == report._name
            ],
            "attachment": lambda found: found.env["ir.attachment"].search(
                [("res_model", "=", report._name), ("res_id", "=", report.id)]
            ),
        }
        readers = {}
        for role, user in self.users.items():
            user.group_ids = [Command.link(self.env.ref("base.group_allow_export").id)]
            for way, call in ways.items():
                self.env.invalidate_all()
                context = {"allowed_company_ids": user.company_ids.ids, "lang": "en_US"}
                found = report.with_env(self.env(user=user, su=False, context=context))
                try:
                    if call(found):
                        readers.setdefault(way, set()).add(role)
                except AccessError:
                    continue
        self.assertEqual(set(readers), set(ways))
        expected = readers["read"]
        for way, roles in readers.items():
            self.assertEqual(roles, expected, way)
        return expected

    def _evidence(self):
        files = self.env["ir.attachment"].with_user(self.users["clerk"])
        values = {"name": "a.txt", "raw": b"seen", "res_model": "cs.trip.finding", "res_id": 0}
        return files.create(values)

    def test_day_is_refused_and_the_report_opened(self):
        report = self._report()
        self.assertEqual(self.day.result, "solicited")
        self.assertFalse(self.day.is_reimbursable)
        self.assertEqual((report.day_id, report.employee_id), (self.day, self.trip.employee_id))
        self.assertEqual((report.description, report.penalty), (SECRET, "fine"))
        self.assertEqual((report.partner_id, report.state), (self.dealer, "reported"))
        self.assertEqual(report.reported_by_id, self.users["clerk"])

    def test_managers_of_service_and_personnel_read_it_and_nobody_else(self):
        file = self._evidence()
        report = self._report(evidence_ids=[(4, file.id)])
        self.assertEqual(report.evidence_ids, file.sudo())
        self.assertEqual(self._readers(report), {"manager", "hr"})

    def test_accused_never_reads_it_not_even_as_manager_of_both(self):
        self._grant("traveller")
        self._grant("traveller", group="hr.group_hr_manager")
        report = self._report(evidence_ids=[(4, self._evidence().id)])
        self.assertEqual(self._readers(report), {"manager", "hr"})

    def test_line_of_the_accused_never_reads_it(self):
        self.employees["boss"].parent_id = self.employees["general"]
        self._grant("boss", "general", "office", "region")
        report = self._report(evidence_ids=[(4, self._evidence().id)])
        self.assertEqual(self._readers(report), {"manager", "hr"})

    def test_who_leads_the_accused_later_does_not_read_it(self):
        report = self._report(evidence_ids=[(4, self._evidence().id)])
        self.employees["boss"].parent_id = self.employees["manager"]
        readers = {
            role
            for role in ("manager", "hr", "boss")
            if report.with_user(self.users[role]).has_access("read")
        }
        self.assertEqual(readers, {"hr"})

    def test_who_led_the_accused_then_does_not_read_it_later(self):
        self._grant("boss")
        report = self._report()
        self.employees["traveller"].parent_id = self.employees["general"]
        self.assertFalse(report.with_user(self.users["boss"]).has_access("read"))

    def test_manager_without_employee_record_reads_it(self):
        self.employees["manager"].user_id = False
        self.assertTrue(self._report().with_user(self.users["manager"]).has_access("read"))

    def test_other_company_does_not_read_it(self):
        company = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            login="t_stranger",
            groups="base.group_user,cs_base.group_cs_base_manager,hr.group_hr_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        report = self._report().with_user(stranger).with_context(allowed_company_ids=company.ids)
        self.assertFalse(report.has_access("read"))

    def test_traveller_reads_a_neutral_note(self):
        self._report()
        self._return_and_audit()
        texts = [self.day.finding_note, *self.trip.sudo().message_ids.mapped("body")]
        texts += self.trip.sudo().expense_ids.message_ids.mapped("body")
        for text in texts:
            self.assertNotIn("liquor", text)
        self.assertFalse(self.day.evidence_ids)

    def _return_and_audit(self):
        self._spend(self.trip, 100)
        self._return(self.trip)
        clerk = self.users["clerk"]
        self.trip.day_ids.sorted("date")[1].with_user(clerk).action_find_as_planned()
        self.trip.with_user(clerk).action_audit()
        self.assertEqual(self.trip.expense_ids.state, "refused")

    def test_nobody_follows_and_no_message_tells_of_it(self):
        report = self._report()
        report.with_user(self.users["manager"]).decision_note = "True"
        report.with_user(self.users["manager"]).action_confirm()
        report.message_subscribe(self.users["traveller"].partner_id.ids)
        self.assertFalse(report.message_follower_ids)
        messages = self.env["mail.message"].search(
            [("model", "=", report._name), ("res_id", "=", report.id)]
        )
        self.assertFalse(messages.author_id - self.env.ref("base.partner_root"))
        readers = (self.users["manager"] | self.users["hr"]).partner_id
        self.assertFalse((messages.partner_ids | messages.notified_partner_ids) - readers)
        self.assertEqual(set(messages.mapped("message_type")), {"user_notification"})
        self.assertNotIn("liquor", "".join(messages.mapped("body")))
        for role in ("traveller", "boss", "clerk", "general"):
            found = self.env["mail.message"].with_user(self.users[role])
            self.assertFalse(found.search([("id", "in", messages.ids)]), role)

    def _ways_to_tell(self, report, partner):
        """Calls of the manager that address something about the report to the partner."""
        report = report.with_user(self.users["manager"])
        about = {"model": report._name, "res_id": report.id, "body": "Read this"}
        to = [Command.set(partner.ids)]
        mails = self.env["mail.mail"]
        letters = report.env["mail.compose.message"]
        letter = {"model": report._name, "res_ids": report.ids, "composition_mode": "comment"}
        return {
            "post": lambda: report.message_post(body="Read this", partner_ids=partner.ids),
            "notify": lambda: report.message_notify(body="Read this", partner_ids=partner.ids),
            "message": lambda: report.env["mail.message"].create({**about, "partner_ids": to}),
            "mail": lambda: mails.create({**about, "recipient_ids": to}),
            "composer": lambda: letters.create({**letter, "partner_ids": to})._action_send_mail(),
        }

    def test_message_names_nobody_who_may_not_read_the_report(self):
        self._grant("boss")
        report = self._report()
        manager = self.users["manager"]
        for role in ("traveller", "boss", "clerk", "general", "plain"):
            for way, call in self._ways_to_tell(report, self.users[role].partner_id).items():
                with (
                    self.subTest(role=role, way=way),
                    self.assertRaisesRegex(UserError, "may not read"),
                    self.env.cr.savepoint(),
                ):
                    call()
        own = report.with_user(manager).message_post(body="Mine")
        with self.assertRaisesRegex(UserError, "may not read"):
            own.partner_ids = self.users["traveller"].partner_id
        outside = self.env["res.partner"].create({"name": "Outside", "email": "o@example.com"})
        with self.assertRaisesRegex(UserError, "Outside may not read"):
            report.with_user(manager).message_post(body="Mine", partner_ids=outside.ids)
        told = report.with_user(manager).message_post(
            body="Yours too", partner_ids=self.users["hr"].partner_id.ids
        )
        self.assertEqual(told.partner_ids, self.users["hr"].partner_id)

    def test_those_who_decide_are_asked_and_the_reporter_left_out_of_the_activity(self):
        self._grant("traveller", "boss")
        report = self._report()
        self.assertEqual(report.activity_ids.user_id, self.users["manager"] | self.users["hr"])
        self.assertNotIn(self.users["clerk"], report.activity_ids.create_uid)
        report.with_user(self.users["hr"]).decision_note = "Heard both"
        report.with_user(self.users["hr"]).action_dismiss()
        self.assertFalse(report.activity_ids)
        self.assertEqual(report.decided_by_id, self.users["hr"])

    def test_report_that_nobody_could_read_is_refused(self):
        for role in ("manager", "hr"):
            self.users[role].active = False
        for name in ("cs_base.group_cs_base_manager", "hr.group_hr_manager"):
            others = self.env.ref(name).all_user_ids.filtered(
                lambda user: self.company in user.company_ids
            )
            others.write({"company_ids": [Command.unlink(self.company.id)]})
        with self.assertRaisesRegex(UserError, "can take this report"):
            self._report()

    def test_day_stays_refused_until_the_report_is_dismissed(self):
        report = self._report().with_user(self.users["hr"])
        for role in ("clerk", "manager"):
            day = self.day.with_user(self.users[role])
            with self.subTest(role=role), self.assertRaisesRegex(UserError, "dismissed"):
                day.action_find_as_planned()
            with self.subTest(role=role), self.assertRaisesRegex(UserError, "dismissed"):
                day._record_finding("deviated", "Only late")
        report.decision_note = "The dealer took it back"
        report.action_dismiss()
        self.day.with_user(self.users["clerk"]).action_find_as_planned()
        self.assertTrue(self.day.is_reimbursable)

    def test_further_dealer_makes_a_further_report(self):
        first = self._report()
        self.assertTrue(self._report(role="clerk2") - first)

    def test_decision_is_written_down(self):
        report = self._report()
        with self.assertRaisesRegex(UserError, "decision"):
            report.with_user(self.users["hr"]).action_confirm()

    def test_reporter_does_not_decide(self):
        report = self._report(role="manager").with_user(self.users["manager"])
        self.assertFalse(report.can_decide)
        report.decision_note = "True"
        with self.assertRaisesRegex(UserError, "yourself"):
            report.action_confirm()

    def test_only_the_decision_is_written_and_only_until_it_is_taken(self):
        report = self._report().with_user(self.users["manager"])
        for name, value in (
            ("state", "dismissed"), ("description", "Nothing"), ("day_id", self.day.id),
            ("barred_user_ids", [(5,)]), ("reported_by_id", False), ("evidence_ids", [(5,)]),
            ("decided_by_id", self.users["hr"].id), ("partner_id", False),
        ):  # fmt: skip
            with self.subTest(field=name), self.assertRaises(AccessError):
                report.write({name: value})
        report.write({"penalty": "warning", "penalty_note": "First time", "decision_note": "Yes"})
        report.action_confirm()
        self.assertEqual((report.state, report.penalty), ("confirmed", "warning"))
        with self.assertRaises(UserError):
            report.penalty = "none"
        with self.assertRaises(UserError):
            report.action_dismiss()

    def test_nobody_makes_or_deletes_a_report_by_hand(self):
        report = self._report()
        values = {"day_id": self.day.id, "description": "X", "reported_by_id": self.env.uid}
        for role, user in self.users.items():
            with self.subTest(role=role), self.assertRaises(AccessError):
                report.with_user(user).create(values)
            with self.subTest(role=role), self.assertRaises(AccessError):
                report.with_user(user).unlink()
        with self.assertRaises(AccessError):
            report.create(values)

    def test_evidence_of_a_report_is_not_its_reporters_any_more(self):
        file = self._evidence()
        self._report(evidence_ids=[(4, file.id)])
        with self.assertRaises(AccessError):
            file.read(["raw"])
        for role in ("manager", "hr"):
            self.assertEqual(file.with_user(self.users[role]).raw, b"seen")
            with self.subTest(role=role), self.assertRaises(AccessError):
                file.with_user(self.users[role]).unlink()
