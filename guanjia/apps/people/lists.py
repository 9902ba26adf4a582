"""The list of people, declared; numbers masked, in the workbook too."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.apps.people import queries
from guanjia.apps.people.models import Person
from guanjia.apps.people.terms import PERSON_KINDS, RELATIONS, PersonKind
from guanjia.ui.lists import Column, Empty, Filter, List
from guanjia.ui.rows import ordered


def phones_shown(person: Person) -> str:
    """Somebody's telephones, masked, the primary one first."""
    return ", ".join(phone.masked for phone in person.phones.all())


def units_shown(person: Any) -> str:
    """The units somebody belongs to now, each with how."""
    return ", ".join(f"{one.unit.code} ({one.get_relation_display()})" for one in person.current)


def with_relation(rows: Any, relation: str) -> Any:
    """People who belong to a unit in this way now."""
    return rows.filter(residencies__relation=relation, residencies__until_on=None).distinct()


class PeopleList(List):
    """People: who, how to reach them, where."""

    key = "people"
    columns = (
        Column("name", pgettext_lazy("person", "Name"), link=True, sort="name"),
        Column("phones", _("Telephone"), kind="phone", value=phones_shown),
        Column("units", pgettext_lazy("estate", "Units"), value=units_shown),
        Column(
            "kind",
            _("Kind"),
            kind="badge",
            value=lambda person: PERSON_KINDS[PersonKind(person.kind)],
            phone=False,
        ),
        Column("masked_id_number", _("Identity number"), phone=False),
    )
    filters = (
        Filter("relation", _("Belongs as"), options=list(RELATIONS.items()), apply=with_relation),
        Filter("kind", _("Kind"), options=list(PERSON_KINDS.items())),
    )
    search = ("name",)
    empty = Empty(
        _("Nobody yet"),
        _("Import the estate's unit list with owners and telephones, or register people one by one."),
        "people:register",
        _("Register somebody"),
        "users",
    )

    @cached_property
    def found(self) -> Any:
        """People are found by a part of their name, or by telephone in any spelling."""
        rows: Any = self.all_rows
        for one in self.filters:
            rows = one.narrow(rows, self.request)
        if self.text:
            rows = queries.matching(rows, self.text)
        return ordered(rows, self.sorting)
