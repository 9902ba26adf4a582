"""``guanjia deadline``: when is something due? One answer, or one for every line of standard input.

Without ``--site`` it reckons by a national pattern and needs no database.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from guanjia.apps.calendars import queries
from guanjia.apps.calendars.terms import refusal_of
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel import clock
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import Refusal, Refused
from guanjia.kernel.scope import across_companies
from guanjia.kernel.working_time import Duration, NotUnderstood, WorkingCalendar, WorkingTimeError

HELP = "tell when something is due; lines of “moment, duration” on standard input are answered line by line"

ANSWERED, REFUSED = 0, 2


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--from",
        dest="start",
        metavar="ISO",
        help="the moment it starts, like 2026-03-02T09:30+08:00; without an offset it is the site's local time. "
        "Left out, moments are read from standard input, one a line, with a tab or comma before their duration",
    )
    parser.add_argument(
        "--plus", metavar="DURATION", help="like “7 working days”, “15 minutes”, “by 17:50”, “7个工作日”"
    )
    parser.add_argument("--site", metavar="CODE", help="by this site's calendar instead of the national one")
    parser.add_argument("--company", metavar="CODE", help="whose site, where two companies use the same code")
    parser.add_argument(
        "--calendar", metavar="KEY", default="", help="a calendar of the site that is not its default"
    )
    parser.add_argument(
        "--hours",
        metavar="NAME",
        help="without --site, the national hours to reckon by: "
        + ", ".join(hours.key for hours in queries.list_named_hours())
        + " (default: office-week)",
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line, with due_at")


@dataclass(frozen=True)
class Question:
    """A moment and a duration as they were written; ``line`` is 0 for the command's own options."""

    line: int
    start: str
    plus: str


def run(args: argparse.Namespace) -> int:
    """Answer; exit code 2 when anything could not be understood (the other lines are answered all the same)."""
    trouble = _misuse(args)
    if trouble:
        print(trouble, file=sys.stderr)
        return REFUSED
    calendar = _calendar(args)
    questions = (
        [Question(0, args.start, args.plus)] if args.start is not None else _lines(_input(), args.plus)
    )
    code = ANSWERED
    for question in questions:
        try:
            answer = _answer(question, calendar)
        except WorkingTimeError as error:
            code = REFUSED
            _tell_refusal(question, refusal_of(error), as_json=args.json)
            continue
        _tell(answer, as_json=args.json)
    return code


def _misuse(args: argparse.Namespace) -> str:
    if args.start is not None and args.plus is None:
        return 'guanjia deadline: say how long, like --plus "7 working days".'
    if args.start is None and sys.stdin.isatty():
        return "guanjia deadline: give --from and --plus, or lines like “2026-03-02T09:30, 7 working days” on standard input."
    if args.site and args.hours:
        return "guanjia deadline: --hours is for the national calendar; leave out --hours or --site."
    if args.calendar and not args.site:
        return "guanjia deadline: --calendar names a calendar of a site; add --site."
    known = [hours.key for hours in queries.list_named_hours()]
    if args.hours and args.hours not in known:
        return f"guanjia deadline: there are no hours {args.hours!r}; use one of {', '.join(known)}."
    return ""


def _calendar(args: argparse.Namespace) -> WorkingCalendar:
    if not args.site:
        return queries.national_calendar(args.hours) if args.hours else queries.national_calendar()
    with across_companies(reason="deadline asked for on the command line"):
        sites = [
            site
            for company in organisations.list_companies()
            if args.company in (None, company.code)
            for site in organisations.list_sites(Actor.system(company.pk)).filter(code=args.site)
        ]
        if not sites:
            raise Refused(
                Refusal("no_such_site", f"There is no site {args.site!r}; `guanjia sites` lists them.")
            )
        if len(sites) > 1:
            raise Refused(
                Refusal("several_sites", f"Several companies have a site {args.site!r}; add --company CODE.")
            )
        try:
            return queries.working_calendar(sites[0].pk, clock.now(), args.calendar)
        except Refused:
            keys = ", ".join(
                one.key for one in queries.list_calendars(Actor.system(sites[0].company_id), sites[0].pk)
            )
            raise Refused(
                Refusal(
                    "no_such_calendar",
                    f"The site has no calendar {args.calendar!r}; it has: {keys or 'none'}.",
                )
            ) from None


def _input() -> Iterator[str]:
    """Lines of standard input as UTF-8, whatever the machine's locale."""
    raw = getattr(sys.stdin, "buffer", None)
    if raw is None:
        yield from sys.stdin
        return
    for line in raw:
        yield line.decode("utf-8-sig", errors="replace")


def _lines(lines: Iterable[str], plus: str | None) -> Iterator[Question]:
    """Questions of the lines that are neither empty nor a comment; ``plus`` serves lines that give only a moment."""
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        separator = next((sign for sign in ("\t", ",", "，") if sign in text), None)
        start, _sign, length = text.partition(separator) if separator else (text, "", "")
        yield Question(number, start.strip(), length.strip() or plus or "")


def _answer(question: Question, calendar: WorkingCalendar) -> dict[str, Any]:
    start = _moment(question.start, calendar.zone)
    duration = Duration.parse(question.plus)
    found = calendar.deadline(start, duration)
    answer: dict[str, Any] = {"line": question.line} if question.line else {}
    return answer | {
        "from": start.isoformat(),
        "plus": str(duration),
        "due_at": found.due_at.isoformat(),
        "provisional": found.provisional,
        "calendar": found.calendar,
    }


def _moment(text: str, zone: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise NotUnderstood(
            "moment_not_understood",
            "“%(text)s” is not a moment; write it like 2026-03-02T09:30+08:00.",
            text=text[:60],
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))


def _tell(answer: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(answer, ensure_ascii=False))
        return
    note = "  (provisional: the holidays of a year are not published yet)" if answer["provisional"] else ""
    print(f"{answer['due_at']}{note}")


def _tell_refusal(question: Question, refusal: Refusal, *, as_json: bool) -> None:
    """The sentence goes to standard error; a batch also keeps the line's place in the answers."""
    where = f"line {question.line}: " if question.line else "guanjia deadline: "
    print(f"{where}{refusal}", file=sys.stderr)
    if as_json and question.line:
        print(
            json.dumps(
                {"line": question.line, "error": refusal.code, "message": str(refusal)}, ensure_ascii=False
            )
        )
    elif question.line:
        print("?")
