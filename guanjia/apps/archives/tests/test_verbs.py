"""Sensitive papers, originals that are lent, files that are closed and destroyed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from guanjia.apps.archives import queries, services
from guanjia.apps.archives.models import Destruction, File, FiledPaper, PaperLoan
from guanjia.apps.archives.reactions import on_moved_out
from guanjia.apps.archives.terms import FileState, LoanState, PaperState, RunState, Standing
from guanjia.apps.archives.tests.conftest import COPY, scan
from guanjia.apps.documents import queries as documents
from guanjia.apps.documents.models import Attachment
from guanjia.apps.people import services as people
from guanjia.apps.people.terms import Relation
from guanjia.kernel import journal
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from tests.cast import TODAY, at


def codes(refused):
    return [one.code for one in refused.value.refusals]


# --- Sensitive ---------------------------------------------------------------------------------------------------------


def test_the_scans_of_a_sensitive_paper_are_for_nobody_without_a_reason(archive):
    paper = archive.file("owner_id", scans=[scan()], is_original=False)
    assert paper.sensitive  # the plan says so, whatever is said at filing
    assert documents.list_for(paper.ref) == []
    key = Attachment.objects.get(about_ref=paper.ref).key
    with pytest.raises(NotFound):
        documents.get_attachment(archive.actor("zhou"), key)
    with pytest.raises(NotPermitted):
        services.reveal(paper, by=archive.actor("lin"), at=at("10:00"), reason="核对")
    with pytest.raises(Refused) as refused:
        services.reveal(paper, by=archive.actor("qian"), at=at("10:00"), reason=" ")
    assert codes(refused) == ["reason_missing"]
    services.reveal(paper, by=archive.actor("qian"), at=at("10:00"), reason="核对过户资料")
    looked = journal.timeline(paper.ref).get(event="archives.looked")
    assert (looked.actor_name, looked.data["reason"]) == ("钱芳", "核对过户资料")


def test_what_is_not_sensitive_is_opened_like_any_file(archive):
    paper = archive.file(scans=[scan()])
    found = documents.list_for(paper.ref)
    assert documents.get_attachment(archive.actor("zhao"), found[0].key) == found[0]
    with pytest.raises(NotFound):
        documents.get_attachment(archive.actor("bao"), found[0].key)  # a guard sees no files


# --- Loans -------------------------------------------------------------------------------------------------------------


def test_an_original_goes_out_with_approval_and_comes_back_with_its_pages(archive):
    paper = archive.file(pages=4)
    loan = archive.ask(paper)
    with pytest.raises(Refused) as refused:
        services.hand_out(loan, by=archive.actor("lin"), at=at("10:05"))
    assert codes(refused) == ["not_approved"]
    services.approve_loan(loan, by=archive.actor("qian"), at=at("10:10"))
    services.hand_out(loan, by=archive.actor("lin"), at=at("10:20"))
    loan.refresh_from_db()
    assert (loan.state, loan.pages) == (LoanState.OUT, 4)
    assert list(queries.list_overdue(archive.actor(), archive.site.pk, at("18:01"))) == [loan]
    assert not queries.list_overdue(archive.actor(), archive.site.pk, at("17:59")).exists()
    with pytest.raises(Refused) as refused:
        services.take_back(loan, by=archive.actor("lin"), at=at("18:30"), pages_back=3)
    assert codes(refused) == ["note_missing"]
    services.take_back(loan, by=archive.actor("lin"), at=at("18:30"), pages_back=3, note="缺第4页")
    fact = journal.timeline(loan.ref).get(event="archives.returned").data
    assert (fact["complete"], fact["late"]) == (False, True)


def test_nobody_approves_a_loan_to_themselves(archive):
    loan = archive.ask(archive.file(), by="qian", to="qian")
    with pytest.raises(Refused) as refused:
        services.approve_loan(loan, by=archive.actor("qian"), at=at("10:10"))
    assert codes(refused) == ["own_loan"]
    services.approve_loan(loan, by=archive.actor("zhou"), at=at("10:10"))


def test_what_is_out_is_not_lent_again_nor_the_binder_it_lies_in(archive):
    paper = archive.file()
    other = archive.file("acceptance")
    first = archive.lent(paper)
    second = services.approve_loan(archive.ask(paper, to="qiao"), by=archive.actor("qian"), at=at("10:30"))
    with pytest.raises(Refused) as refused:
        services.hand_out(second, by=archive.actor("lin"), at=at("10:31"))
    assert codes(refused) == ["gone_already"]
    binder = services.ask_loan(
        paper.file,
        by=archive.actor("lin"),
        at=at("10:40"),
        name="张律师",
        party="公正律师事务所",
        reason="诉讼举证",
        due_at=at("17:00"),
    )
    services.approve_loan(binder, by=archive.actor("qian"), at=at("10:41"))
    with pytest.raises(Refused):
        services.hand_out(binder, by=archive.actor("lin"), at=at("10:42"))
    services.take_back(first, by=archive.actor("lin"), at=at("11:00"), pages_back=2)
    services.hand_out(binder, by=archive.actor("lin"), at=at("11:01"))
    third = services.approve_loan(archive.ask(other, to="qiao"), by=archive.actor("qian"), at=at("11:02"))
    with pytest.raises(Refused):
        services.hand_out(third, by=archive.actor("lin"), at=at("11:03"))
    assert PaperLoan.objects.get(pk=binder.pk).borrower == "张律师 (公正律师事务所)"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"to": None, "name": " "}, "borrower_missing"),
        ({"reason": ""}, "reason_missing"),
        ({"due": "09:00"}, "due_passed"),
        ({"due": None}, "due_passed"),
    ],
)
def test_a_loan_has_somebody_a_reason_and_a_time(archive, change, code):
    with pytest.raises(Refused) as refused:
        archive.ask(archive.file(), **change)
    assert code in codes(refused)


def test_a_copy_is_no_original_to_lend(archive):
    with pytest.raises(Refused) as refused:
        archive.ask(archive.file(is_original=False, scans=[scan()]))
    assert codes(refused) == ["no_original"]


def test_a_loan_is_declined_with_a_reason_or_called_off(archive):
    loan = archive.ask(archive.file())
    with pytest.raises(Refused):
        services.decline_loan(loan, by=archive.actor("qian"), at=at("10:10"), reason="")
    services.decline_loan(loan, by=archive.actor("qian"), at=at("10:10"), reason="看扫描件即可")
    again = archive.ask(loan.paper)
    services.withdraw_loan(again, by=archive.actor("lin"), at=at("10:20"))
    assert set(PaperLoan.objects.values_list("state", flat=True)) == {"DECLINED", "WITHDRAWN"}


def test_what_is_out_is_not_taken_out_of_the_file(archive):
    loan = archive.lent(archive.file())
    with pytest.raises(Refused) as refused:
        services.withdraw_paper(loan.paper, by=archive.actor(), at=at("11:00"), reason="重复")
    assert codes(refused) == ["is_out"]


# --- The end -----------------------------------------------------------------------------------------------------------


def move_out(archive, key, moment="15:00"):
    home = people.move_out(
        archive.homes[key], by=archive.house.system, at=at(moment), until_on=TODAY, today=TODAY
    )
    entry = journal.thread(f"unit:{home.unit_id}").filter(event="people.moved_out").latest("id")
    for _again in range(2):  # the outbox may bring a fact twice
        on_moved_out(journal.event_of(entry), entry)
    return home


def test_a_customers_file_closes_when_they_move_out_once(archive):
    archive.file("tenant_form", "陈小姐")
    move_out(archive, "tenant")
    file = File.objects.get(person=archive.people["陈小姐"])
    assert (file.state, file.keep_years, file.keep_until) == (FileState.CLOSED, 3, date(2029, 3, 2))
    assert str(file.reason_label)
    assert File.objects.filter(unit=archive.units["A1-102"]).count() == 0  # its owner is still there


def test_a_units_file_begins_anew_with_a_new_owner_and_keeps_what_belongs_to_the_unit(archive):
    archive.file("owner_form")
    archive.file("acceptance")
    move_out(archive, "owner")
    archive.live("新业主", "A1-101", Relation.OWNER, since=TODAY)
    assert archive.slot("owner_form").standing is Standing.MISSING
    assert archive.slot("acceptance").standing is Standing.PRESENT
    volumes = File.objects.filter(unit=archive.units["A1-101"]).order_by("volume")
    assert [(one.volume, one.state) for one in volumes] == [(1, "CLOSED"), (2, "OPEN")]
    assert volumes[0].keep_until == date(2036, 3, 2)


def test_another_owner_keeps_the_file_open(archive):
    archive.file("owner_form")
    archive.live("王先生", "A1-101", Relation.OWNER)
    move_out(archive, "owner")
    assert File.objects.get(unit=archive.units["A1-101"]).state == FileState.OPEN


def test_a_file_stays_open_while_an_original_is_out(archive):
    archive.lent(archive.file("tenant_form", "陈小姐"))
    move_out(archive, "tenant")
    assert File.objects.get(person=archive.people["陈小姐"]).state == FileState.OPEN
    with pytest.raises(Refused) as refused:
        services.close(archive.whose("陈小姐"), by=archive.actor("qian"), at=at("16:00"), reason="已退租")
    assert codes(refused) == ["still_out"]


def long_closed(archive, name="陈小姐"):
    """A file that was closed four years ago."""
    paper = archive.file("tenant_form", name, scans=[scan()])
    file = services.close(archive.whose(name), by=archive.actor("qian"), at=at("10:00"), reason="已退租")
    File.objects.filter(pk=file.pk).update(keep_until=TODAY - timedelta(days=1))
    return File.objects.get(pk=file.pk), paper


def test_nothing_is_listed_before_its_time(archive):
    file, _paper = long_closed(archive)
    File.objects.filter(pk=file.pk).update(keep_until=TODAY + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        services.ask_destruction(archive.site.pk, by=archive.actor("qian"), at=at("11:00"))
    assert codes(refused) == ["nothing_past_time"]


def test_what_is_held_is_kept_beyond_its_time(archive):
    file, _paper = long_closed(archive)
    services.hold(file, by=archive.actor("qian"), at=at("11:00"), reason="诉讼中")
    with pytest.raises(Refused):
        services.ask_destruction(archive.site.pk, by=archive.actor("qian"), at=at("11:01"))
    services.hold(file, by=archive.actor("qian"), at=at("11:02"), lift=True)
    services.ask_destruction(archive.site.pk, by=archive.actor("qian"), at=at("11:03"))


def test_a_file_is_destroyed_by_two_and_approved_by_another(archive):
    file, paper = long_closed(archive)
    site_id = archive.site.pk
    with pytest.raises(NotPermitted):
        services.ask_destruction(site_id, by=archive.actor("lin"), at=at("11:00"))
    run = services.ask_destruction(site_id, by=archive.actor("qian"), at=at("11:00"))
    with pytest.raises(Refused) as refused:
        services.ask_destruction(site_id, by=archive.actor("zhou"), at=at("11:01"))
    assert "one_waits" in codes(refused)
    with pytest.raises(Refused) as refused:
        services.approve_destruction(run, by=archive.actor("qian"), at=at("11:05"))
    assert codes(refused) == ["same_person"]
    services.approve_destruction(run, by=archive.actor("zhou"), at=at("11:05"))
    services.destroy(run, by=archive.actor("qian"), at=at("14:00"), how="碎纸机粉碎")
    with pytest.raises(Refused) as refused:
        services.witness(run, by=archive.actor("qian"), at=at("14:05"))
    assert codes(refused) == ["same_person"]
    assert Attachment.objects.filter(about_ref=paper.ref).exists()  # until the second has seen it
    services.witness(run, by=archive.actor("han"), at=at("14:10"))
    run.refresh_from_db()
    file.refresh_from_db()
    paper.refresh_from_db()
    assert (run.state, run.papers, file.state) == (RunState.DESTROYED, 1, FileState.DESTROYED)
    assert (paper.state, paper.title, paper.place) == (PaperState.DESTROYED, "—", "")
    assert not Attachment.objects.filter(about_ref=paper.ref).exists()
    fact = journal.timeline(run.ref).get(event="archives.destroyed").data
    assert (fact["files"], fact["first"], fact["second"]) == ([file.ref], "钱芳", "韩立")


def test_what_is_held_meanwhile_is_not_destroyed(archive):
    file, paper = long_closed(archive)
    run = services.ask_destruction(archive.site.pk, by=archive.actor("qian"), at=at("11:00"))
    services.approve_destruction(run, by=archive.actor("zhou"), at=at("11:05"))
    services.destroy(run, by=archive.actor("qian"), at=at("14:00"), how="碎纸机粉碎")
    services.hold(file, by=archive.actor("zhou"), at=at("14:01"), reason="法院调取")
    services.witness(run, by=archive.actor("han"), at=at("14:10"))
    assert FiledPaper.objects.get(pk=paper.pk).state == PaperState.FILED


def test_a_dropped_list_destroys_nothing_and_another_may_be_made(archive):
    file, _paper = long_closed(archive)
    run = services.ask_destruction(archive.site.pk, by=archive.actor("qian"), at=at("11:00"))
    services.drop_destruction(run, by=archive.actor("zhou"), at=at("11:05"), reason="再核一遍")
    services.ask_destruction(archive.site.pk, by=archive.actor("qian"), at=at("11:10"))
    assert Destruction.objects.count() == 2
    assert File.objects.get(pk=file.pk).state == FileState.CLOSED


def test_a_closed_volume_takes_nothing_more(archive):
    _file, paper = long_closed(archive)
    with pytest.raises(Refused) as refused:
        services.withdraw_paper(paper, by=archive.actor(), at=at("11:00"), reason="放错")
    assert codes(refused) == ["file_closed"]
    sheet = replace(COPY, item="tenant_form")
    later = services.file_paper(archive.whose("陈小姐"), by=archive.actor(), at=at("12:00"), sheet=sheet)
    assert later.file.volume == 2


def test_the_house_tells_the_archive_who_has_left():
    from guanjia.apps.people.events import MovedOut
    from guanjia.config.wiring import WIRING

    assert on_moved_out in [one.handler for one in WIRING[MovedOut]]
