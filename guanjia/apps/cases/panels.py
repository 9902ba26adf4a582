"""What the screens of cases show: facts, the readable journal, the panels of Today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.cases import queries
from guanjia.apps.cases.forms.intake import fault_name
from guanjia.apps.cases.lifecycle import CASE, VISIT
from guanjia.apps.cases.lists import class_label
from guanjia.apps.cases.models import Case
from guanjia.apps.cases.terms import (
    CHANNELS,
    COMPLAINT_CLASSES,
    KINDS,
    URGENCIES,
    Can,
    Channel,
    ComplaintClass,
    Kind,
    Urgency,
)
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook.terms import Bilingual
from guanjia.kernel import journal
from guanjia.kernel.actor import Actor
from guanjia.kernel.counting import first_of
from guanjia.kernel.models import JournalEntry
from guanjia.ui.panels import Fact, Facts, Figure, Panel
from guanjia.ui.request import Request

_MOST_ON_TODAY = 8

QUIET = ("obligations.", "messaging.")
"""Events that stand on the clocks, not in the story of a case, unless they are alarms."""
ALARMS = {"obligations.breached", "obligations.escalated", "obligations.acknowledged"}


@dataclass(frozen=True)
class Entry:
    """One line of the story: when, who, what, the words that belong to it, and how it looks."""

    at: datetime
    who: str
    label: str
    ref: str
    words: tuple[str, ...]
    tone: str
    late: bool


def case_facts(case: Case, actor: Actor) -> Facts:
    """The facts of the matter itself."""
    facts = Facts(title=_("Matter"))
    facts.add(_("State"), CASE.label(case.state))
    facts.add(_("Kind"), KINDS[Kind(case.kind)])
    facts.add(
        _("Channel"),
        _("%(channel)s, in writing") % {"channel": CHANNELS[Channel(case.channel)]}
        if case.written
        else CHANNELS[Channel(case.channel)],
    )
    if case.complaint_class:
        facts.add(_("Class"), class_label(case))
    facts.add(_("Urgency"), URGENCIES[Urgency(case.urgency)])
    if case.classification:
        facts.add(_("Fault"), fault_name(case.classification))
    facts.add(_("Where"), case.where)
    facts.add(
        _("Owner"),
        case.first_receiver.name,
        hint=_("First receiver: answers for it until the customer has an answer."),
    )
    facts.add(_("Handler"), case.handler.name)
    facts.add(_("Received at"), case.received_at, kind="moment")
    if case.promised_at:
        facts.add(
            _("Promised"),
            case.promised_at,
            kind="moment",
            hint=_("Postponed once") if case.postponements else "",
        )
    if case.outcome:
        facts.add(_("Outcome"), case.outcome)
    return facts


def caller_facts(case: Case, actor: Actor) -> Facts:
    """Who came to us with it; the number is masked."""
    facts = Facts(title=_("Customer"))
    if case.person:
        facts.add(
            _("Caller"),
            case.caller_name or case.person.name,
            url=reverse("people:person", args=[case.person_id]),
        )
    else:
        facts.add(_("Caller"), case.caller_name)
    may_reveal = bool(case.caller_phone) and actor.can(Can.SEE_PHONE, case.site_id)
    facts.facts.append(
        Fact(
            _("Phone"),
            case.masked_phone,
            kind="phone",
            hidden=bool(case.caller_phone),
            reveal_url=reverse("cases:reveal_phone", args=[case.ref]) if may_reveal else "",
        )
    )
    if case.unit:
        facts.add(_("Unit"), case.unit.code, url=reverse("places:unit", args=[case.unit_id]))
    return facts


def timeline(entries: Iterable[JournalEntry]) -> list[Entry]:
    """The journal of a case as people read it, latest first; the engine's own bookkeeping stays on the clocks."""
    entries = list(entries)
    names = organisations.staff_names(_people_in(entries))
    return [_entry(one, names) for one in reversed(entries) if _is_told(one)]


def _is_told(entry: JournalEntry) -> bool:
    return entry.event in ALARMS or not entry.event.startswith(QUIET)


_PEOPLE = ("handler_id", "owner_id", "assignee_id", "first_receiver_id", "visitor_id")
_WORDS = ("reason", "text", "note", "outcome", "decisions", "agreed_with", "answer")
_MOMENTS = {
    "promised_at": gettext_lazy("Promised for %(at)s"),
    "until": gettext_lazy("Until %(at)s"),
    "due_at": gettext_lazy("Due %(at)s"),
}


def _people_in(entries: list[JournalEntry]) -> set[int]:
    return {
        entry.data[name] for entry in entries for name in _PEOPLE if isinstance(entry.data.get(name), int)
    }


def _entry(entry: JournalEntry, names: dict[int, str]) -> Entry:
    data = entry.data
    said = {name: str(data[name]) for name in _WORDS if data.get(name)}
    if entry.event == "cases.visited":
        said["outcome"] = str(VISIT.label(data["outcome"].upper()))
    words = list(said.values())
    if entry.event in ALARMS:
        words.insert(0, str(Bilingual(**data["title"])))
    if data.get("complaint_class") and entry.event == "cases.ruled":
        words.insert(0, str(COMPLAINT_CLASSES[ComplaintClass(data["complaint_class"])]))
    if data.get("attendants"):
        words.insert(0, "、".join(data["attendants"]))
    people = [names[data[name]] for name in _PEOPLE if data.get(name) in names]
    if people and entry.event not in {"cases.answered", "cases.urged"}:
        words.append(_("In charge: %(names)s") % {"names": "、".join(dict.fromkeys(people))})
    for name, said_as in _MOMENTS.items():
        if data.get(name) and entry.event.startswith(("cases.", "workorders.")):
            words.append(str(said_as) % {"at": _moment_words(data[name])})
    return Entry(
        at=entry.at,
        who=entry.actor_name if entry.actor_kind != "SYSTEM" else _("By rule"),
        label=journal.label_of(entry),
        ref=entry.ref if entry.ref != entry.thread else "",
        words=tuple(words),
        tone=_tone(entry),
        late=(entry.recorded_at - entry.at).total_seconds() > 3600,
    )


def _moment_words(text: str) -> str:
    from django.utils import timezone

    return timezone.localtime(datetime.fromisoformat(text)).strftime("%m-%d %H:%M")


def _tone(entry: JournalEntry) -> str:
    if entry.event in {"obligations.breached", "obligations.escalated", "cases.urged", "cases.reopened"}:
        return "late"
    if entry.event in {"cases.closed", "cases.resolved", "workorders.completed"}:
        return "calm"
    return "neutral"


def qr_drawing(text: str) -> SafeString:
    """A QR code as an SVG drawing."""
    drawing = segno.make(text, error="m").svg_inline(scale=3, border=1)
    return mark_safe(drawing)  # noqa: S308 - drawn by segno from our own address


def today_cases(request: Request) -> Panel | None:
    """My open cases, the oldest first."""
    if not request.actor.can(Can.SEE):
        return None
    mine, count = first_of(queries.list_mine(request.actor), _MOST_ON_TODAY)
    return Panel(
        title=_("My cases"),
        template="cases/panels/cases.html",
        context={"rows": mine},
        icon="inbox",
        count=count,
        url=reverse("cases:list") + "?mine=1&open=1",
        empty=_("No open case is yours."),
    )


def unit_cases(request: Request, unit: Any) -> Panel | None:
    """The cases of a unit, on its page."""
    if not request.actor.can(Can.SEE, unit.site_id):
        return None
    return Panel(
        title=_("Cases"),
        template="cases/panels/cases.html",
        context={"rows": queries.unit_cases(request.actor, unit.pk, _MOST_ON_TODAY)},
        icon="inbox",
        empty=_("No case was ever registered for this unit."),
    )


def today_visits(request: Request) -> Panel | None:
    """The visits in my hand, and the next ones of the queue."""
    if request.site is None or not request.actor.can(Can.VISIT, request.site.pk):
        return None
    in_hand = queries.visits_in_hand(request.actor)
    queue = queries.visit_queue(request.actor, request.site.pk, request.now)
    return Panel(
        title=_("Return visits"),
        template="cases/panels/visits.html",
        context={"rows": [*in_hand, *queue][:_MOST_ON_TODAY], "label": VISIT.label},
        icon="phone-call",
        count=len(in_hand) + len(queue),
        url=reverse("cases:visits"),
        empty=_("Nobody waits for a return visit."),
    )


def today_changes(request: Request) -> Panel | None:
    """What became of my cases lately."""
    if not request.actor.can(Can.SEE) or request.actor.id is None:
        return None
    refs = [case.ref for case in queries.list_mine(request.actor)[:50]]
    told = [one for one in journal.latest_in(refs, 30) if _is_told(one) and one.actor_id != request.actor.id]
    titles = queries.titles([one.thread for one in told])
    rows = [
        {"entry": entry, "thread": one.thread, "title": titles.get(one.thread, "")}
        for one, entry in zip(told, [_entry(one, {}) for one in told], strict=True)
    ]
    return Panel(
        title=_("What changed"),
        template="cases/panels/changes.html",
        context={"rows": rows[:_MOST_ON_TODAY]},
        icon="history",
        empty=_("Nothing has happened to your cases."),
    )


def today_figures(request: Request) -> list[Any]:
    """The few numbers on top of Today; each opens the list behind it."""
    if request.site is None or not request.actor.can(Can.SEE, request.site.pk):
        return []
    counted = queries.list_cases(request.actor, request.site.pk).pressing(request.now)
    address = reverse("cases:list")
    late = counted["late"]
    figures = [
        Figure(_("Open cases"), counted["open"], icon="inbox", url=f"{address}?open=1"),
        Figure(_("Promise passed"), late, "late" if late else "neutral", "calendar-x", f"{address}?late=1"),
    ]
    if request.actor.can(Can.RULE, request.site.pk):
        unruled = counted["unruled"]
        figures.append(
            Figure(
                _("To rule on"), unruled, "soon" if unruled else "neutral", "gavel", f"{address}?unruled=1"
            )
        )
    return figures
