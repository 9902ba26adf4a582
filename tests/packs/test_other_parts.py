"""What a pack has besides duties: its measures can be read, and its guards name refusals that are there and are tripped."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from guanjia.apps.insight import queries as insight
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.rulebook import services as rulebook
from guanjia.apps.rulebook.loading import Knowledge
from guanjia.apps.rulebook.queries import adoption_at, pack_folders
from guanjia.kernel.guards import GUARDS
from guanjia.kernel.scope import company_scope
from tests.cast import at, wanxing

APPS = Path(__file__).resolve().parents[2] / "guanjia" / "apps"
Knowledge.of_product()  # every app has declared its guards


@pytest.mark.django_db
@pytest.mark.parametrize("pack", [folder.name for folder in pack_folders()])
def test_every_measure_can_be_read(pack: str) -> None:
    cached_site.cache_clear()
    house = wanxing()
    with company_scope(house.company.pk):
        rulebook.adopt(house.site.pk, by=house.system, at=at("00:00"), pack=pack)
        here = adoption_at(house.site.pk, pack, at("09:00"))
        read = insight.measures(
            house.system, house.site.pk, datetime(2026, 3, 2, tzinfo=UTC).date(), at("09:00")
        )
    assert {one.measure.key for one in read} == set(here.pack.measures)


@pytest.mark.parametrize("name", sorted(GUARDS))
def test_every_guard_refuses_and_a_test_trips_it(name: str) -> None:
    quoted = f'"{GUARDS[name].code}"'
    app = APPS / name.partition(".")[0]
    sources = [path for path in app.rglob("*.py") if path.name != "guards.py"]
    refusing = [
        path for path in sources if "tests" not in path.parts and quoted in path.read_text(encoding="utf-8")
    ]
    tripping = [
        path for path in sources if "tests" in path.parts and quoted in path.read_text(encoding="utf-8")
    ]
    assert refusing, "No refusal of this app has the code of the guard."
    assert tripping, "No test of this app trips the guard."
