"""Posts, stand-ins, shifts and what an account may do."""

from datetime import date, timedelta

import pytest

from guanjia.apps.organisations import queries, services
from guanjia.apps.organisations.models import Appointment, Shift
from guanjia.apps.organisations.terms import Can
from guanjia.kernel.journal import timeline
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from guanjia.kernel.scope import company_scope
from tests.cast import at, harbour, wanxing

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    house = wanxing()
    with company_scope(house.company.pk):
        yield house


def stand_in(house, absent="qian", substitute="zhou", post="cs_supervisor"):
    return services.stand_in(
        house.posts[post],
        by=house.system,
        at=at("08:00"),
        absent=house.people[absent],
        substitute=house.people[substitute],
        from_at=at("09:00"),
        until_at=at("12:00"),
        reason="sick",
    )


def test_an_account_becomes_the_actor_its_posts_make_it(house):
    actor = queries.actor_for(house.people["zhao"].account, at("09:00"))
    assert (actor.name, actor.posts, actor.site_ids) == ("赵敏", {"steward"}, {house.site.pk})
    assert actor.groups == {f"{house.site.pk}:A"}


def test_an_account_without_a_staff_member_is_nobody(house):
    assert queries.actor_for(services.open_account("ghost", None), at("09:00")) is None


def test_a_post_that_ended_gives_nothing_any_more(house):
    mine = Appointment.objects.get(staff=house.people["zhou"])
    services.end_appointment(mine, by=house.system, at=at("08:00"), until_on=date(2026, 3, 2))
    assert house.actor("zhou").posts == set()
    with pytest.raises(Refused):
        services.end_appointment(mine, by=house.system, at=at("08:00"), until_on=date(2025, 1, 1))


def test_a_stand_in_holds_the_post_for_its_time_only(house):
    stand_in(house)
    assert "cs_supervisor" in house.actor("zhou", at("09:00")).posts
    assert "cs_supervisor" not in house.actor("zhou", at("12:00")).posts
    assert [one.name for one in queries.holders(house.site.pk, "cs_supervisor", at("10:00"))] == ["周明"]
    assert [one.name for one in queries.holders(house.site.pk, "cs_supervisor", at("13:00"))] == ["钱芳"]


def test_nobody_stands_in_for_themselves_or_for_somebody_without_the_post(house):
    for absent, substitute in [("qian", "qian"), ("sun", "zhou")]:
        with pytest.raises(Refused):
            stand_in(house, absent, substitute)


def test_holders_of_a_group_come_before_those_of_all_groups(house):
    services.appoint(
        house.people["lin"], house.posts["steward"], by=house.system, at=at("08:00"), from_on=date(2026, 1, 1)
    )
    names = [one.name for one in queries.holders(house.site.pk, "steward", at("10:00"), group_code="B")]
    assert names == ["乔安", "林晓"]


def test_who_is_on_duty_depends_on_the_hour_and_the_skill(house):
    day = queries.staff_on_duty(house.site.pk, at("09:00"), post_key="technician")
    night = queries.staff_on_duty(house.site.pk, at("22:00"))
    assert {one.name for one in day} == {"孙师傅", "李师傅"}
    assert {one.name for one in night} == {"孙师傅", "段伟"}
    assert [one.name for one in queries.staff_on_duty(house.site.pk, at("09:00"), skill="lift")] == ["李师傅"]


def test_nobody_is_on_duty_twice_at_once(house):
    with pytest.raises(Refused) as caught:
        services.plan_shift(
            house.posts["guard"],
            house.people["sun"],
            by=house.system,
            at=at("08:00"),
            from_at=at("10:00"),
            until_at=at("11:00"),
        )
    assert caught.value.code == "already_on_duty"


def test_a_cancelled_shift_is_gone_and_told(house):
    shift = Shift.objects.get(staff=house.people["lin"])
    services.cancel_shift(shift, by=house.system, at=at("08:00"))
    assert queries.current_shift(house.people["lin"].pk, at("09:00")) is None
    assert timeline(f"staff:{house.people['lin'].pk}").last().event == "organisations.shift_cancelled"


def test_a_shift_is_not_longer_than_a_day(house):
    with pytest.raises(Refused) as caught:
        services.plan_shift(
            house.posts["guard"],
            house.people["bao"],
            by=house.system,
            at=at("08:00"),
            from_at=at("20:00"),
            until_at=at("20:00") + timedelta(hours=25),
        )
    assert caught.value.code == "shift_too_long"


def test_the_line_above_a_post_leads_to_the_top(house):
    assert queries.line_above(house.site.pk, "steward") == [
        "cs_supervisor",
        "cs_manager",
        "property_gm",
        "company_gm",
    ]


def test_only_those_who_may_set_capabilities_and_only_known_ones(house):
    post = house.posts["guard"]
    services.set_capabilities(post, by=house.system, at=at("08:00"), capabilities=[Can.SEE_STAFF])
    assert house.actor("bao").can(Can.SEE_STAFF, house.site.pk)
    with pytest.raises(Refused):
        services.set_capabilities(post, by=house.system, at=at("08:00"), capabilities=["fly"])
    with pytest.raises(NotPermitted):
        services.set_capabilities(post, by=house.actor("bao"), at=at("08:00"), capabilities=[])


def test_another_companys_site_is_not_there(house):
    other = harbour()
    with pytest.raises(NotFound):
        queries.get_site(house.actor("lin"), other.site.code)
    assert other.site not in queries.list_sites(house.system)
    with pytest.raises(NotFound):
        services.set_capabilities(other.posts["guard"], by=house.system, at=at("08:00"), capabilities=[])
