"""What the verbs of all papers share: numbers, files, the fields of facts, who may."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from guanjia.apps.documents import services as documents
from guanjia.apps.documents.services import Upload
from guanjia.apps.letters.models import Paper
from guanjia.apps.letters.terms import SERIES, Can, Kind
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.places import queries as places
from guanjia.kernel import journal
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.numbering import next_ref
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import NotFound, Refusal

LINE, NOTE = 120, 500
"""Signs that are kept of a line and of a note."""


def head(kind: Kind, site_id: int, *, by: Actor, at: datetime) -> dict[str, Any]:
    """Number, site, author and moment of a new paper. Raises ``NotFound`` for another company's site."""
    site = organisations.site(site_id)
    if site.company_id != by.company_id:
        raise NotFound
    year = at.astimezone(ZoneInfo(site.timezone)).year
    ref = next_ref(
        SERIES[kind], company_id=site.company_id, site_id=site_id, year=year, prefix=site.ref_prefix
    )
    return {
        "company_id": site.company_id,
        "site_id": site_id,
        "ref": ref,
        "thread": ref,
        "made_at": at,
        "made_by_id": staff_id(by),
        "made_by_name": by.name,
    }


def staff_id(by: Actor) -> int | None:
    """The person of the staff an actor is; None for the system and for programs."""
    return by.id if by.kind is ActorKind.STAFF else None


def about(row: Paper) -> dict[str, Any]:
    """What every fact about a paper carries."""
    return {"site_id": row.site_id, "ref": row.ref, "thread": row.thread}


def told(row: Paper) -> str:
    """The subject as a fact may tell it."""
    return "" if row.confidential else row.subject


def permit_paper(by: Actor, capability: str, row: Paper) -> None:
    """Let the actor go on with a paper; a confidential one is not there for whoever may not read it."""
    permit(by, capability, row)
    if row.confidential and not by.can(Can.SEE_CONFIDENTIAL, row.site_id):
        raise NotFound


def permit_new(by: Actor, capability: str, site_id: int, *, confidential: bool = False) -> None:
    """Let the actor write a paper; a confidential one only whoever may read it afterwards."""
    permit_at(by, capability, site_id)
    if confidential:
        permit_at(by, Can.SEE_CONFIDENTIAL, site_id)


def keep(row: Paper, files: Sequence[Upload], *, by: Actor, at: datetime) -> list[str]:
    """Keep files of a paper; gives their keys."""
    if not files:
        return []
    kept = documents.attach_all(
        files, by=by, at=at, site_id=row.site_id, about_ref=row.files_ref, thread=row.thread
    )
    return [str(one.key) for one in kept]


def holds_post(by: Actor, post: str, site_id: int, at: datetime) -> bool:
    """Whether the actor holds a post of the site now, or stands in for its holder; the system holds all."""
    return by.is_system or (by.id is not None and by.id in organisations.holder_ids(site_id, post, at))


def posts_of(site_id: int) -> dict[str, str]:
    """The posts of a site: key and name."""
    return {one.key: str(one) for one in organisations.list_posts(site_id)}


def unit_of(by: Actor, site_id: int, unit_id: int | None) -> int | None:
    """A unit of the site. Raises ``NotFound`` for another's."""
    if unit_id is None:
        return None
    if places.get_unit(by, unit_id).site_id != site_id:
        raise NotFound
    return unit_id


def thread_of(site_id: int, origin: str) -> str:
    """The matter the thing numbered ``origin`` belongs to; "" when the site knows no such number."""
    entry = journal.timeline(origin).filter(site_id=site_id).first() if origin else None
    return entry.thread if entry else ""


def why_not_origin(site_id: int, origin: str) -> Refusal | None:
    """Why this number is none to begin from."""
    if origin and not thread_of(site_id, origin):
        return Refusal(
            "no_such_origin", _("The site knows no such number. Check it, or leave it empty."), field="origin"
        )
    return None
