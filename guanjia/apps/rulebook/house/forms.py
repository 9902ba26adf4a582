"""What the designer asks. Every question may be left open in a draft; what must be answered is the verb's to say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.forms import BoundField
from django.http import QueryDict
from django.utils import dates
from django.utils.translation import gettext_lazy as _

from guanjia.apps.rulebook.house import shape, vocabulary
from guanjia.apps.rulebook.house.shape import OWN, Answers
from guanjia.apps.rulebook.house.vocabulary import Vocabulary
from guanjia.apps.rulebook.terms.schedules import WEEKDAY_NAMES
from guanjia.kernel.refusals import Text
from guanjia.ui.fields import Choice, Choices, Line, YesNo
from guanjia.ui.forms import Form
from guanjia.ui.forms import Moment as MomentField
from guanjia.ui.http import Request

_LENGTHS = list(vocabulary.LENGTHS.items())
_MONTH_DAYS = [
    ("", _("any day")),
    *((str(day), str(day)) for day in range(1, 32)),
    ("last day", _("the last day")),
    ("last working day", _("the last working day")),
]
SECTIONS: dict[str, tuple[Text, str]] = {
    "clause": (_("What is asked"), "file-text"),
    "trigger": (_("When it begins"), "player-play"),
    "owner": (_("Whose duty it is"), "user"),
    "deadline": (_("Until when"), "clock"),
    "proof": (_("What proves it"), "circle-check"),
    "reminders": (_("Reminders"), "bell"),
    "ladder": (_("Who hears when it is late"), "stairs-up"),
    "consequence": (_("Consequence"), "gavel"),
}


@dataclass(frozen=True)
class Section:
    """Questions that belong together."""

    key: str
    title: Text
    icon: str
    fields: list[BoundField]


def _pick(label: Text, options: Iterable[tuple[Any, Any]], *, none: Text = "—") -> Choice:
    return Choice(label, [("", none), *options], shown="pick", required=False)


def _few(label: Text, options: Iterable[tuple[Any, Any]], **more: Any) -> Choice:
    return Choice(label, list(options), shown="buttons", required=False, **more)


def _several(label: Text, options: Iterable[tuple[Any, Any]], *, shown: str = "pick", **more: Any) -> Choices:
    return Choices(label, list(options), shown=shown, required=False, **more)


def _number(label: Text, **more: Any) -> Line:
    return Line(label, required=False, max_length=4, **more)


def _clock(label: Text) -> Line:
    return Line(label, required=False, max_length=5, placeholder="17:50")


class DesignerForm(Form):
    """A rule in words. ``given`` decides which questions there are: what was sent, else what it begins with."""

    draft = ""  # a draft is a row of its own; what was chosen swaps the questions, which a browser's draft cannot follow

    title_zh = Line(_("Name of the duty"), required=False, max_length=60)
    title_en = Line(
        _("Name in English"), required=False, max_length=120, help_text=_("Empty: the Chinese text is shown.")
    )
    text_zh = Line(_("The rule in your words"), rows=2, required=False, max_length=600)
    text_en = Line(
        _("The rule in English"),
        rows=2,
        required=False,
        max_length=1200,
        help_text=_("Empty: the Chinese text is shown."),
    )
    trigger = _few(
        _("It begins"), [("event", _("when something happens")), ("calendar", _("by the calendar"))]
    )
    kind = _several(
        _("Only for"), vocabulary.KINDS.items(), shown="buttons", help_text=_("None chosen: for all.")
    )
    urgency = _several(_("Only when it is"), vocabulary.URGENCIES.items(), shown="buttons")
    complaint_class = _several(_("Only for complaints that are"), vocabulary.CLASSES.items(), shown="buttons")
    passed = _few(
        _("Only when the sheet"),
        [("", _("is filled")), ("yes", _("has passed")), ("no", _("has not passed"))],
    )
    often = _pick(_("How often"), vocabulary.OFTEN.items())
    weekdays = _several(
        _("Days"), [(name, dates.WEEKDAYS[day]) for day, name in enumerate(WEEKDAY_NAMES)], shown="buttons"
    )
    week_day = _pick(
        _("Until the day"),
        [(name, dates.WEEKDAYS[day]) for day, name in enumerate(WEEKDAY_NAMES)],
        none=_("any day"),
    )
    month_day = Choice(_("Until the day"), _MONTH_DAYS, shown="pick", required=False)
    year_month = _pick(_("Month"), [(f"{month:02}", name) for month, name in dates.MONTHS.items()])
    year_day = _pick(_("Day"), [(f"{day:02}", str(day)) for day in range(1, 32)])
    last_day = _few(
        _("Until"),
        [
            ("", _("the period ends")),
            ("last day", _("the last day")),
            ("last working day", _("the last working day")),
        ],
    )
    by_clock = _clock(_("Until o'clock"))
    times = _number(_("How many times"))
    times_in = _few(_("In what time"), vocabulary.PERIODS.items())
    gap_longest = _number(_("At the latest after (minutes)"))
    gap_shortest = _number(_("Not sooner than after (minutes)"))
    gap_from = _clock(_("From o'clock"))
    gap_until = _clock(_("To o'clock"))
    each = _pick(_("For what"), vocabulary.EACH.items(), none=_("The site"))
    owner = _few(
        _("Who"),
        [("post", _("A post")), *((key, label) for key, (_field, label) in vocabulary.RELATIONS.items())],
    )
    deadline = _pick(
        _("Time limit"),
        [*_LENGTHS, *vocabulary.MOMENTS.items(), (vocabulary.PROMISED, _("a moment that was promised"))],
    )
    amount = _number(_("How many"))
    clock = _clock(_("O'clock"))
    proof = _few(_("Proved by"), vocabulary.PROOFS.items())
    announce = YesNo(_("Tell the owner when it begins"))
    reminders = _few(_("How many reminders"), [(str(n), str(n)) for n in range(shape.MOST_REMINDERS + 1)])
    rungs = _few(_("How many steps"), [(str(n), str(n)) for n in range(shape.MOST_RUNGS + 1)])
    safety = YesNo(_("It concerns safety: no quiet hours"))
    consequence_zh = Line(_("What follows if it is not kept"), rows=2, required=False, max_length=300)
    consequence_en = Line(_("Consequence in English"), rows=2, required=False, max_length=600)

    def __init__(self, *args: Any, words: Vocabulary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.given = self._given()
        self._add_words(words)
        for row in range(1, shape.MOST_REMINDERS + 1):
            self._add_length(f"remind{row}", _("Reminder %(number)s: how long before"), row)
        for row in range(1, shape.MOST_RUNGS + 1):
            self._add_length(f"rung{row}", _("Step %(number)s: how long after the time is over"), row)
            to = [("owner", _("The owner")), *words.post_choices()]
            self.fields[f"rung{row}_to"] = _pick(_("Whom to tell"), to)
        self.asked = shape.questions(self.given)
        wanted = {name for names in self.asked.values() for name in names}
        for name in [name for name in self.fields if name not in wanted]:
            del self.fields[name]
        must = set(shape.required(self.given))
        for name, field in self.fields.items():
            field.widget.attrs.setdefault("data-test", name)
            field.required = name in must and not self._is_draft

    @classmethod
    def for_rule(cls, request: Request, words: Vocabulary, begin_with: Answers) -> DesignerForm:
        """The form of this request, or one that begins with these answers."""
        return cls.of(request, words=words, initial=dict(begin_with))

    @property
    def sections(self) -> list[Section]:
        """The questions that are asked now, section by section."""
        return [
            Section(key, *SECTIONS[key], [self[name] for name in names])
            for key, names in self.asked.items()
            if names
        ]

    @property
    def answers(self) -> dict[str, Any]:
        """Everything chosen and typed, as it was, including answers to questions that are not asked just now."""
        return {name: value for name, value in self.given.items() if value not in ("", None, [])}

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Answers to questions that are not asked just now: they come back with the choice that asks them."""
        left = [(name, value) for name, value in self.answers.items() if name not in self.fields]
        return [
            (name, str(one))
            for name, value in left
            for one in (value if isinstance(value, list) else [value])
        ]

    def told(self, name: str) -> str:
        """An answer in words; empty where there is none."""
        field, value = self.fields.get(name), self.given.get(name)
        if field is None or value in (None, "", []):
            return ""
        words = {str(key): str(label) for key, label in _flat(getattr(field, "choices", ()))}
        many = value if isinstance(value, list) else [value]
        if isinstance(field, YesNo):
            return str(_("yes"))
        return ", ".join(words.get(str(one), str(one)) for one in many)

    @property
    def _is_draft(self) -> bool:
        """Whether it is only to be kept: then nothing need be answered yet."""
        return self.is_bound and self.data.get("step") == "save"

    def _given(self) -> dict[str, Any]:
        if not self.is_bound:
            return dict(self.initial)
        several = {name for name, field in self.fields.items() if isinstance(field, Choices)} | {
            "met_by",
            "void_by",
        }
        sent = {name for name in self.data if name not in ("csrfmiddlewaretoken", "form_key", "step", "next")}
        data = cast(QueryDict, self.data)
        return {
            name: data.getlist(name) if name in several else self.data.get(name, "").strip() for name in sent
        }

    def _add_words(self, words: Vocabulary) -> None:
        """The questions whose choices are this company's."""
        events = vocabulary.event_choices()
        clauses = [
            (key, f"{one.number} {one.heading or one.text} · {pack.title}"[:120])
            for key, (pack, one) in words.clauses.items()
        ]
        posts, sheets = words.post_choices(), [(key, str(title)) for key, title in words.sheets.items()]
        registers = [(key, str(title)) for key, title in words.books.items()]
        self.fields |= {
            "clause": _pick(_("Clause"), clauses, none=_("Our own words")),
            "event": _pick(_("What happens"), events),
            "of_register": _pick(_("Only in the register"), registers, none=_("any")),
            "of_sheet": _pick(_("Only for the sheet"), sheets, none=_("any")),
            "unit_stage": _pick(_("Only units that are"), vocabulary.stage_choices(), none=_("any")),
            "place_kind": _pick(_("Only places of the kind"), vocabulary.place_choices(), none=_("any")),
            "owner_post": _pick(_("Post"), posts),
            "owner_else": _pick(_("If nobody is named, the post"), posts),
            "promised": _pick(
                _("Which moment"), vocabulary.promises_of(str(self.given.get("event", ""))).items()
            ),
            "met_by": _several(_("Done when one of these happens"), events),
            "void_by": _several(_("No longer needed when one of these happens"), events),
            "sheet": _pick(_("Which sheet"), sheets),
            "register": _pick(_("Which register"), registers),
        }
        if self.given.get("clause", OWN) == OWN:
            self.given.pop("clause", None)

    def _add_length(self, name: str, label: Text, row: int) -> None:
        self.fields[f"{name}_amount"] = _number(str(label) % {"number": row})
        self.fields[f"{name}_unit"] = _pick(_("Unit of time"), _LENGTHS)


def _flat(choices: Any) -> Iterator[tuple[Any, Any]]:
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from label
        else:
            yield key, label


class ReasonForm(Form):
    """Why a rule is sent back or retired."""

    reason = Line(_("Reason"), rows=2, max_length=200)


class AdoptHouseForm(Form):
    """From when on the site keeps the house rules, and why."""

    from_at = MomentField(_("In force from"), required=False, help_text=_("Empty: at once."))
    reason = Line(_("Reason"), rows=2, max_length=200)
