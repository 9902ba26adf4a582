"""The tree of matters, and a suggestion from the customer's words."""

from dataclasses import dataclass, field

from guanjia.apps.cases.models import Classification
from guanjia.apps.cases.rules.classification import points
from guanjia.kernel.plain import plain_cursor
from guanjia.kernel.scope import current_scope


@dataclass
class Branch:
    """A node with what hangs under it."""

    node: Classification
    branches: list["Branch"] = field(default_factory=list)


def classification_tree() -> list[Branch]:
    """The open company's tree: places with categories with faults, in order; one query."""
    branches: dict[int, Branch] = {}
    roots: list[Branch] = []
    for node in Classification.objects.filter(retired=False).order_by("position"):
        branch = branches[node.pk] = Branch(node)
        above = branches.get(node.parent_id) if node.parent_id else None
        (above.branches if above else roots).append(branch)
    return roots


def list_faults() -> list[Classification]:
    """The third level, in order, each with its line above at hand."""
    faults = Classification.objects.filter(retired=False, level=3)
    return list(faults.select_related("parent__parent").order_by("position"))


def get_classification(key: str) -> Classification | None:
    """The node in use under this key."""
    return Classification.objects.filter(key=key, retired=False).first()


@dataclass(frozen=True)
class Matter:
    """What intake needs to know of a node."""

    id: int
    key: str
    urgency: str


def find_matter(classification_id: int | None, key: str = "") -> Matter | None:
    """The node in use under this id or key, if there is one. One plain statement: intake asks with every case."""
    if not (classification_id or key):
        return None
    with plain_cursor() as cursor:
        cursor.execute(
            _MATTER.format("id" if classification_id else "key"),
            [classification_id or key, current_scope().company_id],
        )
        row = cursor.fetchone()
    return Matter(*row) if row else None


_MATTER = f"""
    SELECT id, key, urgency FROM {Classification._meta.db_table}
    WHERE {{}} = %s AND company_id = COALESCE(%s, company_id) AND NOT retired
"""  # noqa: S608 - only table names of our own go in


def classification_for_text(text: str, limit: int = 3) -> list[Classification]:
    """Faults whose keywords occur in what the customer said, best first: longer words count more than shorter ones."""
    said = text.lower()
    scored = [(points(fault.keywords, said), -fault.position, fault) for fault in list_faults()]
    found = sorted((one for one in scored if one[0]), key=lambda one: (one[0], one[1]), reverse=True)
    return [fault for _score, _position, fault in found[:limit]]
