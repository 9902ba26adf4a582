"""Reading what the product has for each system of the catalogue, or every mistake at once with its file and line.

``data/systems/*.toml`` names, system by system, the verbs, screens and parts of packs that meet its demand. A name that
is not there is refused, so nothing is bound to what the product has not got.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from inspect import isfunction
from pathlib import Path

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from guanjia.apps.rulebook.loading.knowledge import Knowledge
from guanjia.apps.rulebook.loading.partcheck import known
from guanjia.apps.rulebook.loading.problems import meant
from guanjia.apps.rulebook.loading.source import Source
from guanjia.apps.rulebook.loading.tables import Table
from guanjia.apps.rulebook.terms.packs import Pack
from guanjia.apps.rulebook.terms.parts import ComingApp
from guanjia.apps.rulebook.terms.systems import Means, System

FOLDER = Path(__file__).resolve().parents[1] / "data" / "systems"
Names = Mapping[str, frozenset[str]]
"""What there is, by kind."""


def names_of_product(packs: Iterable[Pack]) -> dict[str, frozenset[str]]:
    """Everything a system can be met by: parts of these packs, guards, verbs and screens of the installed apps."""
    there = list(packs)
    return {
        "register": frozenset(key for pack in there for key in pack.registers),
        "checklist": frozenset(key for pack in there for key in pack.checklists),
        "duty": frozenset(key for pack in there for key in pack.duties),
        "measure": frozenset(key for pack in there for key in pack.measures),
        "file_plan": frozenset(key for pack in there for key in pack.file_plans),
        "guard": Knowledge.of_product().guards,
        "verb": frozenset(_verbs()),
        "screen": frozenset(_screens(get_resolver().url_patterns, "")),
    }


def _verbs() -> Iterator[str]:
    """``app.verb`` for every public function of an app's ``services`` that says who acts."""
    for config in apps.get_app_configs():
        if config.name.startswith("guanjia.apps."):
            try:
                services = import_module(f"{config.name}.services")
            except ModuleNotFoundError:
                continue
            for name, found in vars(services).items():
                if isfunction(found) and not name.startswith("_") and "by" in found.__code__.co_varnames:
                    yield f"{config.label}.{name}"


def _screens(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _screens(pattern.url_patterns, inner)
        elif pattern.name and pattern.callback.__module__.startswith("guanjia."):
            yield f"{namespace}{pattern.name}"


def load_systems(names: Names, folder: Path = FOLDER) -> list[System]:
    """The systems of a folder. Raises ``PackError`` with every mistake, each with file and line."""
    source = Source.of_folder(folder)
    found: list[System] = []
    named: dict[str, Table] = {}
    for top in source.heads():
        for row in top.tables("system"):
            system = _system(row, names)
            for index, one in enumerate(system.sources):
                if one in named:
                    row.wrong(
                        f"“{one}” is given twice; the first is at {named[one].place()}.", "sources", index
                    )
                named.setdefault(one, row)
            found.append(system)
        top.done()
    source.findings.raise_any()
    return found


def _system(row: Table, names: Names) -> System:
    system = System(
        sources=row.texts("sources"),
        name=row.bilingual("name"),
        by=tuple(_means(row, names)),
        app=row.one_of("app", ComingApp, ComingApp.SAFETY) if row.has("app") else None,
        lacks=row.bilingual("lacks", required=False),
    )
    if not system.sources:
        row.wrong("“sources” is missing; name the catalogue entries this is about.")
    if system.app is None and not row.texts("by"):
        row.wrong("Nothing meets this; name what does in “by”, or the app that will in “app”.")
    if (system.app is None) is bool(system.lacks):
        row.wrong("“app” and “lacks” go together: what is to come, and in which app.", "app")
    row.done()
    return system


def _means(row: Table, names: Names) -> Iterator[Means]:
    for index, given in enumerate(row.texts("by")):
        kind, _colon, name = given.partition(":")
        if kind not in names:
            row.wrong(
                f"“{kind}” is not a kind here; write one of: {', '.join(names)}.{meant(kind, names)}",
                "by",
                index,
            )
        elif known(row, name, names[kind], f"a {kind} of this product", "by", index):
            yield Means(kind, name)
