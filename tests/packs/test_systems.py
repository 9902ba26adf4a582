"""What a system is bound to is used: its verb is called by a door and by a test, its screen is walked by the matrix.

The parts of packs it may name are tried beside this: registers, checklists, duties, measures and guards.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from guanjia.apps.rulebook.loading import load_pack, load_systems, names_of_product, pack_folders
from guanjia.apps.rulebook.terms import ComingApp
from tests.matrix.resolver import addresses

ROOT = Path(__file__).resolve().parents[2]
PACKS = [load_pack(folder)[0] for folder in pack_folders()]
SYSTEMS = load_systems(names_of_product(PACKS))
NAMED = {
    kind: sorted({means.name for one in SYSTEMS for means in one.by if means.kind == kind})
    for kind in ("verb", "screen", "register", "checklist")
}


@cache
def called() -> dict[str, set[str]]:
    """Every name that is called, or handed on to be called, by the tests, and by the doors of the product."""
    found: dict[str, set[str]] = {"tests": set(), "doors": set()}
    for path in [*(ROOT / "guanjia").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]:
        is_test = "tests" in path.parts
        names = {_name(node) for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))}
        if is_test or not {"services", "services.py", "rules", "lifecycle.py"} & set(path.parts):
            found["tests" if is_test else "doors"] |= names
    return found


def _name(node: ast.AST) -> str:
    """The name a piece of a program uses: of a function, or the word under which a table of verbs finds it."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


@pytest.mark.parametrize("verb", NAMED["verb"])
def test_a_verb_is_called_by_a_door_and_by_a_test(verb: str) -> None:
    name = verb.partition(".")[2]
    assert name in called()["doors"], "no view, API, command or reaction calls it"
    assert name in called()["tests"], "no test calls it"


@pytest.mark.parametrize("screen", NAMED["screen"])
def test_a_screen_is_walked_by_the_matrix(screen: str) -> None:
    assert screen in {address.name for address in addresses()}


def test_no_system_rests_on_screens_alone() -> None:
    bare = [
        one.sources
        for one in SYSTEMS
        if one.app is None and {means.kind for means in one.by} <= {"screen"} and "FORM" not in one.sources[0]
    ]
    assert bare == []


def test_every_app_to_come_is_waited_for_by_something() -> None:
    assert {one.app for one in SYSTEMS if one.app} <= set(ComingApp)
    assert len({one.app for one in SYSTEMS if one.app}) > 10
