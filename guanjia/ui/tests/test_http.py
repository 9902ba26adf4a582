"""The doors of the web: who may come in, what a refusal looks like, and that a double click makes one record."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.http import Http404, HttpResponse
from django.urls import reverse

from guanjia.kernel.models import SavedAnswer
from guanjia.kernel.refusals import NotFound, NotPermitted, Refusal, Refused, refuse
from guanjia.ui.forms import Form, Line
from guanjia.ui.http import (
    PUBLIC,
    SIGNED_IN,
    done,
    page,
    public_screen,
    public_verb,
    safe_url,
    screen,
    shown_once,
    verb,
)
from guanjia.ui.models import Attempt
from guanjia.ui.read_only import WroteWhileReading, WroteWithoutSaying

pytestmark = pytest.mark.django_db
Make = Callable[..., Any]
KEY = "a-key-of-the-form-1"


class NoteForm(Form):
    title = Line("Title")
    reason = Line("Reason", required=False)


def note(title: str) -> None:
    """The verb of these tests: writes a row, and refuses what is called "bad"."""
    Attempt.objects.create(door=title, address="x", window=Attempt.objects.count())
    refuse(Refusal("bad", "Do something else next.", field="reason") if title == "bad" else None)
    refuse(Refusal("worse", "Ask somebody first.", field="no_such_field") if title == "worse" else None)


@verb(can=SIGNED_IN)
def write_note(request: Any) -> HttpResponse:
    form = NoteForm.of(request)
    if form.ready():
        note(form.cleaned_data["title"])
        return done(request, "/notes/", "Written.")
    return page(request, "ui/verb.html#form", form=form, title="Note", submit="Write")


def notes() -> list[str]:
    return list(Attempt.objects.values_list("door", flat=True))


# Who may come in


def test_somebody_not_signed_in_is_led_to_the_sign_in_page_and_back(make_request: Make) -> None:
    view = screen(can=SIGNED_IN)(lambda request: HttpResponse("secret"))
    answer = view(make_request("/cases/?state=open", actor=None))
    assert answer.status_code == 302
    assert answer["Location"] == f"{reverse('account_login')}?next=/cases/%3Fstate%3Dopen"


def test_a_piece_of_a_page_asked_for_after_the_session_ended_reloads_the_page(make_request: Make) -> None:
    view = screen(can=SIGNED_IN)(lambda request: HttpResponse("secret"))
    answer = view(make_request(actor=None, htmx=True))
    assert (answer.status_code, answer["HX-Refresh"]) == (401, "true")


def test_a_capability_held_nowhere_is_403_and_held_somewhere_opens(make_request: Make) -> None:
    view = screen(can="cases.see")(lambda request: HttpResponse("the cases"))
    assert view(make_request()).status_code == 403
    assert view(make_request(grants={"cases.see": {7}})).content == b"the cases"


def test_every_door_publishes_its_capability() -> None:
    def view(request: Any) -> HttpResponse:
        return HttpResponse()

    assert screen(can="cases.see")(view).capability == "cases.see"
    assert verb(can="cases.close")(view).capability == "cases.close"
    assert public_screen()(view).capability == PUBLIC
    assert public_verb(throttle="3/h")(view).capability == PUBLIC


def test_a_screen_answers_no_post(make_request: Make) -> None:
    view = screen(can=SIGNED_IN)(lambda request: HttpResponse("read"))
    assert view(make_request(post={})).status_code == 405


# Looking changes nothing


def careless(request: Any) -> HttpResponse:
    """A view that writes whatever it was asked."""
    SavedAnswer._base_manager.create(
        company_id=1, door="d", key="k", request_digest=b"", saved_at=request.now
    )
    return HttpResponse()


def test_a_screen_that_writes_is_stopped_before_the_database(make_request: Make) -> None:
    with pytest.raises(WroteWhileReading), transaction.atomic():
        screen(can=SIGNED_IN)(careless)(make_request())
    assert SavedAnswer._base_manager.count() == 0


def test_a_screen_that_declares_its_writing_may(make_request: Make) -> None:
    assert screen(can=SIGNED_IN, writes=True)(careless)(make_request()).status_code == 200
    assert SavedAnswer._base_manager.count() == 1


def test_the_form_of_a_verb_is_shown_without_writing(make_request: Make) -> None:
    with pytest.raises(WroteWhileReading), transaction.atomic():
        verb(can=SIGNED_IN)(careless)(make_request())
    assert SavedAnswer._base_manager.count() == 0


def test_a_verb_without_a_form_asks_on_get_and_runs_on_post_only(make_request: Make) -> None:
    ran: list[str] = []
    view = verb(can=SIGNED_IN, ask="Really?")(
        lambda request: ran.append("ran") or done(request, "/", "Done.")
    )
    answer = view(make_request())
    assert b"Really?" in answer.content
    assert ran == []
    assert view(make_request(post={})).status_code == 302
    assert ran == ["ran"]


# Doing, and being refused


def test_a_verb_that_happened_leads_on_with_a_message(make_request: Make) -> None:
    request = make_request(post={"title": "Leak"})
    answer = write_note(request)
    assert (answer.status_code, answer["Location"]) == (302, "/notes/")
    assert [str(message) for message in request._messages] == ["Written."]
    assert notes() == ["Leak"]


def test_for_htmx_the_way_on_is_a_header(make_request: Make) -> None:
    answer = write_note(make_request(post={"title": "Leak"}, htmx=True))
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/notes/")


def test_a_field_not_filled_in_is_422_and_says_what_to_do(make_request: Make) -> None:
    answer = write_note(make_request(post={"title": " ", "reason": "Typed before"}))
    page_text = answer.content.decode()
    assert answer.status_code == 422
    assert "Please fill this in." in page_text
    assert 'value="Typed before"' in page_text
    assert notes() == []


def test_a_refusal_is_422_beside_its_field_and_keeps_what_was_typed_and_stores_nothing(
    make_request: Make,
) -> None:
    answer = write_note(make_request(post={"title": "bad", "reason": "Kept words", "form_key": KEY}))
    page_text = answer.content.decode()
    assert answer.status_code == 422
    beside = page_text.split('data-field="reason"')[1].split("</div>")[0]
    assert "Do something else next." in beside
    assert 'value="Kept words"' in page_text
    assert notes() == []


def test_a_refusal_that_belongs_to_no_field_stands_on_top(make_request: Make) -> None:
    page_text = write_note(make_request(post={"title": "worse", "form_key": KEY})).content.decode()
    on_top = page_text.split('data-test="form-errors"')[1].split("</div>")[0]
    assert "Ask somebody first." in on_top


def test_in_a_dialog_only_the_form_comes_back(make_request: Make) -> None:
    answer = write_note(make_request(post={"title": "bad"}, htmx=True, headers={"HX-Target": "dialog-body"}))
    assert answer.status_code == 422
    assert b"<html" not in answer.content
    assert b'hx-target="#dialog-body"' in answer.content


def test_a_refusal_without_a_form_is_a_page_with_the_way_back_or_a_toast(make_request: Make) -> None:
    def view(request: Any) -> HttpResponse:
        raise Refused(Refusal("late", "Open a new one."))

    door = verb(can=SIGNED_IN, ask="?")(view)
    answer = door(make_request(post={}, headers={"Referer": "http://testserver/cases/7/"}))
    assert answer.status_code == 422
    assert b"Open a new one." in answer.content
    assert b'href="http://testserver/cases/7/"' in answer.content
    toast = door(make_request(post={}, htmx=True))
    assert json.loads(toast["HX-Trigger"])["ui:toast"] == {"tone": "bad", "text": "Open a new one."}
    assert toast["HX-Reswap"] == "none"


def test_absent_is_404_and_not_permitted_is_403(make_request: Make) -> None:
    def absent(request: Any) -> HttpResponse:
        raise NotFound

    def forbidden(request: Any) -> HttpResponse:
        raise NotPermitted(Refusal("not_permitted", "Ask your supervisor for this one."))

    for door in (screen(can=SIGNED_IN), verb(can=SIGNED_IN)):
        with pytest.raises(Http404):
            door(absent)(make_request())
        answer = door(forbidden)(make_request())
        assert answer.status_code == 403
        assert b"Ask your supervisor for this one." in answer.content


# Once


def test_a_double_click_makes_one_record_and_both_answers_lead_on(make_request: Make) -> None:
    first = write_note(make_request(post={"title": "Leak", "form_key": KEY, "csrfmiddlewaretoken": "a"}))
    second = write_note(make_request(post={"title": "Leak", "form_key": KEY, "csrfmiddlewaretoken": "b"}))
    assert notes() == ["Leak"]
    assert (
        (second.status_code, second["Location"]) == (first.status_code, first["Location"]) == (302, "/notes/")
    )


def test_other_content_under_the_same_key_asks_whether_a_second_record_is_meant(make_request: Make) -> None:
    write_note(make_request(post={"title": "Leak", "form_key": KEY}))
    again = write_note(make_request(post={"title": "Another leak", "form_key": KEY}))
    page_text = again.content.decode()
    assert again.status_code == 422
    assert "This form was sent before." in page_text
    assert 'value="Another leak"' in page_text
    assert notes() == ["Leak"]
    fresh = page_text.split('name="form_key" value="')[1].split('"')[0]
    assert fresh != KEY
    assert write_note(make_request(post={"title": "Another leak", "form_key": fresh})).status_code == 302
    assert notes() == ["Leak", "Another leak"]


@pytest.mark.django_db(transaction=True)
def test_a_one_button_verb_under_a_used_key_with_other_content_does_not_run_again(make_request: Make) -> None:
    ran: list[str] = []

    def press(request: Any) -> HttpResponse:
        ran.append("ran")
        Attempt.objects.create(door=f"pressed {len(ran)}", address="x", window=1)
        return done(request, "/", "")

    view = verb(can=SIGNED_IN)(press)
    view(make_request(post={"form_key": KEY}))
    assert view(make_request(post={"form_key": KEY, "more": "1"})).status_code == 409
    assert notes() == ["pressed 1"]


def test_a_refused_form_can_be_sent_again_under_its_key(make_request: Make) -> None:
    write_note(make_request(post={"title": "bad", "form_key": KEY}))
    assert write_note(make_request(post={"title": "good", "form_key": KEY})).status_code == 302
    assert notes() == ["good"]


def test_keys_of_two_people_do_not_meet(make_request: Make) -> None:
    from dataclasses import replace

    one, other = (
        make_request(post={"title": "Leak", "form_key": KEY}),
        make_request(post={"title": "Leak", "form_key": KEY}),
    )
    one.actor, other.actor = replace(one.actor, account_id=1), replace(other.actor, account_id=2)
    write_note(one)
    write_note(other)
    assert notes() == ["Leak", "Leak"]


@pytest.mark.parametrize("key", [{}, {"form_key": KEY}], ids=["without a key", "under a key"])
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
def test_a_verb_that_wrote_must_say_that_it_is_done(make_request: Make, key: Any, htmx: bool) -> None:
    @verb(can=SIGNED_IN)
    def forgetful(request: Any) -> HttpResponse:
        note("written")
        return page(request, "ui/ask.html#ask", question="All is well", back="/")

    with pytest.raises(WroteWithoutSaying, match="forgetful wrote: INSERT"), transaction.atomic():
        forgetful(make_request(post=key, htmx=htmx))
    assert notes() == []


def test_a_verb_that_wrote_nothing_may_show_its_form_again(make_request: Make) -> None:
    view = verb(can=SIGNED_IN)(lambda request: HttpResponse("the form once more"))
    assert view(make_request(post={"form_key": KEY})).status_code == 200


def test_what_is_shown_once_has_happened_and_is_kept_nowhere(make_request: Make) -> None:
    @verb(can=SIGNED_IN)
    def look(request: Any) -> HttpResponse:
        note("looked")
        return shown_once(HttpResponse("13800138000"))

    for _ in range(2):
        assert look(make_request(post={"form_key": KEY})).content == b"13800138000"
    assert notes() == ["looked", "looked"]
    assert not SavedAnswer._base_manager.exists()


# Where one is sent


@pytest.mark.parametrize(
    "url",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "http:evil", "\\\\evil.example"],
)
def test_nobody_is_sent_to_a_stranger(make_request: Make, url: str) -> None:
    assert safe_url(make_request(), url, "/home/") == "/home/"
    answer = write_note(make_request(post={"title": "Leak", "next": url}))
    assert answer["Location"] == "/notes/"


def test_a_next_of_ours_is_followed(make_request: Make) -> None:
    assert write_note(make_request(post={"title": "Leak", "next": "/today/"}))["Location"] == "/today/"


# People without an account


def test_a_public_verb_is_throttled_by_address_and_opens_again_in_the_next_window(make_request: Make) -> None:
    from datetime import timedelta

    view = public_verb(throttle="2/h")(lambda request: done(request, "/thanks/", ""))
    sent = [view(make_request(post={}, actor=None)) for _ in range(3)]
    assert [answer.status_code for answer in sent] == [302, 302, 429]
    assert int(sent[2]["Retry-After"]) == 1800
    assert b"That was too often" in sent[2].content

    elsewhere = make_request(post={}, actor=None)
    elsewhere.META["REMOTE_ADDR"] = "10.0.0.9"
    assert view(elsewhere).status_code == 302
    later = make_request(post={}, actor=None)
    later.now += timedelta(hours=1)
    assert view(later).status_code == 302


def test_looking_at_a_public_form_is_not_counted(make_request: Make) -> None:
    view = public_verb(throttle="1/h")(lambda request: HttpResponse("form"))
    assert [view(make_request(actor=None)).status_code for _ in range(4)] == [200] * 4


def test_wrong_secret_links_are_counted_by_address_without_keeping_it(make_request: Make) -> None:
    def absent(request: Any) -> HttpResponse:
        raise NotFound

    view = public_screen()(absent)
    for _ in range(3):
        with pytest.raises(Http404):
            view(make_request(actor=None))
    row = Attempt.objects.get()
    assert (row.door, row.count) == ("missed", 3)
    assert "127.0.0.1" not in row.address


def test_somebody_who_tried_too_many_secret_links_gets_no_further_answer(make_request: Make) -> None:
    def absent(request: Any) -> HttpResponse:
        raise NotFound

    view = public_screen()(absent)
    for _ in range(60):
        with pytest.raises(Http404):
            view(make_request(actor=None))
    assert view(make_request(actor=None)).status_code == 429


def test_a_customers_form_sent_twice_makes_one_record(make_request: Make) -> None:
    made: list[str] = []

    def report(request: Any) -> HttpResponse:
        made.append("one")
        return done(request, "/thanks/", "")

    view = public_verb(throttle="9/h")(report)
    for _ in range(2):
        assert view(make_request(post={"form_key": KEY}, actor=None)).status_code == 302
    assert made == ["one"]
