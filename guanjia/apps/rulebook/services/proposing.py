"""Proposing figures, and how a conflict is to be decided; and setting a figure where no second person is needed."""

from datetime import datetime
from typing import Any

from django.db import transaction

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook import queries, rules
from guanjia.apps.rulebook.events import FigureProposed
from guanjia.apps.rulebook.models import Adoption, FigureChange
from guanjia.apps.rulebook.rules import conflicts
from guanjia.apps.rulebook.rules import figures as figure_rules
from guanjia.apps.rulebook.services import deciding, following
from guanjia.apps.rulebook.terms import Can
from guanjia.apps.rulebook.terms.figures import BOTH
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.permissions import permit_at
from guanjia.kernel.refusals import NotFound, refuse

Entry = dict[str, Any]


def propose(
    site_id: int,
    *,
    by: Actor,
    at: datetime,
    entries: list[Entry],
    reason: str,
    from_at: datetime | None = None,
    for_company: bool = False,
) -> FigureChange:
    """Propose figures for a site, or for all sites of its company, from a moment on; somebody else approves them.

    Refuses a start in the past, a missing reason, and what is no figure of a pack the site keeps. For the company the
    actor must be allowed to at every site that keeps the pack.
    """
    with transaction.atomic():
        _permit(by, site_id, entries, for_company=for_company)
        start = from_at or at
        refuse([rules.why_not_from(start, at), rules.why_not_reason(reason)])
        for entry in entries:
            pack = queries.adoption_at(site_id, entry["pack"], start).as_written
            refuse(figure_rules.why_not_value(pack, entry["part"], entry["name"], entry["value"]))
        return _keep(
            None if for_company else site_id, by=by, at=at, entries=entries, reason=reason, from_at=start
        )


def decide_conflict(
    site_id: int,
    *,
    by: Actor,
    at: datetime,
    topic: str,
    ruling: str,
    reason: str,
    from_at: datetime | None = None,
) -> FigureChange:
    """Propose which party of a conflict rules (its key), or that ``both`` stay. Approved, the others are switched off.

    Raises ``NotFound`` for a topic that is no conflict here and for a party that is not in it.
    """
    with transaction.atomic():
        permit_here(by, site_id)
        start = from_at or at
        refuse([rules.why_not_from(start, at), rules.why_not_reason(reason)])
        found = next((one for one in queries.conflicts_at(site_id, start) if one.topic.key == topic), None)
        if found is None or ruling not in {BOTH, *(one.key for one in found.parties)}:
            raise NotFound
        entries = conflicts.entries_for(found, ruling)
        return _keep(
            site_id,
            by=by,
            at=at,
            entries=entries,
            reason=reason,
            from_at=start,
            topic=topic,
            rules=ruling,
            parties=found.signature,
        )


def set_figure(
    site_id: int,
    *,
    by: Actor,
    at: datetime,
    pack: str,
    duty: str,
    name: str,
    figure: Any,
    reason: str,
    from_at: datetime | None = None,
) -> Adoption:
    """Set a figure at once, without a second person: for the system alone (setting up, replays). People propose.

    ``duty`` is the part; None for ``figure`` takes the pack's again. Refuses what ``propose`` refuses, and every person.
    """
    with transaction.atomic():
        permit_here(by, site_id)
        start = from_at or at
        here = queries.adoption_at(site_id, pack, start)
        refuse(
            [
                rules.why_not_from(start, at),
                rules.why_not_reason(reason),
                figure_rules.why_not_value(here.as_written, duty, name, figure),
                figure_rules.why_not_one_person(is_system=by.is_system),
            ]
        )
        entries = [{"pack": pack, "part": duty, "name": name, "value": figure}]
        change = _keep(site_id, by=by, at=at, entries=entries, reason=reason, from_at=start)
        deciding.approve(change, by=by, at=at)
        adoption_id = queries.adoption_at(site_id, pack, start).adoption_id
        return Adoption.objects.get(pk=adoption_id)


def permit_here(by: Actor, site_id: int) -> None:
    """Only at a site of the actor's company; another one's is the same as none."""
    if organisations.site(site_id).company_id != by.company_id:
        raise NotFound
    permit_at(by, Can.ADOPT, site_id)


def _permit(by: Actor, site_id: int, entries: list[Entry], *, for_company: bool) -> None:
    permit_here(by, site_id)
    if for_company:
        for pack in {entry["pack"] for entry in entries}:
            for other in following.sites_with(by.company_id, pack):
                permit_at(by, Can.ADOPT, other)


def _keep(site_id: int | None, *, by: Actor, at: datetime, **values: Any) -> FigureChange:
    row: FigureChange = FigureChange.objects.create(
        company_id=by.company_id,
        site_id=site_id,
        proposed_at=at,
        proposed_by=by.name,
        proposed_by_id=by.id,
        **values,
    )
    record(
        FigureProposed(
            site_id=site_id,
            ref=row.number,
            packs=tuple(sorted({entry["pack"] for entry in row.entries})),
            figures=tuple(_in_short(row.entries)),
            topic=row.topic,
            from_at=row.from_at,
            reason=row.reason,
        ),
        by=by,
        at=at,
    )
    return row


def _in_short(entries: list[Entry]) -> list[str]:
    """The figures in short, for the journal."""
    return [f"{one['pack']}/{one['part']}.{one['name']}={deciding.words(one['value'])}" for one in entries]
