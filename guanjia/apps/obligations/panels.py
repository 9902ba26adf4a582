"""Our places on Today and in the frame: my duties, the numbers of the site, the clock that runs out first."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.obligations import queries
from guanjia.apps.obligations.looks import soon_at
from guanjia.apps.obligations.queries.views import duty_of
from guanjia.apps.obligations.rules.titles import title_of
from guanjia.apps.obligations.terms import BREACH_STATES, TO_ANSWER, BreachState, Can, State
from guanjia.kernel.counting import first_of
from guanjia.ui.http import Request
from guanjia.ui.panels import Figure, Panel, UrgentDuty

_MOST_ON_TODAY = 8


def today_duties(request: Request) -> Panel | None:
    """What I have to do, the least time left first."""
    mine, count = first_of(queries.mine(request.actor, request.now), _MOST_ON_TODAY)
    rows = queries.clocks(mine, request.now)
    return Panel(
        _("My duties"),
        "obligations/panels/duties.html",
        {"rows": rows},
        icon="checklist",
        count=count,
        url=reverse("obligations:mine"),
        urgent=any(one.is_overdue for one in rows),
        empty=_("Nothing is asked of you just now."),
    )


def today_breaches(request: Request) -> Panel | None:
    """The breaches I answer for, and the corrections I am to look at; no panel when there is none."""
    rows = queries.list_breaches(request.actor, request.site.pk if request.site else None)
    mine, checks = queries.mine_to_answer(request.actor, rows), queries.to_check(request.actor, rows)
    waiting, count = first_of((mine | checks).order_by("breached_at", "id"), _MOST_ON_TODAY)
    if not count:
        return None
    shown = queries.answered(waiting, request.now)
    own = any(one.breach.state in TO_ANSWER for one in shown)
    return Panel(
        _("Breaches to answer or check"),
        "obligations/panels/breaches.html",
        {"rows": [(one, BREACH_STATES[BreachState(one.breach.state)]) for one in shown]},
        icon="help-circle",
        count=count,
        url=reverse("obligations:breaches"),
        urgent=own,
    )


def today_proposals(request: Request) -> Panel | None:
    """What is proposed about me and waits for my view, and what waits for my decision; no panel when there is none."""
    about_me, to_decide = queries.proposals_waiting(request.actor, request.now)
    if not about_me and not to_decide:
        return None
    return Panel(
        _("Proposed consequences"),
        "obligations/panels/proposals.html",
        {"rows": [*about_me[:_MOST_ON_TODAY], *to_decide[:_MOST_ON_TODAY]], "me": request.actor.id},
        icon="gavel",
        count=len(about_me) + len(to_decide),
        url=reverse("obligations:proposals"),
        urgent=bool(about_me),
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
    unanswered = queries.count_unanswered(request.actor, request.site.pk)
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
        Figure(
            _("Breaches unanswered"),
            unanswered,
            "soon" if unanswered else "calm",
            "help-circle",
            reverse("obligations:breaches"),
        ),
    ]


def urgent_duty(request: Request) -> UrgentDuty | None:
    """How many duties are mine, and the one whose clock runs out first; one query, on every page."""
    first = queries.most_urgent(request.actor, request.now)
    if first is None:
        return None
    if first.state != State.OPEN.value:
        return UrgentDuty(first.in_all, 0, _("All paused"), "paused", None, reverse("obligations:mine"))
    duty = duty_of(first)
    return UrgentDuty(
        first.in_all,
        first.late,
        str(title_of(duty, first.occurrence)) if duty else first.duty,
        "running",
        first.due_at,
        reverse("obligations:mine"),
        soon_at(first),
    )
