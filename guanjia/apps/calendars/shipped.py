"""The data that comes with the product: named hours, and the years of the country. Read once, when first needed."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.utils.translation import get_language

from guanjia.apps.calendars.rules import read_notice
from guanjia.kernel.working_time import HoursPattern, YearDays

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class NamedHours:
    """Hours to start from; ``data`` is what a calendar version keeps."""

    key: str
    name: str
    name_en: str
    note: str
    note_en: str
    data: Mapping[str, Any]

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if (get_language() or "").startswith("en") else self.name

    @property
    def pattern(self) -> HoursPattern:
        """The hours themselves."""
        return HoursPattern.parse(self.data)


@cache
def named_hours() -> Mapping[str, NamedHours]:
    """Every shipped pattern by its key."""
    table = tomllib.loads((_DATA / "patterns.toml").read_text(encoding="utf-8"))
    return MappingProxyType({key: _named(key, entry) for key, entry in table.items()})


def _named(key: str, entry: dict[str, Any]) -> NamedHours:
    name, note = entry.pop("name"), entry.pop("note")
    data = HoursPattern.parse(entry).dump()
    return NamedHours(key, name["zh"], name["en"], note["zh"], note["en"], data)


@cache
def shipped_years(country: str) -> Mapping[int, YearDays]:
    """The years we ship for a country: announced ones from their notices, later ones computed and provisional."""
    folder = _DATA / country.lower()
    years: dict[int, YearDays] = {}
    if not folder.is_dir():
        return MappingProxyType(years)
    statutory = tomllib.loads((folder / "statutory.toml").read_text(encoding="utf-8"))
    for year, holidays in statutory.items():
        if year.isdecimal():
            days = sorted((on, name) for name, dates in holidays.items() for on in dates)
            years[int(year)] = YearDays(int(year), tuple(days), announced=False)
    for file in sorted(folder.glob("[0-9]*.toml")):
        notice = read_notice(tomllib.loads(file.read_text(encoding="utf-8")), year=int(file.stem))
        years[notice.days.year] = notice.days
    return MappingProxyType(years)
