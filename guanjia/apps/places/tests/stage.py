"""Small pieces the tests of places, people and unit lists set their scenes with."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.test import Client

from guanjia.apps.organisations import services as organisations
from guanjia.apps.places import services as places
from guanjia.apps.places.models import Building, Group, Unit
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.refusals import Refused
from guanjia.kernel.scope import company_scope
from tests.cast import House, at

FRONT_DESK = ("places.see", "people.see", "people.register", "people.reveal")


def actor_with(house: House, *capabilities: str, name: str = "林晓") -> Actor:
    """A member of staff of the house's site who holds exactly these capabilities."""
    here = frozenset({house.site.pk})
    return Actor(
        kind=ActorKind.STAFF,
        company_id=house.company.pk,
        name=name,
        id=house.people[next(iter(house.people))].pk,
        grants=dict.fromkeys(capabilities, here),
        site_ids=here,
    )


@dataclass
class Estate:
    """A group with one building and two units in it."""

    group: Group
    building: Building
    first: Unit
    second: Unit


def estate(house: House) -> Estate:
    """Group A 罗马假日, building A1栋, units A1-1-0302 and A1-1-1302."""
    moment, by = at("08:00"), house.system
    group = places.add_group(house.site, by=by, at=moment, code="A", name="罗马假日")
    building = places.add_building(house.site, by=by, at=moment, name="A1栋", group=group)
    units = [
        places.add_unit(
            building, by=by, at=moment, code=code, area=Decimal("126.88"), entrance="1单元", floor=floor
        )
        for code, floor in (("A1-1-0302", 3), ("A1-1-1302", 13))
    ]
    return Estate(group, building, *units)


@contextmanager
def refused(code: str) -> Iterator[None]:
    """Expect the block to be refused, first of all for this reason."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code


def signed_in(house: House, login: str) -> Client:
    """A browser somebody of the cast is signed in with."""
    client = Client()
    client.force_login(
        house.people[login].account, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def give(house: House, post: str, *capabilities: str) -> None:
    """Let the holders of a post do exactly this, so that a test does not depend on what the pack plans."""
    with company_scope(house.company.pk):
        organisations.set_capabilities(
            house.posts[post], by=house.system, at=at("07:00"), capabilities=list(capabilities)
        )
