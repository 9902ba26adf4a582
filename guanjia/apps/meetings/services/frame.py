"""What the verbs share: numbers, files, who somebody is, corrections."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from guanjia.apps.documents import services as documents
from guanjia.apps.documents.services import Upload
from guanjia.apps.documents.terms import How
from guanjia.apps.meetings import rules
from guanjia.apps.meetings.models import Meeting, Strike
from guanjia.apps.meetings.terms import Can
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.numbering import next_ref
from guanjia.kernel.refusals import NotFound, refuse

NOTE = 500
"""Signs that are kept of a note."""


def number(series: str, site_id: int, *, by: Actor, at: datetime) -> str:
    """The next number of a series at a site. Raises ``NotFound`` for another company's site."""
    site = organisations.site(site_id)
    if site.company_id != by.company_id:
        raise NotFound
    year = at.astimezone(ZoneInfo(site.timezone)).year
    return next_ref(series, company_id=site.company_id, site_id=site_id, year=year, prefix=site.ref_prefix)


def staff_id(by: Actor) -> int | None:
    """The person of the staff an actor is; None for the system and for programs."""
    return by.id if by.kind is ActorKind.STAFF else None


def is_(by: Actor, *people: int | None) -> bool:
    """Whether the actor is one of these people; the system is everybody."""
    return by.is_system or (staff_id(by) is not None and staff_id(by) in people)


def names(site_id: int, at: datetime) -> dict[int, str]:
    """Everybody who holds a post at a site now."""
    return {one.pk: one.name for one, _groups in organisations.appointed(site_id, at)}


def keep(
    ref: str, thread: str, site_id: int, files: Sequence[Upload], *, by: Actor, at: datetime
) -> list[str]:
    """Keep files about a number; gives their keys."""
    if not files:
        return []
    kept = documents.attach_all(files, by=by, at=at, site_id=site_id, about_ref=ref, thread=thread)
    return [str(one.key) for one in kept]


def sign(ref: str, site_id: int, purpose: str, strokes: str, *, by: Actor, at: datetime) -> None:
    """Keep the actor's signature when it was drawn."""
    if strokes:
        documents.sign(
            by=by,
            at=at,
            site_id=site_id,
            about_ref=ref,
            purpose=purpose,
            signer_name=by.name,
            how=How.SCREEN,
            strokes=strokes,
            thread=ref,
        )


def strike(ref: str, *, by: Actor, at: datetime, old: str, new: str, reason: str, part: int = 0) -> Strike:
    """Keep what was struck out beside what stands now."""
    row = Strike(
        company_id=by.company_id,
        ref=ref,
        part=part,
        old=old,
        new=new,
        reason=reason.strip()[:300],
        at=at,
        by_id=staff_id(by),
        by_name=by.name,
    )
    row.save(force_insert=True)
    return row


def permit_convenor(row: Meeting, by: Actor) -> None:
    """Convenor and chair go on, and whoever may step in for them."""
    holds = is_(by, row.convenor_id, row.chair_id) or by.can(Can.SEE_ALL, row.site_id)
    refuse(rules.why_not_mine(holds, "not_convenor"))


def permit_recorder(row: Meeting, by: Actor) -> None:
    """Recorder and convenor go on, and whoever may step in for them."""
    holds = is_(by, row.recorder_id, row.convenor_id) or by.can(Can.SEE_ALL, row.site_id)
    refuse(rules.why_not_mine(holds, "not_recorder"))
