"""Every measure of every pack is computed from records: from facts that happened, duties that were kept, sheets that were filled."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from guanjia.apps.insight import queries as insight
from guanjia.apps.insight.queries import Reading
from guanjia.apps.obligations import services
from guanjia.apps.rulebook import services as rulebook
from guanjia.apps.rulebook.loading import load_pack, pack_folders
from guanjia.apps.rulebook.queries import adoption_at
from guanjia.apps.rulebook.terms import Counted, Measure
from tests.cast import SHANGHAI, House, at
from tests.packs import facts
from tests.packs.test_every_duty import MORNING, Trial, house, stand_watch

__all__ = ["house"]

pytestmark = pytest.mark.slow
PACKS = [folder.name for folder in pack_folders() if load_pack(folder)[0].measures]


def reading(trial: Trial, measure: Measure, moment: datetime) -> Reading:
    """What a measure says of the period a moment lies in, a day later."""
    day = moment.astimezone(SHANGHAI).date()
    found = insight.measures(trial.house.system, trial.house.site.pk, day, moment + timedelta(days=1))
    return next(one for one in found if one.measure.key == measure.key)


def happens(trial: Trial, counted: Counted) -> None:
    """A fact that a measure counts."""
    trial.happen(counted.event, facts.fulfilling(counted.conditions), f"M-{next(trial.numbers)}")


def why_not_computed(trial: Trial, measure: Measure) -> str:
    """Make the records a measure is made of; a sentence when it does not see them."""
    if measure.kept:
        return _why_not_kept(trial, measure)
    before = reading(trial, measure, MORNING)
    if measure.score:
        sheet = {"checklist": measure.score, "score": 80, "pack": trial.here.pack.key}
        trial.happen("inspections.completed", sheet, f"M-{next(trial.numbers)}")
        after = reading(trial, measure, MORNING)
        return "" if after.count == before.count + 1 and after.value is not None else "the sheet is not seen"
    assert measure.count
    for counted in (measure.among, measure.count):
        if counted:
            happens(trial, counted)
    after = reading(trial, measure, MORNING)
    grew = after.count > before.count and (after.of is None or after.of > (before.of or 0))
    return (
        ""
        if grew and after.value is not None
        else f"{before.count} of {before.of}, then {after.count} of {after.of}"
    )


def _why_not_kept(trial: Trial, measure: Measure) -> str:
    """A duty done for a turn whose time has passed is late and changes nothing; the turns after it are kept."""
    duty = trial.here.duties[measure.kept[0]]
    for row in trial.turns(duty) if duty.every else [trial.begin(duty)]:
        before = reading(trial, measure, row.due_at)
        trial.prove(duty, row)
        after = reading(trial, measure, row.due_at)
        if after.count > before.count and after.value is not None:
            return ""
    return f"{duty.key} was done again and again, and it never says so"


@pytest.mark.parametrize("pack", PACKS)
def test_every_measure_is_computed_from_records(house: House, pack: str) -> None:
    rulebook.adopt(house.site.pk, by=house.system, at=at("00:00"), pack=pack)
    here = adoption_at(house.site.pk, pack, MORNING)
    stand_watch(house, here)
    services.plan_ahead(at=MORNING)
    trial = Trial(house, here)
    wrong = []
    for measure in here.pack.measures.values():
        try:
            if why := why_not_computed(trial, measure):
                wrong.append(f"{measure.key}: {why}")
        except Exception as error:
            wrong.append(f"{measure.key}: {type(error).__name__} {error}"[:300])
    assert not wrong, "\n".join(wrong)
