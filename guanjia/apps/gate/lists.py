"""The lists of the gate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from guanjia.apps.gate.looks import ICONS, TONES
from guanjia.apps.gate.queries import Inside
from guanjia.apps.gate.terms import (
    CHANNELS,
    ENTRY_STATES,
    HELD_STATES,
    PASS_KINDS,
    SLIP_KINDS,
    SLIP_STATES,
    STOP_KINDS,
    VISIT_STATES,
    WHOS,
    PassState,
    SlipState,
    VisitState,
)
from guanjia.apps.people.terms import mask_phone
from guanjia.ui.lists import Column, Empty, Filter, Flag, List, Period


def _state() -> Column:
    return Column(
        "state_label",
        _("State"),
        kind="badge",
        sort="state",
        tone=lambda one: TONES.get(one.state, "neutral"),
        icon=lambda one: ICONS.get(one.state, ""),
    )


def _unit() -> Column:
    return Column("unit", _("Unit"), value=lambda one: one.unit.code if one.unit else "", sort="unit__code")


def _phone() -> Column:
    return Column("phone", _("Phone"), value=lambda one: mask_phone(one.phone), phone=False)


class SlipList(List):
    """Release slips."""

    key = "gate-slips"
    columns = (
        Column("ref", _("Number"), link=True, sort="ref"),
        _state(),
        _unit(),
        Column("kind_label", _("What leaves"), phone=False),
        Column("pieces", _("Pieces"), kind="number", total=True, sort="pieces"),
        Column("carrier_name", _("Who carries them out"), sort="carrier_name"),
        _phone(),
        Column("plate", _("Number plate")),
        Column("planned_at", _("Leaves at"), kind="moment", sort="planned_at"),
        Column("passed_at", _("Passed at"), kind="moment", sort="passed_at", phone=False),
        Column("passed_by_name", _("Passed by"), phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter("state", _("State"), options=list(SLIP_STATES.items())),
        Filter("kind", _("What leaves"), options=list(SLIP_KINDS.items())),
        Period("planned_at", _("Leaves at")),
    )
    search = ("ref", "unit__code", "carrier_name", "plate")
    order = "-planned_at"
    empty = Empty(
        _("No release slip yet"),
        _(
            "When goods are to leave, the desk asks for a slip, somebody approves it, and the gate lets it pass once."
        ),
        "gate:ask_slip",
        _("Ask for a release slip"),
        icon="truck",
    )

    def row_css(self, thing: Any) -> str:
        waits = thing.state == SlipState.ASKED and thing.planned_at <= self.request.now
        return "row-late" if waits else ""


class HeldList(List):
    """Held goods."""

    key = "gate-held"
    columns = (
        Column("ref", _("Number"), link=True, sort="ref"),
        _state(),
        Column("owner_name", _("Whose goods"), sort="owner_name"),
        _phone(),
        Column("pieces", _("Pieces"), kind="number", total=True, sort="pieces"),
        Column("reason", _("Why they are held"), wide=True),
        Column("kept_where", _("Where they are kept")),
        Column("slip", _("Release slip"), value=lambda one: one.slip.ref if one.slip else "", phone=False),
        Column("held_at", _("Held at"), kind="moment", sort="held_at"),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter("state", _("State"), options=list(HELD_STATES.items())),
        Period("held_at", _("Held at")),
    )
    search = ("ref", "owner_name", "plate", "reason")
    order = "-held_at"
    empty = Empty(
        _("Nothing is held"),
        _("Goods that come to the gate without a slip, or do not match it, are held and stand here."),
        icon="package",
    )


class StopList(List):
    """Stops of units."""

    key = "gate-stops"
    columns = (
        Column("unit", _("Unit"), value=lambda one: one.unit.code, sort="unit__code", link=True),
        Column("kind_label", _("Kind"), kind="badge", sort="kind"),
        Column("reason", _("Reason"), wide=True),
        Column("since", _("From when on"), kind="moment", sort="since"),
        Column("by_name", _("Set by"), phone=False),
        Column("lifted_at", _("Lifted"), template="gate/cells/lifted.html", excel=lambda one: one.lifted_at),
        Column("lifted_reason", _("Why it was lifted"), phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter("kind", _("Kind"), options=list(STOP_KINDS.items())),
        Flag("now", _("Holds now"), apply=lambda rows, _request: rows.filter(lifted_at=None)),
        Period("since", _("From when on")),
    )
    search = ("unit__code", "reason", "source")
    order = "-since"
    empty = Empty(
        _("No unit is stopped"),
        _("While a unit is stopped, no release slip of it is approved and nothing of it passes the gate."),
        icon="circle-check",
    )

    def row_url(self, thing: Any) -> str:
        return str(thing.unit.get_absolute_url())


class VisitList(List):
    """Visits."""

    key = "gate-visits"
    columns = (
        Column("visitor", _("Who comes"), link=True, sort="visitor"),
        _state(),
        Column("people", _("Head count"), kind="number", total=True, sort="people"),
        _phone(),
        Column("plate", _("Number plate"), phone=False),
        _unit(),
        Column("host", _("Whom they come to see")),
        Column("badge", _("Badge")),
        Column("from_at", _("Comes at"), kind="moment", sort="from_at"),
        Column("in_at", _("In"), kind="moment", sort="in_at", phone=False),
        Column("out_at", _("Went out"), kind="moment", sort="out_at", phone=False),
        Column("ref", _("Number"), sort="ref", phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter("state", _("State"), options=list(VISIT_STATES.items())),
        Filter("channel", _("Who says so"), options=list(CHANNELS.items())),
        Flag(
            "late",
            _("Still inside after their time"),
            apply=lambda rows, request: rows.filter(state=VisitState.INSIDE, until_at__lte=request.now),
        ),
        Period("from_at", _("Comes at")),
    )
    search = ("ref", "visitor", "plate", "host", "unit__code", "badge")
    order = "-from_at"
    empty = Empty(
        _("No visitor yet"),
        _("Announce a visitor, or note one who came unannounced."),
        "gate:announce",
        _("Announce a visitor"),
        icon="users",
    )

    def row_css(self, thing: Any) -> str:
        late = thing.state == VisitState.INSIDE and thing.until_at <= self.request.now
        return "row-late" if late else ""


class PassList(List):
    """Passes."""

    key = "gate-passes"
    columns = (
        Column("holder", _("Holder of the pass"), link=True, sort="holder"),
        Column("kind_label", _("Kind"), sort="kind"),
        Column("state", _("State"), template="gate/cells/pass.html", excel=lambda one: one.state_label),
        Column("firm", _("Firm"), sort="firm"),
        _phone(),
        _unit(),
        Column("where", _("Place"), phone=False),
        Column("from_at", _("Good from"), kind="moment", sort="from_at", phone=False),
        Column("until_at", _("Good until"), kind="moment", sort="until_at"),
        Column("renewed", _("Renewed"), kind="number", phone=False),
        Column("ref", _("Number"), sort="ref", phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter("kind", _("Kind"), options=list(PASS_KINDS.items())),
        Flag(
            "good",
            _("Good today"),
            apply=lambda rows, request: rows.filter(
                state=PassState.VALID, from_at__lte=request.now, until_at__gt=request.now
            ),
        ),
        Flag(
            "over",
            _("Run out"),
            apply=lambda rows, request: rows.filter(state=PassState.VALID, until_at__lte=request.now),
        ),
        Flag(
            "withdrawn", _("Taken back"), apply=lambda rows, _request: rows.filter(state=PassState.WITHDRAWN)
        ),
    )
    search = ("ref", "holder", "firm", "unit__code", "where")
    order = "-until_at"
    empty = Empty(
        _("No pass yet"),
        _("Workers of contractors, couriers and domestic help get a pass for a time."),
        "gate:issue_pass",
        _("Issue a pass"),
        icon="id-badge-2",
    )


class BarredList(List):
    """The black list."""

    key = "gate-barred"
    columns = (
        Column("name", _("Full name"), sort="name"),
        _phone(),
        Column("plate", _("Number plate")),
        Column("reason", _("Reason"), wide=True),
        Column("since", _("From when on"), kind="moment", sort="since", phone=False),
        Column("until_at", _("Until"), kind="moment", sort="until_at"),
        Column("by_name", _("Set by"), phone=False),
        Column("lifted_at", _("Lifted"), template="gate/cells/unbar.html", excel=lambda one: one.lifted_at),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Flag(
            "now",
            _("Holds now"),
            apply=lambda rows, request: rows.filter(lifted_at=None, until_at__gt=request.now),
        ),
    )
    search = ("name", "plate", "reason")
    order = "-since"
    empty = Empty(
        _("Nobody is on the black list"),
        _("Whoever is put on it, with a reason and an end, is not let in."),
        icon="ban",
    )

    def row_url(self, thing: Any) -> str:  # noqa: ARG002 - a line has no page of its own
        return ""


class EntryList(List):
    """Machine-room entries."""

    key = "gate-entries"
    columns = (
        Column("ref", _("Number"), link=True, sort="ref"),
        _state(),
        Column("place", _("Which machine room"), value=lambda one: one.place.name, sort="place__name"),
        Column("who_label", _("Whose entry"), sort="who"),
        Column("person", _("Full name"), sort="person"),
        Column("firm", _("Firm"), phone=False),
        Column("people", _("Head count"), kind="number", total=True, phone=False),
        Column("purpose", _("What for"), wide=True, phone=False),
        Column("escort", _("Who stays beside them"), value=lambda one: one.escort.name if one.escort else ""),
        Column("planned_at", _("Goes in at"), kind="moment", sort="planned_at"),
        Column("in_at", _("In"), kind="moment", sort="in_at", phone=False),
        Column("out_at", _("Went out"), kind="moment", sort="out_at", phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter("state", _("State"), options=list(ENTRY_STATES.items())),
        Filter("who", _("Whose entry"), options=list(WHOS.items())),
        Period("planned_at", _("Goes in at")),
    )
    search = ("ref", "person", "firm", "place__name", "purpose")
    order = "-planned_at"
    empty = Empty(
        _("No machine-room entry yet"),
        _("Whoever goes into a machine room is entered here, approved, accompanied, and signed out."),
        "gate:ask_entry",
        _("Ask for a machine-room entry"),
        icon="key",
    )


SORTS = {"visit": _("A visitor"), "pass": _("By pass"), "entry": _("In a machine room")}


class InsideList(List):
    """Who is inside now."""

    key = "gate-inside"
    columns = (
        Column("name", _("Full name"), link=True, sort="name"),
        Column("sort", _("Kind"), value=lambda one: SORTS[one.sort]),
        Column("people", _("Head count"), kind="number", total=True),
        Column("where", _("Where"), wide=True),
        Column("in_at", _("In"), kind="moment", sort="in_at"),
        Column(
            "due_at", _("Out by"), template="gate/cells/due.html", excel=lambda one: one.due_at, sort="due_at"
        ),
        Column("ref", _("Number"), phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (Filter("sort", _("Kind"), options=list(SORTS.items())),)
    search = ("name", "where", "ref")
    order = "due_at"
    empty = Empty(
        _("Nobody from outside is inside"),
        _("Visitors, holders of passes and people in machine rooms stand here."),
        icon="circle-check",
    )

    def row_url(self, thing: Inside) -> str:
        return thing.url

    def row_css(self, thing: Inside) -> str:
        return "row-late" if thing.is_late(self.request.now) else ""
