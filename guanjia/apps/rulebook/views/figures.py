"""Figures: all of them, one with its history, proposing another, and deciding about what was proposed."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.rulebook import queries, rules, services
from guanjia.apps.rulebook.forms import AnswerForm, NoteForm, ProposeForm, SwitchFigureForm
from guanjia.apps.rulebook.lists import Figures, Line
from guanjia.apps.rulebook.models import FigureChange
from guanjia.apps.rulebook.queries import FigureRow
from guanjia.apps.rulebook.terms import Can
from guanjia.apps.rulebook.terms.figures import CHANGE_STATES, STRICTNESSES, ChangeState, FigureKind
from guanjia.apps.rulebook.views.site import site_of
from guanjia.apps.rulebook.wording import name_words, value_words
from guanjia.kernel.refusals import Text
from guanjia.ui.http import Request, done, page, screen, verb

CHANGE_TONES = {
    ChangeState.PROPOSED: "soon",
    ChangeState.APPROVED: "calm",
    ChangeState.DECLINED: "late",
    ChangeState.WITHDRAWN: "neutral",
}


@screen(can=Can.SEE)
def list_figures(request: Request) -> HttpResponse:
    """Every figure: the rulebook's, the company's, the site's, since when, who, why; as a workbook too."""
    site_id = site_of(request)
    rows = queries.list_figures(request.actor, site_id, request.now)
    return Figures(request, [Line(row) for row in rows]).answer(
        "rulebook/figures.html",
        title=_("Figures and limits"),
        proposed=queries.count_proposed(request.actor, site_id),
        undecided=queries.count_undecided(request.actor, site_id, request.now),
    )


@screen(can=Can.SEE)
def print_figures(request: Request) -> HttpResponse:
    """The figures found, on paper."""
    rows = queries.list_figures(request.actor, site_of(request), request.now)
    shown = Figures(request, [Line(row) for row in rows])
    return page(
        request,
        "rulebook/figures_paper.html",
        lines=list(shown.found),
        title=_("Figures and limits"),
        site=request.site,
        signatures=[_("Drawn up by"), _("Approved by")],
    )


@dataclass(frozen=True)
class Step:
    """One change of a figure in words; ``steps`` are those that would be accepted now."""

    change: FigureChange
    value: str
    state: Text
    tone: str
    whom: str
    steps: tuple[str, ...] = ()


@screen(can=Can.SEE)
def show_figure(request: Request, pack: str, part: str, name: str) -> HttpResponse:
    """One figure: how ours stands to the rulebook's, what was proposed, and its history."""
    site_id = site_of(request)
    row = queries.get_figure(request.actor, site_id, pack, part, name, request.now)
    steps = [_step(request, own.change, row, own.value) for own in reversed(row.history)]
    return page(
        request,
        "rulebook/figure.html",
        row=row,
        line=Line(row),
        what=name_words(row.figure),
        steps=steps,
        may_set=request.actor.can(Can.ADOPT, site_id),
    )


def _step(request: Request, change: FigureChange, row: FigureRow, value: Any) -> Step:
    words = value_words(row.figure, value) if value is not None else _("as the rulebook says")
    state = ChangeState(change.state)
    whom = _("this site") if change.site_id else _("all sites of the company")
    return Step(change, words, CHANGE_STATES[state], CHANGE_TONES[state], whom, _steps(request, change))


def _steps(request: Request, change: FigureChange) -> tuple[str, ...]:
    if change.state != ChangeState.PROPOSED:
        return ()
    actor, found = request.actor, []
    if actor.can(Can.APPROVE, change.site_id) and change.proposed_by_id != actor.id:
        found += ["approve", "decline"]
    if actor.can(Can.ADOPT, change.site_id):
        found.append("withdraw")
    return tuple(found)


@verb(can=Can.ADOPT)
def propose(request: Request, pack: str, part: str, name: str) -> HttpResponse:
    """Propose another figure; somebody else approves it."""
    site_id = site_of(request)
    row = queries.get_figure(request.actor, site_id, pack, part, name, request.now)
    form = _form_of(row).of(request, initial={"figure": _typed(row), "whom": "site"})
    if form.ready():
        data = form.cleaned_data
        value = rules.figures.read(row.figure, data["figure"])
        services.propose(
            site_id,
            by=request.actor,
            at=request.now,
            entries=[{"pack": pack, "part": part, "name": name, "value": value}],
            reason=data["reason"],
            from_at=data["from_at"],
            for_company=data["whom"] == "company",
        )
        return done(request, Line(row), _("Proposed. Somebody else approves it."))
    return page(
        request,
        "rulebook/propose.html#form",
        form=form,
        line=Line(row),
        what=name_words(row.figure),
        title=_("Decide this point") if row.is_open_point else _("Propose another figure"),
        submit=_("Propose"),
        back=Line(row).get_absolute_url(),
    )


def _form_of(row: FigureRow) -> type[ProposeForm | AnswerForm | SwitchFigureForm]:
    if row.is_open_point:
        return AnswerForm
    return SwitchFigureForm if row.figure.kind is FigureKind.SWITCH else ProposeForm


def _typed(row: FigureRow) -> str:
    """What holds, as one would type it."""
    value = row.value
    if row.figure.kind is FigureKind.SWITCH:
        return "on" if value else "off"
    if row.is_open_point:
        return str(value or row.figure.detail)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "")


# --- Deciding ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shown:
    """A change as the list of proposals shows it: each of its figures with what holds now and what is proposed."""

    step: Step
    entries: list[tuple[Line, str, Text]]
    topic: str


@screen(can=Can.SEE)
def list_changes(request: Request) -> HttpResponse:
    """What waits for approval, and what was decided."""
    site_id = site_of(request)
    rows = {(row.figure.pack, *row.figure.key): row for row in _all_rows(request, site_id)}
    changes = [_shown(request, change, rows) for change in queries.list_changes(request.actor, site_id)]
    return page(request, "rulebook/changes.html", changes=changes, title=_("Proposed figures"))


def _all_rows(request: Request, site_id: int) -> list[FigureRow]:
    return queries.list_figures(request.actor, site_id, request.now)


def _shown(request: Request, change: FigureChange, rows: dict[Any, FigureRow]) -> Shown:
    entries = []
    for entry in change.entries:
        row = rows.get((entry["pack"], entry["part"], entry["name"]))
        if row is not None:
            value = entry["value"]
            words = value_words(row.figure, value) if value is not None else _("as the rulebook says")
            stands = "" if row.is_open_point else STRICTNESSES[rules.figures.stands(row.figure, value)]
            entries.append((Line(row), words, stands))
    state = ChangeState(change.state)
    whom = _("this site") if change.site_id else _("all sites of the company")
    step = Step(change, "", CHANGE_STATES[state], CHANGE_TONES[state], whom, _steps(request, change))
    topic = queries.topic_title(change.topic)
    return Shown(step, entries, topic)


@verb(can=Can.APPROVE)
def approve(request: Request, change_id: int) -> HttpResponse:
    """Let proposed figures hold."""
    change = queries.get_change(request.actor, change_id)
    form = NoteForm.of(request)
    if form.ready():
        services.approve(change, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, "rulebook:changes", _("Approved."))
    return _ask(request, change, form, _("Approve"), danger=False)


@verb(can=Can.APPROVE)
def decline(request: Request, change_id: int) -> HttpResponse:
    """Decline proposed figures, with a word why."""
    change = queries.get_change(request.actor, change_id)
    form = NoteForm.of(request)
    if form.ready():
        services.decline(change, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, "rulebook:changes", _("Declined."))
    return _ask(request, change, form, _("Decline"), danger=True)


def _ask(request: Request, change: FigureChange, form: NoteForm, title: str, *, danger: bool) -> HttpResponse:
    return page(
        request,
        "rulebook/decide.html#form",
        form=form,
        change=change,
        title=title,
        submit=title,
        danger=danger,
        back=reverse("rulebook:changes"),
    )


@verb(can=Can.ADOPT, ask=gettext_lazy("Take this proposal back?"))
def withdraw(request: Request, change_id: int) -> HttpResponse:
    """Take a proposal back."""
    change = queries.get_change(request.actor, change_id)
    services.withdraw(change, by=request.actor, at=request.now)
    return done(request, "rulebook:changes", _("Taken back."))
