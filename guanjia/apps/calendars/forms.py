"""What the calendar screens ask."""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from guanjia.apps.calendars.panels import WEEKDAY_NAMES
from guanjia.apps.calendars.queries import list_named_hours
from guanjia.apps.calendars.terms import refusal_of
from guanjia.kernel.working_time import WEEKDAYS, BadHours, Duration, Interval, NotUnderstood
from guanjia.ui.forms import Choice, Day, File, Form, Line, Moment, YesNo

_EXAMPLE = "08:30-12:00, 13:30-17:30"
_BETWEEN = re.compile(r"[,;，；、\s]+")
_NEXT_DAY = re.compile(r"\s*[+＋]\s*[1１]")
_SIGN = re.compile(r"\s*(?:[-~–—至到])\s*")


def intervals(text: str) -> list[str]:
    """The intervals of one line, however they are separated."""
    tight = _NEXT_DAY.sub("+1", _SIGN.sub("-", text.strip()))
    return [part for part in _BETWEEN.split(tight) if part]


SEASONS = ("season_", "season2_")
"""Summer and winter hours: the beginnings of the names of their fields."""


def _day(key: str) -> Line:
    return Line(WEEKDAY_NAMES[key], required=False, placeholder=_EXAMPLE)


class HoursForm(Form):
    """The hours of a week from a day on; a line left empty is a day off. Two seasons can be given besides."""

    draft = "hours"
    from_on = Day(_("Hold from"), help_text=_("Today or later; days before keep the hours they had."))
    on_holiday = Choice(
        _("On public holidays"),
        [("closed", _("Closed that day")), ("usual", _("Open as on any day")), ("sun", _("Sunday's hours"))],
    )
    makeup_days = YesNo(_("Open on make-up working days"), required=False)
    note = Line(_("Reason"), required=False, help_text=_("Shown in the history of the calendar."))
    season_name = Line(_("Name of the season"), required=False, placeholder=_("Summer hours"))
    season_from = Line(_("From (month-day)"), required=False, placeholder="05-01")
    season_until = Line(_("Until (month-day, included)"), required=False, placeholder="09-30")
    season2_name = Line(_("Name of the season"), required=False, placeholder=_("Winter hours"))
    season2_from = Line(_("From (month-day)"), required=False, placeholder="11-01")
    season2_until = Line(_("Until (month-day, included)"), required=False, placeholder="03-31")

    def __init__(self, *args: Any, pattern: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        self._pattern = dict(pattern or {})
        kwargs["initial"] = _initial(self._pattern) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        for prefix in ("", *SEASONS):
            for key in WEEKDAYS:
                name = f"{prefix}{key}"
                self.fields[name] = _day(key)
                self.fields[name].widget.attrs["data-test"] = name

    @property
    def week(self) -> list[Any]:
        """The seven fields of the ordinary week."""
        return [self[key] for key in WEEKDAYS]

    @property
    def seasons(self) -> list[dict[str, Any]]:
        """The fields of each season: ``name``, ``from``, ``until``, and the seven of its ``week``."""
        return [
            {
                **{part: self[f"{prefix}{part}"] for part in ("name", "from", "until")},
                "week": [self[f"{prefix}{key}"] for key in WEEKDAYS],
            }
            for prefix in SEASONS
        ]

    def clean(self) -> dict[str, Any]:
        """Say beside the line what is wrong with it; what only the whole week shows is refused by the verb."""
        for prefix in ("", *SEASONS):
            for key in WEEKDAYS:
                for text in intervals(self.cleaned_data.get(f"{prefix}{key}") or ""):
                    try:
                        Interval.parse(text)
                    except BadHours as error:
                        self.add_error(f"{prefix}{key}", str(refusal_of(error)))
        for prefix in SEASONS:
            first, last = (self.cleaned_data.get(f"{prefix}{part}") for part in ("from", "until"))
            if bool(first) != bool(last):
                self.add_error(
                    f"{prefix}until", _("A season needs its first and its last day; give both, or neither.")
                )
        return self.cleaned_data

    @property
    def pattern(self) -> dict[str, Any]:
        """What was filled in, in the shape a version keeps; seasons after the second stay as they are."""
        sent = self.cleaned_data
        given = [
            {
                "name": sent[f"{prefix}name"],
                "from": sent[f"{prefix}from"],
                "until": sent[f"{prefix}until"],
                "week": {key: intervals(sent[f"{prefix}{key}"]) for key in WEEKDAYS},
            }
            for prefix in SEASONS
            if sent[f"{prefix}from"]
        ]
        return {
            "week": {key: intervals(sent[key]) for key in WEEKDAYS},
            "seasons": given + list(self._pattern.get("seasons", ()))[len(SEASONS) :],
            "on_holiday": sent["on_holiday"],
            "makeup_days": sent["makeup_days"],
        }


def _initial(pattern: Mapping[str, Any]) -> dict[str, Any]:
    if not pattern:
        return {"on_holiday": "closed", "makeup_days": True}
    known = {"on_holiday": pattern["on_holiday"], "makeup_days": pattern["makeup_days"]}
    known |= {key: ", ".join(texts) for key, texts in pattern["week"].items()}
    for prefix, season in zip(SEASONS, pattern["seasons"], strict=False):
        known |= {f"{prefix}{part}": season[part] for part in ("name", "from", "until")}
        known |= {f"{prefix}{key}": ", ".join(texts) for key, texts in season["week"].items()}
    return known


class OpenForm(Form):
    """A further calendar for the site."""

    hours = Choice(
        _("Start with"), lambda: [(one.key, one.label) for one in list_named_hours()], shown="pick"
    )
    key = Line(
        _("Short key"),
        max_length=20,
        help_text=_("A short word duties name it by, like desk; letters, digits and dashes."),
    )
    name = Line(_("Name"), required=False, max_length=60)
    is_default = YesNo(_("Duties that name no calendar go by it"), required=False)


class LoadForm(Form):
    """A year's file."""

    file = File(
        _("The year's file"),
        endings=(".toml",),
        help_text=_(
            "Holidays and make-up working days as the public notice names them; start from a shipped year."
        ),
    )


class ReckonForm(Form):
    """When would it be due?"""

    start = Moment(_("Starting"), quick=("+30m", "17:50"))
    plus = Line(_("How long"), placeholder=_("3 working days"))

    def clean_plus(self) -> Duration:
        """The duration itself."""
        try:
            return Duration.parse(self.cleaned_data["plus"])
        except NotUnderstood as error:
            raise ValidationError(str(refusal_of(error)), error.code) from error
