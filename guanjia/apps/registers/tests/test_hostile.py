"""What somebody may send to do harm: none of it gets in, runs, or comes out as anything but words."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from PIL import Image

from guanjia.apps.documents import queries as documents
from guanjia.apps.registers import paper, queries, services
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.tests.conftest import picture, text
from guanjia.kernel.refusals import Refused
from guanjia.ui.paper import as_pdf
from tests.cast import at

KEYS = "/registers/books/ledgers/keys/new/"
BOMBS = ('=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "=cmd|' /C calc'!A0")
SCRIPTS = (
    "<script>alert(1)</script>",
    "{{ 7|add:35 }}{% debug %}",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
)
TYPST = '#sys.version #read("/etc/passwd") $x^2$ *bold* @ref <label> #import "a.typ"'


def sent(house, **more):
    return {"f_unit": str(house.units[0].pk), "f_count": "1", "f_reason": "业主出差", **more}


@pytest.fixture
def said(house, enter):
    """An entry that says something."""
    return lambda words: enter(values={"unit": house.units[0].pk, "count": 1, "reason": words})


@pytest.mark.parametrize("words", BOMBS)
def test_what_looks_like_a_formula_leaves_as_text(come_in, said, words):
    said(words)
    answer = come_in("qian").get("/registers/books/ledgers/keys/?format=xlsx")
    book = load_workbook(BytesIO(answer.getvalue()))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    held = [cell for cell in cells if words.strip() in str(cell.value)]
    assert held
    assert {cell.data_type for cell in held} == {"s"}


@pytest.mark.parametrize("words", SCRIPTS)
def test_what_looks_like_a_script_or_a_template_is_shown_as_it_is(come_in, said, words):
    entry = said(words)
    client = come_in("qian")
    addresses = (
        entry.get_absolute_url(),
        f"/registers/entries/{entry.ref}/print/",
        f"/registers/entries/{entry.ref}/rewrite/",
        "/registers/books/ledgers/keys/",
    )
    for address in addresses:
        page = text(client.get(address))
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page
        assert 'href="javascript:' not in page
        assert "42{%" not in page


def test_what_looks_like_typesetting_is_set_as_it_is(act, said):
    entry = queries.get_entry(act.qian, said(TYPST).ref)
    (one,) = paper.of_entries([entry], root="https://x/", actor=act.qian, at=at("10:00"))
    made = as_pdf([one])
    assert made.startswith(b"%PDF")
    assert b"root:x:0" not in made


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.jpg", b"MZ\x90\x00" + b"\x00" * 400),
        ("photo.jpg", b"\x7fELF" + b"\x00" * 400),
        ("photo.jpg", b"<html><script>alert(1)</script></html>"),
        ("photo.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("photo.jpg", b"#!/bin/sh\nrm -rf /\n"),
    ],
)
def test_what_is_no_photo_is_refused_whatever_it_is_called(house, come_in, ledgers, name, content):
    file = SimpleUploadedFile(name, content, "image/jpeg")
    answer = come_in("lin").post(KEYS, sent(house, f_photo=file))
    assert answer.status_code == 422
    assert not Entry.objects.exists()


def test_a_photo_of_fifty_megabytes_is_refused_with_what_to_do(house, come_in, ledgers):
    file = SimpleUploadedFile("photo.jpg", b"\xff\xd8\xff" + b"\x00" * 50_000_000, "image/jpeg")
    answer = come_in("lin").post(KEYS, sent(house, f_photo=file))
    assert answer.status_code == 422
    assert "20" in text(answer)
    assert "业主出差" in text(answer)
    assert not Entry.objects.exists()


def test_a_small_file_that_unpacks_to_a_giant_picture_is_refused(house, act, enter):
    content = BytesIO()
    Image.new("1", (12_000, 12_000)).save(content, "PNG")
    assert len(content.getvalue()) < 1_000_000
    bomb = SimpleUploadedFile("photo.png", content.getvalue(), "image/png")
    with pytest.raises(Refused):
        enter(photos={"photo": [bomb]})
    assert not Entry.objects.exists()


def test_a_photo_loses_where_and_by_whom_it_was_taken(enter, act):
    photo = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x8825] = {1: "N", 2: (31.0, 13.0, 0.0)}
    Image.new("RGB", (60, 40), "white").save(photo, "JPEG", exif=exif)
    assert b"SecretCamera" in photo.getvalue()
    entry = enter(photos={"photo": [SimpleUploadedFile("a.jpg", photo.getvalue(), "image/jpeg")]})
    kept = documents.stored(act.lin, entry.values["photo"][0])
    content = b"".join(kept.chunks())
    assert b"SecretCamera" not in content
    assert b"Exif" not in content
    assert not Image.open(BytesIO(content)).getexif()


def test_one_bad_photo_among_good_ones_leaves_nothing_behind(house, enter):
    bad = SimpleUploadedFile("b.jpg", b"MZ\x90\x00" * 50, "image/jpeg")
    with pytest.raises(Refused):
        enter(photos={"photo": [picture(), bad]})
    assert not Entry.objects.exists()
    assert not documents.list_for("RG-2026-000001")


@pytest.mark.parametrize(
    "form",
    [
        {"f_unit": "1 OR 1=1", "f_count": "1"},
        {"f_unit": "99999999999999999999", "f_count": "1"},
        {"f_count": "1e999999"},
        {"f_count": "NaN"},
        {"f_sort": "__class__"},
        {"f_deposit": "9" * 400},
        {"f_until": "0000-00-00"},
        {"f_reason": "甲" * 5000},
        {"site": "99999999999999999999"},
        {"account": "0"},
    ],
)
def test_what_no_browser_sends_is_refused_and_nothing_breaks(house, come_in, ledgers, form):
    answer = come_in("lin").post(KEYS, sent(house, **form))
    assert answer.status_code in (404, 422) or (answer.status_code == 302 and "site" in form)


def test_a_nul_sign_is_not_kept(house, come_in, ledgers):
    answer = come_in("lin").post(KEYS, sent(house, f_reason="甲\x00乙"))
    assert answer.status_code == 422 or not Entry.objects.filter(text__contains="\x00").exists()


def test_an_entry_for_a_site_of_others_is_not_made(house, come_in, ledgers):
    from guanjia.apps.organisations import services as organisations

    other = organisations.open_site(by=house.system, code="W2", name="二期")
    answer = come_in("lin").post(KEYS, sent(house, site=str(other.pk)))
    assert answer.status_code in (403, 404)
    assert not Entry.objects.exists()


def test_a_search_of_signs_only_the_database_knows_finds_nothing_and_breaks_nothing(act, come_in, said):
    said("普通")
    client = come_in("qian")
    for words in ("%", "_", "'", '"', "\\", "普%", "; DROP TABLE", "{}", "@>", "ab cd " * 40):
        answer = client.get("/registers/books/ledgers/keys/", {"q": words})
        assert answer.status_code == 200
    assert services  # the table is still there
    assert Entry.objects.count() == 1
