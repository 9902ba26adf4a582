"""What a file is, what a signature is, who may send how much: without a database."""

import zipfile
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.ExifTags import Base

from guanjia.apps.documents import rules
from guanjia.apps.documents.pictures import clean
from guanjia.apps.documents.sniffing import sniff
from guanjia.apps.documents.strokes import path_of, points_of, why_not_strokes
from guanjia.apps.documents.terms import GUEST_LIMITS, LONGEST_EDGE, STAFF_LIMITS, THUMBNAIL_EDGE, series_of
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.refusals import Refused

STAFF = Actor(kind=ActorKind.STAFF, company_id=1, name="孙师傅", id=7)
GUEST = Actor.customer(1, "王女士", 1, frozenset())
GOOD = "[[[10,20],[60,90],[140,40]],[[150,50],[220,120]]]"


def picture(size=(40, 30), kind="JPEG", mode="RGB", **more):
    out = BytesIO()
    Image.new(mode, size, more.pop("color", "red")).save(out, kind, **more)
    return out.getvalue()


def office(name):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "x")
    return out.getvalue()


def opened(content):
    return Image.open(BytesIO(content))


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (picture(), "image/jpeg"),
        (picture(kind="PNG"), "image/png"),
        (picture(kind="WEBP"), "image/webp"),
        (b"%PDF-1.7\n", "application/pdf"),
        (office("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (
            office("word/document.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"ID3\x04", "audio/mpeg"),
        (b"\x00\x00\x00\x18ftypisom", "video/mp4"),
        (picture(kind="GIF"), None),
        (office("evil.exe"), None),
        (office("xl/vbaProject.bin"), None),
        (b"PK\x03\x04 not a zip", None),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", None),
        (b"<!doctype html>", None),
        (b"", None),
    ],
)
def test_a_file_is_what_its_content_says(content, kind):
    assert sniff(content) == kind


@given(st.binary(max_size=300))
def test_sniffing_survives_anything(content):
    sniff(content)


def test_a_photo_loses_everything_but_its_pixels():
    exif = Image.Exif()
    exif[Base.Make] = "SecretPhone"
    exif[Base.GPSInfo] = {1: "N", 2: (31.0, 14.0, 0.0)}
    content = picture(exif=exif) + b"<script>trailing</script>"
    assert b"SecretPhone" in content
    cleaned = clean(content)
    for made in (cleaned.content, cleaned.thumbnail):
        assert b"SecretPhone" not in made
        assert b"script" not in made
        assert not opened(made).getexif()


def test_a_photo_is_turned_upright():
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    cleaned = clean(picture((400, 200), exif=exif))
    assert (cleaned.width, cleaned.height) == (200, 400)


def test_a_large_photo_is_brought_down():
    cleaned = clean(picture((4000, 3000)))
    assert max(cleaned.width, cleaned.height) == LONGEST_EDGE
    assert max(opened(cleaned.thumbnail).size) == THUMBNAIL_EDGE


def test_transparency_becomes_white_paper():
    cleaned = clean(picture(kind="PNG", mode="RGBA", color=(0, 0, 0, 0)))
    assert opened(cleaned.content).getpixel((5, 5)) == (255, 255, 255)


def test_a_picture_bomb_is_refused_from_its_header():
    bomb = BytesIO()
    Image.new("1", (12_000, 12_000)).save(bomb, "PNG")
    with pytest.raises(Refused) as refused:
        clean(bomb.getvalue())
    assert refused.value.code == "picture_too_large"


@pytest.mark.parametrize("content", [b"\xff\xd8\xff\xe0junk", picture()[:200], picture(kind="GIF")])
def test_a_broken_picture_is_refused(content):
    with pytest.raises(Refused) as refused:
        clean(content)
    assert refused.value.code == "picture_broken"


# --- signatures ----------------------------------------------------------------------------------------------------


def test_strokes_become_a_path():
    assert why_not_strokes(GOOD) is None
    assert points_of(GOOD) == [[(10, 20), (60, 90), (140, 40)], [(150, 50), (220, 120)]]
    assert path_of(GOOD) == "M10 20L60 90L140 40M150 50L220 120"
    assert path_of("[[[5,5]]]") == "M5 5L5 5"


@pytest.mark.parametrize(
    ("strokes", "code"),
    [
        ("", "signature_missing"),
        ("[]", "signature_missing"),
        ("[[[1,1],[2,2]]]", "signature_too_small"),
        ("M0 0L9 9", "signature_unreadable"),
        ("[[[10, 20],[60,90]]]", "signature_unreadable"),
        ("[[[-1,20],[60,90]]]", "signature_unreadable"),
        ("[[[1e9,20],[60,90]]]", "signature_unreadable"),
        ("[[[601,20],[60,90]]]", "signature_unreadable"),
        ("[[[10,20],[60,241]]]", "signature_unreadable"),
        ("[[[10,20],[60,90]]]\n", "signature_unreadable"),
        ("[[[10,20],[60,90]]]<script>", "signature_unreadable"),
        ("[[[١٠,20],[60,90]]]", "signature_unreadable"),
        ("[" + ",".join(["[[10,20],[60,90]]"] * 5000) + "]", "signature_unreadable"),
    ],
)
def test_what_is_no_signature_is_refused(strokes, code):
    assert why_not_strokes(strokes).code == code


@given(st.text(alphabet="[],0123456789 MLx\n\"'<", max_size=80))
def test_whatever_passes_the_grammar_draws_nothing_but_lines(text):
    if why_not_strokes(text) is None:
        assert set(path_of(text)) <= set("ML 0123456789")


def test_a_yes_by_phone_needs_a_member_of_staff():
    assert rules.why_not_sign(signer_name="王", how="PHONE", strokes="", by=STAFF) == []
    assert [one.code for one in rules.why_not_sign(signer_name="王", how="PHONE", strokes="", by=GUEST)] == [
        "witness_missing"
    ]
    assert [one.code for one in rules.why_not_sign(signer_name=" ", how="FAX", strokes="", by=STAFF)] == [
        "signer_missing",
        "how_unknown",
    ]


# --- limits --------------------------------------------------------------------------------------------------------


def test_guests_send_less_than_staff():
    assert rules.limits_for(GUEST) == GUEST_LIMITS
    assert rules.limits_for(STAFF) == STAFF_LIMITS
    assert GUEST_LIMITS.most_bytes < STAFF_LIMITS.most_bytes


@pytest.mark.parametrize(
    ("ask", "limits", "code"),
    [
        ({}, STAFF_LIMITS, None),
        ({"size": 0}, STAFF_LIMITS, "file_empty"),
        ({"size": STAFF_LIMITS.most_bytes}, STAFF_LIMITS, None),
        ({"size": STAFF_LIMITS.most_bytes + 1}, STAFF_LIMITS, "file_too_large"),
        ({"content_type": None}, STAFF_LIMITS, "file_type_unknown"),
        ({"content_type": "application/pdf"}, STAFF_LIMITS, None),
        ({"content_type": "application/pdf"}, GUEST_LIMITS, "file_type_refused"),
        ({"present": 5}, GUEST_LIMITS, None),
        ({"present": 6}, GUEST_LIMITS, "files_enough"),
    ],
)
def test_what_may_be_attached(ask, limits, code):
    found = rules.why_not_attach(
        **{"size": 10, "content_type": "image/jpeg", "present": 0, "limits": limits, **ask}
    )
    assert (found.code if found else None) == code


def test_the_series_of_a_number():
    assert [series_of(ref) for ref in ("WO-2026-000123", "GD-CS-2026-000001", "unit:7", "")] == [
        "WO",
        "CS",
        "",
        "",
    ]
