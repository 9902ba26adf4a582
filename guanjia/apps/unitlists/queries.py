"""Reading imports: their list, one of them, the rows it refused."""

from django.db.models import QuerySet

from guanjia.apps.unitlists import storage
from guanjia.apps.unitlists.headers import header_at
from guanjia.apps.unitlists.models import RefusedRow, UnitListImport
from guanjia.apps.unitlists.report import RefusedLine, lines
from guanjia.apps.unitlists.report import Report as Report
from guanjia.apps.unitlists.terms import Can, Field
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound
from guanjia.ui.spreadsheets.reader import Sheet, read


def list_imports(actor: Actor, site_id: int | None = None) -> QuerySet[UnitListImport]:
    """The imports of the sites where the actor may import, latest first."""
    rows = UnitListImport.objects.filter(company_id=actor.company_id).order_by("-uploaded_at", "-id")
    if not actor.is_system:
        rows = rows.filter(site_id__in=actor.sites_with(Can.IMPORT))
    return rows if site_id is None else rows.filter(site_id=site_id)


def get_import(actor: Actor, ref: str) -> UnitListImport:
    """One import by its number. Raises ``NotFound``."""
    found = list_imports(actor).filter(ref=ref).first()
    if found is None:
        raise NotFound
    return found


def list_refused(unit_list: UnitListImport) -> QuerySet[RefusedRow]:
    """The rows an import has refused so far, in the order of the file."""
    return RefusedRow.objects.filter(unit_list=unit_list).order_by("id")


def report(unit_list: UnitListImport) -> Report:
    """What an import has come to so far, with every refused row."""
    rows = list_refused(unit_list).values_list("sheet", "row", "reasons")
    return Report(
        ref=unit_list.ref,
        state=unit_list.state,
        accepted=unit_list.accepted,
        created=unit_list.created,
        changed=unit_list.changed,
        unchanged=unit_list.unchanged,
        passed_over=unit_list.passed_over,
        groups=unit_list.group_counts,
        refused=lines(rows),
        failure=unit_list.failure,
    )


def sheets_of(unit_list: UnitListImport) -> list[Sheet]:
    """The sheets of the kept file. Raises ``NotFound`` when it was purged."""
    try:
        return read(storage.load(unit_list.stored_name))
    except FileNotFoundError as gone:
        raise NotFound from gone


def refused_lines(unit_list: UnitListImport, limit: int) -> tuple[RefusedLine, ...]:
    """The first rows an import has refused, with their reasons."""
    return lines(list_refused(unit_list).values_list("sheet", "row", "reasons")[:limit])


def header_titles(unit_list: UnitListImport) -> dict[str, tuple[str, ...]]:
    """The headers of the kept file by sheet, as the import read them. Raises ``NotFound`` when it was purged."""
    by_name = {sheet.name: sheet for sheet in sheets_of(unit_list)}
    plans = [plan for plan in unit_list.sheet_plans if plan.sheet in by_name]
    return {plan.sheet: header_at(by_name[plan.sheet], plan.header_row).texts for plan in plans}


def identity_columns(unit_list: UnitListImport) -> dict[str, int]:
    """Which column (from 0) of each sheet holds identity numbers."""
    return {
        plan.sheet: plan.columns[Field.ID_NUMBER]
        for plan in unit_list.sheet_plans
        if Field.ID_NUMBER in plan.columns
    }
