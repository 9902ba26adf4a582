"""An explanation in words, for the command line, and as plain data, for programs."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from guanjia.apps.calendars.terms import WHY
from guanjia.apps.obligations.queries.explaining import Explanation
from guanjia.apps.obligations.terms import STATES, State
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.journal import label_of


def in_words(found: Explanation) -> Iterator[str]:
    """The explanation as lines of text, moments on the site's clock."""
    row = found.obligation
    zone = ZoneInfo(organisations.site(row.site_id).timezone)

    def local(moment: datetime) -> str:
        return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"

    yield f"{row.number} · {found.clock.title} · {row.thread} · {STATES[State(row.state)]}"
    start, due = local(row.start_at), local(row.due_at)
    yield "  " + _("Due %(due)s, counted from %(start)s.") % {"due": due, "start": start}
    yield "  " + _("Owner: %(owner)s.") % {"owner": found.clock.owner or _("nobody")}
    limit = found.limit_in_words or _("a promised moment")
    yield "  " + _("Clause %(number)s, limit: %(limit)s.") % {"number": found.clause.number, "limit": limit}
    yield f"    {found.clause.text} [{', '.join(found.clause.sources)}]"
    names = {
        "title": found.here.pack.title,
        "version": found.here.pack.label,
        "calendar": row.calendar or "—",
    }
    yield "  " + _("Rulebook: %(title)s %(version)s; calendar: %(calendar)s.") % names
    for span in found.spans:
        why = f"{WHY[span.why].label}{f' · {span.name}' if span.name else ''}"
        yield f"    {'+' if span.counted else '·'} {local(span.from_at)} – {local(span.until)}  {why}"
    for pause in found.pauses:
        until = local(pause.until_at) if pause.until_at else "…"
        what = {"start": local(pause.from_at), "end": until, "who": pause.by_name, "reason": pause.reason}
        yield "  " + _("Paused %(start)s – %(end)s by %(who)s: %(reason)s") % what
    for entry in found.history:
        moved = entry.data.get("due_at")
        tail = f" → {local(datetime.fromisoformat(moved))}" if isinstance(moved, str) else ""
        yield f"  {local(entry.at)} {label_of(entry)}{tail}"


def as_json(found: Explanation) -> dict[str, Any]:
    """The explanation as JSON values; moments in ISO form."""
    row = found.obligation
    return {
        "number": row.number,
        "duty": row.duty,
        "title": found.clock.title,
        "thread": row.thread,
        "ref": row.ref,
        "state": row.state,
        "owner": found.clock.owner,
        "start_at": row.start_at.isoformat(),
        "due_at": row.due_at.isoformat(),
        "breached_at": row.breached_at.isoformat() if row.breached_at else None,
        "clause": found.clause.number,
        "sources": list(found.clause.sources),
        "pack": found.here.pack.key,
        "version": found.here.pack.version,
        "digest": found.here.pack.digest,
        "calendar": row.calendar,
        "limit": found.limit_in_words,
        "counted_seconds": found.counted_seconds,
        "spans": [
            {
                "from": span.from_at.isoformat(),
                "until": span.until.isoformat(),
                "counted": span.counted,
                "why": span.why.value,
                "name": span.name,
            }
            for span in found.spans
        ],
        "pauses": [
            {
                "from": pause.from_at.isoformat(),
                "until": pause.until_at.isoformat() if pause.until_at else None,
                "reason": pause.reason,
                "by": pause.by_name,
            }
            for pause in found.pauses
        ],
        "ladder": [
            {"level": rung.number, "at": rung.at.isoformat(), "to": list(rung.to), "climbed": rung.climbed}
            for rung in found.ladder
        ],
    }
