"""Texts with fields: plain substitution of known names in braces. Nothing is evaluated, and what is filled in is not read again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.refusals import Refusal, Text

_PLACE = re.compile(r"\{([^{}\n]{1,20})\}")


@dataclass(frozen=True)
class Place:
    """A field of a text: its name in code, the names writers may use in braces, its label, and what a preview shows."""

    key: str
    names: tuple[str, ...]
    label: Text
    sample: Text


PLACES: tuple[Place, ...] = (
    Place("site", ("项目", "site"), _("Name of the site"), _("Harmony Gardens")),
    Place("company", ("公司", "company"), _("Name of the company"), _("Harmony Property Services")),
    Place("party", ("对象", "party"), _("To whom"), _("Owner of 1-302")),
    Place("what", ("事项", "what"), _("Work or event"), _("cleaning of the water tanks")),
    Place("where", ("范围", "where"), _("Where"), _("buildings 1 to 3")),
    Place("from", ("开始", "from"), _("Begins"), "2026-03-02 09:00"),
    Place("until", ("结束", "until"), _("Ends"), "2026-03-02 17:00"),
    Place("hazard", ("天气", "hazard"), _("What weather"), _("Typhoon")),
    Place("level", ("等级", "level"), _("Warning level"), _("Yellow warning")),
    Place("number", ("编号", "number"), _("Number"), "NT-2026-000001"),
    Place("day", ("日期", "day"), _("Day"), "2026-03-02"),
    Place("hotline", ("电话", "hotline"), _("Hotline"), "0755-12345678"),
    Place("clause", ("依据", "clause"), _("Clause it breaks"), _("article 12 of the fit-out agreement")),
)

_KEYS = {name: one.key for one in PLACES for name in one.names}


def filled(text: str, values: Mapping[str, str]) -> str:
    """``text`` with its known places filled; a known place without a value and an unknown one stay as they are written.

    Values are keyed by ``Place.key``. One pass: braces inside a value are not read again.
    """

    def one(found: re.Match[str]) -> str:
        key = _KEYS.get(found.group(1).strip())
        value = values.get(key, "") if key else ""
        return value or found.group(0)

    return _PLACE.sub(one, text)


def elided(text: str) -> str:
    """The text with dots in its places, short enough for a button."""
    return _PLACE.sub("…", text)


def left_open(text: str) -> list[str]:
    """The known places of a text that nothing was filled into, as they are written."""
    return [found.group(0) for found in _PLACE.finditer(text) if found.group(1).strip() in _KEYS]


def unknown(text: str) -> list[str]:
    """What stands in braces and is no known place."""
    return [found.group(1) for found in _PLACE.finditer(text) if found.group(1).strip() not in _KEYS]


def preview(text: str) -> str:
    """The text with every place filled by its sample."""
    return filled(text, {one.key: str(one.sample) for one in PLACES})


def why_not_text(title: str, body: str) -> list[Refusal]:
    """What keeps a template from being kept."""
    found = []
    if len(title.strip()) < 2:
        found.append(
            Refusal("title_missing", _("Give it a title by which it is found again."), field="title")
        )
    if len(body.strip()) < 2:
        found.append(Refusal("text_missing", _("Write the text first."), field="body"))
    wrong = [*unknown(title), *unknown(body)]
    if wrong:
        found.append(
            Refusal(
                "unknown_place",
                _("“%(name)s” is no field of a text. Take one of those listed, or leave the braces out."),
                field="body",
                params={"name": wrong[0]},
            )
        )
    return found
