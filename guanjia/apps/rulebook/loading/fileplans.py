"""From raw tables to the plan of a file: what must be in the file of a unit or a customer."""

from guanjia.apps.rulebook.loading.tables import Table
from guanjia.apps.rulebook.terms.expressions import Expression
from guanjia.apps.rulebook.terms.parts import FileItem, FileOf, FilePlan


def file_plan(row: Table) -> FilePlan:
    """A plan with its items."""
    items = tuple(_item(one) for one in row.tables("item"))
    keys = [item.key for item in items]
    for index, key in enumerate(keys):
        if key in keys[:index]:
            row.wrong(f"The item “{key}” is given twice.", "item", index, "key")
    if not items:
        row.wrong("There is no item; a file that needs nothing is no file.")
    if not row.has("of"):
        row.wrong("“of” is missing; say whose file it is: unit or person.")
    return FilePlan(
        key=row.text("key", required=True),
        clause=row.text("clause", required=True),
        title=row.bilingual("title"),
        of=row.one_of("of", FileOf, FileOf.UNIT),
        items=items,
        when=_when(row),
        keep_years=row.count("keep_years", 10),
        sources=row.texts("sources"),
    )


def _when(row: Table) -> Expression | None:
    given = row.text("when")
    return row.parsed(given, Expression.parse, "when") if given else None


def _item(row: Table) -> FileItem:
    found = FileItem(
        key=row.text("key", required=True),
        title=row.bilingual("title"),
        by=row.texts("by"),
        when=_when(row),
        optional=row.flag("optional"),
        who=row.text("who"),
        sensitive=row.flag("sensitive"),
        lasting=row.flag("lasting"),
        expires=row.flag("expires"),
        expires_field=row.text("expires_field"),
        valid_years=row.count("valid_years", 0),
        sources=row.texts("sources"),
    )
    if found.optional and found.when:
        row.wrong("“optional” and “when” contradict each other; keep one.", "optional")
    if found.sensitive and found.by:
        row.wrong(
            "What other rooms keep is opened there; “sensitive” is for what is filed by hand.", "sensitive"
        )
    row.done()
    return found
