"""JPEG images inside of other files: what tells of the camera and its owner is cut out."""

START, END = b"\xff\xd8", b"\xff\xd9"
# of the applications' segments stay JFIF, colour profile and Adobe's colour transformation
KEPT_APPS = (0xE0, 0xE2, 0xEE)
COMMENT = 0xFE
SCAN = 0xDA
# a byte of the image itself, and restart marks, within a scan
WITHIN_SCAN = (0x00, *range(0xD0, 0xD8))


def without_metadata(content):
    """The same image without EXIF, XMP, IPTC, comments and whatever follows the image.

    :raises ValueError: no JPEG
    """
    if not content.startswith(START):
        raise ValueError("no JPEG")
    kept = [START]
    at = len(START)
    while content[at : at + 2] != END:
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if content[at : at + 1] != b"\xff" or end > len(content):
            raise ValueError("damaged")
        marker = content[at + 1]
        if marker == SCAN:
            end = _end_of_scan(content, end)
        if not _is_telling(marker):
            kept.append(content[at:end])
        at = end
    return b"".join([*kept, END])


def _is_telling(marker):
    return marker == COMMENT or (0xE0 <= marker <= 0xEF and marker not in KEPT_APPS)


def _end_of_scan(content, at):
    while True:
        at = content.index(b"\xff", at)
        if content[at + 1] not in WITHIN_SCAN:
            return at
        at += 2
