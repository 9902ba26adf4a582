"""Reading what the gate keeps; the only way to fetch one. Absent and not-yours answer alike."""

from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from guanjia.apps.documents.terms import series_of
from guanjia.apps.gate.models import (
    BarredPerson,
    HeldGoods,
    Pass,
    Passage,
    ReleaseSlip,
    ReleaseStop,
    RoomEntry,
    Visit,
)
from guanjia.apps.gate.rules import Look, is_same, plain_plate
from guanjia.apps.gate.terms import (
    ENTRY,
    HELD,
    OPEN_SLIPS,
    PASS,
    SLIP,
    VISIT,
    Can,
    EntryState,
    HeldState,
    PassState,
    SlipState,
    VisitState,
)
from guanjia.apps.places import queries as places
from guanjia.apps.places.terms import PlaceKind
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound

T = TypeVar("T", ReleaseSlip, HeldGoods, ReleaseStop, Visit, Pass, BarredPerson, RoomEntry)

Thing = ReleaseSlip | HeldGoods | Visit | Pass | RoomEntry
"""What has a number and a page."""


def visible(actor: Actor, rows: QuerySet[T], site_id: int | None = None) -> QuerySet[T]:
    """The rows the actor may see, at one site if given."""
    rows = rows.filter(company_id=actor.company_id)
    if not actor.is_system:
        rows = rows.filter(site_id__in=actor.sites_with(Can.SEE))
    return rows if site_id is None else rows.filter(site_id=site_id)


def _one(rows: QuerySet[T]) -> T:
    found = rows.first()
    if found is None:
        raise NotFound
    return found


def list_slips(actor: Actor, site_id: int | None = None) -> QuerySet[ReleaseSlip]:
    """Release slips, the latest first."""
    rows = visible(actor, ReleaseSlip.objects.select_related("unit"), site_id)
    return rows.order_by("-planned_at", "-id")


def get_slip(actor: Actor, ref: str) -> ReleaseSlip:
    """One slip by its number. Raises ``NotFound``."""
    return _one(visible(actor, ReleaseSlip.objects.filter(ref=ref).select_related("unit", "site__company")))


def list_held(actor: Actor, site_id: int | None = None) -> QuerySet[HeldGoods]:
    """Held goods, the latest first."""
    rows = visible(actor, HeldGoods.objects.select_related("unit", "slip"), site_id)
    return rows.order_by("-held_at", "-id")


def get_held(actor: Actor, ref: str) -> HeldGoods:
    """One lot of held goods by its number. Raises ``NotFound``."""
    rows = HeldGoods.objects.filter(ref=ref).select_related("unit", "slip", "site__company")
    return _one(visible(actor, rows))


def list_stops(actor: Actor, site_id: int | None = None) -> QuerySet[ReleaseStop]:
    """Stops of units, those in force and the latest first."""
    rows = visible(actor, ReleaseStop.objects.select_related("unit"), site_id)
    return rows.order_by("-since", "-id")


def get_stop(actor: Actor, stop_id: int) -> ReleaseStop:
    """One stop. Raises ``NotFound``."""
    return _one(visible(actor, ReleaseStop.objects.filter(pk=stop_id).select_related("unit")))


def list_visits(actor: Actor, site_id: int | None = None) -> QuerySet[Visit]:
    """Visits, the latest first."""
    return visible(actor, Visit.objects.select_related("unit"), site_id).order_by("-from_at", "-id")


def get_visit(actor: Actor, ref: str) -> Visit:
    """One visit by its number. Raises ``NotFound``."""
    return _one(visible(actor, Visit.objects.filter(ref=ref).select_related("unit", "site__company")))


def list_passes(actor: Actor, site_id: int | None = None) -> QuerySet[Pass]:
    """Passes, those that are good longest first."""
    return visible(actor, Pass.objects.select_related("unit"), site_id).order_by("-until_at", "-id")


def get_pass(actor: Actor, ref: str) -> Pass:
    """One pass by its number. Raises ``NotFound``."""
    return _one(visible(actor, Pass.objects.filter(ref=ref).select_related("unit", "site__company")))


def list_barred(actor: Actor, site_id: int | None = None) -> QuerySet[BarredPerson]:
    """The black list, the latest first."""
    return visible(actor, BarredPerson.objects.all(), site_id).order_by("-since", "-id")


def get_barred(actor: Actor, barred_id: int) -> BarredPerson:
    """One line of the black list. Raises ``NotFound``."""
    return _one(visible(actor, BarredPerson.objects.filter(pk=barred_id)))


def list_entries(actor: Actor, site_id: int | None = None) -> QuerySet[RoomEntry]:
    """Machine-room entries, the latest first."""
    rows = visible(actor, RoomEntry.objects.select_related("place", "escort"), site_id)
    return rows.order_by("-planned_at", "-id")


def get_entry(actor: Actor, ref: str) -> RoomEntry:
    """One machine-room entry by its number. Raises ``NotFound``."""
    rows = RoomEntry.objects.filter(ref=ref).select_related("place", "escort", "site__company")
    return _one(visible(actor, rows))


_GETTERS: dict[str, Any] = {
    SLIP: get_slip,
    HELD: get_held,
    VISIT: get_visit,
    PASS: get_pass,
    ENTRY: get_entry,
}


def get_any(actor: Actor, ref: str) -> Thing:
    """Whatever of ours has this number. Raises ``NotFound``."""
    getter = _GETTERS.get(series_of(ref))
    if getter is None:
        raise NotFound
    found: Thing = getter(actor, ref)
    return found


def get_by_token(actor: Actor, token: str) -> ReleaseSlip | Pass:
    """The slip or pass whose code was scanned. Raises ``NotFound`` for others' and for none."""
    slip = visible(actor, ReleaseSlip.objects.filter(token=token).select_related("unit")).first()
    if slip is not None:
        return slip
    return _one(visible(actor, Pass.objects.filter(token=token).select_related("unit")))


def machine_rooms(actor: Actor, site_id: int) -> list[Any]:
    """The machine rooms of a site."""
    return list(places.list_places(actor, site_id).filter(kind=PlaceKind.MACHINE_ROOM))


def barred_for(site_id: int, look: Look, at: datetime) -> str:
    """The reason for which somebody is on the black list of a site now, "" when they are not."""
    wanted = Q(name__iexact=look.name.strip())
    if look.phone:
        wanted |= Q(phone=look.phone)
    if look.plate:
        wanted |= Q(plate=look.plate)
    rows = BarredPerson.objects.filter(site_id=site_id, lifted_at=None, since__lte=at, until_at__gt=at)
    for one in rows.filter(wanted).order_by("id"):
        if is_same(look, Look(one.name, one.phone, one.plate)):
            return str(one.reason)
    return ""


def inside_by(the_pass: Pass) -> Passage | None:
    """The coming-in of a pass whose holder has not left."""
    found: Passage | None = Passage.objects.filter(of=the_pass, out_at=None).first()
    return found


def passages_of(the_pass: Pass, most: int = 50) -> list[Passage]:
    """The latest comings and goings of a pass."""
    return list(Passage.objects.filter(of=the_pass).order_by("-in_at", "-id")[:most])


def find(actor: Actor, site_id: int | None, text: str, at: datetime, most: int = 8) -> list[Thing]:
    """What may be wanted at the gate by number, plate, name or unit: what is open first; two queries at most of each kind."""
    text = text.strip()
    if not text:
        return []
    plate = plain_plate(text)
    by_plate = Q(plate__icontains=plate) if plate else Q(pk__in=())
    unit = Q(unit__code__icontains=text)
    slips = list_slips(actor, site_id).filter(
        Q(ref__icontains=text) | Q(carrier_name__icontains=text) | by_plate | unit, state__in=OPEN_SLIPS
    )
    visits = list_visits(actor, site_id).filter(
        Q(ref__icontains=text) | Q(visitor__icontains=text) | Q(badge__iexact=text) | by_plate | unit,
        state__in=(VisitState.ANNOUNCED, VisitState.WAITING, VisitState.INSIDE),
    )
    passes = list_passes(actor, site_id).filter(
        Q(ref__icontains=text) | Q(holder__icontains=text) | Q(firm__icontains=text) | unit,
        state=PassState.VALID,
        until_at__gt=at,
    )
    entries = list_entries(actor, site_id).filter(
        Q(ref__icontains=text) | Q(person__icontains=text) | Q(place__name__icontains=text),
        state__in=(EntryState.ASKED, EntryState.APPROVED, EntryState.INSIDE),
    )
    held = list_held(actor, site_id).filter(
        Q(ref__icontains=text) | Q(owner_name__icontains=text) | by_plate,
        state__in=(HeldState.HELD, HeldState.DECIDED),
    )
    found: list[Thing] = []
    for rows in (slips, visits, passes, entries, held):
        found.extend(rows[:most])
    return found


def slips_to_approve(actor: Actor, site_id: int) -> QuerySet[ReleaseSlip]:
    """Slips that wait for somebody's approval, the most pressing first."""
    return list_slips(actor, site_id).filter(state=SlipState.ASKED).order_by("planned_at", "id")


def held_open(actor: Actor, site_id: int) -> QuerySet[HeldGoods]:
    """Held goods nobody has decided on, the oldest first."""
    return list_held(actor, site_id).filter(state=HeldState.HELD).order_by("held_at", "id")


def entries_to_approve(actor: Actor, site_id: int) -> QuerySet[RoomEntry]:
    """Machine-room entries that wait for somebody's approval, the most pressing first."""
    return list_entries(actor, site_id).filter(state=EntryState.ASKED).order_by("planned_at", "id")
