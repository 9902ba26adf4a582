"""Beginning a version and writing in its draft."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from guanjia.apps.manuals import queries, rules, searching
from guanjia.apps.manuals.arranging import Node, parents_of
from guanjia.apps.manuals.events import ClauseWritten, Drafted
from guanjia.apps.manuals.lifecycle import VERSION
from guanjia.apps.manuals.models import Clause, Document, Version
from guanjia.apps.manuals.services.permitting import about, permit_for
from guanjia.apps.manuals.terms import DEEPEST, LONGEST_HEADING, LONGEST_NUMBER, USUAL_DAYS, Can
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.refusals import refuse


def fresh_key() -> str:
    """A key no clause has."""
    return secrets.token_hex(6)


def begin(
    document: Document,
    *,
    by: Actor,
    at: datetime,
    label: str,
    changes: str = "",
    read_within: int = USUAL_DAYS,
    nodes: Sequence[Node] | None = None,
    posts: Mapping[str, Sequence[str]] | None = None,
    source: str = "",
) -> Version:
    """Begin a version: with ``nodes`` as its text, else with a copy of what holds now.

    ``posts`` are the readers chapters name, by the key of the clause. Refuses while another is under way, and a name
    that is taken.
    """
    with locked(document) as row:
        permit_for(by, Can.EDIT, row)
        taken = row.versions.filter(label=label.strip()).exists()
        busy = queries.under_way(row)
        refuse(rules.why_not_draft(label=label, taken=taken, under_way=busy.label if busy else ""))
        if nodes is None:
            nodes, posts = queries.in_force_as_nodes(row), _posts_in_force(row)
        version = Version(
            company_id=row.company_id,
            document=row,
            label=label.strip()[:20],
            state=VERSION.initial.value,
            changes=changes.strip()[:500],
            read_within=read_within,
            source=source[:120],
            begun_at=at,
            begun_by_name=by.name,
        )
        version.save(force_insert=True)
        _write_all(version, nodes, posts or {})
        record(Drafted(**about(row, version), clauses=len(nodes), source=version.source), by=by, at=at)
    return version


def write_clause(
    version: Version,
    *,
    by: Actor,
    at: datetime,
    clause: Clause | None = None,
    after: Clause | None = None,
    level: int = 1,
    number: str = "",
    heading: str = "",
    text: str = "",
    posts: Sequence[str] = (),
) -> Clause:
    """Change a clause of a draft, or add one after another (at the end when ``after`` is None)."""
    with locked(version) as row:
        permit_for(by, Can.EDIT, row.document)
        refuse(
            [
                rules.why_not_edit(is_draft=row.is_draft),
                rules.why_not_write_clause(number=number, heading=heading, text=text),
            ]
        )
        written = clause or _made_room(row, after)
        written.level = min(max(level, 1), DEEPEST)
        written.number, written.heading = number.strip()[:LONGEST_NUMBER], heading.strip()[:LONGEST_HEADING]
        written.text, written.posts = text.strip(), list(posts)
        written.folded = searching.fold(written.number, written.heading, written.text)
        if clause is None:
            written.save(force_insert=True)
        else:
            written.save(update_fields=["level", "number", "heading", "text", "posts", "folded"])
        _straighten(row)
        how = "changed" if clause else "added"
        record(ClauseWritten(**about(row.document, row), clause=_name(written), how=how), by=by, at=at)
        written.refresh_from_db()
    return written


def remove_clause(clause: Clause, *, by: Actor, at: datetime) -> Version:
    """Take a clause out of a draft; what stood under it moves up to the one above."""
    with locked(clause.version) as row:
        permit_for(by, Can.EDIT, row.document)
        refuse(rules.why_not_edit(is_draft=row.is_draft))
        Clause.objects.filter(pk=clause.pk).delete()
        _straighten(row)
        record(ClauseWritten(**about(row.document, row), clause=_name(clause), how="removed"), by=by, at=at)
    return row


def _name(clause: Clause) -> str:
    return str(clause)[:80] or clause.text[:80]


def _made_room(version: Version, after: Clause | None) -> Clause:
    """A new clause in its place; those behind it have moved on."""
    places = list(version.clauses.order_by("place", "id"))
    place = after.place + 1 if after else (places[-1].place + 1 if places else 0)
    moved = [one for one in places if one.place >= place]
    for one in moved:
        one.place += 1
    Clause.objects.bulk_update(moved, ["place"], batch_size=500)
    return Clause(company_id=version.company_id, version=version, key=fresh_key(), place=place)


def _straighten(version: Version) -> None:
    """No clause is more than one level below the one before it, and each knows the one it stands under."""
    rows = queries.clauses_of(version)
    deep = 0
    nodes = []
    for row in rows:
        deep = min(row.level, deep + 1)
        nodes.append(replace(row.node, level=deep))
    changed = []
    for row, node, parent in zip(rows, nodes, parents_of(nodes), strict=True):
        key = nodes[parent].key if parent is not None else ""
        if (row.level, row.parent_key) != (node.level, key):
            row.level, row.parent_key = node.level, key
            changed.append(row)
    Clause.objects.bulk_update(changed, ["level", "parent_key"], batch_size=500)


def _write_all(version: Version, nodes: Sequence[Node], posts: Mapping[str, Sequence[str]]) -> None:
    keyed = [node if node.key else replace(node, key=fresh_key()) for node in nodes]
    parents = parents_of(keyed)
    Clause.objects.bulk_create(
        [
            Clause(
                company_id=version.company_id,
                version=version,
                key=node.key,
                parent_key=keyed[parent].key if parent is not None else "",
                place=place,
                level=node.level,
                number=node.number[:LONGEST_NUMBER],
                heading=node.heading[:LONGEST_HEADING],
                text=node.text,
                posts=list(posts.get(node.key, ())),
                folded=searching.fold(node.number, node.heading, node.text),
            )
            for place, (node, parent) in enumerate(zip(keyed, parents, strict=True))
        ],
        batch_size=500,
    )


def _posts_in_force(document: Document) -> dict[str, list[str]]:
    here = queries.in_force(document)
    return {one.key: one.posts for one in here.clauses.exclude(posts=[])} if here else {}
