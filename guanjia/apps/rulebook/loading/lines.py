"""Where each value of a TOML text stands.

``tomllib`` gives values without lines. This walks the same text again and notes the line of every table, key and array
element under its path: ``("duty", 3, "met_by", 0, "on")``. It trusts the text to be valid TOML, which ``tomllib`` has
established before.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property
from re import finditer
from typing import TypeAlias

Path: TypeAlias = tuple[str | int, ...]

_SPACE = " \t"
_BLANK = " \t\r\n,"
_ENDS_BARE = ",]}\r\n#"


def locate(text: str) -> dict[Path, int]:
    """Line numbers, from 1, by path."""
    return _Walk(text).tables()


class Lines(Mapping[Path, int]):
    """The lines of a text, looked for when somebody first asks: a sound pack never does."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def found(self) -> dict[Path, int]:
        """Line numbers by path."""
        return locate(self.text)

    def __getitem__(self, path: Path) -> int:
        return self.found[path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """The line of a value, or of the nearest thing around it; 1 when nothing is known."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Walk:
    """A cursor over the text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}
        self.ends = [match.start() for match in finditer("\n", text)]

    def tables(self) -> dict[Path, int]:
        current: Path = ()
        while self._skip(_BLANK):
            if self.text.startswith("[[", self.at):
                current = self._array_header()
            elif self.text[self.at] == "[":
                current = self._header()
            else:
                self._pair(current)
        return self.lines

    @property
    def line(self) -> int:
        return bisect_right(self.ends, self.at - 1) + 1

    def _skip(self, what: str) -> bool:
        """Pass over ``what`` and comments; False at the end of the text."""
        while self.at < len(self.text):
            sign = self.text[self.at]
            if sign == "#":
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif sign in what:
                self.at += 1
            else:
                return True
        return False

    def _note(self, path: Path) -> Path:
        self.lines.setdefault(path, self.line)
        return path

    def _header(self) -> Path:
        self.at += 1
        parts = self._key("]")
        self.at += 1
        return self._note(self._resolved(parts))

    def _array_header(self) -> Path:
        self.at += 2
        parts = self._key("]")
        self.at += 2
        path = (*self._resolved(parts[:-1]), parts[-1])
        self.counts[path] = self.counts.get(path, -1) + 1
        return self._note((*path, self.counts[path]))

    def _resolved(self, parts: list[str]) -> Path:
        """The path of a header, with the index of the latest element wherever it passes an array of tables."""
        path: Path = ()
        for part in parts:
            path = (*path, part)
            if path in self.counts:
                path = (*path, self.counts[path])
        return path

    def _key(self, end: str) -> list[str]:
        """A dotted key up to ``end``, which is left for the caller."""
        parts: list[str] = []
        while self._skip(_SPACE + ".") and self.text[self.at] != end:
            parts.append(self._string() if self.text[self.at] in "\"'" else self._bare_key(end))
        return parts

    def _bare_key(self, end: str) -> str:
        start = self.at
        while self.text[self.at] not in f" \t.{end}":
            self.at += 1
        return self.text[start : self.at]

    def _pair(self, table: Path) -> None:
        line = self.line
        path = (*table, *self._key("="))
        for length in range(len(table) + 1, len(path) + 1):
            self.lines.setdefault(path[:length], line)
        self.at += 1
        self._skip(_SPACE)
        self._value(path)

    def _value(self, path: Path) -> None:
        sign = self.text[self.at]
        if sign in "\"'":
            self._string()
        elif sign == "[":
            self._array(path)
        elif sign == "{":
            self._inline(path)
        else:
            while self.at < len(self.text) and self.text[self.at] not in _ENDS_BARE:
                self.at += 1

    def _array(self, path: Path) -> None:
        self.at += 1
        index = 0
        while self._skip(_BLANK) and self.text[self.at] != "]":
            self._value(self._note((*path, index)))
            index += 1
        self.at += 1

    def _inline(self, path: Path) -> None:
        self.at += 1
        while self._skip(_BLANK) and self.text[self.at] != "}":
            self._pair(path)
        self.at += 1

    def _string(self) -> str:
        """Pass over a string of any kind; answers its raw text (a quoted key has no escapes worth knowing)."""
        quote = self.text[self.at]
        fence = quote * 3 if self.text.startswith(quote * 3, self.at) else quote
        self.at += len(fence)
        start = self.at
        while not self.text.startswith(fence, self.at):
            self.at += 2 if quote == '"' and self.text[self.at] == "\\" else 1
        found = self.text[start : self.at]
        self.at += len(fence)
        while len(fence) == 3 and self.text.startswith(
            quote, self.at
        ):  # a fence may be preceded by its own quotes
            self.at += 1
        return found
