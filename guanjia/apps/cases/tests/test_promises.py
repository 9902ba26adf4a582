"""One promise, one postponement, words to the customer, answers and urgings."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from guanjia.apps.cases import queries, services
from guanjia.apps.cases.models import Case
from guanjia.apps.rulebook import services as rulebook
from guanjia.kernel.journal import event_of
from guanjia.kernel.refusals import NotPermitted, Refused
from tests.cast import at

from .conftest import codes, events_of, fresh, latest

pytestmark = pytest.mark.django_db
TOMORROW = at("17:00") + timedelta(days=1)


def test_a_promise_is_kept_with_the_case_and_told_with_its_handler(house, act, receive):
    case = services.promise(receive(), by=act.zhao, at=at("09:10"), promised_at=TOMORROW)
    assert (fresh(case).promised_at, fresh(case).state) == (TOMORROW, "HANDLING")
    assert latest("cases.promised").data == {
        "promised_at": TOMORROW.isoformat(),
        "handler_id": house.people["zhao"].pk,
    }


def test_a_second_promise_is_a_postponement_and_a_second_postponement_is_refused_for_everyone(
    house, act, receive
):
    case = services.promise(receive(), by=act.zhao, at=at("09:10"), promised_at=TOMORROW)
    with pytest.raises(Refused) as refused:
        services.promise(case, by=act.zhao, at=at("09:11"), promised_at=TOMORROW + timedelta(days=1))
    assert codes(refused) == ["already_promised"]
    later = TOMORROW + timedelta(days=1)
    services.postpone(case, by=act.zhao, at=at("09:12"), promised_at=later, reason="等配件")
    told = event_of(latest("cases.postponed"))
    assert (told.promised_at, told.reason, told.previous_at) == (later, "等配件", TOMORROW)
    for actor in (act.zhao, act.qian, act.zhou, house.system):
        with pytest.raises(Refused) as refused:
            services.postpone(
                case, by=actor, at=at("09:13"), promised_at=later + timedelta(days=1), reason="再等"
            )
        assert codes(refused) == ["already_postponed"]
    assert fresh(case).promised_at == later


def test_the_database_itself_knows_only_one_postponement(act, receive):
    case = services.promise(receive(), by=act.zhao, at=at("09:10"), promised_at=TOMORROW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(postponements=2)


def test_a_postponement_wants_a_promise_a_reason_and_a_later_date(act, receive):
    case = services.dispatch(receive(), by=act.zhao, at=at("09:05"), skill="plumbing") and Case.objects.get()
    with pytest.raises(Refused) as refused:
        services.postpone(case, by=act.zhao, at=at("09:10"), promised_at=TOMORROW, reason="等配件")
    assert codes(refused) == ["not_promised"]
    services.promise(case, by=act.zhao, at=at("09:10"), promised_at=TOMORROW)
    with pytest.raises(Refused) as refused:
        services.postpone(case, by=act.zhao, at=at("09:11"), promised_at=TOMORROW, reason=" ")
    assert codes(refused) == ["promise_not_later", "reason_missing"]
    assert fresh(case).postponements == 0


def test_more_than_a_week_needs_a_supervisor_and_the_past_is_refused(act, receive):
    case, far = receive(), at("09:10") + timedelta(days=8)
    with pytest.raises(Refused) as refused:
        services.promise(case, by=act.zhao, at=at("09:10"), promised_at=far)
    assert codes(refused) == ["promise_too_long"]
    with pytest.raises(Refused) as refused:
        services.promise(case, by=act.zhao, at=at("09:10"), promised_at=at("09:10"))
    assert codes(refused) == ["promise_in_past"]
    assert services.promise(case, by=act.qian, at=at("09:10"), promised_at=far).promised_at == far


def test_the_site_s_own_figure_says_how_far_ahead_a_promise_may_lie(house, act, receive):
    rulebook.adopt(house.site.pk, by=house.system, at=at("08:00"), pack="estate_desk")
    rulebook.set_figure(
        house.site.pk,
        by=house.system,
        at=at("08:30"),
        pack="estate_desk",
        duty="guard:cases.promise_within_a_week",
        name="days",
        figure=3,
        reason="快些",
    )
    case = receive()
    with pytest.raises(Refused) as refused:
        services.promise(case, by=act.zhao, at=at("09:10"), promised_at=at("09:10") + timedelta(days=4))
    assert "超过 3 天" in str(refused.value)
    services.promise(case, by=act.zhao, at=at("09:10"), promised_at=at("09:10") + timedelta(days=3))


def test_promises_are_for_those_responsible(act, receive):
    case = receive()
    with pytest.raises(Refused) as refused:
        services.promise(case, by=act.qiao, at=at("09:10"), promised_at=TOMORROW)
    assert codes(refused) == ["not_responsible"]
    with pytest.raises(NotPermitted):
        services.promise(case, by=act.sun, at=at("09:10"), promised_at=TOMORROW)


def test_coming_later_is_agreed_before_the_fifteen_minutes_expire(act, receive):
    case = services.agree_later_arrival(
        receive(), by=act.lin, at=at("09:14"), until=at("11:00"), agreed_with="王先生"
    )
    assert fresh(case).later_arrival_until == at("11:00")
    assert latest("cases.later_arrival_agreed").data == {
        "until": at("11:00").isoformat(),
        "agreed_with": "王先生",
    }
    with pytest.raises(Refused) as refused:
        services.agree_later_arrival(
            receive(), by=act.lin, at=at("09:16"), until=at("11:00"), agreed_with="王先生"
        )
    assert codes(refused) == ["arrival_time_over"]


def test_an_agreement_names_somebody_and_a_time_to_come(act, receive):
    with pytest.raises(Refused) as refused:
        services.agree_later_arrival(receive(), by=act.lin, at=at("09:10"), until=at("09:05"), agreed_with="")
    assert codes(refused) == ["until_in_past", "agreed_with_missing"]
    with pytest.raises(Refused) as refused:
        services.agree_later_arrival(
            receive(), by=act.lin, at=at("09:10"), until=at("09:10") + timedelta(days=9), agreed_with="王"
        )
    assert codes(refused) == ["until_too_far"]


def test_a_word_to_the_customer_is_kept(act, receive):
    case = services.tell_progress(receive(), by=act.lin, at=at("09:30"), text="师傅正在路上")
    assert fresh(case).told_at == at("09:30")
    assert latest("cases.progress_told").data == {"text": "师傅正在路上"}
    with pytest.raises(Refused) as refused:
        services.tell_progress(case, by=act.lin, at=at("09:31"), text=" ")
    assert codes(refused) == ["text_missing"]


def test_owner_or_handler_answers_and_the_event_names_both(house, act, receive):
    case = services.answer(receive(), by=act.lin, at=at("09:30"), text="今天下午处理")
    assert fresh(case).answered_at == at("09:30")
    data = latest("cases.answered").data
    assert (data["owner_id"], data["handler_id"]) == (house.people["lin"].pk, house.people["zhao"].pk)
    services.answer(receive(), by=act.zhao, at=at("09:31"), text="今天下午处理")
    with pytest.raises(Refused) as refused:
        services.answer(receive(), by=act.duan, at=at("09:31"), text="今天下午处理")
    assert codes(refused) == ["not_responsible"]


def test_an_urging_is_counted_until_it_is_answered(act, receive):
    case = receive()
    guest = queries.customer_of(case)
    services.urge(case, by=guest, at=at("10:00"), text="怎么还没来？")
    services.urge(case, by=act.duan, at=at("10:05"))
    assert (fresh(case).urged_at, fresh(case).urgings) == (at("10:00"), 2)
    services.answer_urge(case, by=act.lin, at=at("10:10"), text="马上到")
    assert fresh(case).urged_at is None
    with pytest.raises(Refused) as refused:
        services.answer_urge(case, by=act.lin, at=at("10:11"), text="马上到")
    assert codes(refused) == ["no_urging"]
    assert events_of(case.ref)[1:] == ["cases.urged", "cases.urged", "cases.urge_answered"]


def test_a_customer_does_nothing_but_what_the_link_offers(act, receive):
    case = receive()
    guest = queries.customer_of(case)
    with pytest.raises(NotPermitted):
        services.answer(case, by=guest, at=at("10:00"), text="我自己答")
    with pytest.raises(NotPermitted):
        services.withdraw(case, by=guest, at=at("10:00"), reason="x")
