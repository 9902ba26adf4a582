"""Decisions about units and places."""

from datetime import date
from decimal import Decimal

import pytest

from guanjia.apps.places import rules
from guanjia.apps.places.models import Unit
from guanjia.apps.places.terms import PlaceKind, UnitFacts, UnitStage


@pytest.mark.parametrize(
    ("code", "taken", "refused"),
    [
        ("A1", False, None),
        ("  ", False, "code_missing"),
        ("A1", True, "code_taken"),
        ("x" * 41, False, "code_too_long"),
    ],
)
def test_a_code_is_there_and_free(code, taken, refused):
    refusal = rules.why_not_code(code, taken=taken)
    assert (refusal and refusal.code) == refused


@pytest.mark.parametrize(
    ("area", "refused"),
    [
        (None, "area_missing"),
        ("0", "area_not_positive"),
        ("-1", "area_not_positive"),
        ("200001", "area_too_large"),
        ("0.01", None),
    ],
)
def test_an_area_is_believable(area, refused):
    refusal = rules.why_not_area(None if area is None else Decimal(area))
    assert (refusal and refusal.code) == refused


def test_nobody_fits_out_or_moves_in_before_the_handover():
    day = [date(2010, 1, number) for number in range(1, 4)]
    assert rules.why_not_dates(day[0], day[1], day[2]) == []
    assert rules.why_not_dates(None, day[0], day[0]) == []
    found = rules.why_not_dates(day[2], day[0], day[1])
    assert [refusal.code for refusal in found] == ["fitout_before_delivery", "moved_in_before_delivery"]


def test_only_the_door_of_a_unit_belongs_to_a_unit():
    assert rules.why_not_place(PlaceKind.LIFT, has_unit=False) is None
    assert rules.why_not_place(PlaceKind.UNIT_DOOR, has_unit=True) is None
    assert rules.why_not_place(PlaceKind.UNIT_DOOR, has_unit=False).code == "unit_door_by_unit"
    assert rules.why_not_place(PlaceKind.LIFT, has_unit=True).code == "unit_door_by_unit"
    assert rules.why_not_place("CAVE", has_unit=False).code == "kind_unknown"


def test_names_and_reasons_say_something():
    assert rules.why_not_name(" ").code == "name_missing"
    assert rules.why_no_reason("").code == "reason_missing"
    assert rules.why_not_change_place(retired=True).code == "place_retired"
    assert (
        rules.why_not_name("泵房")
        is rules.why_no_reason("lost")
        is rules.why_not_change_place(retired=False)
        is None
    )


def test_a_list_that_says_nothing_changes_nothing():
    unit = Unit(
        area=Decimal("90.00"),
        floor=3,
        entrance="1",
        layout="三室",
        delivered_on=date(2010, 1, 1),
        note="角房",
    )
    silent = UnitFacts(code="A1-1-0302", building="A1栋", area=Decimal(90))
    assert rules.differences(unit, silent) == {}
    spoken = UnitFacts(code="A1-1-0302", building="A1栋", area=Decimal(91), entrance="一单元", floor=4)
    assert rules.differences(unit, spoken) == {"area": Decimal(91), "floor": 4}


@pytest.mark.parametrize(
    ("dates", "stage"),
    [
        ({}, UnitStage.NOT_DELIVERED),
        ({"delivered_on": 1}, UnitStage.DELIVERED),
        ({"delivered_on": 1, "fitout_on": 2}, UnitStage.FITTING_OUT),
        ({"delivered_on": 1, "fitout_on": 2, "moved_in_on": 3}, UnitStage.MOVED_IN),
    ],
)
def test_the_stage_of_a_unit_is_read_from_its_dates(dates, stage):
    unit = Unit(**{name: date(2010, month, 1) for name, month in dates.items()})
    assert unit.stage == stage
