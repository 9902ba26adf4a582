"""The house rules as small checks over the syntax tree; each says what to do instead.

A rule takes a file's place in the house and its tree and answers the lines that break it. ``test_rules.py`` tries each
on a good and a bad sample and then on the whole house.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ROOT / "guanjia" / "apps"
WRITERS = {"create", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}
DOORS = {"services", "queries", "events", "terms"}
CLOCKS = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("timezone", "now"),
    ("clock", "now"),
    ("time", "time"),
}


@dataclass(frozen=True)
class Source:
    """One file of an app: the app's name, the room it belongs to ("services", "views" …) and its tree."""

    app: str
    room: str
    path: str
    tree: ast.Module


@dataclass(frozen=True)
class Rule:
    """A rule of the house, the sentence that teaches it, and the lines of a file that break it."""

    name: str
    instead: str
    broken_at: Callable[[Source], Iterator[int]]


def sources() -> Iterator[Source]:
    """Every file of every app but tests and migrations."""
    for path in sorted(APPS.glob("*/**/*.py")):
        parts = path.relative_to(APPS).parts
        if "tests" in parts or "migrations" in parts:
            continue
        room = parts[1].removesuffix(".py") if len(parts) > 1 else ""
        yield Source(parts[0], room, str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8")))


def sample(code: str, *, app: str = "cases", room: str = "views") -> Source:
    """A piece of code as if it stood in a room of an app."""
    return Source(app, room, f"{app}/{room}.py", ast.parse(code))


def _calls(tree: ast.AST) -> Iterator[tuple[ast.Call, ast.Attribute]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func


def _on_manager(function: ast.Attribute) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr == "objects" for node in ast.walk(function.value)
    )


def writes_outside_services(source: Source) -> Iterator[int]:
    if source.room in {"services", "sending"}:  # sending: what the worker notes of a delivery
        return
    for call, function in _calls(source.tree):
        on_rows = _on_manager(function) and function.attr in WRITERS | {"update", "delete"}
        saves = function.attr == "save" and any(
            word.arg in {"update_fields", "force_insert"} for word in call.keywords
        )
        if on_rows or saves:
            yield call.lineno


def whole_row_saves(source: Source) -> Iterator[int]:
    if source.room != "services":
        return
    for call, function in _calls(source.tree):
        named = {word.arg for word in call.keywords}
        if (
            function.attr == "save"
            and not call.args
            and not named & {"update_fields", "force_insert", "name", "content"}
        ):
            yield call.lineno


def queries_on_screens(source: Source) -> Iterator[int]:
    if source.room not in {"views", "forms", "lists", "panels", "urls"}:
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            yield node.lineno


def reads_the_clock(source: Source) -> Iterator[int]:
    if source.room in {
        "reactions",
        "tasks",
        "channels",
    }:  # what runs after commit, and what talks to the world
        return
    for _call, function in _calls(source.tree):
        owner = function.value
        name = (
            owner.id
            if isinstance(owner, ast.Name)
            else owner.attr
            if isinstance(owner, ast.Attribute)
            else ""
        )
        if (name, function.attr) in CLOCKS:
            yield function.lineno


def closed_rooms_entered(source: Source) -> Iterator[int]:
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("guanjia.apps."):
            continue
        parts = (node.module or "").split(".")
        if parts[2] == source.app:
            continue
        room = parts[3] if len(parts) > 3 else None
        if room is None:
            if not {name.name for name in node.names} <= DOORS:
                yield node.lineno
        elif room not in DOORS:
            yield node.lineno


def star_imports_and_signals(source: Source) -> Iterator[int]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and (
            any(name.name == "*" for name in node.names) or node.module == "django.db.models.signals"
        ):
            yield node.lineno


def undocumented_verbs(source: Source) -> Iterator[int]:
    if source.room not in {"services", "queries", "rules", "lifecycle"}:
        return
    if not ast.get_docstring(source.tree):
        yield 1
    for node in source.tree.body:
        if (
            isinstance(node, ast.FunctionDef)
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ):
            yield node.lineno


def impure_rules(source: Source) -> Iterator[int]:
    if source.room != "rules":
        return
    banned = ("django.db", "django.http", "django.utils.timezone", "requests")
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and (
            (node.module or "").startswith(banned) or (node.module or "").endswith(".models")
        ):
            yield node.lineno


RULES = [
    Rule(
        "only services write",
        "Move the write into a verb in services.py and call that.",
        writes_outside_services,
    ),
    Rule(
        "a save names its fields",
        "Say save(update_fields=[...]), so that no update of another is lost.",
        whole_row_saves,
    ),
    Rule(
        "screens ask queries",
        "Add a function to queries.py and call that instead of .objects.",
        queries_on_screens,
    ),
    Rule("apps do not read the clock", "Take the moment as the argument `at`.", reads_the_clock),
    Rule(
        "other apps are entered by their doors",
        "Import services, queries, events or terms.",
        closed_rooms_entered,
    ),
    Rule(
        "no star imports, no signals",
        "Import names; react to events in config/wiring.py.",
        star_imports_and_signals,
    ),
    Rule(
        "verbs explain themselves", "Write a docstring: meaning, units, what is refused.", undocumented_verbs
    ),
    Rule("rules are pure", "Pass values in; leave database, request and clock outside.", impure_rules),
]
