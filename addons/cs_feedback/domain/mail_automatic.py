"""Whether nobody wrote an e-mail: out of office, automatic replies, reports of mail servers."""

import re

FLAGS = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-AutoReply-From", "X-Mail-Autoreply")
PRECEDENCE = frozenset({"auto_reply", "bulk", "junk"})
SERVERS = frozenset({"mailer-daemon", "postmaster", "mail-daemon"})
SUBJECT = re.compile(
    r"^\s*(自动回复|自動回覆|自动答复|系统退信|假期自动回复"
    r"|auto(matic)?[ -]?reply|autoreply|auto[ -]?response"
    r"|automatische antwort|abwesenheitsnotiz|réponse automatique|out of (the )?office"
    r"|undeliver(able|ed)( mail)?|delivery status notification)\s*([:：(（]|$)",
    re.IGNORECASE,
)


def is_automatic(message, sender, subject):
    """:param sender: the bare address"""
    if str(message.get("Auto-Submitted") or "no").split(";")[0].strip().lower() != "no":
        return True
    if any(message.get(name) for name in FLAGS):
        return True
    if str(message.get("Precedence") or "").strip().lower() in PRECEDENCE:
        return True
    if str(message.get("Return-Path") or "").strip() == "<>":
        return True
    if (sender or "").partition("@")[0].lower() in SERVERS:
        return True
    return bool(SUBJECT.match(subject or ""))
