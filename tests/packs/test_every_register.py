"""Every register of every pack is opened, entered from its own declaration, signed through, corrected, struck, printed.

Each pack stands alone on a site that has only its own posts, so a register nobody may write or sign is found here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from guanjia.apps.documents.terms import Can as DocumentCan
from guanjia.apps.documents.terms import How, Signing
from guanjia.apps.people.terms import Can as PeopleCan
from guanjia.apps.registers import services
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.rules import FILES
from guanjia.apps.registers.terms import ANY, CUSTOMER, Can, State
from guanjia.apps.rulebook.loading import load_pack, pack_folders
from guanjia.apps.rulebook.terms import Action, Field, FieldKind, RegisterTerm
from tests.packs.stage import NOON, OnePack, photo, site_of, why_not

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PACKS = [folder.name for folder in pack_folders() if load_pack(folder)[0].registers]
FRAGMENT = {"HX-Request": "true"}
"""Ask for the piece of the page alone; the frame around it is not what is tried here."""
LINES = 2
"""So many lines are written into a table."""
SMALL = "100.50"
"""The amount in a line: all lines together come to less than an amount beside the table."""
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
        FieldKind.CONTRACTOR: "春江工程",
        FieldKind.NUMBER: "12.5",
        FieldKind.MONEY: "1234.50",
        FieldKind.DATE: "2026-03-02",
        FieldKind.MOMENT: "2026-03-02 11:30",
        FieldKind.FLAG: "on",
        FieldKind.PHOTO: photo(),
        FieldKind.FILE: SimpleUploadedFile("a.pdf", b"%PDF-1.7 x", "application/pdf"),
        FieldKind.SIGNATURE: STROKES,
    }[field.kind]


def filled_in(fields: Iterable[Field], stage: OnePack) -> dict[str, Any]:
    """What the form of these fields sends; of a table two lines, column by column."""
    sent = {}
    for field in fields:
        if field.kind is FieldKind.ROWS:
            for column in field.columns:
                if column.kind is not FieldKind.COMPUTED:
                    value = SMALL if column.kind is FieldKind.MONEY else typed(column, stage)
                    sent[f"f_{field.key}-{column.key}"] = [value] * LINES
        elif field.kind is not FieldKind.COMPUTED:
            sent[f"f_{field.key}"] = typed(field, stage)
    return sent


def entered(client: Client, url: str, term: RegisterTerm, stage: OnePack) -> Entry:
    """Open the form, see every field in it, fill it in."""
    form = client.get(url, headers=FRAGMENT).content.decode()
    asked = [field for field in term.fields if not field.at_action]
    sent = filled_in(asked, stage)
    missing = [name for name in sent if f'"{name}"' not in form]
    assert not missing, f"the form lacks {missing}"
    before = Entry.objects.count()
    answer = client.post(url, sent)
    assert answer.status_code == 302, why_not(answer)
    assert Entry.objects.count() == before + 1
    entry = Entry.objects.latest("pk")
    worked_out(entry, asked)
    return entry


def worked_out(entry: Entry, fields: Iterable[Field]) -> None:
    """Everything computed has its value: of lines that are all alike a sum is twice what stands in one."""
    for field in fields:
        for row in entry.values.get(field.key) or () if field.kind is FieldKind.ROWS else ():
            empty = [one.key for one in field.columns if one.formula and row.get(one.key) is None]
            assert not empty, f"the lines of {field.key} lack {empty}"
        if field.formula is not None:
            assert entry.values.get(field.key) is not None, f"{field.key} is not worked out"


def steps(term: RegisterTerm) -> Iterator[Action]:
    """The way from the first state of a register to an end of it, and no state twice."""
    at, been = term.stages[0].key if term.stages else "", set()
    while found := next(
        (one for one in term.actions if at in one.from_stages and one.to_stage not in been), None
    ):
        yield found
        at = found.to_stage
        been.add(at)


def stepped(entry: Entry, term: RegisterTerm, stage: OnePack, writer: str) -> Entry:
    """Every step is taken by the first post that may, with what it asks for; the last one is an end."""
    for action in steps(term):
        fields = [field for field in term.fields if field.at_action == action.key]
        form = reverse("registers:act", args=[entry.ref, action.key])
        client = stage.browser(action.by[0] if action.by else writer)
        page = client.get(form, headers=FRAGMENT).content.decode()
        sent = filled_in(fields, stage)
        assert not [name for name in sent if f'"{name}"' not in page], "the form of the step lacks a field"
        answer = client.post(form, sent)
        assert answer.status_code == 302, why_not(answer)
        entry = Entry.objects.get(pk=entry.pk)
        assert entry.stage == action.to_stage
        worked_out(entry, fields)
    assert not term.stages or next(one for one in term.stages if one.key == entry.stage).is_end
    return entry


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
        taker = stage.actor(writer if signer == CUSTOMER else signer.split(ANY)[0])
        entry = services.sign(entry, by=taker, at=NOON, note="seen", signing=signing)
    assert entry.state == (State.SIGNED if term.signed_by else State.ENTERED)
    return entry


def typed_again(field: Field, value: Any) -> Any:
    """What somebody writes once more: nothing computed is typed."""
    sums = {column.key for column in field.columns if column.formula}
    if field.kind is not FieldKind.ROWS:
        return value
    return [{key: one for key, one in row.items() if key not in sums} for row in value]


def rewritten_and_struck(entry: Entry, stage: OnePack) -> Entry:
    """Correct an entry, and strike the right one too; gives the right one."""
    term = stage.here.pack.registers[entry.register]
    strikers = [one for one in stage.who_can(Can.STRIKE) if one in stage.who_can(Can.ENTER)]
    by = stage.actor(
        next(one for one in strikers if all(one in stage.who_can(power) for power in needed(term)))
    )
    later = {field.key for field in term.fields if field.at_action}
    left = {field.key for field in term.fields if field.kind in FILES or field.formula} | later
    again = [field for field in term.fields if field.key in entry.values and field.key not in left]
    values = {field.key: typed_again(field, entry.values[field.key]) for field in again}
    right = services.rewrite(entry, by=by, at=NOON, reason="a slip", values=values)
    assert right.values == {key: value for key, value in entry.values.items() if key not in later}
    assert services.strike(right, by=by, at=NOON, reason="twice").state == State.STRUCK
    return right


def on_paper(client: Client, entry: Entry, term: RegisterTerm) -> None:
    """The printed sheet names every field, and who signs."""
    paper = client.get(reverse("registers:print", args=[entry.ref])).content.decode()
    assert entry.ref in paper
    shown = [field for field in term.fields if field.kind not in FILES]
    named = [one for field in shown for one in (field, *(() if field.seen_by else field.columns))]
    missing = [field.key for field in named if field.label.zh not in paper]
    assert not missing, f"the paper lacks {missing}"


def in_workbook(client: Client, url: str, entry: Entry, term: RegisterTerm) -> None:
    """The workbook has a column for each field and a line for the entry."""
    answer = client.get(url, {"format": "xlsx"})
    content = b"".join(answer) if answer.streaming else answer.content
    head, *lines = load_workbook(BytesIO(content), read_only=True).active.iter_rows(values_only=True)
    columns = " ".join(str(one) for one in head)
    missing = [one.key for one in term.fields if one.kind not in FILES and one.label.zh not in columns]
    assert not missing, f"the workbook lacks {missing}"
    assert any(entry.ref in line for line in lines)


def kept(term: RegisterTerm, stage: OnePack, reader: Client) -> None:
    """The whole life of a register's entry, made by the post that owes it."""
    writer = stage.who_owes(f"entry:{term.key}", Can.ENTER, *needed(term))
    enter = reverse("registers:enter", args=[stage.here.pack.key, term.key])
    entry = signed(entered(stage.browser(writer), enter, term, stage), term, stage, writer)
    entry = stepped(entry, term, stage, writer)
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
