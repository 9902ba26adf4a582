"""What the command palette and the search page can find; each app registers its own in its ``palette`` module."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from django.urls import NoReverseMatch, reverse

from guanjia.kernel.refusals import Text
from guanjia.ui.http import SIGNED_IN
from guanjia.ui.request import Request


@dataclass(frozen=True)
class Hit:
    """One thing found: what it is called, where it is, and a few words that tell it from its namesakes."""

    title: Text
    url: str
    detail: Text = ""
    icon: str = ""


Find: TypeAlias = Callable[[Request, str], Iterable[Hit]]


@dataclass(frozen=True)
class Provider:
    """One kind of thing that can be found. ``find`` gets what was typed and yields the best hits first."""

    key: str
    label: Text
    icon: str
    can: str
    find: Find
    order: int = 50


@dataclass(frozen=True)
class Verb:
    """Something that can be started from anywhere, and further words people may type for it."""

    label: Text
    url_name: str
    icon: str
    can: str
    words: str = ""


PROVIDERS: dict[str, Provider] = {}
VERBS: dict[str, Verb] = {}


def register(provider: Provider) -> None:
    """Let things of a kind be found."""
    PROVIDERS[provider.key] = provider


def register_verb(verb: Verb) -> None:
    """Let something be started from the palette."""
    VERBS[verb.url_name] = verb


@dataclass(frozen=True)
class Group:
    """Hits of one kind."""

    key: str
    label: Text
    icon: str
    hits: list[Hit]


def search(request: Request, text: str, each: int) -> list[Group]:
    """Ask every provider the actor may use; groups without a hit are left out."""
    if not text:
        return []
    groups = []
    for provider in sorted(PROVIDERS.values(), key=lambda one: one.order):
        if may(request, provider.can):
            hits = list(islice(provider.find(request, text), each))
            if hits:
                groups.append(Group(provider.key, provider.label, provider.icon, hits))
    return groups


def verbs(request: Request, text: str) -> list[Hit]:
    """The verbs whose words contain what was typed; all of them when nothing was."""
    wanted = text.casefold()
    found = []
    for verb in VERBS.values():
        said = f"{verb.label} {verb.words}".casefold()
        if may(request, verb.can) and wanted in said and (url := _url(verb.url_name)):
            found.append(Hit(verb.label, url, icon=verb.icon))
    return found


def may(request: Request, can: str) -> bool:
    """Whether the actor may use something that needs ``can``."""
    return can == SIGNED_IN or request.actor.can(can)


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:  # a part of the house that is left out in this installation
        return ""
