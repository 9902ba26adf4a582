"""What a technician does with an order, from accepting to completing."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from guanjia.apps.documents import queries as documents
from guanjia.apps.documents.terms import Signing
from guanjia.apps.workorders import queries, services
from guanjia.apps.workorders.models import Material
from guanjia.apps.workorders.pricing import Line
from guanjia.apps.workorders.terms import State
from guanjia.kernel.journal import timeline
from guanjia.kernel.refusals import NotPermitted, Refused
from tests.cast import at

T = at("09:30")
STROKES = "[[[10,20],[60,90],[140,40],[150,70]],[[150,50],[220,120],[260,60]]]"


def photo(name="完工.jpg"):
    out = BytesIO()
    Image.new("RGB", (640, 480), "teal").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def last(order):
    return timeline(order.ref).last()


def refusal(verb, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        verb(*args, **kwargs)
    return [one.code for one in refused.value.refusals]


def test_only_the_assignee_accepts(house, act, issue):
    order = services.assign(issue(), by=act.qian, at=T, assignee_id=house.people["sun"].pk)
    assert refusal(services.accept, order, by=act.li, at=T) == ["not_yours"]
    with pytest.raises(NotPermitted):
        services.accept(order, by=act.zhao, at=T)
    assert services.accept(order, by=act.sun, at=T).state == State.ACCEPTED


def test_a_supervisor_enters_steps_for_a_technician_on_the_phone(act, accepted):
    arrived = services.arrive(accepted, by=act.qian, at=T)
    assert (last(arrived).actor_name, last(arrived).data["assignee_id"]) == ("钱芳", act.sun.id)


def test_arriving_is_not_possible_before_accepting(house, act, issue):
    order = services.assign(issue(), by=act.qian, at=T, assignee_id=house.people["sun"].pk)
    assert refusal(services.arrive, order, by=act.sun, at=T) == ["illegal_step"]


def test_the_first_arrival_is_the_one_that_was_promised(act, on_site):
    services.pause(on_site, by=act.sun, at=T, reason="PARTS", until=at("14:00"))
    services.resume(on_site, by=act.sun, at=at("13:00"))
    again = services.arrive(on_site, by=act.sun, at=at("13:20"))
    assert again.arrived_at == at("09:12")
    assert last(again).data["again"] is True


def test_a_pause_says_why_and_until_when(act, on_site):
    paused = services.pause(on_site, by=act.sun, at=T, reason="PARTS", until=at("14:00"), note="等阀芯")
    paused.refresh_from_db()
    assert (paused.state, paused.paused_at, paused.pause_until) == (State.PAUSED, T, at("14:00"))
    assert last(paused).data == {
        "assignee_id": act.sun.id,
        "reason": "PARTS",
        "note": "等阀芯",
        "until": at("14:00").isoformat(),
    }


def test_a_pause_beyond_the_sites_limit_is_refused(act, on_site):
    assert refusal(
        services.pause, on_site, by=act.sun, at=T, reason="PARTS", until=T + timedelta(days=8)
    ) == ["pause_too_long"]
    on_site.refresh_from_db()
    assert on_site.state == State.ON_SITE


def test_nothing_resumes_by_itself_and_a_late_one_says_so(act, on_site):
    paused = services.pause(on_site, by=act.sun, at=T, reason="PARTS", until=at("10:00"))
    resumed = services.resume(paused, by=act.sun, at=at("10:30"))
    assert (resumed.state, resumed.pause_until, last(resumed).data["late"]) == (State.ACCEPTED, None, True)


def test_sending_back_needs_a_reason_and_frees_the_order(act, on_site):
    assert refusal(services.send_back, on_site, by=act.sun, at=T, reason=" ") == ["reason_missing"]
    back = services.send_back(on_site, by=act.sun, at=T, reason="需高空作业证")
    back.refresh_from_db()
    assert (back.state, back.assignee, back.accepted_at) == (State.ISSUED, None, None)
    assert last(back).data == {"from_id": act.sun.id, "from_name": "孙师傅", "reason": "需高空作业证"}


def test_an_agreed_time_of_arrival_names_who_agreed(act, accepted):
    assert refusal(services.appoint, accepted, by=act.sun, at=T, appointed_at=T, agreed_with="") == [
        "appointed_past",
        "agreed_with_missing",
    ]
    order = services.appoint(accepted, by=act.sun, at=T, appointed_at=at("15:00"), agreed_with="王女士")
    assert (order.state, order.appointed_at) == (State.ACCEPTED, at("15:00"))


def test_completing_keeps_outcome_materials_photo_and_signature(act, on_site):
    done = services.complete(
        on_site,
        by=act.sun,
        at=at("10:02"),
        outcome="换阀芯，试水不漏",
        materials=[Line("阀芯", Decimal(1), 2500, "个"), Line("生料带", Decimal("0.5"), 300, "卷")],
        photos=[photo()],
        signing=Signing("王女士", "SCREEN", STROKES),
    )
    done.refresh_from_db()
    assert (done.state, done.closed_at, done.labour_minutes, done.charge_fen) == (
        State.COMPLETED,
        at("10:02"),
        50,
        0,
    )
    assert list(Material.objects.filter(order=done).values_list("name", "amount_fen")) == [
        ("阀芯", 2500),
        ("生料带", 150),
    ]
    assert [one.content_type for one in documents.list_for(done.ref)] == ["image/jpeg"]
    assert [(one.purpose, one.signer_name) for one in documents.signatures_for(done.ref)] == [
        ("completion", "王女士")
    ]
    facts = [entry.event for entry in timeline(done.ref)][-3:]
    assert sorted(facts) == ["documents.attached", "documents.signed", "workorders.completed"]


def test_nothing_is_kept_of_a_completion_that_is_refused(act, on_site):
    broken = SimpleUploadedFile("x.jpg", b"\xff\xd8\xff\xe0 not a picture", "image/jpeg")
    before = timeline(on_site.ref).count()
    codes = refusal(services.complete, on_site, by=act.sun, at=T, outcome="done", photos=[photo(), broken])
    assert codes == ["picture_broken"]
    on_site.refresh_from_db()
    assert (on_site.state, timeline(on_site.ref).count(), documents.list_for(on_site.ref)) == (
        State.ON_SITE,
        before,
        [],
    )


def test_a_trade_that_needs_a_photo_is_not_done_without_one(house, act, issue):
    services.set_rules(
        by=act.qian,
        at=T,
        site_id=house.site.pk,
        full_load=5,
        longest_pause_hours=24,
        photo_skills=["plumbing"],
        signature_skills=["plumbing"],
        paid_skills=[],
    )
    order = services.assign(issue(), by=act.qian, at=T, assignee_id=house.people["sun"].pk)
    services.accept(order, by=act.sun, at=T)
    services.arrive(order, by=act.sun, at=T)
    assert refusal(services.complete, order, by=act.sun, at=T, outcome="done") == [
        "photo_missing",
        "signature_missing",
    ]
    services.add_photos(order, by=act.sun, at=T, photos=[photo()])
    done = services.complete(order, by=act.sun, at=T, outcome="done", signing=Signing("王女士", "PHONE"))
    assert done.state == State.COMPLETED


def test_a_photo_from_before_the_visit_is_no_proof_of_the_work(house, act, issue):
    order = issue(needs_photo=True)
    services.add_photos(order, by=act.lin, at=at("09:03"), photos=[photo("报修.jpg")])
    services.assign(order, by=act.qian, at=T, assignee_id=house.people["sun"].pk)
    services.accept(order, by=act.sun, at=T)
    services.arrive(order, by=act.sun, at=T)
    assert refusal(services.complete, order, by=act.sun, at=at("10:00"), outcome="done") == ["photo_missing"]


def test_an_order_is_completed_once(act, on_site):
    services.complete(on_site, by=act.sun, at=T, outcome="done")
    assert refusal(services.complete, on_site, by=act.sun, at=T, outcome="done") == ["illegal_step"]


def test_orders_already_issued_keep_the_rules_they_were_issued_with(house, act, issue):
    order = issue()
    services.set_rules(
        by=act.qian,
        at=T,
        site_id=house.site.pk,
        full_load=3,
        longest_pause_hours=24,
        photo_skills=["plumbing"],
        signature_skills=[],
        paid_skills=["plumbing"],
    )
    order.refresh_from_db()
    assert (order.needs_photo, order.paid) == (False, False)
    later = issue()
    assert (later.needs_photo, later.paid) == (True, True)
    assert queries.rules_of(house.site.pk).full_load == 3


def test_rules_of_dispatch_are_checked(house, act):
    ask = {"photo_skills": ["magic"], "signature_skills": [], "paid_skills": [], "site_id": house.site.pk}
    assert refusal(services.set_rules, by=act.qian, at=T, full_load=0, longest_pause_hours=0, **ask) == [
        "full_load",
        "longest_pause",
        "skill_unknown",
    ]
    with pytest.raises(NotPermitted):
        services.set_rules(
            by=act.lin, at=T, full_load=1, longest_pause_hours=1, **{**ask, "photo_skills": []}
        )


def test_looking_at_a_hidden_number_needs_a_reason_and_leaves_a_trace(act, accepted):
    assert refusal(services.reveal_contact, accepted, by=act.lin, at=T, reason="") == ["reason_missing"]
    assert services.reveal_contact(accepted, by=act.lin, at=T, reason="业主来电改时间") == "13800138000"
    assert (last(accepted).event, last(accepted).actor_name) == ("workorders.contact_revealed", "林晓")
