"""A technician's phone: from accepting to completing, paid work, the pool."""

from guanjia.apps.workorders import services
from guanjia.apps.workorders.models import WorkOrder
from guanjia.apps.workorders.terms import State
from guanjia.apps.workorders.tests.conftest import questions, text, url
from guanjia.apps.workorders.tests.test_work import STROKES, photo
from tests.cast import at


def test_a_technician_goes_from_accepting_to_completing_by_pressing_what_is_offered(
    house, act, issue, come_in
):
    order = services.assign(issue(), by=act.qian, at=at("09:10"), assignee_id=house.people["sun"].pk)
    client = come_in("sun")
    for verb in ("accept", "arrive"):
        assert f'data-test="step-{verb}"' in text(client.get("/work-orders/mine/"))
        answer = client.post(url(order, verb), {"next": "/work-orders/mine/"})
        assert (answer.status_code, answer["Location"]) == (302, "/work-orders/mine/")
    assert url(order, "complete") in text(client.get("/work-orders/mine/"))
    done = client.post(
        url(order, "complete"),
        {
            "outcome": "换阀芯",
            "photos": photo(),
            "lines-name": ["阀芯", ""],
            "lines-quantity": ["２", ""],
            "lines-unit": ["个", ""],
            "lines-price": ["12.50", ""],
            "how": "SCREEN",
            "signer_name": "王女士",
            "signature": STROKES,
        },
    )
    assert (done.status_code, done["Location"]) == (302, "/work-orders/mine/")
    order.refresh_from_db()
    assert (order.state, [one.amount_fen for one in order.materials.all()]) == (State.COMPLETED, [2500])


def test_an_incomplete_completion_says_what_is_missing_and_keeps_what_was_typed(house, act, issue, come_in):
    order = services.assign(
        issue(needs_photo=True), by=act.qian, at=at("09:10"), assignee_id=house.people["sun"].pk
    )
    services.accept(order, by=act.sun, at=at("09:11"))
    services.arrive(order, by=act.sun, at=at("09:12"))
    typed = {
        "outcome": "换阀芯",
        "lines-name": ["阀芯"],
        "lines-quantity": ["x"],
        "lines-unit": [""],
        "lines-price": ["1"],
    }
    answer = come_in("sun").post(url(order, "complete"), typed)
    assert answer.status_code == 422
    assert 'data-test="error-lines"' in text(answer)
    assert 'value="阀芯"' in text(answer)
    answer = come_in("sun").post(url(order, "complete"), {**typed, "lines-quantity": ["1"]})
    assert 'data-test="error-photos"' in text(answer)
    assert "换阀芯" in text(answer)


def test_paid_work_is_quoted_agreed_and_started_on_the_phone(on_site, come_in):
    client = come_in("sun")
    lines = {"lines-name": ["龙头"], "lines-quantity": ["1"], "lines-unit": ["个"], "lines-price": ["80"]}
    assert client.post(url(on_site, "quote"), lines).status_code == 302
    assert "¥80.00" in text(client.get(url(on_site, "consent")))
    assert client.post(url(on_site, "start")).status_code == 422
    assert client.post(url(on_site, "consent"), {"signer_name": "王女士", "how": "SCREEN"}).status_code == 422
    signed = {"signer_name": "王女士", "how": "SCREEN", "signature": STROKES}
    assert client.post(url(on_site, "consent"), signed).status_code == 302
    assert client.post(url(on_site, "start")).status_code == 302
    on_site.refresh_from_db()
    assert on_site.started_at == at("09:30")


def test_the_pool_says_why_an_order_cannot_be_grabbed(house, act, issue, come_in):
    services.offer(issue(), by=act.qian, at=at("09:20"))
    assert 'data-test="step-grab"' in text(come_in("sun").get("/work-orders/mine/"))
    away = text(come_in("he").get("/work-orders/mine/"))
    assert 'data-test="step-grab"' not in away
    assert 'data-test="job"' in away


def test_my_orders_ask_a_fixed_number_of_questions(house, act, issue, come_in):
    client = come_in("sun")

    def give():
        services.assign(issue(), by=act.qian, at=at("09:10"), assignee_id=house.people["sun"].pk)

    give()
    services.offer(issue(), by=act.qian, at=at("09:20"))
    questions(client, "/work-orders/mine/")
    few = questions(client, "/work-orders/mine/")
    for _ in range(3):
        give()
        services.offer(issue(), by=act.qian, at=at("09:20"))
    assert questions(client, "/work-orders/mine/") == few


def test_a_double_click_makes_one_order(house, come_in):
    client = come_in("lin")
    form = {
        "title": "大门灯坏",
        "skill": "electrical",
        "urgency": "normal",
        "where": "北门",
        "form_key": "0123456789abcdef0123",
    }
    first, second = client.post("/work-orders/new/", form), client.post("/work-orders/new/", form)
    assert first.status_code == second.status_code == 302
    assert WorkOrder.objects.count() == 1
