"""What somebody wrote in an e-mail, as plain text, without the history that the client put below."""

import re

from lxml import etree, html

LONGEST = 20_000
BLOCKS = frozenset(
    "address article aside blockquote center dd div dl dt footer form h1 h2 h3 h4 h5 h6 header hr "
    "li main ol p pre section table tbody td tfoot th thead tr ul".split()
)
UNSEEN = frozenset("script style head title meta link object iframe template noscript".split())
FORWARD = re.compile(r"^\s*(fwd?|fw|wg|tr|转发|轉寄|转寄|轉發)\s*[:：]", re.IGNORECASE)
TITLES = (
    "original", "original message", "original email", "forwarded message", "message d'origine",
    "ursprüngliche nachricht", "回复的原邮件", "回复的邮件",
    "原始邮件", "原邮件", "邮件原件", "原始郵件",
    "转发邮件", "转发邮件信息", "转发的消息",
)  # fmt: skip
RULE = re.compile(rf"^[\s>]*[-_—]{{2,}}\s*({'|'.join(TITLES)})\s*[-_—]{{2,}}\s*$", re.IGNORECASE)
WROTE = re.compile(
    r"^[\s>]*((在|於|于).{4,300}(写道|寫道|写到)|(on|at|le|am|el)\s.{4,300}(wrote|a écrit|schrieb\b.*"
    r"|escribió))\s*[:：]?\s*$",
    re.IGNORECASE,
)
SENDER = re.compile(r"^[\s>*]*(发件人|寄件者|寄件人|from|von|de)\s*\**\s*[:：]", re.IGNORECASE)
DETAIL = re.compile(
    r"^[\s>*]*(发送时间|发送日期|日期|时间|收件人|抄送|主题|寄件日期|收件者|主旨|sent|date|to|cc|subject"
    r"|gesendet|an|betreff|envoyé|à|objet)\s*\**\s*[:：]",
    re.IGNORECASE,
)
LINE = re.compile(r"^\s*_{10,}\s*$")


def written(body, subject=""):
    """The text that was written, and all of the text where that is only history.

    :param body: HTML
    """
    tree = _parse(body)
    if tree is None:
        return ""
    whole = _tidy(_lines(tree, with_quotes=True))
    if FORWARD.match(subject or ""):
        return whole[:LONGEST]
    return (_tidy(_cut(_lines(tree, with_quotes=False))) or whole)[:LONGEST]


def _parse(body):
    text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", str(body or "")).strip()
    if not text:
        return None
    try:
        return html.fragment_fromstring(text, create_parent="div")
    except (etree.ParserError, ValueError):
        return None


def _is_quote(node):
    if node.tag == "blockquote" or node.get("data-o-mail-quote"):
        return True
    marks = f"{node.get('class') or ''} {node.get('id') or ''}"
    return bool(re.search(r"gmail_quote|isReplyContent|divRplyFwdMsg|moz-cite", marks))


def _lines(tree, with_quotes):
    pieces = []
    _collect(tree, pieces, with_quotes, False)
    return "".join(pieces).replace("\xa0", " ").splitlines()


def _collect(node, pieces, with_quotes, is_pre):
    is_element = isinstance(node.tag, str)
    is_shown = is_element and node.tag not in UNSEEN and (with_quotes or not _is_quote(node))
    if is_shown:
        is_block = node.tag in BLOCKS
        is_pre = is_pre or node.tag == "pre"
        if node.tag == "br":
            pieces.append("\n")
        if is_block:
            _break(pieces)
        pieces.append(_words(node.text, is_pre))
        for child in node:
            _collect(child, pieces, with_quotes, is_pre)
            pieces.append(_words(child.tail, is_pre))
        if is_block:
            _break(pieces)
    elif is_element and node.tag in BLOCKS:
        _break(pieces)


def _break(pieces):
    if pieces and not "".join(pieces[-3:]).endswith("\n"):
        pieces.append("\n")


def _words(text, is_pre):
    return (text or "") if is_pre else re.sub(r"[ \t\r\n]+", " ", text or "")


def _cut(lines):
    for number, line in enumerate(lines):
        if RULE.match(line) or _begins_header(lines, number) or _begins_wrote(lines, number):
            return lines[:number]
    # answers may stand below what they answer
    return [line for line in lines if not line.lstrip().startswith(">")]


def _begins_wrote(lines, number):
    """Whether "On ... wrote:" begins here; clients break the line."""
    return any(
        WROTE.match(" ".join(part.strip() for part in lines[number : number + count]))
        for count in (1, 2, 3)
        if lines[number].strip()
    )


def _begins_header(lines, number):
    if LINE.match(lines[number]):
        following = [line for line in lines[number + 1 : number + 4] if line.strip()]
        return bool(following and SENDER.match(following[0]))
    if not SENDER.match(lines[number]):
        return False
    following = [line for line in lines[number + 1 : number + 10] if line.strip()][:4]
    return sum(bool(DETAIL.match(line)) for line in following) >= 2


def _tidy(lines):
    text = "\n".join(line.rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
