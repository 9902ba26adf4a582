"""A consequence is proposed, heard and decided; never imposed, never deducted, and seen only by those concerned."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from guanjia.apps.obligations import queries, services
from guanjia.apps.obligations.models import Breach, Proposal
from guanjia.apps.obligations.tests.conftest import only, told
from guanjia.apps.obligations.tests.test_answers import SERIOUS
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from guanjia.kernel.scope import company_scope
from tests.cast import at, harbour

pytestmark = pytest.mark.django_db


@pytest.fixture
def breach(trial, received, sweep):
    """A broken promise of 赵敏, the steward."""
    trial(SERIOUS)
    received("09:00")
    sweep("09:20")
    return Breach.objects.get()


@pytest.fixture
def propose(breach, house):
    """The supervisor proposes something for the steward."""

    def make(by="qian", moment="10:00", **more):
        values = {"person": house.people["zhao"].pk, "kind": "warning", "words": "第三次迟到", **more}
        return services.propose(breach, by=house.actor(by), at=at(moment), **values)

    return make


def refused(verb, *args, **values):
    with pytest.raises(Refused) as why:
        verb(*args, **values)
    return why.value.code


def test_the_person_is_told_states_a_view_and_is_told_of_the_decision(propose, house):
    one = propose()
    assert told()[-2:] == [("赵敏", "proposed"), ("周明", "to_decide")]
    one = services.state_view(one, by=house.actor("zhao"), at=at("10:30"), view="当天两处同时报修")
    assert (one.state, told()[-1]) == ("HEARD", ("周明", "view_stated"))
    one = services.decide(one, by=house.actor("zhou"), at=at("11:00"), approves=False, reason="情况属实")
    assert (one.state, one.decided_by_name) == ("DECLINED", "周明")
    assert {name for name, kind in told() if kind == "decided"} == {"赵敏", "钱芳"}


def test_nothing_is_approved_before_the_person_was_heard_or_their_time_is_over(propose, house):
    one, zhou = propose(), house.actor("zhou")
    assert refused(services.decide, one, by=zhou, at=at("10:30"), approves=True) == "not_heard"
    assert one.view_until > at("10:00") + timedelta(days=2)
    one = services.decide(one, by=zhou, at=one.view_until, approves=True)
    assert one.state == "APPROVED"


def test_a_view_can_be_added_to_until_the_decision_and_not_after(propose, house):
    one, zhao = propose(), house.actor("zhao")
    services.state_view(one, by=zhao, at=at("10:30"), view="第一句")
    one = services.state_view(one, by=zhao, at=at("10:40"), view="第一句，第二句")
    assert one.view == "第一句，第二句"
    one = services.decide(one, by=house.actor("zhou"), at=at("11:00"), approves=True)
    assert refused(services.state_view, one, by=zhao, at=at("11:10"), view="还有") == "illegal_step"


def test_nobody_decides_on_their_own_proposal_or_on_one_about_themselves(propose, house):
    one = propose(by="zhou")
    zhou = house.actor("zhou")
    assert (
        refused(services.decide, one, by=zhou, at=at("11:00"), approves=False, reason="算了")
        == "own_proposal"
    )
    own = propose(by="wu", person=house.people["zhou"].pk, kind="talk")
    assert (
        refused(services.decide, own, by=zhou, at=at("11:00"), approves=False, reason="不用")
        == "about_oneself"
    )


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"kind": "deduction"}, "no_deduction"),
        ({"kind": "exile"}, "kind_unknown"),
        ({"kind": "fine"}, "amount_missing"),
        ({"kind": "warning", "amount_fen": 5000}, "amount_without_fine"),
        ({"kind": "points"}, "points_missing"),
        ({"words": ""}, "words_missing"),
    ],
)
def test_what_is_proposed_is_a_known_kind_in_words_and_never_a_deduction(propose, values, code):
    assert refused(propose, **values) == code


def test_a_fine_is_an_amount_on_file_and_books_nothing(propose, house):
    one = propose(kind="fine", amount_fen=5000)
    services.state_view(one, by=house.actor("zhao"), at=at("10:30"), view="认可")
    one = services.decide(one, by=house.actor("zhou"), at=at("11:00"), approves=True)
    assert (one.state, one.amount_fen) == ("APPROVED", 5000)
    after = JournalEntry.objects.filter(at__gte=at("11:00")).values_list("event", flat=True)
    assert list(after) == ["obligations.consequence_approved"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=one.pk).update(kind="warning")


def test_a_consequence_is_proposed_downwards_only_and_not_twice(propose, house):
    assert refused(propose, person=house.people["zhou"].pk) == "not_in_your_line"
    assert refused(propose, person=house.people["qian"].pk) == "not_in_your_line"
    with pytest.raises(NotPermitted):
        propose(by="zhao", person=house.people["qiao"].pk)
    propose()
    assert refused(propose) == "proposed_already"


def test_only_the_person_says_their_view_and_only_the_proposer_takes_it_back(propose, house):
    one = propose()
    view = {"by": house.actor("qian"), "at": at("10:30"), "view": "替他说"}
    assert refused(services.state_view, one, **view) == "not_the_person"
    assert refused(services.withdraw, one, by=house.actor("zhou"), at=at("10:30")) == "not_the_proposer"
    assert services.withdraw(one, by=house.actor("qian"), at=at("10:40")).state == "WITHDRAWN"


def test_declining_needs_a_reason(propose, house):
    one = propose()
    assert (
        refused(services.decide, one, by=house.actor("zhou"), at=at("11:00"), approves=False)
        == "reason_missing"
    )


def test_it_is_seen_by_the_person_the_proposer_and_those_up_the_line_who_may_and_by_nobody_else(
    propose, house
):
    one = propose()
    seeing = ("zhao", "qian", "zhou", "wu")
    blind = ("qiao", "han", "lin", "sun", "gao", "shi", "cai")
    for login in seeing:
        assert queries.get_proposal(house.actor(login), one.pk, at("10:30")) == one, login
    for login in blind:
        with pytest.raises(NotFound):
            queries.get_proposal(house.actor(login), one.pk, at("10:30"))
    up_the_line = replace(house.actor("zhou"), grants={})
    with pytest.raises(NotFound):
        queries.get_proposal(up_the_line, one.pk, at("10:30"))
    other = harbour()
    with company_scope(other.company.pk), pytest.raises(NotFound):
        queries.get_proposal(other.actor("dov"), one.pk, at("10:30"))


def test_nothing_of_it_stands_on_the_timeline_of_the_matter_or_names_anybody(propose, house):
    one = propose(words="绝密文字")
    services.state_view(one, by=house.actor("zhao"), at=at("10:30"), view="绝密看法")
    entries = JournalEntry.objects.filter(ref=one.number)
    assert entries.count() == 2
    assert set(entries.values_list("thread", flat=True)) == {one.number}
    assert "绝密" not in str(list(entries.values_list("data", flat=True)))
    assert not JournalEntry.objects.filter(thread=only().thread, event__contains="consequence").exists()


def test_what_waits_for_me_is_my_view_or_my_decision(propose, house):
    one = propose()
    zhao, zhou = house.actor("zhao"), house.actor("zhou")
    assert queries.proposals_waiting(zhao, at("10:30")) == ([one], [])
    assert queries.proposals_waiting(zhou, at("10:30")) == ([], [])
    services.state_view(one, by=zhao, at=at("10:30"), view="有话要说")
    assert queries.proposals_waiting(zhao, at("10:40"))[0] == []
    assert queries.proposals_waiting(zhou, at("10:40")) == ([], [one])
    assert queries.proposals_waiting(house.actor("qian"), at("10:40")) == ([], [])
