"""The boards: site by rulebook for a company, site by clause of one rulebook, clause by day for a site."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from guanjia.apps.insight.queries.sites import watched, watched_sites
from guanjia.apps.insight.rules import Tally, days_to
from guanjia.apps.obligations import queries as obligations
from guanjia.apps.rulebook import queries as rulebook
from guanjia.apps.rulebook.queries import InForce
from guanjia.apps.rulebook.terms import Clause, Pack
from guanjia.kernel.actor import Actor
from guanjia.kernel.periods import Period
from guanjia.kernel.refusals import NotFound

BOARD_DAYS = 14


@dataclass(frozen=True)
class ClauseRow:
    """One clause on the board: a tally for each day, in the order of the board's days."""

    here: InForce
    clause: Clause
    days: tuple[Tally, ...]

    @property
    def whole(self) -> Tally:
        """All its days together."""
        return sum(self.days, Tally())


@dataclass(frozen=True)
class Board:
    """Clause by day, of every rulebook the site keeps. ``idle`` counts the clauses nothing was due for."""

    days: tuple[date, ...]
    rows: tuple[ClauseRow, ...]
    idle: int

    @property
    def whole(self) -> Tally:
        """Everything together."""
        return sum((row.whole for row in self.rows), Tally())


def board(
    actor: Actor, site_id: int, last: date, at: datetime, days: int = BOARD_DAYS, pack: str = ""
) -> Board:
    """The ``days`` up to ``last``, both included, perhaps of one rulebook only. Raises ``NotFound`` for a site the actor
    may not watch."""
    watched(actor, site_id)
    period = days_to(last, days)
    shown = tuple(period.start + timedelta(days=number) for number in range(days))
    counted: dict[tuple[str, str, date], Tally] = {}
    for one in obligations.tally(site_id, period, at):
        counted[one.pack, one.clause, one.day] = Tally(one.kept, one.late, one.broken, one.open)
    rows, idle = [], 0
    for here in rulebook.rules_of(site_id).in_force(at):
        for number, clause in here.pack.clauses.items() if pack in ("", here.pack.key) else ():
            row = ClauseRow(
                here, clause, tuple(counted.get((here.pack.key, number, day), Tally()) for day in shown)
            )
            if row.whole.total:
                rows.append(row)
            else:
                idle += 1
    return Board(shown, tuple(rows), idle)


@dataclass(frozen=True)
class SiteRow:
    """One site: a tally for each column of the board."""

    site: Any
    cells: tuple[Tally, ...]

    @cached_property
    def whole(self) -> Tally:
        """All columns together."""
        return sum(self.cells, Tally())


@dataclass(frozen=True)
class CompanyBoard:
    """Site by rulebook, or with ``pack`` site by clause of that rulebook. ``columns`` are keys of rulebooks or numbers of
    clauses; ``packs`` the rulebooks by key."""

    days: Period[date]
    pack: Pack | None
    columns: tuple[str, ...]
    rows: tuple[SiteRow, ...]
    packs: Mapping[str, Pack]

    @cached_property
    def whole(self) -> Tally:
        """Everything together."""
        return sum((row.whole for row in self.rows), Tally())

    @property
    def below(self) -> tuple[Tally, ...]:
        """Each column over all sites."""
        return tuple(
            sum((row.cells[place] for row in self.rows), Tally()) for place in range(len(self.columns))
        )


def company_board(actor: Actor, days: Period[date], at: datetime, pack: str = "") -> CompanyBoard:
    """The sites the actor may watch, the worst first. A fixed number of queries for any number of sites.

    Raises ``NotFound`` for a rulebook no site of the company has adopted.
    """
    sites = watched_sites(actor)
    found = obligations.tally_by_site([site.pk for site in sites], days, at, pack)
    cells: dict[int, dict[str, Tally]] = defaultdict(dict)
    for (site_id, column), one in found.items():
        cells[site_id][column] = Tally(one.kept, one.late, one.broken, one.open)
    keys = {column for _site, column in found}
    packs = rulebook.packs_kept({pack} if pack else keys)
    if pack and pack not in packs:
        raise NotFound
    columns = _clauses(packs[pack], keys) if pack else _worst_first(keys, cells.values())
    rows = [SiteRow(site, tuple(cells[site.pk].get(column, Tally()) for column in columns)) for site in sites]
    rows.sort(key=lambda row: (-row.whole.broken, -row.whole.late, row.site.pk))
    return CompanyBoard(days, packs.get(pack), columns, tuple(rows), packs)


def _clauses(pack: Pack, numbers: set[str]) -> tuple[str, ...]:
    """In the order of the rulebook; clauses only an earlier edition has come last."""
    known = [number for number in pack.clauses if number in numbers]
    return (*known, *sorted(numbers - set(known)))


def _worst_first(keys: set[str], cells: Iterable[Mapping[str, Tally]]) -> tuple[str, ...]:
    broken: dict[str, int] = defaultdict(int)
    for row in cells:
        for key, one in row.items():
            broken[key] += one.broken
    return tuple(sorted(keys, key=lambda key: (-broken[key], key)))
