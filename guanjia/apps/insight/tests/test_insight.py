"""The board of clauses, and measures computed from the journal, the obligations and filled sheets."""

from datetime import date

import pytest

from guanjia.apps.insight import queries
from guanjia.apps.insight.rules import Tally, health_of, period_of, previous
from guanjia.apps.insight.terms import Health
from guanjia.apps.rulebook.terms import Bilingual, Measure, Per
from guanjia.kernel.periods import Period
from guanjia.kernel.refusals import NotFound

from .conftest import NOW


def actor(house):
    return house.system


def test_the_board_says_of_every_day_what_became_of_a_clause(month):
    found = queries.board(actor(month), month.site.pk, date(2026, 3, 5), NOW, days=4)
    assert found.days == tuple(date(2026, 3, day) for day in (2, 3, 4, 5))
    (row,) = found.rows
    assert [tally.worst for tally in row.days] == ["kept", "late", "broken", "open"]
    assert found.whole == Tally(kept=1, late=1, broken=1, open=1)
    assert row.whole.share_kept == 33


def test_measures_are_read_from_what_happened(month):
    found = {
        one.measure.key: one for one in queries.measures(actor(month), month.site.pk, date(2026, 3, 4), NOW)
    }
    assert (found["in_time"].value, found["in_time"].count, found["in_time"].of) == (33.3, 1, 3)
    assert found["in_time"].health is Health.OFF
    assert (found["passed"].value, found["passed"].count, found["passed"].of) == (0.0, 0, 2)
    assert found["passed"].health is Health.OPEN
    assert (found["sheets"].value, found["sheets"].of) == (1.0, None)
    assert found["sheets"].health is Health.HEALTHY
    assert (found["score"].value, found["score"].health) == (85.0, Health.NEAR)
    assert found["score"].before is None


def test_nobody_watches_a_site_without_the_capability(month):
    stranger = month.actor("bao", NOW)
    assert not stranger.can("insight.see", month.site.pk)
    with pytest.raises(NotFound):
        queries.board(stranger, month.site.pk, date(2026, 3, 5), NOW)


@pytest.mark.parametrize(
    ("per", "start", "end", "before"),
    [
        (Per.DAY, date(2026, 3, 4), date(2026, 3, 5), date(2026, 3, 3)),
        (Per.WEEK, date(2026, 3, 2), date(2026, 3, 9), date(2026, 2, 23)),
        (Per.MONTH, date(2026, 3, 1), date(2026, 4, 1), date(2026, 2, 1)),
        (Per.QUARTER, date(2026, 1, 1), date(2026, 4, 1), date(2025, 10, 1)),
        (Per.YEAR, date(2026, 1, 1), date(2027, 1, 1), date(2025, 1, 1)),
    ],
)
def test_periods(per, start, end, before):
    found = period_of(per, date(2026, 3, 4))
    assert found == Period(start, end)
    assert previous(per, found).start == before


@pytest.mark.parametrize(
    ("value", "at_most", "health"),
    [(95, False, "healthy"), (93, False, "near"), (92.9, False, "off"), (95, True, "healthy"), (97, True, "near"), (98, True, "off"), (None, False, "open")],
)  # fmt: skip
def test_health(value, at_most, health):
    measure = Measure("m", "1", Bilingual("度", "m"), Per.MONTH, target=95, tolerance=2, at_most=at_most)
    assert health_of(measure, value) == health
