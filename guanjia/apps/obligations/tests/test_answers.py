"""The answer to a breach: which are answered, cause, correction, somebody else's look, several at once, recurrence."""

from dataclasses import replace
from datetime import timedelta

import pytest

from guanjia.apps.cases import events as cases
from guanjia.apps.messaging.models import Notice
from guanjia.apps.obligations import queries, services
from guanjia.apps.obligations.models import Breach
from guanjia.apps.obligations.rules.answers import is_answered
from guanjia.apps.obligations.terms import AnswerPolicy, BreachState, Can, State
from guanjia.apps.obligations.tests.conftest import WORD, facts, only, told
from guanjia.apps.rulebook.terms import Bilingual, Duty
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from guanjia.kernel.scope import company_scope
from tests.cast import at, harbour

pytestmark = pytest.mark.django_db
SERIOUS = WORD.replace("follow = [", 'consequence = { zh = "计为违诺", en = "A broken promise" }\nfollow = [')
DUTY = Duty("word", "trial", "1", Bilingual("事", "Thing"))


@pytest.fixture
def breached(trial, received, sweep):
    """So many promises of 赵敏 broken, oldest first; their duty names a consequence."""

    def break_them(count=1, duties=SERIOUS):
        trial(duties)
        for number in range(count):
            received("09:00", ref=f"CS-{number + 1}")
        sweep("09:20")
        return list(Breach.objects.order_by("id"))

    return break_them


def explain(breach, by, moment="09:30", **more):
    values = {"cause": "workload", **more}
    return services.explain(breach, by=by, at=at(moment), **values)


def correct(breach, by, moment="09:40", **more):
    values = {"correction": "加派一人", **more}
    return services.correct(breach, by=by, at=at(moment), **values)


def check(breach, by, moment="09:50", **more):
    return services.check(breach, by=by, at=at(moment), **more)


@pytest.mark.parametrize(
    ("policy", "duty", "safety", "of_clause", "answered"),
    [
        (AnswerPolicy(), DUTY, False, 1, False),
        (AnswerPolicy(), DUTY, False, 3, True),
        (AnswerPolicy(clause_count=0), DUTY, False, 99, False),
        (AnswerPolicy(), DUTY, True, 1, True),
        (AnswerPolicy(safety=False), DUTY, True, 1, False),
        (AnswerPolicy(), replace(DUTY, consequence=Bilingual("扣分", "Points")), False, 1, True),
        (
            AnswerPolicy(with_consequence=False),
            replace(DUTY, consequence=Bilingual("扣分", "Points")),
            False,
            1,
            False,
        ),
        (AnswerPolicy(all_breaches=True), DUTY, False, 1, True),
    ],
)
def test_a_breach_is_answered_when_one_of_the_settings_says_so(policy, duty, safety, of_clause, answered):
    assert is_answered(policy, duty, is_safety=safety, of_clause=of_clause) is answered


def test_a_breach_of_a_duty_with_a_consequence_wants_an_answer_and_one_without_does_not(breached):
    (one,) = breached()
    assert (one.state, one.breached_at, one.obligation) == ("OPEN", at("09:15"), only())


def test_without_a_consequence_the_third_of_a_clause_within_thirty_days_is_the_first_to_be_answered(
    trial, received, sweep
):
    trial(WORD)
    for number, clock in enumerate(("09:00", "09:30", "10:00"), 1):
        received(clock, ref=f"CS-{number}")
        sweep(at(clock) + timedelta(minutes=16))
    assert [one.obligation.thread for one in Breach.objects.all()] == ["CS-3"]


def test_a_breach_nobody_swept_is_answered_too_and_one_that_was_none_is_not(trial, received, happen, sweep):
    trial(SERIOUS)
    received("09:00", ref="CS-1")
    happen(cases.ProgressTold, "09:30", ref="CS-1", text="到了")
    assert only().state == State.LATE
    assert Breach.objects.get().state == "OPEN"
    received("10:00", ref="CS-2")
    sweep("10:20")
    happen(cases.ProgressTold, "10:10", ref="CS-2", text="早就到了")
    assert only(thread="CS-2").state == State.KEPT
    assert Breach.objects.get(obligation__thread="CS-2").state == "DISPENSED"


def test_another_due_time_after_a_breach_does_not_ask_twice(trial, received, happen, sweep):
    trial(SERIOUS)
    received("09:00")
    sweep("09:20")
    happen(cases.LaterArrivalAgreed, "09:30", until=at("10:00"), agreed_with="王先生")
    sweep("10:10")
    assert Breach.objects.count() == 1


def test_a_settings_change_holds_for_breaches_from_now_on(breached, received, sweep, house):
    zhou = house.actor("zhou")
    services.set_answer_rule(
        house.site.pk,
        by=zhou,
        at=at("08:00"),
        policy=AnswerPolicy(with_consequence=False, safety=False, clause_count=0),
    )
    assert breached(2) == []
    with pytest.raises(Refused) as why:
        services.set_answer_rule(
            house.site.pk, by=zhou, at=at("08:00"), policy=AnswerPolicy(clause_count=2, clause_days=0)
        )
    assert why.value.code == "days_out_of_range"
    with pytest.raises(NotPermitted):
        services.set_answer_rule(house.site.pk, by=house.actor("zhao"), at=at("08:00"), policy=AnswerPolicy())


def test_cause_correction_sent_back_better_correction_accepted(breached, house):
    (one,) = breached()
    zhao, qian = house.actor("zhao"), house.actor("qian")
    one = explain(one, zhao)
    assert (one.state, one.cause, one.cause_by_name) == ("EXPLAINED", "workload", "赵敏")
    one = correct(one, zhao, until=at("12:00").date())
    assert (one.state, one.correction_by_id) == ("CORRECTED", zhao.id)
    assert told()[-1] == ("钱芳", "check_wanted")
    one = check(one, qian, accepted=False, note="谁来跟？")
    assert (one.state, one.times_sent_back) == ("SENT_BACK", 1)
    assert told()[-1] == ("赵敏", "sent_back")
    one = correct(one, zhao, "10:00", correction="乔安代班")
    one = check(one, qian, "10:10", accepted=True)
    assert (one.state, one.checked_by_name) == (BreachState.CLOSED, "钱芳")
    assert facts(only().number)[-5:] == [
        "cause_given",
        "breach_corrected",
        "correction_sent_back",
        "breach_corrected",
        "correction_accepted",
    ]
    assert not Notice.objects.filter(about=one.number, settled_at=None).exists()


def test_nobody_checks_their_own_correction_nor_the_one_they_carried_out(breached, house):
    (one,) = breached()
    qian, zhou = house.actor("qian"), house.actor("zhou")
    explain(one, qian)
    correct(one, qian)
    with pytest.raises(Refused) as why:
        check(one, qian, accepted=True)
    assert why.value.code == "own_answer"
    check(one, zhou, accepted=False, note="再做")
    correct(one, qian, correction_by=house.people["zhou"].pk)
    with pytest.raises(Refused) as why:
        check(one, zhou, accepted=True)
    assert why.value.code == "own_answer"
    assert check(one, house.actor("han"), accepted=True).state == "CLOSED"


@pytest.mark.parametrize(
    ("values", "code"),
    [({"cause": "weather"}, "cause_unknown"), ({"cause": "other"}, "cause_words_missing")],
)
def test_a_cause_is_a_class_and_another_cause_has_words(breached, house, values, code):
    (one,) = breached()
    with pytest.raises(Refused) as why:
        explain(one, house.actor("zhao"), **values)
    assert why.value.code == code


def test_a_correction_and_what_is_sent_back_have_words(breached, house):
    (one,) = breached()
    zhao = house.actor("zhao")
    with pytest.raises(Refused) as why:
        correct(one, zhao)
    assert why.value.code == "illegal_step"
    explain(one, zhao)
    with pytest.raises(Refused) as why:
        correct(one, zhao, correction=" ")
    assert why.value.code == "correction_missing"
    correct(one, zhao)
    with pytest.raises(Refused) as why:
        check(one, house.actor("qian"), accepted=False)
    assert why.value.code == "check_note_missing"


def test_a_stranger_to_the_duty_does_not_answer_and_without_the_capability_nobody_checks(breached, house):
    (one,) = breached()
    with pytest.raises(Refused) as why:
        explain(one, house.actor("lin"))
    assert why.value.code == "not_the_owner"
    with pytest.raises(NotPermitted):
        check(one, house.actor("lin"), accepted=True)


def test_a_manager_says_with_a_reason_that_no_answer_is_needed(breached, house):
    (one,) = breached()
    with pytest.raises(NotPermitted):
        services.dispense(one, by=house.actor("zhao"), at=at("09:30"), reason="停电")
    with pytest.raises(Refused):
        services.dispense(one, by=house.actor("zhou"), at=at("09:30"), reason="")
    one = services.dispense(one, by=house.actor("zhou"), at=at("09:30"), reason="全区停电")
    assert (one.state, one.reason) == ("DISPENSED", "全区停电")


def test_excusing_the_duty_takes_the_answer_away(breached, house):
    (one,) = breached()
    services.excuse(only(), by=house.actor("zhou"), at=at("09:30"), reason="业主要求改期")
    one.refresh_from_db()
    assert (one.state, one.reason) == ("DISPENSED", "业主要求改期")


def test_several_are_answered_together_and_each_that_cannot_be_is_reported(breached, house):
    first, second, third = breached(3)
    zhao = house.actor("zhao")
    services.dispense(second, by=house.actor("zhou"), at=at("09:25"), reason="重复")
    batch = services.answer_many(
        [first, second, third], by=zhao, at=at("09:30"), cause="third_party", correction="换供应商"
    )
    assert batch.done == 2
    assert [(one.pk, why.code) for one, why in batch.refused] == [(second.pk, "illegal_step")]
    assert list(Breach.objects.order_by("id").values_list("state", "cause")) == [
        ("CORRECTED", "third_party"),
        ("DISPENSED", ""),
        ("CORRECTED", "third_party"),
    ]
    assert services.check_many([first, third], by=house.actor("qian"), at=at("09:40")).done == 2


def test_a_row_of_a_batch_is_answered_wholly_or_not_at_all(breached, house):
    one, *_rest = breached(2)
    batch = services.answer_many(
        [one], by=house.actor("zhao"), at=at("09:30"), cause="system", correction="x"
    )
    one.refresh_from_db()
    assert (batch.done, one.state, one.cause) == (0, "OPEN", "")


def test_the_same_duty_and_owner_are_counted_over_thirty_days(breached, received, sweep, house):
    rows = breached(2)
    assert set(queries.recurrence([one.obligation for one in rows], at("09:30")).values()) == {2}
    later = at("09:30") + timedelta(days=31)
    assert set(queries.recurrence([one.obligation for one in rows], later).values()) == {0}
    received("10:00", ref="CS-9", handler_id=house.people["qiao"].pk)
    sweep("10:20")
    other = only(thread="CS-9")
    assert queries.recurrence([other], at("10:30")) == {other.pk: 1}


def test_mine_my_teams_and_what_i_am_to_check_are_told_apart(breached, house):
    breached(2)
    zhao, qian, lin = (house.actor(login) for login in ("zhao", "qian", "lin"))

    def seen(actor):
        rows = queries.list_breaches(actor)
        return (
            queries.mine_to_answer(actor, rows).count(),
            queries.of_team(actor, rows, at("10:00")).count(),
            queries.to_check(actor, rows).count(),
        )

    assert [seen(one) for one in (zhao, qian, lin)] == [(2, 0, 0), (0, 2, 0), (0, 0, 0)]
    first = Breach.objects.first()
    explain(first, zhao)
    correct(first, zhao)
    assert [seen(one) for one in (zhao, qian)] == [(1, 0, 0), (0, 2, 1)]


def test_without_the_capability_one_sees_ones_own_and_other_companies_see_none(breached, house):
    (one,) = breached()
    lin = replace(house.actor("lin"), grants={})
    with pytest.raises(NotFound):
        queries.get_breach(lin, one.pk)
    own = replace(house.actor("zhao"), grants={})
    assert queries.get_breach(own, one.pk) == one
    other = harbour()
    with company_scope(other.company.pk), pytest.raises(NotFound):
        queries.get_breach(other.actor("dov"), one.pk)
    with company_scope(other.company.pk), pytest.raises(NotFound):
        services.dispense(one, by=other.system, at=at("09:30"), reason="不相干")


def test_a_sweep_asks_in_a_fixed_number_of_statements(trial, received, sweep, django_assert_max_num_queries):
    trial(SERIOUS)
    for number in range(30):
        received("09:00", ref=f"CS-{number}")
    with django_assert_max_num_queries(40):
        sweep("09:20")
    assert Breach.objects.count() == 30


def test_only_who_may_check_is_offered_it(breached, house):
    from guanjia.apps.obligations import answering

    (one,) = breached()
    zhao = house.actor("zhao")
    assert [step.verb for step in answering.of_breach(zhao, one)] == ["explain"]
    correct(explain(one, zhao), zhao)
    one.refresh_from_db()
    assert [step.verb for step in answering.of_breach(zhao, one)] == []
    assert "check" in [step.verb for step in answering.of_breach(house.actor("qian"), one)]
    assert Can.CHECK in house.actor("qian").grants
