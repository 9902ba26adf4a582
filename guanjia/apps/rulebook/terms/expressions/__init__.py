"""The little expressions of registers: what a field is computed from, when it is asked for, what must hold.

    price * count          sum(lines.amount)          deposit > 100 and sort in ("door", "box")
    hours(stay) <= 12      not filled(returned_at) or returned_at >= lent_at

They are read by hand into a small tree and worked out over plain values: no name but a field's own and the eight functions
below, no attribute, no call of anything else, no loop, no text longer than ``LONGEST``. What is not understood raises
``ValueError`` when the pack is loaded. Amounts count in yuan. A blank value makes what depends on it unknown (None);
an unknown condition neither asks for anything nor fails.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any

from guanjia.apps.rulebook.terms.expressions.nodes import Node, Type, Types, Values
from guanjia.apps.rulebook.terms.expressions.reading import Reader
from guanjia.apps.rulebook.terms.expressions.reckoning import type_of, value_of

__all__ = ["Expression", "Node", "Type", "Types", "Values"]

LONGEST = 300


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that was understood. ``text`` is how it was written."""

    text: str
    tree: Node

    @classmethod
    def parse(cls, text: str) -> Expression:
        """Read one. Raises ``ValueError`` that says what is not understood."""
        if len(text) > LONGEST:
            raise ValueError(f"An expression has at most {LONGEST} signs.")
        return cls(text, Reader(text).whole())

    @classmethod
    def of_conditions(cls, wanted: Mapping[str, Iterable[Any]]) -> Expression:
        """Fields that must each hold one of some values, as ``{sort = ["door"]}`` says it."""
        parts = tuple(
            Node("in", parts=(Node("name", name), *(Node("constant", _constant(one)) for one in among)))
            for name, among in wanted.items()
        )
        text = " and ".join(f"{name} in {list(among)}" for name, among in wanted.items())
        return cls(text, parts[0] if len(parts) == 1 else Node("and", parts=parts))

    def check(self, types: Types) -> Type:
        """What it comes to, given the types of the fields. Raises ``ValueError`` for unknown names and wrong kinds."""
        return type_of(self.tree, types)

    def of(self, values: Values) -> Any:
        """Its value over typed values (see ``registers.computing``); None where it cannot be known."""
        try:
            return value_of(self.tree, values)
        except (DivisionByZero, InvalidOperation, Overflow, OverflowError):
            return None

    @property
    def names(self) -> frozenset[str]:
        """The fields it looks at."""
        return frozenset(_names(self.tree))


def _constant(value: Any) -> Any:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _names(node: Node) -> Iterable[str]:
    if node.op in ("name", "column"):
        yield node.value if node.op == "name" else node.value[0]
    for part in node.parts:
        yield from _names(part)
