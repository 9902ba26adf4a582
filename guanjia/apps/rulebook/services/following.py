"""What sites keep, after a decision: a new row for every moment from which on something else holds.

Rows are only ever added, so that an obligation's row stays what it was when the obligation began.
"""

from datetime import datetime
from typing import Any

from guanjia.apps.rulebook import memory
from guanjia.apps.rulebook.models import Adoption, FigureChange
from guanjia.apps.rulebook.rules import figures as rules
from guanjia.apps.rulebook.terms.figures import ChangeState
from guanjia.kernel.actor import Actor


def add(site_id: int, *, by: Actor, at: datetime, **values: Any) -> Adoption:
    """One more row of what a site keeps."""
    row: Adoption = Adoption.objects.create(
        company_id=by.company_id, site_id=site_id, decided_at=at, decided_by=by.name, **values
    )
    memory.changed(site_id)
    return row


def figures_at(company_id: int, site_id: int, pack: str, moment: datetime) -> dict[str, dict[str, Any]]:
    """The figures of a site for a pack at a moment, out of everything that was approved."""
    changes = _approved(company_id, site_id)
    return rules.merged(
        [(row.site_id is not None, row.entries) for row in changes if row.from_at <= moment], pack
    )


def follow(
    site_id: int, pack: str, *, by: Actor, at: datetime, since: datetime, reason: str
) -> Adoption | None:
    """Let a site's rows say what was decided, at ``since`` and at every later moment something is planned to change.

    Answers the row for ``since``, if one was needed.
    """
    changes = _approved(by.company_id, site_id)
    rows = Adoption.objects.filter(site_id=site_id, pack=pack, from_at__gt=since)
    moments = {since, *rows.values_list("from_at", flat=True)}
    moments |= {one.from_at for one in changes if one.from_at > since}
    first: Adoption | None = None
    for moment in sorted(moments):
        here = next((one for one in memory.rules_of(site_id).in_force(moment) if one.pack.key == pack), None)
        figures = rules.merged(
            [(row.site_id is not None, row.entries) for row in changes if row.from_at <= moment], pack
        )
        if here is None or here.figures == figures:
            continue
        row = add(
            site_id,
            by=by,
            at=at,
            pack=pack,
            version=here.version,
            figures=figures,
            from_at=moment,
            reason=reason,
        )
        first = row if moment == since else first
    return first


def sites_with(company_id: int, pack: str) -> list[int]:
    """The sites of a company that keep or have kept a pack."""
    rows = Adoption.objects.filter(company_id=company_id, pack=pack)
    return sorted(rows.order_by().values_list("site_id", flat=True).distinct())


def _approved(company_id: int, site_id: int) -> list[FigureChange]:
    rows = FigureChange.objects.filter(company_id=company_id, state=ChangeState.APPROVED)
    return [row for row in rows.order_by("from_at", "decided_at", "id") if row.site_id in (None, site_id)]
