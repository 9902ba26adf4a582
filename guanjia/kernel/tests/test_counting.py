"""The first rows and the number of all, in one question."""

import pytest

from guanjia.kernel.counting import first_of
from guanjia.kernel.models import NumberSeries
from guanjia.kernel.scope import company_scope

pytestmark = pytest.mark.django_db


def test_the_first_rows_come_with_the_number_of_all(django_assert_num_queries):
    with company_scope(1):
        for year in range(2020, 2027):
            NumberSeries.objects.create(company_id=1, site_id=1, series="CS", year=year, latest=year)
        rows = NumberSeries.objects.filter(year__gt=2021).order_by("-year")
        with django_assert_num_queries(1):
            found, count = first_of(rows, 2)
        assert ([one.year for one in found], count) == ([2026, 2025], 5)
        assert first_of(rows.filter(year=1), 2) == ([], 0)
