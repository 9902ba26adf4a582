"""Attaching, signing and removing, and who may look."""

import os
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from guanjia.apps.documents import queries, services, tasks, terms
from guanjia.apps.documents.models import Attachment, Signature
from guanjia.apps.documents.terms import Can
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import timeline
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from guanjia.kernel.scope import company_scope
from tests.cast import at, harbour, wanxing

T = at("09:30")
REF, CASE = "WO-2026-000001", "CS-2026-000001"
STROKES = "[[[10,20],[60,90],[140,40]]]"


@pytest.fixture
def house(db):
    house = wanxing()
    with company_scope(house.company.pk):
        yield house


def photo(name="IMG_1.jpg", size=(800, 600)):
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def attach(house, upload=None, login="sun", ref=REF, **more):
    return services.attach(
        upload or photo(),
        by=more.pop("by", None) or house.actor(login),
        at=T,
        site_id=house.site.pk,
        about_ref=ref,
        thread=CASE,
    )


def refusal(verb, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        verb(*args, **kwargs)
    return refused.value.code


def test_a_photo_is_kept_with_its_fact(house):
    kept = attach(house, photo("浴室 漏水.JPG"))
    assert (kept.name, kept.content_type, kept.width, kept.by_name) == (
        "浴室 漏水.jpg",
        "image/jpeg",
        800,
        "孙师傅",
    )
    entry = timeline(REF).get()
    assert (entry.event, entry.thread, entry.data["sha256"]) == ("documents.attached", CASE, kept.sha256)
    assert default_storage.exists(kept.file.name)
    assert queries.counts_for([REF, "x"]) == {REF: 1}


def test_the_senders_name_and_type_are_not_believed(house):
    pdf = SimpleUploadedFile("..\\..\\evil\x00.html", b"%PDF-1.4 hello", "text/html")
    kept = attach(house, pdf)
    assert (kept.name, kept.content_type, kept.kind) == ("evil.pdf", "application/pdf", "FILE")
    assert kept.file.name.endswith(".pdf")
    assert "evil" not in kept.file.name


def test_a_page_of_html_is_not_taken(house):
    with pytest.raises(Refused) as refused:
        attach(house, SimpleUploadedFile("photo.jpg", b"<html><script>alert(1)</script>", "image/jpeg"))
    assert (refused.value.code, refused.value.refusals[0].field) == ("file_type_unknown", "file")
    assert not Attachment.objects.exists()


def test_a_file_that_is_too_large_is_not_even_read(house):
    class Huge:
        name, size = "x.jpg", 10**9

        def read(self):
            raise AssertionError("it was read")

    assert refusal(attach, house, Huge()) == "file_too_large"


def test_several_are_kept_all_or_none(house):
    broken = SimpleUploadedFile("x.jpg", b"\xff\xd8\xff\xe0 nothing", "image/jpeg")
    with pytest.raises(Refused):
        services.attach_all(
            [photo(), broken], by=house.actor("sun"), at=T, site_id=house.site.pk, about_ref=REF
        )
    assert (Attachment.objects.count(), timeline(REF).count()) == (0, 0)


def test_a_guest_sends_photos_only_and_not_many(house):
    guest = Actor.customer(house.company.pk, "王女士", house.site.pk, frozenset({str(Can.ATTACH)}))
    kept = attach(house, by=guest)
    assert (kept.by_id, kept.by_name, timeline(REF).get().actor_kind) == (None, "王女士", "CUSTOMER")
    pdf = SimpleUploadedFile("x.pdf", b"%PDF-1.4", "application/pdf")
    assert refusal(attach, house, pdf, by=guest) == "file_type_refused"
    for _ in range(5):
        attach(house, by=guest)
    with pytest.raises(Refused) as refused:
        attach(house, by=guest)
    assert refused.value.code == "files_enough"


def test_attaching_and_signing_need_their_capabilities(house):
    nobody = Actor.customer(house.company.pk, "x", house.site.pk, frozenset())
    with pytest.raises(NotPermitted):
        attach(house, by=nobody)
    with pytest.raises(NotPermitted):
        sign(house, by=nobody)


def sign(house, **changes):
    values = {
        "by": house.actor("sun"),
        "at": T,
        "site_id": house.site.pk,
        "about_ref": REF,
        "thread": CASE,
        "purpose": "completion",
        "signer_name": "王女士",
        "how": "SCREEN",
        "strokes": STROKES,
    }
    return services.sign(**{**values, **changes})


def test_a_signature_is_kept_with_its_witness(house):
    signed = sign(house)
    assert (signed.path, signed.witness_name) == ("M10 20L60 90L140 40", "孙师傅")
    assert timeline(REF).get().data["how"] == "SCREEN"
    assert [one.pk for one in queries.signatures_for(REF)] == [signed.pk]


def test_a_yes_by_phone_keeps_no_strokes(house):
    assert sign(house, how="PHONE").strokes == ""


def test_a_signature_that_is_none_is_not_kept(house):
    with pytest.raises(Refused):
        sign(house, strokes="[[[1,1],[2,2]]]")
    assert not Signature.objects.exists()


def test_removing_hides_the_file_and_keeps_it(house):
    kept = attach(house)
    with pytest.raises(NotPermitted):
        services.remove(kept, by=house.actor("sun"), at=T, reason="x")
    assert refusal(services.remove, kept, by=house.actor("qian"), at=T, reason=" ") == "reason_missing"
    services.remove(kept, by=house.actor("qian"), at=T, reason="拍到了住户家人")
    assert queries.list_for(REF) == []
    with pytest.raises(NotFound):
        queries.get_attachment(house.actor("qian"), kept.key)
    assert default_storage.exists(kept.file.name)
    assert timeline(REF).last().data["reason"] == "拍到了住户家人"
    assert refusal(services.remove, kept, by=house.actor("qian"), at=T, reason="again") == "already_removed"


def test_files_are_seen_by_whoever_sees_what_they_are_about(house, monkeypatch):
    monkeypatch.setitem(terms.SEEN_WITH, "CS", "cases.see")
    about_case = attach(house, ref=CASE)
    about_order = attach(house)
    sun, qian = house.actor("sun"), house.actor("qian")
    assert queries.get_attachment(qian, about_case.key) == about_case
    assert queries.get_attachment(sun, about_order.key) == about_order
    with pytest.raises(NotFound):
        queries.get_attachment(sun, about_case.key)
    assert set(queries.list_attachments(sun)) == {about_order}
    assert set(queries.list_attachments(qian, house.site.pk)) == {about_order, about_case}


def test_another_company_finds_nothing(house):
    kept = attach(house)
    other = harbour()
    with company_scope(other.company.pk), pytest.raises(NotFound):
        queries.get_attachment(other.actor("dov"), kept.key)
    with pytest.raises(NotFound):
        services.remove(kept, by=other.actor("dov"), at=T, reason="x")


# --- the doors -----------------------------------------------------------------------------------------------------


def signed_in(house, login):
    client = Client()
    client.force_login(
        house.people[login].account, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def content_of(answer):
    return b"".join(answer.streaming_content)


@pytest.fixture
def sun(house):
    return signed_in(house, "sun")


def test_a_photo_is_sent_so_that_no_browser_can_run_it(house, sun):
    kept = attach(house, photo("漏水.jpg"))
    answer = sun.get(f"/documents/{kept.key}/")
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200,
        "image/jpeg",
        "nosniff",
    )
    assert answer["Content-Disposition"] == "inline; filename*=UTF-8''%E6%BC%8F%E6%B0%B4.jpg"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert content_of(answer).startswith(b"\xff\xd8\xff")
    small = sun.get(f"/documents/{kept.key}/small/")
    assert max(Image.open(BytesIO(content_of(small))).size) == terms.THUMBNAIL_EDGE


def test_office_files_are_downloaded_not_shown(house, sun):
    from guanjia.apps.documents.tests.test_pure import office

    kept = attach(house, SimpleUploadedFile("a.xlsx", office("xl/workbook.xml")))
    answer = sun.get(f"/documents/{kept.key}/")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert content_of(answer).startswith(b"PK")


def test_nobody_comes_to_a_file_without_signing_in_or_without_the_right(house, sun, monkeypatch):
    monkeypatch.setitem(terms.SEEN_WITH, "WO", "workorders.see")
    kept = attach(house)
    assert Client().get(f"/documents/{kept.key}/").status_code == 302
    assert signed_in(house, "cai").get(f"/documents/{kept.key}/").status_code == 404
    assert sun.get("/documents/00000000-0000-0000-0000-000000000000/").status_code == 404
    assert sun.get(f"/documents/{kept.key}/remove/").status_code == 403


def test_the_supervisor_removes_a_file_from_the_page(house):
    kept = attach(house)
    client = signed_in(house, "qian")
    assert client.get(f"/documents/{kept.key}/remove/").status_code == 200
    assert client.post(f"/documents/{kept.key}/remove/", {"reason": ""}).status_code == 422
    assert client.post(f"/documents/{kept.key}/remove/", {"reason": "重复"}).status_code == 302
    kept.refresh_from_db()
    assert kept.removed_reason == "重复"


def test_the_list_of_files_asks_the_same_number_of_questions_however_long(house, sun):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            assert sun.get("/documents/").status_code == 200
        return len(asked)

    attach(house)
    questions()
    few = questions()
    for _ in range(6):
        attach(house)
    assert questions() == few


def test_a_file_that_belongs_to_nothing_is_cleared_after_a_day(house):
    kept = attach(house)
    storage = kept.file.storage
    folder = kept.file.name.rpartition("/")[0]
    left = storage.save(f"{folder}/left.jpg", photo())
    written = storage.get_modified_time(left)
    within = written.replace(year=T.year, month=T.month, day=T.day)
    os.utime(storage.path(left), (within.timestamp(), within.timestamp()))
    assert tasks.clear_leftovers(within + timedelta(hours=23)) == 0, "its verb may still be running"
    assert tasks.clear_leftovers(within + timedelta(hours=25)) == 1
    assert not storage.exists(left)
    assert storage.exists(kept.file.name)
    assert storage.exists(kept.thumbnail.name)
