"""What can be read: lists within scope, one matter's clocks, why a due time is what it is."""

import json
from dataclasses import replace

import pytest

from guanjia.apps.cases import events as cases
from guanjia.apps.obligations import queries, services
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.obligations.terms import Can
from guanjia.apps.obligations.tests.conftest import WORD, only
from guanjia.apps.rulebook import memory
from guanjia.apps.rulebook import services as rulebook
from guanjia.cli import main
from guanjia.kernel.refusals import NotFound
from guanjia.kernel.scope import company_scope
from guanjia.kernel.working_time import Why
from tests.cast import at, harbour

pytestmark = pytest.mark.django_db

LONG = """
[[duty]]
key = "long"
on = ["cases.received"]
deadline = "6 working hours"
owner = "post:steward"
met_by = ["cases.answered"]
consequence = { zh = "扣分", en = "Points" }
[[duty.ladder]]
after = "0 minutes"
to = ["post:cs_supervisor"]
"""


@pytest.fixture
def seeing(house):
    """An actor who may see everything of the site."""

    def actor(login):
        found = house.actor(login)
        return replace(found, grants={**found.grants, str(Can.SEE): frozenset({house.site.pk})})

    return actor


def blind(house, login):
    """A person of the site without any capability."""
    return replace(house.actor(login), grants={})


def test_mine_are_my_own_and_my_posts_the_least_time_left_first(trial, received, house):
    trial(WORD + LONG)
    received("09:00", ref="CS-1", group_code="A")
    received("09:10", ref="CS-2", group_code="B")
    zhao, qiao, lin = (house.actor(login) for login in ("zhao", "qiao", "lin"))
    assert [(one.duty, one.thread) for one in queries.mine(zhao, at("09:15"))] == [
        ("word", "CS-1"),
        ("word", "CS-2"),
        ("long", "CS-1"),
    ]
    assert [(one.duty, one.thread) for one in queries.mine(qiao, at("09:15"))] == [("long", "CS-2")]
    assert not queries.mine(lin, at("09:15"))


def test_a_team_is_everybody_below_in_the_reporting_line(trial, received, house):
    trial(WORD + LONG)
    received("09:00", group_code="A")
    assert {one.duty for one in queries.team(house.actor("qian"), at("09:05"))} == {"word", "long"}
    assert not queries.team(house.actor("zhao"), at("09:05"))
    assert not queries.team(house.actor("gao"), at("09:05"))


def test_lists_show_what_may_be_seen_and_opening_agrees_with_the_list(trial, received, house, seeing):
    trial(WORD)
    received("09:00")
    row = only()
    for actor, sees in ((seeing("qian"), True), (house.actor("zhao"), True), (blind(house, "cai"), False)):
        assert (row in queries.list_obligations(actor)) is sees
        if sees:
            assert queries.get_obligation(actor, row.pk) == row
        else:
            with pytest.raises(NotFound):
                queries.get_obligation(actor, row.pk)


def test_another_company_sees_nothing(trial, received, house):
    trial(WORD)
    received("09:00")
    row = only()
    other = harbour()
    with company_scope(other.company.pk):
        dov = replace(other.actor("dov"), grants={str(Can.SEE): frozenset({other.site.pk, house.site.pk})})
        assert not queries.list_obligations(dov)
        assert not queries.for_thread(dov, "CS-1")
        with pytest.raises(NotFound):
            queries.get_obligation(dov, row.pk)
        with pytest.raises(NotFound):
            queries.explain(dov, row.pk, at("09:05"))


def test_lists_can_be_narrowed(trial, received, happen, seeing):
    trial(WORD)
    received("09:00", ref="CS-1")
    received("09:30", ref="CS-2")
    happen(cases.ProgressTold, "09:31", ref="CS-2", text="")
    qian = seeing("qian")
    assert {one.ref for one in queries.list_obligations(qian, state=())} == {"CS-1", "CS-2"}
    assert [one.ref for one in queries.list_obligations(qian, state="KEPT")] == ["CS-2"]
    assert [one.ref for one in queries.list_obligations(qian, state="OVERDUE", at=at("09:20"))] == ["CS-1"]
    assert not queries.list_obligations(qian, state="OVERDUE", at=at("09:14"))
    assert [one.ref for one in queries.list_obligations(qian, state=(), due_before=at("09:16"))] == ["CS-1"]
    assert queries.count_by_state(qian, at("09:20")) == {
        "running": 1,
        "overdue": 1,
        "paused": 0,
        "unassigned": 0,
    }


def test_the_clocks_of_a_matter_cost_a_fixed_number_of_queries(
    trial,
    received,
    house,
    django_assert_max_num_queries,
):
    trial(WORD + LONG)
    received("09:00")
    memory._changes.of_site.clear()  # as after the commit of the adoption
    cai = house.actor("cai")
    queries.clocks(queries.for_thread(cai, "CS-1"), at("09:20"))
    with django_assert_max_num_queries(2):
        rows = queries.clocks(queries.for_thread(cai, "CS-1"), at("09:20"))
    assert [(row.title, row.owner, row.is_overdue) for row in rows] == [
        ("事情", "赵敏", True),
        ("事情", "管家", False),
    ]


def test_it_explains_every_stretch(trial, received, house, seeing, may_pause):
    trial(LONG)
    received("16:00")
    services.pause(only(), by=may_pause, at=at("16:30"), reason="业主不在家", limit_at=at("17:30"))
    services.resume(only(), by=may_pause, at=at("17:00"))
    found = queries.explain(seeing("qian"), only().pk, at("18:00"))
    assert found.counted_seconds == 6 * 3600
    assert found.spans[0].from_at == at("16:00")
    assert found.spans[-1].until == only().due_at
    assert sum(span.seconds for span in found.spans) == (only().due_at - at("16:00")).total_seconds()
    reasons = {(span.why, span.name) for span in found.spans if not span.counted}
    assert (Why.PAUSE, "业主不在家") in reasons
    assert (found.clause.number, found.clause.sources, found.here.pack.version) == ("1", ("C-RULE-040",), "1")
    assert [pause.by_name for pause in found.pauses] == ["钱芳"]
    assert [entry.event for entry in found.due_changes] == ["obligations.opened", "obligations.resumed"]
    assert [(rung.number, rung.to, rung.climbed) for rung in found.ladder] == [
        (1, ("post:cs_supervisor",), False)
    ]
    assert found.limit_in_words == "6个工作小时"


@pytest.fixture
def may_pause(house):
    """钱芳 with the capability to pause."""
    found = house.actor("qian")
    return replace(found, grants={**found.grants, str(Can.PAUSE): frozenset({house.site.pk})})


def test_a_promised_moment_has_nothing_to_count(trial, received, happen, seeing):
    trial(WORD)
    received("09:00")
    happen(cases.LaterArrivalAgreed, "09:05", until=at("14:00"), agreed_with="王")
    found = queries.explain(seeing("qian"), only().pk, at("10:00"))
    assert (found.spans, found.counted_seconds) == ((), 0)
    assert [entry.event for entry in found.due_changes] == ["obligations.opened", "obligations.re_dued"]


# --- Commands --------------------------------------------------------------------------------------------------------


def test_what_runs_keeps_the_figure_it_began_with_and_says_so(trial, received, house, seeing):
    trial(WORD)
    received("09:00")
    began = queries.explain(seeing("qian"), only().pk, at("09:01"))
    assert (began.now, began.origin) == (None, None)
    values = {"pack": "trial", "duty": "word", "name": "deadline", "figure": "60 minutes", "reason": "人手"}
    rulebook.set_figure(house.site.pk, by=house.system, at=at("09:05"), **values)
    found = queries.explain(seeing("qian"), only().pk, at("09:10"))
    assert found.limit_in_words.startswith("15")
    assert (found.now.limit, found.now.from_at, found.now.is_off) == (found.now.limit, at("09:05"), False)
    assert found.now.limit.startswith("60")
    received("09:06", ref="CS-2")
    newer = queries.explain(seeing("qian"), only(ref="CS-2").pk, at("09:10"))
    assert (newer.now, newer.origin.change.reason) == (None, "人手")
    off = {**values, "name": "off", "figure": True}
    rulebook.set_figure(house.site.pk, by=house.system, at=at("09:20"), **off)
    assert queries.explain(seeing("qian"), only(ref="CS-1").pk, at("09:21")).now.is_off


def test_the_command_explains_in_words_and_for_programs(trial, received, capsys):
    trial(LONG)
    received("16:00")
    row = Obligation.objects.get()
    assert main(["explain", "CS-1", "--language", "en"]) == 0
    words = capsys.readouterr().out
    assert "6 working hours" in words
    assert "C-RULE-040" in words
    assert "Working time" in words
    assert main(["explain", "CS-1"]) == 0
    assert "责任人：" in capsys.readouterr().out
    assert main(["explain", row.number, "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["obligations"]
    assert (found["number"], found["counted_seconds"], found["clause"]) == (row.number, 6 * 3600, "1")
    assert main(["explain", "CS-404"]) == 1


def test_the_command_ticks(trial, received, capsys):
    trial(WORD)
    received("09:00")
    assert main(["tick", "--at", "2026-03-02T09:15+08:00", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["worked"], report["breached"], report["failed"]) == (1, 1, 0)
    assert main(["tick", "--at", "2026-03-02 09:15"]) == 0
    assert "0 obligations worked" in capsys.readouterr().out
    assert main(["tick", "--at", "yesterday"]) == 2


def test_the_clock_that_runs_out_first_comes_with_the_numbers_in_one_question(
    trial, received, house, django_assert_num_queries
):
    trial(WORD)
    for place in range(3):
        received(f"09:0{place}", ref=f"CS-{place}")
    zhao = house.actor("zhao")
    due = [one.due_at for one in queries.mine(zhao, at("09:15"))]
    with django_assert_num_queries(1):
        first = queries.most_urgent(zhao, due[1])
    assert (first.due_at, first.in_all, first.late) == (due[0], 3, 2)
    Obligation.objects.filter(due_at=due[0]).update(state="PAUSED")
    first = queries.most_urgent(zhao, due[1])
    assert (first.due_at, first.in_all, first.late) == (due[1], 3, 1)
    assert queries.most_urgent(house.actor("sun"), due[1]) is None
