"""The rules of a site, kept in memory, so that an event costs no query to find its duties.

A site's adoptions are asked for again after a few seconds. That is safe because an adoption carries the moment it begins:
what another process adds for later is known here in time, and what it adds for at once reaches us seconds late. The
transaction that adds one remembers for itself alone what it has read since, and lets everybody read anew when it commits;
an adoption that is rolled back leaves no trace.
"""

import threading
import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from django.db import connection, transaction

from guanjia.apps.rulebook.loading import pack_from_content
from guanjia.apps.rulebook.models import Adoption, PackVersion
from guanjia.apps.rulebook.rules.figures import with_figures
from guanjia.apps.rulebook.terms import Duty, Pack, Trigger
from guanjia.kernel.scope import across_companies

FRESH_FOR = 5.0
"""Seconds after which a site's adoptions are asked for again."""


@dataclass(frozen=True)
class InForce:
    """One adoption, ready to use: the pack as this site keeps it, with its figures in place of the rulebook's.

    ``published`` is the pack as it was written. ``figures`` are the site's own by part, then by name.
    """

    adoption_id: int
    site_id: int
    from_at: datetime
    pack: Pack
    version: PackVersion
    figures: Mapping[str, Mapping[str, Any]]
    published: Pack | None = None

    @property
    def as_written(self) -> Pack:
        """The pack as it was written, without the site's figures."""
        return self.published or self.pack

    @cached_property
    def duties(self) -> Mapping[str, Duty]:
        """The duties with the site's figures, those switched off included."""
        return {key: duty.with_figures(self.figures.get(key, {})) for key, duty in self.pack.duties.items()}

    def is_grouped(self, post: str) -> bool:
        """Whether each holder of a post answers for some groups (组团) only."""
        known = self.pack.posts.get(post)
        return known is not None and known.grouped

    @cached_property
    def made_by(self) -> Mapping[str, tuple[tuple[Duty, Trigger], ...]]:
        """The duties an event may make, by the name of the event, each with the trigger whose conditions must hold."""
        found: dict[str, list[tuple[Duty, Trigger]]] = defaultdict(list)
        for duty in self.duties.values():
            for trigger in () if duty.off else duty.on:
                found[trigger.on].append((duty, trigger))
        return {name: tuple(duties) for name, duties in found.items()}


@dataclass(frozen=True)
class SiteRules:
    """Everything a site ever adopted: ``lines`` holds, for each pack, its adoptions in order of time."""

    lines: Mapping[str, tuple[tuple[datetime, InForce | None], ...]]

    def in_force(self, at: datetime) -> tuple[InForce, ...]:
        """What the site keeps at a moment."""
        latest = [bisect_right(line, at, key=lambda step: step[0]) for line in self.lines.values()]
        steps = [line[index - 1][1] for line, index in zip(self.lines.values(), latest, strict=True) if index]
        return tuple(step for step in steps if step is not None)

    @cached_property
    def by_id(self) -> Mapping[int, InForce]:
        """Adoptions by id, those of the past included."""
        return {
            step.adoption_id: step for line in self.lines.values() for _at, step in line if step is not None
        }

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """Events before which nothing of their matter can be running, and which touch nothing."""
        return frozenset(name for step in self.by_id.values() for name in step.pack.begins_with) - self.events

    @cached_property
    def proofs_by_calendar(self) -> frozenset[str]:
        """Events that may prove a duty of the calendar of this site, whatever matter they belong to."""
        return frozenset(name for step in self.by_id.values() for name in step.pack.proofs_by_calendar)

    @cached_property
    def proved_by_paper(self) -> Mapping[str, frozenset[str]]:
        """Duties that begin with an event and are proved by a sheet or an entry, by the name of that proof's event."""
        found: dict[str, set[str]] = defaultdict(set)
        for step in self.by_id.values():
            for name, keys in step.pack.proved_by_paper.items():
                found[name].update(keys)
        return {name: frozenset(keys) for name, keys in found.items()}

    @cached_property
    def events(self) -> frozenset[str]:
        """Every event that may change a running obligation of this site, whatever version it began with."""
        return frozenset(name for step in self.by_id.values() for name in step.pack.events)


_EVER = datetime.min.replace(tzinfo=UTC)
_packs: dict[str, Pack] = {}
_fresh: dict[int, tuple[float, SiteRules]] = {}


class _Change:
    """A site's adoptions as this thread has changed them in a transaction that is still open."""

    def __init__(self, site_id: int) -> None:
        self.site_id = site_id
        self.rules: SiteRules | None = None
        transaction.on_commit(self.committed)

    def committed(self) -> None:
        _fresh.pop(self.site_id, None)

    @property
    def is_open(self) -> bool:
        """Commit runs the callback, rollback drops it; either way it is then no longer waiting."""
        return any(self.committed in waiting for waiting in connection.run_on_commit)


class _Changes(threading.local):
    def __init__(self) -> None:
        self.of_site: dict[int, _Change] = {}


_changes = _Changes()


def rules_of(site_id: int, clock: Callable[[], float] = time.monotonic) -> SiteRules:
    """The rules of a site, from memory while they are fresh."""
    change = _changes.of_site.get(site_id)
    if change is not None:
        if change.is_open:
            change.rules = change.rules or _read(site_id)
            return change.rules
        del _changes.of_site[site_id]
    kept = _fresh.get(site_id)
    now = clock()
    if kept is not None and now - kept[0] < FRESH_FOR:
        return kept[1]
    rules = _read(site_id)
    _fresh[site_id] = (now, rules)
    return rules


def changed(site_id: int) -> None:
    """A site's adoptions have changed in this transaction: they are read anew, and kept for nobody else until commit."""
    _fresh.pop(site_id, None)
    _changes.of_site[site_id] = _Change(site_id)


def pack_of(version: PackVersion) -> Pack:
    """The pack of a stored version; built once for each text."""
    if version.digest not in _packs:
        _packs[version.digest] = pack_from_content(version.key, version.content)
    return _packs[version.digest]


def _read(site_id: int) -> SiteRules:
    # Whose scope is open does not matter: an answer filtered by the wrong one would be kept for everybody.
    with across_companies(reason="reading the rules of a site"):
        rows = Adoption.objects.filter(site_id=site_id).select_related("version").defer("version__content")
        return SiteRules(_lines(rows.order_by("pack", "from_at", "id")))


def _lines(rows: Iterable[Adoption]) -> dict[str, tuple[tuple[datetime, InForce | None], ...]]:
    lines: dict[str, list[tuple[datetime, InForce | None]]] = defaultdict(list)
    for row in rows:
        step = None
        if row.version is not None:
            written = pack_of(row.version)
            kept = with_figures(written, row.figures)
            step = InForce(row.pk, row.site_id, row.from_at, kept, row.version, row.figures, written)
        # A first adoption made at once also stands for what happened before it and is entered later.
        since = _EVER if row.pack not in lines and row.from_at <= row.decided_at else row.from_at
        lines[row.pack].append((since, step))
    return {pack: tuple(line) for pack, line in lines.items()}
