"""Return visits: a queue nobody can starve, never by whoever did the job, until satisfied and signed."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from guanjia.apps.cases import queries, services, tasks
from guanjia.apps.cases.models import ReturnVisit
from guanjia.apps.organisations import services as organisation
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from tests.cast import at

from .conftest import SIGNED, codes, events_of, fresh, latest

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(resolved):
    """The visit of a repair 赵敏 has settled: the front desk's, because the steward did the job."""
    return resolved.visits.get()


def resolve_many(act, receive, count):
    cases = []
    for index in range(count):
        case = receive(title=f"第{index}件")
        cases.append(
            services.resolve(
                case, by=act.zhao, at=at("10:00") + timedelta(minutes=index), outcome="好了", answer="好了"
            )
        )
    return [case.visits.get() for case in cases]


def test_every_completion_is_followed_by_a_visit_of_somebody_else(visit, resolved):
    assert (visit.ref, visit.state, visit.visitor_post) == ("RV-2026-000001", "DUE", "front_desk")
    entry = latest("cases.visit_due")
    assert (entry.ref, entry.thread) == (visit.ref, resolved.ref)
    assert (entry.data["visit"], entry.data["visitor_post"]) == (visit.ref, "front_desk")


def test_the_clusters_steward_visits_when_a_technician_did_the_job(house, act, receive):
    case = receive()
    done = services.note_work_done(
        case.ref,
        company_id=house.company.pk,
        at=at("10:00"),
        worker_id=house.people["sun"].pk,
        outcome="修好",
    )
    visit = done.visits.get()
    assert (visit.visitor_post, visit.doer_ids) == ("steward", [house.people["sun"].pk])
    assert queries.next_visit(act.qiao, house.site.pk, at("10:01")) is None, "the steward of another cluster"
    assert services.claim_next_visit(house.site.pk, by=act.zhao, at=at("10:01")) == visit


def test_whoever_did_the_job_neither_takes_nor_records_the_visit(house, act, visit):
    with pytest.raises(Refused) as refused:
        services.claim_visit(visit, by=act.zhao, at=at("10:10"))
    assert "visitor_did_the_job" in codes(refused)
    assert services.claim_next_visit(house.site.pk, by=act.zhao, at=at("10:10")) is None
    services.claim_visit(visit, by=act.lin, at=at("10:10"))
    with pytest.raises(Refused) as refused:
        services.record_satisfied(visit, by=act.zhao, at=at("10:20"), signed_by="王小明", how="PHONE")
    assert codes(refused) == ["visitor_did_the_job", "visit_of_another"]


def test_a_satisfied_customer_signs_on_the_screen(act, visit, resolved):
    services.claim_visit(visit, by=act.lin, at=at("10:10"))
    done = services.record_satisfied(
        visit,
        by=act.lin,
        at=at("10:20"),
        signed_by="王小明",
        how="SCREEN",
        strokes=SIGNED,
        rating=5,
        note="很快",
    )
    assert (done.state, done.signed_by, done.rating) == ("SATISFIED", "王小明", 5)
    assert done.signature.strokes == SIGNED
    assert services.close(resolved, by=act.zhao, at=at("10:30")).state == "CLOSED"
    assert fresh(resolved).closed_at == at("10:30")
    data = latest("cases.visited").data
    assert (data["outcome"], data["visitor_id"], data["signed_by"]) == ("satisfied", act.lin.id, "王小明")


def test_by_phone_the_visitors_name_stands_beside_the_customers(act, visit):
    services.claim_visit(visit, by=act.lin, at=at("10:10"))
    done = services.record_satisfied(visit, by=act.lin, at=at("10:20"), signed_by="王小明", how="PHONE")
    assert (done.signature.how, done.signature.witness_name) == ("PHONE", "林晓")


def test_without_a_name_a_way_or_a_fair_rating_nothing_is_signed(act, visit):
    services.claim_visit(visit, by=act.lin, at=at("10:10"))
    with pytest.raises(Refused) as refused:
        services.record_satisfied(visit, by=act.lin, at=at("10:20"), signed_by=" ", how="OATH", rating=6)
    assert codes(refused) == ["signer_missing", "sign_how_unknown", "rating_out_of_range"]
    with pytest.raises(Refused) as refused:
        services.record_satisfied(visit, by=act.lin, at=at("10:20"), signed_by="王", how="SCREEN", strokes="")
    assert codes(refused) == ["signature_missing"]
    assert ReturnVisit.objects.get().state == "CLAIMED"


def test_the_database_itself_knows_no_satisfied_visit_without_signature(visit):
    with pytest.raises(IntegrityError), transaction.atomic():
        ReturnVisit.objects.filter(pk=visit.pk).update(state="SATISFIED")


def test_dissatisfaction_brings_the_case_back_to_its_handler_until_it_is_right(house, act, visit, resolved):
    services.claim_visit(visit, by=act.lin, at=at("10:10"))
    services.record_dissatisfied(visit, by=act.lin, at=at("10:20"), reason="还在滴水", rating=1)
    case = fresh(resolved)
    assert (case.state, case.reopened, case.answered_at) == ("HANDLING", 1, None)
    assert case.handler == house.people["zhao"]
    assert latest("cases.reopened").data["reason"] == "还在滴水"
    with pytest.raises(Refused):
        services.close(case, by=act.zhao, at=at("10:30"))
    services.resolve(case, by=act.zhao, at=at("11:00"), outcome="换了龙头", answer="换了")
    assert [one.state for one in case.visits.order_by("id")] == ["DISSATISFIED", "DUE"]
    with pytest.raises(Refused) as refused:
        services.close(case, by=act.zhao, at=at("11:10"))
    assert codes(refused) == ["visit_missing"]


def test_dissatisfied_wants_a_reason(act, visit):
    services.claim_visit(visit, by=act.lin, at=at("10:10"))
    with pytest.raises(Refused) as refused:
        services.record_dissatisfied(visit, by=act.lin, at=at("10:20"), reason="")
    assert codes(refused) == ["reason_missing"]


def test_an_unreached_customer_is_tried_again_later_and_the_visit_stays_as_old(act, visit):
    services.claim_visit(visit, by=act.lin, at=at("10:10"))
    services.record_unreached(visit, by=act.lin, at=at("10:20"), note="无人接听")
    again = ReturnVisit.objects.get()
    assert (again.state, again.attempts, again.opened_at) == ("UNREACHED", 1, at("10:00"))
    assert again.due_at == at("14:20")
    assert again.visitor is None
    assert events_of(again.case.ref)[-2:] == ["cases.visited", "cases.visit_due"]
    with pytest.raises(Refused) as refused:
        services.claim_visit(again, by=act.lin, at=at("11:00"))
    assert codes(refused) == ["visit_not_due"]
    assert services.claim_visit(again, by=act.lin, at=at("14:20")).state == "CLAIMED"


def test_the_customer_may_name_the_time_of_the_next_attempt_but_not_the_far_future(act, visit):
    services.claim_visit(visit, by=act.lin, at=at("10:10"))
    with pytest.raises(Refused) as refused:
        services.record_unreached(visit, by=act.lin, at=at("10:20"), again_at=at("10:20") + timedelta(days=3))
    assert codes(refused) == ["retry_out_of_range"]
    services.record_unreached(visit, by=act.lin, at=at("10:20"), again_at=at("19:00"))
    assert ReturnVisit.objects.get().due_at == at("19:00")


def test_taking_the_next_visit_takes_the_one_that_waited_longest(house, act, receive):
    visits = resolve_many(act, receive, 3)
    taken = [services.claim_next_visit(house.site.pk, by=act.lin, at=at("11:00")) for _ in range(4)]
    assert taken == [*visits, None]


def test_nobody_picks_a_younger_visit_but_a_supervisor(act, receive):
    oldest, _middle, youngest = resolve_many(act, receive, 3)
    with pytest.raises(Refused) as refused:
        services.claim_visit(youngest, by=act.lin, at=at("11:00"))
    assert codes(refused) == ["older_visit_waits"]
    assert oldest.ref in str(refused.value)
    assert services.claim_visit(youngest, by=act.qian, at=at("11:00")).state == "CLAIMED"


def test_no_visit_starves_however_many_come_after_it(house, act, receive):
    """Twice as many visits come in as are made, and the first customer is never reached: each is tried again and again."""
    moment, tried = at("10:00"), {}
    for _round in range(24):
        for _new in range(2):
            case = receive(at=moment, received_at=moment)
            services.resolve(case, by=act.zhao, at=moment, outcome="好了", answer="好了")
        moment += timedelta(hours=1)
        visit = services.claim_next_visit(house.site.pk, by=act.lin, at=moment)
        tried.setdefault(visit.pk, []).append(moment)
        waiting = ReturnVisit.objects.due(moment)
        assert not waiting.filter(due_at__lt=visit.due_at).exists(), "nobody due longer was passed over"
        services.record_unreached(visit, by=act.lin, at=moment)
    ages = list(ReturnVisit.objects.order_by("opened_at", "id").values_list("attempts", flat=True))
    assert ages[0] >= 2, "the oldest was tried again while new ones kept coming"


def test_a_visit_taken_and_forgotten_goes_back_to_its_old_place(act, visit):
    services.claim_visit(visit, by=act.lin, at=at("10:10"))
    assert tasks.release_stale_claims(at("12:09")) == 0
    assert tasks.release_stale_claims(at("12:10")) == 1
    back = ReturnVisit.objects.get()
    assert (back.state, back.due_at, back.visitor) == ("DUE", visit.due_at, None)
    assert tasks.release_stale_claims(at("12:11")) == 0


def test_a_visit_is_put_back_by_its_visitor_or_a_supervisor(act, visit):
    services.claim_visit(visit, by=act.lin, at=at("10:10"))
    with pytest.raises(Refused) as refused:
        services.release_visit(visit, by=act.duan, at=at("10:20"))
    assert codes(refused) == ["visit_of_another"]
    assert services.release_visit(visit, by=act.qian, at=at("10:20")).state == "DUE"


def test_a_visit_is_made_by_a_person_who_may(house, act, visit):
    with pytest.raises(Refused) as refused:
        services.claim_visit(visit, by=house.system, at=at("10:10"))
    assert "visit_by_person" in codes(refused)
    with pytest.raises(NotPermitted):
        services.claim_visit(visit, by=act.sun, at=at("10:10"))


def test_the_customer_confirms_and_signs_by_the_link(act, visit, resolved):
    guest = queries.customer_of(resolved)
    done = services.confirm_visit(
        resolved, by=guest, at=at("12:00"), signed_by="王小明", strokes=SIGNED, rating=4
    )
    assert (done.state, done.visitor) == ("SATISFIED", None)
    assert latest("cases.visited").data["visitor_id"] is None
    assert services.close(resolved, by=act.lin, at=at("12:10")).state == "CLOSED"
    with pytest.raises(Refused) as refused:
        services.confirm_visit(resolved, by=guest, at=at("12:20"), signed_by="王小明", strokes=SIGNED)
    assert codes(refused) == ["nothing_to_confirm"]


def test_the_customer_objects_by_the_link_and_the_case_comes_back(visit, resolved):
    services.contest_visit(
        resolved, by=queries.customer_of(resolved), at=at("12:00"), reason="没修好", rating=1
    )
    assert fresh(resolved).state == "HANDLING"
    assert ReturnVisit.objects.get().state == "DISSATISFIED"


def test_after_a_major_complaint_the_customer_signs_at_the_managers_visit(house, act, major):
    services.resolve(major, by=act.zhao, at=at("12:00"), outcome="已处理", answer="已处理")
    guest = queries.customer_of(major)
    with pytest.raises(Refused) as refused:
        services.confirm_visit(major, by=guest, at=at("13:00"), signed_by="王小明", strokes=SIGNED)
    assert codes(refused) == ["visit_first"]
    with pytest.raises(Refused) as refused:
        services.claim_visit(major.visits.get(), by=act.qian, at=at("13:00"))
    assert "visit_by_property_manager" in codes(refused)
    services.claim_next_visit(house.site.pk, by=act.meng, at=at("13:00"))
    done = services.confirm_visit(major, by=guest, at=at("13:10"), signed_by="王小明", strokes=SIGNED)
    assert done.visitor == house.people["meng"]


def test_where_the_property_manager_did_the_job_the_post_above_visits(house, act, major):
    services.change_owner(
        major, by=act.qian, at=at("09:30"), owner_id=house.people["meng"].pk, reason="亲自处理"
    )
    services.resolve(major, by=act.meng, at=at("12:00"), outcome="已处理", answer="已处理")
    visit = major.visits.get()
    assert visit.visitor_post == "property_gm"


def test_the_stand_in_of_the_property_manager_visits(house, act, major):
    organisation.stand_in(
        house.posts["property_manager"],
        by=house.system,
        at=at("08:00"),
        absent=house.people["meng"],
        substitute=house.people["han"],
        from_at=at("08:00"),
        until_at=at("20:00"),
        reason="休假",
    )
    services.resolve(major, by=act.zhao, at=at("12:00"), outcome="已处理", answer="已处理")
    han = house.actor("han", at("13:00"))
    assert services.claim_next_visit(house.site.pk, by=han, at=at("13:00")).visitor == house.people["han"]


def test_visits_of_other_sites_are_not_there(house, act, visit):
    assert queries.get_visit(act.lin, visit.ref) == visit
    with pytest.raises(NotFound):
        queries.get_visit(act.sun, visit.ref)
    assert queries.visit_queue(act.lin, house.site.pk, at("10:10")) == [visit]
    assert queries.visit_queue(act.sun, house.site.pk, at("10:10")) == []
    services.claim_visit(visit, by=act.lin, at=at("10:10"))
    assert queries.visits_in_hand(act.lin) == [visit]


def test_the_buttons_of_a_visit_are_those_that_would_be_accepted(house, act, visit):
    def enabled(actor):
        return {
            one.verb
            for one in queries.allowed_visit_steps(actor, ReturnVisit.objects.get(), at("10:10"))
            if one.enabled
        }

    assert enabled(act.lin) == {"claim"}
    assert enabled(act.zhao) == set()
    services.claim_visit(visit, by=act.lin, at=at("10:10"))
    assert enabled(act.lin) == {"release", "record_satisfied", "record_dissatisfied", "record_unreached"}
    assert enabled(act.duan) == set()
