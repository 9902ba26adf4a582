"""Who comes in: visitors, holders of passes, and who is on the black list."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from guanjia.apps.gate.rules.slips import why_not_reason
from guanjia.apps.gate.terms import CHECKED, Channel, PassState
from guanjia.kernel.refusals import Refusal

_LONGEST_WINDOW = timedelta(days=31)


@dataclass(frozen=True)
class Look:
    """What somebody is known by at the gate: a name, a telephone number and a plate, each perhaps ""."""

    name: str
    phone: str = ""
    plate: str = ""


def is_same(one: Look, other: Look) -> bool:
    """Whether two are the same person: by number or plate; by name alone only where one of them has neither."""
    if one.phone and other.phone and one.phone == other.phone:
        return True
    if one.plate and other.plate and one.plate == other.plate:
        return True
    bare = not (one.phone or one.plate) or not (other.phone or other.plate)
    return bare and bool(one.name.strip()) and one.name.strip().casefold() == other.name.strip().casefold()


def why_not_announce(
    *, visitor: str, host: str, people: int, from_at: datetime, until_at: datetime
) -> list[Refusal | None]:
    """Everything a visit lacks."""
    window = until_at - from_at
    good = timedelta(0) < window <= _LONGEST_WINDOW
    return [
        None if visitor.strip() else Refusal("visitor_missing", _("Write who comes."), field="visitor"),
        None if host.strip() else Refusal("host_missing", _("Write whom they come to see."), field="host"),
        None
        if 1 <= people <= 999
        else Refusal("people_count", _("Write how many people come, 1 to 999."), field="people"),
        None
        if good
        else Refusal(
            "bad_window",
            _("The visit ends after it begins, and within a month. Correct the times."),
            field="until_at",
        ),
    ]


def why_not_come_in(
    *, channel: str, host_agreed: bool | None, checked: str, barred: str
) -> list[Refusal | None]:
    """Why a visitor is not let in now. ``barred`` is the reason on the black list, "" for none."""
    unannounced = channel == Channel.NOBODY
    return [
        _barred(barred),
        None
        if checked in {one.value for one in CHECKED}
        else Refusal(
            "identity_unchecked", _("Look at a document, or let the host say who it is."), field="checked"
        ),
        Refusal(
            "host_not_asked",
            _("Nobody announced this visitor. Call the host, and note who said yes, before letting them in."),
        )
        if (unannounced and not host_agreed) or host_agreed is False
        else None,
    ]


def _barred(reason: str) -> Refusal | None:
    if not reason:
        return None
    return Refusal(
        "barred",
        _("This person is on the black list: %(reason)s. Do not let them in, and call your supervisor."),
        params={"reason": reason},
    )


def why_not_pass(
    *, holder: str, from_at: datetime, until_at: datetime, longest_days: float, barred: str
) -> list[Refusal | None]:
    """Why such a pass cannot be issued, or renewed."""
    return [
        None if holder.strip() else Refusal("holder_missing", _("Write whose pass it is."), field="holder"),
        None
        if until_at > from_at
        else Refusal("bad_window", _("A pass ends after it begins. Correct the times."), field="until_at"),
        None
        if until_at - from_at <= timedelta(days=longest_days)
        else Refusal(
            "pass_too_long",
            _("A pass is good for %(days)s days at most here. Choose an earlier end, and renew it later."),
            field="until_at",
            params={"days": f"{longest_days:g}"},
        ),
        _barred(barred),
    ]


def why_not_go_in(
    *, state: str, from_at: datetime, until_at: datetime, inside: bool, barred: str, at: datetime
) -> list[Refusal | None]:
    """Why the holder of a pass is not let in now."""
    good = state == PassState.VALID and from_at <= at < until_at
    return [
        None
        if good
        else Refusal(
            "pass_expired",
            _("This pass is not good now. Keep it, and send its holder to the desk."),
        ),
        Refusal("already_inside", _("The holder of this pass is inside already. Sign them out first."))
        if inside
        else None,
        _barred(barred),
    ]


def why_not_bar(*, name: str, reason: str, until_at: datetime, at: datetime) -> list[Refusal | None]:
    """Why somebody cannot be put on the black list like this."""
    return [
        None if name.strip() else Refusal("name_missing", _("Write who it is."), field="name"),
        why_not_reason(reason),
        None
        if until_at > at
        else Refusal(
            "bar_has_an_end", _("Nobody is barred for ever: choose an end that lies ahead."), field="until_at"
        ),
    ]
