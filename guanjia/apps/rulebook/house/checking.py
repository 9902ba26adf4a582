"""The company's pack, handed to the loader of all packs; each of its complaints named at the question it comes from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.rulebook.house import forming, shape, writing
from guanjia.apps.rulebook.house.forming import Form
from guanjia.apps.rulebook.house.shape import Answers
from guanjia.apps.rulebook.house.vocabulary import Vocabulary
from guanjia.apps.rulebook.loading import Knowledge, PackError, Problem, Source, load_source
from guanjia.apps.rulebook.loading.lines import Path
from guanjia.apps.rulebook.terms import Pack
from guanjia.apps.rulebook.terms.house import HOUSE, HOUSE_TITLE
from guanjia.kernel.refusals import Refusal, Text

QUIET_HOURS = "22:00-07:30"
"""When nobody is told of a house rule, as in the packs we ship; what concerns safety is told all the same."""


@dataclass(frozen=True)
class Checked:
    """A rule that the loader has taken, or what it complains of; then ``pack`` is None."""

    pack: Pack | None
    refusals: tuple[Refusal, ...] = ()


def check(given: Answers, number: int, words: Vocabulary) -> Checked:
    """A rule alone: what is not answered, then what the loader finds."""
    missing = [
        Refusal("missing", _missing(name), name)
        for name in shape.required(given)
        if not _is_given(given, name)
    ]
    if missing:
        return Checked(None, tuple(missing))
    content = content_of([(given, number)], words, "0")
    try:
        return Checked(load(content, words)[0])
    except PackError as error:
        paths = {line: path for path, line in numbered(content).items()}
        asked = {name for names in shape.questions(given).values() for name in names}
        found = [_refusal(problem, paths, asked) for problem in error.problems]
        return Checked(None, tuple({one.field: one for one in reversed(found)}.values()))


def content_of(
    rules: Iterable[tuple[Answers, int]], words: Vocabulary, version: str, forms: Iterable[Form] = ()
) -> dict[str, Any]:
    """All rules and forms of a company as one pack: their clauses, duties and registers, and the posts they speak of with the
    line above."""
    both = [writing.tables(given, number, words) for given, number in rules]
    clauses, duties = [clause for clause, _duty in both], [duty for _clause, duty in both]
    papers = [forming.tables(one) for one in forms]
    clauses += [clause for clause, _register in papers]
    registers = [register for _clause, register in papers]
    posts = [
        {"key": post.key, "name": post.name.as_json(), "grouped": post.grouped}
        | ({"reports_to": post.reports_to} if post.reports_to in words.posts else {})
        for post in words.with_line([*_posts_in(duties), *forming.posts_in(registers, words)])
    ]
    head = {"key": HOUSE, "version": version, "title": HOUSE_TITLE.as_json(), "quiet_hours": QUIET_HOURS}
    found = {"pack": head, "clause": clauses, "post": posts, "duty": duties}
    return found | ({"register": registers} if registers else {})


def load(content: dict[str, Any], words: Vocabulary) -> tuple[Pack, Source]:
    """The pack, checked whole. Raises ``PackError``."""
    known = replace(
        Knowledge.of_product(), checklists=frozenset(words.sheets), registers=frozenset(words.books)
    )
    return load_source(source_of(content), known)


def source_of(content: dict[str, Any]) -> Source:
    """The pack as the loader takes it, with a line for each of its values."""
    return Source(HOUSE, files={HOUSE: (content, numbered(content))})


def _posts_in(duties: Iterable[dict[str, Any]]) -> list[str]:
    named = [one for duty in duties for one in duty.get("owner", ())]
    named += [one for duty in duties for rung in duty.get("ladder", ()) for one in rung["to"]]
    return [one.removeprefix("post:") for one in named if one.startswith("post:")]


def numbered(content: dict[str, Any]) -> dict[Path, int]:
    """A number of a line for each value there is, so that the loader can say where it found a mistake."""
    return {path: number for number, path in enumerate(_paths(content, ()), start=1)}


def _paths(value: Any, path: Path) -> Iterator[Path]:
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from _paths(one, (*path, key))


# --- From the loader's words to ours ---------------------------------------------------------------------------------------


def _is_given(given: Answers, name: str) -> bool:
    value = given.get(name)
    if name in ("title_zh", "text_zh") and not str(value or "").strip():
        value = given.get(name.replace("_zh", "_en"))
    return bool(str(value).strip() if value is not None else "") and value != []


def _missing(name: str) -> Text:
    return _CHOOSE if name in _CHOSEN or name.endswith(("_unit", "_to")) else _FILL_IN


_FILL_IN = _("Please fill this in.")
_CHOOSE = _("Please choose one of these.")
_CHOSEN = frozenset(
    [
        "trigger",
        "event",
        "often",
        "weekdays",
        "times_in",
        "owner_post",
        "deadline",
        "promised",
        "proof",
        "met_by",
        "sheet",
        "register",
        "year_month",
    ]
)


def _refusal(problem: Problem, paths: dict[int, Path], asked: set[str]) -> Refusal:
    path = paths.get(problem.place.line, ())
    part, key = str(path[0]) if path else "", str(path[2]) if len(path) > 2 else ""
    field = _AT.get((part, key), "")
    if key == "reminders" and len(path) > 3:
        field = f"remind{int(path[3]) + 1}_amount"
    if key == "ladder" and len(path) > 3:
        field = f"rung{int(path[3]) + 1}_{'to' if 'to' in path else 'amount'}"
    if field == "deadline":
        field = next((one for one in ("amount", "clock") if one in asked), field)
    message = _SAID.get(key)
    if message is None:
        return Refusal(
            "not_loaded",
            _("The rulebook cannot take this: %(message)s"),
            field or "title_zh",
            {"message": problem.message},
        )
    return Refusal("not_loaded", message, field)


_AT = {
    ("clause", "text"): "text_zh",
    ("clause", "heading"): "title_zh",
    ("duty", "title"): "title_zh",
    ("duty", "on"): "event",
    ("duty", "every"): "often",
    ("duty", "each"): "each",
    ("duty", "owner"): "owner_post",
    ("duty", "deadline"): "deadline",
    ("duty", "deadline_field"): "deadline",
    ("duty", "met_by"): "met_by",
    ("duty", "void_by"): "void_by",
    ("duty", "evidence"): "proof",
    ("duty", "consequence"): "consequence_zh",
}
"""The question an entry of a table comes from."""
_SAID: dict[str, Text] = {
    "every": _(
        "This is no rhythm. Check numbers, days and times: 1 to 99 times, a day there is, a time like 17:50."
    ),
    "deadline": _("This is no time limit. Write a whole number, or a time of day like 17:50."),
    "reminders": _(
        "A reminder must come before the time is over: choose a shorter length than the time limit."
    ),
    "ladder": _("Put the steps in order: a whole number, and each step later than the one before."),
    "void_by": _("This already proves the duty, so it cannot end it as well. Keep one of the two."),
    "owner": _("This post is not known any more. Choose another."),
    "evidence": _("This paper is not in force any more. Choose another."),
}
"""What to do about a mistake, in the reader's language; the loader itself speaks English."""
