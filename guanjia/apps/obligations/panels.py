"""Our places on Today and in the frame: my duties, the numbers of the site, the clock that runs out first."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.obligations import queries
from guanjia.apps.obligations.looks import soon_at
from guanjia.apps.obligations.queries.views import duty_of
from guanjia.apps.obligations.terms import Can, State
from guanjia.ui.http import Request
from guanjia.ui.panels import Figure, Panel, UrgentDuty

_MOST_ON_TODAY = 8


def today_duties(request: Request) -> Panel | None:
    """What I have to do, the least time left first."""
    mine = queries.mine(request.actor, request.now)
    rows = queries.clocks(mine[:_MOST_ON_TODAY], request.now)
    return Panel(
        _("My duties"),
        "obligations/panels/duties.html",
        {"rows": rows},
        icon="checklist",
        count=mine.count(),
        url=reverse("obligations:mine"),
        urgent=any(one.is_overdue for one in rows),
        empty=_("Nothing is asked of you just now."),
    )


def today_figures(request: Request) -> list[Figure]:
    """For those who watch over the site: what runs, what is late, what nobody owns. Each opens its list."""
    if request.site is None or not request.actor.can(Can.SEE, request.site.pk):
        return []
    if not (
        request.actor.can(Can.REASSIGN, request.site.pk) or request.actor.can(Can.EXCUSE, request.site.pk)
    ):
        return []  # a clerk's day is their own duties, not the site's numbers
    counted = queries.count_by_state(request.actor, request.now, request.site.pk)
    everything = reverse("obligations:list")
    return [
        Figure(
            _("Duties running"), counted["running"], "neutral", "checklist", f"{everything}?state=RUNNING"
        ),
        Figure(
            _("Duties overdue"),
            counted["overdue"],
            "late" if counted["overdue"] else "calm",
            "alarm",
            f"{everything}?state=OVERDUE",
        ),
        Figure(
            _("Duties nobody owns"),
            counted["unassigned"],
            "soon" if counted["unassigned"] else "calm",
            "user-question",
            f"{everything}?unassigned=1",
        ),
    ]


def urgent_duty(request: Request) -> UrgentDuty | None:
    """How many duties are mine, and the one whose clock runs out first; two queries, on every page."""
    mine = queries.mine(request.actor, request.now)
    counted = mine.aggregate(
        all=Count("pk"), late=Count("pk", filter=Q(state=State.OPEN.value, due_at__lte=request.now))
    )
    if not counted["all"]:
        return None
    first = mine.filter(state=State.OPEN.value).first()
    if first is None:
        return UrgentDuty(counted["all"], 0, _("All paused"), "paused", None, reverse("obligations:mine"))
    duty = duty_of(first)
    return UrgentDuty(
        counted["all"],
        counted["late"],
        duty.title if duty else first.duty,  # type: ignore[arg-type]  # a text in both languages
        "running",
        first.due_at,
        reverse("obligations:mine"),
        soon_at(first),
    )
