"""Approving, declining and withdrawing proposed figures. Approved ones hold from their moment on."""

from datetime import datetime
from typing import Any

from guanjia.apps.rulebook import memory
from guanjia.apps.rulebook.events import FigureApproved, FigureDeclined, FigureSet, FigureWithdrawn
from guanjia.apps.rulebook.lifecycle import FIGURE_CHANGE
from guanjia.apps.rulebook.models import FigureChange
from guanjia.apps.rulebook.rules import figures as rules
from guanjia.apps.rulebook.services import following
from guanjia.apps.rulebook.terms import Can
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import Refusal, refuse


def approve(change: FigureChange, *, by: Actor, at: datetime, note: str = "") -> FigureChange:
    """Let proposed figures hold, from their moment on or from now if that has passed meanwhile.

    Refuses whoever proposed them. What runs already keeps its figures.
    """
    with locked(change) as row:
        _permit(row, by)
        refuse(rules.why_not_alone(row.proposed_by_id, by.id, is_system=by.is_system))
        row.from_at = max(row.from_at, at)
        _decide(row, "approve", by=by, at=at, note=note)
        record(
            FigureApproved(
                site_id=row.site_id, ref=row.number, topic=row.topic, from_at=row.from_at, note=note
            ),
            by=by,
            at=at,
        )
        for pack in sorted({entry["pack"] for entry in row.entries}):
            sites = following.sites_with(row.company_id, pack) if row.site_id is None else [row.site_id]
            for site_id in sites:
                _take_effect(row, site_id, pack, by=by, at=at)
        return row


def decline(change: FigureChange, *, by: Actor, at: datetime, note: str) -> FigureChange:
    """Refuse proposed figures, with a word why. Whoever proposed them withdraws instead."""
    with locked(change) as row:
        _permit(row, by)
        refuse([rules.why_not_alone(row.proposed_by_id, by.id, is_system=by.is_system), _why_not_note(note)])
        _decide(row, "decline", by=by, at=at, note=note)
        record(FigureDeclined(site_id=row.site_id, ref=row.number, note=note), by=by, at=at)
        return row


def withdraw(change: FigureChange, *, by: Actor, at: datetime) -> FigureChange:
    """Take a proposal back before it is decided."""
    with locked(change) as row:
        permit(by, Can.ADOPT, row)
        _decide(row, "withdraw", by=by, at=at, note="")
        record(FigureWithdrawn(site_id=row.site_id, ref=row.number), by=by, at=at)
        return row


def words(value: Any) -> str:
    """A figure in a fact: as it is written in a pack, ``on`` and ``off`` for a switch, empty for the rulebook's own."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "on" if value else "off"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _permit(row: FigureChange, by: Actor) -> None:
    """At the site; for the company at every site that keeps one of the packs."""
    permit(by, Can.APPROVE, row)
    if row.site_id is None:
        for pack in {entry["pack"] for entry in row.entries}:
            for site_id in following.sites_with(row.company_id, pack):
                permit_at(by, Can.APPROVE, site_id)


def _why_not_note(note: str) -> Refusal | None:
    return None if note.strip() else rules.NOTE_MISSING


def _decide(row: FigureChange, verb: str, *, by: Actor, at: datetime, note: str) -> None:
    row.state = FIGURE_CHANGE.step(row.state, verb)
    row.decided_at, row.decided_by, row.decided_by_id, row.note = at, by.name, by.id, note
    row.save(update_fields=["state", "from_at", "decided_at", "decided_by", "decided_by_id", "note"])


def _take_effect(row: FigureChange, site_id: int, pack: str, *, by: Actor, at: datetime) -> None:
    """A new row at the site, and a fact for each figure that is another now: the plan of the calendar hears of it."""
    before = _figures(site_id, pack, row.from_at)
    following.follow(site_id, pack, by=by, at=at, since=row.from_at, reason=row.reason)
    after = _figures(site_id, pack, row.from_at)
    for entry in row.entries:
        part, name = entry["part"], entry["name"]
        was, now = before.get(part, {}).get(name), after.get(part, {}).get(name)
        if entry["pack"] == pack and (was != now or _is_later(site_id, pack, row)):
            record(
                FigureSet(
                    site_id=site_id,
                    ref=f"rulebook:{pack}",
                    pack=pack,
                    duty=part,
                    setting=name,
                    figure=words(now),
                    previous=words(was),
                    from_at=row.from_at,
                    reason=row.reason,
                ),
                by=by,
                at=at,
            )


def _figures(site_id: int, pack: str, moment: datetime) -> Any:
    steps = memory.rules_of(site_id).in_force(moment)
    return next((one.figures for one in steps if one.pack.key == pack), {})


def _is_later(site_id: int, pack: str, row: FigureChange) -> bool:
    """Whether the site begins to keep the pack only after the figures hold."""
    return not any(one.pack.key == pack for one in memory.rules_of(site_id).in_force(row.from_at))
