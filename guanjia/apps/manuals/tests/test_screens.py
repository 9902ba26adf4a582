"""The screens: the library, one document and its way into force, a file arranged, reading, copies, paper and files, search."""

import io

import docx
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guanjia.apps.manuals import queries, services
from guanjia.apps.manuals.models import ControlledCopy, Document, Intake, Reading, Version
from guanjia.apps.organisations.queries import site as kept_site
from tests.cast import at


@pytest.fixture(autouse=True)
def at_noon(house):
    """The clock of the doors stands at noon."""
    with time_machine.travel(at("12:00"), tick=False):
        yield
    kept_site.cache_clear()


def browser(house, login="qian", language="en"):
    client = Client()
    account = house.people[login].account
    account.language = language
    account.save(update_fields=["language"])
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def get(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status, path
    return answer.content.decode()


def test_an_empty_library_says_what_to_do(house, outsider):
    assert "No rulebook document yet" in get(browser(house), "/manuals/")
    assert "还没有制度文件" in get(browser(house, language="zh-hans"), "/manuals/")
    get(browser(house, outsider), "/manuals/", 403)


def test_from_a_word_file_to_a_version_in_force_through_the_forms(house):
    qian, han, wu = (browser(house, login) for login in ("qian", "han", "wu"))
    sent = {
        "number": "WX-01",
        "title": "巡查规定",
        "kind": "RULE",
        "site_ids": house.site.pk,
        "form_key": "k" * 20,
    }
    assert qian.post("/manuals/new/", sent).status_code == 302
    document = Document.objects.get()
    word, file = docx.Document(), io.BytesIO()
    word.add_paragraph("内部")
    word.add_heading("第一章 总则", 1)
    word.add_paragraph("第一条 每日巡查。第二条 记录。")
    word.save(file)
    take = f"/manuals/{document.pk}/take-in/"
    bad = qian.post(
        take, {"file": SimpleUploadedFile("x.docx", b"MZ\x00\x00"), "label": "1", "read_within": "3"}
    )
    assert bad.status_code == 422
    assert 'data-test="error-file"' in bad.content.decode()
    assert 'value="1"' in bad.content.decode(), "what was typed stays"
    qian.post(take, {"file": SimpleUploadedFile("x.docx", file.getvalue()), "label": "1", "read_within": "3"})
    intake = Intake.objects.get()
    page = get(qian, f"/manuals/files/{intake.pk}/")
    assert "1 line has no place yet" in page
    assert "stands before the first heading" in page
    moved = qian.post(
        f"/manuals/files/{intake.pk}/move/", {"place": "0", "level": "1"}, headers={"HX-Request": "true"}
    )
    assert "has no place yet" not in moved.content.decode()
    divide = f"/manuals/files/{intake.pk}/divide/2/"
    assert qian.post(divide, {"text": "别的"}).status_code == 422
    assert qian.post(divide, {"text": "第一条 每日巡查。\n第二条 记录。"}).status_code == 302
    qian.post(f"/manuals/files/{intake.pk}/join/", {"place": "1"}, headers={"HX-Request": "true"})
    assert qian.post(f"/manuals/files/{intake.pk}/join/", {"place": "x"}).status_code == 404
    saved = qian.post(f"/manuals/files/{intake.pk}/save/")
    version = Version.objects.get()
    assert saved["Location"] == f"/manuals/editions/{version.pk}/"
    assert [node.number for node in queries.nodes_of(version)] == ["", "第一条", "第二条"]
    get(qian, f"/manuals/files/{intake.pk}/", 404)

    address = f"/manuals/editions/{version.pk}"
    assert 'data-test="prepare"' in get(qian, f"{address}/")
    qian.post(f"{address}/prepare/", {"note": "完成"})
    assert 'data-test="review"' not in get(qian, f"{address}/")
    assert han.post(f"{address}/send-back/", {"reason": ""}).status_code == 422
    han.post(f"{address}/review/", {})
    answer = wu.post(f"{address}/approve/", {"effective_on": "2026-03-01"})
    assert 'data-test="error-effective_on"' in answer.content.decode()
    wu.post(f"{address}/approve/", {"effective_on": "2026-03-02"})
    version.refresh_from_db()
    assert version.is_in_force
    page = get(browser(house, "lin"), f"{address}/")
    assert "Holds now" in page
    assert page.count("<b>") >= 3
    assert 'data-test="please-read"' in page


def test_a_reader_reads_and_acknowledges_even_without_the_library(house, outsider, held):
    cai = browser(house, "cai")
    reading = Reading.objects.get(staff=house.people["cai"])
    assert "投诉处理规定" in get(cai, "/today/")
    assert reading.ref in get(cai, "/manuals/mine/")
    assert "接到投诉后" in get(cai, f"/manuals/readings/{reading.ref}/")
    others = Reading.objects.get(staff=house.people["lin"])
    get(cai, f"/manuals/readings/{others.ref}/", 404)
    assert cai.post(f"/manuals/readings/{others.ref}/acknowledge/").status_code == 404
    cai.post(f"/manuals/readings/{reading.ref}/acknowledge/")
    reading.refresh_from_db()
    assert reading.read_at == at("12:00")
    assert 'data-test="was-read"' in get(cai, f"/manuals/readings/{reading.ref}/")
    assert "Nothing to read just now" in get(cai, "/manuals/mine/")
    readers = f"/manuals/editions/{held.pk}/readers/"
    page = get(browser(house), readers)
    assert f"1 of {len(house.people)} have read it" in page
    assert get(browser(house), f"{readers}?read=1").count('data-test="row"') == 1
    get(browser(house, "lin"), readers, 403)


def test_two_versions_side_by_side(house, begin, sign, held):
    nodes = [*queries.nodes_of(held)[:3]]
    later = sign(begin("2026-2", nodes, "10:00"), "11:00")
    page = get(browser(house), f"/manuals/editions/{later.pk}/difference/")
    assert 'data-test="diff-removed"' in page
    assert 'data-test="diff-same"' not in page
    assert 'data-test="diff-same"' in get(browser(house), f"/manuals/editions/{later.pk}/difference/?all=1")
    back = get(browser(house), f"/manuals/editions/{held.pk}/difference/?with={later.pk}")
    assert 'data-test="diff-added"' in back
    get(browser(house), f"/manuals/editions/{held.pk}/difference/?with=999", 404)


def test_a_clause_is_bound_to_a_rule_and_shows_what_runs(house, library, document, held):
    qian = browser(house)
    clause = queries.clauses_of(held)[3]
    link = f"/manuals/clauses/{clause.pk}/rules/"
    assert "rule_library|1.3" in get(qian, link)
    qian.post(link, {"rule": "rule_library|1.3"})
    page = get(qian, f"/manuals/editions/{held.pk}/")
    assert 'data-test="runs-as"' in page
    assert "1 of 2 clauses run" in page
    assert "1 / 2" in get(qian, f"/manuals/{document.pk}/")
    qian.post(f"/manuals/clauses/{clause.pk}/rules/drop/?rule=rule_library|1.3")
    assert "0 of 2 clauses run" in get(qian, f"/manuals/editions/{held.pk}/")
    assert 'data-test="link"' not in get(browser(house, "lin"), f"/manuals/editions/{held.pk}/")


def test_copies_are_handed_out_and_marked_on_paper(house, document, held):
    han = browser(house, "han")
    sent = {"holder": f"PERSON|{house.people['lin'].pk}", "form_key": "c" * 20}
    for _double_click in range(2):
        assert han.post(f"/manuals/{document.pk}/copies/issue/", sent).status_code == 302
    copy = ControlledCopy.objects.get()
    assert (copy.number, copy.holder_name, copy.staff) == (1, "林晓", house.people["lin"])
    paper = f"/manuals/editions/{held.pk}/paper/"
    assert 'data-test="controlled"' in get(han, f"{paper}?copy=1")
    plain = get(han, paper)
    assert "Uncontrolled when printed" in plain
    assert "吴强" in plain
    han.post(f"/manuals/copies/{copy.pk}/take-back/")
    han.post(f"/manuals/copies/{copy.pk}/destroy/")
    copy.refresh_from_db()
    assert copy.state == "DESTROYED"
    assert "No old copy is out" in get(han, "/manuals/copies/")
    assert "Note as destroyed" not in get(browser(house, "lin"), f"/manuals/{document.pk}/copies/")


def test_a_version_as_word_can_be_read_in_again(house, document, held):
    qian = browser(house)
    answer = qian.get(f"/manuals/editions/{held.pk}/word/")
    assert "filename*=UTF-8''" in answer["Content-Disposition"]
    intake = services.take_in(
        document,
        by=house.actor("qian"),
        at=at("12:00"),
        label="B",
        file_name="a.docx",
        content=answer.content,
    )
    numbers = [
        node.number
        for node in queries.nodes_of(services.save_intake(intake, by=house.actor("qian"), at=at("12:00")))
    ]
    assert [one for one in numbers if one] == ["第一章", "第一条", "第二章", "第二条"]
    text = get(qian, f"/manuals/editions/{held.pk}/markdown/")
    assert text.startswith("# 投诉处理规定")
    assert "### 第二条 登记" in text


def test_a_draft_is_written_clause_by_clause(house, document, begin):
    version, qian = begin(), browser(house)
    first = queries.clauses_of(version)[0]
    add = f"/manuals/editions/{version.pk}/add/?after={first.pk}"
    assert qian.post(add, {"level": "2", "text": ""}).status_code == 422
    qian.post(add, {"level": "2", "number": "第零条", "text": "引言", "posts": ["steward"]})
    written = queries.clauses_of(version)[1]
    assert (written.text, written.posts) == ("引言", ["steward"])
    qian.post(f"/manuals/clauses/{written.pk}/", {"level": "2", "text": "改过"})
    assert queries.clauses_of(version)[1].text == "改过"
    qian.post(f"/manuals/clauses/{written.pk}/remove/")
    assert len(queries.clauses_of(version)) == 4
    get(qian, f"/manuals/editions/{version.pk}/add/?after=999999", 404)


def test_a_document_is_described_and_renewed(house, document, held):
    qian = browser(house)
    page = get(qian, f"/manuals/{document.pk}/describe/")
    assert 'value="WX-KF-01"' in page
    sent = {"number": "WX-KF-01", "title": "新标题", "kind": "MANUAL", "site_ids": house.site.pk}
    qian.post(f"/manuals/{document.pk}/describe/", sent)
    assert "新标题" in get(qian, "/manuals/?state=IN_FORCE")
    assert 'data-test="row"' not in get(qian, "/manuals/?state=DRAFT")
    answer = qian.post(f"/manuals/{document.pk}/begin/", {"label": "2026-2", "read_within": "3"})
    assert answer.status_code == 302
    assert len(queries.clauses_of(Version.objects.get(label="2026-2"))) == 4
    assert qian.get("/manuals/?format=xlsx").status_code == 200


def test_search_shows_marks_and_the_palette_leads_there(house, held):
    lin = browser(house, "lin")
    page = get(lin, "/manuals/search/?q=十五分钟")
    assert "<mark>十五分钟</mark>" in page
    assert "#c-ddd" in page
    assert "No clause in force says this" in get(lin, "/manuals/search/?q=zzz")
    assert "<script>" not in get(lin, "/manuals/search/?q=<script>")
    for typed in ("投诉处理", "WX-KF", "十五分钟"):
        assert "/manuals/" in lin.get("/search/", {"q": typed}).content.decode(), typed
