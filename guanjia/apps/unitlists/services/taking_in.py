"""Uploading a list, saying how it is read, starting, cancelling, purging."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanjia.apps.places import queries as places
from guanjia.apps.places.terms import plain
from guanjia.apps.unitlists import storage
from guanjia.apps.unitlists.checking import BadRow, Checked, Site, check
from guanjia.apps.unitlists.events import Cancelled, ImportBegun, ImportRequested, Mapped, Uploaded
from guanjia.apps.unitlists.headers import guess_plan
from guanjia.apps.unitlists.lifecycle import IMPORT
from guanjia.apps.unitlists.models import RefusedRow, UnitListImport
from guanjia.apps.unitlists.terms import FIELDS, REQUIRED, Can, SheetPlan
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.numbering import next_ref
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import NotFound, Refusal, refuse
from guanjia.ui.spreadsheets.opening import sniff
from guanjia.ui.spreadsheets.reader import Sheet, read

SHOWN_REFUSALS = 200
"""How many refused rows a preview lists; the report of the import lists all."""


class SiteLike(Protocol):
    """A site of ``organisations``."""

    pk: Any
    company_id: int
    code: str
    timezone: str
    ref_prefix: str


def upload(
    site: SiteLike, *, by: Actor, at: datetime, file_name: str, content: bytes, allow_new_groups: bool = False
) -> UnitListImport:
    """Take a spreadsheet in and guess how it is read. Refuses what is no spreadsheet, too large, or empty."""
    if site.company_id != by.company_id:
        raise NotFound
    permit_at(by, Can.IMPORT, site.pk)
    kind = sniff(content)
    plans = guess_plan(read(content))
    stored_name = storage.keep(content, company_id=by.company_id, kind=kind)
    try:
        with transaction.atomic():
            year = at.astimezone(ZoneInfo(site.timezone)).year
            ref = next_ref("UL", company_id=by.company_id, site_id=site.pk, year=year, prefix=site.ref_prefix)
            unit_list = UnitListImport(
                company_id=by.company_id,
                site_id=site.pk,
                ref=ref,
                file_name=plain(file_name)[-200:] or "?",
                file_kind=kind,
                stored_name=stored_name,
                size=len(content),
                sha256=sha256(content).hexdigest(),
                plan=[plan.as_json() for plan in plans],
                allows_new_groups=allow_new_groups,
                by_name=by.name,
                uploaded_at=at,
            )
            unit_list.save(force_insert=True)
            event = Uploaded(
                site_id=site.pk,
                ref=ref,
                file_name=unit_list.file_name,
                size=unit_list.size,
                sha256=unit_list.sha256,
            )
            record(event, by=by, at=at)
    except BaseException:
        storage.discard(stored_name)
        raise
    return unit_list


def choose_columns(
    unit_list: UnitListImport,
    *,
    by: Actor,
    at: datetime,
    plans: Sequence[SheetPlan],
    allow_new_groups: bool,
    sheets: Sequence[Sheet] | None = None,
) -> UnitListImport:
    """Settle how the sheets are read and look what would come of it, without storing a unit.

    ``sheets`` spares reading the file again. Refuses when no sheet is used or a required column is missing.
    """
    with locked(unit_list) as unit_list:
        permit(by, Can.IMPORT, unit_list)
        state = IMPORT.step(unit_list.state, "map")
        refuse(_why_not_plans(plans))
        checked = look(unit_list, plans, allow_new_groups=allow_new_groups, sheets=sheets)
        known = places.homes_of_site(unit_list.site_id)
        unit_list.state = state
        unit_list.plan = [plan.as_json() for plan in plans]
        unit_list.allows_new_groups = allow_new_groups
        unit_list.row_count = len(checked.rows)
        unit_list.passed_over = len(checked.passed_over)
        unit_list.preview = _preview(checked, known)
        unit_list.save(
            update_fields=["state", "plan", "allows_new_groups", "row_count", "passed_over", "preview"]
        )
        told = {plan.sheet: plan.as_json()["columns"] for plan in plans if plan.is_used}
        event = Mapped(
            site_id=unit_list.site_id, ref=unit_list.ref, allows_new_groups=allow_new_groups, plan=told
        )
        record(event, by=by, at=at)
    return unit_list


def look(
    unit_list: UnitListImport,
    plans: Sequence[SheetPlan],
    *,
    allow_new_groups: bool,
    sheets: Sequence[Sheet] | None = None,
) -> Checked:
    """Check every row against the site as it is now. Reads, and writes nothing."""
    sheets = sheets if sheets is not None else read(storage.load(unit_list.stored_name))
    site = Site(places.structure(unit_list.site_id), places.homes_of_site(unit_list.site_id))
    return check(sheets, plans, site, allow_new_groups=allow_new_groups)


def start(
    unit_list: UnitListImport, *, by: Actor, at: datetime, by_worker: bool = True, even_empty: bool = False
) -> UnitListImport:
    """Let the import run: by a worker, or (``by_worker`` false) by the caller, who goes on with ``carry_out``.

    Refuses when nothing would be accepted, unless ``even_empty``: a script wants the list of refused rows all the same.
    """
    with locked(unit_list) as unit_list:
        permit(by, Can.IMPORT, unit_list)
        state = IMPORT.step(unit_list.state, "start")
        refuse(None if even_empty else _why_not_start(unit_list))
        unit_list.state = state
        unit_list.save(update_fields=["state"])
        kind = ImportRequested if by_worker else ImportBegun
        record(kind(site_id=unit_list.site_id, ref=unit_list.ref), by=by, at=at)
    return unit_list


def cancel(unit_list: UnitListImport, *, by: Actor, at: datetime) -> UnitListImport:
    """Stop an import. What it has stored stays, and its page says what that is; the rest is never touched."""
    with locked(unit_list) as unit_list:
        permit(by, Can.IMPORT, unit_list)
        unit_list.state = IMPORT.step(unit_list.state, "cancel")
        unit_list.finished_at = at
        unit_list.save(update_fields=["state", "finished_at"])
        event = Cancelled(
            site_id=unit_list.site_id,
            ref=unit_list.ref,
            position=unit_list.position,
            row_count=unit_list.row_count,
        )
        record(event, by=by, at=at)
    return unit_list


def purge(*, before: datetime) -> int:
    """Remove files, previews and refused rows of imports uploaded before a moment; answers how many.

    They are personal data that nobody needs any more; counts and journal stay. A running import is left alone.
    """
    due = (
        UnitListImport.objects.filter(uploaded_at__lt=before).exclude(stored_name="").exclude(state="RUNNING")
    )
    gone = 0
    for unit_list in due.order_by("id")[:500]:
        with locked(unit_list) as unit_list:
            name = unit_list.stored_name
            RefusedRow.objects.filter(unit_list=unit_list).delete()
            unit_list.stored_name, unit_list.preview = "", {}
            unit_list.save(update_fields=["stored_name", "preview"])
        storage.discard(name)
        gone += 1
    return gone


def _why_not_plans(plans: Sequence[SheetPlan]) -> Iterable[Refusal]:
    used = [plan for plan in plans if plan.is_used]
    if not used:
        yield Refusal("no_sheet", _("Choose at least one sheet to import."))
    for plan in used:
        for wanted in REQUIRED:
            if wanted not in plan.columns:
                yield Refusal(
                    "column_missing",
                    _("Sheet “%(sheet)s”: say which column holds “%(column)s”."),
                    params={"sheet": plan.sheet, "column": FIELDS[wanted]},
                )


def _why_not_start(unit_list: UnitListImport) -> Refusal | None:
    if unit_list.preview.get("accepted", 0):
        return None
    return Refusal(
        "nothing_to_import",
        _("No row can be taken. Check the columns and the groups, or correct the list first."),
    )


def _preview(checked: Checked, known: dict[str, int]) -> dict[str, Any]:
    groups: dict[str, int] = {}
    for row in checked.good:
        groups[row.facts.group_code] = groups.get(row.facts.group_code, 0) + 1
    stored = sum(row.facts.code in known for row in checked.good)
    return {
        "accepted": len(checked.good),
        "new": len(checked.good) - stored,
        "known": stored,
        "refused": len(checked.bad),
        "groups": groups,
        "new_groups": checked.new_groups,
        "refusals": [_told(row) for row in checked.bad[:SHOWN_REFUSALS]],
        "passed_over": [list(one) for one in checked.passed_over[:50]],
    }


def _told(row: BadRow) -> dict[str, Any]:
    return {"sheet": row.sheet, "row": row.row, "reasons": [reason.as_json() for reason in row.reasons]}
