"""What is seen, by whom, and in how many queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guanjia.apps.cases import queries, services
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.people import services as people
from guanjia.kernel.refusals import NotFound
from guanjia.kernel.scope import company_scope
from tests.cast import at, harbour

from .conftest import SIGNED, fault, fresh

pytestmark = pytest.mark.django_db


def test_absent_and_not_yours_are_the_same_answer(house, act, receive):
    case = receive()
    assert queries.get_case(act.lin, case.ref) == case
    other = harbour()
    cached_site.cache_clear()
    stranger = other.actor("dov")
    with company_scope(other.company.pk):
        for ref in (case.ref, "CS-2026-999999"):
            with pytest.raises(NotFound):
                queries.get_case(stranger, ref)
    with pytest.raises(NotFound):
        queries.get_case(act.sun, case.ref)


def test_a_steward_sees_the_own_cluster_and_what_is_in_hand(house, act, receive):
    mine = receive()
    other = receive(unit_id=house.units["B2-1-0101"].pk)
    nowhere = receive(unit_id=None)
    assert set(queries.list_cases(act.zhao)) == {mine}
    assert set(queries.list_cases(act.lin)) == {mine, other, nowhere}
    services.change_owner(other, by=act.qian, at=at("09:10"), owner_id=house.people["zhao"].pk, reason="熟悉")
    assert set(queries.list_cases(act.zhao)) == {mine, other}


def test_a_department_sees_what_was_sent_to_it(house, act, receive):
    sent, kept = receive(), receive()
    assert not queries.list_cases(act.gao).exists()
    services.forward(sent, by=act.zhao, at=at("09:10"), to_department="engineering")
    assert list(queries.list_cases(act.gao)) == [sent]
    with pytest.raises(NotFound):
        queries.get_case(act.gao, kept.ref)


def test_the_adjectives_of_a_list(house, act, receive, complaint):
    late = services.promise(receive(), by=act.zhao, at=at("09:10"), promised_at=at("10:00"))
    done = services.resolve(receive(), by=act.zhao, at=at("09:20"), outcome="好了", answer="好了")
    urged = services.urge(receive(), by=act.lin, at=at("09:30"))
    cases = queries.list_cases(act.lin)
    assert list(cases.late(at("10:01"))) == [late]
    assert list(cases.late(at("10:00"))) == []
    assert list(cases.to_visit()) == [done]
    assert list(cases.urged()) == [urged]
    assert list(cases.unruled()) == [complaint]
    assert set(cases.unfinished()) == {late, urged, complaint}
    assert set(queries.list_to_review(act.lin, house.site.pk)) == {late, urged, complaint}
    assert set(cases.unanswered()) == {late, urged, complaint}
    assert set(cases.without_word_since(at("09:10"))) == {urged, complaint}
    assert set(queries.list_mine(act.zhao)) == {late, done, urged, complaint}
    assert list(queries.list_mine(act.qiao)) == []
    assert queries.count_open(act.lin, house.site.pk) == 4


def test_search_finds_by_number_words_place_and_end_of_the_telephone(act, receive):
    case = receive()
    for text in ("000001", "水龙头", "A1-1-0302", "8000"):
        assert queries.search(act.lin, text) == [case], text
    assert queries.search(act.lin, "x") == []


def test_the_card_knows_the_caller_the_unit_and_the_cases(house, act, receive):
    person = people.register(
        by=house.system, at=at("08:00"), site_id=house.site.pk, name="王小明", phones=["13800138000"]
    )
    people.move_in(person, house.units["A1-1-0302"], by=house.system, at=at("08:00"), relation="OWNER")
    opened = receive(caller_phone="", person_id=person.pk, by=house.system)
    done = services.close_at_once(receive(kind="inquiry"), by=act.lin, at=at("09:05"), answer="好")
    card = queries.caller_card(house.system, house.site.pk, "+86 138-0013-8000", at("09:10"))
    assert [caller.name for caller in card.callers] == ["王小明"]
    assert [unit.code for unit in card.units] == ["A1-1-0302"]
    assert (card.open_cases, card.last_cases, card.is_known) == ([opened], [done], True)
    assert not queries.caller_card(house.system, house.site.pk, "13900139000", at("09:10")).is_known
    assert not queries.caller_card(house.system, house.site.pk, "n/a", at("09:10")).is_known


def test_likely_duplicates_are_found_and_explained(house, act, receive):
    leak = fault("home.water.leak")
    first = receive(classification_id=leak.pk)
    closed = services.close_at_once(
        receive(kind="inquiry", title="厨房水龙头漏水问题"), by=act.lin, at=at("09:05"), answer="好"
    )
    [found] = queries.likely_duplicates(
        act.lin,
        house.site.pk,
        at=at("11:00"),
        title="厨房龙头滴水",
        unit_id=first.unit_id,
        phone="138 0013 8000",
        classification_id=leak.pk,
    )
    assert found.ref == first.ref != closed.ref
    assert found.reasons[:3] == ("unit", "fault", "phone")
    later = at("11:00") + timedelta(days=8)
    assert (
        queries.likely_duplicates(
            act.lin, house.site.pk, at=later, unit_id=first.unit_id, classification_id=leak.pk
        )
        == []
    )
    assert queries.likely_duplicates(act.lin, house.site.pk, at=at("11:00"), title="电梯有异响") == []


def test_words_of_a_customer_suggest_the_fault(house):
    [best, *_more] = queries.classification_for_text("我家厨房水龙头一直漏水")
    assert best.key == "home.water.leak"
    assert queries.classification_for_text("有人被困在电梯里了")[0].key == "building.lift.trapped"
    assert queries.classification_for_text("Street Light Outages")[0].key == "grounds.road.lamp"
    assert queries.classification_for_text("zzz") == []


def test_the_tree_has_three_levels_in_both_languages(house):
    tree = queries.classification_tree()
    assert len(queries.list_faults()) == sum(
        len(category.branches) for place in tree for category in place.branches
    )
    for place in tree:
        for category in place.branches:
            for leaf in category.branches:
                assert leaf.node.level == 3
                assert leaf.node.name
                assert leaf.node.name_en
                assert leaf.node.key.startswith(category.node.key + ".")


def test_loading_the_tree_again_changes_nothing_and_a_dropped_node_is_retired(house, tmp_path):
    assert services.load_classification(by=house.system, at=at("09:00")) == (0, 0)
    small = tmp_path / "small.toml"
    small.write_text(
        '[[place]]\nkey="home"\nzh="户内"\nen="Home"\n[[place.category]]\nkey="water"\nzh="水"\nen="Water"\n'
        '[[place.category.fault]]\nkey="leak"\nzh="漏水"\nen="Leak"\nskill="plumbing"\n',
        encoding="utf-8",
    )
    added, changed = services.load_classification(by=house.system, at=at("09:00"), file=small)
    assert added == 0
    assert changed > 50
    assert [one.key for one in queries.list_faults()] == ["home.water.leak"]
    assert queries.get_classification("home.water.burst") is None


@pytest.mark.parametrize(
    "text", ["not toml [", "[[place]]\nkey='a'\n", "[[place]]\nkey='a'\nzh='a'\nen='a'\nskill='magic'\n", ""]
)
def test_a_tree_that_cannot_be_read_is_refused_whole(house, tmp_path, text):
    from guanjia.kernel.refusals import Refused

    broken = tmp_path / "broken.toml"
    broken.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        services.load_classification(by=house.system, at=at("09:00"), file=broken)
    assert refused.value.code == "classification_file"
    assert queries.list_faults()


def counted(function):
    with CaptureQueriesContext(
        connection,
    ) as context:
        function()
    return len(context)


def test_the_page_costs_the_same_however_much_has_happened(house, act, receive):
    quiet, busy = receive(), receive(kind="complaint", classification_id=fault("home.water.leak").pk)
    services.dispatch(busy, by=act.lin, at=at("09:05"))
    services.rule_complaint(busy, by=act.qian, at=at("09:06"), complaint_class="major", reason="x")
    services.report_to_gm(busy, by=act.zhou, at=at("09:07"), note="x")
    for index in range(5):
        services.add_note(busy, by=act.lin, at=at("09:10"), text=f"第{index}条")
        services.split(busy, by=act.qian, at=at("09:11"), title=f"第{index}件")
    few = counted(lambda: queries.case_page(act.lin, quiet.ref, at("09:20")))
    many = counted(lambda: queries.case_page(act.lin, busy.ref, at("09:20")))
    assert few == many
    assert many <= 14
    page = queries.case_page(act.lin, busy.ref, at("09:20"))
    assert (len(page.children), len(page.acts), len(page.work_orders), len(page.rulings)) == (5, 1, 1, 1)


def test_the_page_and_the_verbs_see_the_same_standing(act, receive):
    case = receive(classification_id=fault("home.water.leak").pk, dispatch_now=True)
    page = queries.case_page(act.lin, case.ref, at("09:20"))
    whole = queries.whole_standing(fresh(case), act.lin, at("09:20"))
    for name in ("open_children", "open_work", "acts", "visit", "parent_closed"):
        assert getattr(page.standing, name) == getattr(whole, name)


def test_a_list_of_cases_is_one_query_with_its_names(act, receive):
    for _index in range(3):
        receive()
    cost = counted(
        lambda: [(one.handler.name, one.site.name, one.unit.code) for one in queries.list_cases(act.lin)]
    )
    assert cost == 1


def test_the_customer_sees_their_own_matter_without_anybodys_data(act, receive):
    case = receive()
    services.tell_progress(case, by=act.lin, at=at("09:10"), text="师傅在路上")
    services.add_note(case, by=act.lin, at=at("09:11"), text="内部：业主脾气急")
    services.add_note(case, by=queries.customer_of(case), at=at("09:12"), text="请快一点")
    seen = queries.by_token(case.token)
    assert (seen.ref, seen.caller, seen.phone) == (case.ref, "王**", "138****8000")
    assert [entry.text for entry in seen.entries] == ["", "师傅在路上", "请快一点"]
    assert "13800138000" not in str(seen)
    assert "脾气" not in str(seen)
    assert (seen.can_urge, seen.can_confirm) == (True, False)
    services.resolve(case, by=act.zhao, at=at("10:00"), outcome="好了", answer="好了")
    assert queries.by_token(case.token).can_confirm
    services.confirm_visit(
        case, by=queries.customer_of(case), at=at("11:00"), signed_by="王小明", strokes=SIGNED
    )
    assert not queries.by_token(case.token).can_confirm


def test_a_merged_case_shows_the_fate_of_its_survivor_and_nothing_of_the_neighbours(house, act, receive):
    neighbours = receive(title="三单元停水，张家有病人", unit_id=house.units["A1-1-0402"].pk)
    mine = receive(title="停水")
    services.merge(mine, by=act.qian, at=at("09:30"), into=neighbours)
    services.tell_progress(neighbours, by=act.lin, at=at("09:40"), text="已给张家送水")
    seen = queries.by_token(mine.token)
    assert (seen.merged, seen.state, seen.title) == (True, "RECEIVED", "停水")
    assert "张家" not in str(seen)
    services.resolve(neighbours, by=act.zhao, at=at("10:00"), outcome="好了", answer="好了")
    assert queries.by_token(mine.token).state == "RESOLVED"


@pytest.mark.parametrize("token", ["", "x", "a" * 22, "a" * 500, "../../etc/passwd12345"])
def test_a_wrong_link_leads_nowhere(receive, token):
    receive()
    with pytest.raises(NotFound):
        queries.by_token(token)


def test_a_person_erased_is_gone_from_their_cases(house, act, receive):
    person = people.register(
        by=house.system, at=at("08:00"), site_id=house.site.pk, name="王小明", phones=["13800138000"]
    )
    case = receive(by=house.system, person_id=person.pk)
    people.erase(person, by=house.system, at=at("12:00"), reason="本人要求")
    assert (fresh(case).caller_name, fresh(case).caller_phone) == ("", "")
