"""Tips and notices: draft, edit, put up, recall, take down, withdraw."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from guanjia.apps.documents.services import Upload
from guanjia.apps.letters import events, rules
from guanjia.apps.letters.models import Notice, Posting
from guanjia.apps.letters.services.filling import CHINESE, ENGLISH, fill
from guanjia.apps.letters.services.frame import (
    LINE,
    NOTE,
    about,
    head,
    keep,
    permit_paper,
    staff_id,
    thread_of,
    why_not_origin,
)
from guanjia.apps.letters.terms import IN_FORCE, Can, Kind, NoticeState, Topic
from guanjia.apps.places import queries as places
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit_at
from guanjia.kernel.refusals import NotFound, refuse

_WRITTEN = [
    "subject",
    "text",
    "text_en",
    "topic",
    "hazard",
    "level",
    "what",
    "where",
    "groups",
    "buildings",
    "concerns",
    "places",
    "copies",
    "from_at",
    "until_at",
]


@dataclass(frozen=True, kw_only=True)
class Content:
    """What a notice says: its texts, its topic, whom it concerns (groups and buildings by id, none: everybody), where it
    is meant to hang (places by id), how many copies, from when until when it holds, and the number of what it comes from."""

    subject: str
    text: str
    topic: str
    from_at: datetime
    until_at: datetime
    text_en: str = ""
    hazard: str = ""
    level: str = ""
    what: str = ""
    where: str = ""
    groups: Sequence[int] = ()
    buildings: Sequence[int] = ()
    places: Sequence[int] = ()
    copies: int = 0
    origin: str = ""


def draft_notice(site_id: int, *, by: Actor, at: datetime, content: Content) -> Notice:
    """Draft a tip or notice. Raises ``Refused`` for an end that is wrong, a level the weather has not, a place left open."""
    with transaction.atomic():
        permit_at(by, Can.DRAFT, site_id)
        row = Notice(
            **head(Kind.NOTICE, site_id, by=by, at=at),
            state=NoticeState.DRAFT.value,
            token=secrets.token_urlsafe(18),
        )
        refuse(why_not_origin(site_id, content.origin))
        row.origin, row.thread = content.origin, thread_of(site_id, content.origin) or row.ref
        _write(row, content, by=by, at=at)
        row.save(force_insert=True)
        record(
            events.NoticeDrafted(
                **about(row), subject=row.subject, topic=row.topic, level=row.level, staff_id=staff_id(by)
            ),
            by=by,
            at=at,
        )
    return row


def edit_notice(notice: Notice, *, by: Actor, at: datetime, content: Content) -> Notice:
    """Change a draft."""
    with locked(notice) as row:
        permit_paper(by, Can.DRAFT, row)
        row.state = row.lifecycle.step(row.state, "edit")
        _write(row, content, by=by, at=at)
        row.save(update_fields=["state", *_WRITTEN])
        record(events.Edited(**about(row), kind=row.kind.value), by=by, at=at)
    return row


def _filled(row: Notice, content: Content, at: datetime) -> Content:
    """The content with the fields of its texts filled in."""
    known: dict[str, Any] = {
        "what": content.what,
        "where": content.where,
        "from": content.from_at,
        "until": content.until_at,
        "hazard": content.hazard,
        "level": content.level,
        "number": row.ref,
        "day": timezone.localtime(at).date(),
    }
    return replace(
        content,
        subject=fill(content.subject, CHINESE, row.site_id, **known),
        text=fill(content.text, CHINESE, row.site_id, **known),
        text_en=fill(content.text_en, ENGLISH, row.site_id, **known),
    )


def _write(row: Notice, content: Content, *, by: Actor, at: datetime) -> None:
    content = _filled(row, content, at)
    refuse(
        [
            *rules.why_not_write(content.subject, content.text, party=content.subject),
            *rules.why_not_notice(
                topic=content.topic,
                hazard=content.hazard,
                level=content.level,
                from_at=content.from_at,
                until_at=content.until_at,
                at=at,
                copies=content.copies,
            ),
        ]
    )
    is_weather = content.topic == Topic.WEATHER
    row.subject, row.text, row.text_en = (
        content.subject.strip()[:LINE],
        content.text.strip(),
        content.text_en.strip(),
    )
    row.topic = content.topic
    row.hazard, row.level = (content.hazard, content.level) if is_weather else ("", "")
    row.what, row.where = content.what.strip()[:LINE], content.where.strip()[:LINE]
    row.copies, row.from_at, row.until_at = content.copies, content.from_at, content.until_at
    row.groups, row.buildings = (
        _known(by, row.site_id, content, "groups"),
        _known(by, row.site_id, content, "buildings"),
    )
    row.places = [_place(by, row.site_id, one).pk for one in content.places]
    names = [
        *places.group_names(row.groups).values(),
        *places.building_names(row.buildings).values(),
    ]
    row.concerns = "、".join(names)[:300]


def _known(by: Actor, site_id: int, content: Content, what: str) -> list[int]:
    """Groups or buildings of the site. Raises ``NotFound`` for another's."""
    listed: list[Any] = (
        places.list_groups(by, site_id) if what == "groups" else list(places.list_buildings(by, site_id))
    )
    known = {one.pk for one in listed}
    wanted = list(getattr(content, what))
    if not set(wanted) <= known:
        raise NotFound
    return wanted


def _place(by: Actor, site_id: int, place_id: int) -> Any:
    place = places.get_place(by, place_id)
    if place.site_id != site_id:
        raise NotFound
    return place


def put_up(notice: Notice, *, by: Actor, at: datetime, place_id: int, files: Sequence[Upload] = ()) -> Notice:
    """Put a notice up at a place, with a photo of it there. Refuses what is not approved, is over, or hangs there."""
    with locked(notice) as row:
        permit_paper(by, Can.POST, row)
        place = _place(by, row.site_id, place_id)
        hanging = set(row.postings.filter(down_at=None).values_list("place_id", flat=True))
        refuse(
            rules.why_not_put_up(
                approved=row.state not in (NoticeState.DRAFT, NoticeState.REVIEW),
                over=row.state in IN_FORCE and row.until_at <= at,
                again=place.pk in hanging,
                photos=len(files),
            )
        )
        first = row.state == NoticeState.APPROVED
        row.state = row.lifecycle.step(row.state, "put_up")
        Posting(
            company_id=row.company_id,
            notice=row,
            place_id=place.pk,
            place_name=place.name,
            up_at=at,
            up_by_name=by.name,
            photos=keep(row, files, by=by, at=at),
        ).save(force_insert=True)
        row.save(update_fields=["state"])
        record(
            events.NoticePosted(
                **about(row),
                topic=row.topic,
                place_id=place.pk,
                place=place.name,
                first=first,
                until_at=row.until_at,
                two_languages=bool(row.text_en),
            ),
            by=by,
            at=at,
        )
    return row


def recall(notice: Notice, *, by: Actor, at: datetime, reason: str) -> Notice:
    """Recall a notice: it holds no longer, and comes down wherever it hangs."""
    with locked(notice) as row:
        permit_paper(by, Can.ISSUE, row)
        refuse(rules.why_not_word(reason, "reason"))
        row.state = row.lifecycle.step(row.state, "recall")
        hanging = row.postings.filter(down_at=None).count()
        if not hanging:
            row.state = row.lifecycle.step(row.state, "take_down")
        row.recalled_at, row.recalled_reason = at, reason.strip()[:300]
        row.save(update_fields=["state", "recalled_at", "recalled_reason"])
        record(
            events.NoticeRecalled(**about(row), note=row.recalled_reason[:NOTE], hanging=hanging),
            by=by,
            at=at,
        )
    return row


def take_down(notice: Notice, *, by: Actor, at: datetime, posting_id: int) -> Notice:
    """Take a notice down at one place; the last one ends it. Raises ``NotFound`` where it does not hang."""
    with locked(notice) as row:
        permit_paper(by, Can.POST, row)
        posting = row.postings.filter(pk=posting_id, down_at=None).first()
        if posting is None:
            raise NotFound
        _take(row, [posting], by=by, at=at)
    return row


def take_all_down(notice: Notice, *, by: Actor, at: datetime) -> Notice:
    """Take a notice down wherever it hangs."""
    with locked(notice) as row:
        permit_paper(by, Can.POST, row)
        row.lifecycle.step(row.state, "take_down")
        _take(row, list(row.postings.filter(down_at=None).order_by("id")), by=by, at=at)
    return row


def _take(row: Notice, taken: list[Posting], *, by: Actor, at: datetime) -> None:
    for posting in taken:
        posting.down_at, posting.down_by_name = at, by.name
        posting.save(update_fields=["down_at", "down_by_name"])
        complete = not row.postings.filter(down_at=None).exists()
        if complete:
            row.state = row.lifecycle.step(row.state, "take_down")
            row.save(update_fields=["state"])
        record(
            events.NoticeTakenDown(**about(row), place=posting.place_name, complete=complete), by=by, at=at
        )


def withdraw_notice(notice: Notice, *, by: Actor, at: datetime, reason: str) -> Notice:
    """Withdraw a notice that is not approved, with a reason."""
    with locked(notice) as row:
        permit_paper(by, Can.DRAFT, row)
        refuse(rules.why_not_withdraw(delivered=False, reason=reason))
        row.state = row.lifecycle.step(row.state, "withdraw")
        row.due_post = ""
        row.save(update_fields=["state", "due_post"])
        record(events.Withdrawn(**about(row), kind=row.kind.value, note=reason.strip()[:NOTE]), by=by, at=at)
    return row
