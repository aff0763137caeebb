"""E-mails as clients in use write them, byte for byte; only what they say is invented.

``{to}`` and ``{references}`` are filled in by the test; texts are encoded as each client does it.
"""

import base64
import zlib


def b64(text, charset):
    return base64.encodebytes(text.encode(charset)).decode()


def mark(*texts):
    """The same for the same texts."""
    return zlib.crc32("".join(texts).encode())


def word(text, charset, label=None):
    encoded = base64.b64encode(text.encode(charset)).decode()
    return f"=?{label or charset}?B?{encoded}?="


SENDER = "dealer@example.com"


def qq_mail(to, text, subject="鱼饵受潮了", references="", sender=SENDER):
    """QQ Mail in a browser: GB18030, HTML beside plain text, the answered mail below a line."""
    below = (
        '<div><br></div><div style="font-size: 12px">------------------&nbsp;原始邮件&nbsp;'
        '------------------</div><div><b>发件人:</b> "客服"</div><div><b>主题:</b> 上一封</div>'
        "<div>旧的内容</div>"
    )
    plain = f"{text}\n\n\n------------------ 原始邮件 ------------------\n旧的内容\n"
    reply = f"References: {references}\nIn-Reply-To: {references}\n" if references else ""
    return (
        f"From: {word('湖边渔具', 'gb18030')} <{sender}>\nTo: {word('客服', 'gb18030')} <{to}>\n"
        f"Subject: {word(subject, 'gb18030')}\n{reply}Mime-Version: 1.0\n"
        'Content-Type: multipart/alternative;\n boundary="----=_NextPart_66A1"\n'
        "Content-Transfer-Encoding: 8Bit\nDate: Mon, 2 Mar 2026 09:30:11 +0800\nX-Priority: 3\n"
        f"Message-ID: <tencent_{mark(to, text, subject)}@qq.com>\n"
        "X-QQ-MIME: TCMime 1.0 by Tencent\nX-Mailer: QQMail 2.x\n\n"
        "This is a multi-part message in MIME format.\n\n------=_NextPart_66A1\n"
        'Content-Type: text/plain;\n charset="gb18030"\nContent-Transfer-Encoding: base64\n\n'
        f"{b64(plain, 'gb18030')}\n------=_NextPart_66A1\n"
        'Content-Type: text/html;\n charset="gb18030"\nContent-Transfer-Encoding: base64\n\n'
        f"{b64(f'<div>{text}</div>{below}', 'gb18030')}\n------=_NextPart_66A1--\n"
    ).encode("ascii")


def netease(to, text):
    """163 in a browser: GBK that is written as such, HTML with its own quotation."""
    html = (
        f'<div style="line-height:1.7">{text}</div><br><div style="position:relative;zoom:1"></div>'
        '<div id="divNeteaseMailCard"></div><br>'
        'At 2026-03-01 10:00:00, "客服" &lt;a@b.cn&gt; wrote:<br>'
        '<blockquote id="isReplyContent" style="PADDING-LEFT: 1ex">旧的内容</blockquote>'
    )
    return (
        f"From: {word('湖边渔具', 'gbk')}<{SENDER}>\nTo: {to}\nSubject: {word('包装破损', 'gbk')}\n"
        "X-Mailer: Coremail Webmail Server Version XT5.0.14\nMIME-Version: 1.0\n"
        "Date: Mon, 2 Mar 2026 09:30:11 +0800 (CST)\nMessage-ID: <5c1.7e2.18e@example.com>\n"
        "Content-Type: text/html; charset=GBK\nContent-Transfer-Encoding: base64\n\n"
        f"{b64(html, 'gbk')}"
    ).encode("ascii")


def outlook(to, text, subject="Late delivery"):
    """Outlook: a line and the head of the answered mail, UTF-8, many headers of Exchange."""
    html = (
        "<html><head><style>p.MsoNormal{margin:0}</style></head><body lang=ZH-CN>"
        f"<div><p class=MsoNormal>{text}<o:p></o:p></p><div style='border:none;border-top:solid "
        "#E1E1E1 1.0pt'><p class=MsoNormal><b>From:</b> Service &lt;a@b.cn&gt;<br><b>Sent:</b> "
        "Sunday, March 1, 2026 10:00<br><b>To:</b> Lakeside<br><b>Subject:</b> RE: order</p></div>"
        "<p class=MsoNormal>old words</p></div></body></html>"
    )
    return (
        f"From: Lakeside Tackle <{SENDER}>\nTo: Service <{to}>\nSubject: {subject}\n"
        "Thread-Topic: order\nThread-Index: AdqX==\nDate: Mon, 2 Mar 2026 01:30:11 +0000\n"
        f"Message-ID: <TYZPR{mark(text)}@TYZPR01.apcprd01.prod.outlook.com>\n"
        "X-MS-Has-Attach:\nX-Auto-Response-Suppress: DR, OOF, AutoReply\nMIME-Version: 1.0\n"
        'Content-Type: text/html; charset="utf-8"\nContent-Transfer-Encoding: base64\n\n'
        f"{b64(html, 'utf-8')}"
    ).encode("ascii")


def foxmail(to, text):
    """Foxmail: declares GB2312 and writes what GB2312 does not have."""
    body = (
        f"{text}\r\n\r\n\r\n\r\nzhou@example.com\r\n \r\n发件人： 客服\r\n"
        "发送时间： 2026-03-01 10:00\r\n收件人： 湖边渔具\r\n主题： 回复: 订单\r\n旧的内容\r\n"
    )
    return (
        f"Date: Mon, 2 Mar 2026 09:30:11 +0800\nFrom: {word('周镕', 'gbk', 'gb2312')} <{SENDER}>\n"
        f"To: {to}\nSubject: {word('喆字牌鱼饵', 'gbk', 'gb2312')}\nX-Mailer: Foxmail 7.2.25\n"
        "Mime-Version: 1.0\nMessage-ID: <2026030209301112345@example.com>\n"
        'Content-Type: text/plain;\n\tcharset="gb2312"\nContent-Transfer-Encoding: base64\n\n'
        f"{b64(body, 'gbk')}"
    ).encode("ascii")


def iphone(to, text):
    """Mail on an iPhone: UTF-8 with quotation marks before each line."""
    quoted = "> 在 2026年3月1日，10:00，客服 <a@b.cn> 写道：\n> \n> 旧的内容\n"
    body = f"{text}\n\n发自我的iPhone\n\n{quoted}"
    return (
        f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n"
        f"From: {word('湖边', 'utf-8')} <{SENDER}>\nMime-Version: 1.0 (1.0)\n"
        f"Subject: {word('少了两包', 'utf-8')}\nDate: Mon, 2 Mar 2026 09:30:11 +0800\n"
        f"Message-Id: <8F3A1C22-0001@example.com>\nTo: {to}\nX-Mailer: iPhone Mail (22B91)\n\n"
        f"{b64(body, 'utf-8')}"
    ).encode("ascii")


def gmail(to, text, subject="Wet bait", cc=""):
    """Gmail: both forms, the quotation in a class of its own and its head over two lines."""
    plain = (
        f"{text}\r\n\r\nOn Sun, Mar 1, 2026 at 10:00 AM Customer Service of Bait Works\r\n"
        "<a@b.cn> wrote:\r\n\r\n> old words\r\n>\r\n"
    )
    html = (
        f'<div dir="ltr">{text}</div><br><div class="gmail_quote gmail_quote_container">'
        '<div dir="ltr" class="gmail_attr">On Sun, Mar 1, 2026 at 10:00 AM Service wrote:<br></div>'
        '<blockquote class="gmail_quote">old words</blockquote></div>'
    )
    copy = f"Cc: {cc}\n" if cc else ""
    return (
        f"MIME-Version: 1.0\nFrom: Lake Side <{SENDER}>\nDate: Mon, 2 Mar 2026 09:30:11 +0800\n"
        f"Message-ID: <CAF{mark(text, subject)}@mail.gmail.com>\nSubject: {subject}\nTo: {to}\n{copy}"
        'Content-Type: multipart/alternative; boundary="0000000000a1"\n\n--0000000000a1\n'
        'Content-Type: text/plain; charset="UTF-8"\nContent-Transfer-Encoding: base64\n\n'
        f"{b64(plain, 'utf-8')}\n--0000000000a1\n"
        'Content-Type: text/html; charset="UTF-8"\nContent-Transfer-Encoding: base64\n\n'
        f"{b64(html, 'utf-8')}\n--0000000000a1--\n"
    ).encode("ascii")


def plain(to, text="Hello", headers="", sender=SENDER, subject="Hello", charset="utf-8", key="p"):
    """The least that is an e-mail."""
    head = f"From: {sender}\nTo: {to}\nSubject: {subject}\n"
    head += f"Message-Id: <{key}@example.com>\n{headers}"
    head += f"Content-Type: text/plain; charset={charset}\n\n"
    return head.encode() + text.encode("utf-8" if charset == "utf-8" else "gb18030")


def with_files(to, *files, subject="With files", text="See the files"):
    """``files``: triples of name, type and bytes."""
    parts = [f"--BB\nContent-Type: text/plain; charset=utf-8\n\n{text}\n".encode()]
    for name, kind, content in files:
        head = (
            f'--BB\nContent-Type: {kind}; name="{name}"\nContent-Transfer-Encoding: base64\n'
            f'Content-Disposition: attachment; filename="{name}"\n\n'
        )
        parts.append(head.encode() + base64.encodebytes(content))
    head = (
        f"From: {SENDER}\nTo: {to}\nSubject: {subject}\nMessage-Id: <files-{len(files)}@example.com>\n"
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=BB\n\n"
    )
    return head.encode() + b"\n".join(parts) + b"\n--BB--\n"


def bounce(sender, message_id, address):
    """A report of a mail server: the mail to this address did not arrive."""
    return (
        f"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.com\nTo: {sender}\n"
        "Subject: Undelivered Mail Returned to Sender\nMessage-Id: <bounce-1@mx.example.com>\n"
        "MIME-Version: 1.0\nAuto-Submitted: auto-replied\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="RR"\n\n'
        "--RR\nContent-Type: text/plain; charset=us-ascii\n\nI could not deliver it.\n\n"
        "--RR\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\n"
        f"Final-Recipient: rfc822; {address}\nAction: failed\nStatus: 5.1.1\n\n"
        f"--RR\nContent-Type: message/rfc822\n\nFrom: {sender}\nTo: {address}\n"
        f"Message-Id: {message_id}\nSubject: x\n\nbody\n--RR--\n"
    ).encode()
