"""The list of imports, declared."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.apps.unitlists.models import UnitListImport
from guanjia.apps.unitlists.terms import STATES, State
from guanjia.ui.lists import Column, Empty, Filter, List

TONES = {
    State.UPLOADED: "paused",
    State.MAPPED: "accent",
    State.RUNNING: "soon",
    State.DONE: "calm",
    State.CANCELLED: "neutral",
    State.FAILED: "late",
}


def tone(unit_list: UnitListImport) -> str:
    """The tone of an import's state."""
    return TONES[State(unit_list.state)]


class ImportList(List):
    """Imports: which file, how far, what came of it."""

    key = "unit-lists"
    columns = (
        Column("ref", _("Number"), link=True, sort="ref"),
        Column("file_name", _("File"), wide=True, sort="file_name"),
        Column("state_label", _("State"), kind="badge", sort="state", tone=tone),
        Column("accepted", pgettext_lazy("import", "Accepted"), kind="number", sort="accepted"),
        Column("refused", pgettext_lazy("import", "Refused"), kind="number", sort="refused"),
        Column("uploaded_at", _("Uploaded"), kind="moment", sort="uploaded_at"),
        Column("by_name", _("By"), phone=False),
    )
    filters = (
        Filter("state", _("State"), options=[(state.value, label) for state, label in STATES.items()]),
    )
    search = ("ref", "file_name")
    order = "-uploaded_at"
    empty = Empty(
        _("No unit list has been imported yet"),
        _("Upload the estate's list as it is: groups, buildings, units, owners and telephones come from it."),
        "unitlists:upload",
        _("Upload a list"),
        "table-import",
    )
