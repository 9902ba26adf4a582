"""Opening a file somebody sends: what it really is, and that it cannot hurt us. Pure: bytes in, kind or refusal out.

An .xlsx is a zip of XML. Before a reader sees it, every part is unpacked once with a limit (a zip bomb ends here whatever
its headers claim), document types are refused, and the used area is measured, because a single cell in the last
corner of a sheet would make a reader reserve memory for seventeen thousand million. Formulas are noted on the way.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from enum import StrEnum
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.refusals import Refusal, Refused, Text

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_PARTS = 1_000
MOST_ROWS = 100_100
"""A hundred thousand rows, and what may stand above them."""
MOST_COLUMNS = 256
MOST_AREA = 4_000_000
LONGEST_CELL = 32_767
"""What Excel holds in a cell."""
"""Cells of the rectangle that holds everything, over all sheets."""

_CHUNK = 1 << 18
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml$")


class FileKind(StrEnum):
    """What a file really is, whatever its name says."""

    XLSX = "XLSX"
    XLS = "XLS"
    CSV = "CSV"


@dataclass
class Measured:
    """What looking through one sheet found: its last used row and column (from 1), and the cells that are formulas."""

    rows: int = 0
    columns: int = 0
    formulas: set[tuple[int, int]] = field(default_factory=set)


def sniff(content: bytes) -> FileKind:
    """What the bytes are. Refuses what is too large, empty, or no spreadsheet."""
    if len(content) > MOST_BYTES:
        raise refused(
            "file_too_large", _("The file is larger than 20 MB. Split the list and import the parts.")
        )
    if not content.strip():
        raise refused("file_empty", _("The file is empty. Choose the right one."))
    if content.startswith(b"PK"):
        return FileKind.XLSX
    if content.startswith(_OLE):
        return FileKind.XLS
    if (
        content[:512]
        .lstrip(b"\xef\xbb\xbf \r\n\t")
        .lower()
        .startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"%pdf", b"{\\rtf"))
    ):
        raise not_a_spreadsheet()
    if b"\x00" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise not_a_spreadsheet()
    return FileKind.CSV


def measure(content: bytes) -> dict[str, Measured]:
    """Look through an .xlsx without trusting it; answers what was found by sheet name.

    Refuses what is no workbook, is broken, unpacks to too much, or holds too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _measured(archive)
    except (
        zipfile.BadZipFile,
        expat.ExpatError,
        NotImplementedError,
        EOFError,
        OSError,
        ValueError,
        KeyError,
    ) as error:
        raise broken() from error


def _measured(archive: zipfile.ZipFile) -> dict[str, Measured]:
    names = set(archive.namelist())
    if len(names) > MOST_PARTS:
        raise too_much()
    if "xl/workbook.xml" not in names:
        raise not_a_spreadsheet()
    if any(info.flag_bits & 0x1 for info in archive.infolist()):
        raise broken()
    budget = [MOST_UNPACKED]
    sheets: dict[str, Measured] = {}
    workbook = relations = b""
    for info in archive.infolist():
        if _SHEET.search(info.filename):
            sheets[info.filename] = _scan(archive, info, budget)
            continue
        part = _unpacked(
            archive, info, budget, keep=info.filename in {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"}
        )
        if info.filename == "xl/workbook.xml":
            workbook = part
        elif info.filename == "xl/_rels/workbook.xml.rels":
            relations = part
    if sum(one.rows * one.columns for one in sheets.values()) > MOST_AREA:
        raise too_much()
    return _by_sheet_name(workbook, relations, sheets)


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: list[int], *, keep: bool) -> bytes:
    kept = bytearray()
    with archive.open(info) as part:
        while chunk := part.read(_CHUNK):
            _spend(budget, len(chunk))
            if keep:
                kept += chunk
    return bytes(kept)


def _spend(budget: list[int], size: int) -> None:
    budget[0] -= size
    if budget[0] < 0:
        raise too_much()


def _safe_parser() -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _no_document_type
    return parser


def _no_document_type(*_anything: object) -> None:
    raise ValueError("a workbook has no document type declaration")


def _scan(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: list[int]) -> Measured:
    """Walk one sheet's XML: where values are, and which of them are formulas."""
    found = Measured()
    row = column = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        kind = tag.rpartition(":")[2]
        if kind == "row":
            row, column = int(attributes.get("r", row + 1)), 0
        elif kind == "c":
            column = _column(attributes["r"]) if "r" in attributes else column + 1
        elif kind in {"v", "is", "f"}:
            found.rows, found.columns = max(found.rows, row), max(found.columns, column)
            if found.rows > MOST_ROWS or found.columns > MOST_COLUMNS:
                raise too_much()
            if kind == "f":
                found.formulas.add((row, column - 1))

    parser = _safe_parser()
    parser.StartElementHandler = start
    with archive.open(info) as part:
        while chunk := part.read(_CHUNK):
            _spend(budget, len(chunk))
            parser.Parse(chunk, False)
    parser.Parse(b"", True)
    return found


def _column(reference: str) -> int:
    """The column (from 1) of a reference such as "AB12"."""
    number = 0
    for sign in reference:
        if not sign.isascii() or not sign.isalpha():
            break
        number = number * 26 + ord(sign.upper()) - 64
    return number


def _by_sheet_name(workbook: bytes, relations: bytes, sheets: dict[str, Measured]) -> dict[str, Measured]:
    targets: dict[str, str] = {}
    named: dict[str, Measured] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = (
                target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            )

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            key = next((value for name, value in attributes.items() if name.rpartition(":")[2] == "id"), "")
            named[attributes.get("name", "")] = sheets.get(targets.get(key, ""), Measured())

    for content, handler in ((relations, relation), (workbook, sheet)):
        if content:
            parser = _safe_parser()
            parser.StartElementHandler = handler
            parser.Parse(content, True)
    return named


def refused(code: str, message: Text) -> Refused:
    """A refusal of the file as a whole."""
    return Refused(Refusal(code, message, field="file"))


def not_a_spreadsheet() -> Refused:
    """It is something else."""
    return refused(
        "file_no_spreadsheet",
        _("This is not a spreadsheet we can read. Save the list as .xlsx or .csv and send that."),
    )


def broken() -> Refused:
    """It cannot be read."""
    return refused(
        "file_broken",
        _("The file is damaged or protected by a password. Open it, save it as a new .xlsx, and send that."),
    )


def too_much() -> Refused:
    """It is far larger than any list."""
    return refused(
        "file_too_much",
        _(
            "The file holds far more than a list we can take (100,000 rows). Split it, or delete what is below the list."
        ),
    )
