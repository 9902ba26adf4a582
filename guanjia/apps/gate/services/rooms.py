"""Machine-room entries: asked for, approved by the post the room names, in with an escort, out in time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from guanjia.apps.gate import events, queries, rules
from guanjia.apps.gate.lifecycle import ENTRY
from guanjia.apps.gate.models import RoomEntry, RoomRule
from guanjia.apps.gate.rules import Look
from guanjia.apps.gate.services.common import draw, same_site, staff_id
from guanjia.apps.gate.terms import ENTRY as SERIES
from guanjia.apps.gate.terms import Can, Who
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.places import queries as places
from guanjia.apps.places.terms import PlaceKind, place_ref
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import NotFound, refuse


def ask_entry(
    *,
    by: Actor,
    at: datetime,
    site_id: int,
    place_id: int,
    who: str,
    person: str,
    purpose: str,
    planned_at: datetime,
    stay_hours: int,
    firm: str = "",
    phone: str = "",
    people: int = 1,
    works: str = "",
) -> RoomEntry:
    """Ask that somebody may go into a machine room. Own staff may at once where the room names no post for them."""
    with transaction.atomic():
        permit_at(by, Can.ASK, site_id)
        place = _room(by, site_id, place_id)
        refuse(
            rules.why_not_ask_entry(
                person=person,
                purpose=purpose,
                stay_hours=stay_hours,
                longest_hours=queries.figure(site_id, "room_stay", "hours", at),
                barred=queries.barred_for(site_id, Look(person, phone), at),
            )
        )
        entry = RoomEntry(
            company_id=by.company_id,
            ref=draw(SERIES, by.company_id, site_id, at),
            site_id=site_id,
            place=place,
            state=ENTRY.initial.value,
            who=Who(who).value,
            person=person.strip()[:60],
            firm=firm.strip()[:80],
            phone=phone,
            people=max(1, people),
            purpose=purpose.strip()[:120],
            works=works.strip()[:300],
            planned_at=planned_at,
            stay_hours=stay_hours,
            asked_at=at,
            asked_by_id=staff_id(by),
            asked_by_name=by.name,
        )
        entry.save(force_insert=True)
        if queries.needs_approval(place.pk, entry.who):
            _ask(entry, by=by, at=at)
        else:
            _approve(entry, by=by, at=at, automatic=True)
        return entry


def _ask(entry: RoomEntry, *, by: Actor, at: datetime) -> None:
    own = queries.room_rules(entry.place_id).get(entry.who)
    record(
        events.EntryAsked(
            **about(entry),
            purpose=entry.purpose,
            planned_at=entry.planned_at,
            approver_post=own.posts[0] if own else "",
        ),
        by=by,
        at=at,
    )


def _approve(entry: RoomEntry, *, by: Actor, at: datetime, automatic: bool) -> None:
    entry.state = ENTRY.step(entry.state, "approve")
    entry.decided_at, entry.decided_by_name = at, "" if automatic else by.name
    entry.save(update_fields=["state", "approvals", "decided_at", "decided_by_name"])
    record(events.EntryApproved(**about(entry), works=entry.works, automatic=automatic), by=by, at=at)


def approve_entry(entry: RoomEntry, *, by: Actor, at: datetime) -> RoomEntry:
    """Give one's approval; with the last one that is asked for, they may go in.

    Refuses whoever asked, and a post whose approval is not missing.
    """
    with locked(entry) as fresh:
        permit(by, Can.APPROVE_ENTRY, fresh)
        fresh.state = ENTRY.step(fresh.state, "countersign")
        refuse(why_not_approve_entry(fresh, by, at))
        groups = queries.approval_groups(fresh.site_id, fresh.place_id, fresh.who, at)
        mine = sorted(
            {post for group in rules.open_groups(groups, _signed(fresh)) for post in group} & by.posts
        )
        fresh.approvals = [*fresh.approvals, *({"post": post, "name": by.name} for post in mine)]
        for post in mine:
            record(events.EntrySigned(**about(fresh), post=post), by=by, at=at)
        if by.is_system or not rules.open_groups(groups, _signed(fresh)):
            _approve(fresh, by=by, at=at, automatic=False)
        else:
            fresh.save(update_fields=["state", "approvals"])
        return fresh


def _signed(entry: RoomEntry) -> list[str]:
    """The posts that have approved."""
    return [one["post"] for one in entry.approvals]


def why_not_approve_entry(entry: RoomEntry, by: Actor, at: datetime) -> list[Any]:
    """Why this actor is not the one to approve an entry."""
    return rules.why_not_approve_entry(
        asked_by_id=entry.asked_by_id,
        actor_id=staff_id(by),
        actor_posts=by.posts,
        groups=queries.approval_groups(entry.site_id, entry.place_id, entry.who, at),
        signed=_signed(entry),
        is_system=by.is_system,
    )


def decline_entry(entry: RoomEntry, *, by: Actor, at: datetime, reason: str) -> RoomEntry:
    """Say no to an entry, with a reason."""
    with locked(entry) as fresh:
        permit(by, Can.APPROVE_ENTRY, fresh)
        new_state = ENTRY.step(fresh.state, "decline")
        refuse(rules.why_not_reason(reason))
        fresh.state, fresh.close_reason = new_state, reason.strip()[:300]
        fresh.decided_at, fresh.decided_by_name = at, by.name
        fresh.save(update_fields=["state", "close_reason", "decided_at", "decided_by_name"])
        record(events.EntryDeclined(**about(fresh), reason=fresh.close_reason), by=by, at=at)
        return fresh


def cancel_entry(entry: RoomEntry, *, by: Actor, at: datetime, reason: str) -> RoomEntry:
    """Call an entry off, with a reason."""
    with locked(entry) as fresh:
        permit(by, Can.ASK, fresh)
        new_state = ENTRY.step(fresh.state, "cancel")
        refuse(rules.why_not_reason(reason))
        fresh.state, fresh.close_reason = new_state, reason.strip()[:300]
        fresh.save(update_fields=["state", "close_reason"])
        record(events.EntryCancelled(**about(fresh), reason=fresh.close_reason), by=by, at=at)
        return fresh


def enter_room(
    entry: RoomEntry,
    *,
    by: Actor,
    at: datetime,
    rules_told: bool,
    escort_id: int | None = None,
    tools: str = "",
    key_taken: str = "",
) -> RoomEntry:
    """Let somebody into the room: the rules are told, and an outsider has one of our staff beside them."""
    with locked(entry) as fresh:
        permit(by, Can.GUARD, fresh)
        escort = organisations.get_staff(by, escort_id) if escort_id else None
        refuse(
            rules.why_not_enter_room(
                state=fresh.state, who=fresh.who, rules_told=rules_told, has_escort=escort is not None
            )
        )
        fresh.state = ENTRY.step(fresh.state, "come_in")
        fresh.rules_told, fresh.escort = rules_told, escort
        fresh.tools, fresh.key_taken = tools.strip()[:300], key_taken.strip()[:80]
        fresh.in_at, fresh.in_by_name = at, by.name
        fresh.due_out_at = at + timedelta(hours=fresh.stay_hours)
        fresh.save(
            update_fields=[
                "state",
                "rules_told",
                "escort",
                "tools",
                "key_taken",
                "in_at",
                "in_by_name",
                "due_out_at",
            ]
        )
        record(
            events.RoomEntered(
                **about(fresh),
                due_out_at=fresh.due_out_at,
                escort_id=escort.pk if escort else None,
                escort=escort.name if escort else "",
                key_taken=fresh.key_taken,
            ),
            by=by,
            at=at,
        )
        return fresh


def leave_room(entry: RoomEntry, *, by: Actor, at: datetime, note: str = "") -> RoomEntry:
    """Note that everybody of an entry is out again, with tools and key; a note where something is missing."""
    with locked(entry) as fresh:
        permit(by, Can.GUARD, fresh)
        fresh.state = ENTRY.step(fresh.state, "leave")
        fresh.out_at, fresh.out_by_name, fresh.out_note = at, by.name, note.strip()[:300]
        fresh.save(update_fields=["state", "out_at", "out_by_name", "out_note"])
        late = fresh.due_out_at is not None and at > fresh.due_out_at
        record(events.RoomLeft(**about(fresh), late=late, note=fresh.out_note), by=by, at=at)
        return fresh


def set_room_rule(
    *,
    by: Actor,
    at: datetime,
    site_id: int,
    place_id: int,
    who: str,
    posts: Sequence[str],
    together: bool = False,
) -> RoomRule:
    """Say which posts approve the entry of staff, contractors or visitors into a room; none leaves it to the rulebooks.

    ``together``: each of them approves, not any one.
    """
    with transaction.atomic():
        permit_at(by, Can.SET_RULES, site_id)
        place = _room(by, site_id, place_id)
        refuse(rules.why_not_posts(posts, queries.post_names(site_id)))
        kept = sorted(set(posts))
        row, _new = RoomRule.objects.update_or_create(
            company_id=by.company_id,
            place=place,
            who=Who(who).value,
            defaults={"site_id": site_id, "posts": kept, "together": together},
        )
        record(
            events.RoomRuleSet(
                site_id=site_id,
                ref=place_ref(place.pk),
                place_id=place.pk,
                who=row.who,
                after={"posts": kept, "together": together},
            ),
            by=by,
            at=at,
        )
        return row


def _room(by: Actor, site_id: int, place_id: int) -> Any:
    """A machine room of the site. Raises ``NotFound``."""
    place = same_site(places.get_place(by, place_id), site_id)
    if place.kind != PlaceKind.MACHINE_ROOM:
        raise NotFound
    return place


def about(entry: RoomEntry) -> dict[str, Any]:
    """What every fact about an entry carries."""
    return {
        "site_id": entry.site_id,
        "ref": entry.ref,
        "thread": entry.ref,
        "place_id": entry.place_id,
        "place": entry.place.name,
        "who": entry.who,
        "person": entry.person,
    }
