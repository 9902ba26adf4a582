"""The numbers Word prints before a paragraph of an automatic list: 第一章, 1.2.3, （一）, a). They are nowhere in the text."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

_VAL = qn("w:val")
_HAN = "零一二三四五六七八九"
_MOST = 9_999


def chinese(number: int) -> str:
    """A number in Chinese signs: 11 is 十一, 21 is 二十一, 105 is 一百零五."""
    if not 0 < number <= _MOST:
        return str(number)
    text, zero = "", False
    for unit, worth in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // worth % 10
        if digit:
            text += ("零" if zero and text else "") + _HAN[digit] + unit
        zero = digit == 0
    return text.removeprefix("一") if text.startswith("一十") else text


def roman(number: int) -> str:
    """A number in small Roman signs."""
    text = ""
    for sign, worth in (("m", 1000), ("cm", 900), ("d", 500), ("cd", 400), ("c", 100), ("xc", 90), ("l", 50), ("xl", 40), ("x", 10), ("ix", 9), ("v", 5), ("iv", 4), ("i", 1)):  # fmt: skip
        text += sign * (number // worth)
        number %= worth
    return text


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


_MANNERS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "chineseLegalSimplified": chinese,
    "ideographDigital": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "lowerLetter": _letter,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "decimalEnclosedCircle": lambda number: chr(ord("①") + number - 1) if number <= 20 else str(number),
    "decimalEnclosedCircleChinese": lambda number: (
        chr(ord("①") + number - 1) if number <= 20 else str(number)
    ),
    "decimalFullWidth": str,
}


@dataclass(frozen=True)
class _Level:
    """How one level of a list is numbered; ``text`` is like "第%1章"."""

    start: int
    manner: str
    text: str
    is_legal: bool = False


@dataclass
class Numbers:
    """The lists of a document, counted as its paragraphs come by."""

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    counts_in: dict[str, str] = field(default_factory=dict)
    by_style: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, word: Any) -> "Numbers":
        """The lists a document declares; none when it has no numbering."""
        numbers = cls()
        try:
            root = word.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return numbers
        abstract = {one.get(qn("w:abstractNumId")): _levels(one) for one in root.iter(qn("w:abstractNum"))}
        for one in root.iter(qn("w:num")):
            key = one.get(qn("w:numId"))
            base = one.find(qn("w:abstractNumId"))
            name = base.get(_VAL) if base is not None else None
            levels = dict(abstract.get(name, {}))
            restarted = False
            for change in one.iter(qn("w:lvlOverride")):
                restarted |= _override(levels, change)
            numbers.lists[key] = levels
            numbers.counts_in[key] = f"num {key}" if restarted else f"abstract {name}"
        for style in word.styles.element.iter(qn("w:style")):
            if (found := _named(style.find(qn("w:pPr")))) is not None:
                numbers.by_style[style.get(qn("w:styleId"))] = found
        return numbers

    def label(self, paragraph: Any) -> str:
        """The number of the next paragraph, "" when it has none or a bullet. Counts it."""
        properties = paragraph.find(qn("w:pPr"))
        named = _named(properties)
        if (
            named is None
            and properties is not None
            and (style := properties.find(qn("w:pStyle"))) is not None
        ):
            named = self.by_style.get(style.get(_VAL))
        if named is None or named[0] not in self.lists:
            return ""
        key, depth = named
        levels = self.lists[key]
        if depth not in levels or not "".join(paragraph.itertext()).strip():
            return ""
        counts = self.counts.setdefault(self.counts_in[key], {})
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        return _drawn(levels, counts, depth)


def _drawn(levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
    here = levels[depth]
    if here.manner in {"bullet", "none"}:
        return ""
    text = here.text
    for place in range(depth + 1):
        level = levels.get(place, here)
        manner = "decimal" if here.is_legal else level.manner
        shown = _MANNERS.get(manner, str)(counts.get(place, level.start))
        text = text.replace(f"%{place + 1}", shown)
    return text.strip()


def _levels(abstract: Any) -> dict[int, _Level]:
    return {int(one.get(qn("w:ilvl"))): _level(one) for one in abstract.iter(qn("w:lvl"))}


def _level(one: Any) -> _Level:
    def value(name: str, default: str) -> str:
        found = one.find(qn(f"w:{name}"))
        return str(found.get(_VAL, default)) if found is not None else default

    return _Level(
        int(value("start", "1")),
        value("numFmt", "decimal"),
        value("lvlText", ""),
        one.find(qn("w:isLgl")) is not None,
    )


def _override(levels: dict[int, _Level], change: Any) -> bool:
    depth = int(change.get(qn("w:ilvl")))
    if (own := change.find(qn("w:lvl"))) is not None:
        levels[depth] = _level(own)
    start = change.find(qn("w:startOverride"))
    if start is not None and depth in levels:
        was = levels[depth]
        levels[depth] = _Level(int(start.get(_VAL, "1")), was.manner, was.text, was.is_legal)
    return start is not None


def _named(properties: Any) -> tuple[str, int] | None:
    """List and depth that paragraph properties name; list "0" takes a number away."""
    found = properties.find(qn("w:numPr")) if properties is not None else None
    if found is None:
        return None
    key, depth = found.find(qn("w:numId")), found.find(qn("w:ilvl"))
    if key is None:
        return None
    return key.get(_VAL), int(depth.get(_VAL, "0")) if depth is not None else 0
