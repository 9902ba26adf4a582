"""Reading breaches: which wait for an answer, whose, how often the same thing happened; and which are answered at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from guanjia.apps.obligations.models import AnswerRule, Breach, Obligation
from guanjia.apps.obligations.queries import finding
from guanjia.apps.obligations.queries.views import Clock, clocks
from guanjia.apps.obligations.terms import (
    CAUSES,
    RECURS,
    RECURS_DAYS,
    TO_ANSWER,
    UNANSWERED,
    AnswerPolicy,
    BreachState,
    Can,
    Cause,
    State,
)
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound, Text


def policies_of(site_ids: Iterable[int]) -> dict[int, AnswerPolicy]:
    """Which breaches are answered at each site: its own rule, or the default; one query."""
    wanted = set(site_ids)
    own = {one.site_id: one for one in AnswerRule.objects.filter(site_id__in=wanted)}
    return {site_id: _policy(own[site_id]) if site_id in own else AnswerPolicy() for site_id in wanted}


def policy_of(actor: Actor, site_id: int) -> AnswerPolicy:
    """Which breaches of a site are answered. Raises ``NotFound`` for others' sites."""
    if not actor.is_system and site_id not in actor.site_ids:
        raise NotFound
    return policies_of([site_id])[site_id]


def _policy(rule: AnswerRule) -> AnswerPolicy:
    return AnswerPolicy(
        rule.all_breaches, rule.with_consequence, rule.safety, rule.clause_count, rule.clause_days
    )


def list_breaches(actor: Actor, site_id: int | None = None) -> QuerySet[Breach]:
    """The breaches the actor may see that are or were to be answered, the oldest first."""
    rows = Breach.objects.filter(company_id=actor.company_id).select_related(
        "obligation", "obligation__owner"
    )
    if not actor.is_system:
        rows = rows.filter(_visible(actor))
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    return rows.order_by("breached_at", "id")


def get_breach(actor: Actor, breach_id: int) -> Breach:
    """One breach the actor may see, with its obligation. Raises ``NotFound`` for others' and for none."""
    found = list_breaches(actor).filter(pk=breach_id).first()
    if found is None:
        raise NotFound
    return found


def breach_of(obligation: Obligation) -> Breach | None:
    """The answer to an obligation's breach, if one is or was wanted. The caller may see the obligation."""
    found = Breach.objects.filter(obligation=obligation).first()
    if found is not None:
        found.obligation = obligation
    return found


def mine_to_answer(actor: Actor, rows: QuerySet[Breach]) -> QuerySet[Breach]:
    """Those that the actor owed, or a post of theirs, and that still want a cause or a correction."""
    return rows.filter(finding.owned_by(actor, "obligation__"), state__in=TO_ANSWER)


def of_team(actor: Actor, rows: QuerySet[Breach], at: datetime) -> QuerySet[Breach]:
    """Those of people and posts below the actor in the reporting line."""
    wanted = Q(pk__in=())
    for site_id, (posts, people) in organisations.below(actor, at).items():
        owned = Q(obligation__owner_id__in=people) | Q(
            obligation__owner=None, obligation__owner_post__in=posts
        )
        wanted |= Q(site_id=site_id) & owned
    return rows.filter(wanted)


def to_check(actor: Actor, rows: QuerySet[Breach]) -> QuerySet[Breach]:
    """Corrections that wait for a look the actor may take."""
    others = rows.filter(state=BreachState.CORRECTED.value, site_id__in=actor.sites_with(Can.CHECK))
    return others.exclude(corrected_by_id=actor.id).exclude(correction_by_id=actor.id)


def count_unanswered(actor: Actor, site_id: int) -> int:
    """How many breaches of a site still want something, within what the actor may see."""
    return list_breaches(actor, site_id).filter(state__in=UNANSWERED).count()


def recurrence(obligations: Iterable[Obligation], at: datetime) -> dict[int, int]:
    """For each obligation how often its duty was breached by its owner in the last 30 days, at its site; one query."""
    rows = list(obligations)
    if not rows:
        return {}
    found = (
        Obligation.objects.filter(
            site_id__in={row.site_id for row in rows},
            duty__in={row.duty for row in rows},
            breached_at__gt=at - timedelta(days=RECURS_DAYS),
        )
        .exclude(state__in=[State.KEPT.value, State.EXCUSED.value])
        .values("site_id", "pack", "duty", "owner_id", "owner_post")
        .annotate(count=Count("pk"))
    )
    counted = {tuple(list(one.values())[:5]): one["count"] for one in found}
    return {
        row.pk: counted.get((row.site_id, row.pack, row.duty, row.owner_id, row.owner_post), 0)
        for row in rows
    }


@dataclass(frozen=True)
class Answered:
    """A breach as pages show it: with the words of its duty, and how often the same thing happened lately."""

    breach: Breach
    clock: Clock
    times: int

    @property
    def recurs(self) -> bool:
        """Whether the same duty was breached by the same owner before, lately."""
        return self.times >= RECURS

    @property
    def cause(self) -> Text:
        """The cause in words, "" while none is given."""
        return CAUSES[Cause(self.breach.cause)] if self.breach.cause else ""


def answered(breaches: Iterable[Breach], at: datetime) -> list[Answered]:
    """Breaches with titles, owners and recurrence; a fixed number of queries."""
    rows = list(breaches)
    obligations = [one.obligation for one in rows]
    times = recurrence(obligations, at)
    return [
        Answered(row, clock, times.get(row.obligation_id, 0))
        for row, clock in zip(rows, clocks(obligations, at), strict=True)
    ]


def _visible(actor: Actor) -> Q:
    here = Q(site_id__in=actor.site_ids)
    return here & (Q(site_id__in=actor.sites_with(Can.SEE)) | finding.owned_by(actor, "obligation__"))
