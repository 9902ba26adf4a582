"""Every template and every partial of the house is drawn by somebody's request, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template.base import Template
from django.test import Client
from django.urls import reverse
from template_partials.templatetags.partials import TemplateProxy

import guanjia
from guanjia.apps.messaging import queries as messages
from guanjia.apps.organisations.models import Account
from guanjia.apps.rulebook.tests.versions import store_another
from tests.cast import at
from tests.matrix.resolver import addresses
from tests.matrix.subjects import IN_EVERY_STATE, urls
from tests.matrix.visitors import FRAGMENT, STRANGER, Visitors

pytestmark = pytest.mark.django_db

HOUSE = Path(guanjia.__file__).parent
LANGUAGES = ("zh-hans", "en")
_PARTIAL = re.compile(r"{%\s*partialdef\s+([\w-]+)")
# Each is drawn by a test of its own; the list only ever gets shorter.
NOT_YET = {
    "500.html": "drawn without a database, by the test of the error pages",
    "429.html": "drawn by the test of the throttle",
    "shell/sign_in_paused.html": "drawn by the test of the throttle",
    "obligations/backtest_progress.html": "streamed; drawn by the tests of the back-test's screens",
    "obligations/backtest_findings.html": "streamed; drawn by the tests of the back-test's screens",
    "obligations/backtest_refused.html": "streamed, when a calendar does not reach that far",
    "registers/designer/design.html#preview": "asked for while somebody types; drawn by the tests of the designer",
    "rulebook/house/designer.html#reading": "asked for while somebody types; drawn by the tests of house rules",
    "account/account_inactive.html": "an account without a person",
    "account/reauthenticate.html": "drawn by the test of the second factor",
    "mfa/authenticate.html": "drawn by the test of the second factor",
    "mfa/reauthenticate.html": "drawn by the test of the second factor",
    "mfa/recovery_codes/generate.html": "drawn by the test of the second factor",
    "mfa/recovery_codes/index.html": "drawn by the test of the second factor",
    "mfa/totp/activate_form.html": "drawn by the test of the second factor",
    "mfa/totp/deactivate_form.html": "drawn by the test of the second factor",
}


def of_the_house() -> set[str]:
    """The names of all templates, and of their partials as ``template#partial``."""
    names = set()
    for path in HOUSE.glob("**/templates/**/*.html"):
        name = str(path.relative_to(next(up for up in path.parents if up.name == "templates")).as_posix())
        names |= {name, *(f"{name}#{one}" for one in _PARTIAL.findall(path.read_text(encoding="utf-8")))}
    return names


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Fills with the name of each template and partial as it is drawn."""
    names: set[str] = set()
    whole, part = Template._render, TemplateProxy._render

    def draw_whole(self: Template, context: Any) -> Any:
        names.add(str(self.name))
        return whole(self, context)

    def draw_part(self: TemplateProxy, context: Any) -> Any:
        names.add(f"{self.origin.template_name}#{self.name}")
        return part(self, context)

    monkeypatch.setattr(Template, "_render", draw_whole)
    monkeypatch.setattr(TemplateProxy, "_render", draw_part)
    return names


def visit_everything(visitors: Visitors) -> Iterator[Any]:
    """All screens and verbs, as one who may: the page, the piece, and the form sent empty."""
    for address in addresses():
        if address.is_of_programs:
            continue
        if address.is_public:
            for url in urls(address, visitors.stage.wanxing):
                yield visitors.ask(STRANGER, url)
                yield visitors.ask(STRANGER, url, "post")
            continue
        login = visitors.best_holder(address)
        if login is None:
            continue
        whole = address.name in IN_EVERY_STATE
        for place, url in enumerate(visitors.own_urls(address, login, most=None if whole else 3)):
            pages = [url] if address.name not in SEVERAL_LOOKS else [url, *SEVERAL_LOOKS[address.name]]
            for page in pages:
                yield visitors.ask(login, page, **(FRAGMENT if place and not whole else {}))
            if place == 0:
                yield visitors.ask(login, url, **FRAGMENT)
                yield visitors.ask(login, url, "post", {"shown": "1"})
    yield from do_what_shows_something(visitors)
    yield visitors.ask("lin", "/nothing/here/")
    yield visitors.ask("bao", reverse("organisations:stand_in"))
    yield visitors.ask(STRANGER, reverse("account_login"))
    for name in ("mfa_index", "account_logout", "account_change_password"):
        yield visitors.ask("lin", reverse(name))
    for login in visitors.stage.wanxing.house.people:
        yield visitors.ask(login, reverse("shell:today"))


def do_what_shows_something(visitors: Visitors) -> Iterator[Any]:
    """Verbs whose answer is a piece of a page, and screens that look different to those who do the work."""
    ours = visitors.stage.wanxing
    why, case, order = {"reason": "业主要求回电"}, ours.cases["first"], ours.orders["issued"]
    number = reverse("people:reveal", kwargs={"person_id": ours.things["person"].pk, "field": "PHONE"})
    badge = reverse("registers:reveal", args=[ours.things["entry"].ref, "badge"])
    for how in ({}, FRAGMENT):
        yield visitors.ask("zhou", badge, "post", why, **how)
        yield visitors.ask("zhou", reverse("cases:reveal_phone", args=[case]), "post", why, **how)
        yield visitors.ask("zhou", number, "post", why, **how)
        yield visitors.ask("zhou", reverse("workorders:reveal_contact", args=[order]), "post", why, **how)
        loan = reverse("custody:reveal_contact", args=[ours.things["loan"].ref])
        yield visitors.ask("zhou", loan, "post", why, **how)
    secret = reverse("archives:reveal", args=[ours.things["archive secret"].ref])
    opened = visitors.ask("zhou", secret, "post", why)
    yield opened
    yield visitors.ask("zhou", opened.response.headers["Location"])
    kept = {"chosen": ours.things["kept parcel"].ref}
    yield visitors.ask("zhou", reverse("safekeeping:hand_on"), "get", kept, **FRAGMENT)
    board = {**FRAGMENT, "HX-Target": "board-order"}
    yield visitors.ask("zhou", reverse("workorders:offer", args=[order]), "post", **board)
    yield visitors.ask("zhou", reverse("workorders:peek", args=[ours.orders["accepted"]]), **FRAGMENT)
    yield visitors.ask("sun", reverse("workorders:mine"))
    reckon = reverse("calendars:reckon", args=[ours.things["calendar"].pk])
    newer = store_another(at("09:00"))
    yield visitors.ask("zhou", reverse("rulebook:adopt", args=[newer.key, newer.digest]))
    with ours.open():
        told = messages.list_notices(visitors.actor("zhou"))[0]
    yield visitors.ask("zhou", reverse("messaging:read", args=[told.pk]), "post", **FRAGMENT)
    yield visitors.ask("zhou", f"{reckon}?start=2026-03-02T09:00&plus=3 working days")
    site = ours.house.site.pk
    papers = {"clause": [site, "estate_desk", "1.1"], "measure": [site, "estate_desk", "ed_there_in_time"]}
    for name in ("company", "board", "day", "measures", *papers):
        paper = reverse(f"insight:{name}", args=papers.get(name, []))
        yield visitors.ask("zhou", f"{paper}?format=paper")


SEVERAL_LOOKS = {
    "cases:receive": ["/cases/new/?caller_phone=13800138000&unit_code=WQ1-0301&title=漏水"],
    "manuals:search": ["/manuals/search/?q=接到报修"],
    "shell:search": ["/search/?q=万兴"],
    "shell:find": ["/search/hits/?q=万兴"],
}
"""Addresses that look different once something was typed."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_is_drawn(visitors: Visitors, drawn: set[str], language: str):
    Account.objects.update(language=language)
    broken = [str(one) for one in visit_everything(visitors) if one.status >= 500]
    never = sorted(of_the_house() - drawn - set(NOT_YET))
    assert not broken, f"broken in {language}:\n" + "\n".join(broken)
    assert not never, (
        f"drawn by no screen in {language}; use them, remove them, or put their state on the stage:\n"
        + ("\n".join(never))
    )


def test_the_exceptions_are_still_there():
    assert set(NOT_YET) <= of_the_house(), "shorten NOT_YET"


def test_a_page_for_somebody_not_signed_in_speaks_the_browsers_language(stage):
    page = Client().get(reverse("account_login"), headers={"Accept-Language": "en"})
    assert page.status_code == 200
    assert 'lang="en"' in page.content.decode()
