"""Reading a tree of matters from TOML: ``[[place]]`` · ``[[place.category]]`` · ``[[place.category.fault]]``.

Each has ``key``, ``zh`` and ``en``; a fault also ``skill`` (a trade key), ``urgency`` (safety, urgent, normal), ``photo``,
``paid`` and ``words`` (what customers call it).
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.cases.terms import Urgency
from guanjia.apps.organisations.terms import Trade
from guanjia.kernel.refusals import Refusal, Refused


@dataclass(frozen=True)
class Node:
    """One node of the tree as the file states it."""

    key: str
    parent: str
    level: int
    name: str
    name_en: str
    position: int
    skill: str = ""
    urgency: str = Urgency.NORMAL.value
    needs_photo: bool = False
    paid: bool = False
    keywords: tuple[str, ...] = ()


def read_tree(file: Path) -> list[Node]:
    """The nodes, parents before children. Raises ``Refused`` naming the first thing that is wrong."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        nodes = list(_nodes(data))
    except (tomllib.TOMLDecodeError, KeyError, ValueError, OSError) as trouble:
        raise Refused(
            Refusal(
                "classification_file",
                _(
                    "%(file)s cannot be read as a tree of matters: %(trouble)s. Put it right and load it again."
                ),
                params={"file": file.name, "trouble": str(trouble)},
            )
        ) from trouble
    return nodes


def _nodes(data: dict[str, Any]) -> Iterator[Node]:
    seen: set[str] = set()
    for position, (path, parent, level, entry) in enumerate(_walk(data), start=1):
        if path in seen:
            raise ValueError(f"{path} is there twice")
        seen.add(path)
        skill, urgency = str(entry.get("skill", "")), str(entry.get("urgency", Urgency.NORMAL.value))
        if skill and skill not in {trade.value for trade in Trade}:
            raise ValueError(f"{path}: no trade is called {skill}")
        if urgency not in {one.value for one in Urgency}:
            raise ValueError(f"{path}: no urgency is called {urgency}")
        yield Node(
            key=path,
            parent=parent,
            level=level,
            name=entry["zh"],
            name_en=entry["en"],
            position=position,
            skill=skill,
            urgency=urgency,
            needs_photo=bool(entry.get("photo", False)),
            paid=bool(entry.get("paid", False)),
            keywords=tuple(str(word).lower() for word in entry.get("words", ())),
        )


def _walk(data: dict[str, Any]) -> Iterator[tuple[str, str, int, dict[str, Any]]]:
    for place in data["place"]:
        yield place["key"], "", 1, place
        for category in place.get("category", ()):
            middle = f"{place['key']}.{category['key']}"
            yield middle, place["key"], 2, category
            for fault in category.get("fault", ()):
                yield f"{middle}.{fault['key']}", middle, 3, fault
