"""A company on the stage: its people, and its things by what they are."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from guanjia.kernel.actor import Actor
from guanjia.kernel.scope import company_scope
from tests.cast import House, at

NOW = at("11:30")
STROKES = "[[[10,10],[200,90],[400,40]]]"


@dataclass
class Estate:
    """A company's things by what they are; ``cases`` and ``orders`` by the state they were brought into."""

    house: House
    word: str
    things: dict[str, Any] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    orders: dict[str, str] = field(default_factory=dict)

    def who(self, login: str, moment: datetime = NOW) -> Actor:
        """The person of that login; in a company without one, the only person there is."""
        return self.house.actor(login if login in self.house.people else "dov", moment)

    def staff(self, login: str) -> int:
        """The id of that person."""
        return self.house.people[login if login in self.house.people else "dov"].pk

    @contextmanager
    def open(self) -> Iterator[None]:
        """Inside, the rows of this company are in sight."""
        with company_scope(self.house.company.pk):
            yield


@dataclass
class Stage:
    """Both companies."""

    wanxing: Estate
    harbour: Estate

    @property
    def words(self) -> dict[str, list[str]]:
        """For each company what only it can have said."""
        return {one.house.company.code: _words(one) for one in (self.wanxing, self.harbour)}


def _words(estate: Estate) -> list[str]:
    with estate.open():
        unit, place = estate.things["unit"], estate.things["place"]
        return [estate.word, estate.house.company.code, unit.code, place.code, place.qr_token]
