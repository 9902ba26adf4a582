"""From raw tables to the parts of a pack that are not duties: guards, checklists, measures and the rest."""

from guanjia.apps.rulebook.loading import words
from guanjia.apps.rulebook.loading.tables import Table
from guanjia.apps.rulebook.terms.duties import Target
from guanjia.apps.rulebook.terms.parts import (
    CheckedSubject,
    Checklist,
    ComingApp,
    Counted,
    GuardTerm,
    Item,
    ItemAnswer,
    Measure,
    OpenPoint,
    Per,
    Planned,
    Said,
    Statement,
)


def guard(row: Table) -> GuardTerm:
    """``name = "cases.visit_by_another"``."""
    figures = row.table("figures")
    found = GuardTerm(
        row.text("name", required=True),
        row.text("clause", required=True),
        row.texts("sources"),
        tuple((name, figures.figure(name) or 0) for name in figures.values),
        row.text("topic"),
    )
    row.done()
    return found


def statement(row: Table) -> Statement:
    """A clause that states a fact."""
    found = Statement(row.text("clause", required=True), row.texts("sources"))
    row.done()
    return found


def planned(row: Table) -> Planned:
    """A clause that waits for an app."""
    app = row.one_of("app", ComingApp, ComingApp.SAFETY)
    if not row.has("app"):
        row.wrong("“app” is missing; name the app the clause waits for.")
    found = Planned(row.text("clause", required=True), app, row.texts("sources"))
    row.done()
    return found


def open_point(row: Table) -> OpenPoint:
    """What the source leaves open."""
    return OpenPoint(
        key=row.text("key", required=True),
        clause=row.text("clause", required=True),
        question=row.bilingual("question"),
        taken=row.bilingual("taken"),
        owner=row.text("owner", required=True),
        topic=row.text("topic"),
        said=tuple(_said(one) for one in row.tables("said")),
    )


def _said(row: Table) -> Said:
    found = Said(row.text("figure", required=True), row.texts("sources"))
    row.done()
    return found


def checklist(row: Table) -> Checklist:
    """An inspection sheet with its items."""
    items = tuple(_item(one) for one in row.tables("item"))
    keys = [item.key for item in items]
    for index, key in enumerate(keys):
        if key in keys[:index]:
            row.wrong(f"The item “{key}” is given twice.", "item", index, "key")
    if not items:
        row.wrong("There is no item; a sheet without lines checks nothing.")
    passes_at = row.count("passes_at", 100)
    if passes_at > 100:
        row.wrong("“passes_at” is a share in percent, at most 100.", "passes_at")
    return Checklist(
        key=row.text("key", required=True),
        clause=row.text("clause", required=True),
        title=row.bilingual("title"),
        about=row.one_of("about", CheckedSubject, CheckedSubject.SITE),
        items=items,
        in_order=row.flag("in_order"),
        passes_at=passes_at,
        correction=row.count("correction", 1),
        sources=row.texts("sources"),
        conditions=words.both_conditions(row),
    )


def _item(row: Table) -> Item:
    answer = row.one_of("answer", ItemAnswer, ItemAnswer.PASS)
    least, most, unit = row.figure("least"), row.figure("most"), row.text("unit")
    if answer is not ItemAnswer.NUMBER and (unit or least is not None or most is not None):
        row.wrong("“unit”, “least” and “most” belong to an item whose answer is a number.", "answer")
    if least is not None and most is not None and least > most:
        row.wrong("“least” is more than “most”.", "least")
    found = Item(
        key=row.text("key", required=True),
        text=row.bilingual("text"),
        points=row.count("points", 1),
        answer=answer,
        unit=unit,
        least=least,
        most=most,
        photo=row.flag("photo"),
        sources=row.texts("sources"),
        topic=row.text("topic"),
    )
    row.done()
    return found


def measure(row: Table) -> Measure:
    """A figure the rulebook watches."""
    target, tolerance = row.figure("target"), row.figure("tolerance")
    return Measure(
        key=row.text("key", required=True),
        clause=row.text("clause", required=True),
        title=row.bilingual("title"),
        per=row.one_of("per", Per, Per.MONTH),
        count=_counted(row, "count"),
        among=_counted(row, "among"),
        kept=row.texts("kept"),
        score=row.text("score"),
        target=target,
        tolerance=tolerance or 0,
        at_most=row.flag("at_most"),
        recipients=_targets(row, "recipients"),
        sources=row.texts("sources"),
        note=row.bilingual("note", required=False),
        topic=row.text("topic"),
    )


def _counted(row: Table, key: str) -> Counted | None:
    if not row.has(key):
        return None
    inner = row.table(key)
    found = Counted(inner.text("event", required=True), words.both_conditions(inner))
    inner.done()
    return found


def _targets(row: Table, key: str) -> tuple[Target, ...]:
    read = [row.parsed(one, words.target, key, index) for index, one in enumerate(row.texts(key))]
    return tuple(one for one in read if one is not None)
