"""Registering a case: number, owner, handler, journal and clocks in one transaction."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from guanjia.apps.cases import events
from guanjia.apps.cases.models import Case
from guanjia.apps.cases.models.case import new_token
from guanjia.apps.cases.models.classification import category_of
from guanjia.apps.cases.queries.classification import Matter, find_matter
from guanjia.apps.cases.queries.parameters import parameters
from guanjia.apps.cases.queries.takers import Takers, takers
from guanjia.apps.cases.rules import intake as rules
from guanjia.apps.cases.services import work
from guanjia.apps.cases.services.complaints import raise_if_due
from guanjia.apps.cases.terms import CASE_SERIES, CENTRE, Can, Kind, Urgency
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.people import queries as people
from guanjia.apps.places import queries as places
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.journal import record
from guanjia.kernel.numbering import next_ref
from guanjia.kernel.permissions import permit_at
from guanjia.kernel.refusals import NotFound, refuse


@dataclass(frozen=True)
class Where:
    """The place a case is about: ids, the cluster it lies in, and how people call it."""

    unit_id: int | None = None
    place_id: int | None = None
    group_id: int | None = None
    group_code: str = ""
    words: str = ""


def receive(
    *,
    by: Actor,
    at: datetime,
    site_id: int,
    kind: str,
    channel: str,
    title: str,
    description: str = "",
    caller_phone: str = "",
    caller_name: str = "",
    unit_id: int | None = None,
    unit_code: str = "",
    place_id: int | None = None,
    place_text: str = "",
    person_id: int | None = None,
    classification_id: int | None = None,
    classification_key: str = "",
    received_at: datetime | None = None,
    urgency: str = "",
    written: bool = False,
    complaint_class: str | None = None,
    dispatch_now: bool = False,
) -> Case:
    """Register what a customer wants; the answer has a number, an owner and a handler.

    ``received_at`` is when we were first told (now when absent); clocks start there. A unit comes by id or, from other
    programs, as ``unit_code``, a classification as ``classification_key``; ``place_text`` is where it is in the caller's own words when it is neither a unit nor a
    known place. ``urgency`` comes from the classification unless given. A staff actor becomes the owner (首问责任人); for
    a portal, QR code or program the desk on duty does. With ``dispatch_now`` a fault with a trade gets its work order
    at once. ``complaint_class`` is the receiver's first judgement. Raises ``Refused`` naming everything wrong at once;
    then nothing is stored.
    """
    with transaction.atomic():
        permit_at(by, Can.REPORT if by.kind is ActorKind.CUSTOMER else Can.RECEIVE, site_id)
        if organisations.site(site_id).company_id != by.company_id:
            raise NotFound
        case = Case(
            company_id=by.company_id,
            site_id=site_id,
            kind=kind,
            channel=channel,
            title=rules.tidy(title, one_line=True),
            description=rules.tidy(description),
            urgency=urgency,
            caller_name=rules.tidy(caller_name, one_line=True),
            caller_phone=rules.tidy_phone(caller_phone),
            received_at=received_at or at,
            registered_at=at,
            written=written,
            complaint_class=rules.first_class(kind, complaint_class or ""),
        )
        where = find_where(by, site_id, unit_id=unit_id, unit_code=unit_code, place_id=place_id)
        matter = find_matter(classification_id, classification_key)
        refuse(
            [
                *rules.why_not_words(
                    kind=case.kind,
                    channel=case.channel,
                    title=case.title,
                    description=case.description,
                    urgency=case.urgency,
                    caller_name=case.caller_name,
                    caller_phone=case.caller_phone,
                ),
                rules.why_not_first_class(kind, complaint_class or ""),
                rules.why_not_received_at(case.received_at, at, parameters(site_id)),
                rules.why_not_found(bool(unit_id or unit_code), bool(where.unit_id), "unit"),
                rules.why_not_found(bool(place_id), bool(where.place_id), "place"),
                rules.why_not_found(bool(person_id), _is_known(by, person_id), "person"),
                rules.why_not_found(
                    bool(classification_id or classification_key), matter is not None, "classification"
                ),
            ]
        )
        place_in(case, where, rules.tidy(place_text, one_line=True))
        classify(case, matter)
        case.person_id = person_id
        return register(case, by=by, at=at, group_id=where.group_id, dispatch_now=dispatch_now)


def register(
    case: Case,
    *,
    by: Actor,
    at: datetime,
    group_id: int | None,
    owner_id: int | None = None,
    dispatch_now: bool = False,
) -> Case:
    """Give a checked, unsaved case its people and its number, store and record it. ``owner_id`` keeps a known owner."""
    found = takers(by, at, site_id=case.site_id, kind=case.kind, group_code=case.group_code)
    if found is None:
        refuse(rules.nobody())
        raise AssertionError("unreachable")
    case.first_receiver_id, case.handler_id = owner_id or found.owner_id, found.handler_id
    case.department = CENTRE
    case.token = new_token()
    case.ref = _draw(case.company_id, case.site_id, at)
    record(_received(case, found, group_id), by=by, at=at, storing=[case])
    if case.kind == Kind.COMPLAINT:
        raise_if_due(case, at=at, is_new=True)
    if dispatch_now:
        work.dispatch_by_rule(case, by=by, at=at)
    return case


def find_where(
    by: Actor, site_id: int, *, unit_id: int | None = None, unit_code: str = "", place_id: int | None = None
) -> Where:
    """The unit and the place at this site; what was named and is not there stays empty, to be refused."""
    where = Where()
    if unit_id or unit_code:
        where = _at_unit(site_id, unit_id, unit_code)
    if place_id:
        where = _at_place(by, site_id, place_id, where)
    return where


def _at_unit(site_id: int, unit_id: int | None, unit_code: str) -> Where:
    unit = places.locate_unit(site_id, unit_id=unit_id, code=unit_code)
    return Where(unit.unit_id, None, unit.group_id, unit.group_code, unit.code) if unit else Where()


def _at_place(by: Actor, site_id: int, place_id: int, unit: Where) -> Where:
    """The place, besides the unit if one is known; the label at a unit's door stands for the unit."""
    try:
        place = places.get_place(by, place_id)
    except NotFound:
        return unit
    if place.site_id != site_id:
        return unit
    if unit.unit_id:
        return replace(unit, place_id=place.pk)
    if place.unit_id:
        return replace(_at_unit(site_id, place.unit_id, ""), place_id=place.pk)
    code = places.group_code_of(place_id=place.pk) if place.building_id else ""
    return Where(None, place.pk, place.building.group_id if place.building else None, code, place.name)


def place_in(case: Case, where: Where, words: str = "") -> None:
    """Put the place on a case; ``words`` count only where no unit and no known place is meant."""
    case.unit_id, case.place_id, case.group_code = where.unit_id, where.place_id, where.group_code
    case.where = (where.words or words)[:120]


def classify(case: Case, matter: Matter | None) -> None:
    """Put the classification on a case; the urgency of the fault counts where none was given."""
    case.classification_id = matter.id if matter else None
    case.category = category_of(matter.key) if matter else ""
    case.urgency = case.urgency or (matter.urgency if matter else Urgency.NORMAL.value)


def _is_known(by: Actor, person_id: int | None) -> bool:
    try:
        return person_id is not None and bool(people.get_person(by, person_id))
    except NotFound:
        return False


def _draw(company_id: int, site_id: int, at: datetime) -> str:
    """The next number of the site, in the year of the site's own calendar."""
    site = organisations.site(site_id)
    year = at.astimezone(ZoneInfo(site.timezone)).year
    return next_ref(CASE_SERIES, company_id=company_id, site_id=site_id, year=year, prefix=site.ref_prefix)


def _received(case: Case, found: Takers, group_id: int | None) -> events.Received:
    return events.Received(
        site_id=case.site_id,
        ref=case.ref,
        kind=case.kind,
        channel=case.channel,
        first_receiver_id=case.first_receiver_id,
        handler_id=case.handler_id,
        group_id=group_id,
        received_at=case.received_at,
        urgency=case.urgency,
        complaint_class=case.complaint_class,
        written=case.written,
        group_code=case.group_code,
        receiver_chosen=found.owner_chosen,
    )
