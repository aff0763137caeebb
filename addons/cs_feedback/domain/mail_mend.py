"""Puts right what mail clients get wrong: charsets that lie, headers that break their reader.

Clients in China declare GB2312 and send GBK or GB18030, declare nothing, or declare what no
computer knows. What can be read as it says is left as it is.
"""

import base64
import binascii
import quopri
import re

CHINESE = frozenset(
    {
        "gb2312", "gb_2312-80", "csgb2312", "gb2312-80", "euc-cn", "gbk", "x-gbk", "cp936",
        "ms936", "936", "windows-936", "gb18030", "gb-18030", "gb", "x-euc-cn",
    }
)  # fmt: skip
WESTERN = frozenset({"iso-8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "iso8859-1"})
MAIN_TYPES = frozenset({"text", "multipart", "message", "application", "image", "audio", "video"})
ADDRESSES = frozenset({"from", "to", "cc", "reply-to", "delivered-to", "sender", "return-path"})
HEADERS = ADDRESSES | {"subject"}
WORD = r"=\?([^?\s]+)\?([bBqQ])\?([^?]*)\?="
WORDS = re.compile(rf"{WORD}(?:\s+=\?[^?\s]+\?[bBqQ]\?[^?]*\?=)*")
ADDRESS = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
HAN = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


def best_charset(content, label=None):
    """The charset in which the bytes are text, that of the label if it may be believed."""
    label = (label or "").strip("'\" ").lower()
    is_ascii = not any(byte > 127 for byte in content)
    if not is_ascii and label not in ("utf-8", "utf8") and _is_chinese_utf8(content):
        return "utf-8"
    if label in CHINESE:
        return "gb18030"
    if label in WESTERN and _looks_like_gb2312(content):
        return "gb18030"
    for charset in (label, "utf-8", "gb18030"):
        if charset and _reads(content, charset):
            return charset
    return label if _is_known(label) else "utf-8"


def mend(message):
    """Mend headers and texts of an ``EmailMessage`` in place."""
    _mend_headers(message)
    for part in message.walk():
        if part.get_content_maintype() not in MAIN_TYPES:
            _set_type(part, "application/octet-stream")
        elif part.get_content_maintype() == "text":
            _mend_text(part)


def _is_known(charset):
    try:
        "".encode(charset)
    except (LookupError, ValueError):
        return False
    return bool(charset)


def _reads(content, charset):
    try:
        content.decode(charset)
    except (LookupError, UnicodeError, ValueError):
        return False
    return True


def _is_chinese_utf8(content):
    try:
        return bool(HAN.search(content.decode("utf-8")))
    except UnicodeError:
        return False


def _looks_like_gb2312(content):
    """Whether all that is not ASCII comes in pairs of the GB2312 table, four bytes at least."""
    runs = re.findall(rb"[\x80-\xff]+", content)
    return (
        sum(map(len, runs)) >= 4
        and all(len(run) % 2 == 0 and min(run) >= 0xA1 for run in runs)
        and _reads(content, "gb2312")
    )


def _is_file(part):
    return bool(part.get_filename() or part.get_content_disposition() == "attachment")


def _set_type(part, content_type):
    name = part.get_filename()
    del part["Content-Type"]
    part["Content-Type"] = content_type
    if name:
        part.set_param("name", name)


def _mend_text(part):
    content = part.get_payload(decode=True) or b""
    label = part.get_content_charset()
    charset = best_charset(content, label)
    is_wide = charset.startswith(("utf-16", "utf_16", "utf-32", "utf_32"))
    has_null = b"\0" in content and not is_wide and not _is_file(part)
    is_plain = label is None and _reads(content, "ascii")
    is_same = label and _is_known(label) and charset == label.lower()
    if (is_plain or is_same) and not has_null:
        return
    if has_null:
        # the database takes no NUL
        part.set_payload(base64.encodebytes(content.replace(b"\0", b"")).decode())
        del part["Content-Transfer-Encoding"]
        part["Content-Transfer-Encoding"] = "base64"
    if not part.get("Content-Type"):
        _set_type(part, "text/plain")
    part.set_param("charset", charset)


def _mend_headers(message):
    for name, raw in list(message.raw_items()):
        if name.lower() not in HEADERS:
            continue
        value = _mend_value(str(raw))
        if value != raw:
            _replace(message, name, value)
        try:
            str(message[name])
        except Exception:  # Python's own reader stumbles over some forged headers
            _replace(message, name, _bare(name, value))


def _mend_value(raw):
    value = re.sub(r"[\r\n]+\s*", " ", raw).replace("\0", "")
    if any("\udc80" <= character <= "\udcff" for character in value):
        content = value.encode("utf-8", "surrogateescape")
        value = content.decode(best_charset(content), "replace")
    value = WORDS.sub(_mend_words, value)
    return raw if value == re.sub(r"[\r\n]+\s*", " ", raw) else value


def _mend_words(match):
    """Encoded words anew in UTF-8 where their own label does not read them."""
    words = [(c.lower(), _decode_word(e.lower(), t)) for c, e, t in re.findall(WORD, match[0])]
    if all(charset not in CHINESE and _reads(text, charset) for charset, text in words):
        return match[0]
    joined = []
    for charset, text in words:
        # a client may cut one character into two words
        if joined and joined[-1][0] == charset:
            joined[-1][1] += text
        else:
            joined.append([charset, text])
    text = "".join(text.decode(best_charset(text, charset), "replace") for charset, text in joined)
    return f"=?utf-8?b?{base64.b64encode(text.encode()).decode()}?="


def _decode_word(encoding, text):
    content = text.encode("ascii", "replace")
    if encoding == "q":
        return quopri.decodestring(content.replace(b"_", b" "))
    try:
        return base64.b64decode(content + b"=" * (-len(content) % 4))
    except binascii.Error:
        return content


def _bare(name, value):
    if name.lower() in ADDRESSES:
        return ", ".join(ADDRESS.findall(value))
    return re.sub(r"[^\w\s.,:;!?/\[\]()-]", " ", value)


def _replace(message, name, value):
    try:
        message.replace_header(name, value)
    except Exception:  # as above
        del message[name]
