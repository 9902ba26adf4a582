"""Who should get an order: a pure ranking that can say why, in the words a supervisor would use.

The order of thought: on duty first, then the trade, then who has least to do, where answering for the group (组团)
of the order is worth as much as one order less, and answering for other groups only costs one. Between equals the turn
goes to whoever was given an order longest ago (轮派).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from guanjia.apps.workorders.terms import FULL_LOAD, GENERAL
from guanjia.kernel.refusals import Text

_NEVER = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Need:
    """What an order asks of whoever does it."""

    skill: str
    group_code: str = ""
    skill_label: Text = ""


@dataclass(frozen=True)
class Person:
    """A technician as dispatch sees one. ``groups`` empty means: answers for the whole site."""

    staff_id: int
    name: str
    on_duty: bool
    skills: frozenset[str]
    groups: frozenset[str] = frozenset()
    open_orders: int = 0
    paused_orders: int = 0
    latest_at: datetime | None = None


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for (``good``) or against somebody. ``str`` gives it in the language of the moment."""

    code: str
    good: bool
    what: Text = ""
    number: int = 0

    def __str__(self) -> str:
        if self.code == "load":
            return ngettext("%(n)s open order", "%(n)s open orders", self.number) % {"n": self.number}
        return str(_WORDS[self.code]) % {"what": self.what, "n": self.number}


_WORDS: dict[str, Text] = {
    "on_duty": _("on duty"),
    "off_duty": _("off duty"),
    "has_skill": _("has %(what)s"),
    "lacks_skill": _("lacks %(what)s"),
    "free": _("nothing to do"),
    "paused": _("%(n)s paused"),
    "own_group": _("answers for group %(what)s"),
    "other_group": _("answers for other groups"),
    "full": _("has enough to do"),
}


@dataclass(frozen=True)
class Candidate:
    """Somebody who could get the order, with the reasons for the place in the ranking."""

    person: Person
    reasons: tuple[Reason, ...]
    suitable: bool
    """On duty and of the trade: may be given the order without another word."""
    knows: bool
    """Has the trade, on duty or not."""
    full: bool
    """Has as much as anybody should: is not given more automatically."""

    @property
    def free(self) -> bool:
        """Suitable and without anything to do."""
        return self.suitable and self.person.open_orders == 0


def rank_candidates(need: Need, people: Iterable[Person], *, full_load: int = FULL_LOAD) -> list[Candidate]:
    """Everybody, the best choice first. The same people in any order give the same ranking."""
    return [_weigh(need, person, full_load) for person in sorted(people, key=lambda one: _place(need, one))]


def best(candidates: Iterable[Candidate]) -> Candidate | None:
    """The first who may be given the order automatically, or None."""
    return next((one for one in candidates if one.suitable and not one.full), None)


def _place(need: Need, person: Person) -> tuple[bool, bool, int, datetime, int]:
    weight = person.open_orders + _distance(need, person)
    return (not person.on_duty, not _knows(need, person), weight, person.latest_at or _NEVER, person.staff_id)


def _knows(need: Need, person: Person) -> bool:
    return need.skill in {"", GENERAL} or need.skill in person.skills


def _distance(need: Need, person: Person) -> int:
    """0 for somebody of the order's own group, 1 for the whole site, 2 for somebody of other groups only."""
    if not need.group_code or not person.groups:
        return 1
    return 0 if need.group_code in person.groups else 2


def _weigh(need: Need, person: Person, full_load: int) -> Candidate:
    knows = _knows(need, person)
    full = person.open_orders >= full_load
    return Candidate(
        person=person,
        reasons=tuple(_reasons(need, person, knows, full)),
        suitable=person.on_duty and knows,
        knows=knows,
        full=full,
    )


def _reasons(need: Need, person: Person, knows: bool, full: bool) -> Iterable[Reason]:
    yield Reason("on_duty", True) if person.on_duty else Reason("off_duty", False)
    if need.skill not in {"", GENERAL}:
        yield Reason("has_skill" if knows else "lacks_skill", knows, what=need.skill_label or need.skill)
    if person.open_orders:
        yield Reason("load", not full, number=person.open_orders)
    else:
        yield Reason("free", True)
    if person.paused_orders:
        yield Reason("paused", True, number=person.paused_orders)
    if full:
        yield Reason("full", False)
    if need.group_code and person.groups:
        near = need.group_code in person.groups
        yield Reason("own_group" if near else "other_group", near, what=need.group_code)
