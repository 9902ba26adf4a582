"""The gallery: every component in every state, in both themes, in the language of the page. What is not here is not ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.kernel.refusals import Refusal, refuse
from guanjia.ui.forms import (
    Choice,
    Choices,
    Day,
    File,
    Form,
    Line,
    Moment,
    Money,
    Number,
    Phone,
    Photos,
    Signature,
    YesNo,
)
from guanjia.ui.http import SIGNED_IN, Request, done, page, screen, verb
from guanjia.ui.lists import Bulk, Column, Empty, Filter, Flag, List, Period
from guanjia.ui.panels import Fact, Facts, Figure, Panel

TRADES = [
    ("plumbing", gettext_lazy("Plumbing")),
    ("electrical", gettext_lazy("Electrical")),
    ("lift", gettext_lazy("Lifts")),
]
STATES = [
    ("open", gettext_lazy("In hand")),
    ("waiting", gettext_lazy("Waiting")),
    ("done", gettext_lazy("Done")),
    ("late", gettext_lazy("Late")),
]
_TONES = {"open": "accent", "waiting": "paused", "done": "calm", "late": "late"}


@dataclass
class Sample:
    """A row of the sample list."""

    ref: str
    title: str
    state: str
    trade: str
    received_at: datetime
    due_at: datetime
    fee: int | None

    @property
    def state_label(self) -> str:
        return str(dict(STATES)[self.state])


class SampleForm(Form):
    """One field of every kind."""

    draft = "gallery"
    title = Line(gettext_lazy("Matter"), placeholder=gettext_lazy("What has happened?"))
    phone = Phone(
        gettext_lazy("Caller's number"), help_text=gettext_lazy("Digits; blanks and dashes do not matter.")
    )
    trade = Choice(gettext_lazy("Trade"), TRADES)
    unit = Choice(
        gettext_lazy("Unit"), [(f"{b}-{n}", f"{b} - {n:04d}") for b in "AB" for n in range(101, 140)]
    )
    helpers = Choices(gettext_lazy("Tools"), TRADES, required=False)
    promised_at = Moment(gettext_lazy("Promised for"), quick=("+30m", "+2h", "17:50", "+1d"))
    day = Day(gettext_lazy("Day"), required=False)
    fee = Money(gettext_lazy("Price"), required=False)
    count = Number(gettext_lazy("How many"), required=False, min_value=0)
    urgent = YesNo(gettext_lazy("Danger to people"))
    text = Line(gettext_lazy("Description"), rows=3, required=False)
    photos = Photos(gettext_lazy("Photos"), most=4)
    file = File(gettext_lazy("Workbook"), endings=(".xlsx", ".csv"), required=False)
    signature = Signature(gettext_lazy("Owner's signature"), required=False)


class ShortForm(Form):
    """What the sample dialog asks; "refuse" as reason is refused by the verb, to show how that looks."""

    reason = Line(gettext_lazy("Reason"), rows=2, help_text=gettext_lazy("Write “refuse” to see a refusal."))
    until = Moment(gettext_lazy("Until"), quick=("+2h", "+1d"), required=False)


class SampleList(List):
    """A list with everything a list can have."""

    key = "gallery"
    columns = (
        Column("ref", gettext_lazy("Number"), link=True, sort="ref"),
        Column("title", gettext_lazy("Matter"), wide=True, sort="title"),
        Column("state_label", gettext_lazy("State"), kind="badge", tone=lambda row: _TONES[row.state]),
        Column("trade", gettext_lazy("Trade"), value=lambda row: dict(TRADES)[row.trade], phone=False),
        Column("received_at", gettext_lazy("Received"), kind="moment", sort="received_at", phone=False),
        Column("due_at", gettext_lazy("Clock"), template="ui/gallery/clock_cell.html", sort="due_at"),
        Column("fee", gettext_lazy("Price"), kind="money", total=True, phone=False),
    )
    filters = (
        Filter("state", gettext_lazy("State"), options=STATES),
        Filter("trade", gettext_lazy("Trade"), options=TRADES),
        Period("received_at", gettext_lazy("Received")),
        Flag(
            "paid", gettext_lazy("Has a price"), apply=lambda rows, _request: [row for row in rows if row.fee]
        ),
    )
    search = ("ref", "title")
    order = "due_at"
    size = 25
    empty = Empty(
        gettext_lazy("No work orders yet"), gettext_lazy("They appear here as soon as a case needs hands.")
    )
    bulk = (Bulk("shell:gallery_try", gettext_lazy("Assign"), icon="user-check"),)

    def row_url(self, thing: Sample) -> str:
        return f"?opened={thing.ref}"

    def row_key(self, thing: Sample) -> str:
        return thing.ref

    def row_css(self, thing: Sample) -> str:
        return "row-late" if thing.due_at < self.request.now and thing.state != "done" else ""


def samples(now: datetime) -> list[Sample]:
    """Rows for the sample list, the same every day but for the clock."""
    titles = [
        _("Water drips from the ceiling of the bathroom"),
        _("Corridor light on the 12th floor is out"),
        _("Lift 3 stops between floors"),
        _("Door of the rubbish room does not close"),
        _("Drain in the kitchen is blocked"),
        _("Socket in the hall sparks"),
    ]
    due = [-95, 8, 25, 140, 600, 2900, -2000, 4000]
    states = ["late", "open", "open", "waiting", "open", "done", "late", "waiting"]
    return [
        Sample(
            f"WO-2026-{300 + place:06d}",
            titles[place % len(titles)],
            states[place % 8],
            TRADES[place % 3][0],
            now - timedelta(minutes=37 * place + 12),
            now + timedelta(minutes=due[place % 8] + place),
            8000 * place if place % 3 else None,
        )
        for place in range(60)
    ]


@screen(can=SIGNED_IN)
def gallery(request: Request) -> HttpResponse:
    """All components."""
    now = request.now
    rows = [] if request.GET.get("empty") else samples(now)
    shown = SampleList(request, rows)
    if request.GET.get("format") == "xlsx" or request.GET.get("empty"):
        return shown.answer(title=_("Gallery"))
    wrong = SampleForm({"title": "", "phone": "12", "trade": "steam", "promised_at": "soon", "fee": "much"})
    return page(
        request,
        "ui/gallery.html",
        list=shown,
        form=SampleForm(initial={"fee": 12800, "trade": "lift"}),
        wrong_fields=[wrong[name] for name in ("title", "phone", "trade", "fee")],
        form_errors=[_("The work order is finished; open a new one.")],
        clocks=_clocks(now),
        facts=_facts(now),
        figures=_figures(),
        panel=_panel(now),
        bare_panel=Panel(
            _("Return visits"), "", {"rows": []}, icon="phone-call", count=0, empty=_("Every visit is done.")
        ),
        tones=["calm", "soon", "late", "paused", "accent", "neutral"],
        now=now,
    )


@verb(can=SIGNED_IN)
def try_form(request: Request) -> HttpResponse:
    """The sample dialog: its form, its refusal, its success."""
    form = ShortForm.of(request)
    if form.ready():
        if form.cleaned_data["reason"] == "refuse":
            refuse(
                Refusal(
                    "sample", _("The promise was moved once already. Ask your supervisor."), field="reason"
                )
            )
        return done(request, "shell:gallery", _("Done: nothing was stored, this is the gallery."))
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Move the promise"),
        submit=_("Move"),
        back="/gallery/",
    )


def _clocks(now: datetime) -> list[tuple[Any, ...]]:
    return [
        ("running", now + timedelta(hours=26), _("calm")),
        ("running", now + timedelta(minutes=12), _("soon")),
        ("running", now - timedelta(minutes=65), _("late")),
        ("paused", now + timedelta(minutes=50), _("paused")),
        ("met", now, _("kept")),
        ("missed", now, _("missed")),
    ]


def _facts(now: datetime) -> Facts:
    facts = [
        Fact(_("Number"), "CS-2026-000123", icon="tag"),
        Fact(_("Unit"), "A - 1203", url="#", icon="home"),
        Fact(_("Telephone"), "138****8000", hidden=True, reveal_url="/gallery/try/", icon="phone"),
        Fact(_("Received"), now - timedelta(minutes=80), kind="moment", icon="clock"),
        Fact(_("Price"), 12800, kind="money", icon="coin-yuan"),
        Fact(_("Agreed with"), "", hint=_("Nobody has agreed to a later arrival.")),
    ]
    return Facts(facts, _("Facts"))


def _figures() -> list[Figure]:
    return [
        Figure(_("overdue"), 3, "late", "alarm", "#"),
        Figure(_("due within the hour"), 7, "soon", "hourglass"),
        Figure(_("open cases"), 42, "accent", "inbox"),
        Figure(_("waiting for parts"), 5, "paused", "player-pause"),
        Figure(_("kept today"), "96%", "calm", "circle-check"),
    ]


def _panel(now: datetime) -> Panel:
    rows = samples(now)[:4]
    return Panel(
        _("My duties"),
        "ui/gallery/duty_rows.html",
        {"rows": rows},
        icon="checklist",
        count=4,
        url="#",
        urgent=True,
    )
