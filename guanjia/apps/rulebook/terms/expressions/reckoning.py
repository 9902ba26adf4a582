"""What an expression comes to: its type over the types of the fields, its value over theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from guanjia.apps.rulebook.terms.expressions.nodes import Node, Type, Types, Values

_ORDERED = {Type.NUMBER, Type.DAY, Type.MOMENT, Type.TIME}


def type_of(node: Node, types: Types) -> Type:
    """What the piece comes to. Raises ``ValueError`` for unknown names and wrong kinds."""
    match node.op:
        case "constant":
            return _constant_type(node.value)
        case "name":
            return _name_type(node.value, types)
        case "column":
            raise ValueError(
                f"“{'.'.join(node.value)}” is a column; add it up with sum(…), or use most(…), least(…)."
            )
        case "and" | "or" | "not":
            for part in node.parts:
                _wanted(part, types, Type.FLAG)
            return Type.FLAG
        case "compare":
            return _compared(node, types)
        case "in":
            first, *among = node.parts
            for one in among:
                _same(first, one, types)
            return Type.FLAG
        case "call":
            return FUNCTIONS[node.value].check(node, types)
    for part in node.parts:  # sum, product, minus
        _wanted(part, types, Type.NUMBER)
    return Type.NUMBER


def _constant_type(value: Any) -> Type:
    if isinstance(value, bool):
        return Type.FLAG
    return Type.NUMBER if isinstance(value, Decimal) else Type.TEXT


def _name_type(name: str, types: Types) -> Type:
    if name not in types:
        raise ValueError(f"“{name}” is not a field that can be reckoned with here.")
    found = types[name]
    return found if isinstance(found, Type) else Type.ROWS


def _wanted(node: Node, types: Types, wanted: Type) -> None:
    found = type_of(node, types)
    if found is not wanted:
        raise ValueError(f"{wanted.capitalize()} is needed, not {found}.")


def _same(left: Node, right: Node, types: Types) -> Type:
    first, second = type_of(left, types), type_of(right, types)
    if first is not second or first in (Type.ROWS, Type.PERIOD, Type.OTHER):
        raise ValueError(f"{first.capitalize()} and {second} cannot be compared.")
    return first


def _compared(node: Node, types: Types) -> Type:
    found = _same(node.parts[0], node.parts[1], types)
    if node.value not in ("=", "!=") and found not in _ORDERED:
        raise ValueError(f"{found.capitalize()} has no order; use = or !=.")
    return Type.FLAG


def value_of(node: Node, values: Values) -> Any:
    """Its value; None where it cannot be known."""
    match node.op:
        case "constant":
            return node.value
        case "name":
            return values.get(node.value)
        case "and" | "or":
            return _joined(node, values)
        case "call":
            return FUNCTIONS[node.value].work(node, values)
    parts = [value_of(part, values) for part in node.parts]
    if node.op == "in":
        return None if parts[0] is None else parts[0] in parts[1:]
    if any(part is None for part in parts):
        return None
    match node.op:
        case "not":
            return not parts[0]
        case "minus":
            return -parts[0]
        case "compare":
            return _COMPARE[node.value](*parts)
    return _RECKON[node.value](*parts)


def _joined(node: Node, values: Values) -> bool | None:
    decides = node.op == "or"
    parts = [value_of(part, values) for part in node.parts]
    if decides in [part for part in parts if part is not None]:
        return decides
    return None if None in parts else not decides


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
_RECKON: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}


@dataclass(frozen=True, slots=True)
class Function:
    """A function an expression may use: ``check`` its arguments at load, ``work`` it out over values."""

    check: Callable[[Node, Types], Type]
    work: Callable[[Node, Values], Any]


def _count_of(node: Node, count: int) -> None:
    if len(node.parts) != count:
        raise ValueError(f"{node.value}(…) takes {count} value{'s' if count > 1 else ''}.")


def _column_check(node: Node, types: Types) -> Type:
    """One column of a table, or several numbers."""
    if len(node.parts) == 1 and node.parts[0].op == "column":
        field, column = node.parts[0].value
        columns = types.get(field)
        if isinstance(columns, Type) or columns is None or columns.get(column) is not Type.NUMBER:
            raise ValueError(f"“{field}.{column}” is not a column of numbers.")
        return Type.NUMBER
    if len(node.parts) < 2:
        raise ValueError(f"{node.value}(…) takes a column of a table, or several numbers.")
    for part in node.parts:
        _wanted(part, types, Type.NUMBER)
    return Type.NUMBER


def _figures(node: Node, values: Values) -> list[Decimal]:
    """What is filled of a column or of several numbers."""
    if node.parts[0].op == "column":
        field, column = node.parts[0].value
        found = [row.get(column) for row in values.get(field) or ()]
    else:
        found = [value_of(part, values) for part in node.parts]
    return [one for one in found if one is not None]


def _gathered(gather: Callable[[list[Decimal]], Decimal | None]) -> Function:
    return Function(_column_check, lambda node, values: gather(_figures(node, values)))


def _rows_check(node: Node, types: Types) -> Type:
    _count_of(node, 1)
    _wanted(node.parts[0], types, Type.ROWS)
    return Type.NUMBER


def _filled_check(node: Node, types: Types) -> Type:
    _count_of(node, 1)
    if node.parts[0].op != "name":
        raise ValueError("filled(…) takes the name of a field.")
    type_of(node.parts[0], types)
    return Type.FLAG


def _hours_check(node: Node, types: Types) -> Type:
    _count_of(node, 1)
    _wanted(node.parts[0], types, Type.PERIOD)
    return Type.NUMBER


def _hours(node: Node, values: Values) -> Decimal | None:
    period = value_of(node.parts[0], values)
    if period is None:
        return None
    begins, ends = period
    return Decimal(round((ends - begins).total_seconds())) / 3600


def _days_check(node: Node, types: Types) -> Type:
    _count_of(node, 2)
    if _same(node.parts[0], node.parts[1], types) not in (Type.DAY, Type.MOMENT):
        raise ValueError("days(…) takes two days, or two moments.")
    return Type.NUMBER


def _days(node: Node, values: Values) -> Decimal | None:
    begins, ends = (value_of(part, values) for part in node.parts)
    if begins is None or ends is None:
        return None
    if isinstance(begins, datetime):
        return Decimal(round((ends - begins).total_seconds())) / 86400
    assert isinstance(begins, date)
    return Decimal((ends - begins).days)


def _round_check(node: Node, types: Types) -> Type:
    _count_of(node, 2)
    _wanted(node.parts[0], types, Type.NUMBER)
    places = node.parts[1]
    if places.op != "constant" or places.value not in [Decimal(one) for one in range(7)]:
        raise ValueError("round(…, 2) takes a number, and 0 to 6 places.")
    return Type.NUMBER


def _round(node: Node, values: Values) -> Decimal | None:
    number = value_of(node.parts[0], values)
    return None if number is None else round(number, int(node.parts[1].value))


FUNCTIONS: dict[str, Function] = {
    "sum": _gathered(lambda found: sum(found, Decimal(0))),
    "least": _gathered(lambda found: min(found, default=None)),
    "most": _gathered(lambda found: max(found, default=None)),
    "count": Function(_rows_check, lambda node, values: Decimal(len(value_of(node.parts[0], values) or ()))),
    "filled": Function(
        _filled_check, lambda node, values: value_of(node.parts[0], values) not in (None, "", (), [])
    ),
    "hours": Function(_hours_check, _hours),
    "days": Function(_days_check, _days),
    "round": Function(_round_check, _round),
}
