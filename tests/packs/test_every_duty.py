"""Every duty of every pack is seen to begin, to be proved, and to be broken: nothing is declared that does not run.

Each pack is adopted alone on an estate that has one of everything a duty can be about.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import count
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from guanjia.apps.calendars import queries as calendars
from guanjia.apps.obligations import services
from guanjia.apps.obligations.models import Obligation, Plan
from guanjia.apps.obligations.terms import State
from guanjia.apps.organisations import services as organisations
from guanjia.apps.organisations.models import Post, Shift
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.places import services as places
from guanjia.apps.places.terms import PlaceKind
from guanjia.apps.rulebook import services as rulebook
from guanjia.apps.rulebook.loading import pack_folders
from guanjia.apps.rulebook.queries import InForce, adoption_at
from guanjia.apps.rulebook.terms import Duty, EvidenceKind, Period
from guanjia.kernel.journal import record
from guanjia.kernel.scope import company_scope
from tests.cast import PEOPLE, House, at, wanxing
from tests.packs import facts

PACKS = [folder.name for folder in pack_folders()]
MORNING = at("09:00")
FAR = at("09:00") + timedelta(days=3000)
DONE = (State.KEPT, State.LATE)


def photo() -> SimpleUploadedFile:
    """A small photograph."""
    content = io.BytesIO()
    Image.new("RGB", (32, 32), "white").save(content, "JPEG")
    return SimpleUploadedFile("done.jpg", content.getvalue(), "image/jpeg")


@pytest.fixture
def house(db: None) -> Iterator[House]:
    """Wanxing with a group, a building, units at every stage, and a place of every kind."""
    cached_site.cache_clear()
    calendars.forget_kept_calendars()
    house = wanxing()
    with company_scope(house.company.pk):
        by: dict[str, Any] = {"by": house.system, "at": at("00:00")}
        group = places.add_group(house.site, code="A", name="Maple", **by)
        building = places.add_building(house.site, name="1", group=group, **by)
        day = date(2025, 1, 1)
        stages: list[dict[str, Any]] = [
            {},
            {"delivered_on": day},
            {"delivered_on": day, "fitout_on": day},
            {"delivered_on": day, "moved_in_on": day},
        ]
        for number, dates in enumerate(stages):
            places.add_unit(building, code=f"1-{number}", area=Decimal(90), **dates, **by)
        for kind in PlaceKind:
            if kind is not PlaceKind.UNIT_DOOR:
                places.add_place(house.site, kind=kind, code=kind[:8], name=kind, building=building, **by)
        yield house


class Trial:
    """One pack at work."""

    def __init__(self, house: House, here: InForce) -> None:
        self.house, self.here, self.numbers = house, here, count(1)
        self.staff_id = house.people["lin"].pk

    def happen(self, name: str, values: dict[str, Any], ref: str, moment: datetime = MORNING) -> None:
        """Record an event of a name."""
        event = facts.made(
            name, values, site_id=self.house.site.pk, ref=ref, at=moment, staff_id=self.staff_id
        )
        with transaction.atomic():
            record(event, by=self.house.system, at=moment)

    def begin(self, duty: Duty) -> Obligation:
        """Let the duty's first trigger happen to something new; the obligation it makes."""
        ref, trigger = f"T-{next(self.numbers)}", duty.on[0]
        conditions = facts.whole(duty.conditions, trigger)
        for field, value in facts.of_thread(conditions, trigger.on).items():
            self.happen(facts.carrying(field), {field: value}, ref)
        # A sheet or an entry about something else, so that it proves no duty of its own kind.
        self.happen(trigger.on, {"about": f"matter:{ref}", **facts.fulfilling(conditions)}, ref)
        return Obligation.objects.get(duty=duty.key, ref=ref)

    def turns(self, duty: Duty) -> list[Obligation]:
        """The turns of a duty of the calendar that are planned and under way, or else the first to come."""
        if not duty_rows(duty).exists():
            next_at = self.planned_to[duty.key]
            Plan.objects.exclude(duty=duty.key).update(next_at=FAR)
            Plan.objects.filter(duty=duty.key).update(next_at=next_at)
            services.plan_ahead(at=next_at)
        return list(duty_rows(duty).filter(state=State.OPEN).order_by("start_at", "id"))

    @cached_property
    def planned_to(self) -> dict[str, datetime]:
        """How far each duty was planned to begin with."""
        return dict(Plan.objects.values_list("duty", "next_at"))

    def go_through(self, duties: list[Duty]) -> list[str]:
        """Let duties begin; then see each proved, and, as if nothing had been done, each broken. Answers what went wrong."""
        wrong: list[str] = []
        begun: dict[str, Obligation] = {}
        for duty in duties:
            try:
                begun[duty.key] = self.turns(duty)[0] if duty.every else self.begin(duty)
            except Exception as error:
                wrong.append(f"{duty.key} never begins: {type(error).__name__} {error}"[:300])
        undone = transaction.savepoint()
        wrong += [found for key, row in begun.items() if (found := self.why_not_proved(key, row))]
        transaction.savepoint_rollback(undone)
        last = max((row.closes_at or row.due_at for row in begun.values()), default=MORNING)
        swept = services.sweep(at=last + timedelta(days=1))
        wrong += [f"{swept.failed} alarms failed"] if swept.failed else []
        wrong += [
            f"{key} is never broken"
            for key, row in begun.items()
            if Obligation.objects.get(pk=row.pk).breached_at is None
        ]
        transaction.savepoint_rollback(undone)
        return wrong

    def why_not_proved(self, key: str, row: Obligation) -> str:
        """Prove a duty; a sentence when it stays unproved."""
        try:
            self.prove(self.here.duties[key], row)
        except Exception as error:
            return f"{key} cannot be proved: {type(error).__name__} {error}"[:300]
        return "" if Obligation.objects.get(pk=row.pk).state in DONE else f"{key} is not proved"

    def prove(self, duty: Duty, row: Obligation) -> None:
        """Do what proves the duty."""
        moment = max(MORNING, row.start_at + timedelta(minutes=1))
        if duty.renews:  # what is done at once was done for the turn before
            moment = row.due_at - timedelta(minutes=1)
        if duty.is_reported:
            photos = [photo()] if duty.evidence and duty.evidence.kind is EvidenceKind.PHOTO else []
            services.report(row, by=self.house.system, at=moment, note="done", photos=photos)
            return
        trigger = duty.proofs[0]
        values = facts.fulfilling(trigger.conditions)
        for field, value in facts.of_thread(trigger.conditions, trigger.on).items():
            self.happen(facts.carrying(field), {field: value}, row.thread)
        if duty.every or duty.evidence:
            values["about"] = row.ref
        ref = row.ref if not duty.every and not duty.evidence else f"P-{next(self.numbers)}"
        self.happen(trigger.on, values, ref, moment)


def stand_watch(house: House, here: InForce) -> None:
    """A turn of duty has begun at every post that has a duty in each of them, and somebody holds each post that is looked at."""
    looked_at = {post for duty in here.duties.values() for name, post in duty.each.having if name == "post"}
    for key in looked_at - {post for _name, post, *_more in PEOPLE.values()}:
        post, _new = Post.objects.get_or_create(
            site=house.site, key=key, defaults={"company": house.company, "name": key}
        )
        moment: dict[str, Any] = {"by": house.system, "at": at("00:00")}
        organisations.appoint(house.people["zhao"], post, from_on=date(2026, 1, 1), **moment)
    owners = {
        duty.owners[0].post
        for duty in here.duties.values()
        if duty.every and duty.every.period is Period.SHIFT
    }
    for key in owners:
        post, _new = Post.objects.get_or_create(
            site=house.site, key=key, defaults={"company": house.company, "name": key}
        )
        Shift.objects.create(
            company=house.company,
            site=house.site,
            post=post,
            staff=house.people["lin"],
            from_at=at("08:00"),
            until_at=at("20:00"),
        )


def duty_rows(duty: Duty) -> Any:
    return Obligation.objects.filter(duty=duty.key)


@pytest.mark.slow
@pytest.mark.parametrize("pack", PACKS)
def test_every_duty_begins_is_proved_and_is_broken(house: House, pack: str) -> None:
    rulebook.adopt(house.site.pk, by=house.system, at=at("00:00"), pack=pack)
    here = adoption_at(house.site.pk, pack, MORNING)
    stand_watch(house, here)
    services.plan_ahead(at=MORNING)
    trial = Trial(house, here)
    by_calendar = [duty for duty in here.duties.values() if duty.every]
    by_event = [duty for duty in here.duties.values() if not duty.every]
    wrong = [*trial.go_through(by_calendar), *trial.go_through(by_event)]
    assert not wrong, "\n".join(wrong)
