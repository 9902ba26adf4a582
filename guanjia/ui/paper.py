"""Papers of A4 as PDF: what stands on a paper, and the setting of one or many of them in one file.

Values reach the typesetter as strings of a JSON file and are put on the page as strings, so nothing that was typed can become
markup. Only the font that set-up brings is used; a PDF therefore looks the same on every machine. Without it every
Chinese sign would be a blank: making a PDF is refused then (``font_missing``), while printing from the browser, which has
its own fonts, goes on working, and ``guanjia doctor`` says what to do.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings
from django.http import HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from guanjia.kernel.refusals import Refusal, refuse

MOST_PAPERS = 200
"""So many papers go into one file."""

_TEMPLATE = Path(__file__).resolve().parent / "print" / "paper.typ"

Pair = tuple[str, str]


@dataclass(frozen=True)
class Rows:
    """A table on a paper; ``right`` says for each column whether it holds figures."""

    label: str
    heads: list[str]
    right: list[bool]
    lines: list[list[str]]


@dataclass(frozen=True)
class Pictures:
    """Photographs under a label, as JPEG or PNG."""

    label: str
    files: list[bytes]


@dataclass(frozen=True)
class Signed:
    """A signature that was given: as whom, by whom, when, with what opinion; ``path`` is its drawing (SVG ``d``)."""

    label: str
    name: str
    at: str = ""
    note: str = ""
    path: str = ""


@dataclass(frozen=True)
class Told:
    """Something that happened, as a line of the paper."""

    label: str
    at: str
    by: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """Everything on one paper, in the reader's language. ``address`` is what its code leads to ("" for no code).

    ``pairs`` and ``facts`` are labels with values, two to a line (``wide``: each on its own), above and below the rest;
    ``notice`` is a box under the title; ``blanks`` are lines to be signed by hand.
    """

    title: str
    company: str
    site: str
    number: str
    address: str = ""
    notice: str = ""
    printed: str = ""
    pairs: list[Pair] = field(default_factory=list)
    texts: list[Pair] = field(default_factory=list)
    tables: list[Rows] = field(default_factory=list)
    photos: list[Pictures] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    facts: list[Pair] = field(default_factory=list)
    signed: list[Signed] = field(default_factory=list)
    blanks: list[str] = field(default_factory=list)
    wide: bool = False


def qr_drawing(address: str) -> SafeString:
    """A code that leads a phone to ``address``, to stand in a page."""
    drawn: str = segno.make(address, error="m").svg_inline(border=0, omitsize=True)
    return mark_safe(drawn)  # noqa: S308  # drawn by us from an address of ours


def qr_svg(address: str) -> str:
    """The same code as an SVG of its own."""
    out = BytesIO()
    segno.make(address, error="m").save(out, kind="svg", border=0, scale=4)
    return out.getvalue().decode()


def as_pdf(papers: Sequence[Paper]) -> bytes:
    """One file with all these papers, each beginning a page. Raises ``Refused``: no font, none or too many papers."""
    refuse(why_not_together(len(papers)))
    return typeset(_TEMPLATE, {"sheets": [as_data(paper) for paper in papers], "lang": language()})


def as_data(paper: Paper) -> dict[str, Any]:
    """A paper as the template reads it: plain values, its code and photographs as drawings."""
    photos = [
        {"label": one.label, "files": [framed(content) for content in one.files]} for one in paper.photos
    ]
    qr = qr_svg(paper.address) if paper.address else ""
    return {**asdict(paper), "photos": photos, "qr": qr, "date_label": _("Date")}


def typeset(template: Path, data: Mapping[str, Any]) -> bytes:
    """A template with its data ("sheets.json") as PDF. Raises ``Refused`` (``font_missing``)."""
    return bytes(typst.compile(sources(template, data), font_paths=fonts()))


def sources(template: Path, data: Mapping[str, Any]) -> dict[str, bytes]:
    """What the typesetter is given; it sees these two files and no other."""
    content = json.dumps(data, ensure_ascii=False).encode("utf-8", "replace")
    return {"main": template.read_bytes(), "sheets.json": content}


def pdf_answer(content: bytes, name: str) -> HttpResponse:
    """A PDF that opens in the browser, under this name."""
    return HttpResponse(
        content,
        headers={
            "Content-Type": "application/pdf",
            "Content-Disposition": f'inline; filename="{name}.pdf"',
            "Cache-Control": "no-store, private",
        },
    )


def language() -> str:
    """The language of the papers: "zh" or "en"."""
    return "en" if (get_language() or "zh").startswith("en") else "zh"


def framed(content: bytes) -> str:
    """A photograph inside a drawing of 4 : 3, since the typesetter takes text only."""
    kind = "png" if content.startswith(b"\x89PNG") else "jpeg"
    data = b64encode(content).decode()
    return (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 400 300'><image width='400' height='300' "
        f"href='data:image/{kind};base64,{data}'/></svg>"
    )


def why_not_together(count: int) -> Refusal | None:
    """Why so many papers do not go into one file."""
    if not count:
        return Refusal("nothing_chosen", gettext_lazy("Choose at least one row to print."))
    if count > MOST_PAPERS:
        message = gettext_lazy("These are more than %(most)s papers. Print them in several goes.")
        return Refusal("too_many_papers", message, params={"most": MOST_PAPERS})
    return None


def fonts() -> Any:
    """The fonts of papers. Raises ``Refused`` (``font_missing``)."""
    folder = settings.VENDOR / "fonts"
    refuse(None if any(folder.glob("NotoSansSC*.ttf")) else _NO_FONT)
    return _loaded(str(folder))


@lru_cache(maxsize=2)
def _loaded(folder: str) -> Any:
    return typst.Fonts(include_system_fonts=False, font_paths=[folder])


_NO_FONT = Refusal(
    "font_missing",
    gettext_lazy(
        "The font for PDF files is not installed. Print from the browser, and ask your administrator to run set-up."
    ),
)
