"""The lists behind the numbers: obligations with their proof, and facts of the journal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from guanjia.apps.insight import queries
from guanjia.apps.insight.queries import Evidence, Proved
from guanjia.apps.obligations.terms import RUNNING, STATES, State
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.journal import label_of
from guanjia.kernel.refusals import Text
from guanjia.ui import pages
from guanjia.ui.filters import Filter
from guanjia.ui.http import Request
from guanjia.ui.lists import Column, Empty, List


def page_of(ref: str) -> str:
    """The address of what a reference names, "" when it has no page."""
    if ref.startswith("OB-") and ref[3:].isdecimal():
        return reverse("obligations:why", args=[int(ref[3:])])
    return pages.page_of(ref)


def stands(one: Proved) -> Text:
    """How an obligation stands, in a word."""
    return _now("Overdue") if one.clock.is_overdue else STATES[State(one.obligation.state)]


def evidence_words(found: Evidence | None) -> str:
    """A proof as text: what, which paper, by whom, when, in which words, with how many photographs."""
    if found is None:
        return ""
    at = f"{timezone.localtime(found.at):%Y-%m-%d %H:%M}"
    parts = [found.label, "" if found.ref.startswith("OB-") else found.ref, found.who, at, found.words]
    if found.files:
        photos = ngettext("%(n)s file", "%(n)s files", len(found.files)) % {"n": len(found.files)}
        names = ", ".join(one.name for one in found.files)
        parts.append(f"{photos}: {names}")
    return " · ".join(part for part in parts if part)


def answer_words(one: Proved) -> str:
    """The breach and what was done about it, as text."""
    row = one.obligation
    parts = []
    if row.breached_at:
        parts.append(
            _now("Overdue since %(moment)s")
            % {"moment": f"{timezone.localtime(row.breached_at):%Y-%m-%d %H:%M}"}
        )
    for answer in one.answers:
        said = f"{timezone.localtime(answer.at):%Y-%m-%d %H:%M} {answer.label}"
        parts.append(" ".join(part for part in (said, answer.who, answer.words) if part))
    return "\n".join(parts)


def _stood(rows: Any, value: str, request: Request) -> Any:
    over = Q(state__in=RUNNING, due_at__lte=request.now)
    return {
        "kept": lambda: rows.filter(state=State.KEPT),
        "late": lambda: rows.filter(state=State.LATE),
        "broken": lambda: rows.filter(Q(state=State.MISSED) | over),
        "open": lambda: rows.filter(state__in=RUNNING, due_at__gt=request.now),
        "not_due": lambda: rows.filter(state__in=[State.EXCUSED, State.VOIDED]),
        "breached": lambda: rows.filter(breached_at__isnull=False),
    }[value]()


STOOD = {
    "kept": _("kept"),
    "late": _("done late"),
    "broken": _("broken"),
    "open": _("still open"),
    "not_due": _("excused or no longer needed"),
    "breached": _("overdue once"),
}


@dataclass(frozen=True)
class StoodFilter(Filter):
    """How it stands, in the words of the board."""

    def known(self, request: Request) -> dict[str, Text]:  # noqa: ARG002
        return dict(STOOD)

    def narrow(self, rows: Any, request: Request) -> Any:
        value = self.value(request)
        return _stood(rows, value, request) if value else rows


def _owners(request: Request) -> Iterable[tuple[str, Text]]:
    site_id = (getattr(request.resolver_match, "kwargs", None) or {}).get("site_id")
    return [(str(one.pk), one.name) for one in organisations.list_staff(request.actor, site_id)]


class ProofList(List):
    """Obligations with owner, due, met, evidence, breach and answer, in order of due time."""

    key = "proof"
    columns = (
        Column("number", _("Number"), link=True, value=lambda one: one.obligation.number),
        Column("title", _("Duty"), wide=True, value=lambda one: one.clock.title),
        Column("matter", _("About"), value=lambda one: one.clock.matter, phone=False),
        Column("owner", _("Whose duty"), value=lambda one: one.clock.owner),
        Column(
            "due_at", _("Due time"), kind="moment", value=lambda one: one.obligation.due_at, sort="due_at"
        ),
        Column("ended_at", _("Ended"), kind="moment", value=lambda one: one.obligation.ended_at, phone=False),
        Column("stands", _("State"), template="insight/cells/stands.html", excel=stands),
        Column(
            "evidence",
            _("Evidence"),
            template="insight/cells/evidence.html",
            excel=lambda one: evidence_words(one.evidence),
        ),
        Column(
            "answers",
            _("Breach and what was done"),
            template="insight/cells/answers.html",
            excel=answer_words,
        ),
    )
    filters: ClassVar[Sequence[Filter]] = (
        StoodFilter("stood", _("How it stands")),
        Filter(
            "owner",
            _("Whose duty"),
            options=_owners,
            apply=lambda rows, value: rows.filter(owner_id=int(value)),
        ),
    )
    search = ("ref", "thread", "owner__name")
    order = "due_at"
    empty = Empty(
        _("Nothing was due in this period"), _("Choose another period, or another clause."), icon="checklist"
    )

    def prepare(self, things: list[Any]) -> list[Any]:
        return list(queries.proved(things, self.request.now))

    def row_url(self, thing: Proved) -> str:
        return reverse("obligations:why", args=[thing.obligation.pk])

    def row_key(self, thing: Proved) -> str:
        return str(thing.obligation.pk)


def _said(entry: Any) -> str:
    return " · ".join(
        str(entry.data[name])
        for name in ("note", "text", "reason")
        if isinstance(entry.data.get(name), str) and entry.data[name]
    )


class FactList(List):
    """Facts of the journal, the latest first."""

    key = "facts"
    columns = (
        Column("at", _("When"), kind="moment", sort="at"),
        Column("label", _("What happened"), value=label_of),
        Column("ref", _("Number"), link=True, sort="ref"),
        Column("actor_name", _("By whom")),
        Column("score", _("Score"), kind="number", value=lambda one: one.data.get("score", ""), phone=False),
        Column("said", _("Words"), wide=True, value=_said, phone=False),
    )
    search = ("ref", "thread", "actor_name")
    order = "-at"
    empty = Empty(_("Nothing happened in this period that is counted here"), icon="chart-bar")

    def row_url(self, thing: Any) -> str:
        return page_of(thing.ref) or page_of(thing.thread)
