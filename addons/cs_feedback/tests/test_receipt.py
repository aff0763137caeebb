import io
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from odoo.addons.cs_feedback.domain.jpeg import without_metadata
from odoo.addons.cs_feedback.domain.receipt import ALPHABET, LENGTH, in_groups, new_code, normalise


class TestReceipt(TestCase):
    """A code is hard to guess and easy to type."""

    def test_code_has_at_least_80_bits(self):
        self.assertGreaterEqual(len(ALPHABET) ** LENGTH, 2**80)
        codes = {new_code() for _number in range(1000)}
        self.assertEqual(len(codes), 1000)
        self.assertEqual(set("".join(codes)), set(ALPHABET))

    def test_code_is_read_as_people_type_it(self):
        code = "0123456789ABCDEFGHJK"
        for text in (
            in_groups(code), in_groups(code).lower(), " ".join(code), "O1234567 89abcdefghjk",
            "０１２３４５６７８９ＡＢＣＤＥＦＧＨＪＫ", "OI23-4567-89AB-CDEF-GHJK",
            "0123—4567—89AB—CDEF—GHJK",
        ):  # fmt: skip
            self.assertEqual(normalise(text), code, text)

    def test_what_is_no_code_is_none(self):
        for text in (
            None,
            "",
            "0123",
            "U" * LENGTH,
            "0" * (LENGTH + 1),
            "x" * 10000,
            "测" * LENGTH,
        ):
            self.assertEqual(normalise(text), "", text)

    @given(st.text())
    def test_any_text_is_a_code_or_nothing(self, text):
        code = normalise(text)
        self.assertTrue(not code or (len(code) == LENGTH and set(code) <= set(ALPHABET)))


class TestJpeg(TestCase):
    """A JPEG loses what tells of its origin and keeps its image."""

    def _jpeg(self, **options):
        image = Image.effect_noise((64, 64), 50).convert("RGB")
        exif = Image.Exif()
        exif[0x010F] = "Secret Camera"
        output = io.BytesIO()
        image.save(output, "JPEG", exif=exif, comment=b"Li Wei", **options)
        return output.getvalue() + b"trailer of Li Wei"

    def test_metadata_goes_and_the_image_stays(self):
        for options in ({}, {"progressive": True}, {"quality": 10}):
            content = self._jpeg(**options)
            cleaned = without_metadata(content)
            for word in (b"Secret", b"Li Wei", b"Exif"):
                self.assertIn(word, content)
                self.assertNotIn(word, cleaned)
            pixels = [Image.open(io.BytesIO(data)).tobytes() for data in (content, cleaned)]
            self.assertEqual(*pixels)

    def test_damaged_images_are_refused(self):
        content = self._jpeg()
        for data in (b"", b"GIF89a", content[:20], content[:200], content[:-500]):
            with self.assertRaises((ValueError, IndexError)):
                without_metadata(data)
