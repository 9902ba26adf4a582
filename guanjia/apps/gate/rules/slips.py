"""When goods may leave: what a slip needs, what stops a unit, who approves, and what the gate says."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from guanjia.apps.gate.terms import MOST_LINES, MOST_PIECES, Goods, SlipState, StopKind
from guanjia.kernel.refusals import Refusal

_SHORTEST = 2


@dataclass(frozen=True)
class Stop:
    """A stop in force at a unit."""

    kind: str
    reason: str
    since: datetime


@dataclass(frozen=True)
class Release:
    """What is asked before goods leave: which reasons refuse here, and for how many days arrears are let pass."""

    refuse_arrears: bool = True
    refuse_fitout: bool = True
    refuse_without_word: bool = True
    arrears_days: float = 0


def plain_plate(text: str) -> str:
    """A number plate in one spelling: one width, capitals, nothing between the signs."""
    typed = unicodedata.normalize("NFKC", text).upper()
    return "".join(sign for sign in typed if sign.isalnum())[:20]


def why_not_goods(goods: Sequence[Goods], field: str = "items") -> Refusal | None:
    """Why these lines cannot stand on a slip."""
    if not any(one.name.strip() for one in goods):
        return Refusal("no_goods", _("Write at least one line: what, and how many pieces."), field=field)
    if len(goods) > MOST_LINES:
        return Refusal(
            "too_many_lines",
            _("These are more than %(most)s lines. Make a second slip for the rest."),
            field=field,
            params={"most": MOST_LINES},
        )
    if any(not 1 <= one.pieces <= MOST_PIECES for one in goods):
        return Refusal(
            "bad_pieces",
            _("Each line has 1 to %(most)s pieces. Correct the number."),
            field=field,
            params={"most": MOST_PIECES},
        )
    return None


def why_not_reason(reason: str, field: str = "reason") -> Refusal | None:
    """Why such a reason is none."""
    if len(reason.strip()) < _SHORTEST:
        return Refusal("reason_missing", _("Say why, in a few words."), field=field)
    return None


def why_not_ask(
    *, goods: Sequence[Goods], carrier: str, planned_at: datetime, at: datetime
) -> list[Refusal | None]:
    """Everything a new slip lacks."""
    return [
        why_not_goods(goods),
        None
        if carrier.strip()
        else Refusal("carrier_missing", _("Write who carries the goods out."), field="carrier_name"),
        None
        if planned_at >= at - timedelta(hours=1)
        else Refusal(
            "planned_in_the_past", _("This time is over. Choose when the goods leave."), field="planned_at"
        ),
    ]


def why_not_release(
    stops: Iterable[Stop], release: Release, *, has_word: bool, at: datetime
) -> list[Refusal]:
    """Every reason why nothing may leave a unit now, each with what to do next."""
    found = []
    for stop in stops:
        refusal = _stopped(stop, release, at)
        if refusal is not None:
            found.append(refusal)
    if release.refuse_without_word and not has_word:
        found.append(
            Refusal(
                "owners_word_missing",
                _(
                    "The owner has not said yes. Take the owner's signature, or ask by phone and note the word."
                ),
            )
        )
    return found


def _stopped(stop: Stop, release: Release, at: datetime) -> Refusal | None:
    params = {"reason": stop.reason}
    if stop.kind == StopKind.ARREARS:
        if not release.refuse_arrears or at < stop.since + timedelta(days=release.arrears_days):
            return None
        message = _("The unit is in arrears: %(reason)s. The cashier lifts the stop when it is paid.")
        return Refusal("unit_in_arrears", message, params=params)
    if stop.kind == StopKind.FITOUT:
        if not release.refuse_fitout:
            return None
        message = _("The fit-out of the unit is not finished: %(reason)s. It is accepted first.")
        return Refusal("fitout_unfinished", message, params=params)
    message = _("Nothing may leave this unit: %(reason)s. Ask whoever set the stop.")
    return Refusal("release_stopped", message, params=params)


def why_not_approve(
    *,
    asked_by_id: int | None,
    actor_id: int | None,
    actor_posts: Collection[str],
    approvers: Collection[str],
    is_system: bool = False,
) -> list[Refusal | None]:
    """Why somebody may not approve a slip: they asked for it, or their post is not the one named for it."""
    if is_system:
        return []
    own = asked_by_id is not None and asked_by_id == actor_id
    named = not approvers or bool(set(approvers) & set(actor_posts))
    return [
        Refusal("own_slip", _("You asked for this slip yourself. Somebody else approves it."))
        if own
        else None,
        None
        if named
        else Refusal(
            "not_the_approver",
            _("Slips are approved by another post here. Ask its holder; the rules of the gate name it."),
        ),
    ]


def expires_at(planned_at: datetime, at: datetime, hours: float) -> datetime:
    """Until when an approved slip is good: so many hours after the planned time, or after now if that is later."""
    return max(planned_at, at) + timedelta(hours=hours)


def why_not_let_pass(
    *,
    state: str,
    passed_at: str,
    passed_by: str,
    expires_at: datetime | None,
    at: datetime,
) -> Refusal | None:
    """Why a slip does not open the gate now. ``passed_at`` is the moment in words."""
    if state == SlipState.PASSED:
        return Refusal(
            "already_passed",
            _(
                "This slip has been used: %(name)s let the goods pass at %(at)s. Hold what comes with it again."
            ),
            params={"name": passed_by, "at": passed_at},
        )
    if state == SlipState.EXPIRED or (
        state == SlipState.APPROVED and expires_at is not None and at >= expires_at
    ):
        return Refusal("slip_expired", _("The time of this slip is over. Ask the desk for a new one."))
    return None


def why_not_stop(*, kind: str, reason: str) -> list[Refusal | None]:
    """Why such a stop cannot be set."""
    known = kind in {one.value for one in StopKind}
    return [
        None if known else Refusal("stop_kind", _("Please choose one of these."), field="kind"),
        why_not_reason(reason),
    ]
