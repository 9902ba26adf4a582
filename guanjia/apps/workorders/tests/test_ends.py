"""Cancelling, merging, splitting; parents and children."""

from decimal import Decimal

import pytest

from guanjia.apps.documents.terms import Signing
from guanjia.apps.workorders import queries, services
from guanjia.apps.workorders.models import WorkOrder
from guanjia.apps.workorders.pricing import Line
from guanjia.apps.workorders.services.issue import Part
from guanjia.apps.workorders.terms import State
from guanjia.apps.workorders.tests.test_work import last, refusal
from guanjia.kernel.journal import thread, timeline
from guanjia.kernel.refusals import NotFound, NotPermitted
from tests.cast import at, harbour

T = at("09:30")
OTHER = "CS-2026-000002"


def test_cancelling_needs_a_reason(act, accepted):
    assert refusal(services.cancel, accepted, by=act.qian, at=T, reason="") == ["reason_missing"]
    done = services.cancel(accepted, by=act.qian, at=T, reason="业主已自行处理")
    assert (done.state, done.closed_at, queries.count_open(done.thread)) == (State.CANCELLED, T, 0)
    assert last(done).data == {"reason": "业主已自行处理", "assignee_id": act.sun.id}


def test_a_technician_cancels_nothing(act, accepted):
    with pytest.raises(NotPermitted):
        services.cancel(accepted, by=act.sun, at=T, reason="x")


def test_a_parent_stays_open_while_a_child_is(act, on_site, issue):
    child = issue(parent=on_site)
    assert refusal(services.complete, on_site, by=act.sun, at=T, outcome="done") == ["children_open"]
    assert refusal(services.cancel, on_site, by=act.qian, at=T, reason="x") == ["children_open"]
    assert refusal(services.merge, on_site, into=issue(), by=act.qian, at=T) == ["children_open"]
    assert "complete" not in {one.verb for one in queries.next_steps(on_site, act.sun, T)}
    services.cancel(child, by=act.qian, at=T, reason="x")
    assert services.complete(on_site, by=act.sun, at=T, outcome="done").state == State.COMPLETED


def test_nothing_is_issued_under_a_closed_order(act, accepted, issue):
    services.cancel(accepted, by=act.qian, at=T, reason="x")
    assert refusal(issue, parent=accepted) == ["parent_closed"]


def test_a_withdrawn_case_takes_all_its_orders_along_children_first(act, on_site, issue):
    child = issue(parent=on_site)
    issue(parent=child)
    issue(thread=OTHER)
    closed = services.cancel_thread("CS-2026-000001", by=act.qian, at=T, reason="撤案")
    assert [one.ref for one in closed] == ["WO-2026-000003", "WO-2026-000002", "WO-2026-000001"]
    assert (queries.count_open("CS-2026-000001"), queries.count_open(OTHER)) == (0, 1)


def test_splitting_makes_children_that_keep_what_the_whole_knew(act, on_site):
    lamp, tile = services.split(
        on_site, by=act.qian, at=T, parts=[Part("修灯", "electrical"), Part("补瓷砖", "building", "厨房墙面")]
    )
    assert (lamp.parent, lamp.split_from, lamp.thread, lamp.where) == (
        on_site,
        on_site,
        on_site.thread,
        "A1-1-0302",
    )
    assert (lamp.description, tile.description) == ("", "厨房墙面")
    assert [entry.data["into"] for entry in timeline(on_site.ref) if entry.event == "workorders.split"] == [
        lamp.ref,
        tile.ref,
    ]
    assert timeline(lamp.ref).first().data["split_from"] == on_site.ref
    kin = queries.family(on_site)
    assert [one.ref for one in kin.children] == [lamp.ref, tile.ref]
    assert queries.family(lamp).parent == on_site


def test_splitting_can_leave_the_parts_on_their_own(act, on_site):
    (lamp,) = services.split(
        on_site, by=act.qian, at=T, parts=[Part("修灯", "electrical")], as_children=False
    )
    assert (lamp.parent, queries.open_children(on_site)) == (None, ())
    assert queries.family(on_site).splits == [lamp]


def test_splitting_into_nothing_is_refused(act, on_site):
    assert refusal(services.split, on_site, by=act.qian, at=T, parts=[]) == ["parts_missing"]
    assert refusal(services.split, on_site, by=act.qian, at=T, parts=[Part("x", "magic")]) == [
        "skill_unknown"
    ]
    assert WorkOrder.objects.count() == 1


def test_merging_leaves_a_trail_on_both_orders(act, on_site, issue):
    twin = issue(thread=OTHER)
    merged = services.merge(twin, into=on_site, by=act.qian, at=T, reason="同一处漏水")
    assert (merged.state, merged.merged_into, merged.carried_by) == (State.MERGED, on_site, on_site)
    assert last(twin).data == {"into": on_site.ref, "into_thread": on_site.thread, "reason": "同一处漏水"}
    assert (last(on_site).event, last(on_site).data["merged"]) == ("workorders.absorbed", twin.ref)


def test_a_merged_orders_case_waits_for_the_work_and_hears_of_its_end(act, on_site, issue):
    twin = issue(thread=OTHER)
    services.merge(twin, into=on_site, by=act.qian, at=T)
    assert queries.count_open(OTHER) == 1
    services.complete(on_site, by=act.sun, at=T, outcome="修好")
    assert queries.count_open(OTHER) == 0
    assert thread(OTHER).last().event == "workorders.done_with_other"


def test_merges_in_a_row_know_who_carries_the_work(act, on_site, issue):
    first, second = issue(thread=OTHER), issue(thread="CS-2026-000003")
    services.merge(first, into=second, by=act.qian, at=T)
    services.merge(second, into=on_site, by=act.qian, at=T)
    first.refresh_from_db()
    assert (first.merged_into, first.carried_by) == (second, on_site)
    assert queries.count_open(OTHER) == 1
    services.complete(on_site, by=act.sun, at=T, outcome="修好")
    assert (queries.count_open(OTHER), queries.count_open("CS-2026-000003")) == (0, 0)


def test_an_order_with_the_customers_consent_is_not_merged_away(act, on_site, issue):
    services.quote(on_site, by=act.sun, at=T, lines=[Line("x", Decimal(1), 100)])
    services.consent(on_site, by=act.sun, at=T, signing=Signing("王女士", "PHONE"))
    assert refusal(services.merge, on_site, into=issue(), by=act.qian, at=T) == ["consent_given"]


def test_an_order_is_not_merged_into_itself_or_a_closed_one(act, on_site, issue):
    assert refusal(services.merge, on_site, into=on_site, by=act.qian, at=T) == ["merge_itself"]
    gone = services.cancel(issue(), by=act.qian, at=T, reason="x")
    assert refusal(services.merge, on_site, into=gone, by=act.qian, at=T) == ["target_closed"]


def test_another_companys_order_is_not_there(act, on_site):
    stranger = harbour().actor("dov")
    with pytest.raises(NotFound):
        queries.get_order(stranger, on_site.ref)
    with pytest.raises(NotFound):
        services.cancel(on_site, by=stranger, at=T, reason="x")
    assert list(queries.list_orders(stranger)) == []


def test_search_finds_by_number_words_place_and_name(act, on_site):
    for text in ("WO-2026-000001", "水龙头", "A1-1-0302", "王女"):
        assert [one.ref for one in queries.search(act.qian, text)] == [on_site.ref]
    assert queries.search(act.qian, "x") == []
    assert queries.search(act.cai, "水龙头") == []
