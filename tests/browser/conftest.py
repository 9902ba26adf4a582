"""A real Chromium for the journeys: the one named by CHROMIUM, or the one of this machine.

A journey takes ``desk`` (a person at a screen of a size, in a language) and fails by itself when the page logs an error,
a file is missing, or anything is asked from another host. Pictures are kept under ``var/screenshots``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from develop import chromium
from guanjia.apps.calendars.queries import forget_kept_calendars
from guanjia.apps.obligations import services as obligations
from guanjia.apps.organisations import queries, services
from guanjia.kernel import clock, outbox
from guanjia.kernel.scope import company_scope
from tests import cast

HERE = Path(__file__).parent
PICTURES = HERE.parents[1] / "var" / "screenshots"
AXE = HERE.parents[1] / "static" / "vendor" / "axe" / "axe.min.js"
SIZES = {"wide": (1440, 900), "phone": (390, 844)}
LANGUAGES = ("zh", "en")
expect.set_options(timeout=20_000)  # two browsers, two servers and the databases share the cores
_CODES = {"zh": "zh-hans", "en": "en"}
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_LOOK = """async (rules) => (await axe.run(document, {runOnly: rules, preload: false})).violations.map(
  (one) => `${one.id} (${one.impact}): ` + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | '))"""
_OUTSIDE = """() => [...document.querySelectorAll('main *')].filter(
  (one) => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1).slice(-5).map(
  (one) => one.outerHTML.slice(0, 160))"""
# A refusal or an absent page is an answer we test for; Chromium also writes it to the console.
_ANSWERS = re.compile(
    r"Failed to load resource: the server responded with a status of (401|403|404|409|422|429)"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the machine's own Chromium; as root it cannot use its sandbox."""
    found = chromium.find()
    assert found, chromium.HINT
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return {**browser_type_launch_args, "executable_path": found, "args": ["--no-sandbox"] if root else []}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A desk in China: Chinese, Shanghai time, the wide screen."""
    size = {"width": 1440, "height": 900}
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": size}


class Watch:
    """The clock of a journey that lasts longer than its test: told by hand, it goes on from there.

    The server reads it, and the pages count from the server's time; so does the worker, which runs when asked.
    """

    def __init__(self, moment: datetime) -> None:
        self.tell(moment)

    def tell(self, moment: datetime) -> None:
        """It is this moment now."""
        self._ahead = moment - datetime.now(UTC)

    def now(self) -> datetime:
        """What the watch shows."""
        return datetime.now(UTC) + self._ahead

    def worker_runs(self) -> dict[str, int]:
        """The worker sweeps the duties that are due now and sends what waits; answers what the sweep did."""
        report = obligations.sweep(at=self.now())
        outbox.drain(at=self.now())
        return report.as_json()


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Nine o'clock on the Monday of the stories; ask for it before ``house``."""
    told = Watch(cast.at("09:00"))
    monkeypatch.setattr(clock, "now", told.now)
    forget_kept_calendars()
    yield told
    forget_kept_calendars()


@pytest.fixture
def house(transactional_db: None) -> Iterator[cast.House]:
    """The company of the stories, everybody on duty now: by the real clock, or by the ``watch`` of a journey."""
    queries.site.cache_clear()
    built = cast.wanxing()
    now = clock.now()
    if now.astimezone(cast.SHANGHAI).date() != cast.TODAY:  # of that day the cast has its shifts
        _call_in(built, now)
    yield built
    queries.site.cache_clear()


def _call_in(house: cast.House, now: datetime) -> None:
    """Everybody is on duty around a moment."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    with company_scope(house.company.pk):
        for login, (_name, post, _skills, _groups) in cast.PEOPLE.items():
            services.plan_shift(
                house.posts[post],
                house.people[login],
                by=house.system,
                at=now,
                from_at=hour - timedelta(hours=3),
                until_at=hour + timedelta(hours=6),
            )


@dataclass
class Desk:
    """One person at one screen."""

    page: Page
    address: str
    size: str
    language: str
    wrong: list[str] = field(default_factory=list)
    quiet: bool = False  # while axe looks: it tries things our policy forbids it

    def __post_init__(self) -> None:
        self.page.on("console", lambda message: self._said(message.type, message.text))
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("response", lambda response: self._got(response.url, response.status))

    def go(self, path: str) -> None:
        """Open a page of ours and wait until its scripts have started."""
        self.page.goto(self.address + path)
        self.settle()

    def settle(self) -> None:
        """Wait until the page is whole and its scripts have started."""
        self.page.wait_for_load_state("networkidle")
        if self.page.locator("script[type=module]").count():
            self.page.wait_for_selector("html[data-ready]", state="attached")

    def sign_in(self, login: str, password: str = "") -> None:
        """Sign in through the page, then speak this desk's language."""
        self.go("/account/sign-in/")
        self.page.fill("[data-test=login]", login)
        self.page.fill("[data-test=password]", password or f"{login}-secret")
        self.page.click("[data-test=submit]")
        self.page.wait_for_url("**/today/")
        self.speak(self.language)

    def speak(self, language: str) -> None:
        """Choose a language where a person would: the bar on top, or on a phone the page about me."""
        before = self.page.url
        wide = self.page.locator(f"[data-test=language-{_CODES[language]}]:visible")
        if not wide.count():
            self.go("/me/")
            wide = self.page.locator(f"button[name=language][value={_CODES[language]}]:visible")
        wide.first.click()
        self.settle()
        self.page.goto(before)
        self.settle()
        self.language = language

    def picture(self, name: str, *, whole: bool = False) -> Path:
        """Keep a picture as ``<name>-<size>-<language>.png``."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        file = PICTURES / f"{name}-{self.size}-{self.language}.png"
        self.page.screenshot(path=file, full_page=whole)
        return file

    def check_axe(self) -> None:
        """Assert that axe finds nothing on this page, in this state."""
        self.quiet = True
        try:
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
            found = self.page.evaluate(_LOOK, _RULES)
        finally:
            self.quiet = False
        assert found == [], f"axe on {self.page.url}:\n" + "\n".join(found)

    def check_fits(self) -> None:
        """Assert that nothing sticks out at the side."""
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, (
            f"{self.page.url} is {wide} px wider than the screen: {self.page.evaluate(_OUTSIDE)}"
        )

    def _said(self, kind: str, text: str) -> None:
        if kind == "error" and not self.quiet and not _ANSWERS.match(text):
            self.wrong.append(f"console: {text}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.wrong.append(f"another host was asked: {url}")

    def _got(self, url: str, status: int) -> None:
        if status >= 500 or (status >= 400 and "/static/" in url):
            self.wrong.append(f"{status}: {url}")


OpenDesk = Callable[..., Desk]


@pytest.fixture
def open_desk(browser: Browser, live_server: Any, browser_context_args: dict[str, Any]) -> Iterator[OpenDesk]:
    """open_desk("phone", "en", dark=True): a fresh browser; several may be open at once."""
    contexts: list[BrowserContext] = []
    desks: list[Desk] = []

    def start(size: str = "wide", language: str = "zh", *, dark: bool = False, **more: Any) -> Desk:
        width, height = SIZES[size]
        context = browser.new_context(
            **{
                **browser_context_args,
                "viewport": {"width": width, "height": height},
                "locale": "zh-CN" if language == "zh" else "en-GB",
                "color_scheme": "dark" if dark else "light",
                "has_touch": size == "phone",
                "reduced_motion": "reduce",
                **more,
            }
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        desks.append(Desk(context.new_page(), live_server.url, size, language))
        return desks[-1]

    yield start
    for context in contexts:
        context.close()
    wrong = [f"{desk.size} {desk.language}: {line}" for desk in desks for line in desk.wrong]
    assert not wrong, "\n".join(wrong)


@pytest.fixture(params=[f"{size}-{language}" for size in SIZES for language in LANGUAGES])
def desk(request: pytest.FixtureRequest, open_desk: OpenDesk) -> Desk:
    """The same journey at both sizes and in both languages."""
    size, language = request.param.split("-")
    return open_desk(size, language)


@pytest.fixture(params=["wide-zh", "phone-en"])
def either_desk(request: pytest.FixtureRequest, open_desk: OpenDesk) -> Desk:
    """A journey whose drawing does not depend on the language: both sizes, one language each."""
    size, language = request.param.split("-")
    return open_desk(size, language)
