"""My duties, my team's, all of them; why a due time is what it is; the steps people take."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.obligations import answering, explained, looks, queries, services, steps
from guanjia.apps.obligations.forms.duties import (
    AcknowledgeForm,
    PauseForm,
    ReasonForm,
    ReassignForm,
    ReportForm,
)
from guanjia.apps.obligations.lifecycle import OBLIGATION
from guanjia.apps.obligations.lists.duties import DutyList, TeamList
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.obligations.queries import Clock
from guanjia.apps.obligations.terms import BREACH_STATES, BreachState, Can, State
from guanjia.apps.obligations.views.tabs import tabs
from guanjia.kernel.refusals import Text
from guanjia.ui.forms import Form
from guanjia.ui.http import SIGNED_IN, Request, done, page, screen, verb
from guanjia.ui.pages import page_of
from guanjia.ui.panels import Fact, Facts
from guanjia.ui.polling import polled
from guanjia.ui.steps import Offered

_MOST_OF_MINE = 200
_FEW_STRETCHES = 8


@dataclass(frozen=True)
class Group:
    """My duties of one kind of hurry."""

    key: str
    label: Text
    icon: str
    clocks: list[Clock]


@screen(can=SIGNED_IN)
def show_mine(request: Request) -> HttpResponse:
    """What I have to do, in order of time left."""
    return page(request, "obligations/mine.html", **_mine(request))


@screen(can=SIGNED_IN)
def show_mine_live(request: Request) -> HttpResponse:
    """The same, for the page that stays open."""
    return polled(request, "obligations/mine.html#live", **_mine(request))


def _mine(request: Request) -> dict[str, Any]:
    rows = queries.clocks(queries.mine(request.actor, request.now)[:_MOST_OF_MINE], request.now)
    return {"groups": list(_grouped(rows, request)), "tabs": tabs(request, "mine")}


def _grouped(rows: list[Clock], request: Request) -> Iterable[Group]:
    """Overdue, soon, today, later, paused; each in the order of its rows."""
    tomorrow = timezone.localtime(request.now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(
        days=1
    )
    kinds: dict[str, tuple[Text, str]] = {
        "late": (_("Overdue"), "alarm"),
        "soon": (_("Due soon"), "hourglass-low"),
        "today": (_("Today"), "clock"),
        "later": (_("Later"), "calendar"),
        "paused": (_("Paused"), "player-pause"),
    }
    found: dict[str, list[Clock]] = {key: [] for key in kinds}
    for clock in rows:
        row = clock.obligation
        if row.state == State.PAUSED:
            key = "paused"
        elif clock.is_overdue:
            key = "late"
        elif looks.soon_at(row) <= request.now:
            key = "soon"
        else:
            key = "today" if row.due_at < tomorrow else "later"
        found[key].append(clock)
    return (Group(key, *kinds[key], clocks) for key, clocks in found.items() if clocks)


@screen(can=Can.SEE)
def list_team(request: Request) -> HttpResponse:
    """The running duties of those below me in the reporting line."""
    rows = queries.team(request.actor, request.now).select_related("owner")
    return TeamList(request, rows).answer(
        title=_("My team"), template="obligations/list.html", tabs=tabs(request, "team")
    )


@screen(can=Can.SEE)
def list_all(request: Request) -> HttpResponse:
    """Every duty the actor may see."""
    site_id = request.site.pk if request.site else None
    rows = queries.list_obligations(request.actor, state=(), site_id=site_id).select_related("owner")
    return DutyList(request, rows).answer(
        title=_("All duties"), template="obligations/list.html", tabs=tabs(request, "list")
    )


@screen(can=SIGNED_IN)
def show_why(request: Request, obligation_id: int) -> HttpResponse:
    """Why the due time is what it is: clause, versions, stretches, pauses, changes, ladder; and the steps allowed now."""
    found = queries.explain(request.actor, obligation_id, request.now)
    row = found.obligation
    rows = explained.stretches(found)
    return page(
        request,
        "obligations/why.html#why",
        found=found,
        clock=found.clock,
        one=row,
        bar=explained.bar_of(found, request.now),
        counted=explained.counted_words(found),
        stretches=rows,
        unfold=len(rows) <= _FEW_STRETCHES,
        ladder=explained.ladder_of(found),
        changes=explained.changes_of(found),
        facts=_facts(found),
        steps=steps.offered(request.actor, row, request.now),
        matter_url=page_of(row.thread),
        thing_url=page_of(row.ref),
        form_url=looks.form_of(row, found.duty),
        answer=_answer(request, row),
    )


@dataclass(frozen=True)
class Answer:
    """What became of the answer to a duty's breach, on the page of the duty."""

    one: queries.Answered
    state: Text
    tone: str
    icon: str
    steps: list[Offered]


def _answer(request: Request, row: Obligation) -> Answer | None:
    breach = queries.breach_of(row) if row.breached_at else None
    if breach is None:
        return None
    state = BreachState(breach.state)
    return Answer(
        queries.answered([breach], request.now)[0],
        BREACH_STATES[state],
        looks.BREACH_TONES[state],
        looks.BREACH_ICONS[state],
        answering.of_breach(request.actor, breach),
    )


def _facts(found: queries.Explanation) -> Facts:
    row = found.obligation
    facts = Facts()
    facts.add(_("Whose duty"), found.clock.owner or _("Nobody owns it"), icon="user")
    facts.add(_("Start"), row.start_at, kind="moment", icon="player-play")
    facts.add(_("Due time"), row.due_at, kind="moment", icon="flag", hint=_due_hint(found))
    if row.ended_at:
        facts.add(
            looks.state_label(row), row.ended_at, kind="moment", icon=looks.state_icon(row), hint=row.reason
        )
    if row.breached_at:
        facts.add(_("Overdue since"), row.breached_at, kind="moment", icon="alarm")
    if row.acknowledged_at:
        until = row.acknowledged_until
        hint = (
            _("the ladder rests until %(moment)s") % {"moment": f"{timezone.localtime(until):%m-%d %H:%M}"}
            if until
            else ""
        )
        facts.add(_("Acknowledged"), row.acknowledged_by, icon="bell-check", hint=hint)
    version = Fact(_("Rulebook"), found.here.pack.title, icon="book", hint=found.here.pack.label)
    facts.facts.append(version)
    if row.calendar:
        facts.add(_("Working calendar"), row.calendar, icon="calendar")
    return facts


def _due_hint(found: queries.Explanation) -> str:
    if found.obligation.is_agreed:
        return _("a moment that was promised or agreed")
    parts = [_("limit: %(limit)s") % {"limit": found.limit_in_words}]
    if found.figure_is_own:
        whole = found.origin is not None and found.origin.change.site_id is None
        parts.append(_("set by the company") if whole else _("set by this site"))
    elif found.duty.our_figure:
        parts.append(_("our figure; the source sets none"))
    if found.obligation.is_provisional:
        parts.append(_("provisional: the year's holidays are not announced yet"))
    return " · ".join(parts)


# --- Steps ---------------------------------------------------------------------------------------------------------------


@verb(can=Can.ACKNOWLEDGE)
def acknowledge(request: Request, obligation_id: int) -> HttpResponse:
    """Take note of an escalation and see to it."""
    form = AcknowledgeForm.of(request)
    hint = gettext_lazy("The ladder stops while you see to it. The duty itself stays overdue.")
    return _step(
        request, obligation_id, "acknowledge", form, services.acknowledge, _("Acknowledged."), hint=hint
    )


@verb(can=Can.PAUSE)
def pause(request: Request, obligation_id: int) -> HttpResponse:
    """Stop the clock, with a reason and an end."""
    return _step(
        request, obligation_id, "pause", PauseForm.of(request), services.pause, _("The clock stands still.")
    )


@verb(can=Can.PAUSE, ask=gettext_lazy("Let the clock run again? The pause adds exactly what it took."))
def resume(request: Request, obligation_id: int) -> HttpResponse:
    """Let the clock run again."""
    row = queries.get_obligation(request.actor, obligation_id)
    services.resume(row, by=request.actor, at=request.now)
    return done(request, _address(row), _("The clock runs again."))


@verb(can=SIGNED_IN)
def report(request: Request, obligation_id: int) -> HttpResponse:
    """Say that the duty is done, with a word and, where the rulebook wants it, a photo."""
    row = queries.get_obligation(request.actor, obligation_id)
    needs_photo = queries.needs_photo(row)
    form = ReportForm.of(request, needs_photo=needs_photo)
    said = _("Reported. The duty is done.")
    return _step(request, obligation_id, "report", form, services.report, said, row=row, label=steps.REPORT)


@verb(can=Can.REASSIGN)
def reassign(request: Request, obligation_id: int) -> HttpResponse:
    """Give the duty to somebody else."""
    row = queries.get_obligation(request.actor, obligation_id)
    form = ReassignForm.of(request, obligation=row)

    def give(row: Obligation, *, owner: str, **more: Any) -> None:
        services.reassign(row, owner_id=int(owner), **more)

    return _step(request, obligation_id, "reassign", form, give, _("The duty has a new owner."), row=row)


@verb(can=Can.EXCUSE)
def excuse(request: Request, obligation_id: int) -> HttpResponse:
    """Take the duty away, with a reason."""
    hint = gettext_lazy(
        "The duty ends. That it was overdue, if it was, stays recorded, and so does your name."
    )
    form = ReasonForm.of(request)
    return _step(
        request, obligation_id, "excuse", form, services.excuse, _("Excused."), hint=hint, danger=True
    )


def _step(
    request: Request,
    obligation_id: int,
    name: str,
    form: Form,
    do: Callable[..., Any],
    said: Text,
    *,
    row: Obligation | None = None,
    label: Text = "",
    hint: Text = "",
    danger: bool = False,
) -> HttpResponse:
    row = row or queries.get_obligation(request.actor, obligation_id)
    if form.ready():
        do(row, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, _address(row), said)
    label = label or next(step.label for step in OBLIGATION.steps if step.verb == name)
    return page(
        request,
        "obligations/step.html#form",
        form=form,
        clock=queries.clocks([row], request.now)[0],
        title=label,
        submit=label,
        hint=hint,
        danger=danger,
        back=_address(row),
    )


def _address(row: Obligation) -> str:
    return reverse("obligations:why", args=[row.pk])
