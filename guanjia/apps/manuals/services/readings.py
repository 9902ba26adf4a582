"""Who must read what: asked when a version comes into force and when somebody joins, acknowledged by each for themselves.

Where the site's rulebook has a duty that begins with ``manuals.reading_asked``, that duty reminds and escalates. Where it has
none, the person gets a message, and one more when the time is over.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from guanjia.apps.calendars import queries as calendars
from guanjia.apps.manuals import notices, queries, rules
from guanjia.apps.manuals.events import ReadAcknowledged, ReadingAsked, ReadingDropped
from guanjia.apps.manuals.models import Document, Reading, Version
from guanjia.apps.manuals.services.permitting import about
from guanjia.apps.manuals.terms import READING_SERIES, VersionState
from guanjia.apps.messaging import services as messaging
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook import queries as rulebook
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import Fact, record, record_many
from guanjia.kernel.locking import locked
from guanjia.kernel.numbering import next_ref
from guanjia.kernel.refusals import refuse
from guanjia.kernel.scope import across_companies, company_scope
from guanjia.kernel.working_time import Duration, Unit


def site_ids_of(document: Document) -> list[int]:
    """The sites a document holds at; for one of the whole company all of its sites."""
    own = queries.sites_of(document)
    return own or [site.pk for site in organisations.list_sites(Actor.system(document.company_id))]


def acknowledge(reading: Reading, *, by: Actor, at: datetime) -> Reading:
    """Say that one has read a version. Twice is once. Refuses others' readings and those that are over."""
    with locked(reading) as row:
        over = row.dropped_at is not None
        refuse(rules.why_not_acknowledge(is_own=by.id == row.staff_id, is_over=over))
        if row.read_at is None:
            row.read_at = at
            row.save(update_fields=["read_at"])
            messaging.settle([row.ref], company_id=row.company_id, at=at)
            record(ReadAcknowledged(**_of(row), staff_id=row.staff_id), by=by, at=at)
    return row


def ask(version: Version, *, at: datetime, site_ids: Iterable[int] | None = None) -> int:
    """Ask everybody a version concerns who was not asked yet, and take back what no longer concerns somebody.

    Answers how many were newly asked. In the caller's transaction; running it again does nothing.
    """
    document, system = version.document, Actor.system(version.company_id, "manuals")
    posts = _readers(version)
    facts: list[Fact] = []
    asked: list[Reading] = []
    known = {one.staff_id: one for one in Reading.objects.filter(version=version).select_related("version")}
    wanted: set[int] = set()
    for site_id in site_ids_of(document) if site_ids is None else site_ids:
        here = rules.concerned(_posts_at(site_id, at), posts)
        for staff_id in sorted(here - wanted):
            found = known.get(staff_id)
            if found is None or found.dropped_at is not None:
                asked.append(_asked(version, site_id, staff_id, at, found))
        wanted |= here
        gone = [
            one
            for one in known.values()
            if one.site_id == site_id and one.is_waiting and one.staff_id not in here
        ]
        facts += _dropped(gone, system, at)
    facts += [
        Fact(ReadingAsked(**_of(one), staff_id=one.staff_id, read_by=one.due_at), system, at) for one in asked
    ]
    record_many(facts)
    messaging.notify_many([notices.asked(one) for one in asked if not _keeps_a_duty(one.site_id, at)], at=at)
    return len(asked)


def ask_at_site(site_id: int, *, company_id: int, at: datetime) -> int:
    """Somebody came to a site or left it: ask for what is in force there. Answers how many readings were asked for."""
    with company_scope(company_id), transaction.atomic():
        held = Version.objects.filter(state=VersionState.IN_FORCE.value).select_related("document")
        count = 0
        for version in held.order_by("id"):
            own = queries.sites_of(version.document)
            if not own or site_id in own:
                with locked(version) as row:  # two who ask at once would ask somebody twice
                    count += ask(row, at=at, site_ids=[site_id]) if row.is_in_force else 0
        return count


def drop_all(version: Version, *, at: datetime) -> None:
    """A version holds no longer: nobody has to read it any more. In the caller's transaction."""
    rows = list(Reading.objects.filter(version=version, read_at=None, dropped_at=None).order_by("id"))
    for row in rows:
        row.version = version
    record_many(_dropped(rows, Actor.system(version.company_id, "manuals"), at))


def remind_due(*, at: datetime) -> int:
    """Tell once those whose time to read is over, at sites whose rulebook has no duty for it; answers how many."""
    with across_companies(reason="looking for readings that are overdue"):
        due = list(
            Reading.objects.filter(read_at=None, dropped_at=None, reminded_at=None, due_at__lte=at)
            .select_related("version__document")
            .order_by("due_at", "id")[:500]
        )
    by_company: dict[int, list[Reading]] = defaultdict(list)
    for row in due:
        by_company[row.company_id].append(row)
    told = 0
    for company_id, rows in by_company.items():
        with company_scope(company_id), transaction.atomic():
            mine = [row.pk for row in rows]
            Reading.objects.filter(pk__in=mine, reminded_at=None).update(reminded_at=at)
            drafts = [notices.overdue(row) for row in rows if not _keeps_a_duty(row.site_id, at)]
            told += len(messaging.notify_many(drafts, at=at))
    return told


def _asked(version: Version, site_id: int, staff_id: int, at: datetime, known: Reading | None) -> Reading:
    """A reading, new or taken up again."""
    days = Duration(Unit.WORKING_DAYS, version.read_within)
    due_at = calendars.working_calendar(site_id, at).add(at, days)
    if known is not None:
        known.site_id, known.asked_at, known.due_at = site_id, at, due_at
        known.dropped_at = known.reminded_at = None
        known.save(update_fields=["site_id", "asked_at", "due_at", "dropped_at", "reminded_at"])
        known.version = version
        return known
    site = organisations.site(site_id)
    year = at.astimezone(ZoneInfo(site.timezone)).year
    ref = next_ref(
        READING_SERIES, company_id=version.company_id, site_id=site_id, year=year, prefix=site.ref_prefix
    )
    reading = Reading(
        company_id=version.company_id,
        ref=ref,
        version=version,
        site_id=site_id,
        staff_id=staff_id,
        asked_at=at,
        due_at=due_at,
    )
    reading.save(force_insert=True)
    return reading


def _dropped(rows: list[Reading], by: Actor, at: datetime) -> list[Fact]:
    if rows:
        Reading.objects.filter(pk__in=[row.pk for row in rows]).update(dropped_at=at)
        messaging.settle([row.ref for row in rows], company_id=by.company_id, at=at)
    return [Fact(ReadingDropped(**_of(row), staff_id=row.staff_id), by, at) for row in rows]


def _of(reading: Reading) -> dict[str, Any]:
    """What every fact about a reading says; it is a matter of its own, at the reader's site."""
    version = reading.version
    return about(version.document, version, site_id=reading.site_id, ref=reading.ref)


def _readers(version: Version) -> set[str]:
    """The posts a version concerns: those the document names with those its chapters name; none: everybody."""
    own = set(version.document.posts)
    if not own:
        return set()
    chapters = version.clauses.exclude(posts=[]).values_list("posts", flat=True)
    return own | {post for posts in chapters for post in posts}


def _posts_at(site_id: int, at: datetime) -> dict[int, set[str]]:
    """Everybody who holds a post at a site today, with the keys of their posts."""
    found: dict[int, set[str]] = defaultdict(set)
    for appointment in organisations.who_holds_what(site_id, at):
        found[appointment.staff_id].add(appointment.post.key)
    return found


def _keeps_a_duty(site_id: int, at: datetime) -> bool:
    """Whether the rulebook of a site has a duty that begins when somebody is asked to read."""
    return any(here.made_by.get(ReadingAsked.name) for here in rulebook.rules_of(site_id).in_force(at))
