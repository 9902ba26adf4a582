"""What a file really is, told by its content; neither its name nor the browser's word is believed.

Only types a service desk needs are known. Anything that a browser might run (HTML, SVG, scripts) is not among them.
"""

import zipfile
from collections.abc import Callable
from io import BytesIO

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})
EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "video/mp4": "mp4",
}
"""The types we accept and the ending each is stored and sent with."""

_MOST_ENTRIES = 5_000


def sniff(content: bytes) -> str | None:
    """The content type of a file, or None when it is none of ours.

    A picture of a type we cannot open (HEIC, GIF, TIFF) is None as well.
    """
    return next((kind for matches, kind in _SIGNATURES if matches(content)), None) or _office(content)


def _starts(*heads: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(heads)


def _riff(form: bytes) -> Callable[[bytes], bool]:
    return lambda content: content[:4] == b"RIFF" and content[8:12] == form


def _mp4(content: bytes) -> bool:
    return content[4:8] == b"ftyp" and content[8:12] in {b"isom", b"iso2", b"mp41", b"mp42", b"avc1", b"qt  "}


def _mp3(content: bytes) -> bool:
    return content[:3] == b"ID3" or (
        len(content) > 2 and content[0] == 0xFF and content[1] in {0xFB, 0xF3, 0xF2}
    )


_SIGNATURES: tuple[tuple[Callable[[bytes], bool], str], ...] = (
    (_starts(b"\xff\xd8\xff"), "image/jpeg"),
    (_starts(b"\x89PNG\r\n\x1a\n"), "image/png"),
    (_riff(b"WEBP"), "image/webp"),
    (_starts(b"%PDF-"), "application/pdf"),
    (_riff(b"WAVE"), "audio/wav"),
    (_mp4, "video/mp4"),
    (_mp3, "audio/mpeg"),
)


def _office(content: bytes) -> str | None:
    """Word and Excel files are zips; a look at the table of contents tells which, nothing is unpacked."""
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if len(names) > _MOST_ENTRIES or any("vbaProject" in name for name in names):
        return None
    if "word/document.xml" in names:
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    if "xl/workbook.xml" in names:
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return None
