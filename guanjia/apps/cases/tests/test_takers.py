"""The plain statements intake asks with every case answer what the readable queries answer."""

from datetime import timedelta

import pytest

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.organisations import services as organisation
from guanjia.apps.places import queries as places
from guanjia.kernel.scope import ScopeMissing, company_scope
from tests.cast import at, harbour

pytestmark = pytest.mark.django_db
POSTS = ("front_desk", "steward", "technician", "cs_supervisor", "nobody_there")


def test_ids_of_holders_are_those_of_holders_with_stand_ins_and_groups(house):
    organisation.stand_in(
        house.posts["steward"], by=house.system, at=at("08:00"), absent=house.people["zhao"], substitute=house.people["lin"],
        from_at=at("08:00"), until_at=at("12:00"), reason="休假",
    )  # fmt: skip
    for moment in (at("07:00"), at("09:00"), at("12:00"), at("09:00") - timedelta(days=400)):
        for post in POSTS:
            for group in ("", "A", "B", "Z"):
                readable = [one.pk for one in organisations.holders(house.site.pk, post, moment, group)]
                assert organisations.holder_ids(house.site.pk, post, moment, group) == readable


def test_ids_on_duty_are_those_of_staff_on_duty(house):
    for moment in (at("03:00"), at("09:00"), at("18:00"), at("23:59")):
        for post in POSTS:
            readable = [one.pk for one in organisations.staff_on_duty(house.site.pk, moment, post_key=post)]
            assert organisations.on_duty_ids(house.site.pk, moment, post) == readable


def test_a_unit_is_located_at_its_site_only(house):
    unit = house.units["A1-1-0302"]
    found = places.locate_unit(house.site.pk, unit_id=unit.pk)
    assert (found.unit_id, found.code, found.group_id, found.group_code) == (
        unit.pk,
        unit.code,
        unit.group_id,
        "A",
    )
    assert places.locate_unit(house.site.pk, code="a1-1-0302").unit_id == unit.pk
    assert places.locate_unit(house.site.pk + 1, unit_id=unit.pk) is None


def test_another_company_gets_nothing_and_without_a_scope_nobody_does(house):
    other = harbour()
    unit = house.units["A1-1-0302"]
    with company_scope(other.company.pk):
        assert places.locate_unit(house.site.pk, unit_id=unit.pk) is None
        assert organisations.holder_ids(house.site.pk, "front_desk", at("09:00")) == []
        assert organisations.on_duty_ids(house.site.pk, at("09:00"), "front_desk") == []


def test_without_an_open_scope_the_plain_statements_raise_too(db):
    for ask in (
        lambda: places.locate_unit(1, unit_id=1),
        lambda: organisations.on_duty_ids(1, at("09:00"), "front_desk"),
    ):
        with pytest.raises(ScopeMissing):
            ask()
