"""Asking for an answer: when a duty is breached, and the rules of the site want to know why."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Q

from guanjia.apps.obligations.models import Breach, Obligation
from guanjia.apps.obligations.queries.answers import policies_of
from guanjia.apps.obligations.rules import answers
from guanjia.apps.obligations.terms import TO_ANSWER, BreachState
from guanjia.apps.rulebook.terms import Duty
from guanjia.kernel.bulk import insert_all


def ask(breached: Iterable[tuple[Obligation, Duty, datetime]]) -> None:
    """Open an answer for those breaches that are answered; each with its duty and when it was breached.

    At most three statements for any number of rows. Called once for each obligation: when its ``breached_at`` is set. The
    breaches themselves are written already.
    """
    rows = list(breached)
    if not rows:
        return
    policies = policies_of({row.site_id for row, _duty, _at in rows})
    lately = _of_clauses(rows, max(one.clause_days for one in policies.values()))
    insert_all(
        [
            Breach(company_id=row.company_id, site_id=row.site_id, obligation_id=row.pk, breached_at=at)
            for row, duty, at in rows
            if answers.is_answered(
                policies[row.site_id],
                duty,
                is_safety=row.is_safety,
                of_clause=lately.get((row.site_id, row.pack, row.clause), 0),
            )
        ]
    )


def unask(obligations: Iterable[Obligation], reason: str) -> None:
    """What turned out not to be a breach, or was excused, needs no answer any more."""
    ids = [one.pk for one in obligations]
    if ids:
        waiting = Breach.objects.filter(obligation_id__in=ids, state__in=TO_ANSWER)
        waiting.update(state=BreachState.DISPENSED.value, reason=reason[:200])


def _of_clauses(rows: list[tuple[Obligation, Duty, datetime]], days: int) -> dict[tuple[int, str, str], int]:
    """How often the clauses of the rows were breached in so many days before the latest of them; one statement."""
    since = max(at for _row, _duty, at in rows) - timedelta(days=days)
    wanted = Q(
        site_id__in={row.site_id for row, _duty, _at in rows}, clause__in={row.clause for row, *_ in rows}
    )
    found = (
        Obligation.objects.filter(wanted, breached_at__gt=since)
        .values("site_id", "pack", "clause")
        .annotate(count=Count("pk"))
    )
    return {(one["site_id"], one["pack"], one["clause"]): one["count"] for one in found}
