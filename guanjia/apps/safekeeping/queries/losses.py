"""Reading reports of a loss, and what fits them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from guanjia.apps.safekeeping.matching import Fit, Trait, fit
from guanjia.apps.safekeeping.models import KeptItem, LossReport
from guanjia.apps.safekeeping.terms import HERE, Can, Kind, LossState
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound

_COMPARED = 300
"""So many of the latest things or reports are compared."""
_PROPOSED = 5


@dataclass(frozen=True)
class Proposal:
    """Something found and something lost that fit, and why; ``other`` is the side the reader does not look at."""

    other: Any
    fit: Fit


def list_losses(actor: Actor, *, site_id: int | None = None) -> QuerySet[LossReport]:
    """The reports of a loss the actor may see, the latest first."""
    rows = LossReport.objects.select_related("unit").filter(company_id=actor.company_id)
    if not actor.is_system:
        rows = rows.filter(site_id__in=actor.sites_with(Can.SEE))
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    return rows.order_by("-reported_at", "-id")


def get_loss(actor: Actor, ref: str) -> LossReport:
    """One report by its number. Raises ``NotFound``."""
    found = list_losses(actor).select_related("item").filter(ref=ref).first()
    if found is None:
        raise NotFound
    return found


def find_losses(actor: Actor, text: str, *, site_id: int | None = None) -> QuerySet[LossReport]:
    """The reports whose number, thing or loser holds what was typed."""
    wanted = Q(ref__icontains=text) | Q(what__icontains=text) | Q(name__icontains=text)
    return list_losses(actor, site_id=site_id).filter(wanted)


def proposals_for_item(actor: Actor, item: KeptItem) -> list[Proposal]:
    """The open reports a thing found may belong to, the best first; nothing is decided by it."""
    if item.kind != Kind.FOUND or not item.is_here:
        return []
    rows = list_losses(actor, site_id=item.site_id).filter(state=LossState.OPEN.value)
    return _best([(row, fit(_found(item), _lost(row))) for row in rows[:_COMPARED]])


def proposals_for_loss(actor: Actor, loss: LossReport) -> list[Proposal]:
    """The things found that may be what somebody misses, the best first."""
    if loss.state != LossState.OPEN or not actor.can(Can.SEE, loss.site_id):
        return []
    rows = KeptItem.objects.filter(
        site_id=loss.site_id,
        kind=Kind.FOUND.value,
        state__in=HERE,
        found_at__date__gte=loss.lost_on - timedelta(days=2),
    )
    rows = rows.select_related("unit", "group").order_by("-received_at", "-id")
    return _best([(row, fit(_found(row), _lost(loss))) for row in rows[:_COMPARED]])


def _best(pairs: list[tuple[Any, Fit | None]]) -> list[Proposal]:
    found = [Proposal(other, one) for other, one in pairs if one is not None]
    return sorted(found, key=lambda one: -one.fit.points)[:_PROPOSED]


def _found(item: KeptItem) -> Trait:
    day = timezone.localtime(item.found_at or item.received_at).date()
    return Trait(item.sort, f"{item.what} {item.features} {item.marks}", item.found_where, day)


def _lost(loss: LossReport) -> Trait:
    return Trait(loss.sort, f"{loss.what} {loss.features}", loss.where, loss.lost_on)
