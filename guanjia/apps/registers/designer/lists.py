"""The list of the forms a company has designed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guanjia.apps.rulebook.queries.forms import HouseFormEditions
from guanjia.apps.rulebook.terms.house import RULE_STATES, TONES, RuleState
from guanjia.kernel.refusals import Text
from guanjia.ui.lists import Column, Empty, Filter, List


@dataclass(frozen=True)
class FormRow:
    """A form as it is shown: its latest edition, with the words and colours of its state."""

    form: HouseFormEditions

    @property
    def row(self) -> Any:
        """The latest edition."""
        return self.form.latest

    @property
    def number(self) -> int:
        """The form's number."""
        return self.form.number

    @property
    def title(self) -> str:
        """Its name in the reader's language; a draft may not have one yet."""
        return title_of(self.row)

    @property
    def state(self) -> str:
        """The state of the latest edition."""
        return str(self.row.state)

    @property
    def state_label(self) -> Text:
        """The state in words."""
        return RULE_STATES[RuleState(self.row.state)]

    @property
    def tone(self) -> str:
        """The tone of the state."""
        return TONES[RuleState(self.row.state)][0]

    @property
    def icon(self) -> str:
        """The icon of the state."""
        return TONES[RuleState(self.row.state)][1]

    @property
    def fields(self) -> int:
        """How many fields it has."""
        return len(self.row.declared.get("field", []))

    @property
    def written_at(self) -> datetime:
        """When it was last written on."""
        at: datetime = self.row.written_at
        return at

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("registers:design_form", args=[self.number])


def title_of(row: Any) -> str:
    """A form's name in the reader's language, or its number while it has none."""
    return str(row.title) or gettext("Form %(number)s") % {"number": row.number}


class FormList(List):
    """The forms of the company, the newest first."""

    key = "designed-forms"
    columns = (
        Column("title", _("Form"), link=True, wide=True, sort="title"),
        Column("state_label", _("State"), kind="badge", tone=lambda one: one.tone, icon=lambda one: one.icon),
        Column("edition", _("Edition"), kind="number", value=lambda one: one.row.edition, phone=False),
        Column("replaces", _("In place of"), value=lambda one: one.row.replaces, phone=False),
        Column("fields", _("Fields"), kind="number", sort="fields", phone=False),
        Column("written_by", _("Written by"), value=lambda one: one.row.written_by, phone=False),
        Column("written_at", _("Last written"), kind="moment", sort="written_at", phone=False),
    )
    filters: ClassVar[Sequence[Filter]] = (
        Filter(
            "state",
            _("State"),
            options=[(state, label) for state, label in RULE_STATES.items() if state != RuleState.DISCARDED],
        ),
    )
    search = ("title", "row.replaces", "row.written_by")
    empty = Empty(
        _("No forms of your own yet"),
        _(
            "Forms are designed from blank, like one the rulebooks have, or by changing one of theirs for the company."
        ),
        icon="clipboard-list",
    )
