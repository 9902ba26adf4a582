"""What the page “why this time?” shows of an explanation: the bar of stretches, the rows of the table, the ladder in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from guanjia.apps.calendars.terms import WHY, Look, festival
from guanjia.apps.obligations.queries import Explanation
from guanjia.apps.obligations.terms import State
from guanjia.apps.rulebook.terms import Pack
from guanjia.kernel import journal
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.working_time import Span
from guanjia.ui import words

WIDTH = 1000
"""Units of the drawing; it stretches to the place it has."""
_NARROWEST = 3


@dataclass(frozen=True)
class Piece:
    """A rectangle of the bar. ``kind``: counted, idle, paused, agreed, over."""

    x: int
    width: int
    kind: str
    title: str


@dataclass(frozen=True)
class Bar:
    """The time from start to due (or to now, if that is later), drawn; ``label`` says the same to who cannot see it."""

    pieces: list[Piece]
    due_x: int
    now_x: int | None
    until: datetime
    is_over: bool
    label: str


@dataclass(frozen=True)
class Stretch:
    """One row of the table."""

    span: Span
    look: Look
    name: str
    length: str


@dataclass(frozen=True)
class Rung:
    """A rung of the ladder in words."""

    number: int
    at: datetime
    to: str
    climbed: bool


@dataclass(frozen=True)
class Change:
    """Something that set or moved the due time."""

    at: datetime
    label: str
    who: str
    due_at: datetime | None
    previous_at: datetime | None
    why: str


def stretches(found: Explanation) -> list[Stretch]:
    """The stretches with their words."""
    return [
        Stretch(span, WHY[span.why], festival(span.name), words.span(timedelta(seconds=span.seconds)))
        for span in found.spans
    ]


def bar_of(found: Explanation, at: datetime) -> Bar:
    """The drawing: what counted, what did not, where due and now are."""
    row = found.obligation
    end = row.ended_at or at
    last = max(row.due_at, end) if end > row.due_at else row.due_at
    whole = max((last - row.start_at).total_seconds(), 1)

    def x(moment: datetime) -> int:
        return round(min(max((moment - row.start_at).total_seconds() / whole, 0), 1) * WIDTH)

    pieces = [_piece(one, x(one.span.from_at), x(one.span.until)) for one in stretches(found)]
    if not pieces:
        pieces = [Piece(0, x(row.due_at), "agreed", _("agreed"))]
    if last > row.due_at:
        over = words.span(last - row.due_at)
        pieces.append(
            Piece(x(row.due_at), WIDTH - x(row.due_at), "over", _("%(span)s overdue") % {"span": over})
        )
    now_x = x(at) if row.ended_at is None and row.start_at <= at < row.due_at else None
    return Bar(pieces, x(row.due_at), now_x, last, last > row.due_at, _label(found, last))


def _piece(one: Stretch, start: int, end: int) -> Piece:
    kind = "counted" if one.span.counted else "paused" if one.span.why == "pause" else "idle"
    title = " · ".join(str(part) for part in (one.look.label, one.name, one.length) if part)
    return Piece(start, max(end - start, _NARROWEST), kind, title)


def _label(found: Explanation, last: datetime) -> str:
    if not found.spans:
        said = _("A moment that was agreed; nothing is counted.")
    else:
        idle = sum(one.seconds for one in found.spans if not one.counted)
        counted = words.span(timedelta(seconds=found.counted_seconds))
        said = _("%(counted)s counted, %(idle)s not counted.") if idle else _("%(counted)s counted.")
        said %= {"counted": counted, "idle": words.span(timedelta(seconds=idle))}
    over = last - found.obligation.due_at
    if over > timedelta(0):
        said += " " + _("%(span)s overdue") % {"span": words.span(over)}
    return said


def counted_words(found: Explanation) -> str:
    """How much counted, as one says it; "" for an agreed moment."""
    return words.span(timedelta(seconds=found.counted_seconds)) if found.spans else ""


def ladder_of(found: Explanation) -> list[Rung]:
    """The ladder with the names of posts."""
    return [Rung(one.number, one.at, targets(one.to, found.here.pack), one.climbed) for one in found.ladder]


def targets(keys: Iterable[str], pack: Pack) -> str:
    """Receivers in words: the owner, or posts by their names."""
    return _(", ").join(_target(key, pack) for key in keys)


def _target(key: str, pack: Pack) -> str:
    if key == "owner":
        return _("the owner")
    post = key.removeprefix("post:")
    return str(pack.posts[post].name) if post in pack.posts else post


def changes_of(found: Explanation) -> list[Change]:
    """How the due time came to be, the first entry the beginning."""
    return [_change(one) for one in found.due_changes]


def _change(entry: JournalEntry) -> Change:
    data = entry.data
    return Change(
        entry.at,
        journal.label_of(entry),
        "" if entry.actor_kind == "SYSTEM" else entry.actor_name,
        _moment(data.get("due_at")),
        _moment(data.get("previous_at")),
        str(data.get("reason") or data.get("calendar") or ""),
    )


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(text) if isinstance(text, str) and text else None


def outcome_tone(found: Explanation) -> str:
    """The tone of the line that says how it stands."""
    row = found.obligation
    if row.state in (State.MISSED, State.LATE) or found.clock.is_overdue:
        return "late"
    return "calm" if row.state == State.KEPT else ""
