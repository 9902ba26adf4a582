"""Keeping the tally: the lines a change writes, folding them, and mending what does not agree with the rows.

A line is written in the transaction of the change it counts and touches no other line, so verbs, the planner and sweeps on
several machines never wait for each other, nor for whoever folds.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from guanjia.apps.obligations.models import Obligation, TallyLine
from guanjia.apps.obligations.queries.comparing import differences
from guanjia.apps.obligations.terms import COUNTED, STANDING, State
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.bulk import insert_all
from guanjia.kernel.scope import across_companies

FOLDED_AT_ONCE = 5_000
"""Most lines one transaction folds."""


class Movement:
    """What one change does to the tally, gathered first and written as few lines."""

    def __init__(self) -> None:
        self._moved: Counter[tuple[int, int, str, str, str, datetime, str]] = Counter()

    def begins(self, rows: Iterable[Obligation]) -> None:
        """Count rows that are new."""
        for row in rows:
            self._count(row, row.state, row.due_at, 1)

    def moves(self, row: Obligation, was: tuple[str, datetime], now: tuple[str, datetime]) -> None:
        """Count a row whose state or due time changes from ``was`` to ``now``."""
        if (STANDING[State(was[0])], was[1]) != (STANDING[State(now[0])], now[1]):
            self._count(row, *was, -1)
            self._count(row, *now, 1)

    def lines(self) -> list[TallyLine]:
        """The lines that say so, still to be written; none where nothing changes."""
        lines: dict[tuple[object, ...], TallyLine] = {}
        for (company, site, pack, clause, duty, due_at, standing), number in self._moved.items():
            day = due_at.astimezone(ZoneInfo(organisations.site(site).timezone)).date()
            line = lines.setdefault(
                (site, day, pack, clause, duty),
                TallyLine(company_id=company, site_id=site, day=day, pack=pack, clause=clause, duty=duty),
            )
            setattr(line, standing, getattr(line, standing) + number)
        return [line for line in lines.values() if any(getattr(line, one) for one in COUNTED)]

    def _count(self, row: Obligation, state: str, due_at: datetime, number: int) -> None:
        standing = STANDING[State(state)]
        key = (row.company_id, row.site_id, row.pack, row.clause, row.duty, due_at, standing)
        self._moved[key] += number


def fold_tally(*, at: datetime, most: int = FOLDED_AT_ONCE) -> int:
    """Fold the lines written since, oldest first; answers how many. What a line says is the same before and after."""
    folded = 0
    with across_companies(reason="folding the tally"):
        while number := _fold_some(most):
            folded += number
    return folded


def _fold_some(most: int) -> int:
    """The first line of a duty and day that has no folded one becomes it; the others are added and go."""
    with transaction.atomic():
        lines = list(
            TallyLine.objects.select_for_update(skip_locked=True)
            .filter(is_folded=False)
            .order_by("id")[:most]
        )
        kept = {_name(line): line for line in _kept_of(lines)}
        grown: dict[int, TallyLine] = {}
        for line in lines:
            total = kept.setdefault(_name(line), line)
            if total is not line:
                grown[total.pk] = total
                for one in COUNTED:
                    setattr(total, one, getattr(total, one) + getattr(line, one))
        TallyLine.objects.bulk_update(grown.values(), COUNTED, batch_size=500)
        stay = {line.pk for line in kept.values()}
        new = [line.pk for line in lines]
        TallyLine.objects.filter(pk__in=[pk for pk in new if pk not in stay]).delete()
        TallyLine.objects.filter(pk__in=[pk for pk in new if pk in stay]).update(is_folded=True)
        return len(lines)


def _kept_of(lines: list[TallyLine]) -> Iterable[TallyLine]:
    """The folded lines of the sites and days of these, locked in one order."""
    found = TallyLine.objects.select_for_update().filter(
        is_folded=True, site_id__in={line.site_id for line in lines}, day__in={line.day for line in lines}
    )
    return found.order_by("id")


def _name(line: TallyLine) -> tuple[object, ...]:
    return (line.site_id, line.day, line.pack, line.clause, line.duty)


def mend_tally(site_id: int) -> int:
    """Write what the tally of a site lacks to agree with its rows; answers how many lines that took.

    What others change meanwhile does not matter: they write row and line together.
    """
    with transaction.atomic():
        found = differences(site_id)
        company_id = organisations.site(site_id).company_id
        insert_all(
            [
                TallyLine(
                    company_id=company_id,
                    site_id=site_id,
                    day=day,
                    pack=pack,
                    clause=clause,
                    duty=duty,
                    **dict(zip(COUNTED, numbers, strict=True)),
                )
                for (day, pack, clause, duty), numbers in found.items()
            ]
        )
    return len(found)
