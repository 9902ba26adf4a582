"""Places and the labels that hang there."""

import pytest

from guanjia.apps.places import queries, services
from guanjia.apps.places.labels import drawing, report_path
from guanjia.apps.places.models import Place
from guanjia.apps.places.tests.stage import actor_with, estate, refused
from guanjia.kernel.journal import timeline
from guanjia.kernel.refusals import NotFound, NotPermitted
from guanjia.kernel.scope import ScopeMissing
from tests.cast import at

NOW = at("09:00")


@pytest.fixture
def lift(house):
    built = estate(house)
    return services.add_place(
        house.site,
        by=house.system,
        at=NOW,
        kind="LIFT",
        code="a1-lift-1",
        name="A1栋 1单元电梯",
        building=built.building,
    )


def test_a_label_leads_to_its_place_without_any_company_being_open(house, lift):
    from guanjia.kernel.scope import _scope

    token = _scope.set(None)
    try:
        found = queries.place_by_token(lift.qr_token)
        with pytest.raises(ScopeMissing):
            list(Place.objects.all())
    finally:
        _scope.reset(token)
    assert (found.company_id, found.site_id, found.place_id) == (house.company.pk, house.site.pk, lift.pk)
    assert (found.name, found.kind, found.unit_id) == ("A1栋 1单元电梯", "LIFT", None)


def test_a_token_is_long_random_and_never_the_same(house, lift):
    other = services.add_place(house.site, by=house.system, at=NOW, kind="DOOR", code="D", name="大门")
    assert lift.qr_token != other.qr_token
    assert len(lift.qr_token) >= 22


def test_no_label_is_no_place(house, lift):
    for token in ("", "x", lift.qr_token[:-1], lift.qr_token.upper() + "!"):
        with pytest.raises(NotFound):
            queries.place_by_token(token)


def test_a_renewed_label_makes_the_old_one_worthless(house, lift):
    old = lift.qr_token
    renewed = services.renew_qr(lift, by=house.system, at=NOW, reason="scratched off")
    assert queries.place_by_token(renewed.qr_token).place_id == lift.pk
    with pytest.raises(NotFound):
        queries.place_by_token(old)
    told = timeline(f"place:{lift.pk}").last()
    assert told.data == {"code": "A1-LIFT-1", "reason": "scratched off"}
    assert renewed.qr_token not in str(told.data)


def test_renewing_and_retiring_need_a_reason(house, lift):
    for verb in (services.renew_qr, services.retire_place):
        with refused("reason_missing"):
            verb(lift, by=house.system, at=NOW, reason="  ")
    assert queries.place_by_token(lift.qr_token)


def test_a_retired_place_answers_nothing_and_its_code_is_free_again(house, lift):
    services.retire_place(lift, by=house.system, at=NOW, reason="torn down")
    with pytest.raises(NotFound):
        queries.place_by_token(lift.qr_token)
    assert list(queries.list_places(house.system)) == []
    for verb, more in (
        (services.renew_qr, {"reason": "again"}),
        (services.retire_place, {"reason": "again"}),
        (services.change_place, {"kind": "LIFT", "name": "x"}),
    ):
        with refused("place_retired"):
            verb(lift, by=house.system, at=NOW, **more)
    services.add_place(house.site, by=house.system, at=NOW, kind="LIFT", code="A1-LIFT-1", name="new lift")


def test_a_code_in_use_or_a_door_made_by_hand_is_refused(house, lift):
    with refused("code_taken"):
        services.add_place(house.site, by=house.system, at=NOW, kind="LIFT", code="A1-LIFT-1", name="x")
    with refused("unit_door_by_unit"):
        services.add_place(house.site, by=house.system, at=NOW, kind="UNIT_DOOR", code="X", name="x")


def test_every_unit_gets_one_door_label_however_often_they_are_made(house, lift):
    assert services.add_unit_doors(lift.building, by=house.system, at=NOW) == 2
    assert services.add_unit_doors(lift.building, by=house.system, at=NOW) == 0
    door = Place.objects.get(unit__code="A1-1-0302")
    found = queries.place_by_token(door.qr_token)
    assert (found.unit_id, found.unit_code, found.kind) == (door.unit_id, "A1-1-0302", "UNIT_DOOR")
    with refused("unit_door_by_unit"):
        services.change_place(door, by=house.system, at=NOW, kind="LIFT", name="x")


def test_changing_a_place_tells_what_was_and_what_is(house, lift):
    services.change_place(lift, by=house.system, at=NOW, kind="DOOR", name="A1栋 1单元电梯")
    assert timeline(f"place:{lift.pk}").last().data["changes"] == {"kind": ["LIFT", "DOOR"]}
    count = timeline(f"place:{lift.pk}").count()
    services.change_place(lift, by=house.system, at=NOW, kind="DOOR", name="A1栋 1单元电梯")
    assert timeline(f"place:{lift.pk}").count() == count


def test_labels_are_for_those_who_may_print_them(house, lift):
    with pytest.raises(NotPermitted):
        services.add_unit_doors(lift.building, by=actor_with(house, "places.manage"), at=NOW)
    with pytest.raises(NotPermitted):
        services.renew_qr(lift, by=actor_with(house, "places.manage"), at=NOW, reason="x")
    with pytest.raises(NotPermitted):
        services.add_place(
            house.site, by=actor_with(house, "places.see"), at=NOW, kind="LIFT", code="Z", name="z"
        )


def test_the_drawing_is_plain_svg_without_the_address_in_it():
    svg = drawing("https://estate.example/r/secret-token/")
    assert svg.startswith("<svg")
    assert "secret-token" not in svg
    assert "<script" not in svg
    assert report_path("abc") == "/r/abc/"
