"""Holding the plans of files against what the product and the pack know."""

from collections.abc import Iterable

from guanjia.apps.rulebook.loading.build import Draft
from guanjia.apps.rulebook.loading.knowledge import Knowledge
from guanjia.apps.rulebook.loading.partcheck import known
from guanjia.apps.rulebook.loading.tables import Table
from guanjia.apps.rulebook.terms.expressions import Expression, Type
from guanjia.apps.rulebook.terms.parts import FACTS, FieldKind, FileItem

OF_PACK = ("entry", "sheet")
"""What an item may be fulfilled by that the pack itself declares: an entry of a register, a filled checklist."""


def check(draft: Draft, knowledge: Knowledge) -> None:
    """Report every plan that asks about an unknown fact, or counts on papers nobody has."""
    for plan, table in draft.file_plans.values():
        facts = FACTS[plan.of]
        _condition(plan.when, table, facts, "when")
        for index, item in enumerate(plan.items):
            _condition(item.when, table, facts, "item", index, "when")
            known(table, item.who, draft.posts, "a post of this pack", "item", index, "who")
            standing = draft.clauses[plan.clause][0].sources if plan.clause in draft.clauses else ()
            for source in item.sources:
                known(table, source, standing, "a source of the clause", "item", index, "sources")
            for place, by in enumerate(item.by):
                _paper(draft, knowledge, table, by, "item", index, "by", place)
            _expiry(draft, item, table, index)


def _condition(when: Expression | None, table: Table, facts: Iterable[str], *keys: str | int) -> None:
    if when is None:
        return
    try:
        kind = when.check(dict.fromkeys(facts, Type.FLAG))
    except ValueError as error:
        table.wrong(f"{error} A plan may ask: {', '.join(facts)}.", *keys)
        return
    if kind is not Type.FLAG:
        table.wrong("A condition must come to true or false.", *keys)


def _paper(draft: Draft, knowledge: Knowledge, table: Table, by: str, *keys: str | int) -> None:
    kind, colon, key = by.partition(":")
    if colon and kind in OF_PACK:
        among: Iterable[str] = draft.registers if kind == "entry" else draft.checklists
        what = "a register of this pack" if kind == "entry" else "a checklist of this pack"
        known(table, key, among, what, *keys)
    else:
        kinds = [one for one in knowledge.papers if not one.endswith(":")]
        known(table, by, kinds, "a paper some room has; or write entry:a_register, sheet:a_checklist", *keys)


def _expiry(draft: Draft, item: FileItem, table: Table, index: int) -> None:
    if not item.expires_field:
        return
    registers = [by.removeprefix("entry:") for by in item.by if by.startswith("entry:")]
    if not registers:
        table.wrong(
            "“expires_field” is a field of a register; name it in “by”.", "item", index, "expires_field"
        )
    for key in registers:
        if key in draft.registers:
            days = [one.key for one in draft.registers[key][0].fields if one.kind is FieldKind.DATE]
            known(table, item.expires_field, days, f"a day in {key}", "item", index, "expires_field")
