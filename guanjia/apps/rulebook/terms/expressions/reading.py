"""Reading an expression into its tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal

from guanjia.apps.rulebook.terms.expressions.nodes import Node
from guanjia.apps.rulebook.terms.expressions.reckoning import FUNCTIONS

DEEPEST = 24
"""How deep an expression may be nested."""

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d{1,12}(?:\.\d{1,6})?)(?![\w.])|(?P<name>[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)(?![\w.])"
    r"|(?P<text>\"[^\"\\]*\"|'[^'\\]*')|(?P<sign><=|>=|!=|[-+*/()<>=,]))"
)
_WORDS = {"and", "or", "not", "in", "true", "false"}
_COMPARES = ("=", "!=", "<", "<=", ">", ">=")


class Reader:
    """Reads by going down the rules: or, and, not, comparison, sum, product, sign, atom."""

    def __init__(self, text: str) -> None:
        self.tokens = list(_tokens(text))
        self.at = 0
        self.depth = 0

    def whole(self) -> Node:
        found = self.either()
        if self.at < len(self.tokens):
            raise ValueError(
                f"“{self.tokens[self.at][1]}” cannot stand here; the expression is over before it."
            )
        return found

    def peek(self) -> str:
        """The next sign or word, "" for a name, number, text, or the end."""
        if self.at >= len(self.tokens):
            return ""
        kind, token = self.tokens[self.at]
        return token if kind == "sign" or token in _WORDS else ""

    def take(self, *wanted: str) -> str:
        """The next sign if it is one of these, else ""."""
        found = self.peek()
        if found and found in wanted:
            self.at += 1
            return found
        return ""

    def need(self, wanted: str) -> None:
        if not self.take(wanted):
            raise ValueError(f"“{wanted}” is missing.")

    def either(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError("The expression is nested too deeply.")
        found = self._row("or", self.both)
        self.depth -= 1
        return found

    def both(self) -> Node:
        return self._row("and", self.negation)

    def _row(self, word: str, read: Callable[[], Node]) -> Node:
        parts = [read()]
        while self.take(word):
            parts.append(read())
        return parts[0] if len(parts) == 1 else Node(word, parts=tuple(parts))

    def negation(self) -> Node:
        if not self.take("not"):
            return self.comparison()
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError("The expression is nested too deeply.")
        found = Node("not", parts=(self.negation(),))
        self.depth -= 1
        return found

    def comparison(self) -> Node:
        left = self.sum()
        if self.take("in"):
            self.need("(")
            among = [self.sum()]
            while self.take(","):
                among.append(self.sum())
            self.need(")")
            return Node("in", parts=(left, *among))
        sign = self.take(*_COMPARES)
        return Node("compare", sign, (left, self.sum())) if sign else left

    def sum(self) -> Node:
        found = self.product()
        while sign := self.take("+", "-"):
            found = Node("sum", sign, (found, self.product()))
        return found

    def product(self) -> Node:
        found = self.signed()
        while sign := self.take("*", "/"):
            found = Node("product", sign, (found, self.signed()))
        return found

    def signed(self) -> Node:
        if not self.take("-"):
            return self.atom()
        self.depth += 1
        if self.depth > DEEPEST:
            raise ValueError("The expression is nested too deeply.")
        found = Node("minus", parts=(self.signed(),))
        self.depth -= 1
        return found

    def atom(self) -> Node:
        if self.take("("):
            found = self.either()
            self.need(")")
            return found
        if self.at >= len(self.tokens):
            raise ValueError("The expression ends too early.")
        kind, token = self.tokens[self.at]
        self.at += 1
        if token in ("true", "false"):
            return Node("constant", token == "true")  # noqa: S105
        if kind == "number":
            return Node("constant", Decimal(token))
        if kind == "text":
            return Node("constant", token[1:-1])
        if kind == "sign" or token in _WORDS:
            raise ValueError(f"“{token}” cannot stand here.")
        return self._named(token)

    def _named(self, token: str) -> Node:
        if self.take("("):
            if token not in FUNCTIONS:
                raise ValueError(f"“{token}” is not a function; there are {', '.join(sorted(FUNCTIONS))}.")
            parts = [self.either()]
            while self.take(","):
                parts.append(self.either())
            self.need(")")
            return Node("call", token, tuple(parts))
        field, _dot, column = token.partition(".")
        return Node("column", (field, column)) if column else Node("name", field)


def _tokens(text: str) -> Iterable[tuple[str, str]]:
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"“{text[at:].strip()[:12]}” is not understood in an expression.")
        yield str(match.lastgroup), match[str(match.lastgroup)]
        at = match.end()
