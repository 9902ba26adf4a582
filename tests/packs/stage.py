"""A site that lives by one pack alone: its posts, a person on each, and one of everything an entry can be about."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from guanjia.apps.calendars import queries as calendars
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.organisations import services as staff_services
from guanjia.apps.organisations.models import Company, Site, Staff
from guanjia.apps.people import services as people
from guanjia.apps.places import services as places
from guanjia.apps.places.terms import PlaceKind
from guanjia.apps.rulebook import services as rulebook
from guanjia.apps.rulebook.queries import InForce, adoption_at
from guanjia.kernel.actor import Actor
from guanjia.kernel.scope import company_scope
from tests.cast import at, found_company

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
NOON = at("12:00")
JPEG = io.BytesIO()
Image.new("RGB", (8, 8), "white").save(JPEG, "JPEG")


def photo() -> SimpleUploadedFile:
    """A small photograph."""
    return SimpleUploadedFile("seen.jpg", JPEG.getvalue(), "image/jpeg")


@dataclass
class OnePack:
    """A site with one pack; ``holders`` are the people by post, ``things`` the ids of what a field can name."""

    company: Company
    site: Site
    here: InForce
    holders: dict[str, Staff]
    things: dict[str, int]
    _actors: dict[str, Actor] = field(default_factory=dict)
    _browsers: dict[str, Client] = field(default_factory=dict)

    @property
    def system(self) -> Actor:
        """The system inside the company."""
        return Actor.system(self.company.pk)

    def actor(self, post: str) -> Actor:
        """Whoever holds a post, at noon."""
        if post not in self._actors:
            self._actors[post] = organisations.actor_for_staff(self.holders[post].pk, NOON)
        return self._actors[post]

    def who_can(self, capability: str) -> list[str]:
        """The posts of the pack whose holders may do something, in the order of the pack."""
        return [post for post in self.holders if self.actor(post).can(capability, self.site.pk)]

    def browser(self, post: str) -> Client:
        """The browser of whoever holds a post."""
        if post not in self._browsers:
            account = self.holders[post].account
            assert account is not None
            self._browsers[post] = Client()
            self._browsers[post].force_login(account, backend=BACKEND)
        return self._browsers[post]

    def who_owes(self, paper: str, *capabilities: str) -> str:
        """The post that owes a paper ("sheet:room"); where no duty asks for it, the first that can do all it takes."""
        for duty in self.here.pack.duties.values():
            asks = duty.evidence and f"{duty.evidence.kind}:{duty.evidence.key}" == paper
            if asks and (post := next((owner.post for owner in duty.owners if owner.post), "")):
                return post
        able = [post for post in self.holders if all(post in self.who_can(one) for one in capabilities)]
        return able[0]


@contextmanager
def site_of(pack: str) -> Iterator[OnePack]:
    """A site that has adopted a pack at midnight; it is noon."""
    organisations.site.cache_clear()
    calendars.forget_kept_calendars()
    company = found_company("LONE")
    system: dict[str, Any] = {"by": Actor.system(company.pk), "at": at("00:00")}
    with company_scope(company.pk), time_machine.travel(NOON, tick=False):
        site = staff_services.open_site(by=system["by"], code="LN", name="Lone Pine")
        posts = staff_services.open_posts(site, by=system["by"], pack=pack)
        holders = {}
        for key, post in posts.items():
            account = staff_services.open_account(f"lone-{key}", None)
            holders[key] = staff_services.hire(by=system["by"], name=post.name, account=account)
            staff_services.appoint(holders[key], post, from_on=date(2026, 1, 1), **system)
        rulebook.adopt(site.pk, pack=pack, **system)
        here = adoption_at(site.pk, pack, NOON)
        yield OnePack(company, site, here, holders, _things(site, holders, system))


def _things(site: Site, holders: dict[str, Staff], system: dict[str, Any]) -> dict[str, int]:
    group = places.add_group(site, code="A", name="Maple", **system)
    building = places.add_building(site, name="1", group=group, **system)
    unit = places.add_unit(building, code="1-101", area=Decimal(90), **system)
    place = places.add_place(site, kind=PlaceKind.LIFT, code="L1", name="Lift 1", building=building, **system)
    person = people.register(site_id=site.pk, name="Wang", **system)
    staff = next(iter(holders.values()))
    return {
        "site": site.pk,
        "unit": unit.pk,
        "building": building.pk,
        "place": place.pk,
        "person": person.pk,
        "staff": staff.pk,
    }


def why_not(answer: Any) -> str:
    """What a form says against what was sent, for the message of a test that fails."""
    page = answer.content.decode()
    said = re.findall(r"(?s)(?:invalid-feedback|alert|form-error|empty-title)[^>]*>(.*?)<", page)
    return f"{answer.status_code}: " + " ".join(" ".join(said).split())[:400]
