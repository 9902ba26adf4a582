"""Which questions are asked, given the answers so far; and which of them must be answered."""

from collections.abc import Mapping
from typing import Any, Final

from guanjia.apps.rulebook.house import vocabulary

Answers = Mapping[str, Any]
"""What was chosen and typed, by question: text, or a list of texts."""

OWN: Final = "own"
MOST_REMINDERS, MOST_RUNGS = 3, 4


def is_calendar(given: Answers) -> bool:
    """Whether the duty comes round by the calendar."""
    return bool(given.get("trigger") == "calendar")


def questions(given: Answers) -> dict[str, list[str]]:
    """The questions by section, in order."""
    return {
        "clause": _clause(given),
        "trigger": _calendar(given) if is_calendar(given) else _event(given),
        "owner": _owner(given),
        "deadline": [] if is_calendar(given) else _deadline(given),
        "proof": _proof(given),
        "reminders": [
            "announce",
            "reminders",
            *_rows("remind", _count(given, "reminders"), "amount", "unit"),
        ],
        "ladder": ["rungs", *_rows("rung", _count(given, "rungs"), "amount", "unit", "to"), "safety"],
        "consequence": ["consequence_zh", "consequence_en"],
    }


def required(given: Answers) -> list[str]:
    """The questions that must be answered, in order."""
    asked = [name for names in questions(given).values() for name in names]
    return [name for name in asked if name in _MUST or name.rpartition("_")[2] in _OF_A_ROW]


def _clause(given: Answers) -> list[str]:
    own = ["text_zh", "text_en"] if given.get("clause", OWN) in ("", OWN) else []
    return ["title_zh", "title_en", "clause", *own]


def _event(given: Answers) -> list[str]:
    event = str(given.get("event", ""))
    asked = ["trigger", "event"]
    if vocabulary.is_about_a_matter(event):
        asked += ["kind", "urgency"]
        if "complaint" in given.get("kind", ()) or not given.get("kind"):
            asked.append("complaint_class")
    if event.startswith("registers."):
        asked.append("of_register")
    if event.startswith("inspections."):
        asked += ["of_sheet", "passed"]
    return asked


def _calendar(given: Answers) -> list[str]:
    often = given.get("often", "")
    asked = ["trigger", "often"]
    asked += {
        "weekdays": ["weekdays", "by_clock"],
        "day": ["by_clock"],
        "working day": ["by_clock"],
        "week": ["week_day", "by_clock"],
        "month": ["month_day", "by_clock"],
        "quarter": ["last_day"],
        "half-year": ["last_day"],
        "year": ["year_month", "year_day"],
        "times": ["times", "times_in"],
        "gap": ["gap_longest", "gap_shortest", "gap_from", "gap_until"],
    }.get(str(often), [])
    asked.append("each")
    if given.get("each") == "unit":
        asked.append("unit_stage")
    if given.get("each") == "place":
        asked.append("place_kind")
    return asked


def _owner(given: Answers) -> list[str]:
    if is_calendar(given) or not vocabulary.is_about_a_matter(str(given.get("event", ""))):
        return ["owner_post"]
    return ["owner", "owner_post"] if given.get("owner", "post") == "post" else ["owner", "owner_else"]


def _deadline(given: Answers) -> list[str]:
    words = str(given.get("deadline", ""))
    if words in vocabulary.LENGTHS:
        return ["deadline", "amount"]
    if "{}" in words:
        return ["deadline", "clock"]
    return ["deadline", "promised"] if words == vocabulary.PROMISED else ["deadline"]


def _proof(given: Answers) -> list[str]:
    more = {"event": ["met_by"], "sheet": ["sheet"], "entry": ["register"]}.get(
        str(given.get("proof", "")), []
    )
    return ["proof", *more, *([] if is_calendar(given) else ["void_by"])]


def _count(given: Answers, name: str) -> int:
    words = str(given.get(name) or "0")
    most = MOST_RUNGS if name == "rungs" else MOST_REMINDERS
    return min(int(words), most) if words.isdecimal() else 0


def _rows(name: str, count: int, *parts: str) -> list[str]:
    return [f"{name}{number}_{part}" for number in range(1, count + 1) for part in parts]


_OF_A_ROW: Final = ("amount", "unit", "to")
_MUST: Final = frozenset(
    {
        "title_zh",
        "text_zh",
        "trigger",
        "event",
        "often",
        "weekdays",
        "times",
        "times_in",
        "gap_longest",
        "year_month",
        "year_day",
        "owner_post",
        "deadline",
        "amount",
        "clock",
        "promised",
        "proof",
        "met_by",
        "sheet",
        "register",
    }
)
