"""From answers to the tables of a pack, as they would stand in TOML."""

from typing import Any

from guanjia.apps.rulebook.house import shape, vocabulary
from guanjia.apps.rulebook.house.shape import OWN, Answers
from guanjia.apps.rulebook.house.vocabulary import Vocabulary
from guanjia.kernel.events import EVENTS

Table = dict[str, Any]


def clause_number(number: int) -> str:
    """What the clause of a rule is called in the company's pack."""
    return f"H{number}"


def duty_key(number: int) -> str:
    """The key of a rule's duty."""
    return f"house_{number}"


def tables(given: Answers, number: int, words: Vocabulary) -> tuple[Table, Table]:
    """The clause and the duty of a rule. What is not answered is left out; the loader says what is missing."""
    asked = {name for names in shape.questions(given).values() for name in names}
    kept = {name: value for name, value in given.items() if name in asked}
    return _clause(kept, number, words), _duty(kept, number)


def _clause(given: Answers, number: int, words: Vocabulary) -> Table:
    name = clause_number(number)
    taken = words.clauses.get(str(given.get("clause", OWN)))
    if taken is not None:
        pack, clause = taken
        found: Table = {
            "number": name,
            "text": clause.text.as_json(),
            "sources": [f"{pack.key} {clause.number}"],
        }
        return found | ({"heading": clause.heading.as_json()} if clause.heading else {})
    return {
        "number": name,
        "heading": _both(given, "title"),
        "text": _both(given, "text"),
        "sources": [name],
    }


def _duty(given: Answers, number: int) -> Table:
    found: Table = {
        "key": duty_key(number),
        "clause": clause_number(number),
        "title": _both(given, "title"),
    }
    found |= _by_calendar(given) if shape.is_calendar(given) else _by_event(given)
    found["owner"] = _owners(given)
    found |= _proof(given)
    reminders = [_length(given, f"remind{row}") for row in _rows(given, "reminders")]
    if reminders:
        found["reminders"] = reminders
    ladder = [
        {"after": _length(given, f"rung{row}"), "to": [_target(given.get(f"rung{row}_to", ""))]}
        for row in _rows(given, "rungs")
    ]
    if ladder:
        found["ladder"] = ladder
    found |= {name: True for name in ("announce", "safety") if given.get(name)}
    consequence = _both(given, "consequence")
    return found | ({"consequence": consequence} if consequence["zh"] else {})


def _both(given: Answers, name: str) -> Table:
    """A text in both languages; what is missing in one is said in the other."""
    zh, en = (str(given.get(f"{name}_{language}") or "").strip() for language in ("zh", "en"))
    return {"zh": zh or en, "en": en or zh}


# --- When it begins, and until when ----------------------------------------------------------------------------------------


def _by_event(given: Answers) -> Table:
    event = str(given.get("event", ""))
    held = vocabulary.fields_held(event)
    when: Table = {}
    for name in vocabulary.CONDITIONS:
        if given.get(name):
            when[name if name in held else f"thread:{name}"] = list(given[name])
    for name, key in (("of_register", "register"), ("of_sheet", "checklist")):
        if given.get(name):
            when[key] = given[name]
    if given.get("passed"):
        when["passed"] = given["passed"] == "yes"
    found: Table = {"on": [{"on": event, "when": when} if when else event]} if event else {"on": []}
    if event == "cases.received":
        found["start"] = "received_at"
    words = str(given.get("deadline", ""))
    if words == vocabulary.PROMISED:
        found["deadline_field"] = given.get("promised", "")
    elif words in vocabulary.LENGTHS:
        found["deadline"] = f"{given.get('amount', '')} {words}"
    elif words:
        found["deadline"] = words.format(given.get("clock", ""))
    return found


def _by_calendar(given: Answers) -> Table:
    each = str(given.get("each") or "site")
    for name, attribute in (("unit_stage", "stage"), ("place_kind", "kind")):
        if given.get(name):
            each += f"[{attribute}={given[name]}]"
    return {"every": _rhythm(given)} | ({"each": each} if each != "site" else {})


def _rhythm(given: Answers) -> str:
    often = str(given.get("often", ""))
    clock = str(given.get("by_clock") or "").strip()
    if often == "times":
        return f"{given.get('times', '')} a {given.get('times_in', '')}"
    if often == "gap":
        shortest = f"{given['gap_shortest']}-" if given.get("gap_shortest") else ""
        hours = [str(given.get(name) or "").strip() for name in ("gap_from", "gap_until")]
        within = f" within {hours[0]}-{hours[1]}" if any(hours) else ""
        return f"gap {shortest}{given.get('gap_longest', '')} minutes{within}"
    if often == "year":
        return f"year by {given.get('year_month', '')}-{given.get('year_day', '')}"
    day = str(given.get("month_day") or given.get("week_day") or given.get("last_day") or "")
    by = " ".join(part for part in (day, clock) if part)
    named = ", ".join(given.get("weekdays", ())) if often == "weekdays" else often
    return f"{named} by {by}" if by else named


# --- Whose it is, what proves it, who hears of it --------------------------------------------------------------------------


def _owners(given: Answers) -> list[str]:
    relation = vocabulary.RELATIONS.get(str(given.get("owner", "")))
    post = given.get("owner_else") if relation else given.get("owner_post")
    named = [f"thread:{relation[0]}"] if relation else []
    return named + ([f"post:{post}"] if post else [])


def _proof(given: Answers) -> Table:
    found: Table = {}
    kind = str(given.get("proof", ""))
    if kind == "event":
        found["met_by"] = list(given.get("met_by", ()))
    elif kind in ("sheet", "entry"):
        found["evidence"] = f"{kind}:{given.get('sheet' if kind == 'sheet' else 'register', '')}"
    elif kind:
        found["evidence"] = kind
    if given.get("void_by"):
        found["void_by"] = list(given["void_by"])
    if given.get("owner") == "handler":
        field = vocabulary.RELATIONS["handler"][0]
        found["follow"] = [{"on": name, "field": field} for name in vocabulary.FOLLOWS if name in EVENTS]
    return found


def _rows(given: Answers, name: str) -> range:
    words = str(given.get(name) or "0")
    return range(1, int(words) + 1) if words.isdecimal() else range(0)


def _length(given: Answers, row: str) -> str:
    return f"{given.get(f'{row}_amount', '')} {given.get(f'{row}_unit', '')}".strip()


def _target(words: str) -> str:
    return words if words == "owner" else f"post:{words}"
