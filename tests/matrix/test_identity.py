"""Identity numbers are stored in clear and shown nowhere, but to somebody who asks for one and says why."""

from __future__ import annotations

import io
import logging
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.urls import reverse

from guanjia.apps.people.models import Person
from guanjia.kernel.scope import across_companies
from tests.matrix.resolver import addresses
from tests.matrix.subjects import urls
from tests.matrix.test_templates import visit_everything
from tests.matrix.visitors import FRAGMENT, STRANGER, Answer, Visitors

pytestmark = pytest.mark.django_db

WHOLE, OTHER = "11010519491231002X", "511500196412020778"
WHY = {"reason": "核对业主身份", "form_key": "a-key-of-the-form-1"}


def said(answer: Answer) -> str:
    """Everything an answer says: its headers, its text, and the sheets of a workbook."""
    raw = b"" if getattr(answer.response, "streaming", False) else answer.response.content
    if raw[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(raw)) as book:
            raw = b"\n".join(book.read(name) for name in book.namelist())
    return f"{answer.response.headers} {raw.decode('utf-8', 'replace')}"


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """What goes to the log, all of it."""
    caplog.set_level(logging.DEBUG)
    return caplog


def test_no_page_workbook_or_answer_to_a_program_shows_a_whole_identity_number(visitors: Visitors, told: Any):
    ours = visitors.stage.wanxing
    answers = list(visit_everything(visitors))
    for address in addresses():
        login = None if address.is_public or address.is_of_programs else visitors.best_holder(address)
        if login and address.is_screen:
            for url in visitors.own_urls(address, login, most=1):
                answers.append(visitors.ask(login, f"{url}?format=xlsx"))
                answers.append(visitors.ask(login, f"{url}?q=王业主", **FRAGMENT))
        if address.is_of_programs:
            key = {"Authorization": f"Bearer {ours.things['token_text']}"}
            answers += [visitors.ask(STRANGER, url, **key) for url in urls(address, ours)]
    assert [str(one) for one in answers if WHOLE in said(one)] == []
    assert any(
        "王业主" in said(one) and one.response.content[:2] == b"PK" for one in answers if "xlsx" in one.url
    )
    assert WHOLE not in told.text


def test_only_asking_for_it_shows_it_and_it_is_kept_nowhere_else(visitors: Visitors, told: Any):
    person, zhou = visitors.stage.wanxing.things["person"], visitors.client("zhou")
    reveal = reverse("people:reveal", kwargs={"person_id": person.pk, "field": "ID_NUMBER"})
    facts = {"name": "新业主", "kind": "PERSON", "relation": "OWNER", "id_number": OTHER}
    with transaction.atomic():
        assert WHOLE in zhou.post(reveal, WHY).content.decode()
        assert zhou.post(reverse("people:export"), WHY).status_code == 200
        assert (
            zhou.post(reverse("people:register"), {**facts, "form_key": WHY["form_key"]}).status_code == 302
        )
        change = reverse("people:change", args=[person.pk])
        changed = {"name": person.name, "kind": "PERSON", "id_number": "G98765432", **WHY}
        assert zhou.post(change, changed).status_code == 302
        with across_companies(reason="looking for identity numbers"):
            assert Person.objects.filter(id_number__in=[OTHER, "G98765432"]).count() == 2
            kept = [
                f"{model._meta.label}: {row}"
                for model in apps.get_models()
                if model is not Person
                for row in model._base_manager.values()
                if any(number in str(row) for number in (WHOLE, OTHER, "G98765432"))
            ]
        transaction.set_rollback(True)
    assert kept == []
    assert not any(number in told.text for number in (WHOLE, OTHER, "G98765432"))
