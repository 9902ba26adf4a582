"""Verbs about places and the QR labels that hang there."""

import secrets
from datetime import datetime

from guanjia.apps.places import rules
from guanjia.apps.places.events import PlaceAdded, PlaceChanged, PlaceRetired, QrRenewed
from guanjia.apps.places.models import Building, Place, Unit
from guanjia.apps.places.naming import plain
from guanjia.apps.places.services.bulk import SiteLike, one_writer, permit_on_site
from guanjia.apps.places.terms import Can, PlaceKind, place_ref
from guanjia.kernel.actor import Actor
from guanjia.kernel.events import Event
from guanjia.kernel.journal import Fact, record, record_many
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import refuse


def add_place(
    site: SiteLike,
    *,
    by: Actor,
    at: datetime,
    kind: str,
    code: str,
    name: str,
    building: Building | None = None,
) -> Place:
    """Add a place with a label of its own. Refuses a code in use; doors of units are added by ``add_unit_doors``."""
    with one_writer(site.pk):
        permit_on_site(by, Can.MANAGE, site)
        code = plain(code).upper()
        taken = Place.objects.filter(site_id=site.pk, code=code, retired_at=None).exists()
        refuse(
            [
                rules.why_not_place(kind, has_unit=False),
                rules.why_not_code(code, taken=taken),
                rules.why_not_name(name),
            ]
        )
        place = Place(
            company_id=site.company_id,
            site_id=site.pk,
            building=building,
            kind=kind,
            code=code,
            name=plain(name)[:80],
            qr_token=_fresh_token(),
        )
        place.save(force_insert=True)
        record(_added(place), by=by, at=at)
    return place


def add_unit_doors(building: Building, *, by: Actor, at: datetime) -> int:
    """Make a label for the door of every unit of a building that has none yet; answers how many were made."""
    with one_writer(building.site_id):
        permit(by, Can.PRINT_QR, building)
        labelled = Place.objects.filter(building=building, kind=PlaceKind.UNIT_DOOR, retired_at=None).values(
            "unit_id"
        )
        units = Unit.objects.filter(building=building).exclude(pk__in=labelled).order_by("code")
        doors = Place.objects.bulk_create(_door(unit, building) for unit in units)
        record_many(Fact(_added(door), by, at) for door in doors)
    return len(doors)


def change_place(place: Place, *, by: Actor, at: datetime, kind: str, name: str) -> Place:
    """Give a place another name or kind. Refuses a retired one; nothing new is no change."""
    with locked(place) as place:
        permit(by, Can.MANAGE, place)
        refuse(
            [
                rules.why_not_change_place(retired=place.retired_at is not None),
                rules.why_not_place(kind, has_unit=place.unit_id is not None),
                rules.why_not_name(name),
            ]
        )
        wanted = {"kind": kind, "name": plain(name)[:80]}
        told = {
            key: [getattr(place, key), value] for key, value in wanted.items() if value != getattr(place, key)
        }
        if not told:
            return place
        place.kind, place.name = wanted["kind"], wanted["name"]
        place.save(update_fields=["kind", "name"])
        event = PlaceChanged(site_id=place.site_id, ref=place_ref(place.pk), code=place.code, changes=told)
        record(event, by=by, at=at)
    return place


def renew_qr(place: Place, *, by: Actor, at: datetime, reason: str) -> Place:
    """Give a place a new label; every printed one of it is worthless from now on. Refuses without a reason."""
    with locked(place) as place:
        permit(by, Can.PRINT_QR, place)
        refuse(
            [rules.why_not_change_place(retired=place.retired_at is not None), rules.why_no_reason(reason)]
        )
        place.qr_token = _fresh_token()
        place.save(update_fields=["qr_token"])
        event = QrRenewed(
            site_id=place.site_id, ref=place_ref(place.pk), code=place.code, reason=plain(reason)
        )
        record(event, by=by, at=at)
    return place


def retire_place(place: Place, *, by: Actor, at: datetime, reason: str) -> Place:
    """Take a place out of use: it leaves the lists and its label answers nothing. Refuses without a reason."""
    with locked(place) as place:
        permit(by, Can.MANAGE, place)
        refuse(
            [rules.why_not_change_place(retired=place.retired_at is not None), rules.why_no_reason(reason)]
        )
        place.retired_at = at
        place.save(update_fields=["retired_at"])
        event = PlaceRetired(
            site_id=place.site_id, ref=place_ref(place.pk), code=place.code, reason=plain(reason)
        )
        record(event, by=by, at=at)
    return place


def _fresh_token() -> str:
    """128 bits that nobody guesses, in the letters of an address."""
    return secrets.token_urlsafe(16)


def _door(unit: Unit, building: Building) -> Place:
    return Place(
        company_id=unit.company_id,
        site_id=unit.site_id,
        building=building,
        unit=unit,
        kind=PlaceKind.UNIT_DOOR,
        code=f"DOOR:{unit.code}",
        name=unit.code,
        qr_token=_fresh_token(),
    )


def _added(place: Place) -> Event:
    return PlaceAdded(
        site_id=place.site_id,
        ref=place_ref(place.pk),
        code=place.code,
        kind=str(place.kind),
        unit_id=place.unit_id,
    )
