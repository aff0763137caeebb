"""Photos that come from outside: looked at, and drawn anew so that nothing travels in them."""

import io
import warnings

from PIL import Image, ImageOps

# Odoo keeps Pillow from loading the formats that it does not use itself
from PIL import WebPImagePlugin  # noqa: F401  isort: skip

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_SIDE = 2048
FORMATS = ("JPEG", "PNG", "WEBP")


class PhotoError(ValueError):
    """The bytes are no photo that is taken."""


def clean_photo(content):
    """The photo as a JPEG without metadata, upright, at most ``MAX_SIDE`` pixels a side.

    :raises PhotoError: not a JPEG, PNG or WEBP, damaged, or too large
    """
    image = ImageOps.exif_transpose(_open(content))
    image.thumbnail((MAX_SIDE, MAX_SIDE))
    canvas = image.convert("RGBA")
    flat = Image.new("RGB", canvas.size, "white")
    flat.paste(canvas, mask=canvas.getchannel("A"))
    return _save(flat, "JPEG", quality=85)


def check_photo(content):
    """:raises PhotoError: as above"""
    _open(content)


def clean_drawing(content, max_bytes=1024 * 1024):
    """A drawn signature as a PNG that keeps its transparency.

    :raises PhotoError: as above
    """
    image = _open(content, ("PNG", "JPEG"), max_bytes)
    image.thumbnail((1024, 512))
    return _save(image.convert("RGBA"), "PNG")


def _open(content, formats=FORMATS, max_bytes=MAX_BYTES):
    if not content or len(content) > max_bytes:
        raise PhotoError("size")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            Image.open(io.BytesIO(content), formats=formats).verify()
            image = Image.open(io.BytesIO(content), formats=formats)
            if image.width * image.height > MAX_PIXELS:
                raise PhotoError("pixels")
            image.load()
    # a forged file makes the decoders fail in many ways
    except Exception as error:
        raise PhotoError("content") from error
    return image


def _save(image, name, **options):
    output = io.BytesIO()
    image.save(output, name, **options)
    return output.getvalue()
