"""Where rulebooks of one site ask for the same act differently: what is found, advised, decided, and what follows."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from guanjia.apps.obligations import services as obligations
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.places import services as places
from guanjia.apps.rulebook import queries, services
from guanjia.apps.rulebook.loading import load_pack, pack_folders
from guanjia.apps.rulebook.loading.vocabulary import topics
from guanjia.apps.rulebook.queries import Standing
from guanjia.apps.rulebook.rules.conflicts import conflicts_of
from guanjia.apps.rulebook.terms.conflicts import Advice
from guanjia.apps.rulebook.tests.test_screens import browser, get
from guanjia.kernel.refusals import NotFound, Refused
from guanjia.kernel.scope import company_scope
from tests.cast import at, wanxing

PACKS = {folder.name: folder for folder in pack_folders()}


@pytest.fixture
def house(db):
    cached_site.cache_clear()
    found = wanxing()
    with company_scope(found.company.pk), time_machine.travel(at("09:30"), tick=False):
        yield found
    cached_site.cache_clear()


@pytest.fixture
def both(house):
    """Wanxing keeps two rulebooks that both have vacant homes looked into."""
    for pack in ("estate_routine", "estate_posts"):
        services.adopt(house.site.pk, by=house.system, at=at("00:00"), pack=pack)
    return house


def found(house, topic, moment="12:00"):
    rows = queries.list_conflicts(house.actor("zhou"), house.site.pk, at(moment))
    return next((row for row in rows if row.conflict.topic.key == topic), None)


def decide(house, topic, ruling, *, by="zhou", when="09:40", approved="han"):
    change = services.decide_conflict(
        house.site.pk, by=house.actor(by), at=at(when), topic=topic, ruling=ruling, reason="以严为准"
    )
    if approved:
        services.approve(change, by=house.actor(approved), at=at(when))
    return change


def in_force(house, moment="12:00"):
    return {duty.key for duty in queries.duties_in_force(house.site.pk, at(moment))}


# --- Finding and advising ----------------------------------------------------------------------------------------------


def test_vacant_homes_weekly_or_twice_a_month_is_a_conflict_and_weekly_is_proposed(both):
    conflict = found(both, "vacant_unit_round").conflict
    assert conflict.advice is Advice.STRICTER
    assert conflict.proposed == "estate_routine/er_check_vacant"
    assert {one.key for one in conflict.parties} == {
        "estate_routine/er_check_vacant",
        "estate_posts/ep_vacant_round",
        "estate_routine/open_point:er_vacant_rhythm=week",
        "estate_routine/open_point:er_vacant_rhythm=2 a month",
    }
    weekly = next(one for one in conflict.parties if one.said == "2 a month")
    assert weekly.sources == ("C-RULE-097", "C-RULE-111")


def test_one_rulebook_alone_wavers_too(house):
    services.adopt(house.site.pk, by=house.system, at=at("00:00"), pack="estate_routine")
    assert found(house, "vacant_unit_round") is not None


def test_what_is_about_different_things_is_no_conflict(house):
    services.adopt(house.site.pk, by=house.system, at=at("00:00"), pack="retail_desk")
    assert queries.list_conflicts(house.actor("zhou"), house.site.pk, at("12:00")) == []


KNOWN = [
    (("estate_routine", "securities_plaza"), "satisfaction_survey", Advice.STRICTER),
    (("front_desk", "mall_property"), "telephone_rings", Advice.STRICTER),
    (("security_fire", "engineering"), "machine_room_entry", Advice.WORDS),
    (("security_fire",), "night_and_fire_patrol", Advice.WORDS),
    (("estate_desk", "front_desk"), "promise_kept", Advice.WORDS),
    (("estate_posts", "mall_property"), "customer_file_opened", Advice.SAME),
    (("estate_desk", "mall_property"), "major_complaint_reported", Advice.STRICTER),
    (("estate_desk",), "minor_complaint_settled", Advice.NEITHER),
]


@pytest.mark.parametrize(("packs", "topic", "advice"), KNOWN)
def test_the_contradictions_the_catalogues_name_are_found(packs, topic, advice):
    kept = [(load_pack(PACKS[name])[0], {}) for name in packs]
    by_topic = {one.topic.key: one for one in conflicts_of(kept, topics())}
    assert by_topic[topic].advice is advice


def test_the_smaller_number_of_rings_is_proposed():
    kept = [(load_pack(PACKS[name])[0], {}) for name in ("front_desk", "mall_property")]
    rings = next(one for one in conflicts_of(kept, topics()) if one.topic.key == "telephone_rings")
    assert next(one.figure for one in rings.parties if one.key == rings.proposed) == 2


def test_every_topic_is_used_and_every_conflict_of_all_packs_can_be_decided():
    from guanjia.apps.rulebook.rules.conflicts import entries_for
    from guanjia.apps.rulebook.rules.figures import find, why_not_value

    packs = {name: load_pack(folder)[0] for name, folder in PACKS.items()}
    every = conflicts_of([(pack, {}) for pack in packs.values()], topics())
    parts = [
        part
        for pack in packs.values()
        for part in (*pack.duties.values(), *pack.guards, *pack.measures.values(), *pack.open_points.values())
    ]
    items = [item for pack in packs.values() for sheet in pack.checklists.values() for item in sheet.items]
    assert {one.topic for one in (*parts, *items)} - {""} == set(topics())
    for conflict in every:
        for party in conflict.parties:
            for one in entries_for(conflict, party.key):
                pack = packs[one["pack"]]
                assert find(pack, one["part"], one["name"]), (conflict.topic.key, party.key, one)
                assert why_not_value(pack, one["part"], one["name"], one["value"]) is None


# --- Deciding ----------------------------------------------------------------------------------------------------------


def test_deciding_switches_the_others_off_and_leaves_one_duty(both):
    assert {"er_check_vacant", "ep_vacant_round"} <= in_force(both)
    decide(both, "vacant_unit_round", "estate_routine/er_check_vacant")
    assert "er_check_vacant" in in_force(both)
    assert "ep_vacant_round" not in in_force(both)
    assert found(both, "vacant_unit_round") is None
    (kept,) = queries.decided_conflicts(both.actor("zhou"), both.site.pk)
    assert (kept.rules, kept.reason) == ("estate_routine/er_check_vacant", "以严为准")
    assert (kept.proposed_by, kept.decided_by) == ("周明", "韩立")


def test_after_the_decision_only_one_obligation_arises(both):
    group = places.add_group(both.site, by=both.system, at=at("00:00"), code="A", name="甲")
    house = places.add_building(both.site, by=both.system, at=at("00:00"), name="一栋", group=group)
    places.add_unit(
        house,
        by=both.system,
        at=at("00:00"),
        code="Q1-0301",
        area=Decimal("89.50"),
        floor=3,
        delivered_on=date(2025, 1, 1),
    )
    decide(both, "vacant_unit_round", "estate_routine/er_check_vacant")
    obligations.plan_ahead(at=at("10:00"))
    rounds = Obligation.objects.filter(duty__in=["er_check_vacant", "ep_vacant_round"])
    assert {row.duty for row in rounds} == {"er_check_vacant"}


def test_a_figure_of_the_source_can_rule(both):
    decide(both, "vacant_unit_round", "estate_routine/open_point:er_vacant_rhythm=2 a month")
    here = queries.adoption_at(both.site.pk, "estate_routine", at("12:00"))
    assert str(here.duties["er_check_vacant"].every) == "2 a month"
    assert "ep_vacant_round" not in in_force(both)
    assert here.figures["open_point:er_vacant_rhythm"] == {"taken": "2 a month"}
    assert found(both, "vacant_unit_round") is None


def test_a_decision_waits_for_the_second_person(both):
    decide(both, "vacant_unit_round", "estate_routine/er_check_vacant", approved="")
    assert found(both, "vacant_unit_round").standing is Standing.PROPOSED
    assert "ep_vacant_round" in in_force(both)
    before = queries.count_undecided(both.actor("zhou"), both.site.pk, at("12:00"))
    with pytest.raises(Refused) as refused:
        services.approve(
            queries.list_changes(both.actor("zhou"), both.site.pk)[0], by=both.actor("zhou"), at=at("10:00")
        )
    assert refused.value.code == "own_proposal"
    assert queries.count_undecided(both.actor("zhou"), both.site.pk, at("12:00")) == before


def test_both_can_be_kept_until_one_of_them_says_something_else(both):
    decide(both, "vacant_unit_round", "both")
    assert found(both, "vacant_unit_round").standing is Standing.DECIDED
    assert {"er_check_vacant", "ep_vacant_round"} <= in_force(both)
    services.set_figure(
        both.site.pk,
        by=both.system,
        at=at("11:00"),
        pack="estate_posts",
        duty="ep_vacant_round",
        name="every",
        figure="3 a month",
        reason="x",
    )
    assert found(both, "vacant_unit_round").standing is Standing.UNDECIDED


def test_numbers_become_those_of_the_one_that_rules(house):
    for pack in ("front_desk", "mall_property"):
        services.adopt(house.site.pk, by=house.system, at=at("00:00"), pack=pack)
    rings = found(house, "telephone_rings").conflict
    decide(house, "telephone_rings", rings.proposed)
    sheets = queries.adoption_at(house.site.pk, "mall_property", at("12:00")).pack.checklists.values()
    (most,) = [item.most for sheet in sheets for item in sheet.items if item.topic == "telephone_rings"]
    assert most == 2
    assert found(house, "telephone_rings") is None


def test_nobody_decides_what_is_no_conflict_or_for_somebody_not_in_it(both):
    for topic, ruling in (("balconies", "both"), ("vacant_unit_round", "plaza_office/po_vacant")):
        with pytest.raises(NotFound):
            decide(both, topic, ruling)


# --- Screens -----------------------------------------------------------------------------------------------------------


def test_the_screen_lists_both_with_their_sources_and_takes_the_decision(both):
    client = browser(both)
    page = get(client, "/rulebook/conflicts/")
    assert "Looking after vacant units" in page
    assert "at least 2 times in a month" in page
    assert "C-RULE-223" in page
    assert "satisfies all" in page
    address = "/rulebook/conflicts/vacant_unit_round/"
    assert get(client, address).count('data-test="side"') == 4
    assert client.post(address, {"ruling": "nobody", "reason": "x"}).status_code == 422
    assert client.post(address, {"ruling": "estate_routine/er_check_vacant", "reason": ""}).status_code == 422
    sent = {"ruling": "estate_routine/er_check_vacant", "reason": "以严为准"}
    assert client.post(address, sent).status_code == 302
    assert "Waits for approval" in get(client, "/rulebook/conflicts/")
    change = queries.list_changes(both.actor("zhou"), both.site.pk)[0]
    other = browser(both, "han")
    assert "Conflict: Looking after vacant units" in get(other, "/rulebook/changes/")
    assert other.post(f"/rulebook/changes/{change.pk}/approve/", {"note": ""}).status_code == 302
    assert "以严为准" in get(client, "/rulebook/conflicts/")
    assert client.get(address).status_code == 404


def test_the_rulebook_counts_what_nobody_has_decided(both):
    count = queries.count_undecided(both.actor("zhou"), both.site.pk, at("09:30"))
    assert count > 3
    assert f'<span class="count">{count}</span>' in get(browser(both), "/rulebook/")


def test_before_adopting_one_sees_what_would_conflict(house):
    services.adopt(house.site.pk, by=house.system, at=at("00:00"), pack="estate_routine")
    pack, _source = load_pack(PACKS["estate_posts"])
    page = get(browser(house), f"/rulebook/estate_posts/adopt/{pack.digest}/")
    clash = page.split('data-test="would-conflict"')[1]
    assert "Looking after vacant units" in clash
    assert "The fee notices" in clash
