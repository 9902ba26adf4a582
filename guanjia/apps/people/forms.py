"""What the screens about people ask."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.apps.people.terms import GENDERS, PERSON_KINDS, RELATIONS, Gender, PersonKind, Relation
from guanjia.ui.forms import Choice, Day, Form, Line, Lookup, Phone, YesNo

_KINDS = [(kind.value, label) for kind, label in PERSON_KINDS.items()]
_GENDERS = [(gender.value, label) for gender, label in GENDERS.items()]
_RELATIONS = [(relation.value, label) for relation, label in RELATIONS.items()]


class PersonForm(Form):
    """What is known about somebody. Only the name is required: what is not needed is not collected."""

    name = Line(pgettext_lazy("person", "Name"), max_length=80)
    kind = Choice(_("Kind"), _KINDS, initial=PersonKind.PERSON)
    gender = Choice(_("How to address"), _GENDERS, initial=Gender.UNSAID, required=False)
    id_number = Line(
        _("Identity number"), max_length=40, required=False, help_text=_("Only if a contract needs it.")
    )
    note = Line(_("Note"), rows=2, max_length=300, required=False)


class RegisterForm(PersonForm):
    """Somebody new, perhaps with a unit at once."""

    draft = "person"
    private = frozenset({"id_number", "phone"})
    phone = Phone(_("Telephone"), required=False)
    unit = Lookup(_("Unit"), url=reverse_lazy("places:lookup"), required=False)
    relation = Choice(_("Belongs to it as"), _RELATIONS, initial=Relation.OWNER)
    field_order = ("name", "phone", "unit", "relation", "kind", "gender", "id_number", "note")

    def __init__(self, *args: Any, label_of: Callable[[Any], str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].widget.label_of = label_of


class PhoneForm(Form):
    """One more telephone."""

    number = Phone(_("Telephone"))
    label = Line(_("Whose, or when to call"), max_length=30, required=False)
    is_primary = YesNo(_("Call this one first"))


class MoveInForm(Form):
    """A unit somebody belongs to from now on."""

    unit = Lookup(_("Unit"), url=reverse_lazy("places:lookup"))
    relation = Choice(_("Belongs to it as"), _RELATIONS, initial=Relation.OWNER)
    from_on = Day(_("Since"), required=False)


class MoveOutForm(Form):
    """The day somebody no longer belongs to a unit."""

    until_on = Day(_("Until"))


class ReasonForm(Form):
    """Why."""

    reason = Line(_("Reason"), rows=2, max_length=200)
