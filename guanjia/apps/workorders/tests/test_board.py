"""The dispatch board: what it shows, whom it ranks, how an order is given from it."""

from guanjia.apps.workorders import queries, services
from guanjia.apps.workorders.models import WorkOrder
from guanjia.apps.workorders.terms import State
from guanjia.apps.workorders.tests.conftest import HTMX, ON_BOARD, on_duty, questions, text, url
from tests.cast import at


def test_the_board_shows_every_order_where_it_stands(house, act, issue, on_site, come_in):
    waiting = issue(title="门锁坏了", skill="locks")
    services.pause(
        issue_and_accept(house, act, issue), by=act.sun, at=at("09:20"), reason="PARTS", until=at("09:25")
    )
    board = queries.board(act.qian, house.site.pk, at("09:30"))
    assert [len(board.columns[key]) for key in ("to_assign", "assigned", "on_site", "paused", "done")] == [
        1,
        0,
        1,
        1,
        0,
    ]
    assert (board.overdue_pauses, board.columns["to_assign"][0].order.ref) == (1, waiting.ref)
    page = text(come_in("qian").get("/work-orders/board/"))
    assert all(word in page for word in ("门锁坏了", on_site.ref, "孙师傅"))


def issue_and_accept(house, act, issue):
    order = services.assign(issue(), by=act.qian, at=at("09:10"), assignee_id=house.people["sun"].pk)
    return services.accept(order, by=act.sun, at=at("09:11"))


def test_danger_comes_first_and_then_the_longest_wait(house, act, issue):
    late, early = issue(received_at=at("09:00")), issue(received_at=at("08:30"))
    danger = issue(urgency="safety", received_at=at("09:01"))
    cards = queries.board(act.qian, house.site.pk, at("09:30")).columns["to_assign"]
    assert [card.order.ref for card in cards] == [danger.ref, early.ref, late.ref]


def test_the_board_knows_who_is_free_and_where_the_others_are(house, act, on_site):
    board = queries.board(act.qian, house.site.pk, at("09:30"))
    people = {one.person.name: one for one in board.workers}
    assert (people["孙师傅"].person.open_orders, people["孙师傅"].at_place) == (1, "A1-1-0302")
    assert people["李师傅"].free
    assert not people["何师傅"].person.on_duty
    assert board.workers[-1].person.name == "何师傅"


def test_the_board_asks_the_same_number_of_questions_however_many_orders(house, act, issue, come_in):
    client = come_in("qian")
    issue()
    questions(client, "/work-orders/board/")
    few = questions(client, "/work-orders/board/")
    for number in range(12):
        order = issue(thread=f"CS-2026-{number:06d}")
        if number % 2:
            services.assign(order, by=act.qian, at=at("09:10"), assignee_id=house.people["sun"].pk)
    assert questions(client, "/work-orders/board/") == few
    assert few <= 30


def test_the_columns_are_sent_again_only_when_something_changed(act, issue, come_in):
    client, order = come_in("qian"), issue()
    first = client.get("/work-orders/board/live/", **HTMX)
    again = client.get("/work-orders/board/live/", HTTP_IF_NONE_MATCH=first["ETag"], **HTMX)
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    services.auto_assign(order, by=act.qian, at=at("09:30"))
    assert client.get("/work-orders/board/live/", HTTP_IF_NONE_MATCH=first["ETag"], **HTMX).status_code == 200


def test_an_order_opened_on_the_board_ranks_who_could_do_it(house, issue, come_in):
    on_duty(house, "he")
    panel = text(come_in("qian").get(url(issue(), "peek"), **ON_BOARD))
    assert panel.index("何师傅") < panel.index("孙师傅") < panel.index("李师傅")
    assert 'data-key="1"' in panel
    assert "<html" not in panel


def test_assigning_on_the_board_closes_the_order_and_refreshes_the_columns(house, issue, come_in):
    order = issue()
    answer = come_in("qian").post(url(order, "assign"), {"assignee": house.people["sun"].pk}, **ON_BOARD)
    assert answer.status_code == 200
    assert "/work-orders/board/live/" in text(answer)
    assert "孙师傅" in answer["HX-Trigger"] or "\\u5b59" in answer["HX-Trigger"]
    order.refresh_from_db()
    assert order.state == State.ASSIGNED


def test_assigning_somebody_off_duty_asks_for_the_reason_beside_the_field(house, issue, come_in):
    order, client = issue(), come_in("qian")
    answer = client.post(url(order, "assign"), {"assignee": house.people["he"].pk}, **ON_BOARD)
    assert answer.status_code == 422
    assert 'data-test="error-reason"' in text(answer)
    assert 'data-test="picked"' in text(answer)
    given = {"assignee": house.people["he"].pk, "reason": "只有他有钥匙"}
    assert client.post(url(order, "assign"), given, **ON_BOARD).status_code == 200


def test_pressing_enter_in_the_reason_gives_the_order_to_nobody(accepted, come_in):
    form = text(come_in("qian").get(url(accepted, "transfer")))
    first_button = form[form.index('data-test="people-form"') :].split("<button", 1)[1]
    assert first_button.startswith(' type="submit" disabled hidden')


def test_a_card_dragged_onto_a_person_asks_for_the_reason_of_a_transfer(house, accepted, come_in):
    client = come_in("qian")
    form = client.get(url(accepted, "transfer") + f"?to={house.people['li'].pk}", **HTMX)
    assert 'data-test="picked"' in text(form)
    answer = client.post(url(accepted, "transfer"), {"assignee": house.people["li"].pk, "reason": "换电工"})
    assert (answer.status_code, answer["Location"]) == (302, url(accepted))


def test_auto_assign_and_offer_work_from_the_board(issue, come_in):
    client, first, second = come_in("qian"), issue(), issue()
    assert client.post(url(first, "auto_assign"), **ON_BOARD).status_code == 200
    assert client.post(url(second, "offer"), **ON_BOARD).status_code == 200
    assert set(WorkOrder.objects.values_list("state", flat=True)) == {"ASSIGNED", "OFFERED"}
