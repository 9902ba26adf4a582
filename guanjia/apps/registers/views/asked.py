"""What several screens ask for."""

from __future__ import annotations

from typing import Any

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.registers import rules, sight, wording
from guanjia.apps.registers.forms import name_of
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.queries import Register
from guanjia.apps.rulebook.terms import FieldKind
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound, refuse
from guanjia.ui.http import Request


def site_of(request: Request) -> int:
    """The site chosen in the top bar. Raises ``NotFound`` when the actor has none."""
    if request.site is None:
        raise NotFound
    return int(request.site.pk)


def site_to_enter(request: Request) -> int:
    """The site a form was opened at, else the one chosen in the top bar. Raises ``Refused`` for somebody else's form.

    A form that waited for a signal may come when another site is chosen, or another person signed in, on that device.
    """
    refuse(rules.why_other_account(sent=request.POST.get("account", ""), own=request.actor.account_id))
    sent = request.POST.get("site", "")
    if sent.isascii() and sent.isdigit() and len(sent) < 18:
        return int(sent)
    return site_of(request)


def people_of(request: Request, site_id: int) -> list[tuple[int, str]]:
    """The staff of the site, as choices."""
    return [(one.pk, one.name) for one in organisations.list_staff(request.actor, site_id)]


def written_before(kept: Register, entry: Entry, actor: Actor) -> dict[str, Any]:
    """What was written, as the fields of the form show it; what is masked or kept from the actor is left out."""
    dated = (FieldKind.DATE, FieldKind.MOMENT)
    return {
        name_of(one.key): wording.typed(one, value, {}) if one.kind in dated else value
        for one in kept.fields_asked
        if one.kind not in rules.FILES
        and not sight.stays(one, entry, actor)
        and (value := entry.values.get(one.key)) is not None
    }


def staying(kept: Register, entry: Entry, actor: Actor) -> dict[str, Any]:
    """What stays when its field is left empty: pictures, and what is masked or kept from the actor."""
    return {
        one.key: entry.values[one.key]
        for one in kept.fields_asked
        if entry.values.get(one.key) is not None
        and (one.kind in rules.FILES or sight.stays(one, entry, actor))
    }
