"""The screens: lists with how complete files are, the page of a file, filing by hand, opening what is sensitive, papers."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from guanjia.apps.archives.models import FiledPaper, PaperLoan
from guanjia.apps.archives.terms import LoanState, PaperState
from guanjia.apps.archives.tests.conftest import scan
from guanjia.apps.organisations.queries import site as kept_site
from guanjia.kernel.journal import timeline
from tests.cast import TODAY, at


@pytest.fixture(autouse=True)
def at_noon(archive):
    """The clock of the doors stands at noon."""
    with time_machine.travel(at("12:00"), tick=False):
        yield
    kept_site.cache_clear()


def browser(archive, login="lin", language="en"):
    client = Client()
    account = archive.house.people[login].account
    account.language = language
    account.save(update_fields=["language"])
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def get(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return (
        b"".join(answer.streaming_content).decode(errors="replace")
        if answer.streaming
        else answer.content.decode()
    )


def post(client, path, status=302, **data):
    answer = client.post(path, data)
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer


SENT = {"item": "owner_form", "dated_on": "2026-03-01", "shape": "original", "pages": 2, "place": "A柜-7"}


def test_the_list_says_how_complete_each_file_is_and_what_it_lacks(archive):
    archive.file()
    body = get(browser(archive), "/archives/")
    assert "0 of 3 files are complete." in body
    assert "1/7" in body
    assert "A1-103" not in body  # no plan asks anything of it
    lacks = get(browser(archive), "/archives/?lacks=lease")
    assert "A1-102" in lacks
    assert "A1-101" not in lacks.split("</header>")[-1].split("list-region")[-1]


def test_what_is_missing_goes_to_excel_for_one_cluster(archive):
    client = browser(archive)
    group = archive.units["B1-101"].group_id
    body = get(client, f"/archives/missing/?group={group}")
    assert "B1-101" in body
    assert "A1-101" not in body
    answer = client.get(f"/archives/missing/?group={group}&format=xlsx")
    assert answer.status_code == 200
    assert "spreadsheet" in answer["Content-Type"]


def test_a_missing_paper_is_filed_from_the_page_of_the_file(archive):
    unit = archive.units["A1-101"]
    client = browser(archive)
    body = get(client, f"/archives/units/{unit.pk}/")
    assert "Steward can supply it" in body
    form = f"/archives/units/{unit.pk}/file/?item=owner_form"
    assert f'href="{form}"' in body
    assert post(client, form, **SENT)["Location"] == f"/archives/units/{unit.pk}/"
    paper = FiledPaper.objects.get()
    assert (paper.item, paper.place, paper.pages) == ("owner_form", "A柜-7", 2)
    assert paper.ref in get(client, f"/archives/units/{unit.pk}/")


def test_a_refusal_keeps_what_was_typed(archive):
    unit = archive.units["A1-101"]
    sent = {**SENT, "place": "", "note": "业主自带"}
    body = post(browser(archive), f"/archives/units/{unit.pk}/file/", 422, **sent).content.decode()
    assert "Add a scan, or say that it is the original" in body
    assert "业主自带" in body


def test_a_scan_that_is_sent_is_kept(archive):
    unit = archive.units["A1-101"]
    sent = {**SENT, "shape": "copy", "place": "", "document": scan()}
    post(browser(archive), f"/archives/units/{unit.pk}/file/", **sent)
    assert FiledPaper.objects.get().scans == 1


def test_a_sensitive_paper_is_opened_with_a_reason_by_that_reader_for_a_while(archive):
    paper = archive.file("owner_id", scans=[scan()], is_original=False)
    assert 'data-test="attachments"' not in get(browser(archive, "zhao"), f"/archives/papers/{paper.ref}/")
    client = browser(archive, "qian")
    assert client.get(f"/archives/papers/{paper.ref}/scans/").status_code == 302  # nobody gave a reason
    post(client, f"/archives/papers/{paper.ref}/open/", 422, reason="")
    opened = post(client, f"/archives/papers/{paper.ref}/open/", reason="核对过户")["Location"]
    body = get(client, opened)
    address = body.split(f'href="/archives/papers/{paper.ref}/scans/')[1].split('"')[0].replace("&amp;", "&")
    one = f"/archives/papers/{paper.ref}/scans/{address}"
    assert get(client, one).startswith("%PDF")
    assert timeline(paper.ref).filter(event="archives.looked").count() == 1
    assert browser(archive, "zhou").get(one).status_code == 302  # the reason was another's
    with time_machine.travel(at("12:11"), tick=False):
        assert client.get(one).status_code == 302  # and it does not hold for long


def test_the_supervisor_does_without_and_asks_again(archive):
    unit = archive.units["A1-101"]
    here = f"/archives/units/{unit.pk}/"
    client = browser(archive, "qian")
    post(client, f"{here}waive/covenant/", reason="业主拒签")
    assert "业主拒签" in get(client, here)
    post(client, f"{here}need/covenant/")
    assert 'data-standing="MISSING"' in get(client, here).split('id="item-covenant"')[1][:200]
    assert browser(archive, "lin").post(f"{here}waive/covenant/", {"reason": "x"}).status_code == 403


def test_an_original_is_asked_for_approved_handed_out_and_taken_back(archive):
    paper = archive.file()
    desk, boss = browser(archive, "lin"), browser(archive, "qian")
    sent = {"staff_id": archive.house.people["zhao"].pk, "due_at": "2026-03-02T15:00", "reason": "核对"}
    here = post(desk, f"/archives/papers/{paper.ref}/borrow/", **sent)["Location"]
    loan = PaperLoan.objects.get()
    assert here == loan.get_absolute_url()
    assert loan.get_absolute_url() in get(boss, "/today/")  # waits on Today for whoever may approve it
    post(boss, f"{here}approve/")
    post(desk, f"{here}hand-out/")
    with time_machine.travel(at("15:30"), tick=False):
        assert "Not back in time" in get(desk, here)
        assert loan.ref in get(desk, "/archives/loans/?late=1")
        post(desk, f"{here}back/", pages_back=2, sound="yes", end_note="")
    loan.refresh_from_db()
    assert loan.state == LoanState.BACK


def test_unit_and_customer_lead_to_their_files(archive):
    unit, person = archive.units["A1-101"], archive.people["陈小姐"]
    client = browser(archive, "zhou")
    assert f'href="/archives/units/{unit.pk}/"' in get(client, f"/places/units/{unit.pk}/")
    assert f'href="/archives/people/{person.pk}/"' in get(client, f"/people/{person.pk}/")


def test_cover_contents_and_label_are_printed(archive):
    archive.file(place="A柜-7")
    unit = archive.units["A1-101"]
    client = browser(archive, language="zh-hans")
    body = get(client, f"/archives/units/{unit.pk}/contents/")
    assert "业主档案卷内目录" in body
    assert "A柜-7" in body
    assert "业主身份证明复印件 (缺件)" in body
    label = get(client, f"/archives/labels/?unit={unit.pk}")
    assert label.count('data-test="label"') == 1
    assert "<svg" in label


def test_a_file_is_closed_and_destroyed_from_the_screens(archive):
    from guanjia.apps.archives.models import File

    archive.file("tenant_form", "陈小姐")
    person = archive.people["陈小姐"]
    qian, zhou = browser(archive, "qian"), browser(archive, "zhou")
    volume = post(qian, f"/archives/people/{person.pk}/close/", reason="退租")["Location"]
    assert "退租" in get(qian, volume)
    File.objects.update(keep_until=TODAY - timedelta(days=1))
    assert "1 closed file is past its time." in get(qian, "/archives/closed/")
    run = post(qian, "/archives/destruction/")["Location"]
    assert 'data-test="approve"' not in get(qian, run)
    post(qian, f"{run}approve/", 422)
    post(zhou, f"{run}approve/")
    post(qian, f"{run}destroy/", how="碎纸机")
    assert 'data-test="witness"' not in get(qian, run)
    post(zhou, f"{run}witness/")
    assert FiledPaper.objects.get().state == PaperState.DESTROYED


def test_nobody_of_another_company_sees_a_file(archive):
    from guanjia.apps.archives import queries
    from guanjia.apps.archives.terms import Holder
    from guanjia.kernel.actor import Actor
    from guanjia.kernel.refusals import NotFound

    archive.file()
    stranger = Actor(kind="STAFF", company_id=archive.house.company.pk + 1, name="窦维", id=999)
    with pytest.raises(NotFound):
        queries.get_unit(stranger, archive.units["A1-101"].pk)
    with pytest.raises(NotFound):
        queries.dossiers(stranger, archive.site.pk, at("12:00"), Holder.UNIT)
    with pytest.raises(NotFound):
        queries.get_paper(stranger, FiledPaper.objects.get().ref)
