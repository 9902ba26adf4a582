"""Reading one table strictly: every key that is not asked for is a mistake, every value has the type asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from guanjia.apps.rulebook.loading.lines import Path, line_of
from guanjia.apps.rulebook.loading.problems import PackError, Place, Problem, meant
from guanjia.apps.rulebook.terms.texts import Bilingual
from guanjia.kernel.working_time import Duration, NotUnderstood

R = TypeVar("R")
E = TypeVar("E", bound=StrEnum)


@dataclass
class Findings:
    """Mistakes found so far."""

    problems: list[Problem] = field(default_factory=list)

    def raise_any(self) -> None:
        """Raise ``PackError`` when there is at least one."""
        if self.problems:
            raise PackError(self.problems)


@dataclass
class Table:
    """A table of a pack, with the place it stands at; ``done`` reports what nobody asked for."""

    values: Mapping[str, Any]
    findings: Findings
    file: str
    path: Path = ()
    lines: Mapping[Path, int] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def place(self, *keys: str | int) -> Place:
        """Where a value of this table stands."""
        return Place(self.file, line_of(self.lines, (*self.path, *keys)) if self.lines else 0)

    def wrong(self, message: str, *keys: str | int) -> None:
        """Report a mistake at a value of this table."""
        self.findings.problems.append(Problem(self.place(*keys), message))

    def done(self) -> None:
        """Report the keys nobody asked for."""
        for key in self.values:
            if key not in self.asked:
                self.wrong(f"“{key}” is not a key here.{meant(key, self.asked)}", key)

    def has(self, key: str) -> bool:
        """Whether the key is given."""
        self.asked.add(key)
        return key in self.values

    def text(self, key: str, *, required: bool = False) -> str:
        """A string; reports an absent required one and anything that is not text."""
        found: str = self._of_type(key, str, "text", "")
        if (
            required
            and not found.strip()
            and not (key in self.values and not isinstance(self.values[key], str))
        ):
            self.wrong(f"“{key}” is missing.", *([key] if key in self.values else []))
        return found

    def flag(self, key: str) -> bool:
        """True or false; false when absent."""
        return bool(self._of_type(key, bool, "true or false", False))

    def count(self, key: str, default: int) -> int:
        """A whole number, not negative."""
        found = self._of_type(key, int, "a whole number", default)
        if isinstance(found, bool) or found < 0:
            self.wrong(f"“{key}” must be a whole number, not negative.", key)
            return default
        return int(found)

    def figure(self, key: str) -> float | None:
        """A number, or None when absent."""
        if not self.has(key):
            return None
        found = self.values[key]
        if isinstance(found, bool) or not isinstance(found, int | float):
            self.wrong(f"“{key}” must be a number.", key)
            return None
        return float(found)

    def one_of(self, key: str, kinds: type[E], default: E) -> E:
        """A word out of an enumeration."""
        given = self.text(key) or str(default)
        if given in set(kinds):
            return kinds(given)
        known = ", ".join(kinds)
        self.wrong(f"“{given}” is not known here; write one of: {known}.{meant(given, set(kinds))}", key)
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        """A string, or a list of strings."""
        self.asked.add(key)
        value = self.values.get(key, [])
        many = [value] if isinstance(value, str) else value
        if not isinstance(many, list) or not all(isinstance(one, str) for one in many):
            self.wrong(f"“{key}” must be a text or a list of texts.", key)
            return ()
        return tuple(many)

    def bilingual(self, key: str, *, required: bool = True) -> Bilingual:
        """``key.zh`` and ``key.en``; half a pair is a mistake even where the whole is optional."""
        self.asked.add(key)
        value = self.values.get(key)
        if value is None:
            if required:
                self.wrong(f"“{key}” is missing; write {key}.zh and {key}.en.")
            return Bilingual()
        if not isinstance(value, dict):
            self.wrong(f"“{key}” needs both languages; write {key}.zh and {key}.en.", key)
            return Bilingual()
        inner = Table(value, self.findings, self.file, (*self.path, key), self.lines)
        found = Bilingual(*(self._language(inner, key, language) for language in ("zh", "en")))
        inner.done()
        return found

    def duration(self, key: str) -> Duration | None:
        """A length of time in words, or None when absent."""
        words = self.text(key)
        return self.parsed(words, Duration.parse, key) if words else None

    def durations(self, key: str) -> tuple[Duration, ...]:
        """Lengths of time in words."""
        read = [self.parsed(words, Duration.parse, key, index) for index, words in enumerate(self.texts(key))]
        return tuple(one for one in read if one is not None)

    def parsed(self, words: str, parse: Callable[[str], R], *keys: str | int) -> R | None:
        """``parse(words)``, with its complaint reported at the value's place."""
        try:
            return parse(words)
        except NotUnderstood as error:
            self.wrong(str(error), *keys)
        except ValueError as error:
            self.wrong(str(error), *keys)
        return None

    def tables(self, key: str) -> "list[Table]":
        """A list of tables."""
        self.asked.add(key)
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.wrong(f"“{key}” must be a list of tables.", key)
            return []
        return [
            Table(one, self.findings, self.file, (*self.path, key, index), self.lines)
            for index, one in enumerate(value)
        ]

    def table(self, key: str) -> "Table":
        """A table; empty when absent."""
        value = self._of_type(key, dict, "a table", {})
        return Table(value, self.findings, self.file, (*self.path, key), self.lines)

    def _of_type(self, key: str, kind: type, wanted: str, default: Any) -> Any:
        self.asked.add(key)
        value = self.values.get(key, default)
        if isinstance(value, kind):
            return value
        self.wrong(f"“{key}” must be {wanted}.", key)
        return default

    def _language(self, inner: "Table", key: str, language: str) -> str:
        words = inner.text(language)
        if not words.strip():
            self.wrong(f"“{key}” lacks its {LANGUAGES[language]} text; write {key}.{language}.", key)
        return words.strip()


LANGUAGES = {"zh": "Chinese", "en": "English"}
