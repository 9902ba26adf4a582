"""Storing a list, batch by batch.

Each batch locks the import, goes on where it stands, and stores units, people and counts in one transaction. Whoever
comes second, another worker or the same one after a crash, goes on at the next batch and repeats nothing.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.people import services as people
from guanjia.apps.people.terms import Household
from guanjia.apps.places import services as places
from guanjia.apps.places.terms import Outcome
from guanjia.apps.unitlists import storage
from guanjia.apps.unitlists.checking import BadRow, Checked, GoodRow
from guanjia.apps.unitlists.events import Failed, Imported
from guanjia.apps.unitlists.lifecycle import IMPORT
from guanjia.apps.unitlists.models import RefusedRow, UnitListImport
from guanjia.apps.unitlists.report import RefusedLine, Report
from guanjia.apps.unitlists.rules import Reason
from guanjia.apps.unitlists.services.taking_in import SiteLike, choose_columns, look, upload
from guanjia.apps.unitlists.terms import Can, Cell, State
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import Text

BATCH = 250
"""Rows in one transaction: a quarter of a second, so that others hardly wait and a cancel is heard soon."""

_COUNTS = ("accepted", "created", "changed", "unchanged", "refused")


@dataclass
class Tally:
    """What a batch came to."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    groups: Counter[str] = field(default_factory=Counter)
    bad: list[BadRow] = field(default_factory=list)

    @property
    def accepted(self) -> int:
        """Rows stored, changed or not."""
        return self.outcomes.total()


def carry_out(
    unit_list: UnitListImport, *, by: Actor, at: datetime, tell: Callable[[int, int], None] | None = None
) -> UnitListImport:
    """Store a started import to its end, or until it is cancelled; ``tell`` hears rows done and rows in all.

    An import that is not running is left as it is. A file that is gone or cannot be read any more makes it fail.
    """
    try:
        checked = look(unit_list, unit_list.sheet_plans, allow_new_groups=unit_list.allows_new_groups)
    except FileNotFoundError:
        return fail(unit_list, by=by, at=at, failure=_("The file is no longer there. Upload it again."))
    while True:
        unit_list = _next_batch(unit_list, checked, by=by, at=at)
        if tell:
            tell(unit_list.position, unit_list.row_count)
        if unit_list.state != State.RUNNING:
            return unit_list


def _next_batch(unit_list: UnitListImport, checked: Checked, *, by: Actor, at: datetime) -> UnitListImport:
    with locked(unit_list) as unit_list:
        if unit_list.state != State.RUNNING:
            return unit_list
        permit(by, Can.IMPORT, unit_list)
        rows = checked.rows[unit_list.position : unit_list.position + BATCH]
        tally = _store(unit_list, checked, rows, by=by, at=at)
        _count(unit_list, tally, len(rows), len(checked.rows))
        RefusedRow.objects.bulk_create(_refused(unit_list, row) for row in tally.bad)
        fields = ["position", "row_count", "group_counts", *_COUNTS]
        if unit_list.position >= unit_list.row_count:
            unit_list.state = IMPORT.step(unit_list.state, "finish")
            entry = record(_imported(unit_list), by=by, at=at)
            unit_list.finished_at = entry.recorded_at
            fields += ["state", "finished_at"]
        unit_list.save(update_fields=fields)
    return unit_list


def dry_run(
    site: SiteLike, *, by: Actor, at: datetime, file_name: str, content: bytes, allow_new_groups: bool = False
) -> Report:
    """What importing a file would come to, exactly: it is done in one transaction and undone. Keeps nothing.

    Refuses what ``upload`` and ``choose_columns`` refuse.
    """
    stored_name = ""
    try:
        with transaction.atomic():
            unit_list = upload(
                site, by=by, at=at, file_name=file_name, content=content, allow_new_groups=allow_new_groups
            )
            stored_name = unit_list.stored_name
            plans = unit_list.sheet_plans
            choose_columns(unit_list, by=by, at=at, plans=plans, allow_new_groups=allow_new_groups)
            checked = look(unit_list, plans, allow_new_groups=allow_new_groups)
            tally = _store(unit_list, checked, checked.rows, by=by, at=at)
            transaction.set_rollback(True)
    finally:
        storage.discard(stored_name)
    return Report(
        ref="",
        state="",
        accepted=tally.accepted,
        created=tally.outcomes[Outcome.CREATED],
        changed=tally.outcomes[Outcome.CHANGED],
        unchanged=tally.outcomes[Outcome.UNCHANGED],
        passed_over=len(checked.passed_over),
        groups=dict(tally.groups),
        refused=tuple(RefusedLine(row.sheet, row.row, row.reasons) for row in tally.bad),
    )


def fail(unit_list: UnitListImport, *, by: Actor, at: datetime, failure: Text) -> UnitListImport:
    """Give an import up, saying why. What it has stored stays."""
    with locked(unit_list) as unit_list:
        permit(by, Can.IMPORT, unit_list)
        unit_list.state = IMPORT.step(unit_list.state, "fail")
        unit_list.failure = str(failure)[:400]
        unit_list.finished_at = at
        unit_list.save(update_fields=["state", "failure", "finished_at"])
        record(Failed(site_id=unit_list.site_id, ref=unit_list.ref, failure=unit_list.failure), by=by, at=at)
    return unit_list


def _store(
    unit_list: UnitListImport, checked: Checked, rows: Sequence[GoodRow | BadRow], *, by: Actor, at: datetime
) -> Tally:
    """Store the good rows together; should the database refuse the lot, one by one, so that only the odd one is left."""
    tally = Tally(bad=[row for row in rows if isinstance(row, BadRow)])
    good = [row for row in rows if isinstance(row, GoodRow)]
    try:
        with transaction.atomic():
            _store_together(unit_list, checked, good, tally, by=by, at=at)
    except (DataError, IntegrityError):
        for row in good:
            try:
                with transaction.atomic():
                    _store_together(unit_list, checked, [row], tally, by=by, at=at)
            except (DataError, IntegrityError):
                tally.bad.append(BadRow(row.sheet, row.row, row.cells, (Reason("not_stored"),)))
        tally.bad.sort(key=lambda bad: bad.row)
    return tally


def _store_together(
    unit_list: UnitListImport, checked: Checked, rows: list[GoodRow], tally: Tally, *, by: Actor, at: datetime
) -> None:
    if not rows:
        return
    site = organisations.site(unit_list.site_id)
    stored = places.store_units(
        site, [row.facts for row in rows], by=by, at=at, new_groups=checked.new_groups
    )
    households = [
        Household(unit_id=stored[row.facts.code].unit_id, owners=row.owners, since=row.facts.delivered_on)
        for row in rows
        if row.owners
    ]
    today = at.astimezone(ZoneInfo(site.timezone)).date()
    settled = people.settle_owners(unit_list.site_id, households, by=by, at=at, today=today)
    for row in rows:
        unit = stored[row.facts.code]
        touched = unit.outcome is Outcome.UNCHANGED and unit.unit_id in settled
        tally.outcomes[Outcome.CHANGED if touched else unit.outcome] += 1
        tally.groups[row.facts.group_code] += 1


def _count(unit_list: UnitListImport, tally: Tally, done: int, total: int) -> None:
    unit_list.row_count = total
    unit_list.position += done
    unit_list.accepted += tally.accepted
    unit_list.created += tally.outcomes[Outcome.CREATED]
    unit_list.changed += tally.outcomes[Outcome.CHANGED]
    unit_list.unchanged += tally.outcomes[Outcome.UNCHANGED]
    unit_list.refused += len(tally.bad)
    for code, count in tally.groups.items():
        unit_list.group_counts[code] = unit_list.group_counts.get(code, 0) + count


def _imported(unit_list: UnitListImport) -> Imported:
    counts = {name: getattr(unit_list, name) for name in _COUNTS}
    return Imported(site_id=unit_list.site_id, ref=unit_list.ref, **counts)


def _refused(unit_list: UnitListImport, row: BadRow) -> RefusedRow:
    return RefusedRow(
        company_id=unit_list.company_id,
        unit_list=unit_list,
        sheet=row.sheet[:80],
        row=row.row,
        cells=[_kept(cell) for cell in row.cells],
        reasons=[reason.as_json() for reason in row.reasons],
    )


def _kept(cell: Cell) -> Any:
    """A cell as JSON: days and moments keep their kind, so that the download gives them back as they were."""
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return str(cell) if isinstance(cell, time | timedelta) else cell
