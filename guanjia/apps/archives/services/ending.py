"""The end of a file: closed when its holder has left, kept for its time, then destroyed by two."""

from datetime import datetime

from django.db import transaction

from guanjia.apps.archives import queries, rules
from guanjia.apps.archives.events import (
    Closed,
    Destroyed,
    DestructionApproved,
    DestructionAsked,
    DestructionBegun,
    DestructionDropped,
    Held,
)
from guanjia.apps.archives.lifecycle import FILE, PAPER, RUN
from guanjia.apps.archives.models import Destruction, File, FiledPaper
from guanjia.apps.archives.queries import Whose
from guanjia.apps.archives.services.telling import begin, drawn_ref, of_file, volume_of
from guanjia.apps.archives.terms import DESTRUCTIONS, Can, FileState, PaperState
from guanjia.apps.documents import services as documents
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import NotFound, refuse

MOST = 500
"""So many files are destroyed in one go; the rest is listed next."""


def close(whose: Whose, *, by: Actor, at: datetime, reason: str) -> File:
    """Close the volume in use: its holder has left. What belongs to a unit whoever owns it goes on into the next volume."""
    with transaction.atomic():
        permit(by, Can.CLOSE, whose)
        plans = queries.plans_of(whose.site_id, at, whose.of)
        lasting = {ask.key for ask in rules.asked_of(plans, dict.fromkeys(whose.facts, True)) if ask.lasting}
        with locked(volume_of(whose, by=by, at=at)) as file:
            out = queries.out_now(file, None)
            refuse(rules.why_not_close(is_out=out is not None, reason=reason))
            file.state, file.closed_at = FILE.step(file.state, "close"), at
            file.closed_by_name, file.closed_reason = by.name, reason.strip()[:200]
            file.keep_years = rules.keep_years(plans, whose.facts)
            file.keep_until = rules.kept_until(queries.today_at(file.site_id, at), file.keep_years)
            file.save(
                update_fields=[
                    "state",
                    "closed_at",
                    "closed_by_name",
                    "closed_reason",
                    "keep_years",
                    "keep_until",
                ]
            )
            record(
                Closed(**of_file(file), reason=file.closed_reason, keep_until=file.keep_until), by=by, at=at
            )
            going_on = FiledPaper.objects.filter(file=file, item__in=lasting, state=PaperState.FILED.value)
            if going_on.exists():
                here = {"unit_id": whose.unit_id, "person_id": whose.person_id}
                following = begin(file.company_id, file.site_id, here, by=by, at=at)
                going_on.update(file=following)
            return file


def hold(file: File, *, by: Actor, at: datetime, reason: str = "", lift: bool = False) -> File:
    """Keep a closed file beyond its time for a reason, or ``lift`` that."""
    with locked(file) as row:
        permit(by, Can.CLOSE, row)
        refuse(None if lift else rules.why_not_reason(reason))
        refuse(rules.why_not_hold(is_closed=row.state == FileState.CLOSED))
        row.held_reason = "" if lift else reason.strip()[:200]
        row.save(update_fields=["held_reason"])
        record(Held(**of_file(row), reason=row.held_reason), by=by, at=at)
        return row


def ask_destruction(site_id: int, *, by: Actor, at: datetime) -> Destruction:
    """List the closed files whose time is over, for somebody else to approve. Refuses when there are none."""
    with transaction.atomic():
        permit_at(by, Can.DESTROY, site_id)
        if organisations.site(site_id).company_id != by.company_id:
            raise NotFound
        found = list(queries.past_time(by, site_id, queries.today_at(site_id, at))[:MOST])
        waits = queries.waiting_run(by, site_id) is not None
        refuse(rules.why_not_list(found=len(found), waits=waits))
        run = Destruction(
            company_id=by.company_id,
            site_id=site_id,
            ref=drawn_ref(DESTRUCTIONS, by.company_id, site_id, at),
            asked_at=at,
            asked_by_id=by.id,
            asked_by_name=by.name,
            listed=len(found),
        )
        run.save(force_insert=True)
        File.objects.filter(pk__in=[one.pk for one in found]).update(destruction=run)
        files = tuple(one.ref for one in found)
        record(DestructionAsked(site_id=site_id, ref=run.ref, files=files), by=by, at=at)
        return run


def approve_destruction(run: Destruction, *, by: Actor, at: datetime) -> Destruction:
    """Agree to a list; never by who made it."""
    with locked(run) as row:
        permit(by, Can.DESTROY, row)
        state = RUN.step(row.state, "approve")
        refuse(rules.why_not_second(first=row.asked_by_id, by_id=by.id, is_system=by.is_system))
        row.state, row.approved_at, row.approved_by_name = state, at, by.name
        row.save(update_fields=["state", "approved_at", "approved_by_name"])
        fact = DestructionApproved(site_id=row.site_id, ref=row.ref, files=_refs(row))
        record(fact, by=by, at=at)
        return row


def drop_destruction(run: Destruction, *, by: Actor, at: datetime, reason: str) -> Destruction:
    """Destroy nothing of a list, for a reason."""
    with locked(run) as row:
        permit(by, Can.DESTROY, row)
        state = RUN.step(row.state, "drop")
        refuse(rules.why_not_reason(reason))
        row.state, row.ended_at, row.ended_by_name = state, at, by.name
        row.reason = reason.strip()[:200]
        row.save(update_fields=["state", "ended_at", "ended_by_name", "reason"])
        record(DestructionDropped(site_id=row.site_id, ref=row.ref, reason=row.reason), by=by, at=at)
        return row


def destroy(run: Destruction, *, by: Actor, at: datetime, how: str) -> Destruction:
    """Say as the first of two how the originals were destroyed; scans and words go when the second has seen it."""
    with locked(run) as row:
        permit(by, Can.DESTROY, row)
        state = RUN.step(row.state, "destroy")
        refuse(rules.why_not_reason(how, "how"))
        row.state, row.destroyed_at = state, at
        row.destroyed_by_id, row.destroyed_by_name, row.how = by.id, by.name, how.strip()[:200]
        row.save(update_fields=["state", "destroyed_at", "destroyed_by_id", "destroyed_by_name", "how"])
        record(DestructionBegun(site_id=row.site_id, ref=row.ref, how=row.how), by=by, at=at)
        return row


def witness(run: Destruction, *, by: Actor, at: datetime) -> Destruction:
    """Confirm as the second of two: scans, titles and places of the listed files go now; numbers and journal stay.

    What was held meanwhile is left as it is.
    """
    with locked(run) as row:
        permit(by, Can.DESTROY, row)
        state = RUN.step(row.state, "witness")
        refuse(rules.why_not_second(first=row.destroyed_by_id, by_id=by.id, is_system=by.is_system))
        gone = list(row.files.filter(state=FileState.CLOSED.value, held_reason=""))
        papers = [paper for file in gone for paper in _destroyed(file, at)]
        row.state, row.ended_at, row.ended_by_name, row.papers = state, at, by.name, len(papers)
        row.save(update_fields=["state", "ended_at", "ended_by_name", "papers"])
        fact = Destroyed(
            site_id=row.site_id,
            ref=row.ref,
            files=tuple(one.ref for one in gone),
            papers=len(papers),
            first=row.destroyed_by_name,
            second=by.name,
        )
        record(fact, by=by, at=at)
        return row


def _destroyed(file: File, at: datetime) -> list[FiledPaper]:
    papers = list(file.papers.exclude(state=PaperState.DESTROYED.value))
    for paper in papers:
        documents.destroy_all(paper.ref)
        paper.state = PAPER.step(paper.state, "destroy")
        paper.title, paper.place, paper.note, paper.ended_reason = "—", "", "", ""
        paper.save(update_fields=["state", "title", "place", "note", "ended_reason"])
    file.state, file.box, file.destroyed_at = FILE.step(file.state, "destroy"), "", at
    file.save(update_fields=["state", "box", "destroyed_at"])
    return papers


def _refs(run: Destruction) -> tuple[str, ...]:
    return tuple(run.files.order_by("id").values_list("ref", flat=True))
