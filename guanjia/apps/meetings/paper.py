"""The papers of the app on A4: the minutes of a meeting, the list of decisions, the log of a turn of duty."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.apps.documents import queries as documents
from guanjia.apps.meetings import queries
from guanjia.apps.meetings.models import Decision, Item, Log, Meeting, Strike
from guanjia.apps.meetings.terms import CHECKS
from guanjia.kernel.actor import Actor
from guanjia.ui.paper import Pair, Paper, Rows, Signed


def minutes(row: Meeting, *, root: str, actor: Actor, at: datetime) -> Paper:
    """The minutes: attendance, points, decisions, corrections, and lines to sign."""
    points = queries.points_of(row)
    decisions = queries.decisions_of(row)
    tables = [_attendance(row)]
    for point in points:
        if point.refs:
            tables.append(_decided(point.topic, queries.decisions_named(row, point.refs)))
    if decisions:
        tables.append(_decided(_("Decisions"), decisions))
    strikes = queries.strikes_of(row.ref)
    if strikes:
        topics = {one.pk: f"{one.position}. {one.topic}" for one in points}
        tables.append(
            _struck([(topics.get(part, ""), one) for part, found in strikes.items() for one in found])
        )
    return Paper(
        title=_("Minutes") if row.held_at else _("Notice of a meeting"),
        company=row.site.company.name,
        site=row.site.name,
        number=row.ref,
        address=root + row.get_absolute_url().lstrip("/"),
        notice="" if row.published_at else str(row.state_label),
        printed=_printed(actor, at),
        pairs=_pairs(row),
        texts=[(f"{one.position}. {one.topic}", one.text or "—") for one in points],
        tables=tables,
        facts=_full(
            (_("Approved by the chair"), _by(row.approved_at, row.approved_by_name)),
            (_("Published"), _by(row.published_at, row.published_by_name)),
        ),
        signed=_signed(row.ref),
        blanks=[_("Chair"), _("Recorder")],
    )


def decisions(rows: Sequence[Decision], *, site: object, actor: Actor, at: datetime) -> Paper:
    """The chosen decisions on one list, with how they stand."""
    company = getattr(site, "company", None)
    return Paper(
        title=_("Decisions and how they stand"),
        company=getattr(company, "name", ""),
        site=str(site),
        number=f"{timezone.localtime(at):%Y-%m-%d}",
        printed=_printed(actor, at),
        tables=[_decided("", rows)],
        blanks=[_("Checked by")],
    )


def shift(row: Log, *, root: str, actor: Actor, at: datetime) -> Paper:
    """The log of a turn of duty: lines, what was taken over, what was handed over, signatures of both."""
    tables = []
    if taken := queries.carried_to(row):
        tables.append(_lines(_("Taken over from the former shift"), taken))
    tables.append(_lines(_("What happened in this turn of duty"), queries.items_of(row)))
    if left := queries.left_by(row):
        tables.append(_lines(_("Handed over to the next shift"), left))
    if strikes := queries.strikes_of(row.ref):
        tables.append(_struck([("", one) for found in strikes.values() for one in found]))
    checks = "  ".join(f"{'☑' if one.value in row.checks else '☐'} {label}" for one, label in CHECKS.items())
    return Paper(
        title=_("Duty log"),
        company=row.site.company.name,
        site=row.site.name,
        number=row.ref,
        address=root + row.get_absolute_url().lstrip("/"),
        notice="" if row.handed_at else str(row.state_label),
        printed=_printed(actor, at),
        pairs=_full(
            (_("Watch"), row.watch_name),
            (_("Post"), row.post_name),
            (_("On duty"), row.opened_by.name),
            (_("Turn of duty"), f"{_moment(row.from_at)} – {_moment(row.until_at)}"),
            (_("Former log"), row.former.ref if row.former_id and row.former else ""),
            (_("Not received, because"), row.why_unreceived),
        ),
        texts=_full(
            (_("Looked at before"), checks if row.handed_at else ""), (_("Word to the relief"), row.hand_note)
        ),
        tables=tables,
        facts=_full(
            (_("Handed over by"), _by(row.handed_at, row.handed_by_name)),
            (_("Received by"), _by(row.received_at, row.received_by_name)),
            (_("Found on receipt"), row.receive_note),
            (_("Countersigned by"), _by(row.read_at, row.read_by_name)),
            (_("Remark"), row.remark),
        ),
        signed=_signed(row.ref),
        blanks=[_("Handed over by"), _("Received by"), _("Supervisor")],
    )


def _pairs(row: Meeting) -> list[Pair]:
    return _full(
        (_("Title"), row.title),
        (_("Kind of meeting"), str(row.kind_label)),
        (_("Begins"), _moment(row.from_at)),
        (_("Ends"), _moment(row.until_at)),
        (_("Place"), row.place),
        (_("Called by"), row.convenor.name),
        (_("Chair"), row.chair.name),
        (_("Recorder"), row.recorder.name),
        (_("Follows"), row.follows.ref if row.follows_id and row.follows else ""),
    )


def _attendance(row: Meeting) -> Rows:
    lines = [
        [str(place), one.name, one.party, str(one.presence_label), one.note, ""]
        for place, one in enumerate(queries.attendees_of(row), start=1)
    ]
    heads = ["", _("Name of the person"), _("House"), _("Attendance"), _("Remark"), _("Signature")]
    return Rows(_("Attendance"), heads, [False] * 6, lines)


def _decided(label: str, rows: Iterable[Decision]) -> Rows:
    lines = [
        [
            one.ref,
            one.what,
            one.owner_name,
            _moment(one.due_at),
            str(one.state_label),
            one.report or one.end_note,
        ]
        for one in rows
    ]
    heads = [
        _("Number"),
        _("The decision"),
        _("Who does it"),
        _("To be done by"),
        _("State"),
        _("What was done"),
    ]
    return Rows(label, heads, [False] * 6, lines)


def _struck(rows: Iterable[tuple[str, Strike]]) -> Rows:
    lines = [
        [
            " ".join(part for part in (topic, one.old) if part),
            one.new or _("Struck out"),
            one.reason,
            one.by_name,
            _moment(one.at),
        ]
        for topic, one in rows
    ]
    heads = [_("As it read"), _("As it reads now"), _("Why it is corrected"), _("By"), _("When")]
    return Rows(_("Struck and rewritten"), heads, [False] * 5, lines)


def _lines(label: str, items: Iterable[Item]) -> Rows:
    lines = [
        [_clock(one.at), str(one.kind_label), one.text, one.where, _stand(one), one.by_name] for one in items
    ]
    heads = [
        _("When"),
        _("Kind"),
        _("Event of the shift"),
        _("Where"),
        _("How it stands"),
        _("Noted down by"),
    ]
    return Rows(label, heads, [False] * 6, lines)


def _stand(one: Item) -> str:
    return " ".join(part for part in (str(one.state_label), one.case_ref, one.settled_note) if part)


def _signed(ref: str) -> list[Signed]:
    labels = {"minutes": _("Chair"), "handover": _("Handed over by"), "receipt": _("Received by")}
    return [
        Signed(labels.get(one.purpose, ""), one.signer_name, _moment(one.at), path=one.path)
        for one in documents.signatures_for(ref)
    ]


def _full(*pairs: Pair) -> list[Pair]:
    return [(label, value) for label, value in pairs if value]


def _by(at: datetime | None, name: str) -> str:
    return f"{name} {_moment(at)}" if at else ""


def _printed(actor: Actor, at: datetime) -> str:
    return _("Printed %(at)s by %(name)s") % {"at": _moment(at), "name": actor.name}


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _clock(at: datetime) -> str:
    return f"{timezone.localtime(at):%m-%d %H:%M}"
