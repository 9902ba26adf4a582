"""Decisions about people, free of database and request."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from guanjia.apps.people.numbers import is_telephone
from guanjia.apps.people.terms import Named, PersonKind, Relation, Sensitive
from guanjia.kernel.refusals import Refusal

SHORTEST_REASON = 2


def why_not_person(name: str, kind: str) -> list[Refusal | None]:
    """A person has a name and a kind."""
    return [
        None if name.strip() else Refusal("name_missing", _("The name is missing. Write it."), field="name"),
        None
        if kind in set(PersonKind)
        else Refusal("kind_unknown", _("Choose person or business."), field="kind"),
    ]


def why_not_phone(number: str, *, known: Collection[str] = ()) -> Refusal | None:
    """A telephone number is believable and not there already. ``number`` is normal."""
    if not is_telephone(number):
        return Refusal(
            "phone_malformed",
            _(
                "This is not a telephone number. Write 11 digits for a mobile, or the area code and the number."
            ),
            field="phone",
        )
    if number in known:
        return Refusal("phone_known", _("This person has that number already."), field="phone")
    return None


def why_not_move_in(relation: str, *, here_already: bool) -> Refusal | None:
    """Nobody belongs to a unit twice in the same way."""
    if relation not in set(Relation):
        return Refusal("relation_unknown", _("Choose how the person belongs to the unit."), field="relation")
    if here_already:
        return Refusal(
            "here_already",
            _("This person is registered here in that way already. Nothing to do."),
            field="person",
        )
    return None


def why_not_move_out(*, from_on: date | None, until_on: date, today: date, ended: bool) -> Refusal | None:
    """A residency ends once, not before it began, and not in advance."""
    if ended:
        return Refusal("moved_out_already", _("This person has moved out already. Reload the page."))
    if from_on and until_on < from_on:
        return Refusal(
            "ends_before_start", _("The end comes before the start. Choose a later day."), field="until_on"
        )
    if until_on > today:
        return Refusal("ends_in_future", _("Record moving out on the day itself or later."), field="until_on")
    return None


def why_not_reason(reason: str) -> Refusal | None:
    """Looking at, exporting and erasing personal data need a reason that says something."""
    if len(reason.strip()) < SHORTEST_REASON:
        return Refusal(
            "reason_missing", _("Write why you need it; the reason is kept in the journal."), field="reason"
        )
    return None


def why_not_reveal(field: str) -> Refusal | None:
    """Only sensitive fields are revealed."""
    if field not in set(Sensitive):
        return Refusal(
            "field_unknown", _("Choose the number you need: telephone or identity."), field="field"
        )
    return None


def why_not_erase(*, lives_here: bool, erased: bool) -> Refusal | None:
    """Data of somebody who still belongs to a unit is needed to serve them (PIPL art. 13); erased is erased."""
    if erased:
        return Refusal("erased_already", _("This person's data has been erased already."))
    if lives_here:
        return Refusal(
            "still_resident",
            _("This person still belongs to a unit. Move them out first, then erase their data."),
        )
    return None


def why_not_change(*, erased: bool) -> Refusal | None:
    """Nothing is written about a person whose data was erased."""
    if erased:
        return Refusal("person_erased", _("This person's data was erased. Register a new person instead."))
    return None


@dataclass(frozen=True)
class Known:
    """What is stored about somebody, as far as recognising them needs it."""

    key: int
    name: str
    id_number: str
    phones: frozenset[str]


def recognise(named: Named, here: Iterable[Known], elsewhere: Iterable[Known]) -> int | None:
    """The key of the stored person a list means, or None for somebody new.

    ``here`` are the unit's owners now: the same identity number is the same person even under another name, and the
    same name is the same person even under another number, because lists are full of slips. ``elsewhere`` are people of
    the company with that identity number or telephone: there the name has to agree too, and identity numbers must not
    contradict, because families share telephones and many people share a name.
    """
    here = list(here)
    if named.id_number:
        for known in here:
            if known.id_number == named.id_number:
                return known.key
    for known in here:
        if known.name == named.name:
            return known.key
    for known in elsewhere:
        if known.name == named.name and _agrees(named, known):
            return known.key
    return None


def _agrees(named: Named, known: Known) -> bool:
    if named.id_number and known.id_number:
        return named.id_number == known.id_number
    return bool(known.phones & set(named.phones))
