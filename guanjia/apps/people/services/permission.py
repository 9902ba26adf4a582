"""Whether somebody may do something to a person: people belong to a company, and to sites through their units."""

from guanjia.apps.people.models import Person, Residency
from guanjia.kernel.actor import Actor
from guanjia.kernel.permissions import permit_at
from guanjia.kernel.refusals import NotFound


def permit_on_person(by: Actor, capability: str, person: Person) -> int | None:
    """Let ``by`` go on, or raise; answers the site it is done at (None for somebody who never had a unit).

    The capability must be held at one of the sites the person has, or had, a unit at.
    """
    if person.company_id != by.company_id:
        raise NotFound
    sites = list(
        Residency.objects.filter(person=person).order_by("until_on", "id").values_list("site_id", flat=True)
    )
    if not sites:
        permit_at(by, capability, None)
        return None
    held = [site_id for site_id in dict.fromkeys(sites) if by.can(capability, site_id)]
    if not held:
        permit_at(by, capability, sites[0])
    return held[0]
