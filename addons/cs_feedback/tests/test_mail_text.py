from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st

from odoo.addons.cs_feedback.domain.mail_mend import best_charset
from odoo.addons.cs_feedback.domain.mail_text import written

QUOTES = {
    "Chinese Outlook": "Hello<br>-----邮件原件-----<br>发件人: a<br>old",
    "QQ on a phone": "<div>Hello</div><div>---原始邮件---</div><div>old</div>",
    "163 on a phone": "<div>Hello</div><div>---- 回复的原邮件 ----</div><p>old</p>",
    "Apple": "<div>Hello</div><blockquote type='cite'>old</blockquote>",
    "German": "<p>Hello</p><p>Am 01.03.2026 um 10:00 schrieb Service:</p><p>old</p>",
    "French": "<p>Hello</p><p>Le dim. 1 mars 2026 à 10:00, Service a écrit :</p><p>old</p>",
    "Outlook on the web": f"<p>Hello</p><p>{'_' * 32}</p><p>发件人: a</p><p>old</p>",
    "below": "<pre>&gt; old\n&gt; old\nHello</pre>",
}
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=4, max_size=40)


class TestMailText(TestCase):
    """What was written is told from what the client put below it."""

    def test_history_is_left_out(self):
        for client, body in QUOTES.items():
            with self.subTest(client=client):
                self.assertEqual(written(body), "Hello")

    def test_paragraphs_stay_apart(self):
        self.assertEqual(written("<p>a</p><p>b<br>c</p><ul><li>d</li></ul>"), "a\nb\nc\nd")

    def test_sentences_that_only_look_alike_stay(self):
        for text in ("On Monday my wife wrote: no.", "From: us, with love", "To: be or not"):
            self.assertEqual(written(f"<p>{text}</p>"), text)

    def test_scripts_and_styles_are_no_words(self):
        self.assertEqual(written("<style>p{}</style><script>x()</script><p>a</p>"), "a")

    def test_nothing_is_nothing(self):
        for body in (None, "", "  ", "<p></p>", "<!-- x -->", "<br>"):
            self.assertEqual(written(body), "")

    @given(HAN, st.sampled_from(["gb18030", "gbk", "utf-8"]), st.sampled_from(["", "gb2312", "x"]))
    def test_chinese_is_read_in_whatever_it_was_written(self, text, charset, label):
        content = text.encode(charset)
        if charset != "utf-8" and best_charset(content, label) == "utf-8":
            # a few bytes may be both; then they must at least be text
            content.decode("utf-8")
        else:
            self.assertEqual(content.decode(best_charset(content, label)), text)
