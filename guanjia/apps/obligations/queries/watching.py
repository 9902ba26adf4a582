"""What those who watch over a site ask: what was due for a clause, what nobody owns, what rings unanswered, what is owed today."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Q, QuerySet

from guanjia.apps.obligations.models import Obligation, Plan
from guanjia.apps.obligations.queries.tallying import Stood
from guanjia.apps.obligations.terms import RUNNING, State
from guanjia.apps.organisations import queries as organisations


def due_for(site_id: int, since: datetime, until: datetime, pack: str, clause: str) -> QuerySet[Obligation]:
    """What was due at a site for one clause between two moments, by due time."""
    found = Obligation.objects.filter(site_id=site_id, due_at__gte=since, due_at__lt=until)
    return found.filter(pack=pack, clause=clause).select_related("owner").order_by("due_at", "id")


def decided(
    site_id: int, since: datetime, until: datetime, duties: Collection[str], at: datetime, *, kept: bool
) -> QuerySet[Obligation]:
    """What a share of duties kept is made of: those that are decided, or with ``kept`` only those kept in time."""
    found = Obligation.objects.filter(site_id=site_id, due_at__gte=since, due_at__lt=until, duty__in=duties)
    over = Q(state__in=RUNNING, due_at__lte=at)
    ended = Q(state__in=[State.KEPT, State.LATE, State.MISSED])
    found = found.filter(state=State.KEPT) if kept else found.filter(ended | over)
    return found.select_related("owner").order_by("-due_at", "-id")


def unowned(site_id: int) -> QuerySet[Obligation]:
    """What runs at a site and belongs to nobody, the least time left first."""
    found = Obligation.objects.filter(site_id=site_id, state__in=RUNNING, owner=None, owner_post="")
    return found.order_by("due_at", "id")


def unanswered(site_id: int, at: datetime) -> QuerySet[Obligation]:
    """Escalations of a site nobody has acknowledged (or no longer acknowledges), the oldest first."""
    return still_unanswered(Obligation.objects.filter(site_id=site_id), at).order_by("breached_at", "id")


def still_unanswered(rows: QuerySet[Obligation], at: datetime) -> QuerySet[Obligation]:
    """Of these, the escalations nobody says they see to."""
    heard = Q(acknowledged_at__isnull=False) & (Q(acknowledged_until=None) | Q(acknowledged_until__gt=at))
    return rows.filter(state=State.OPEN, level__gt=0, breached_at__isnull=False).exclude(heard)


def owed_on(site_id: int, day: date, at: datetime) -> dict[tuple[int | None, str], Stood]:
    """What is due at a site on a day, by owner and owning post; one query."""
    zone = ZoneInfo(organisations.site(site_id).timezone)
    since = datetime.combine(day, time.min, zone)
    until = datetime.combine(day + timedelta(days=1), time.min, zone)
    runs = Q(state__in=RUNNING)
    rows = (
        Obligation.objects.filter(site_id=site_id, due_at__gte=since, due_at__lt=until)
        .exclude(state__in=[State.EXCUSED, State.VOIDED])
        .values("owner_id", "owner_post")
        .annotate(
            kept=Count("pk", filter=Q(state=State.KEPT)),
            late=Count("pk", filter=Q(state=State.LATE)),
            broken=Count("pk", filter=Q(state=State.MISSED) | (runs & Q(due_at__lte=at))),
            open=Count("pk", filter=runs & Q(due_at__gt=at)),
        )
    )
    return {
        (row["owner_id"], row["owner_post"]): Stood(row["kept"], row["late"], row["broken"], row["open"])
        for row in rows.order_by()
    }


def planned_to(site_id: int) -> datetime | None:
    """How far every duty of the calendar of a site is planned; None where none comes round."""
    found: datetime | None = Plan.objects.filter(site_id=site_id).aggregate(least=Min("next_at"))["least"]
    return found
