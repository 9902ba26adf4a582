"""Names of buildings and units: one spelling for the many that people use, and the words a unit is found by.

Pure. Nothing here knows a particular estate: "A1栋", "A1 #", "Ａ１号楼" are one building; "1栋 0302", "1-302" and "A1-1-0302"
lead to the same unit.
"""

import re
import unicodedata
from functools import lru_cache

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－～~﹣·•/\\_", "-"))
_BUILDING_ENDS = re.compile(r"(?:号楼|號樓|栋|棟|幢|座|楼|#|号|BUILDING|BLOCK|TOWER|BLDG\.?)+$")
_BUILDING_STARTS = re.compile(r"^(?:BUILDING|BLOCK|TOWER|BLDG\.?|NO\.?|第)\s*")
_ENTRANCE_ENDS = re.compile(r"(?:单元|單元|梯|门|ENTRANCE|UNIT)+$")
_DIGITS = {
    "〇": 0,
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_NUMERAL = re.compile(r"[〇零一二两三四五六七八九十]+")
SEARCH_LENGTH = 400
_QUERY_MARKS = re.compile(r"(\d+)\s*(?:号楼|栋|棟|幢|座|#)")
_QUERY_ROOM = re.compile(r"(\d+)\s*(?:室|号房|房|号)(?=\s|$)")


def plain(text: object) -> str:
    """Text in one width, without blanks at its ends and without double or invisible ones inside."""
    return _plain(str(text))


@lru_cache(maxsize=16_384)  # a list says the same few words thousands of times
def _plain(text: str) -> str:
    wide = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if not wide.isprintable():
        wide = "".join(
            " " if sign.isspace() else sign for sign in wide if sign.isprintable() or sign.isspace()
        )
    return " ".join(wide.split())


def from_numeral(text: str) -> int | None:
    """A whole number below 100 in Chinese numerals ("二十一" -> 21), or None.

    >>> from_numeral("十"), from_numeral("二十一"), from_numeral("〇五"), from_numeral("东")
    (10, 21, 5, None)
    """
    if not _NUMERAL.fullmatch(text):
        return None
    if "十" not in text:
        return int("".join(str(_DIGITS[sign]) for sign in text)) if len(text) <= 4 else None
    tens, _ten, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return None
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def building_code(text: str) -> str:
    """The code of a building from its name, in capitals.

    >>> building_code("A1栋"), building_code("１ 号楼"), building_code("1#"), building_code("三栋"), building_code("会所")
    ('A1', '1', '1', '3', '会所')
    """
    whole = plain(text).upper().replace(" ", "")
    bare = _BUILDING_ENDS.sub("", _BUILDING_STARTS.sub("", whole)) or whole
    return _counted(bare)


def entrance_code(text: str) -> str:
    """The code of an entrance (单元): "1单元", "一单元" and "1" are all "1"."""
    whole = plain(text).upper().replace(" ", "")
    bare = _ENTRANCE_ENDS.sub("", whole) or whole
    return _counted(bare)


def _counted(text: str) -> str:
    number = from_numeral(text)
    if number is not None:
        return str(number)
    return str(int(text)) if text.isascii() and text.isdigit() else text


def unit_code(text: str) -> str:
    """A unit's code in one spelling: one width, capitals, ordinary dashes without blanks round them."""
    code = plain(text).upper().translate(_DASHES)
    return re.sub(r"\s*-\s*", "-", code)


def composed_code(room: str, *, building: str, entrance: str, group_code: str) -> str:
    """The code of a unit whose list gives only the room number: building-entrance-room.

    A building that is only a number exists once in each group, so there the group's code goes in front. A room number
    that already starts with its building, or has parts of its own, is taken as it stands.
    """
    code = unit_code(room)
    house = building_code(building) if building else ""
    if not house or "-" in code or not code.isascii() or not code.isalnum():
        return code
    if not house.isdigit() and code.startswith(house):
        return code
    numbered = house.isdigit() and group_code
    parts = [group_code if numbered else "", house, entrance_code(entrance) if entrance else "", code]
    return "-".join(part for part in parts if part)


def search_words(code: str, building: str, entrance: str) -> str:
    """The words a unit is found by, each after a bar, so that ``|0302`` means "a word that starts with 0302".

    They are the code and every tail of it, with the room number as it is and without its leading noughts, and the
    building with and without its letter.
    """
    *front, room = code.split("-")
    house = building_code(building)
    number = re.sub(r"^[^\d]+", "", house)
    words = [
        house,
        number,
        plain(building).upper(),
        f"{entrance}单元" if entrance else "",
        "".join([*front, room]),
    ]
    for shown in dict.fromkeys((room, room.lstrip("0"))):
        words += ["-".join([*front[start:], shown]) for start in range(len(front) + 1)]
        words += ["-".join([number, *front[1:], shown])] if number and front else []
    kept, length = [], 2
    for word in dict.fromkeys(word for word in words if word):
        length += len(word) + 1
        if length <= SEARCH_LENGTH:
            kept.append(word)
    return "|" + "|".join(kept) + "|"


def query_words(typed: str) -> list[str]:
    """What somebody typed to find a unit, as words to look for: marks like 栋, 号楼, # and 室 do not matter.

    >>> query_words("１栋 ０３０２"), query_words("A1-1-0302"), query_words("a1栋1单元302室")
    (['1', '0302'], ['A1-1-0302'], ['A1', '1单元', '302'])
    """
    text = plain(typed).upper().translate(_DASHES)
    text = re.sub(r"([一二三四五六七八九十]+)(?=单元|栋|幢|座|号楼)", _as_digits, text)
    text = _QUERY_MARKS.sub(r"\1 ", text)
    text = re.sub(r"(\d+单元)", r" \1 ", text)
    text = _QUERY_ROOM.sub(r"\1 ", text)
    words = [word.strip("-") for word in re.split(r"[\s,，、|]+", re.sub(r"\s*-\s*", "-", text))]
    return [word for word in words if word][:6]


def _as_digits(match: re.Match[str]) -> str:
    number = from_numeral(match[1])
    return match[1] if number is None else str(number)
