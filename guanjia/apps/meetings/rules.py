"""Why a meeting, its minutes, a decision, or a duty log does not go on."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from guanjia.apps.meetings.terms import CHECKS, KIND_WORDS, Check, ItemKind, LogState
from guanjia.kernel.periods import why_too_far
from guanjia.kernel.refusals import Refusal

_SHORTEST = 2
"""Signs a word needs at least, to be understood later."""
LONGEST_MEETING = timedelta(hours=24)
MOST_POINTS = 40
MOST_PEOPLE = 200
SOON = timedelta(minutes=60)
"""So long before their turn of duty somebody may already receive and begin (A-RULE-244 wants fifteen minutes)."""


def _short(text: str) -> bool:
    return len(text.strip()) < _SHORTEST


def why_not_word(text: str, field: str) -> Refusal | None:
    """A reason or a result says something."""
    return Refusal("word_missing", _("Say it in a few words."), field=field) if _short(text) else None


# --- Meetings --------------------------------------------------------------------------------------------------------------


def why_not_call(
    *,
    title: str,
    place: str,
    from_at: datetime,
    until_at: datetime,
    at: datetime,
    points: Sequence[str],
    invited: int,
) -> list[Refusal]:
    """A meeting has a title, a place, an end after its beginning, an agenda, and somebody who comes."""
    found = []
    if _short(title):
        found.append(Refusal("title_missing", _("Say in a few words what it is about."), field="title"))
    if _short(place):
        found.append(Refusal("place_missing", _("Say where it takes place."), field="place"))
    if from_at < at - timedelta(hours=24):
        found.append(
            Refusal("too_late", _("A meeting is entered a day afterwards at the latest."), field="from_at")
        )
    if until_at <= from_at:
        found.append(Refusal("ends_first", _("It ends before it begins. Check both."), field="until_at"))
    elif until_at - from_at > LONGEST_MEETING:
        found.append(Refusal("too_long", _("A meeting lasts a day at most."), field="until_at"))
    if not points:
        found.append(Refusal("no_agenda", _("Write at least one point of the agenda."), field="agenda"))
    elif len(points) > MOST_POINTS:
        found.append(Refusal("many_points", _("These are too many points for one meeting."), field="agenda"))
    if not invited:
        found.append(Refusal("nobody_invited", _("Invite at least one person."), field="staff"))
    elif invited > MOST_PEOPLE:
        found.append(Refusal("many_people", _("These are too many people for one meeting."), field="staff"))
    return found


def why_not_person(known: bool, able: bool, field: str) -> Refusal | None:
    """Chair, recorder and convenor hold a post of the site that lets them do their part."""
    if known and able:
        return None
    if not known:
        return Refusal(
            "no_such_staff", _("Nobody of this site goes by that name now. Choose again."), field=field
        )
    return Refusal(
        "may_not_do_it", _("Their post does not let them do this. Choose somebody else."), field=field
    )


def why_not_mine(holds: bool, code: str) -> Refusal | None:
    """Chair, recorder and convenor each do their part themselves."""
    if holds:
        return None
    words = {
        "not_chair": _("Only the chair of this meeting does this."),
        "not_recorder": _("The recorder of this meeting does this, or whoever called it."),
        "not_convenor": _("Whoever called this meeting does this, or its chair."),
        "not_invited": _("You are not on the list of those invited."),
    }
    return Refusal(code, words[code])


def why_not_begin(from_at: datetime, at: datetime) -> Refusal | None:
    """Attendance is taken once the meeting is about to begin."""
    if at < from_at - timedelta(minutes=30):
        return Refusal(
            "not_begun", _("It has not begun yet. Take attendance from half an hour before it begins.")
        )
    return None


def why_not_submit(texts: Sequence[str], unmarked: int) -> list[Refusal]:
    """Minutes say something about each point, and about everybody whether they came."""
    found = []
    if any(_short(one) for one in texts):
        found.append(Refusal("point_empty", _("Write something about every point of the agenda first.")))
    if unmarked:
        found.append(Refusal("attendance_open", _("Say of everybody invited whether they came.")))
    return found


def why_not_presence(marks: Sequence[str], known: Collection[str]) -> Refusal | None:
    """Everybody is marked with a word of the list."""
    if any(one not in known for one in marks):
        return Refusal("attendance_open", _("Say of everybody invited whether they came."))
    return None


def why_not_correct(old: str, new: str, reason: str) -> list[Refusal]:
    """A correction says something else than before, and why."""
    found = []
    if _short(new):
        found.append(Refusal("word_missing", _("Say it in a few words."), field="text"))
    elif new.strip() == old.strip():
        found.append(Refusal("nothing_new", _("This is what stands there already."), field="text"))
    if _short(reason):
        found.append(Refusal("reason_missing", _("Say why it is corrected."), field="reason"))
    return found


# --- Decisions -------------------------------------------------------------------------------------------------------------


def why_not_due(due_at: datetime, at: datetime) -> Refusal | None:
    """What is wanted lies ahead."""
    if due_at <= at:
        return Refusal("not_ahead", _("This moment has passed. Choose a later one."), field="due_at")
    return why_too_far(due_at, at, "due_at")


def why_not_decide(what: str, *, has_owner: bool, due_at: datetime, at: datetime) -> list[Refusal]:
    """A decision says what, who, and by when; the moment lies ahead."""
    found = []
    if _short(what):
        found.append(Refusal("what_missing", _("Say what is to be done."), field="what"))
    if not has_owner:
        found.append(
            Refusal("owner_missing", _("Choose a person or a post of this site that does it."), field="owner")
        )
    late = why_not_due(due_at, at)
    return [*found, late] if late else found


def why_not_report(*, owns: bool, note: str, photos: int) -> list[Refusal]:
    """The owner reports, with a word on the result; a photo alone says too little."""
    found = []
    if not owns:
        found.append(Refusal("not_owner", _("Only its owner reports a decision done.")))
    if _short(note) and not photos:
        found.append(
            Refusal("report_missing", _("Say what was done, or add a photo of the result."), field="note")
        )
    return found


def why_not_check(
    *, may: bool, by_id: int | None, reporter_id: int | None, passed: bool, note: str
) -> list[Refusal]:
    """Convenor or chair check, never what they reported themselves; what is sent back says why."""
    found = []
    if not may:
        found.append(Refusal("not_convenor", _("Whoever called this meeting does this, or its chair.")))
    if by_id is not None and by_id == reporter_id:
        found.append(Refusal("own_report", _("You reported this yourself; somebody else has to check it.")))
    if not passed and _short(note):
        found.append(Refusal("note_missing", _("Say what is still missing."), field="note"))
    return found


# --- Duty logs -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Former:
    """What opening a log asks of the one before it in the same watch."""

    state: str
    from_at: datetime
    until_at: datetime


def why_not_open(
    former: Former | None, *, from_at: datetime | None, at: datetime, reason: str
) -> Refusal | None:
    """Whoever is on duty opens the log of their turn, after receiving the former one or with a reason why not."""
    if from_at is None:
        return Refusal("not_on_duty", _("You are not on duty now. Have your turn of duty planned first."))
    if former is None or former.state in (LogState.RECEIVED, LogState.UNRECEIVED, LogState.READ):
        return None
    if former.state == LogState.OPEN and at < former.until_at:
        return Refusal(
            "log_running",
            _("The log of this turn is open already. Write there, or have it handed over first."),
        )
    if _short(reason):
        return Refusal(
            "former_not_received",
            _("Receive the log of the former shift first, or write why that is not possible."),
            field="reason",
        )
    return None


def why_not_write(
    text: str, *, on_duty: bool, at: datetime, now: datetime, opened_at: datetime
) -> list[Refusal]:
    """A line says something, happened in this turn, and is written by somebody on duty."""
    found = []
    if not on_duty:
        found.append(Refusal("not_on_duty", _("Only who is on duty in this watch writes its log.")))
    if _short(text):
        found.append(Refusal("text_missing", _("Write what happened."), field="line"))
    if at > now + timedelta(minutes=1):
        found.append(Refusal("not_yet", _("This has not come yet. Write when it really was."), field="at"))
    elif at < opened_at - timedelta(hours=24):
        found.append(Refusal("too_early", _("This was before this turn of duty."), field="at"))
    return found


def why_not_hand_over(checks: Collection[str], *, note: str, on_duty: bool) -> list[Refusal]:
    """Everything is looked at before a shift is handed over; what was not needs a word why."""
    found = []
    if not on_duty:
        found.append(Refusal("not_on_duty", _("Only who is on duty in this watch writes its log.")))
    if set(checks) < {one.value for one in Check} and _short(note):
        missing = next(label for key, label in CHECKS.items() if key not in checks)
        found.append(
            Refusal(
                "not_prepared",
                _("Not ticked: “%(what)s”. Do it first, or write below why it is not possible."),
                field="note",
                params={"what": missing},
            )
        )
    return found


def why_not_receive(*, on_duty: bool, by_id: int | None, handed_by_id: int | None) -> Refusal | None:
    """The relief receives: somebody of the same watch, on duty now or soon, and not who handed over."""
    if by_id is not None and by_id == handed_by_id:
        return Refusal("own_handover", _("You handed this over yourself; your relief has to receive it."))
    if not on_duty:
        return Refusal(
            "not_on_duty", _("Only the relief receives it: who is on duty in this watch now or soon.")
        )
    return None


def why_not_touch(mine: bool) -> Refusal | None:
    """Who is on duty works on the lines of a watch, or who wrote them."""
    if mine:
        return None
    return Refusal("not_on_duty", _("Only who is on duty in this watch writes its log."))


def a_day_before(moment: datetime) -> datetime:
    """The same clock time on the day before."""
    return moment - timedelta(days=1)


def why_not_strike(state: str) -> Refusal | None:
    """A log the supervisor has countersigned is corrected no more."""
    if state == LogState.READ:
        return Refusal("log_read", _("This log is countersigned. Enter what you found in the log of today."))
    return None


@dataclass(frozen=True)
class Line:
    """A typed line taken apart: ``clock`` as (hour, minute), the kind its first word says, and whether it stays open."""

    text: str
    clock: tuple[int, int] | None
    kind: ItemKind | None
    code: str
    open: bool


_CLOCK = re.compile(r"^([01]?\d|2[0-3])[:：]([0-5]\d)\s+")


def taken_apart(typed: str, codes: Collection[str] = ()) -> Line:
    """Take a line like "14:05 报修 3-502 厨房漏水!" apart.

    A clock time first, then a word for the kind, then one of ``codes`` (a unit); an exclamation mark at the end leaves it open.
    """
    rest = " ".join(typed.split())
    clock = None
    if found := _CLOCK.match(rest):
        clock, rest = (int(found[1]), int(found[2])), rest[found.end() :]
    stays_open = rest.endswith(("!", "！"))
    rest = rest.rstrip("!！").strip()
    kind = None
    first, _blank, after = rest.partition(" ")
    if first.casefold() in KIND_WORDS:
        kind, rest = KIND_WORDS[first.casefold()], after.strip()
    code = ""
    first, _blank, after = rest.partition(" ")
    if first in codes and after.strip():
        code, rest = first, after.strip()
    return Line(rest, clock, kind, code, stays_open)


def second_word(typed: str) -> list[str]:
    """The words of a line that could be the code of a unit: the first three."""
    return " ".join(typed.split()).rstrip("!！").split(" ")[:3]
