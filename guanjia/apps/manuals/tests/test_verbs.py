"""The verbs: the way of a version, what is taken in, links, copies, and who must read."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from guanjia.apps.manuals import queries, services, tasks
from guanjia.apps.manuals.arranging import Node
from guanjia.apps.manuals.models import Reading, Version
from guanjia.apps.manuals.tests.conftest import DAY, RULES
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from tests.cast import at

TOMORROW = DAY + timedelta(days=1)


def events(name):
    return JournalEntry.objects.filter(event=f"manuals.{name}").order_by("id")


@contextmanager
def refused(code):
    """The block is refused for this reason."""
    with pytest.raises(Refused) as caught:
        yield
    assert code in {one.code for one in caught.value.refusals}


# --- The way of a version --------------------------------------------------------------------------------------------------


def test_three_people_sign_and_each_signature_tells_who_when_and_with_which_post(house, begin, sign):
    version = sign(begin())
    signed = [(one.step, one.name, one.post_name, one.at) for one in version.signatures.order_by("id")]
    assert signed == [
        ("prepare", "钱芳", house.posts["cs_supervisor"].name, at("08:30")),
        ("review", "韩立", house.posts["office_director"].name, at("08:40")),
        ("approve", "吴强", house.posts["property_gm"].name, at("09:00")),
    ]
    assert version.state == "IN_FORCE"


def test_nobody_signs_twice(house, begin):
    boss = house.actor("zhou")
    version = services.prepare(begin(), by=boss, at=at("08:30"))
    with refused("signed_before"):
        services.review(version, by=boss, at=at("08:40"))
    version = services.review(version, by=house.actor("wu"), at=at("08:40"))
    for login in ("zhou", "wu"):
        with refused("signed_before"):
            services.approve(version, by=house.actor(login), at=at("09:00"), effective_on=DAY)


def test_an_empty_draft_is_not_signed(house, begin):
    with refused("nothing_to_sign"):
        services.prepare(begin(nodes=()), by=house.actor("qian"), at=at("08:30"))


def test_each_step_asks_for_its_capability(house, begin):
    version = begin()
    with pytest.raises(NotPermitted):
        services.prepare(version, by=house.actor("lin"), at=at("08:30"))
    version = services.prepare(version, by=house.actor("qian"), at=at("08:30"))
    with pytest.raises(NotPermitted):
        services.review(version, by=house.actor("qian"), at=at("08:40"))
    version = services.review(version, by=house.actor("han"), at=at("08:40"))
    with pytest.raises(NotPermitted):
        services.approve(version, by=house.actor("han"), at=at("08:50"), effective_on=DAY)


def test_sent_back_with_a_reason_it_is_signed_anew(house, begin, sign):
    version = services.prepare(begin(), by=house.actor("qian"), at=at("08:30"))
    with refused("reason_missing"):
        services.send_back(version, by=house.actor("han"), at=at("08:35"), reason=" ")
    version = services.send_back(version, by=house.actor("han"), at=at("08:35"), reason="缺少时限")
    assert (version.state, version.returned, version.signatures.count()) == ("DRAFT", "缺少时限", 0)
    assert events("sent_back").get().data["reason"] == "缺少时限"
    assert sign(version).is_in_force


def test_a_day_that_is_over_or_far_away_is_refused(house, begin):
    version = services.prepare(begin(), by=house.actor("qian"), at=at("08:30"))
    version = services.review(version, by=house.actor("han"), at=at("08:40"))
    for day, code in ((DAY - timedelta(days=1), "day_over"), (DAY + timedelta(days=400), "day_too_far")):
        with refused(code):
            services.approve(version, by=house.actor("wu"), at=at("09:00"), effective_on=day)
    version.refresh_from_db()
    assert version.state == "REVIEWED"


def test_a_later_version_takes_its_place_at_midnight_exactly_even_after_downtime(house, begin, sign, held):
    coming = sign(begin("2026-2", moment="10:00"), "11:00", TOMORROW)
    assert (coming.state, coming.effective_at) == ("APPROVED", at("00:00", TOMORROW))
    tasks.bring_into_force(at("23:59"))
    held.refresh_from_db()
    assert held.is_in_force
    tasks.bring_into_force(at("15:00", TOMORROW + timedelta(days=3)))
    tasks.bring_into_force(at("15:01", TOMORROW + timedelta(days=3)))
    held.refresh_from_db()
    coming.refresh_from_db()
    assert (held.state, held.ended_at) == ("SUPERSEDED", at("00:00", TOMORROW))
    assert coming.is_in_force
    assert [entry.at for entry in events("version_in_force").filter(data__version="2026-2")] == [
        at("00:00", TOMORROW)
    ]
    assert events("version_superseded").get().at == at("00:00", TOMORROW)


def test_two_versions_of_downtime_come_in_their_order(begin, sign, held):
    second = sign(begin("2026-2", moment="10:00"), "11:00", TOMORROW)
    third = sign(begin("2026-3", moment="11:10"), "11:30", TOMORROW + timedelta(days=1))
    assert tasks.bring_into_force(at("09:00", TOMORROW + timedelta(days=5))) >= 2
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, second.ended_at) == ("SUPERSEDED", third.effective_at)
    assert third.is_in_force


def test_one_version_at_a_time_is_worked_on_and_each_has_its_name(begin):
    begin()
    with refused("already_under_way"):
        begin("2026-2")


def test_a_name_is_used_once(begin, held):
    with refused("label_taken"):
        begin("2026-1")


def test_the_database_itself_lets_only_one_be_in_force(begin, held):
    draft = begin("2026-2")
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(pk=draft.pk).update(state="IN_FORCE")


def test_a_draft_is_withdrawn_by_its_writers_and_what_holds_by_who_approves(house, begin, held):
    draft = begin("2026-2")
    assert (
        services.withdraw(draft, by=house.actor("qian"), at=at("10:00"), reason="不再需要").state
        == "WITHDRAWN"
    )
    with pytest.raises(NotPermitted):
        services.withdraw(held, by=house.actor("qian"), at=at("10:00"), reason="作废")
    with refused("reason_missing"):
        services.withdraw(held, by=house.actor("wu"), at=at("10:00"), reason="")
    gone = services.withdraw(held, by=house.actor("wu"), at=at("10:00"), reason="并入服务手册")
    assert (gone.state, gone.ended_at) == ("WITHDRAWN", at("10:00"))
    assert not Reading.objects.filter(dropped_at=None).exists()


# --- Documents and clauses --------------------------------------------------------------------------------------------------


def test_a_number_belongs_to_one_document(house, document):
    with refused("number_taken"):
        services.open_document(by=house.actor("qian"), at=at("09:00"), number="WX-KF-01 ", title="另一份")
    with refused("title_missing"):
        services.open_document(by=house.actor("qian"), at=at("09:00"), number="WX-KF-02", title=" ")


def test_a_document_is_described_anew(house, document):
    services.describe(
        document,
        by=house.actor("qian"),
        at=at("09:00"),
        number="WX-KF-09",
        title="投诉处理规定",
        kind="PROCEDURE",
        posts=["steward"],
    )
    document.refresh_from_db()
    assert (document.number, document.kind, document.posts) == ("WX-KF-09", "PROCEDURE", ["steward"])
    assert queries.sites_of(document) == []
    assert set(events("described").get().data["changed"]) == {"number", "kind", "posts", "sites"}


def test_clauses_of_a_draft_are_written_and_stand_under_each_other(house, begin):
    version = begin()
    first = queries.clauses_of(version)[0]
    added = services.write_clause(
        version, by=house.actor("qian"), at=at("08:20"), after=first, level=5, number="第零条", text="引言。"
    )
    rows = queries.clauses_of(version)
    assert [(one.number, one.level) for one in rows[:3]] == [("第一章", 1), ("第零条", 2), ("第一条", 2)]
    assert added.parent_key == first.key
    services.remove_clause(first, by=house.actor("qian"), at=at("08:25"))
    rows = queries.clauses_of(version)
    assert [(one.number, one.level, one.parent_key) for one in rows[:2]] == [
        ("第零条", 1, ""),
        ("第一条", 2, added.key),
    ]
    with refused("clause_empty"):
        services.write_clause(version, by=house.actor("qian"), at=at("08:26"))


def test_what_is_signed_is_not_written_in(house, begin):
    version = services.prepare(begin(), by=house.actor("qian"), at=at("08:30"))
    clause = queries.clauses_of(version)[0]
    with refused("not_a_draft"):
        services.write_clause(version, by=house.actor("qian"), at=at("08:40"), clause=clause, text="别的")
    with refused("not_a_draft"):
        services.remove_clause(clause, by=house.actor("qian"), at=at("08:40"))


def test_a_new_version_begins_with_what_holds_and_keeps_its_keys(house, document, held):
    draft = services.begin(document, by=house.actor("qian"), at=at("10:00"), label="2026-2")
    assert queries.nodes_of(draft) == list(RULES)


# --- Taking a file in --------------------------------------------------------------------------------------------------------


def take(house, document, text, label="2026-2", name="new.txt"):
    return services.take_in(
        document, by=house.actor("qian"), at=at("10:00"), label=label, file_name=name, content=text.encode()
    )


def test_a_file_is_arranged_by_a_person_and_becomes_a_draft_that_keeps_keys(house, document, held):
    intake = take(
        house,
        document,
        "第一章 总则\n第一条 为规范投诉处理，制定本规定。第二条 新的一条。\n第二章 受理\n第三条 登记\n接到投诉后十分钟内到场，\n并登记姓名与房号。",
    )
    by = {"by": house.actor("qian"), "at": at("10:05")}
    with refused("other_words"):
        services.divide(intake, place=1, text="第一条 别的", **by)
    intake = services.divide(
        intake, place=1, text="第一条 为规范投诉处理，制定本规定。\n第二条 新的一条。", **by
    )
    intake = services.join(intake, place=6, **by)
    intake = services.move(intake, place=2, level=1, **by)
    intake = services.move(intake, place=2, level=2, **by)
    version = services.save_intake(intake, **by)
    nodes = queries.nodes_of(version)
    assert [(node.level, node.number, node.key) for node in nodes] == [
        (1, "第一章", "aaa"),
        (2, "第一条", "bbb"),
        (2, "第二条", nodes[2].key),
        (1, "第二章", "ccc"),
        (2, "第三条", "ddd"),
    ]
    assert nodes[4].text == "接到投诉后十分钟内到场，\n并登记姓名与房号。"
    with pytest.raises(NotFound):
        services.save_intake(intake, **by)
    with pytest.raises(NotFound):
        services.move(take_place_of(intake), place=99, level=1, **by)


def take_place_of(intake):
    return intake


def test_a_file_can_be_given_up(house, document):
    intake = take(house, document, "第一章 总则")
    services.discard(intake, by=house.actor("qian"), at=at("10:05"))
    with pytest.raises(NotFound):
        queries.get_intake(house.actor("qian"), intake.pk)


# --- What makes a clause run -------------------------------------------------------------------------------------------------


def test_a_clause_runs_by_a_clause_of_a_pack_in_all_its_versions(house, library, document, held, begin):
    clause = queries.clauses_of(held)[3]
    by = {"by": house.actor("qian"), "at": at("10:00")}
    services.link(clause, site_id=house.site.pk, pack="rule_library", number="1.3", **by)
    services.link(clause, site_id=house.site.pk, pack="rule_library", number="1.3", **by)
    assert events("linked").count() == 1
    known = queries.running.pack_clauses(house.site.pk, at("10:00"))
    bound = queries.runs_of(queries.links_of(document), known)
    assert [one.kind for _link, rule in bound["ddd"].links for one in rule.runs] == ["duty", "measure"]
    assert bound["ddd"].does_run
    with refused("no_such_rule"):
        services.link(clause, site_id=house.site.pk, pack="rule_library", number="9.9", **by)
    services.unlink(clause, pack="rule_library", number="1.3", **by)
    assert queries.links_of(document) == {}
    with pytest.raises(NotFound):
        services.unlink(clause, pack="rule_library", number="1.3", **by)


def test_the_clause_of_the_same_number_is_proposed_first(house, library, begin):
    version = begin(
        nodes=(Node(1, "1.3", "阅读签认"), Node(1, "9.9", "", "受控文件逐份收回，未收回的列名催收。"))
    )
    known = queries.running.pack_clauses(house.site.pk, at("10:00")).values()
    by_number, by_words = queries.clauses_of(version)
    assert queries.candidates(by_number, known)[0].clause.number == "1.3"
    assert queries.candidates(by_words, known)[0].clause.number == "1.4"


# --- Controlled copies --------------------------------------------------------------------------------------------------------


def test_copies_are_numbered_asked_back_returned_and_destroyed(house, document, begin, sign, held):
    by = {"by": house.actor("han"), "at": at("10:00")}
    for kind, name in (("POST", "前台"), ("DEPARTMENT", "工程部")):
        services.issue(document, holder_kind=kind, holder_name=name, **by)
    assert [one.number for one in queries.list_copies(document)] == [1, 2]
    assert queries.outdated_copies(house.actor("han")).count() == 0
    sign(begin("2026-2", moment="10:10"), "11:00")
    assert [(one.number, one.state) for one in queries.outdated_copies(house.actor("han"))] == [
        (1, "RECALLED"),
        (2, "RECALLED"),
    ]
    assert events("version_superseded").get().data["copies_out"] == 2
    first, second = queries.list_copies(document)
    first = services.take_back(first, by=house.actor("han"), at=at("11:10"))
    services.destroy(first, by=house.actor("han"), at=at("11:20"))
    assert [one.number for one in queries.outdated_copies(house.actor("han"))] == [2]
    with refused("illegal_step"):
        services.take_back(first, by=house.actor("han"), at=at("11:30"))
    with pytest.raises(NotPermitted):
        services.take_back(second, by=house.actor("qian"), at=at("11:30"))


def test_no_copy_is_made_of_what_does_not_hold(house, document, begin):
    begin()
    with refused("not_in_force"):
        services.issue(
            document, by=house.actor("han"), at=at("10:00"), holder_kind="POST", holder_name="前台"
        )
