"""What a file really is, that it cannot hurt us, and its lines. Pure: bytes in, lines or a refusal out.

A .docx is a zip of XML. Before the reader sees it every part is unpacked once under a limit, whatever its headers claim,
and document types, macros and encryption are refused.
"""

import io
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from guanjia.apps.manuals.arranging import Raw
from guanjia.apps.manuals.importing.marked import read_markdown
from guanjia.apps.manuals.importing.plain import read_plain
from guanjia.apps.manuals.importing.word import read_word
from guanjia.kernel.refusals import Refusal, Refused, Text

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 2_000
MOST_LINES = 5_000
MOST_SIGNS = 1_500_000
_CHUNK = 1 << 18
_ENCODINGS = ("utf-8-sig", "gb18030")
_FOREIGN = (
    b"MZ",
    b"\x7fELF",
    b"%PDF",
    b"{\\rtf",
    b"\xd0\xcf\x11\xe0",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"\x1f\x8b",
)


def read_lines(name: str, content: bytes) -> list[Raw]:
    """The lines of a file. Refuses what is too large, empty, of another kind than its name says, broken, or without text."""
    if len(content) > MOST_BYTES:
        raise _refused(
            "file_too_large", _("The file is larger than 10 MB. Take out its pictures and send it again.")
        )
    if not content.strip():
        raise _refused("file_empty", _("The file is empty. Choose the right one."))
    raws = _reader(name, content)(content)
    said = [raw for raw in raws if raw.text.strip()]
    if not any(not raw.unplaced for raw in said):
        raise _refused("file_without_text", _("There is no text in this file. Choose the right one."))
    if len(said) > MOST_LINES or sum(len(raw.text) for raw in said) > MOST_SIGNS:
        raise _refused(
            "file_too_long",
            _("The file has more than 5,000 lines. Import its parts as documents of their own."),
        )
    return raws


def _reader(name: str, content: bytes) -> Callable[[bytes], list[Raw]]:
    if content.startswith(b"PK\x03\x04"):
        return _read_word_safely
    if content.startswith(_FOREIGN):
        raise _another_kind()
    reader = read_markdown if name.lower().endswith((".md", ".markdown")) else read_plain
    return lambda content: reader(_decoded(content))


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise _another_kind()


def _read_word_safely(content: bytes) -> list[Raw]:
    try:
        _look_through(content)
        return read_word(content)
    except Refused:
        raise
    except (
        Exception
    ) as error:  # the reader meets whatever a broken file holds: whatever it raises, the file is broken
        raise _broken() from error


def _look_through(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        if len(names) > MOST_PARTS:
            raise _too_much()
        if "word/document.xml" not in names or any("vbaProject" in name for name in names):
            raise _another_kind()
        if any(info.flag_bits & 0x1 for info in archive.infolist()):
            raise _broken()
        left = MOST_UNPACKED
        for info in archive.infolist():
            left = _unpack(archive, info, left)


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> int:
    """Unpack one part and look at its XML; answers how much may still come."""
    parser = _safe_parser() if info.filename.endswith((".xml", ".rels")) else None
    with archive.open(info) as part:
        while chunk := part.read(_CHUNK):
            left -= len(chunk)
            if left < 0:
                raise _too_much()
            if parser is not None:
                parser.Parse(chunk, False)
    if parser is not None:
        parser.Parse(b"", True)
    return left


def _safe_parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _no_document_type
    return parser


def _no_document_type(*_anything: object) -> None:
    raise ValueError("a Word document has no document type declaration")


def _refused(code: str, message: Text) -> Refused:
    return Refused(Refusal(code, message, field="file"))


def _another_kind() -> Refused:
    return _refused(
        "file_of_another_kind",
        _(
            "This is not a Word (.docx), Markdown or text file, whatever its name says. Save the document as .docx, without macros, and send that."
        ),
    )


def _broken() -> Refused:
    return _refused(
        "file_broken",
        _(
            "The document is damaged or protected by a password. Open it in Word, save it as a new .docx, and send that."
        ),
    )


def _too_much() -> Refused:
    return _refused(
        "file_too_much", _("The document unpacks to far more than a rulebook holds, and is not opened.")
    )
