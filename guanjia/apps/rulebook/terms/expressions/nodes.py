"""The tree of an expression, and the types its pieces have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias


class Type(StrEnum):
    """What a value of an expression is."""

    NUMBER = "a number"
    TEXT = "a text"
    FLAG = "true or false"
    DAY = "a day"
    MOMENT = "a moment"
    TIME = "a time of day"
    PERIOD = "a period"
    ROWS = "rows"
    OTHER = "something else"


Types: TypeAlias = "Mapping[str, Type | Mapping[str, Type]]"
"""The type of each field; of a table of rows the types of its columns."""

Values: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Node:
    """One piece of the tree: what it is (``op``), a name or constant, and the pieces it is made of."""

    op: str
    value: Any = None
    parts: tuple[Node, ...] = ()
