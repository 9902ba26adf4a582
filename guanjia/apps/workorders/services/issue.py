"""New work orders: issued for a case, or split off another order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from guanjia.apps.organisations import queries as organisation
from guanjia.apps.places import queries as places
from guanjia.apps.workorders import events, rules
from guanjia.apps.workorders.lifecycle import LIFECYCLE
from guanjia.apps.workorders.models import WorkOrder
from guanjia.apps.workorders.queries.site_rules import rules_of
from guanjia.apps.workorders.services.subject import about
from guanjia.apps.workorders.terms import OPEN, SERIES, Can, Urgency
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.numbering import next_ref
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import NotFound, refuse


def issue(
    *,
    by: Actor,
    at: datetime,
    site_id: int,
    title: str,
    skill: str,
    thread: str = "",
    case_kind: str = "",
    description: str = "",
    unit_id: int | None = None,
    place_id: int | None = None,
    where: str = "",
    group_code: str = "",
    urgency: str = Urgency.NORMAL,
    received_at: datetime | None = None,
    contact_name: str = "",
    contact_phone: str = "",
    appointed_at: datetime | None = None,
    paid: bool | None = None,
    needs_photo: bool | None = None,
    needs_signature: bool | None = None,
    parent: WorkOrder | None = None,
) -> WorkOrder:
    """Make a work order; without a ``thread`` (case) it stands for itself.

    ``paid``, ``needs_photo`` and ``needs_signature`` come from the site's rules for the trade unless given. Raises
    ``Refused`` naming every field that is missing.
    """
    with transaction.atomic():
        permit_at(by, Can.ISSUE, site_id)
        site = organisation.site(site_id)
        if site.company_id != by.company_id:
            raise NotFound
        above = WorkOrder.objects.select_for_update().get(pk=parent.pk) if parent else None
        received_at = received_at or at
        refuse(
            rules.why_not_issue(
                title=title,
                skill=skill,
                urgency=urgency,
                received_at=received_at,
                at=at,
                parent_open=above is None or (above.state in OPEN and above.site_id == site_id),
            )
        )
        spot = _spot(by, site_id, unit_id, place_id)
        dispatch = rules_of(site_id)
        order = WorkOrder(
            company_id=by.company_id,
            site_id=site_id,
            ref=_draw(site.company_id, site_id, at),
            case_kind=case_kind,
            state=LIFECYCLE.initial,
            title=title.strip()[:120],
            description=description.strip(),
            unit_id=unit_id,
            place_id=place_id,
            where=(where.strip() or spot.where)[:120],
            group_code=group_code or spot.group_code,
            skill=skill,
            urgency=urgency,
            received_at=received_at,
            issued_at=at,
            issued_by_id=by.id,
            issued_by_name=by.name,
            contact_name=contact_name.strip()[:60],
            contact_phone=contact_phone.strip()[:30],
            appointed_at=appointed_at,
            paid=skill in dispatch.paid_skills if paid is None else paid,
            needs_photo=skill in dispatch.photo_skills if needs_photo is None else needs_photo,
            needs_signature=skill in dispatch.signature_skills
            if needs_signature is None
            else needs_signature,
            parent=above,
        )
        order.thread = thread or order.ref
        order.save(force_insert=True)
        record(_issued(order, parent=above.ref if above else ""), by=by, at=at)
        return order


@dataclass(frozen=True)
class _Spot:
    """What a unit or place adds to an order: its name for people, and the group it lies in."""

    where: str = ""
    group_code: str = ""


def _spot(by: Actor, site_id: int, unit_id: int | None, place_id: int | None) -> _Spot:
    """Raises ``NotFound`` for a unit or place of another site."""
    thing = places.get_unit(by, unit_id) if unit_id else places.get_place(by, place_id) if place_id else None
    if thing is None:
        return _Spot()
    if thing.site_id != site_id:
        raise NotFound
    return _Spot(str(thing), places.group_code_of(unit_id=unit_id, place_id=place_id))


def _draw(company_id: int, site_id: int, at: datetime) -> str:
    """The next number of the site, in the year of the site's own calendar."""
    site = organisation.site(site_id)
    year = at.astimezone(ZoneInfo(site.timezone)).year
    return next_ref(SERIES, company_id=company_id, site_id=site_id, year=year, prefix=site.ref_prefix)


def _issued(order: WorkOrder, *, parent: str = "", split_from: str = "") -> events.Issued:
    return events.Issued(
        **about(order),
        title=order.title,
        skill=order.skill,
        urgency=str(order.urgency),
        case_kind=order.case_kind,
        group_code=order.group_code,
        received_at=order.received_at,
        paid=order.paid,
        parent=parent,
        split_from=split_from,
    )


@dataclass(frozen=True)
class Part:
    """A piece of an order that gets an order of its own."""

    title: str
    skill: str
    description: str = ""


def split(
    order: WorkOrder, *, by: Actor, at: datetime, parts: Sequence[Part], as_children: bool = True
) -> list[WorkOrder]:
    """Give parts of an order numbers of their own; everything else they inherit.

    As children they hold the order open until they are closed themselves. Raises ``Refused`` when a part says nothing.
    """
    with locked(order) as fresh:
        permit(by, Can.SPLIT, fresh)
        refuse(rules.why_not_split([part.title for part in parts]))
        fresh.state = LIFECYCLE.step(fresh.state, "split")
        return [_split_off(fresh, part, by, at, as_children) for part in parts]


def _split_off(whole: WorkOrder, part: Part, by: Actor, at: datetime, as_child: bool) -> WorkOrder:
    refuse(
        rules.why_not_issue(
            title=part.title,
            skill=part.skill,
            urgency=whole.urgency,
            received_at=whole.received_at,
            at=at,
            parent_open=True,
        )
    )
    dispatch = rules_of(whole.site_id)
    new = WorkOrder(
        company_id=whole.company_id,
        site_id=whole.site_id,
        ref=_draw(whole.company_id, whole.site_id, at),
        thread=whole.thread,
        case_kind=whole.case_kind,
        title=part.title.strip()[:120],
        description=part.description.strip() or whole.description,
        unit_id=whole.unit_id,
        place_id=whole.place_id,
        where=whole.where,
        group_code=whole.group_code,
        skill=part.skill,
        urgency=whole.urgency,
        received_at=whole.received_at,
        issued_at=at,
        issued_by_id=by.id,
        issued_by_name=by.name,
        contact_name=whole.contact_name,
        contact_phone=whole.contact_phone,
        paid=part.skill in dispatch.paid_skills,
        needs_photo=part.skill in dispatch.photo_skills,
        needs_signature=part.skill in dispatch.signature_skills,
        parent=whole if as_child else whole.parent,
        split_from=whole,
    )
    new.save(force_insert=True)
    above = new.parent.ref if new.parent else ""
    record(_issued(new, parent=above, split_from=whole.ref), by=by, at=at)
    record(events.Split(**about(whole), into=new.ref, title=new.title), by=by, at=at)
    return new
