"""Telephone and identity numbers: one spelling, recognising the same line, masking. Pure."""

import re
import unicodedata

_LONG_DASHES = dict.fromkeys("‐‑‒–—―－")
_EXTENSION = re.compile(r"(?:转|轉|EXT\.?|X|#)\s*(\d{1,6})$")
_TRAILING_EXTENSION = re.compile(r"^(0\d{2,3}-?\d{7,8})-(\d{1,6})$")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0(?:10|2\d)[2-9]\d{7}|0[3-9]\d{2}[2-9]\d{6,7}")
_LOCAL = re.compile(r"[2-9]\d{6,7}")
_SERVICE = re.compile(r"(?:400|800)\d{7}|95\d{3,6}")
_ABROAD = re.compile(r"\+(?!86)[1-9]\d{6,14}")
TAIL = 7
"""The last digits a number is looked up by; a local number has at least so many."""


def normal_phone(text: object) -> str:
    """A telephone number in one spelling: digits only, without +86, with the area code's nought.

    Blanks, dashes, brackets, full-width digits and an extension do not matter. A number from abroad keeps its "+".
    Nothing is checked here; see ``is_telephone``. What cannot be a number at all gives "".

    >>> normal_phone("+86 199-0000 3544"), normal_phone("１９９００００３５４４"), normal_phone("0086 (28) 8765 4321")
    ('19900003544', '19900003544', '02887654321')
    >>> normal_phone("028-87654321-803"), normal_phone("+852 2123 4567"), normal_phone("n/a")
    ('02887654321', '+85221234567', '')
    """
    typed = (
        unicodedata.normalize("NFKC", str(text))
        .translate(dict.fromkeys(map(ord, _LONG_DASHES), "-"))
        .upper()
        .strip()
    )
    typed = _EXTENSION.sub("", typed).strip()
    spaced = re.sub(r"[\s.()\[\]/·]+", "", typed)
    if with_extension := _TRAILING_EXTENSION.match(spaced):
        spaced = with_extension[1]
    bare = spaced.replace("-", "")
    abroad = bare.startswith(("+", "00")) and not bare.startswith(("+86", "0086"))
    digits = re.sub(r"^(?:\+86|0086)", "", bare)
    inland = digits != bare
    digits = digits.removeprefix("+").removeprefix("00") if abroad else digits
    if not (digits.isascii() and digits.isdigit()):
        return ""
    if abroad:
        return f"+{digits}"
    if inland and not _MOBILE.fullmatch(digits) and not digits.startswith(("0", "400", "800", "95")):
        return f"0{digits}"
    return _without_home_prefix(digits)


def _without_home_prefix(digits: str) -> str:
    """Drop what a list or an exchange puts before a mobile number: 86 without its plus, or a trunk 0."""
    for prefix in ("86", "0"):
        rest = digits.removeprefix(prefix)
        if rest != digits and _MOBILE.fullmatch(rest):
            return rest
    return digits


def is_telephone(number: str) -> bool:
    """Whether a normal number can be a real one: mobile, landline with or without area code, service line, abroad."""
    return any(kind.fullmatch(number) for kind in (_MOBILE, _LANDLINE, _LOCAL, _SERVICE, _ABROAD))


def tail(number: str) -> str:
    """The digits a number is indexed by."""
    return number.removeprefix("+")[-TAIL:]


def same_line(one: str, other: str) -> bool:
    """Whether two normal numbers are the same line, one of them perhaps written without its area code."""
    if one == other:
        return bool(one)
    short, long = sorted((one, other), key=len)
    return bool(
        _LOCAL.fullmatch(short)
        and _LANDLINE.fullmatch(long)
        and long.endswith(short)
        and 3 <= len(long) - len(short) <= 4
    )


def mask_phone(number: str) -> str:
    """A number with its middle hidden: 199****3544. Short numbers show less.

    >>> mask_phone("19900003544"), mask_phone("02887654321"), mask_phone("87654321"), mask_phone("")
    ('199****3544', '028****4321', '87****21', '')
    """
    front, back = (3, 4) if len(number) >= 10 else (2, 2) if len(number) >= 7 else (0, 0)
    return number[:front] + "*" * (len(number) - front - back) + (number[-back:] if back else "")


def mask_identity(number: str) -> str:
    """An identity number with at least half of it hidden: 5115**********0778.

    >>> mask_identity("511500196412020778"), mask_identity("G1234567")
    ('5115**********0778', 'G1****67')
    """
    front = back = 4 if len(number) >= 16 else 2 if len(number) >= 8 else 1 if len(number) >= 4 else 0
    return number[:front] + "*" * (len(number) - front - back) + (number[-back:] if back else "")


def normal_identity(text: object) -> str:
    """An identity, passport or licence number in one spelling: one width, capitals, no blanks."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(text))).upper()[:40]
