"""The lists: files with how complete they are, what is missing everywhere, loans, closed files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.apps.archives import queries
from guanjia.apps.archives.models import PaperLoan
from guanjia.apps.archives.queries import Dossier
from guanjia.apps.archives.rules import Slot
from guanjia.apps.archives.terms import (
    FILE_STATES,
    HOLDERS,
    LOAN_STATES,
    OPEN_LOANS,
    STANDING_ICONS,
    STANDING_TONES,
    STANDINGS,
    FileState,
    Holder,
    LoanState,
    Standing,
)
from guanjia.apps.places import queries as places
from guanjia.kernel.refusals import Text
from guanjia.ui.http import Request
from guanjia.ui.lists import Column, Empty, Filter, Flag, List, States

_FEW = 3


@dataclass(frozen=True)
class FileRow:
    """One file in a list."""

    dossier: Dossier
    late: bool = False

    @property
    def pk(self) -> int:
        """The holder's id."""
        return self.dossier.whose.pk

    @property
    def whose(self) -> Any:
        """Whose it is."""
        return self.dossier.whose

    @property
    def lacking(self) -> str:
        """What is missing or expired, in words."""
        return " · ".join(str(one.ask.title) for one in self.dossier.lacking)

    @property
    def lacking_first(self) -> str:
        """The first few of them."""
        titles = [str(one.ask.title) for one in self.dossier.lacking]
        more = len(titles) - _FEW
        said = " · ".join(titles[:_FEW])
        return f"{said} +{more}" if more > 0 else said

    @property
    def plans(self) -> str:
        """By which plans."""
        return " + ".join(dict.fromkeys(str(one.plan.title) for one in self.dossier.plans))

    def get_absolute_url(self) -> str:
        """The page of the file."""
        return str(self.whose.url)


@dataclass(frozen=True)
class MissingRow:
    """One paper somebody has to supply."""

    dossier: Dossier
    slot: Slot

    @property
    def pk(self) -> str:
        """Holder and item."""
        return f"{self.dossier.whose.about}:{self.slot.ask.key}"

    @property
    def whose(self) -> Any:
        """Whose file it is missing in."""
        return self.dossier.whose

    @property
    def title(self) -> str:
        """What is missing."""
        return str(self.slot.ask.title)

    @property
    def who(self) -> str:
        """The post that can supply it."""
        return str(self.slot.ask.who)

    @property
    def expired_on(self) -> Any:
        """Since when it holds no longer; None for what was never there."""
        days = [one.expires_on for one in self.slot.evidence if one.expires_on]
        return max(days, default=None)

    @property
    def asked_by(self) -> str:
        """The clauses that ask for it."""
        return " · ".join(f"{title} {number}" for _key, title, number in self.slot.ask.clauses)

    def get_absolute_url(self) -> str:
        """Where it is filed."""
        return f"{self.whose.url}#item-{self.slot.ask.key}"


def _groups(request: Request) -> Iterable[tuple[int, str]]:
    if request.site is None:
        return []
    return [(one.pk, str(one)) for one in places.list_groups(request.actor, request.site.pk)]


def _items(request: Request) -> Iterable[tuple[str, Text]]:
    """Everything the plans of the site ask for, each once."""
    if request.site is None:
        return []
    found: dict[str, Text] = {}
    for here in queries.plans_of(request.site.pk, request.now):
        for item in here.plan.items:
            found.setdefault(item.key, str(item.title))
    return found.items()


def _plans(request: Request) -> Iterable[tuple[str, Text]]:
    if request.site is None:
        return []
    found = queries.plans_of(request.site.pk, request.now)
    return {f"{one.pack}/{one.plan.key}": str(one.plan.title) for one in found}.items()


def _posts(request: Request) -> Iterable[tuple[str, Text]]:
    if request.site is None:
        return []
    found: dict[str, Text] = {}
    for here in queries.plans_of(request.site.pk, request.now):
        for item in here.plan.items:
            if item.who:
                found.setdefault(item.who, str(here.posts.get(item.who, item.who)))
    return found.items()


def _in_group(rows: Iterable[Any], value: str) -> list[Any]:
    return [one for one in rows if str(one.whose.group_id) == value]


def _lacks(rows: Iterable[FileRow], value: str) -> list[FileRow]:
    return [one for one in rows if any(slot.ask.key == value for slot in one.dossier.lacking)]


def _by_plan(rows: Iterable[FileRow], value: str) -> list[FileRow]:
    return [one for one in rows if any(f"{plan.pack}/{plan.plan.key}" == value for plan in one.dossier.plans)]


def _whole(rows: Iterable[FileRow], value: str) -> list[FileRow]:
    return [one for one in rows if one.dossier.is_complete == (value == "complete")]


class FileList(List):
    """The files of a kind of holder, with how complete each is."""

    key = "archives-files"
    columns = (
        Column(
            "name",
            pgettext_lazy("papers", "File"),
            value=lambda one: one.whose.name,
            link=True,
            sort="whose.name",
        ),
        Column("other", _("Customer or unit"), value=lambda one: one.whose.other, sort="whose.other"),
        Column("group", _("Group"), value=lambda one: one.whose.group, sort="whose.group", phone=False),
        Column("plans", _("Plan"), sort="plans", phone=False),
        Column(
            "percent",
            pgettext_lazy("file", "Complete"),
            template="archives/cells/complete.html",
            excel=lambda one: f"{one.dossier.have}/{one.dossier.needed}",
            sort="dossier.percent",
        ),
        Column(
            "lacking_first",
            _("What is lacking"),
            excel=lambda one: one.lacking,
            wide=True,
        ),
        Column(
            "box", _("Where it stands"), value=lambda one: one.dossier.box, sort="dossier.box", phone=False
        ),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter(
            "whole",
            pgettext_lazy("file", "Complete"),
            options=(("complete", _("Complete files")), ("lacking", _("Files that lack something"))),
            apply=_whole,
        ),
        Filter("lacks", _("Lacks"), options=_items, apply=_lacks),
        Filter("group", _("Group"), options=_groups, apply=_in_group),
        Filter("plan", _("Plan"), options=_plans, apply=_by_plan),
    )
    search = ("whose.name", "whose.other", "dossier.box")
    order = "whose.name"
    empty = Empty(
        _("No file here"),
        _(
            "A rulebook with a file plan says what must be in the files of units and customers. Adopt one, or change the filters."
        ),
        icon="archive",
    )


def _since(rows: Iterable[MissingRow], value: str) -> list[MissingRow]:
    return [one for one in rows if one.slot.standing == value]


def _of_holder(rows: Iterable[MissingRow], value: str) -> list[MissingRow]:
    return [one for one in rows if one.whose.of == value]


class MissingList(List):
    """Every paper that is missing or has expired, file by file."""

    key = "archives-missing"
    columns = (
        Column(
            "name",
            pgettext_lazy("papers", "File"),
            value=lambda one: one.whose.name,
            link=True,
            sort="whose.name",
        ),
        Column("title", _("Which paper"), wide=True, sort="title"),
        Column(
            "standing",
            _("State"),
            kind="badge",
            value=lambda one: STANDINGS[one.slot.standing],
            tone=lambda one: STANDING_TONES[one.slot.standing],
            icon=lambda one: STANDING_ICONS[one.slot.standing],
            sort="slot.standing",
        ),
        Column("other", _("Customer or unit"), value=lambda one: one.whose.other, sort="whose.other"),
        Column("group", _("Group"), value=lambda one: one.whose.group, sort="whose.group", phone=False),
        Column(
            "building",
            _("Building"),
            value=lambda one: one.whose.building,
            sort="whose.building",
            phone=False,
        ),
        Column("who", _("Who can supply it"), sort="who"),
        Column("expired_on", _("Expired on"), kind="date", sort="expired_on", phone=False),
        Column("asked_by", _("Clause"), phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter("group", _("Group"), options=_groups, apply=_in_group),
        Filter(
            "item",
            _("Which paper"),
            options=_items,
            apply=lambda rows, value: [one for one in rows if one.slot.ask.key == value],
        ),
        Filter(
            "standing",
            _("State"),
            options=tuple((one.value, STANDINGS[one]) for one in (Standing.MISSING, Standing.EXPIRED)),
            apply=_since,
        ),
        Filter(
            "who",
            _("Who can supply it"),
            options=_posts,
            apply=lambda rows, value: [one for one in rows if one.slot.ask.who_key == value],
        ),
        Filter("of", _("Whose file"), options=tuple(HOLDERS.items()), apply=_of_holder),
    )
    search = ("whose.name", "whose.other", "title")
    order = "whose.name"
    empty = Empty(_("Nothing is missing"), _("Every file holds what its plan asks for."), icon="circle-check")


def _late(rows: QuerySet[PaperLoan], request: Request) -> QuerySet[PaperLoan]:
    return rows.filter(state=LoanState.OUT.value, due_at__lte=request.now)


class LoanList(List):
    """Originals that are asked for or out, overdue first; and every loan there was."""

    key = "archives-loans"
    columns = (
        Column("ref", _("Number"), link=True, sort="ref"),
        Column("file", pgettext_lazy("papers", "File"), value=lambda one: one.file.holder_name),
        Column(
            "title",
            _("Which paper"),
            value=lambda one: one.paper.title if one.paper else _("The whole binder"),
            wide=True,
        ),
        Column("borrower", _("With"), wide=True, sort="borrower_name"),
        Column(
            "due_at",
            _("Back by"),
            template="archives/cells/due.html",
            excel=lambda one: one.due_at,
            sort="due_at",
        ),
        Column(
            "state_label",
            _("State"),
            kind="badge",
            tone=lambda one: one.state_tone,
            icon=lambda one: one.state_icon,
        ),
        Column("reason", _("What for"), phone=False),
        Column("out_at", _("Out since"), kind="moment", sort="out_at", phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        States(
            "state",
            _("State"),
            options=tuple(LOAN_STATES.items()),
            still=tuple(OPEN_LOANS),
            still_label=_("Not back yet"),
        ),
        Flag("late", _("Not back in time"), apply=_late),
    )
    search = ("ref", "borrower_name", "party", "paper__title", "file__unit__code", "file__person__name")
    order = "due_at"
    empty = Empty(
        _("No original is out"),
        _("Ask for the original of a paper on the page of the paper."),
        icon="archive",
    )


class ClosedList(List):
    """Volumes whose holders have left, and until when they are kept."""

    key = "archives-closed"
    columns = (
        Column("ref", _("Number"), link=True, sort="ref"),
        Column("holder_name", pgettext_lazy("papers", "File")),
        Column("volume", _("Volume"), kind="number", sort="volume", phone=False),
        Column("state_label", _("State"), kind="badge", tone=lambda one: one.state_tone),
        Column("closed_at", pgettext_lazy("file", "Closed"), kind="moment", sort="closed_at"),
        Column("reason_label", _("Why"), wide=True, phone=False),
        Column("keep_until", _("Kept until"), kind="date", sort="keep_until"),
        Column("held_reason", _("Kept longer because"), phone=False),
        Column("box", _("Where it stands"), sort="box", phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        States(
            "state",
            _("State"),
            options=[(FileState.DESTROYED, FILE_STATES[FileState.DESTROYED])],
            still=(FileState.CLOSED,),
            still_label=_("Closed and kept"),
        ),
        Filter(
            "of",
            _("Whose file"),
            options=tuple(HOLDERS.items()),
            apply=lambda rows, value: rows.exclude(**{Holder(value).value: None}),
        ),
    )
    search = ("ref", "unit__code", "person__name", "box")
    order = "keep_until"
    empty = Empty(
        _("No closed file"),
        _("A customer’s file closes when they move out; it stands here until its time is over."),
        icon="archive",
    )
