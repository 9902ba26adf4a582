"""A measure: its trend, the records behind each number, its recipients, and the message when a period closes, once."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from guanjia.apps.insight import queries, services, tasks
from guanjia.apps.insight.charts import chart_of
from guanjia.apps.insight.models import Closing
from guanjia.apps.insight.terms import period_words
from guanjia.apps.messaging.models import Notice
from guanjia.apps.rulebook.terms import Per
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.periods import Period
from guanjia.kernel.refusals import NotFound
from tests.cast import at

from .conftest import NOW

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
AFTER = at("00:05", APRIL)


def measure(house, key):
    return queries.get_measure(house.system, house.site.pk, "trial", key, NOW)


def test_the_trend_is_the_last_twelve_periods(month):
    found = queries.trend(*measure(month, "in_time"), date(2026, 3, 5), NOW)
    assert [one.period.start for one in found[-2:]] == [date(2026, 2, 1), MARCH]
    assert len(found) == 12
    assert found[-1].value == 33.3
    assert found[0].value is None
    weeks = queries.trend(*measure(month, "sheets"), date(2026, 3, 5), NOW)
    assert [one.value for one in weeks[-2:]] == [0.0, 1.0]
    assert queries.trend(*measure(month, "score"), date(2026, 3, 5), NOW)[-1].value == 85.0


def test_numerator_and_denominator_open_their_records_apart(month):
    passed, _here = measure(month, "passed")
    march = Period(MARCH, APRIL)
    assert queries.facts(passed, month.site.pk, march, "count").count() == 0
    assert [one.ref for one in queries.facts(passed, month.site.pk, march, "of")] == [
        "IS-2026-000001",
        "IS-2026-000000",
    ]
    score, _here = measure(month, "score")
    assert queries.facts(score, month.site.pk, march, "count").count() == 2
    with pytest.raises(NotFound):
        queries.facts(score, month.site.pk, march, "of")


@pytest.mark.parametrize(
    ("key", "part", "entries"),
    [
        ("in_time", "count", 1),
        ("in_time", "of", 3),
        ("passed", "of", 2),
        ("score", "count", 2),
        ("sheets", "count", 1),
    ],
)
def test_the_page_lists_as_many_records_as_the_number_says(month, browse, key, part, entries):
    address = reverse("insight:measure", args=[month.site.pk, "trial", key])
    page = browse(f"{address}?day=2026-03-05&part={part}").content.decode()
    assert f"{entries} entr" in page
    assert 'data-test="trend-table"' in page
    browse(f"{address}?format=xlsx")
    assert "paper-sheet" in browse(f"{address}?format=paper").content.decode()


def test_the_page_of_a_measure_names_posts_and_people_it_is_told_to(month, browse):
    page = browse(reverse("insight:measure", args=[month.site.pk, "trial", "in_time"])).content.decode()
    assert (
        "CS supervisor · CS manager · 周明 · 钱芳" in page
        or "CS supervisor · CS manager · 钱芳 · 周明" in page
    )
    browse(reverse("insight:measure", args=[month.site.pk, "trial", "nothing"]), status=404)


def test_the_measures_ask_no_more_when_there_are_more_of_them(month, browse):
    browse(reverse("insight:measures"))
    with CaptureQueriesContext(connection) as asked:
        queries.measures(month.system, month.site.pk, date(2026, 3, 5), NOW)
    everything = [
        queries.get_measure(month.system, month.site.pk, "trial", key, NOW) for key in ("passed", "in_time")
    ]
    wanted = [(one, here, Period(MARCH, APRIL)) for one, here in everything]
    with CaptureQueriesContext(connection) as few:
        queries.readings(month.site.pk, wanted, NOW)
    with CaptureQueriesContext(connection) as many:
        queries.readings(month.site.pk, wanted * 30, NOW)
    assert len(few) == len(many) == 3  # the journal, the tally, what is over today
    assert len(asked) <= 6


# --- Closing a period --------------------------------------------------------------------------------------------------


def told():
    return sorted(
        (one.staff.name, one.params["period"])
        for one in Notice.objects.filter(kind="insight.closed").select_related("staff")
    )


def closed():
    entries = JournalEntry.objects.filter(event="insight.period_closed").order_by("id")
    return [(one.data["per"], one.data["start"]) for one in entries]


def test_a_period_that_is_over_is_told_once_to_its_recipients(month):
    tasks.close_periods(NOW)
    assert told() == []
    assert closed() == []
    tasks.close_periods(AFTER)
    weeks = ["2026-W10", "2026-W11", "2026-W12", "2026-W13"]
    months = [("周明", "2026-03"), ("钱芳", "2026-03")]
    # Nobody is named for the sheets of a week: the managers hear of them.
    assert {one for one in told() if one[1] == "2026-03"} >= set(months)
    assert [start for per, start in closed() if per == "week"] == [
        "2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23",
    ]  # fmt: skip
    assert {words for _name, words in told()} == {*weeks, "2026-03"}
    before = told()
    tasks.close_periods(AFTER)
    tasks.close_periods(AFTER + timedelta(hours=5))
    assert told() == before


def test_the_message_carries_the_figures_and_opens_them(month):
    tasks.close_periods(NOW)
    tasks.close_periods(AFTER)
    notice = Notice.objects.get(staff__name="钱芳", params__period="2026-03")
    assert notice.params["figures"]["en"] == "In time 25%"
    assert notice.params["off"] == 1
    assert notice.link == f"/insight/measures/?site={month.site.pk}&day=2026-03-01"
    entry = JournalEntry.objects.filter(event="insight.period_closed", data__per="month").get()
    figures = {one["measure"]: one for one in entry.data["figures"]}
    assert figures["passed"] == {
        "pack": "trial", "measure": "passed", "value": "0", "count": 0, "of": 2, "health": "open",
    }  # fmt: skip


def test_figures_told_stay_as_they_were_told(month, fill):
    tasks.close_periods(NOW)
    tasks.close_periods(AFTER)
    before = closed()
    fill(at("10:00", date(2026, 3, 20)), 100, 7)
    tasks.close_periods(AFTER + timedelta(hours=1))
    assert closed() == before


def test_killed_before_the_commit_nothing_was_told_and_the_next_run_tells_it(month, monkeypatch):
    tasks.close_periods(NOW)

    def broken(*_args, **_more):
        raise RuntimeError("the cable")

    with monkeypatch.context() as patch:
        patch.setattr("guanjia.apps.insight.services.messaging.notify_many", broken)
        with pytest.raises(RuntimeError):
            tasks.close_periods(AFTER)
    assert told() == []
    assert closed() == []
    tasks.close_periods(AFTER)
    assert len(closed()) == 5


def test_two_sites_close_by_their_own_clocks_and_a_new_kind_of_period_begins_with_the_one_under_way(month):
    tasks.close_periods(NOW)
    rows = dict(Closing.objects.values_list("per", "until"))
    assert rows == {"month": MARCH, "week": date(2026, 3, 2)}


def test_a_measure_that_names_nobody_goes_to_the_managers_and_an_empty_post_up_the_line(month):
    sheets, here = measure(month, "sheets")
    managers = services.recipients(month.site.pk, sheets, here, NOW)
    assert month.people["zhou"].pk in managers
    assert month.people["bao"].pk not in managers
    in_time, here = measure(month, "in_time")
    assert services.recipients(month.site.pk, in_time, here, NOW) == [
        month.people["qian"].pk,
        month.people["zhou"].pk,
    ]


def test_period_words():
    assert period_words(Per.WEEK, Period(date(2026, 3, 2), date(2026, 3, 9))) == "2026-W10"
    assert period_words(Per.QUARTER, Period(date(2026, 4, 1), date(2026, 7, 1))) == "2026-Q2"
    assert period_words(Per.DAY, Period(MARCH, date(2026, 3, 2))) == "2026-03-01"
    assert period_words(Per.YEAR, Period(date(2026, 1, 1), date(2027, 1, 1))) == "2026"


def test_a_chart_draws_what_there_is():
    chart = chart_of([("a", 50.0, "late"), ("b", None, "neutral"), ("c", 100.0, "calm")], target=90, top=100)
    assert [bar.value for bar in chart.bars] == ["50", "", "100"]
    assert chart.bars[2].height > chart.bars[0].height > chart.bars[1].height == 0
    assert chart.bars[2].y < chart.target_y < chart.bars[0].y
    assert chart_of([("a", None, "neutral")], target=None, top=None).is_empty
