"""What a company declares of a form of its own: a table as it stands in TOML, whatever was typed so far.

``cleaned`` takes anything and keeps the shape; what is in it is the loader's to judge. ``of_register`` takes what a pack says.
"""

from collections.abc import Mapping
from typing import Any, Final

from guanjia.apps.rulebook.terms.expressions import Expression

Declared = dict[str, Any]
"""One ``[[register]]`` without its clause and sources, which belong to the pack it stands in."""

LONGEST: Final = 2000
MOST: Final = 120
"""So many signs and rows are kept of anything that is sent; the loader allows less."""

_TEXT, _FLAG, _WHOLE, _BOTH, _TEXTS = "text", "flag", "whole", "both", "texts"
_CHOICE = {"key": _TEXT, "label": _BOTH}
_COLUMN: dict[str, Any] = {
    "key": _TEXT,
    "label": _BOTH,
    "kind": _TEXT,
    "required": _FLAG,
    "unit": _TEXT,
    "choice": [_CHOICE],
    "formula": _TEXT,
    "in_yuan": _FLAG,
}
_FIELD = _COLUMN | {
    "required_when": _TEXT,
    "at_action": _TEXT,
    "seen_by": _TEXTS,
    "masked": _FLAG,
    "column": [_COLUMN],
}
SHAPE: Mapping[str, Any] = {
    "key": _TEXT,
    "title": _BOTH,
    "enter_by": _TEXTS,
    "series": _TEXT,
    "keep_years": _WHOLE,
    "signed_by": _TEXTS,
    "field": [_FIELD],
    "check": [{"holds": _TEXT, "field": _TEXT, "message": _BOTH}],
    "state": [{"key": _TEXT, "label": _BOTH, "end": _FLAG}],
    "action": [
        {
            "key": _TEXT,
            "label": _BOTH,
            "from": _TEXTS,
            "to": _TEXT,
            "by": _TEXTS,
            "capability": _TEXT,
            "unsigned": _FLAG,
        }
    ],
    "paper": {"columns": _WHOLE, "left_out": _TEXTS, "line": [{"label": _BOTH}]},
}
"""Every key of a register and what stands there."""


def cleaned(given: Any, shape: Any = SHAPE) -> Any:
    """Anything, cut to the shape of a register: unknown keys and what is of another kind are left out."""
    if isinstance(shape, Mapping):
        table = given if isinstance(given, Mapping) else {}
        found = {key: cleaned(table[key], inner) for key, inner in shape.items() if key in table}
        return {key: value for key, value in found.items() if value is not False and value not in _NOTHING}
    if isinstance(shape, list):
        rows = given if isinstance(given, list) else []
        return [cleaned(row, shape[0]) for row in rows[:MOST] if isinstance(row, Mapping)]
    return _LEAVES[shape](given)


_NOTHING: tuple[Any, ...] = (None, "", [], {})


def _text(given: Any) -> str:
    if not isinstance(given, str):
        return ""
    return "".join(
        sign for sign in given[:LONGEST] if sign >= " " and sign != "\x7f" and not _is_half(sign)
    ).strip()


def _is_half(sign: str) -> bool:
    return "\ud800" <= sign <= "\udfff"


def _texts(given: Any) -> list[str]:
    many = [given] if isinstance(given, str) else given if isinstance(given, list) else []
    return [text for one in many[:MOST] if (text := _text(one))]


def _both(given: Any) -> dict[str, str] | None:
    """A text in both languages; what is missing in one is said in the other."""
    if not isinstance(given, Mapping):
        return None
    zh, en = _text(given.get("zh")), _text(given.get("en"))
    return {"zh": zh or en, "en": en or zh} if zh or en else None


def _whole(given: Any) -> int | str | None:
    """A whole number; what is none stays as it was typed, for the loader to refuse."""
    if isinstance(given, bool):
        return None
    if isinstance(given, int):
        return given if abs(given) < 10**6 else str(given)[:20]
    text = _text(given)[:20]
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else text or None


_LEAVES: Mapping[str, Any] = {
    _TEXT: _text,
    _FLAG: lambda given: given is True,
    _WHOLE: _whole,
    _BOTH: _both,
    _TEXTS: _texts,
}


def of_register(row: Mapping[str, Any]) -> Declared:
    """What a ``[[register]]`` of a pack declares, as the designer takes it: conditions written out as expressions."""
    fields = [
        {**one, "required_when": _written(one["required_when"])} if "required_when" in one else one
        for one in row.get("field", [])
    ]
    found: Declared = cleaned({**row, "field": fields})
    return found


def _written(condition: Any) -> str:
    """``{sort = ["door", "box"]}`` as ``sort in ("door", "box")``."""
    if isinstance(condition, str):
        return condition
    parts = []
    for name, wanted in condition.items():
        among = ", ".join(_constant(one) for one in (wanted if isinstance(wanted, list) else [wanted]))
        parts.append(f"{name} in ({among})")
    return " and ".join(parts)


def _constant(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else f'"{value}"'


def same_condition(one: Expression | None, other: Expression | None) -> bool:
    """Whether two conditions ask the same, however they are written."""
    return (one.tree if one else None) == (other.tree if other else None)
