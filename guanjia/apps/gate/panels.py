"""What pages show beside the main matter: facts of each thing, our place on Today, and on the page of a unit."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.documents.terms import HOWS, How
from guanjia.apps.gate import queries
from guanjia.apps.gate.looks import ICONS, TONES
from guanjia.apps.gate.models import HeldGoods, Pass, ReleaseSlip, RoomEntry, Visit
from guanjia.apps.gate.queries import Thing
from guanjia.apps.gate.terms import OPEN_SLIPS, Can, PassState, VisitState
from guanjia.apps.people.terms import mask_phone
from guanjia.apps.places.terms import Can as PlaceCan
from guanjia.kernel.actor import Actor
from guanjia.ui.http import Request
from guanjia.ui.panels import Fact, Facts, Panel

_FEW = 6


def facts_of(thing: Thing, actor: Actor) -> Facts:
    """What is known about a thing; its telephone number masked."""
    facts = Facts()
    if isinstance(thing, ReleaseSlip):
        return _slip(facts, thing, actor)
    if isinstance(thing, HeldGoods):
        return _held(facts, thing, actor)
    if isinstance(thing, Visit):
        return _visit(facts, thing, actor)
    if isinstance(thing, Pass):
        return _pass(facts, thing, actor)
    return _entry(facts, thing, actor)


def _slip(facts: Facts, slip: ReleaseSlip, actor: Actor) -> Facts:
    _unit(facts, slip, actor)
    facts.add(_("What leaves"), slip.kind_label, icon="package")
    facts.add(_("Leaves at"), slip.planned_at, kind="moment", icon="calendar-event")
    facts.add(_("Who carries them out"), slip.carrier_name, icon="user")
    _phone(facts, slip, actor)
    _plain(facts, (_("Number plate"), slip.plate, "truck"), (_("Note"), slip.note, "note"))
    facts.add(_("Asked for"), slip.asked_at, kind="moment", hint=slip.asked_by_name)
    if slip.word_at:
        how = HOWS[How(slip.word_how)]
        facts.add(_("Owner's word"), slip.word_name, icon="signature", hint=how)
    else:
        facts.add(_("Owner's word"), "")
    if slip.decided_at:
        facts.add(_("Decision made"), slip.decided_at, kind="moment", hint=slip.decided_by_name)
    if slip.expires_at:
        facts.add(_("Good until"), slip.expires_at, kind="moment", icon="clock")
    if slip.passed_at:
        facts.add(_("Passed at"), slip.passed_at, kind="moment", icon="checks", hint=slip.passed_by_name)
    return facts


def _held(facts: Facts, held: HeldGoods, actor: Actor) -> Facts:
    if held.slip:
        facts.add(_("Release slip"), held.slip.ref, url=held.slip.get_absolute_url(), icon="truck")
    if held.unit:
        _unit(facts, held, actor)
    facts.add(_("Whose goods"), held.owner_name, icon="user")
    _phone(facts, held, actor)
    _plain(facts, (_("Number plate"), held.plate, "truck"))
    facts.add(_("Why they are held"), held.reason, icon="hand-stop")
    facts.add(_("Where they are kept"), held.kept_where, icon="map-pin")
    facts.add(_("Held at"), held.held_at, kind="moment", hint=held.held_by_name)
    if held.decided_at:
        facts.add(_("What becomes of them"), held.outcome_label, icon="gavel", hint=held.decision)
        facts.add(_("Decision made"), held.decided_at, kind="moment", hint=held.decided_by_name)
    if held.given_at:
        facts.add(_("Given out"), held.given_at, kind="moment", hint=held.given_by_name)
        facts.add(_("Who takes them"), held.given_to, icon="signature")
    return facts


def _visit(facts: Facts, visit: Visit, actor: Actor) -> Facts:
    if visit.unit:
        _unit(facts, visit, actor)
    facts.add(_("Whom they come to see"), visit.host, icon="user-question")
    facts.add(_("How many people"), visit.people, icon="users")
    _phone(facts, visit, actor)
    _plain(facts, (_("Number plate"), visit.plate, "truck"), (_("What for"), visit.purpose, "note"))
    facts.add(_("Comes at"), visit.from_at, kind="moment", icon="calendar-event")
    facts.add(_("Out by"), visit.until_at, kind="moment", icon="clock")
    facts.add(_("Who says so"), visit.channel_label, hint=visit.told_by_name)
    if visit.host_asked_at:
        said = _("The host lets them in") if visit.host_agreed else _("The host does not let them in")
        hint = " · ".join(part for part in (visit.host_note, visit.host_asked_by_name) if part)
        facts.add(_("Host asked"), said, icon="phone-call", hint=hint)
    if visit.in_at:
        facts.add(_("What was looked at"), visit.checked_label, icon="id-badge-2")
        facts.add(_("Badge"), visit.badge)
        facts.add(_("In"), visit.in_at, kind="moment", hint=visit.in_by_name)
    if visit.out_at:
        facts.add(_("Went out"), visit.out_at, kind="moment", hint=visit.out_by_name)
    return facts


def _pass(facts: Facts, held: Pass, actor: Actor) -> Facts:
    facts.add(_("Kind"), held.kind_label, icon="id-badge-2")
    _plain(facts, (_("Firm"), held.firm, "briefcase"))
    _phone(facts, held, actor)
    if held.unit:
        _unit(facts, held, actor)
    _plain(facts, (_("Place"), held.where, "map-pin"), (_("What for"), held.purpose, "note"))
    facts.add(_("Good from"), held.from_at, kind="moment")
    facts.add(_("Good until"), held.until_at, kind="moment", icon="clock")
    facts.add(_("Pass issued at"), held.issued_at, kind="moment", hint=held.issued_by_name)
    if held.renewed:
        facts.add(_("Renewed"), held.renewed, icon="refresh")
    return facts


def _entry(facts: Facts, entry: RoomEntry, actor: Actor) -> Facts:
    facts.add(_("Which machine room"), entry.place.name, icon="key")
    facts.add(_("Whose entry"), entry.who_label)
    facts.add(_("Full name"), entry.person, icon="user")
    _plain(facts, (_("Firm"), entry.firm, "briefcase"))
    _phone(facts, entry, actor)
    facts.add(_("How many people"), entry.people, icon="users")
    facts.add(_("What for"), entry.purpose, icon="note")
    _plain(facts, (_("Work that may be done"), entry.works, "tool"))
    facts.add(_("Goes in at"), entry.planned_at, kind="moment", icon="calendar-event")
    facts.add(_("Hours inside"), entry.stay_hours, icon="clock")
    facts.add(_("Asked for"), entry.asked_at, kind="moment", hint=entry.asked_by_name)
    if entry.approvals:
        facts.add(_("Who approved"), "、".join(one["name"] for one in entry.approvals), icon="check")
    if entry.decided_at:
        facts.add(_("Decision made"), entry.decided_at, kind="moment", hint=entry.decided_by_name)
    if entry.in_at:
        facts.add(_("Who stays beside them"), entry.escort.name if entry.escort else "", icon="user-check")
        _plain(
            facts, (_("Tools taken in"), entry.tools, "tools"), (_("Key handed out"), entry.key_taken, "key")
        )
        facts.add(_("In"), entry.in_at, kind="moment", hint=entry.in_by_name)
        facts.add(_("Out by"), entry.due_out_at, kind="moment", icon="clock")
    if entry.out_at:
        facts.add(_("Went out"), entry.out_at, kind="moment", hint=entry.out_by_name)
        _plain(facts, (_("Note"), entry.out_note, "note"))
    return facts


def _plain(facts: Facts, *rows: tuple[Any, str, str]) -> None:
    """Facts that are left out when nothing is known."""
    for label, value, icon in rows:
        if value:
            facts.add(label, value, icon=icon)


def _unit(facts: Facts, thing: Any, actor: Actor) -> None:
    url = reverse("places:unit", args=[thing.unit_id]) if actor.can(PlaceCan.SEE, thing.site_id) else ""
    facts.add(_("Unit"), thing.unit.code, url=url, icon="home")


def _phone(facts: Facts, thing: Thing, actor: Actor) -> None:
    if not thing.phone:
        return
    may = actor.can(Can.SEE_PHONE, thing.site_id)
    url = reverse("gate:phone", args=[thing.ref]) if may else ""
    facts.facts.append(Fact(_("Phone"), mask_phone(thing.phone), icon="phone", hidden=True, reveal_url=url))


# --- Today and the page of a unit -------------------------------------------------------------------------------------


def today_gate(request: Request) -> Panel | None:
    """What waits for me: slips and entries to approve, held goods to decide; for a guard, who should have left."""
    site_id, actor = (request.site.pk, request.actor) if request.site else (0, request.actor)
    if not site_id or not actor.can(Can.SEE, site_id):
        return None
    rows: list[Any] = []
    if actor.can(Can.APPROVE, site_id):
        slips = list(queries.slips_to_approve(actor, site_id)[:_FEW])
        rows += queries.may_approve_slip(actor, slips, site_id, request.now) if slips else []
    if actor.can(Can.APPROVE_ENTRY, site_id):
        entries = list(queries.entries_to_approve(actor, site_id)[:_FEW])
        rows += queries.may_approve_entry(actor, entries, site_id, request.now) if entries else []
    if actor.can(Can.DECIDE_HELD, site_id):
        rows += queries.held_open(actor, site_id)[:_FEW]
    if actor.can(Can.GUARD, site_id):
        late = {"state": VisitState.INSIDE, "until_at__lte": request.now}
        rows += queries.list_visits(actor, site_id).filter(**late).order_by("until_at")[:_FEW]
    if not rows:
        return None
    return Panel(
        _("At the gate"),
        "gate/panels/rows.html",
        {"rows": [row_of(one) for one in rows]},
        icon="shield-check",
        count=len(rows),
        url=reverse("gate:desk") if actor.can(Can.GUARD, site_id) else reverse("gate:slips"),
    )


def row_of(thing: Thing) -> dict[str, Any]:
    """A thing in one line: who or what, where, its state, and when."""
    if isinstance(thing, ReleaseSlip):
        return _row(
            thing, f"{thing.unit.code} · {thing.carrier_name}", thing.plate, thing.planned_at, "truck"
        )
    if isinstance(thing, HeldGoods):
        return _row(thing, thing.owner_name, thing.reason, thing.held_at, "package")
    if isinstance(thing, Visit):
        where = " · ".join(part for part in (thing.unit.code if thing.unit else "", thing.host) if part)
        return _row(thing, thing.visitor, where, thing.from_at, "users")
    if isinstance(thing, Pass):
        where = " · ".join(part for part in (thing.firm, thing.where) if part)
        return _row(thing, thing.holder, where, thing.until_at, "id-badge-2")
    return _row(thing, f"{thing.place.name} · {thing.person}", thing.purpose, thing.planned_at, "key")


def _row(thing: Thing, title: str, text: str, at: Any, icon: str) -> dict[str, Any]:
    return {
        "thing": thing,
        "title": title,
        "text": text,
        "at": at,
        "icon": icon,
        "url": thing.get_absolute_url(),
        "state_label": thing.state_label,
        "tone": TONES.get(thing.state, "neutral"),
        "state_icon": ICONS.get(thing.state, ""),
    }


def on_unit_page(request: Request, unit: Any) -> Panel | None:
    """What stops a unit, what is to leave it, who is expected there, and which passes are good for it."""
    actor = request.actor
    if not actor.can(Can.SEE, unit.site_id):
        return None
    stops = queries.stops_in_force(unit.pk)
    slips = queries.list_slips(actor, unit.site_id).filter(unit_id=unit.pk, state__in=OPEN_SLIPS)[:_FEW]
    visits = queries.list_visits(actor, unit.site_id).filter(
        unit_id=unit.pk, state__in=(VisitState.ANNOUNCED, VisitState.WAITING, VisitState.INSIDE)
    )[:_FEW]
    passes = queries.list_passes(actor, unit.site_id).filter(
        unit_id=unit.pk, state=PassState.VALID, until_at__gt=request.now
    )[:_FEW]
    things: list[Any] = [*slips, *visits, *passes]
    rows = [row_of(one) for one in things]
    if not stops and not rows and not actor.can(Can.ASK, unit.site_id):
        return None
    return Panel(
        _("At the gate"),
        "gate/panels/of_unit.html",
        {
            "stops": stops,
            "things": rows,
            "may_ask": actor.can(Can.ASK, unit.site_id),
            "unit": unit,
        },
        icon="shield-check",
        count=len(rows),
        urgent=bool(stops),
    )
