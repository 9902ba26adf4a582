"""A version as a file: Markdown, and Word with headings by level and the signatures in a table."""

import io
from collections.abc import Sequence
from datetime import datetime

import docx
from django.utils.translation import gettext as _
from docx.oxml.ns import qn

from guanjia.apps.manuals.arranging import Node
from guanjia.apps.manuals.models import Version, VersionSignature

_ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>#|"})
_FONT = "SimSun"
_DEEPEST_HEADING = 9


def as_markdown(version: Version, nodes: Sequence[Node], head: Sequence[tuple[str, str]]) -> str:
    """The version as Markdown; what it says is escaped, so that it reads the same."""
    lines = [f"# {version.document.title.translate(_ESCAPED)}", ""]
    lines += [f"- {label}: {value.translate(_ESCAPED)}" for label, value in head if value]
    for node in nodes:
        title = " ".join(part for part in (node.number, node.heading) if part).translate(_ESCAPED)
        if node.heading or (node.number and not node.text):
            lines += ["", f"{'#' * min(node.level + 1, 6)} {title}"]
            title = ""
        texts = node.text.translate(_ESCAPED).split("\n") if node.text else []
        if texts:
            lines += ["", f"{title} {texts[0]}".strip(), *(line for text in texts[1:] for line in ("", text))]
    return "\n".join(lines) + "\n"


def as_word(version: Version, nodes: Sequence[Node], head: Sequence[tuple[str, str]]) -> bytes:
    """The version as a Word document, which can be read in again."""
    word = docx.Document()
    normal = word.styles["Normal"]
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    word.add_paragraph(_clean(version.document.title), style="Title")
    for label, value in head:
        if value:
            word.add_paragraph(_clean(f"{label}: {value}"))
    for node in nodes:
        title = " ".join(part for part in (node.number, node.heading) if part)
        if node.heading or (node.number and not node.text):
            word.add_heading(_clean(title), min(node.level, _DEEPEST_HEADING))
            title = ""
        for place, text in enumerate(node.text.split("\n") if node.text else ()):
            word.add_paragraph(_clean(f"{title} {text}".strip() if place == 0 else text))
    _sign(word, list(version.signatures.all()))
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _sign(word: "docx.document.Document", signatures: Sequence[VersionSignature]) -> None:
    if not signatures:
        return
    table = word.add_table(rows=0, cols=4)
    for one in signatures:
        cells = table.add_row().cells
        texts = (str(one.label), one.post_name, one.name, _day(one.at))
        for cell, text in zip(cells, texts, strict=True):
            cell.text = _clean(text)


def _day(moment: datetime) -> str:
    from django.utils.timezone import localtime

    return localtime(moment).strftime("%Y-%m-%d")


def _clean(text: str) -> str:
    """Signs XML cannot hold are left out."""
    return "".join(sign for sign in text if sign.isprintable() or sign in "\n\t")


def head_of(version: Version) -> list[tuple[str, str]]:
    """What stands above the text: number, edition, and from when it holds."""
    return [
        (_("Number"), version.document.number),
        (_("Edition"), version.label),
        (_("In force from"), _day(version.effective_at) if version.effective_at else ""),
        (_("State"), str(version.state_label)),
    ]
