"""Holding guards, checklists, registers, measures and the rest of a pack against what the product knows."""

from collections.abc import Iterable
from typing import Any

from guanjia.apps.rulebook.loading.build import Draft
from guanjia.apps.rulebook.loading.knowledge import Knowledge
from guanjia.apps.rulebook.loading.problems import meant
from guanjia.apps.rulebook.loading.registers import posts_of
from guanjia.apps.rulebook.loading.tables import Table
from guanjia.apps.rulebook.terms.duties import TargetKind, ValueSource
from guanjia.apps.rulebook.terms.house import HOUSE
from guanjia.apps.rulebook.terms.parts import BEGUN_BY, Checklist, Counted, Measure
from guanjia.apps.rulebook.terms.said import figure_said


def known(table: Table, name: str, among: Iterable[str], what: str, *keys: str | int) -> bool:
    """Whether a name is one of those there are; reports it when not, with a hint at the nearest."""
    there = list(among)
    if not name or name in there:
        return True
    table.wrong(f"“{name}” is not {what}.{meant(name, there)}", *keys)
    return False


def check(draft: Draft, knowledge: Knowledge) -> None:
    """Report every part that names nothing known, or covers what its clause does not stand for."""
    for part, table in _all_parts(draft):
        known(table, part.clause, draft.clauses, "a clause of this pack", "clause")
        _covers_its_clause(draft, part, table)
        known(table, getattr(part, "topic", ""), knowledge.topics, "a topic of topics.toml", "topic")
    _guards(draft, knowledge)
    for checklist, table in draft.checklists.values():
        standing = set(_standing(draft, checklist.clause))
        _drawn(checklist, table, knowledge)
        for index, item in enumerate(checklist.items):
            known(table, item.topic, knowledge.topics, "a topic of topics.toml", "item", index, "topic")
            for source in item.sources:
                known(table, source, standing, "a source of the clause", "item", index, "sources")
    for register, table in draft.registers.values():
        if register.replaces and draft.head.get("key") != HOUSE:
            table.wrong("Only a company's own pack replaces registers.", "replaces")
        for post, keys in posts_of(register):
            known(table, post, draft.posts, "a post of this pack", *keys)
        for index, action in enumerate(register.actions):
            known(
                table,
                action.capability,
                knowledge.capabilities,
                "a capability of this product",
                "action",
                index,
                "capability",
            )
    _open_points(draft)
    for measure, table in draft.measures.values():
        _measure(draft, measure, table, knowledge)


def _guards(draft: Draft, knowledge: Knowledge) -> None:
    for guard, table in draft.guards:
        known(table, guard.name, knowledge.guards, "a guard of this product", "name")
        for name, _value in guard.figures:
            there = knowledge.guard_figures.get(guard.name, frozenset())
            known(table, name, there, f"a figure of {guard.name}", "figures", name)


def _open_points(draft: Draft) -> None:
    for point, table in draft.open_points.values():
        known(table, point.owner, draft.posts, "a post of this pack", "owner")
        for index, said in enumerate(point.said):
            table.parsed(said.figure, figure_said, "said", index, "figure")
            for source in said.sources:
                known(
                    table,
                    source,
                    _standing(draft, point.clause),
                    "a source of the clause",
                    "said",
                    index,
                    "sources",
                )


def _all_parts(draft: Draft) -> Iterable[tuple[Any, Table]]:
    yield from draft.duties.values()
    yield from draft.guards
    yield from draft.checklists.values()
    yield from draft.registers.values()
    yield from draft.measures.values()
    yield from draft.statements
    yield from draft.planned
    yield from draft.open_points.values()
    yield from draft.file_plans.values()


def _standing(draft: Draft, clause: str) -> tuple[str, ...]:
    return draft.clauses[clause][0].sources if clause in draft.clauses else ()


def _covers_its_clause(draft: Draft, part: Any, table: Table) -> None:
    standing = _standing(draft, part.clause)
    for index, source in enumerate(getattr(part, "sources", ())):
        known(table, source, standing, f"a source of clause {part.clause}", "sources", index)


def _measure(draft: Draft, measure: Measure, table: Table, knowledge: Knowledge) -> None:
    ways = [bool(measure.count), bool(measure.kept), bool(measure.score)]
    if sum(ways) != 1:
        table.wrong("A measure is one of “count”, “kept” or “score”; give exactly one.")
    if measure.among and not measure.count:
        table.wrong("“among” belongs to “count”; a share needs what is counted.", "among")
    for index, duty in enumerate(measure.kept):
        known(table, duty, draft.duties, "a duty of this pack", "kept", index)
    known(table, measure.score, draft.checklists, "a checklist of this pack", "score")
    for key, counted in (("count", measure.count), ("among", measure.among)):
        if counted:
            _counted(counted, table, key, knowledge)
    for index, target in enumerate(measure.recipients):
        if target.kind is TargetKind.POST:
            known(table, target.post, draft.posts, "a post of this pack", "recipients", index)


def _drawn(checklist: Checklist, table: Table, knowledge: Knowledge) -> None:
    """Only what begins with a fact of the journal can be told apart by one."""
    if not checklist.conditions:
        return
    if checklist.about not in BEGUN_BY:
        table.wrong("Only a sheet about cases or work orders chooses among them.", "when")
        return
    _counted(Counted(BEGUN_BY[checklist.about], checklist.conditions), table, "when", knowledge)


def _counted(counted: Counted, table: Table, key: str, knowledge: Knowledge) -> None:
    if not known(table, counted.event, knowledge.events, "an event of this product", key, "event"):
        return
    for condition in counted.conditions:
        if condition.value.source is ValueSource.THREAD:
            table.wrong("A count looks at the fact alone; name a field of the event.", key)
        else:
            fields = knowledge.events.get(counted.event, {})
            known(table, condition.value.field, fields, f"a field of {counted.event}", key)
