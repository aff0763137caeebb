import base64
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tools import mute_logger

from . import mails
from .intake_common import IntakeCommon

CLIENTS = {
    "QQ Mail": (mails.qq_mail, "鱼饵受潮了"),
    "163": (mails.netease, "包装破损"),
    "Outlook": (mails.outlook, "Late delivery"),
    "Foxmail": (mails.foxmail, "喆字牌鱼饵"),
    "iPhone": (mails.iphone, "少了两包"),
    "Gmail": (mails.gmail, "Wet bait"),
}


class TestMailIntake(IntakeCommon):
    """What customers write to a mailbox becomes a case that reads as they wrote it (S-06)."""

    def test_mail_of_each_client_becomes_a_case_in_plain_words(self):
        for client, (write, subject) in CLIENTS.items():
            with self.subTest(client=client):
                text = f"三箱都湿了，请处理。{client}"
                case = self._received_at_once(write(self.address, text))
                self.assertEqual(case.subject, subject)
                self.assertEqual((case.channel, case.partner_id), ("email", self.dealer))
                self.assertEqual((case.company_id, case.team_id), (self.company, self.office))
                self.assertIn(text, case.description)
                for old in (
                    "旧的内容",
                    "old words",
                    "原始邮件",
                    "wrote",
                    "写道",
                    "发件人",
                    "From:",
                ):
                    self.assertNotIn(old, case.description)
                self.assertIn(text, self._bodies(case))
                self.assertNotIn("�", case.description + case.subject)

    def test_unknown_sender_is_kept_by_name_and_address(self):
        self.mailbox.team_id = self.office
        case = self._received_at_once(
            mails.plain(self.address, sender="=?utf-8?B?546L5LqU?= <Angler@QQ.com>")
        )
        self.assertFalse(case.partner_id)
        self.assertEqual((case.contact_name, case.email_from), ("王五", "angler@qq.com"))
        self.assertEqual(case.team_id, self.office, "that of the mailbox")

    def test_archived_contacts_and_those_of_other_companies_are_not_the_sender(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.dealer.active = False
        self.env["res.partner"].create(
            {"name": "Elsewhere", "email": mails.SENDER, "company_id": other.id}
        )
        case = self._received_at_once(mails.plain(self.address))
        self.assertFalse(case.partner_id)

    def test_colleague_who_passes_a_mail_on_neither_is_the_customer_nor_answers(self):
        clerk = self.users["clerk"]
        clerk.email = "clerk@bait.example.com"
        case = self._received_at_once(mails.plain(self.address, sender="clerk@bait.example.com"))
        self.assertFalse(case.partner_id)
        self.assertFalse(case.answered_at)

    def test_mailbox_says_company_office_and_type(self):
        kind = self.env.ref("cs_feedback.cs_feedback_type_delivery")
        self._create_mailbox("delivery", type_id=kind.id, team_id=self.region.id)
        case = self._received_at_once(
            mails.plain("delivery@bait.example.com", sender="a@qq.com", key="d")
        )
        self.assertEqual((case.type_id, case.team_id), (kind, self.region))

    def test_files_are_kept_and_disguised_ones_are_harmless(self):
        picture = base64.b64decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
        )
        case = self._received_at_once(
            mails.with_files(
                self.address,
                ("photo.png", "image/png", picture),
                ("photo.jpg", "image/jpeg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
                ("page.html", "text/html", b"<html><script>alert(1)</script></html>"),
                ("model.step", "model/step", b"ISO-10303-21;"),
            )
        )
        files = {file.name: file for file in case.evidence_ids}
        self.assertEqual(set(files), {"photo.png", "photo.jpg", "page.html", "model.step"})
        self.assertEqual(files["photo.png"].mimetype, "image/png")
        self.assertEqual(files["photo.jpg"].mimetype, "image/jpeg", "no browser runs it")
        self.assertEqual(files["page.html"].mimetype, "text/plain")

    def test_twenty_megabytes_are_kept(self):
        content = b"\x89film" * (4 * 1024 * 1024)
        case = self._received_at_once(
            mails.with_files(self.address, ("film.mp4", "video/mp4", content))
        )
        self.assertEqual(case.evidence_ids.file_size, len(content))

    def test_script_in_a_mail_is_text(self):
        text = "<script>alert(1)</script><b>wet</b>"
        case = self._received_at_once(mails.plain(self.address, text, subject="=1+1"))
        self.assertNotIn("<script", self._bodies(case))
        self.assertIn("<script>", case.description, "plain text, escaped where it is shown")

    def test_same_mail_twice_is_one_case(self):
        content = mails.gmail(self.address, "Twice")
        self._received_at_once(content)
        self.assertFalse(self._receive(content))
        self.assertFalse(self.arrived)

    def test_several_of_our_mailboxes_in_one_mail_are_one_case(self):
        other = self._create_mailbox("hangzhou")
        case = self._received_at_once(
            mails.gmail("hangzhou@bait.example.com", "Hello", cc=self.address)
        )
        self.assertEqual(case.mailbox_id, other, "the one that was written to")


class TestBrokenMails(IntakeCommon):
    """What clients get wrong ends in a case all the same."""

    def test_text_in_another_charset_than_it_says(self):
        for key, (label, charset) in enumerate(
            (
                ("us-ascii", "gb18030"), ("iso-8859-1", "gb2312"), ("gb2312", "utf-8"),
                ("x-unknown", "gb18030"), ("x-gbk", "gbk"), ("utf-8", "gb18030"),
            )
        ):  # fmt: skip
            with self.subTest(label=label, charset=charset):
                head = mails.plain(self.address, "", charset=label, key=f"c{key}")
                case = self._received_at_once(head + "鱼饵受潮了".encode(charset))
                self.assertEqual(case.description, "鱼饵受潮了")

    def test_western_text_stays_western(self):
        head = mails.plain(self.address, "", charset="iso-8859-1")
        case = self._received_at_once(head + "Été à la pêche, déjà".encode("latin-1"))
        self.assertEqual(case.description, "Été à la pêche, déjà")

    def test_headers_in_raw_bytes(self):
        for key, charset in enumerate(("utf-8", "gb18030")):
            content = (
                b"From: \"" + "王五".encode(charset) + b"\" <w@qq.com>\nTo: "
                + self.address.encode() + b"\nSubject: " + "包装破损".encode(charset)
                + f"\nMessage-Id: <raw{key}@qq.com>\n\nhello".encode()
            )  # fmt: skip
            case = self._received_at_once(content)
            self.assertEqual((case.subject, case.contact_name), ("包装破损", "王五"))

    def test_character_that_is_cut_into_two_words(self):
        raw = "鱼饵".encode()
        words = " ".join(
            f"=?utf-8?B?{base64.b64encode(part).decode()}?=" for part in (raw[:4], raw[4:])
        )
        case = self._received_at_once(mails.plain(self.address, subject=words))
        self.assertEqual(case.subject, "鱼饵")

    def test_no_subject_no_text_no_sender_no_date(self):
        empty = f"To: {self.address}\n\n".encode()
        case = self._received_at_once(empty)
        self.assertEqual((case.subject, case.description), ("No subject", False))
        self.assertFalse(case.answered_at)
        case = self._received_at_once(
            f"From: a@qq.com\nTo: {self.address}\nDate: yesterday\nMessage-Id: <nos@qq.com>\n"
            "Subject: \n\nFirst line\nSecond".encode()
        )
        self.assertEqual(case.subject, "First line")

    def test_only_history_is_kept_whole(self):
        text = "发件人： 客服\n发送时间： 2026-03-01\n收件人： 湖边\n主题： 订单\n旧的内容"
        case = self._received_at_once(mails.plain(self.address, text, subject="Hello"))
        self.assertIn("旧的内容", case.description)

    def test_forwarded_mail_keeps_what_is_forwarded(self):
        text = "请处理\n\n---------- Forwarded message ---------\n发件人: 渔友\n三箱都湿了"
        case = self._received_at_once(mails.plain(self.address, text, subject="Fwd: 投诉"))
        self.assertIn("三箱都湿了", case.description)

    def test_forged_heads_and_null_bytes(self):
        for number, head in enumerate(
            (
                "From: =?utf-8?Q?a=40b.cn=3E?= <c@qq.com>, ,,<>",
                'From: "<script>" <d@qq.com>',
                "From: group:;",
                "From: @@@",
                "Content-Type: ;;; \nFrom: e@qq.com",
                "Content-Transfer-Encoding: nonsense\nFrom: f@qq.com",
                "References: <><<>>\nFrom: g@qq.com",
            )
        ):
            with self.subTest(head=head):
                content = (
                    f"{head}\nTo: {self.address}\nSubject: x\nMessage-Id: <f{number}@qq.com>\n\n"
                )
                case = self._received_at_once(content.encode() + b"a\0b")
                self.assertEqual((case.subject, case.description), ("x", "ab"))

    def test_mail_that_nothing_reads_is_attached_to_a_case(self):
        content = mails.plain(self.address, key="unreadable")
        with patch.object(
            type(self.env["mail.thread"]),
            "_message_parse_extract_payload",
            side_effect=ValueError("unreadable"),
        ):
            case = self._receive(content)
        self.assertEqual(self.arrived, case)
        self.assertEqual(case.message_ids.attachment_ids.raw, content)
        self.assertEqual(case.email_from, mails.SENDER)


class TestAutomaticMails(IntakeCommon):
    """Machines make no case and move no clock, and what they sent is noted."""

    def _waiting(self):
        with freeze_time("2026-03-02 00:00:00"):
            case = self._received_at_once(mails.gmail(self.address, "Wet"))
            self._dialog(case, "clerk", "wait", "Which lot?")
        return case

    def _automatic(self, case):
        reference = case.message_ids[0].message_id
        reply = f"References: {reference}\nIn-Reply-To: {reference}\n"
        return (
            f"Auto-Submitted: auto-replied\n{reply}",
            f"X-Autoreply: yes\n{reply}",
            f"Precedence: auto_reply\n{reply}",
            f"Return-Path: <>\n{reply}",
        )

    def test_they_stop_no_clock_of_a_waiting_case(self):
        case = self._waiting()
        for number, headers in enumerate(self._automatic(case)):
            self._receive(mails.plain(self.address, "I am away", headers, key=f"auto{number}"))
            self.assertFalse(self.arrived)
            self.assertEqual(case.state, "waiting")
        self.assertEqual(self._bodies(case).count("I am away"), 4)
        for subject in ("自动回复：鱼饵", "Automatic reply: Wet", "Out of Office: x"):
            headers = f"In-Reply-To: {case.message_ids[-1].message_id}\n"
            self._receive(mails.plain(self.address, "x", headers, subject=subject, key=subject[:3]))
            self.assertEqual(case.state, "waiting")

    def test_they_make_no_case_and_are_noted_at_the_mailbox(self):
        self._receive(mails.plain(self.address, "Away till May", "Auto-Submitted: auto-replied\n"))
        self.assertFalse(self.arrived)
        self.assertIn("Away till May", self._bodies(self.mailbox))

    def test_human_mail_of_outlook_is_not_taken_for_automatic(self):
        self.assertTrue(self._received_at_once(mails.outlook(self.address, "自动回复太慢")))

    def test_our_own_mail_that_comes_back_is_a_loop(self):
        self._receive(mails.plain(self.address, sender=self.address))
        self._receive(mails.plain(self.address, sender="catchall@bait.example.com", key="q"))
        self.assertFalse(self.arrived)

    def test_sender_who_never_stops_is_told_so(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 3)
        with mute_logger("odoo.addons.mail.models.mail_mail"):
            for number in range(5):
                self._receive(mails.plain(self.address, sender="robot@qq.com", key=f"l{number}"))
        cases = self._all_cases().filtered(lambda case: case.email_from == "robot@qq.com")
        self.assertEqual(len(cases), 3)
        refusals = self.env["mail.mail"].search([("email_to", "ilike", "robot@qq.com")])
        self.assertEqual(len(refusals), 2)

    def test_bounce_of_an_answer_calls_somebody(self):
        case = self._waiting()
        answer = case.message_ids.filtered("subtype_id").sorted("id")[-1]
        state = case.state
        self._receive(mails.bounce("bounce@bait.example.com", answer.message_id, mails.SENDER))
        self.assertFalse(self.arrived)
        self.assertEqual(case.state, state)
        self.assertIn("did not reach", case.activity_ids.mapped("summary")[-1])


class TestReplies(IntakeCommon):
    """A reply finds its case, by its references or by the number in the subject."""

    def _case(self):
        return self._received_at_once(mails.gmail(self.address, "Wet"))

    def _reply(self, subject, sender=mails.SENDER, headers="", key="reply", to=None):
        return self._receive(
            mails.plain(to or self.address, "Lot 7", headers, sender, subject, key=key)
        )

    def test_reply_with_references(self):
        case = self._case()
        self._dialog(case, "clerk", "wait", "Which lot?")
        question = case.message_ids.sorted("id")[-1]
        self._reply("Re: something", headers=f"References: {question.message_id}\n")
        self.assertFalse(self.arrived)
        self.assertEqual(case.state, "open", "the clock runs again")
        self.assertIn("Lot 7", self._bodies(case))

    def test_number_in_the_subject_is_enough_for_the_customer(self):
        case = self._case()
        for number, to in enumerate((self.address, "catchall@bait.example.com")):
            found = self._reply(f"答复: [{case.name}] Wet bait", key=f"n{number}", to=to)
            self.assertEqual(found, case)
            self.assertFalse(self.arrived)

    def test_colleague_of_the_customer_gets_in_too(self):
        case = self._case()
        self.env["res.partner"].create(
            {"name": "Mei", "email": "mei@example.com", "parent_id": self.dealer.id}
        )
        self.assertEqual(self._reply(f"[{case.name}]", sender="mei@example.com"), case)

    def test_number_alone_lets_no_stranger_in(self):
        case = self._case()
        count = len(case.message_ids)
        other = self._reply(f"Re: [{case.name}] Wet bait", sender="rival@example.com")
        self.assertEqual(self.arrived, other)
        self.assertEqual(len(case.message_ids), count)
        self.assertIn("not its customer", self._bodies(other))

    def test_number_of_a_merged_case_leads_to_the_other(self):
        first = self._case()
        main = self._create_case(subject="Wet again")
        self._as(main, "clerk")._merge(self._as(first, "clerk"))
        self.assertEqual(self._reply(f"Re: [{first.name}]"), main)

    def test_reply_on_a_cancelled_case_is_seen_by_somebody(self):
        case = self._case()
        self._dialog(case, "clerk", "cancel", "Not ours")
        self.assertEqual(self._reply(f"Re: [{case.name}]"), case)
        self.assertTrue(case.activity_ids)

    def test_answers_name_the_number_and_come_back_to_the_mailbox(self):
        case = self._case()
        with self.subTest("asked"):
            self._dialog(case, "clerk", "wait", "Which lot?")
            mail = self.env["mail.mail"].search(
                [("model", "=", case._name), ("res_id", "=", case.id)], order="id desc", limit=1
            )
            self.assertIn(self.address, mail.reply_to)
            self.assertIn(f"[{case.name}]", mail.subject)

    def test_customer_who_is_no_contact_gets_what_staff_answer_by_mail(self):
        case = self._received_at_once(mails.plain(self.address, sender="angler@qq.com"))
        clerk = self.users["clerk"]
        clerk.email = "clerk@bait.example.com"
        headers = f"References: {case.message_ids[-1].message_id}\n"
        self._reply("Re: Hello", "clerk@bait.example.com", headers)
        self.assertTrue(case.answered_at)
        answer = case.message_ids.sorted("id")[-1]
        self.assertIn("angler@qq.com", answer.outgoing_email_to or "")
