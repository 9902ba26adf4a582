"""Every register of every pack is opened, entered from its own declaration, signed through, corrected, struck, printed.

Each pack stands alone on a site that has only its own posts, so a register nobody may write or sign is found here.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from guanjia.apps.documents.terms import Can as DocumentCan
from guanjia.apps.documents.terms import How, Signing
from guanjia.apps.people.terms import Can as PeopleCan
from guanjia.apps.registers import services
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.terms import CUSTOMER, Can, State
from guanjia.apps.rulebook.loading import load_pack, pack_folders
from guanjia.apps.rulebook.terms import Field, FieldKind, RegisterTerm
from tests.packs.stage import NOON, OnePack, photo, site_of, why_not

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PACKS = [folder.name for folder in pack_folders() if load_pack(folder)[0].registers]
FRAGMENT = {"HX-Request": "true"}
"""Ask for the piece of the page alone; the frame around it is not what is tried here."""
STROKES = "[[[10,10],[60,40],[120,90],[200,90],[300,60],[400,40]]]"


def typed(field: Field, stage: OnePack) -> Any:
    """What somebody types into a field."""
    if field.kind in (FieldKind.UNIT, FieldKind.PLACE, FieldKind.PERSON, FieldKind.STAFF):
        return stage.things[field.kind]
    if field.kind is FieldKind.CHOICE:
        return field.choices[-1][0]
    return {
        FieldKind.TEXT: f"{field.label.en[:40]} 一",
        FieldKind.LONG_TEXT: "first line\nsecond line",
        FieldKind.NUMBER: "12.5",
        FieldKind.MONEY: "1234.50",
        FieldKind.DATE: "2026-03-02",
        FieldKind.MOMENT: "2026-03-02 11:30",
        FieldKind.FLAG: "on",
        FieldKind.PHOTO: photo(),
    }[field.kind]


def entered(client: Client, url: str, term: RegisterTerm, stage: OnePack) -> Entry:
    """Open the form, see every field in it, fill it in."""
    form = client.get(url, headers=FRAGMENT).content.decode()
    missing = [field.key for field in term.fields if f'"f_{field.key}"' not in form]
    assert not missing, f"the form lacks {missing}"
    before = Entry.objects.count()
    answer = client.post(url, {f"f_{field.key}": typed(field, stage) for field in term.fields})
    assert answer.status_code == 302, why_not(answer)
    assert Entry.objects.count() == before + 1
    return Entry.objects.latest("pk")


def needed(term: RegisterTerm) -> list[str]:
    """What it takes, besides entering, to write and have signed what a register asks for."""
    kinds = {field.kind for field in term.fields}
    wanted = {
        PeopleCan.SEE: FieldKind.PERSON in kinds,
        DocumentCan.ATTACH: FieldKind.PHOTO in kinds,
        DocumentCan.SIGN: CUSTOMER in term.signed_by,
    }
    return [capability for capability, is_needed in wanted.items() if is_needed]


def signed(entry: Entry, term: RegisterTerm, stage: OnePack, writer: str) -> Entry:
    """Everybody signs, in order; the customer's signature is taken by whoever made the entry."""
    for signer in term.signed_by:
        signing = Signing("Wang", How.SCREEN, STROKES) if signer == CUSTOMER else None
        taker = stage.actor(writer if signer == CUSTOMER else signer)
        entry = services.sign(entry, by=taker, at=NOON, note="seen", signing=signing)
    assert entry.state == (State.SIGNED if term.signed_by else State.ENTERED)
    return entry


def rewritten_and_struck(entry: Entry, stage: OnePack) -> Entry:
    """Correct an entry, and strike the right one too; gives the right one."""
    term = stage.here.pack.registers[entry.register]
    strikers = [one for one in stage.who_can(Can.STRIKE) if one in stage.who_can(Can.ENTER)]
    by = stage.actor(
        next(one for one in strikers if all(one in stage.who_can(power) for power in needed(term)))
    )
    photos = {field.key for field in term.fields if field.kind is FieldKind.PHOTO}
    values = {key: value for key, value in entry.values.items() if key not in photos}
    right = services.rewrite(entry, by=by, at=NOON, reason="a slip", values=values)
    assert right.values == entry.values
    assert services.strike(right, by=by, at=NOON, reason="twice").state == State.STRUCK
    return right


def on_paper(client: Client, entry: Entry, term: RegisterTerm) -> None:
    """The printed sheet names every field, and who signs."""
    paper = client.get(reverse("registers:print", args=[entry.ref])).content.decode()
    assert entry.ref in paper
    shown = [field for field in term.fields if field.kind is not FieldKind.PHOTO]
    missing = [field.key for field in shown if field.label.zh not in paper]
    assert not missing, f"the paper lacks {missing}"


def in_workbook(client: Client, url: str, entry: Entry, term: RegisterTerm) -> None:
    """The workbook has a column for each field and a line for the entry."""
    answer = client.get(url, {"format": "xlsx"})
    content = b"".join(answer) if answer.streaming else answer.content
    head, *lines = load_workbook(BytesIO(content), read_only=True).active.iter_rows(values_only=True)
    columns = " ".join(str(one) for one in head)
    missing = [
        one.key for one in term.fields if one.kind is not FieldKind.PHOTO and one.label.zh not in columns
    ]
    assert not missing, f"the workbook lacks {missing}"
    assert any(entry.ref in line for line in lines)


def kept(term: RegisterTerm, stage: OnePack, reader: Client) -> None:
    """The whole life of a register's entry, made by the post that owes it."""
    writer = stage.who_owes(f"entry:{term.key}", Can.ENTER, *needed(term))
    enter = reverse("registers:enter", args=[stage.here.pack.key, term.key])
    entry = signed(entered(stage.browser(writer), enter, term, stage), term, stage, writer)
    page = reader.get(entry.get_absolute_url(), headers=FRAGMENT)
    assert page.status_code == 200
    on_paper(reader, entry, term)
    right = rewritten_and_struck(entry, stage)
    url = reverse("registers:register", args=[stage.here.pack.key, term.key])
    in_workbook(reader, url, right, term)


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Any) -> None:
    """Files of tests go to a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.mark.parametrize("pack", PACKS)
def test_every_register_is_entered_signed_corrected_struck_printed_and_exported(pack: str) -> None:
    with site_of(pack) as stage:
        reader = stage.browser(stage.who_can(Can.SEE)[0])
        wrong = []
        for term in stage.here.pack.registers.values():
            try:
                kept(term, stage, reader)
            except Exception as error:
                wrong.append(f"{term.key}: {type(error).__name__} {error}"[:600])
        assert not wrong, "\n".join(wrong)
