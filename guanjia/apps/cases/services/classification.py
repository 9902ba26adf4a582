"""Loading the tree of matters."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from guanjia.apps.cases import events
from guanjia.apps.cases.classification_file import Node, read_tree
from guanjia.apps.cases.models import Classification
from guanjia.apps.cases.terms import Can
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.permissions import permit_at

DEFAULT = Path(__file__).resolve().parents[1] / "data" / "classification.toml"
_COLUMNS = (
    "level",
    "name",
    "name_en",
    "position",
    "skill",
    "urgency",
    "needs_photo",
    "paid",
    "keywords",
    "retired",
)


def load_classification(*, by: Actor, at: datetime, file: Path = DEFAULT) -> tuple[int, int]:
    """Bring the company's tree to what the file says; answers how many nodes were added and changed.

    Loading the same file again does nothing. A node the file no longer names is retired, never deleted: cases refer to
    it. Raises ``Refused`` (code ``classification_file``) naming what is wrong with the file.
    """
    nodes = read_tree(file)
    with transaction.atomic():
        permit_at(by, Can.SET_CLASSIFICATION, None)
        known = {
            row.key: row
            for row in Classification.objects.select_for_update().filter(company_id=by.company_id)
        }
        added = sum(_add(by.company_id, level, nodes, known) for level in (1, 2, 3))
        changed = 0
        for node in nodes:
            row = known[node.key]
            if _differs(row, node):
                _put(row, node)
                row.save(update_fields=list(_COLUMNS))
                changed += 1
        changed += _retire(known, {node.key for node in nodes})
        if added or changed:
            record(
                events.ClassificationLoaded(site_id=None, ref="classification", added=added, changed=changed),
                by=by,
                at=at,
            )
        return added, changed


def _add(company_id: int, level: int, nodes: list[Node], known: dict[str, Classification]) -> int:
    """Add the nodes of one level that are missing, in one insert; their parents are known by then."""
    rows = [
        Classification(
            company_id=company_id,
            key=node.key,
            parent=known[node.parent] if node.parent else None,
            **_values(node),
        )
        for node in nodes
        if node.level == level and node.key not in known
    ]
    known.update((row.key, row) for row in Classification.objects.bulk_create(rows))
    return len(rows)


def _values(node: Node) -> dict[str, Any]:
    values: dict[str, Any] = {
        name: getattr(node, name) for name in _COLUMNS if name not in {"keywords", "retired"}
    }
    return {**values, "keywords": list(node.keywords), "retired": False}


def _differs(row: Classification, node: Node) -> bool:
    return any(getattr(row, name) != value for name, value in _values(node).items())


def _put(row: Classification, node: Node) -> None:
    for name, value in _values(node).items():
        setattr(row, name, value)


def _retire(known: dict[str, Classification], wanted: set[str]) -> int:
    gone = [row for key, row in known.items() if key not in wanted and not row.retired]
    for row in gone:
        row.retired = True
        row.save(update_fields=["retired"])
    return len(gone)
