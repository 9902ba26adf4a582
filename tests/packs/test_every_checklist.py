"""Every checklist of every pack is opened and filled; what fails is scored, put right, and checked again by somebody else.

Each pack stands alone on a site that has only its own posts, so a sheet nobody may fill or check again is found here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from guanjia.apps.inspections import queries, services
from guanjia.apps.inspections.models import Sheet
from guanjia.apps.inspections.terms import Can, FindingState, Verdict, answer_field, note_field, photos_field
from guanjia.apps.registers.terms import Can as RegisterCan
from guanjia.apps.rulebook.loading import load_pack, pack_folders
from guanjia.apps.rulebook.terms import CheckedSubject, Checklist, EvidenceKind, Item, ItemAnswer, OwnerKind
from guanjia.kernel.journal import record
from tests.packs import facts
from tests.packs.stage import NOON, OnePack, photo, site_of, why_not

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PACKS = [folder.name for folder in pack_folders() if load_pack(folder)[0].checklists]
FRAGMENT = {"HX-Request": "true"}
ON_PAPER = {EvidenceKind.SHEET: Can.FILL, EvidenceKind.ENTRY: RegisterCan.ENTER}
"""What one must be allowed to, to prove a duty by a paper."""
MATTERS = {CheckedSubject.CASE: "cases.received", CheckedSubject.WORK_ORDER: "workorders.issued"}


def good(item: Item) -> str:
    """An answer with which an item passes."""
    if item.answer is ItemAnswer.NUMBER:
        found = next((limit for limit in (item.least, item.most) if limit is not None), 1)
        return f"{found:g}"
    return "all is well" if item.answer is ItemAnswer.TEXT else Verdict.PASS


def bad(item: Item) -> str | None:
    """An answer with which an item does not pass; None where any does."""
    if item.answer is ItemAnswer.PASS:
        return Verdict.FAIL
    if item.answer is ItemAnswer.NUMBER and item.least is not None:
        return f"{item.least - 1:g}"
    if item.answer is ItemAnswer.NUMBER and item.most is not None:
        return f"{item.most + 1:g}"
    return None


def subject(checklist: Checklist, stage: OnePack) -> dict[str, Any]:
    """What the sheet is about, as the form asks for it."""
    kind = checklist.about
    if kind is CheckedSubject.SITE:
        return {}
    if kind in MATTERS:
        ref = f"LN-{kind}-{checklist.key}"
        begun = facts.made(
            MATTERS[kind], {}, site_id=stage.site.pk, ref=ref, at=NOON, staff_id=stage.things["staff"]
        )
        with transaction.atomic():
            record(begun, by=stage.system, at=NOON)
        return {"about": ref}
    pk = stage.things[kind]
    return {"about": pk if kind is CheckedSubject.UNIT else f"{kind}:{pk}"}


def filled(
    client: Client, url: str, checklist: Checklist, failing: Item | None, about: dict[str, Any]
) -> Sheet:
    """Fill a sheet through its form; one item does not pass."""
    sent: dict[str, Any] = {answer_field(item.key): good(item) for item in checklist.items}
    if failing:
        sent |= {answer_field(failing.key): bad(failing), note_field(failing.key): "not so"}
        if failing.photo:
            sent[photos_field(failing.key)] = photo()
    before = Sheet.objects.count()
    answer = client.post(url, {**about, **sent})
    assert answer.status_code == 302, why_not(answer)
    assert Sheet.objects.count() == before + 1
    return Sheet.objects.latest("pk")


def settled(sheet: Sheet, stage: OnePack) -> None:
    """The finding is put right, sent back once, put right again, and checked by another."""
    [finding] = queries.findings_of(sheet)
    correctors, checkers = stage.who_can(Can.CORRECT), stage.who_can(Can.RECHECK)
    corrector = stage.actor(correctors[-1])
    checker = stage.actor(next(one for one in checkers if one != correctors[-1]))
    for passed in (False, True):
        finding = services.correct(finding, by=corrector, at=NOON, note="put right")
        finding = services.recheck(finding, by=checker, at=NOON, passed=passed, note="looked at")
    assert finding.state == FindingState.CLEARED


def looked_at(checklist: Checklist, stage: OnePack) -> None:
    """The whole life of a checklist: a sheet where all is well, and one where something is not, by the post that owes it."""
    client = stage.browser(stage.who_owes(f"sheet:{checklist.key}", Can.FILL))
    url = reverse("inspections:fill", args=[stage.here.pack.key, checklist.key])
    form = client.get(url, headers=FRAGMENT).content.decode()
    assert not [item.key for item in checklist.items if f'"{answer_field(item.key)}"' not in form]
    about = subject(checklist, stage)
    well = filled(client, url, checklist, None, about)
    assert (well.score, well.passed) == (100, True)
    failing = next((item for item in checklist.items if bad(item) and item.points), None)
    assert failing, "nothing on this sheet can fail; it is a register"
    ill = filled(client, url, checklist, failing, about)
    assert ill.score < 100
    assert client.get(ill.get_absolute_url(), headers=FRAGMENT).status_code == 200
    settled(ill, stage)


@pytest.fixture(autouse=True)
def uploads(settings: Any, tmp_path: Any) -> None:
    """Files of tests go to a folder of their own."""
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.mark.parametrize("pack", PACKS)
def test_every_checklist_is_filled_scored_put_right_and_checked_again(pack: str) -> None:
    with site_of(pack) as stage:
        wrong = []
        for checklist in stage.here.pack.checklists.values():
            try:
                looked_at(checklist, stage)
            except Exception as error:
                wrong.append(f"{checklist.key}: {type(error).__name__} {error}"[:600])
        assert not wrong, "\n".join(wrong)


def _owes_paper(folder: Path) -> bool:
    duties = load_pack(folder)[0].duties.values()
    return any(one.evidence is not None and one.evidence.kind in ON_PAPER for one in duties)


@pytest.mark.parametrize("pack", [folder.name for folder in pack_folders() if _owes_paper(folder)])
def test_whoever_owes_a_sheet_or_an_entry_may_make_it(pack: str) -> None:
    with site_of(pack) as stage:
        powerless = sorted(
            f"{duty.key}: {owner.post}"
            for duty in stage.here.pack.duties.values()
            for owner in duty.owners
            if owner.kind is OwnerKind.POST
            and duty.evidence
            and duty.evidence.kind in ON_PAPER
            and not stage.actor(owner.post).can(ON_PAPER[duty.evidence.kind], stage.site.pk)
        )
    assert not powerless
