"""Fields understand what people really type, and say in a sentence what to do about the rest."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from guanjia.kernel.refusals import Refusal, Refused
from guanjia.ui.fields import (
    Choice,
    Choices,
    Day,
    File,
    Line,
    Lookup,
    Moment,
    Money,
    Number,
    Phone,
    Photos,
    Signature,
    YesNo,
)
from guanjia.ui.forms import Form
from guanjia.ui.signature import Signature as Signed


def form_with(field: Any) -> type[Form]:
    return type("OneField", (Form,), {"value": field})


def understood(field: Any, typed: Any) -> Any:
    form = form_with(field)({"value": typed})
    assert form.is_valid(), form.errors
    return form.cleaned_data["value"]


def complaint(field: Any, typed: Any) -> str:
    form = form_with(field)({"value": typed} if typed is not None else {})
    assert not form.is_valid()
    return str(form.errors["value"][0])


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("138 0013 8000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("+86 10-6555-1234", "+861065551234"),
        ("(021) 110", "021110"),
    ],
)
def test_a_telephone_number_is_taken_as_people_write_it(typed: str, number: str) -> None:
    assert understood(Phone("Phone"), typed) == number


@pytest.mark.parametrize("typed", ["12", "tel", "1" * 19, "138x0013800", "+"])
def test_what_is_no_telephone_number_is_told(typed: str) -> None:
    assert "Write 3 to 18 digits" in complaint(Phone("Phone"), typed)


@given(st.text(max_size=40))
def test_no_text_breaks_the_telephone_field(typed: str) -> None:
    form = form_with(Phone("Phone", required=False))({"value": typed})
    if form.is_valid():
        assert form.cleaned_data["value"].removeprefix("+").isdigit() or form.cleaned_data["value"] == ""


def test_money_is_typed_in_yuan_and_given_in_fen() -> None:
    assert understood(Money("Fee"), "１，２３４．５") == 123450
    assert understood(Money("Fee", required=False), "") is None
    assert "not an amount" in complaint(Money("Fee"), "much")
    assert "too small" in complaint(Money("Fee"), "-1")
    assert 'value="1,234.50"' in str(form_with(Money("Fee"))(initial={"value": 123450})["value"])


def test_a_moment_is_on_the_sites_clock() -> None:
    assert understood(Moment("When"), "2026-03-02T09:30") == datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    shown = form_with(Moment("When"))(initial={"value": datetime(2026, 3, 2, 1, 30, tzinfo=UTC)})
    assert 'value="2026-03-02T09:30"' in str(shown["value"])
    assert "like 2026-03-02 14:30" in complaint(Moment("When"), "soon")


def test_numbers_and_days_say_how_to_write_them() -> None:
    assert understood(Number("Count"), "１２") == 12
    assert "like 12" in complaint(Number("Count"), "a dozen")
    assert "like 2026-03-02" in complaint(Day("Day"), "2/3/26")


def test_few_choices_stand_side_by_side_and_many_are_found_by_typing() -> None:
    few = [(str(n), f"Trade {n}") for n in range(3)]
    many = [(str(n), f"Unit {n}") for n in range(30)]
    assert 'type="radio"' in str(form_with(Choice("Trade", few))()["value"])
    assert "data-pick" in str(form_with(Choice("Unit", many))()["value"])
    assert 'type="checkbox"' in str(form_with(Choices("Trade", few))()["value"])
    assert "Choose another" in complaint(Choice("Trade", few), "steam")
    assert "Please choose one" in complaint(Choice("Trade", few), "")


def test_choices_may_be_worked_out_when_the_form_is_drawn() -> None:
    options = [("a", "A")]
    form = form_with(Choice("Trade", lambda: options, shown="pick"))
    options.append(("b", "B"))
    assert form({"value": "b"}).is_valid()


def test_a_looked_up_entry_is_its_number() -> None:
    assert understood(Lookup("Unit", url="/units/"), "17") == 17
    assert understood(Lookup("Unit", url="/units/", required=False), "") is None
    assert "one of the entries" in complaint(Lookup("Unit", url="/units/"), "1; drop")
    drawn = str(
        form_with(Lookup("Unit", url="/units/", label_of=lambda key: f"A-{key}"))(initial={"value": 17})[
            "value"
        ]
    )
    assert 'data-lookup="/units/"' in drawn
    assert 'value="A-17"' in drawn


def test_not_ticking_is_a_proper_no() -> None:
    form = form_with(YesNo("Urgent"))({})
    assert form.is_valid()
    assert form.cleaned_data == {"value": False}


def picture(kind: str = "JPEG") -> bytes:
    body = BytesIO()
    Image.new("RGB", (4, 4)).save(body, kind)
    return body.getvalue()


def sent(*files: tuple[str, bytes]) -> MultiValueDict[str, Any]:
    return MultiValueDict({"value": [SimpleUploadedFile(name, body) for name, body in files]})


def test_photos_come_as_a_list_and_only_pictures_are_taken() -> None:
    good = form_with(Photos("Photos"))({}, sent(("a.jpg", picture()), ("b.png", picture("PNG"))))
    assert good.is_valid()
    assert [one.name for one in good.cleaned_data["value"]] == ["a.jpg", "b.png"]
    bad = form_with(Photos("Photos"))({}, sent(("a.jpg", b"<svg onload=alert(1)>")))
    assert "is not a picture" in str(bad.errors["value"])
    many = form_with(Photos("Photos", most=1))({}, sent(("a.jpg", picture()), ("b.jpg", picture())))
    assert "at most 1 photo" in str(many.errors["value"])
    large = form_with(Photos("Photos", size=10))({}, sent(("a.jpg", picture())))
    assert "smaller photo" in str(large.errors["value"])
    assert form_with(Photos("Photos"))({}, MultiValueDict()).is_valid()


def test_a_file_of_another_kind_is_told() -> None:
    form = form_with(File("List", endings=(".xlsx",)))({}, sent(("list.pdf", b"x")))
    assert ".xlsx" in str(form.errors["value"])
    assert form_with(File("List", endings=(".xlsx",)))({}, sent(("LIST.XLSX", b"x"))).is_valid()


STROKES = "[[[10,10],[40,60],[90,20],[140,80]],[[200,100],[260,40],[300,90]]]"


def test_a_signature_is_drawn_by_us_from_numbers() -> None:
    signed = understood(Signature("Signature"), STROKES)
    assert isinstance(signed, Signed)
    assert signed.svg.count("<path") == 2
    assert signed.json == STROKES


@pytest.mark.parametrize(
    "typed",
    [
        "<svg/>",
        "[[[1]]]",
        "[[[1,2],[3,9999]]]",
        '[[["a","b"]]]',
        "[[[1,2]]]",
        "{}",
        "[" * 5000,
        "[[[1e999,2],[3,4]]]",
    ],
)
def test_what_is_no_signature_is_refused_with_a_sentence(typed: str) -> None:
    assert "sign again" in complaint(Signature("Signature"), typed)


def test_a_compulsory_signature_is_asked_for() -> None:
    assert "Please sign" in complaint(Signature("Signature"), "")
    assert understood(Signature("Signature", required=False), "[]") is None


def test_labels_hints_and_errors_belong_together_for_those_who_listen() -> None:
    class Two(Form):
        title = Line("Title", help_text="In a few words.")

    drawn = str(Two({"title": ""}))
    assert '<label class="field-label" for="id_title">' in drawn
    assert 'aria-invalid="true"' in drawn
    described = drawn.split('aria-describedby="')[1].split('"')[0].split()
    assert all(f'id="{one}"' in drawn for one in described)
    assert "id_title_error" in described


def test_what_the_verb_gets_is_exactly_what_is_declared() -> None:
    form = form_with(Line("Title"))({"value": "x", "form_key": "k" * 20, "next": "/"})
    assert form.is_valid()
    assert form.cleaned_data == {"value": "x"}


def test_every_drawing_of_a_form_has_its_own_key_until_it_is_sent() -> None:
    kind = form_with(Line("Title"))
    assert kind().form_key != kind().form_key
    assert kind({"value": "", "form_key": "k" * 20}).form_key == "k" * 20


def test_several_reasons_find_their_fields() -> None:
    class Two(Form):
        title = Line("Title")
        reason = Line("Reason")

    form = Two({"title": "a", "reason": "b"})
    assert form.is_valid()
    form.refuse(
        Refused(
            Refusal("a", "First.", field="title"),
            Refusal("b", "Second.", field="reason"),
            Refusal("c", "Third."),
        )
    )
    assert form.errors.get_json_data(escape_html=True)["title"][0]["message"] == "First."
    assert form.errors["reason"] == ["Second."]
    assert form.non_field_errors() == ["Third."]


class Kept(Form):
    """A form that keeps a draft, but not the number in it."""

    draft = "kept"
    private = frozenset({"number"})
    words = Line("Words")
    number = Line("Number")


def test_a_draft_belongs_to_one_address_so_that_the_form_of_one_day_never_fills_that_of_another(rf):
    monday, tuesday = (Kept(request=rf.get(f"/reviews/2026-03-0{day}/")) for day in (2, 3))
    assert monday.draft_key != tuesday.draft_key
    assert monday.draft_key == Kept(request=rf.post("/reviews/2026-03-02/")).draft_key
    assert form_with(Line("Value"))().draft_key == ""


def test_a_private_field_is_marked_so_that_the_browser_keeps_nothing_of_it():
    form = Kept()
    assert "data-private" in str(form["number"])
    assert "data-private" not in str(form["words"])
