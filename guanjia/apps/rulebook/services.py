"""The verbs of the rulebook: store a version, adopt it, set a figure, give it up. The only writers of its tables."""

from datetime import datetime
from typing import Any

from django.db import transaction

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook import loading, memory, queries, rules
from guanjia.apps.rulebook.events import Adopted, FigureSet, GivenUp
from guanjia.apps.rulebook.models import Adoption, PackVersion
from guanjia.apps.rulebook.terms import Can, Pack
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.permissions import permit_at
from guanjia.kernel.refusals import NotFound, refuse


def store_version(pack: Pack, source: loading.Source, *, at: datetime) -> PackVersion:
    """Keep the text of a pack for good; the same text is kept once. For operators: a text binds nobody by itself."""
    stored, _new = PackVersion.objects.get_or_create(
        digest=pack.digest,
        defaults={"key": pack.key, "version": pack.version, "content": source.content, "stored_at": at},
    )
    return stored


def store_shipped(key: str, *, at: datetime) -> PackVersion:
    """Load a pack shipped with the product and keep it. Raises ``NotFound`` and ``PackError``."""
    folder = next((one for one in loading.pack_folders() if one.name == key), None)
    if folder is None:
        raise NotFound
    return store_version(*loading.load_pack(folder), at=at)


def adopt(
    site_id: int,
    *,
    by: Actor,
    at: datetime,
    pack: str,
    version: PackVersion | None = None,
    from_at: datetime | None = None,
    reason: str = "",
) -> Adoption:
    """Keep a pack at a site from ``from_at`` (now when absent) on, in the shipped version unless another is given.

    The site's own figures stay. Running obligations keep the version they began with. Refuses a start in the past and
    duties another pack of the site has too.
    """
    with transaction.atomic():
        _permit(by, site_id)
        version = version or store_shipped(pack, at=at)
        start = from_at or at
        in_force = queries.rules_of(site_id).in_force(start)
        others = [key for other in in_force if other.pack.key != pack for key in other.duties]
        refuse([rules.why_not_from(start, at), rules.why_not_duties(memory.pack_of(version).duties, others)])
        own = next((other.figures for other in in_force if other.pack.key == pack), {})
        row = _add(
            site_id, by=by, at=at, pack=pack, version=version, figures=own, from_at=start, reason=reason
        )
        record(
            Adopted(
                site_id=site_id,
                ref=f"rulebook:{pack}",
                pack=pack,
                version=version.version,
                digest=version.digest,
                from_at=start,
                reason=reason,
            ),
            by=by,
            at=at,
        )
    return row


def set_figure(
    site_id: int,
    *,
    by: Actor,
    at: datetime,
    pack: str,
    duty: str,
    name: str,
    figure: str | list[str] | bool | None,
    reason: str,
    from_at: datetime | None = None,
) -> Adoption:
    """Give a duty the site's own ``deadline``, ``every``, ``reminders`` or ``off`` from a moment on; None takes the pack's again.

    Refuses a start in the past, an unknown duty, a figure that is no length of time or no rhythm, and a change without a reason.
    """
    with transaction.atomic():
        _permit(by, site_id)
        start = from_at or at
        here = queries.adoption_at(site_id, pack, start)
        known = here.pack.duties.get(duty)
        refuse(
            [
                rules.why_not_from(start, at),
                rules.why_not_reason(reason),
                rules.why_not_figure(known, name, figure),
            ]
        )
        own: dict[str, Any] = dict(here.figures.get(duty, {}))
        previous = own.pop(name, "")
        if figure is not None:
            own[name] = figure
        figures = {key: value for key, value in {**here.figures, duty: own}.items() if value}
        row = _add(
            site_id,
            by=by,
            at=at,
            pack=pack,
            version=here.version,
            figures=figures,
            from_at=start,
            reason=reason,
        )
        record(
            FigureSet(
                site_id=site_id,
                ref=f"rulebook:{pack}",
                pack=pack,
                duty=duty,
                setting=name,
                figure=_words(figure),
                previous=_words(previous),
                from_at=start,
                reason=reason,
            ),
            by=by,
            at=at,
        )
    return row


def give_up(
    site_id: int, *, by: Actor, at: datetime, pack: str, reason: str, from_at: datetime | None = None
) -> Adoption:
    """No longer keep a pack at a site; what runs already runs on. Refuses a start in the past and a missing reason."""
    with transaction.atomic():
        _permit(by, site_id)
        start = from_at or at
        queries.adoption_at(site_id, pack, start)
        refuse([rules.why_not_from(start, at), rules.why_not_reason(reason)])
        row = _add(site_id, by=by, at=at, pack=pack, version=None, figures={}, from_at=start, reason=reason)
        record(
            GivenUp(site_id=site_id, ref=f"rulebook:{pack}", pack=pack, from_at=start, reason=reason),
            by=by,
            at=at,
        )
    return row


def _permit(by: Actor, site_id: int) -> None:
    """Only at a site of the actor's company; another one's is the same as none."""
    if organisations.site(site_id).company_id != by.company_id:
        raise NotFound
    permit_at(by, Can.ADOPT, site_id)


def _add(site_id: int, *, by: Actor, at: datetime, **values: Any) -> Adoption:
    row: Adoption = Adoption.objects.create(
        company_id=by.company_id, site_id=site_id, decided_at=at, decided_by=by.name, **values
    )
    memory.changed(site_id)
    return row


def _words(figure: str | list[str] | bool | None) -> str:
    if figure is None or figure == "":
        return ""
    if isinstance(figure, bool):
        return "on" if figure else "off"
    return figure if isinstance(figure, str) else ", ".join(figure)
