"""Word documents: paragraphs with the level of their style and the number Word would print, tables row by row.

Nothing with text in it is passed over: content controls, insertions, text boxes and footnotes are read too. What was deleted
under revision is gone; a picture is named where it stood.
"""

import io
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from guanjia.apps.manuals.arranging import Raw
from guanjia.apps.manuals.importing.word_numbers import Numbers
from guanjia.apps.manuals.terms import Unplaced

_W = {name: qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "t", "tab", "br", "cr", "del", "moveFrom", "drawing", "pict", "object", "pPr", "pStyle", "outlineLvl", "val", "txbxContent", "noBreakHyphen", "footnoteReference", "id", "footnote", "type", "instrText", "style", "styleId", "basedOn", "name", "gridSpan", "vMerge", "tcPr")}  # fmt: skip
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DEEPEST_STYLE = 9


def read_word(content: bytes) -> list[Raw]:
    """The lines of a Word document: its paragraphs and table rows, numbered in their order from 1."""
    word = docx.Document(io.BytesIO(content))
    reader = _Reader(_outline_levels(word.styles.element), Numbers.of(word))
    raws = list(reader.blocks(word.element.body))
    return [*raws, *reader.footnotes(word)]


def _outline_levels(styles: Any) -> dict[str, int]:
    """The level of each paragraph style that is a heading: by its outline level, its name, or the style it is based on."""
    own: dict[str, int] = {}
    based: dict[str, str] = {}
    for style in styles.iter(_W["style"]):
        key = style.get(_W["styleId"], "")
        if (outline := style.find(f".//{_W['outlineLvl']}")) is not None:
            own[key] = int(outline.get(_W["val"], "9")) + 1
        elif (name := style.find(_W["name"])) is not None and (
            level := _named_level(name.get(_W["val"], ""))
        ):
            own[key] = level
        if (base := style.find(_W["basedOn"])) is not None:
            based[key] = base.get(_W["val"], "")
    for key in based:
        seen, here = {key}, key
        while here not in own and here in based and based[here] not in seen:
            here = based[here]
            seen.add(here)
        if here in own:
            own[key] = own[here]
    return {key: level for key, level in own.items() if level <= _DEEPEST_STYLE}


def _named_level(name: str) -> int | None:
    word, _blank, digit = name.strip().lower().rpartition(" ")
    return int(digit) if word in {"heading", "标题"} and digit.isdecimal() and digit != "0" else None


class _Reader:
    """One walk over the body."""

    def __init__(self, levels: dict[str, int], numbers: Numbers) -> None:
        self.levels, self.numbers = levels, numbers
        self.count = 0

    def blocks(self, parent: Any) -> Iterator[Raw]:
        """Paragraphs and tables, also those inside content controls and insertions."""
        for element in parent:
            if element.tag == _W["p"]:
                yield from self._paragraph(element)
            elif element.tag == _W["tbl"]:
                yield from self._table(element)
            elif element.tag not in (_W["del"], _W["moveFrom"], _FALLBACK) and isinstance(element.tag, str):
                yield from self.blocks(element)

    def _paragraph(self, element: Any) -> Iterator[Raw]:
        self.count += 1
        text = "".join(_texts(element))
        label = self.numbers.label(element)
        lines = text.split("\n")
        if label and text.strip():
            lines[0] = f"{label} {lines[0].strip()}"
        style = self._level(element)
        for place, line in enumerate(lines):
            yield Raw(self.count, line, style if place == 0 else None)
        pictures = sum(
            1 for one in element.iter(_W["drawing"], _W["pict"], _W["object"]) if not _in_fallback(one)
        )
        boxes = [one for one in element.iter(_W["txbxContent"]) if not _in_fallback(one)]
        if pictures > len(boxes):
            yield Raw(self.count, "[图]", unplaced=Unplaced.PICTURE.value)
        number = self.count
        for box in boxes:
            for raw in self.blocks(box):
                yield Raw(number, raw.text, unplaced=Unplaced.TEXT_BOX.value)
        self.count = number

    def _level(self, element: Any) -> int | None:
        own = element.find(_W["pPr"])
        if own is None:
            return None
        outline = own.find(_W["outlineLvl"])
        if outline is not None:
            level = int(outline.get(_W["val"], "9")) + 1
            return level if level <= _DEEPEST_STYLE else None
        style = own.find(_W["pStyle"])
        return self.levels.get(style.get(_W["val"], "")) if style is not None else None

    def _table(self, table: Any) -> Iterator[Raw]:
        for row in table.iter(_W["tr"]):
            if _owner(row, _W["tbl"]) is not table:
                continue  # of a table inside a cell, which is read with its cell
            self.count += 1
            cells = [self._cell(cell) for cell in row.iter(_W["tc"]) if _owner(cell, _W["tr"]) is row]
            yield Raw(self.count, " | ".join(cells))

    def _cell(self, cell: Any) -> str:
        inside = _Reader(self.levels, self.numbers)
        return " ".join(" ".join(raw.text.split()) for raw in inside.blocks(cell) if raw.text.strip())

    def footnotes(self, word: Any) -> Iterator[Raw]:
        """The footnotes, at the end."""
        for part in word.part.package.iter_parts():
            if str(part.partname) != "/word/footnotes.xml":
                continue
            root = parse_xml(part.blob)
            for note in root.iter(_W["footnote"]):
                text = "".join(_texts(note)).strip()
                if note.get(_W["type"]) is None and text:
                    self.count += 1
                    yield Raw(self.count, text.replace("\n", " "), unplaced=Unplaced.FOOTNOTE.value)


def _texts(element: Any) -> Iterator[str]:
    """The text under an element as it is read now: what was deleted under revision and what stands in boxes is left out."""
    for child in element:
        if child.tag in (_W["del"], _W["moveFrom"], _W["txbxContent"], _FALLBACK, _W["instrText"], _W["pPr"]):
            continue
        if child.tag == _W["t"]:
            yield child.text or ""
        elif child.tag == _W["tab"]:
            yield " "
        elif child.tag in (_W["br"], _W["cr"]):
            yield "\n"
        elif child.tag == _W["noBreakHyphen"]:
            yield "-"
        elif isinstance(child.tag, str):
            yield from _texts(child)


def _owner(element: Any, tag: str) -> Any:
    here = element.getparent()
    while here is not None and here.tag != tag:
        here = here.getparent()
    return here


def _in_fallback(element: Any) -> bool:
    return _owner(element, _FALLBACK) is not None
