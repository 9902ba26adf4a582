"""Notes, corrections, and the caller's number."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from guanjia.apps.cases import queries, services
from guanjia.apps.documents.queries import list_for
from guanjia.kernel.refusals import NotPermitted, Refused
from tests.cast import at

from .conftest import codes, events_of, fault, fresh, latest

pytestmark = pytest.mark.django_db


def photo():
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(picture, "JPEG")
    return SimpleUploadedFile("漏水.jpg", picture.getvalue())


def test_staff_and_customer_add_notes_and_photos(act, receive):
    case = receive()
    services.add_note(case, by=act.lin, at=at("09:10"), text="业主下午在家")
    services.add_note(case, by=queries.customer_of(case), at=at("09:20"), photos=[photo()])
    assert latest("cases.noted").data == {"text": "", "photos": 1, "customer": True}
    assert [one.name for one in list_for(case.ref)] == ["漏水.jpg"]
    with pytest.raises(Refused) as refused:
        services.add_note(case, by=act.lin, at=at("09:30"), text="  ")
    assert codes(refused) == ["note_empty"]


def test_a_correction_names_what_changed_and_not_the_data(house, act, receive):
    case = services.correct(
        receive(),
        by=act.lin,
        at=at("09:10"),
        title="卫生间漏水",
        caller_phone="139 0013 9000",
        unit_id=house.units["B2-1-0101"].pk,
        classification_id=fault("home.water.leak").pk,
    )
    stored = fresh(case)
    assert (stored.title, stored.caller_phone, stored.group_code, stored.category) == (
        "卫生间漏水", "13900139000", "B", "home.water",
    )  # fmt: skip
    data = latest("cases.corrected").data
    assert set(data["changed"]) == {
        "title", "caller_phone", "classification_id", "category", "unit_id", "group_code", "where",
    }  # fmt: skip
    assert "13900139000" not in str(data)
    assert stored.first_receiver == house.people["lin"]


def test_a_correction_is_checked_like_a_registration(act, receive):
    case = receive()
    with pytest.raises(Refused) as refused:
        services.correct(
            case, by=act.lin, at=at("09:10"), title="", caller_phone="n/a", unit_code="Z9", kind="quarrel"
        )
    assert set(codes(refused)) == {"title_missing", "phone_malformed", "unit_unknown", "kind_unknown"}
    assert fresh(case).title == "厨房水龙头滴水"


def test_becoming_a_complaint_starts_the_clock_of_one(act, receive):
    case = services.correct(receive(), by=act.lin, at=at("09:10"), kind="complaint")
    assert (fresh(case).kind, fresh(case).complaint_class) == ("complaint", "minor")
    assert events_of(case.ref)[1:] == ["cases.ruled", "cases.corrected"]
    services.correct(case, by=act.lin, at=at("09:11"), kind="repair")
    assert fresh(case).complaint_class == ""


def test_a_complaint_ruled_on_stays_one(act, major):
    with pytest.raises(Refused) as refused:
        services.correct(major, by=act.lin, at=at("09:30"), kind="repair")
    assert codes(refused) == ["ruled_complaint"]


def test_the_number_is_shown_whole_only_with_a_reason_in_the_journal(house, act, receive):
    case = receive()
    assert fresh(case).masked_phone == "138****8000"
    with pytest.raises(NotPermitted):
        services.reveal_phone(case, by=act.bao, at=at("09:10"), reason="好奇")
    with pytest.raises(Refused) as refused:
        services.reveal_phone(case, by=house.system, at=at("09:10"), reason="")
    assert codes(refused) == ["reason_missing"]
    assert services.reveal_phone(case, by=house.system, at=at("09:10"), reason="回电") == "13800138000"
    assert latest("cases.phone_revealed").data == {"reason": "回电"}
