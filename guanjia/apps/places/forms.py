"""What the screens of the estate ask."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.apps.places.terms import LARGEST_AREA, PLACE_KINDS, PlaceKind, plain
from guanjia.ui import widgets
from guanjia.ui.forms import Choice, Day, Form, Line, Number


class Area(forms.DecimalField):
    """Square metres with two decimals."""

    def __init__(self, label: Any = "", **more: Any) -> None:
        widget = widgets.NumberLine({"inputmode": "decimal", "step": "0.01"})
        limits = {
            "min_value": Decimal("0.01"),
            "max_value": LARGEST_AREA,
            "max_digits": 10,
            "decimal_places": 2,
        }
        super().__init__(label=label, **{"widget": widget, **limits, **more})

    def to_python(self, value: Any) -> Any:
        return super().to_python(plain(value) if isinstance(value, str) else value)


class GroupForm(Form):
    """A new group."""

    code = Line(
        pgettext_lazy("place", "Code"), max_length=20, help_text=_("Short, as on plans and lists: A, B, 1.")
    )
    name = Line(pgettext_lazy("thing", "Name"), max_length=60)


class GroupNameForm(Form):
    """Another name for a group."""

    name = Line(pgettext_lazy("thing", "Name"), max_length=60)


class BuildingForm(Form):
    """A new building."""

    name = Line(pgettext_lazy("thing", "Name"), max_length=60, help_text=_("As people call it: A1栋, 3号楼."))
    group = Choice(_("Group"), shown="pick", required=False)

    def __init__(self, *args: Any, groups: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [("", "—"), *groups]  # type: ignore[attr-defined]


class UnitFactsForm(Form):
    """The facts about a unit that can change."""

    area = Area(_("Area (m²)"))
    entrance = Line(_("Entrance"), max_length=20, required=False)
    floor = Number(_("Floor"), required=False, min_value=-20, max_value=299)
    layout = Line(_("Layout"), max_length=40, required=False)
    delivered_on = Day(_("Handed over on"), required=False)
    fitout_on = Day(_("Fit-out on"), required=False)
    moved_in_on = Day(_("Moved in on"), required=False)
    note = Line(_("Note"), rows=3, max_length=300, required=False)


class UnitForm(UnitFactsForm):
    """A new unit."""

    draft = "unit"
    building = Choice(_("Building"), shown="pick")
    code = Line(_("Room number"), max_length=40, help_text=_("Unique in the whole estate, like A1-1-0302."))
    field_order = ("building", "code")

    def __init__(self, *args: Any, buildings: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["building"].choices = buildings  # type: ignore[attr-defined]


KINDS_BY_HAND = [
    (kind.value, label) for kind, label in PLACE_KINDS.items() if kind is not PlaceKind.UNIT_DOOR
]


class PlaceForm(Form):
    """A new place."""

    draft = "place"
    kind = Choice(_("Kind"), KINDS_BY_HAND, shown="pick")
    code = Line(
        pgettext_lazy("place", "Code"), max_length=50, help_text=_("Unique in the estate, like A1-LIFT-1.")
    )
    name = Line(
        pgettext_lazy("thing", "Name"),
        max_length=80,
        help_text=_("As it stands on the label: A1栋 1单元电梯."),
    )
    building = Choice(_("Building"), shown="pick", required=False)

    def __init__(self, *args: Any, buildings: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["building"].choices = [("", "—"), *buildings]  # type: ignore[attr-defined]


class PlaceFactsForm(Form):
    """Another name or kind for a place."""

    kind = Choice(_("Kind"), KINDS_BY_HAND, shown="pick")
    name = Line(pgettext_lazy("thing", "Name"), max_length=80)


class ReasonForm(Form):
    """Why."""

    reason = Line(_("Reason"), rows=2, max_length=200)
