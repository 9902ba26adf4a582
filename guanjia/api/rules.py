"""Pure decisions about tokens and webhooks."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import Refusal

MOST_DAYS = 3650
MOST_FAILURES = 20
"""So many failures in a row switch a webhook off."""


def written_out(wanted: Iterable[str], held: Iterable[str]) -> tuple[str, ...]:
    """The capabilities meant: nothing means all that are held, "cases.*" those held of one app."""
    asked, mine = list(wanted), sorted(held)
    if not asked:
        return tuple(mine)
    found: set[str] = set()
    for key in asked:
        of_app = [one for one in mine if key.endswith(".*") and one.startswith(key[:-1])]
        found.update(of_app or [key])
    return tuple(sorted(found))


def why_not_token(name: str, days: int, scopes: Sequence[str], held: Iterable[str]) -> list[Refusal]:
    """A token has a name, a time to live, and nothing its owner may not do."""
    found: list[Refusal] = []
    if not name.strip():
        found.append(Refusal("name_missing", _("Enter a name: which program will use it."), field="name"))
    if not 1 <= days <= MOST_DAYS:
        found.append(
            Refusal(
                "days_out_of_range",
                _("A token lives 1 to %(most)s days. Choose a number in between."),
                field="days",
                params={"most": MOST_DAYS},
            )
        )
    if not scopes:
        found.append(
            Refusal(
                "no_scopes",
                _("Nothing may be done with this token. Choose at least one task."),
                field="scopes",
            )
        )
    mine = set(held)
    found += [
        Refusal(
            "scope_not_held",
            _("“%(key)s” is not among what this person may do. Leave it out."),
            field="scopes",
            params={"key": key},
        )
        for key in scopes
        if key not in mine
    ]
    return found


def why_not_own(by: Actor, staff_id: int) -> Refusal | None:
    """A token is made and revoked by the person in whose name it acts, or by the system."""
    if by.is_system or by.id == staff_id:
        return None
    return Refusal("not_your_token", _("A token belongs to one person. Ask that person to do it."))


def why_not_url(url: str, *, private_allowed: bool) -> Refusal | None:
    """A webhook goes to an https address; plain http only where private addresses are allowed."""
    try:
        parts = urlsplit(url)
        good = bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    schemes = {"https", "http"} if private_allowed else {"https"}
    if not good or parts.scheme not in schemes or not url.isascii() or not url.isprintable() or " " in url:
        return Refusal("bad_url", _("Enter a full address that begins with https://."), field="url")
    if parts.username or parts.password:
        return Refusal(
            "url_with_password",
            _("Leave the name and password out of the address; check the signature instead."),
            field="url",
        )
    return None


def why_not_events(wanted: Iterable[str], published: Iterable[str]) -> list[Refusal]:
    """Only events that are published can be asked for."""
    known = set(published)
    return [
        Refusal(
            "unknown_event",
            _("“%(name)s” is not an event webhooks can hear of. Take it off the list."),
            field="events",
            params={"name": name},
        )
        for name in wanted
        if name not in known
    ]


def why_not_named(name: str) -> Refusal | None:
    """A webhook has a name, so that a notice about it can be understood."""
    if name.strip():
        return None
    return Refusal("name_missing", _("Enter a name: which program will use it."), field="name")


def quiet_time(failures: int) -> timedelta:
    """How long an endpoint is left alone after its n-th failure in a row: 5 s, doubling, at most ten minutes."""
    return min(timedelta(seconds=5 * 2 ** min(max(failures - 1, 0), 10)), timedelta(minutes=10))


def is_live(expires_at: datetime, revoked_at: datetime | None, at: datetime) -> bool:
    """Whether a token still works."""
    return revoked_at is None and at < expires_at


def why_not_resend(*, active: bool) -> Refusal | None:
    """Nothing is sent to a webhook that is off."""
    if active:
        return None
    return Refusal("webhook_off", _("This webhook is off. Switch it on first."))
