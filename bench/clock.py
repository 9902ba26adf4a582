"""Deadlines in working time: ours, beside businesstimedelta and beside the barest prefix sums one could write.

100,000 deadlines of 16 working hours (09:00-12:00 and 13:30-18:00, Monday to Friday, holidays of two years), moments in,
moments out. businesstimedelta is so slow that it gets a sample, and its time is scaled up; it cannot express make-up
working days, so for the comparison all three leave them out, and the answers of all three are compared.

The last line is JSON: ``ratio_to_businesstimedelta`` says how many times faster we are, ``ratio_to_plain_prefix_sums``
how many times the barest loop's time we need (bulk), ``..._single`` the same for one call per deadline.
"""

from __future__ import annotations

import json
import os
import platform
import random
import sys
import time
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from guanjia.kernel.working_time import Duration, HoursPattern, WorkingCalendar, YearDays

DEADLINES = 100_000
SAMPLE = 1_000
HOURS = 16
ROUNDS = 7
ZONE = ZoneInfo("Asia/Shanghai")
DATA = Path(__file__).resolve().parent.parent / "guanjia" / "apps" / "calendars" / "data" / "cn"
WEEKDAY_HOURS = ["09:00-12:00", "13:30-18:00"]


def read_holidays() -> frozenset[date]:
    """The public holidays of the two years, and the first one after them (the peer looks for the next, always)."""
    blocks = [
        block
        for year in (2025, 2026)
        for block in tomllib.loads((DATA / f"{year}.toml").read_text("utf-8"))["holiday"]
    ]
    return frozenset(day for block in blocks for day in block["days"]) | {date(2027, 1, 1)}


HOLIDAYS = read_holidays()


def make_calendar() -> WorkingCalendar:
    """Our calendar of the two years."""
    pattern = HoursPattern.parse({"week": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), WEEKDAY_HOURS)})
    years = [
        YearDays(year, tuple((day, "holiday") for day in HOLIDAYS if day.year == year))
        for year in (2025, 2026)
    ]
    return WorkingCalendar.of(pattern, years, first_year=2025, last_year=2026)


def make_starts(count: int) -> list[datetime]:
    """Moments at all hours of 600 days, with the zone's clock, as a desk receives its cases."""
    source = random.Random(20260101)
    first = datetime(2025, 1, 1, tzinfo=ZONE)
    return [first + timedelta(seconds=source.randrange(600 * 86_400)) for _ in range(count)]


def plain_prefix_sums(starts: list[datetime]) -> Callable[[], list[datetime]]:
    """The bare minimum: two arrays, two bisections, the standard library's conversions; tables are built beforehand."""
    begins, shift, reach, ends = [], [], [], []
    done = 0
    day = date(2025, 1, 1)
    while day.year < 2027:
        if day.weekday() < 5 and day not in HOLIDAYS:
            for (h1, m1), (h2, m2) in (((9, 0), (12, 0)), ((13, 30), (18, 0))):
                begin = int(datetime(day.year, day.month, day.day, h1, m1, tzinfo=ZONE).timestamp())
                end = int(datetime(day.year, day.month, day.day, h2, m2, tzinfo=ZONE).timestamp())
                begins.append(begin)
                ends.append(end)
                shift.append(begin - done)
                done += end - begin
                reach.append(done)
        day += timedelta(days=1)
    begins.insert(0, 0)
    ends.insert(0, 0)
    shift.insert(0, 0)
    reach.insert(0, 0)
    need = HOURS * 3600

    def run() -> list[datetime]:
        dues = []
        for start in starts:
            epoch = int(start.timestamp())
            index = bisect_right(begins, epoch) - 1
            work = min(epoch, ends[index]) - shift[index] + need
            dues.append(datetime.fromtimestamp(work + shift[bisect_left(reach, work)], ZONE))
        return dues

    return run


def plain_integers(epochs: list[int], calendar: WorkingCalendar) -> Callable[[], list[int]]:
    """The same without any date: whole seconds in and out, over the same arrays as ours."""
    table = calendar.reckoning.table
    begins, ends, shift, reach = table.starts, table.ends, table.shift, table.reach
    need = HOURS * 3600

    def run() -> list[int]:
        dues = []
        for epoch in epochs:
            index = bisect_right(begins, epoch) - 1
            work = min(epoch, ends[index]) - shift[index] + need
            dues.append(work + shift[bisect_left(reach, work)])
        return dues

    return run


def business_time_delta(starts: list[datetime]) -> Callable[[], list[datetime]]:
    """The peer, with its own holiday rule."""
    from datetime import time as clock_time

    import businesstimedelta as peer
    import pytz  # the peer takes no other kind of zone

    zone = pytz.timezone("Asia/Shanghai")

    days = [0, 1, 2, 3, 4]
    forenoon = peer.WorkDayRule(start_time=clock_time(9), end_time=clock_time(12), working_days=days, tz=zone)
    afternoon = peer.WorkDayRule(
        start_time=clock_time(13, 30), end_time=clock_time(18), working_days=days, tz=zone
    )
    rules = peer.Rules([forenoon, afternoon, peer.HolidayRule(HOLIDAYS, tz=zone)])
    length = peer.BusinessTimeDelta(rules, hours=HOURS)
    return lambda: [start + length for start in starts]


def timed(*works: Callable[[], list], rounds: int = ROUNDS) -> list[tuple[float, list]]:
    """Best seconds and the answers of each; they take turns, so that a busy machine slows all of them alike."""
    answers = [work() for work in works]
    best = [float("inf")] * len(works)
    for _ in range(rounds):
        for index, work in enumerate(works):
            begun = time.perf_counter()
            work()
            best[index] = min(best[index], time.perf_counter() - begun)
    return list(zip(best, answers, strict=True))


def main() -> int:
    """Measure, print the machine, a table and one JSON line; 1 if any two answers differ."""
    calendar, starts = make_calendar(), make_starts(DEADLINES)
    duration = Duration.parse(f"{HOURS} working hours")
    begun = time.perf_counter()
    calendar.reckoning  # noqa: B018 (laying out the table is measured on its own)
    laid_out = time.perf_counter() - begun
    epochs = [int(start.timestamp()) for start in starts]

    (bulk, ours), (single, ours_single), (plain, plainly) = timed(
        lambda: calendar.add_many(starts, duration),
        lambda: [calendar.add(start, duration) for start in starts],
        plain_prefix_sums(starts),
    )
    (bulk_whole, _), (plain_whole, _) = timed(
        lambda: calendar.reckoning.many_after(epochs, HOURS * 3600), plain_integers(epochs, calendar)
    )
    ((sample_took, peers),) = timed(business_time_delta(starts[:SAMPLE]), rounds=2)
    peer = sample_took * DEADLINES / SAMPLE
    moment = datetime(2025, 1, 31, 10, 0, tzinfo=UTC)
    many = 2_000
    begun = time.perf_counter()
    for _ in range(many):
        calendar.deadline(moment, duration)
    full = (time.perf_counter() - begun) / many

    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
    )
    print(
        f"{DEADLINES:,} deadlines of {HOURS} working hours; table of 2 years laid out in {laid_out * 1000:.0f} ms\n"
    )
    rows = [
        ("guanjia, add_many", bulk, "moments in and out"),
        ("guanjia, one add() per deadline", single, "moments in and out"),
        ("plain prefix sums", plain, "moments in and out, standard conversions"),
        ("guanjia, whole seconds", bulk_whole, "no dates at all"),
        ("plain prefix sums, whole seconds", plain_whole, "no dates at all"),
        ("businesstimedelta", peer, f"{SAMPLE:,} measured ({sample_took:.2f} s), scaled"),
    ]
    for name, took, note in rows:
        print(f"  {name:<34}{took:>10.3f} s {took / DEADLINES * 1e6:>9.2f} µs each   {note}")
    print(f"  {'deadline() with provisional flag':<34}{'':>12} {full * 1e6:>9.2f} µs each")
    same = ours == plainly == ours_single and all(
        abs((one - other).total_seconds()) < 1 for one, other in zip(ours, peers, strict=False)
    )
    print(f"\nall answers equal: {'yes' if same else 'NO'}")
    print(
        json.dumps(
            {
                "bench": "clock",
                "deadlines": DEADLINES,
                "ours_s": round(bulk, 4),
                "ours_single_s": round(single, 4),
                "plain_prefix_sums_s": round(plain, 4),
                "businesstimedelta_s": round(peer, 2),
                "businesstimedelta_sample": SAMPLE,
                "ratio_to_businesstimedelta": round(peer / bulk, 1),
                "ratio_to_businesstimedelta_single": round(peer / single, 1),
                "ratio_to_plain_prefix_sums": round(bulk / plain, 2),
                "ratio_to_plain_prefix_sums_single": round(single / plain, 2),
                "ratio_to_plain_prefix_sums_whole_seconds": round(bulk_whole / plain_whole, 2),
                "answers_equal": same,
            }
        )
    )
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
