"""The numbers that begin a line of a rulebook: 第一章, 第三条, 一、, （一）, 1.2.3, 1), a), ①, Chapter 1. Full-width signs count as narrow ones."""

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum

_WIDE = {ord("\u3000"): " ", **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}}
_HAN = "〇零一二三四五六七八九十百千两"
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}


class Kind(IntEnum):
    """A manner of numbering, in the order in which rulebooks nest them."""

    PART = 0
    CHAPTER = 1
    SECTION = 2
    ARTICLE = 3
    HAN = 4
    HAN_IN_BRACKETS = 5
    DECIMAL = 6
    FIGURE = 7
    FIGURE_IN_BRACKETS = 8
    LETTER = 9
    CIRCLED = 10


STRUCTURAL = (Kind.PART, Kind.CHAPTER, Kind.SECTION, Kind.ARTICLE)
"""Numbers that name their rank themselves; the rest are lists, and stand below whatever they first appear in."""
TITLED = (Kind.PART, Kind.CHAPTER, Kind.SECTION)
"""Numbers whose line is a heading, however long."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line that begins with a number: its kind, its figures, the number as written and what follows it.

    ``is_certain`` is False for a bare figure ("3 Scope"), which may just as well be a quantity.
    """

    kind: Kind
    value: tuple[int, ...]
    number: str
    rest: str
    is_certain: bool = True

    @property
    def name(self) -> tuple[int, int]:
        """What tells it from other manners: the kind, and for decimals how many parts they have."""
        return (self.kind, len(self.value) if self.kind is Kind.DECIMAL else 0)


_FORMS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.PART, re.compile(rf"第\s*([{_HAN}\d]+)\s*[编篇部](?!门|分|位|件)|(?i:part)\s+(\d+|[ivx]+)\b\.?")),
    (Kind.CHAPTER, re.compile(rf"第\s*([{_HAN}\d]+)\s*章|(?i:chapter)\s+(\d+|[ivx]+)\b\.?")),
    (Kind.SECTION, re.compile(rf"第\s*([{_HAN}\d]+)\s*节|(?i:section)\s+(\d+)\b\.?")),
    (Kind.ARTICLE, re.compile(rf"第\s*([{_HAN}\d]+)\s*条|(?i:article)\s+(\d+)\b\.?")),
    (Kind.HAN, re.compile(rf"([{_HAN}]+)、")),
    (Kind.HAN_IN_BRACKETS, re.compile(rf"\(([{_HAN}]+)\)、?")),
    (Kind.DECIMAL, re.compile(r"(\d{1,3}(?:\.\d{1,3})+)(?![\d%])[.、]?")),
    (Kind.FIGURE_IN_BRACKETS, re.compile(r"\((\d{1,3})\)、?|(\d{1,3})\)")),
    (Kind.FIGURE, re.compile(r"(\d{1,3})(?:、|\.(?!\d))")),
    (Kind.LETTER, re.compile(r"\(([a-zA-Z])\)|([a-zA-Z])(?:\)|、|\.(?=\s))")),
    (Kind.CIRCLED, re.compile(r"([①-⑳])")),
)
_BARE = re.compile(r"(\d{1,2})(?=[ \t]+\S)")


def narrow(text: str) -> str:
    """The text with full-width signs made narrow, sign for sign, so that places stay where they are."""
    return text.translate(_WIDE)


def read(text: str) -> Numbered | None:
    """The number a line begins with, or None."""
    folded = narrow(text)
    start = len(folded) - len(folded.lstrip())
    for kind, form in _FORMS:
        if found := form.match(folded, start):
            digits = next(group for group in found.groups() if group)
            number = text[start : found.end()].strip()
            rest = text[found.end() :]
            spaced = not rest or rest[0] in " \t\u3000" or kind is not Kind.DECIMAL
            return Numbered(kind, _value(kind, digits), number, rest.strip(), spaced)
    if found := _BARE.match(folded, start):
        return Numbered(
            Kind.DECIMAL,
            (int(found[1]),),
            text[start : found.end()].strip(),
            text[found.end() :].strip(),
            is_certain=False,
        )
    return None


def follows(value: tuple[int, ...], last: tuple[int, ...] | None) -> bool:
    """Whether a decimal comes next after ``last``: the first below it, or one more at any of its depths."""
    if last is None:
        return all(one in (0, 1) for one in value)
    if value == (*last, 1):
        return True
    place = len(value) - 1
    return place < len(last) and value == (*last[:place], last[place] + 1)


def canonical(number: str) -> str:
    """A number by which clauses of different books are compared: 第三条, 3. and 三、 are 3; 1.2.3 stays; else as written."""
    found = read(number) or read(f"{number} x")
    if found is None:
        return narrow(number).strip().casefold()
    return ".".join(map(str, found.value))


def _value(kind: Kind, digits: str) -> tuple[int, ...]:
    if kind is Kind.DECIMAL:
        return tuple(int(one) for one in digits.split("."))
    if kind is Kind.CIRCLED:
        return (ord(digits) - ord("①") + 1,)
    if kind is Kind.LETTER:
        return (ord(digits.lower()) - ord("a") + 1,)
    return (_whole(digits),)


def _whole(digits: str) -> int:
    if digits.isdecimal():
        return int(digits)
    if digits.isascii():
        return _roman(digits.lower())
    total = current = 0
    for sign in digits:
        if sign in _UNITS:
            total += (current or 1) * _UNITS[sign]
            current = 0
        else:
            digit = _DIGITS[sign] if sign in _DIGITS else unicodedata.decimal(sign)
            current = current * 10 + digit if current and total == 0 else digit
    return total + current


def _roman(digits: str) -> int:
    worth = [{"i": 1, "v": 5, "x": 10}[sign] for sign in digits]
    pairs = zip(worth, [*worth[1:], 0], strict=True)
    return sum(-here if here < after else here for here, after in pairs)
