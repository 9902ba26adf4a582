"""What can be done with a thing of the gate now, by this person: the buttons of every page, from the lifecycle's own table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from guanjia.apps.gate import queries, services
from guanjia.apps.gate.lifecycle import ENTRY, HELD_GOODS, PASS, SLIP, VISIT
from guanjia.apps.gate.looks import DANGEROUS, VERB_ICONS
from guanjia.apps.gate.models import HeldGoods, Pass, ReleaseSlip, RoomEntry, Visit
from guanjia.apps.gate.queries import Thing
from guanjia.apps.gate.terms import Can
from guanjia.kernel.actor import Actor
from guanjia.kernel.lifecycle import Lifecycle

KINDS: dict[type[Any], tuple[str, Lifecycle]] = {
    ReleaseSlip: ("slip", SLIP),
    HeldGoods: ("held", HELD_GOODS),
    Visit: ("visit", VISIT),
    Pass: ("pass", PASS),
    RoomEntry: ("entry", ENTRY),
}
"""What a thing is called in its addresses, and its lifecycle."""

_CAN: dict[tuple[str, str], Can] = {
    ("slip", "approve"): Can.APPROVE,
    ("slip", "decline"): Can.APPROVE,
    ("slip", "take_word"): Can.ASK,
    ("slip", "cancel"): Can.ASK,
    ("slip", "let_pass"): Can.GUARD,
    ("slip", "hold"): Can.GUARD,
    ("held", "decide"): Can.DECIDE_HELD,
    ("held", "give_out"): Can.GUARD,
    ("visit", "ask_host"): Can.GUARD,
    ("visit", "come_in"): Can.GUARD,
    ("visit", "leave"): Can.GUARD,
    ("visit", "turn_away"): Can.GUARD,
    ("visit", "cancel"): Can.ASK,
    ("pass", "go_in"): Can.GUARD,
    ("pass", "go_out"): Can.GUARD,
    ("pass", "see_off"): Can.GUARD,
    ("pass", "renew"): Can.ISSUE_PASS,
    ("pass", "withdraw"): Can.ISSUE_PASS,
    ("entry", "approve"): Can.APPROVE_ENTRY,
    ("entry", "decline"): Can.APPROVE_ENTRY,
    ("entry", "come_in"): Can.GUARD,
    ("entry", "leave"): Can.GUARD,
    ("entry", "cancel"): Can.ASK,
}
"""Who may take a step. Steps of the clock are nobody's."""


def choices(thing: Thing, actor: Actor, at: datetime) -> list[dict[str, Any]]:
    """The steps that would be accepted now, likeliest first."""
    noun, lifecycle = KINDS[type(thing)]
    found = [
        step
        for step in lifecycle.next_steps(thing.state)
        if (noun, step.verb) in _CAN
        and actor.can(_CAN[noun, step.verb], thing.site_id)
        and _would_go(noun, step.verb, thing, actor, at)
    ]
    return [
        {
            "verb": step.verb,
            "label": step.label,
            "icon": VERB_ICONS[step.verb],
            "url": reverse(f"gate:{noun}_{step.verb}", args=[thing.ref]),
            "tone": _tone(step.verb, place),
        }
        for place, step in enumerate(found)
    ]


def _tone(verb: str, place: int) -> str:
    if place == 0 and verb not in DANGEROUS:
        return "primary"
    return "danger" if verb in DANGEROUS else ""


def _would_go(noun: str, verb: str, thing: Any, actor: Actor, at: datetime) -> bool:
    """Whether a step is not refused whatever is typed."""
    if (noun, verb) == ("slip", "approve"):
        return not any(services.why_not_approve(thing, actor, at)) and not queries.why_not_release(thing, at)
    if (noun, verb) == ("slip", "let_pass"):
        return services.why_not_let_pass(thing, at) is None and not queries.why_not_release(thing, at)
    if (noun, verb) == ("entry", "approve"):
        return not any(services.why_not_approve_entry(thing, actor, at))
    if noun == "pass" and verb in {"go_in", "go_out", "see_off"}:
        inside = queries.inside_by(thing) is not None
        good = thing.from_at <= at < thing.until_at
        return (good and not inside) if verb == "go_in" else inside
    return True
