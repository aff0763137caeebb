"""The check of the translations finds what is missing, uncertain, spoilt or left over."""

import unittest

import polib

from cs_tool.inside.terms import compare


def _catalogue(**entries):
    catalogue = polib.POFile()
    for msgid, msgstr in entries.items():
        catalogue.append(polib.POEntry(msgid=msgid.replace("_", " "), msgstr=msgstr))
    return catalogue


class TestCompare(unittest.TestCase):
    def assert_complains(self, text, terms, translation):
        complaints = compare(terms, translation)
        self.assertEqual(len(complaints), 1, complaints)
        self.assertIn(text, complaints[0])

    def test_translated_terms_are_no_complaint(self):
        self.assertEqual(compare(_catalogue(Return=""), _catalogue(Return="退货")), [])

    def test_missing_and_empty_translations(self):
        self.assert_complains("not translated", _catalogue(Return=""), _catalogue())
        self.assert_complains("not translated", _catalogue(Return=""), _catalogue(Return=""))

    def test_uncertain_translation(self):
        translation = _catalogue(Return="退货")
        translation[0].flags.append("fuzzy")
        self.assert_complains("uncertain", _catalogue(Return=""), translation)

    def test_left_over_translation(self):
        self.assert_complains("no longer used", _catalogue(), _catalogue(Return="退货"))

    def test_placeholders_and_tags_are_kept(self):
        for msgid, good, bad in (
            ("%(count)s days", "%(count)s 天", "%(number)s 天"),
            ("see <b>%s</b>", "见 <b>%s</b>", "见 %s"),
            ("{{ object.name }}", "{{ object.name }}", "{{ object }}"),
        ):
            with self.subTest(msgid):
                self.assertEqual(
                    compare(_catalogue(**{msgid: ""}), _catalogue(**{msgid: good})), []
                )
                terms, translation = _catalogue(**{msgid: ""}), _catalogue(**{msgid: bad})
                self.assert_complains("other placeholders", terms, translation)
