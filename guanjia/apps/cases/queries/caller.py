"""Who is calling: the card beside the telephone."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from guanjia.apps.cases.models import Case
from guanjia.apps.cases.queries.cases import list_cases
from guanjia.apps.people import queries as people
from guanjia.apps.people.terms import Caller, UnitOfPerson, normal_phone
from guanjia.kernel.actor import Actor

_MOST = 30
_LATEST = 5


@dataclass(frozen=True)
class CallerCard:
    """People of a number with their units, what is open for them, and what came before. Empty for a new number."""

    phone: str
    callers: tuple[Caller, ...]
    open_cases: list[Case]
    last_cases: list[Case]

    @property
    def units(self) -> list[UnitOfPerson]:
        """The units of all of them, each once; where only one is, the form can be filled in."""
        return list({unit.unit_id: unit for caller in self.callers for unit in caller.units}.values())

    @property
    def is_known(self) -> bool:
        """Whether we have heard of this number."""
        return bool(self.callers or self.open_cases or self.last_cases)


def caller_card(actor: Actor, site_id: int, phone: str, at: datetime) -> CallerCard:
    """What we know of a number at a site: four queries, whatever there is."""
    number = normal_phone(phone)
    if len(number) < 3:
        return CallerCard(number, (), [], [])
    callers = tuple(people.callers_by_phone(actor, site_id, number))
    wanted = Q(caller_phone=number)
    person_ids = [caller.person_id for caller in callers]
    unit_ids = [unit.unit_id for caller in callers for unit in caller.units]
    if person_ids:
        wanted |= Q(person_id__in=person_ids)
    if unit_ids:
        wanted |= Q(unit_id__in=unit_ids)
    cases = list(list_cases(actor, site_id).filter(wanted)[:_MOST])
    return CallerCard(
        number,
        callers,
        open_cases=[case for case in cases if case.is_open],
        last_cases=[case for case in cases if not case.is_open][:_LATEST],
    )


def unit_cases(actor: Actor, unit_id: int, limit: int = 20) -> list[Case]:
    """The latest cases of a unit, open ones included."""
    return list(list_cases(actor).filter(unit_id=unit_id)[:limit])
