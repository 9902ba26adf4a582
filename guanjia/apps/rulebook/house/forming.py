"""Forms a company designs: their tables in the company's pack, what the loader complains of and where, and TOML read in."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.rulebook.house.saying import said
from guanjia.apps.rulebook.house.vocabulary import Vocabulary
from guanjia.apps.rulebook.loading import Knowledge, Problem, Source
from guanjia.apps.rulebook.loading.build import read
from guanjia.apps.rulebook.loading.crosscheck import check
from guanjia.apps.rulebook.loading.lines import Lines, Path
from guanjia.apps.rulebook.terms import FieldKind, Pack
from guanjia.apps.rulebook.terms import declared as declaring
from guanjia.apps.rulebook.terms.declared import Declared
from guanjia.apps.rulebook.terms.house import HOUSE, HOUSE_TITLE
from guanjia.kernel.refusals import Text

ANY = "|"


@dataclass(frozen=True)
class Form:
    """A form to be written into the company's pack."""

    number: int
    declared: Declared
    replaces: str = ""


@dataclass(frozen=True)
class Mistake:
    """Something the loader does not take: where in the declaration it stands (("field", 3, "label")), and a sentence."""

    path: Path
    sentence: Text


@dataclass(frozen=True)
class Tried:
    """A form as far as it can be read, with everything that is wrong with it. ``pack`` holds it under ``key``, mistakes or not."""

    pack: Pack
    key: str
    mistakes: tuple[Mistake, ...]


def clause_number(number: int) -> str:
    """What the clause of a form is called in the company's pack."""
    return f"F{number}"


def key_of(number: int) -> str:
    """The key of a form that nobody gave another."""
    return f"form_{number}"


def tables(form: Form) -> tuple[dict[str, Any], dict[str, Any]]:
    """The clause and the register of a form."""
    number = clause_number(form.number)
    title = form.declared.get("title") or HOUSE_TITLE.as_json()
    clause = {
        "number": number,
        "heading": title,
        "text": title,
        "sources": [form.replaces.replace(".", " ") or number],
    }
    register = {"key": key_of(form.number), **form.declared, "clause": number}
    return clause, register | ({"replaces": form.replaces} if form.replaces else {})


def posts_in(registers: Iterable[Mapping[str, Any]], words: Vocabulary) -> list[str]:
    """The posts some registers speak of; all there are where one is chosen in a field."""
    found: list[str] = []
    for one in registers:
        fields = one.get("field", ())
        if any(field.get("kind") == FieldKind.POST for field in fields):
            return list(words.posts)
        found += one.get("enter_by", ())
        found += [post for level in one.get("signed_by", ()) for post in level.split(ANY)]
        found += [post for action in one.get("action", ()) for post in action.get("by", ())]
        found += [post for field in fields for post in field.get("seen_by", ())]
    return found


def try_out(content: dict[str, Any], lines: Source, number: int, known: Knowledge) -> Tried:
    """A pack of one form alone: what it comes to, and every mistake at its place in the declaration."""
    draft = read(lines)
    check(draft, known)
    paths = {line: path for table, numbers in lines.files.values() for path, line in numbers.items()}
    mistakes: dict[Path, Mistake] = {}
    for problem in lines.findings.problems:
        path = paths.get(problem.place.line, ())
        found = _mistake(path[2:] if path[:1] == ("register",) else (), problem)
        mistakes.setdefault(found.path, found)
    key = str(content["register"][0].get("key") or key_of(number))
    return Tried(draft.pack(), key, tuple(mistakes.values()))


_MISSING = re.compile(r"“(\w+)” is missing")


def _mistake(path: Path, problem: Problem) -> Mistake:
    missing = _MISSING.match(problem.message)
    if missing and (not path or path[-1] != missing[1]):
        path = (*path, missing[1])
    return Mistake(path, said(problem.message))


# --- Reading TOML ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Brought:
    """The forms of a TOML file, or what is wrong with it, line by line."""

    forms: tuple[Declared, ...] = ()
    problems: tuple[tuple[int, Text], ...] = ()


MOST_FORMS = 20
LONGEST_FILE = 300_000
"""So many forms, and so many signs, one file has at most."""


def from_toml(text: str, words: Vocabulary, known: Knowledge) -> Brought:
    """The forms in a file of a pack: ``[[register]]`` alone, or with the clauses and posts they speak of.

    Clauses and posts the file does not bring itself are those of the company; whatever else a pack may hold is not taken.
    """
    if len(text) > LONGEST_FILE:
        return Brought(problems=((0, _("The file is too long. Bring in fewer forms at once.")),))
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line (\d+)", str(error))
        at = int(line.group(1)) if line else text.count("\n") + 1
        return Brought(problems=((at, said(f"This is not TOML: {error}.")),))
    rows = found.get("register")
    if not isinstance(rows, list) or not rows or not all(isinstance(one, dict) for one in rows):
        return Brought(problems=((0, _("There is no [[register]] in this file.")),))
    if len(rows) > MOST_FORMS:
        return Brought(problems=((0, _("The file is too long. Bring in fewer forms at once.")),))
    source = _completed(found, text, words)
    draft = read(source)
    check(draft, replace(known, topics=known.topics))
    wrong = [one for one in source.findings.problems if one.place.file == FILE]
    if wrong:
        told = sorted({(one.place.line, one.message) for one in wrong})
        return Brought(problems=tuple((line, said(message)) for line, message in told))
    return Brought(tuple(declaring.of_register(row) for row in rows))


FILE = "file"


def _completed(found: dict[str, Any], text: str, words: Vocabulary) -> Source:
    """The registers, clauses and posts of a file, with a head, and the clauses and posts that it leaves to the company."""
    own: dict[str, Any] = {
        part: found[part] for part in ("register", "clause", "post", "department") if part in found
    }
    has = {part: _names(found.get(part), name) for part, name in (("clause", "number"), ("post", "key"))}
    asked = [str(row.get("clause", "")) for row in found["register"]]
    for row in found["register"]:
        row.pop(
            "replaces", None
        )  # whose book an entry stands in is chosen in the designer, never brought along
        row.setdefault("clause", "-")
    clauses = [
        {"number": one or "-", "text": HOUSE_TITLE.as_json(), "sources": _sources(found["register"], one)}
        for one in dict.fromkeys([*asked, "-"])
        if one not in has["clause"]
    ]
    posts = [
        {"key": key, "name": post.name.as_json()}
        for key, post in words.posts.items()
        if key not in has["post"]
    ]
    head = {"key": HOUSE, "version": "0", "title": HOUSE_TITLE.as_json()}
    rest = {"pack": head, "clause": clauses, "post": posts}
    return Source(HOUSE, files={FILE: (own, Lines(text)), HOUSE: (rest, {})})


def _names(rows: Any, name: str) -> set[str]:
    tables = rows if isinstance(rows, list) else []
    return {str(one.get(name)) for one in tables if isinstance(one, dict)}


def _sources(registers: Iterable[Mapping[str, Any]], clause: str) -> list[str]:
    """What the registers of a clause cover; the clause then stands for just that."""
    found = [
        str(source)
        for row in registers
        if str(row.get("clause", "")) == clause and isinstance(row.get("sources"), list)
        for source in row["sources"]
    ]
    return found or ["-"]
