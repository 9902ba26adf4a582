"""Sites and units: what a program needs to name where something is."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from ninja import Field, Query, Router

from guanjia.api.door import ApiRequest, operation
from guanjia.api.fields import Code, Given, Name, Sent
from guanjia.api.problems import Problem
from guanjia.api.terms import TOKEN
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.places import queries as places
from guanjia.apps.places.terms import Can
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound, Refusal

router = Router(tags=["places"])


class SiteGiven(Given):
    """A site."""

    code: str
    name: str
    name_en: str
    kind: str
    timezone: str


class UnitGiven(Given):
    """A unit."""

    code: str = Field(..., description=gettext_noop("The room number."))
    site: str
    group: str | None = Field(None, description=gettext_noop("Code of its group (组团)."))
    building: str


class UnitFilters(Sent):
    """Which units."""

    q: Name = Field(
        ..., description=gettext_noop("Any part of the room number people write, such as “A1 0302”.")
    )
    site: Code | None = None
    limit: int = Field(20, ge=1, le=100)


@router.get("/sites", response=list[SiteGiven], summary=gettext_noop("List sites"))
@operation(can=TOKEN)
def list_sites(request: ApiRequest) -> list[SiteGiven]:
    """The sites the token works at."""
    return [
        SiteGiven(
            code=site.code, name=site.name, name_en=site.name_en, kind=site.kind, timezone=site.timezone
        )
        for site in organisations.list_sites(request.actor)
    ]


@router.get("/units", response=list[UnitGiven], summary=gettext_noop("Find units"))
@operation(can=Can.SEE)
def find_units(request: ApiRequest, filters: Query[UnitFilters]) -> list[UnitGiven]:
    """Units by what people call them, best match first."""
    site_id = site_for(request.actor, filters.site, Can.SEE).pk if filters.site else None
    found = places.find_units(request.actor, filters.q, site_id=site_id, limit=filters.limit)
    return [
        UnitGiven(
            code=unit.code,
            site=organisations.site(unit.site_id).code,
            group=unit.group.code if unit.group else None,
            building=unit.building.name,
        )
        for unit in found
        if request.actor.can(Can.SEE, unit.site_id)
    ]


def site_for(actor: Actor, code: str | None, capability: str) -> Any:
    """The site meant: the one named, or the only one where the actor may do this. Raises ``Problem`` (422)."""
    if code:
        try:
            return organisations.get_site(actor, code)
        except NotFound as error:
            sentence = _("There is no site “%(code)s” for this token. GET /sites lists its sites.")
            raise Problem(
                422, Refusal("site_unknown", sentence, field="site", params={"code": code})
            ) from error
    mine = [site for site in organisations.list_sites(actor) if actor.can(capability, site.pk)]
    if len(mine) != 1:
        sentence = _("This token works at several sites. Send the code of one as “site”: %(codes)s.")
        codes = ", ".join(site.code for site in mine)
        raise Problem(422, Refusal("site_missing", sentence, field="site", params={"codes": codes}))
    return mine[0]


def place_for(actor: Actor, site_id: int, typed: str | None) -> tuple[int | None, str]:
    """The known place with this code, or no place and the words as they came."""
    if not typed:
        return None, ""
    found = places.list_places(actor, site_id).filter(code=typed).first()
    return (found.pk, "") if found else (None, typed)
