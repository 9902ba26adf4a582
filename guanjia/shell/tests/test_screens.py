"""The frame's own screens: Today with and without work, search, palette, me, health, and the pages for trouble."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from guanjia.shell import today
from guanjia.shell.slots import filler
from guanjia.shell.today import Slot
from guanjia.ui import palette
from guanjia.ui.http import SIGNED_IN
from guanjia.ui.palette import Hit, Provider, Verb
from guanjia.ui.panels import Figure, Panel
from tests import cast

SignedIn = Callable[..., Client]
HERE = "guanjia.shell.tests.test_screens"


def two_rows(request: Any) -> Panel:
    return Panel(
        "Sample duties",
        "shell/panels/on_duty.html",
        {"rows": []},
        icon="checklist",
        count=2,
        empty="All kept.",
    )


def work(request: Any) -> Panel:
    return Panel("Sample work", "shell/start_buttons.html", {"rows": [1]}, count=1)


def notices(request: Any) -> Panel:
    return Panel("Sample messages", "shell/start_buttons.html", {"rows": [1]}, count=1)


def nothing(request: Any) -> None:
    return None


def numbers(request: Any) -> list[Figure]:
    return [Figure("overdue", 3, "late", "alarm")]


@pytest.fixture
def slots(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Fill Today with these functions of this module instead of the apps'."""

    def fill(*names: str, side: tuple[str, ...] = ()) -> None:
        main = [Slot(name, f"{HERE}:{name}") for name in names]
        monkeypatch.setattr(
            today, "PANELS", main + [Slot(name, f"{HERE}:{name}", side=True) for name in side]
        )
        monkeypatch.setattr(today, "FIGURES", [f"{HERE}:numbers"] if names else [])

    return fill


def text(answer: Any) -> str:
    return answer.content.decode()


# Today


def test_the_bare_address_leads_to_today(signed_in: SignedIn) -> None:
    assert signed_in("lin").get("/")["Location"] == "/today/"


def test_today_shows_the_apps_panels_in_order_and_leaves_no_gap(
    signed_in: SignedIn, slots: Callable[..., None]
) -> None:
    slots("nothing", "two_rows", "work", "not_there_yet")
    page = text(signed_in("lin").get("/today/"))
    assert 'data-test="panel-two_rows"' in page
    assert "All kept." in page
    assert "figure-late" in page
    assert "panel-nothing" not in page
    assert "quiet-day" not in page


@pytest.mark.parametrize("panels", [(), ("two_rows",)])
def test_an_empty_day_says_so_instead_of_being_blank(
    signed_in: SignedIn, slots: Callable[..., None], panels: tuple[str, ...]
) -> None:
    slots(*panels)
    assert 'data-test="quiet-day"' in text(signed_in("lin").get("/today/"))


def test_a_day_with_unread_messages_is_not_called_empty(
    signed_in: SignedIn, slots: Callable[..., None]
) -> None:
    slots("two_rows", side=("notices",))
    assert "quiet-day" not in text(signed_in("lin").get("/today/"))


def test_the_daily_review_stands_in_the_rail_of_those_who_hold_it(signed_in: SignedIn) -> None:
    assert 'href="/cases/reviews/"' in text(signed_in("qian").get("/today/"))
    assert 'href="/cases/reviews/"' not in text(signed_in("lin").get("/today/"))


def test_who_is_on_duty_is_shown_until_when(signed_in: SignedIn) -> None:
    page = text(signed_in("lin").get("/today/"))
    assert "段伟" in page
    assert "on duty until" in page
    assert "18:00" in page


def test_a_place_whose_function_is_missing_is_empty_but_a_broken_module_is_not_hidden(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert filler("guanjia.apps.no_such_app.panels:x") is None
    assert filler("guanjia.shell.panels:no_such_function") is None
    assert filler("guanjia.shell.panels:on_duty") is not None
    (tmp_path / "broken_panels.py").write_text("import no_such_package_at_all", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError):
        filler("broken_panels:x")


def test_today_of_the_frame_costs_few_queries(
    signed_in: SignedIn,
    slots: Callable[..., None],
    django_assert_max_num_queries: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("guanjia.shell.frame.URGENT", f"{HERE}:nothing")
    monkeypatch.setattr("guanjia.shell.frame.UNREAD", f"{HERE}:nothing")
    client = signed_in("lin")
    slots("two_rows", side=("nothing",))
    client.get("/today/")
    with django_assert_max_num_queries(
        9
    ):  # session, account, staff, posts, groups, stand-ins, shift, site and company once
        client.get("/today/")


# Navigation


def test_the_rail_shows_what_a_post_may_use_and_marks_where_one_is(
    house: cast.House, signed_in: SignedIn
) -> None:
    desk, guard = text(signed_in("lin").get("/today/")), text(signed_in("bao").get("/today/"))
    assert 'aria-current="page" data-test="nav-shell:today"' in desk
    assert 'data-test="nav-cases:receive"' in desk
    assert 'data-test="nav-organisations:staff"' not in guard


def test_the_estate_is_found_in_the_rail_in_the_words_of_the_glossary(
    house: cast.House, signed_in: SignedIn
) -> None:
    page = text(signed_in("lin", "zh-hans").get("/today/"))
    for name, words in (
        ("places:estate", "组团与楼栋"),
        ("places:units", "房屋"),
        ("places:places", "公共部位与二维码"),
    ):
        link = page.split(f'data-test="nav-{name}">')[1].split("</a>")[0]
        assert f"<span>{words}</span>" in link


def opened(page: str) -> set[str]:
    """The groups of the rail that are open."""
    return set(re.findall(r'class="rail-group is-open" data-group="(\w+)"', page))


def test_the_rail_opens_ones_own_work_and_the_department_of_the_page(signed_in: SignedIn) -> None:
    client = signed_in("qian")
    assert opened(text(client.get("/today/"))) == {"mine", "desk"}
    estate = text(client.get(reverse("places:units")))
    assert opened(estate) == {"mine", "estate"}
    assert 'data-test="nav-cases:list"' in estate


def test_what_was_left_open_stays_open_and_so_does_the_present_page(signed_in: SignedIn) -> None:
    client = signed_in("qian")
    client.cookies["rail"] = "desk.rules.<b>"
    assert opened(text(client.get("/today/"))) == {"mine", "desk", "rules"}
    client.cookies["rail"] = ""
    assert opened(text(client.get(reverse("places:units")))) == {"estate"}


def test_a_tab_has_no_line_in_the_rail_marks_its_room_and_is_found_by_name(signed_in: SignedIn) -> None:
    client = signed_in("zhou")
    for tab, room in (
        ("gate:held_list", "gate:slips"),
        ("gate:inside", "gate:visits"),
        ("safekeeping:losses", "safekeeping:shelf"),
        ("obligations:breaches", "obligations:mine"),
    ):
        page = text(client.get(reverse(tab)))
        assert f'data-test="nav-{tab}"' not in page
        assert f'aria-current="page" data-test="nav-{room}"' in page
        assert f'href="{reverse(tab)}" aria-current="page"' in page
    assert "/gate/held/" in text(client.get("/search/hits/?q=Held", headers={"HX-Request": "true"}))


# Search and palette


@pytest.fixture
def findable() -> Iterator[None]:
    """Two kinds of things that can be found: one for everybody, one for nobody here."""
    before, verbs = dict(palette.PROVIDERS), dict(palette.VERBS)
    palette.PROVIDERS.clear()
    palette.VERBS.clear()
    palette.register(
        Provider(
            "units",
            "Units",
            "home",
            SIGNED_IN,
            lambda _request, q: (Hit(f"{q}-{n}", f"/u/{n}/") for n in range(50)),
        )
    )
    palette.register(
        Provider("secrets", "Secrets", "lock", "secrets.see", lambda _request, q: [Hit("secret", "/s/")])
    )
    palette.register_verb(Verb("New case", "shell:new", "plus", SIGNED_IN, words="登记 报修"))
    palette.register_verb(Verb("Burn down", "shell:me", "flame", "secrets.burn"))
    palette.register_verb(Verb("Not built yet", "nowhere:at_all", "flame", SIGNED_IN))
    yield
    palette.PROVIDERS.clear()
    palette.PROVIDERS.update(before)
    palette.VERBS.clear()
    palette.VERBS.update(verbs)


def test_the_palette_finds_things_and_verbs_by_any_of_their_words(
    signed_in: SignedIn, findable: None
) -> None:
    client = signed_in("lin")
    hits = text(client.get("/search/hits/?q=A", headers={"HX-Request": "true"}))
    assert hits.count("/u/") == 5
    assert "secret" not in hits
    assert "New case" in text(client.get("/search/hits/?q=报修"))
    everything = text(client.get("/search/hits/"))
    assert "New case" in everything
    assert "Burn down" not in everything
    assert "Not built yet" not in everything
    assert 'href="/today/"' in everything


def test_the_search_page_shows_more_by_kind_and_says_when_nothing_is_found(
    signed_in: SignedIn, findable: None
) -> None:
    client = signed_in("lin")
    page = text(client.get("/search/?q=A"))
    assert page.count('href="/u/') == 20
    palette.PROVIDERS.clear()
    assert "Nothing found." in text(client.get("/search/?q=A"))


def test_what_is_searched_for_is_shown_as_text(signed_in: SignedIn, findable: None) -> None:
    page = text(signed_in("lin").get("/search/", {"q": '"><script>alert(1)</script>'}))
    assert "<script>alert" not in page


# Scanning


@pytest.mark.parametrize(
    ("code", "place"),
    [
        ("http://testserver/cases/CS-2026-000001/", "http://testserver/cases/CS-2026-000001/"),
        ("/cases/7/", "/cases/7/"),
        ("https://evil.example/x", "/search/?q=https%3A%2F%2Fevil.example%2Fx"),
        ("//evil.example", "/search/?q=%2F%2Fevil.example"),
        ("CS-2026-000001", "/search/?q=CS-2026-000001"),
    ],
)
def test_a_scanned_code_leads_to_our_page_or_into_the_search(
    signed_in: SignedIn, code: str, place: str
) -> None:
    assert signed_in("lin").get("/scan/go/", {"code": code})["Location"] == place


# Me


def test_me_shows_posts_groups_shifts_and_who_stands_in(house: cast.House, signed_in: SignedIn) -> None:
    from guanjia.apps.organisations import services
    from guanjia.kernel.scope import company_scope

    with company_scope(house.company.pk):
        services.stand_in(
            house.posts["steward"],
            by=house.system,
            at=cast.at("08:00"),
            absent=house.people["zhao"],
            substitute=house.people["lin"],
            from_at=cast.at("08:00"),
            until_at=cast.at("20:00"),
            reason="年假",
        )
    mine = text(signed_in("lin").get("/me/"))
    assert "standing in for 赵敏" in mine
    assert "03-02 07:50 – 18:00" in mine
    assert "林晓 stands in for you as" in text(signed_in("zhao").get("/me/"))


def test_the_language_is_kept_with_the_account_and_the_browser(
    house: cast.House, signed_in: SignedIn
) -> None:
    client = signed_in("lin")
    assert ">Today<" in text(client.get("/today/"))
    answer = client.post("/me/language/", {"language": "zh-hans", "next": "/me/"})
    assert answer["Location"] == "/me/"
    assert ">今日<" in text(client.get("/today/"))
    house.people["lin"].account.refresh_from_db()
    assert house.people["lin"].account.language == "zh-hans"
    client.post("/me/language/", {"language": "xx"})
    assert ">今日<" in text(client.get("/today/"))


@pytest.mark.django_db
def test_the_sign_in_page_speaks_the_language_chosen_there() -> None:
    client = Client()
    assert ">登录<" in text(client.get("/account/sign-in/"))
    client.post("/me/language/", {"language": "en", "next": "/account/sign-in/"})
    assert ">Sign in<" in text(client.get("/account/sign-in/"))
    assert (
        client.post("/me/language/", {"language": "en", "next": "https://evil.example/"})["Location"] == "/"
    )


def test_a_theme_is_kept_in_the_browser(signed_in: SignedIn) -> None:
    client = signed_in("lin")
    client.post("/me/theme/", {"theme": "dark"})
    assert 'data-bs-theme="dark"' in text(client.get("/today/"))[:400]
    client.post("/me/theme/", {"theme": "<script>"})
    assert 'data-theme="dark"' in text(client.get("/today/"))[:400]


# Health


def test_alive_needs_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Client().get("/healthz").json() == {"status": "live"}


@pytest.mark.django_db
def test_ready_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    from guanjia.shell import health

    assert Client().get("/readyz").json()["status"] == "ready"
    monkeypatch.setattr(health, "_problem", lambda: "migrations")
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["problem"]) == (503, "migrations")


# Trouble


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"), [("en", "There is nothing under this address"), ("zh-hans", "这个地址下没有内容")]
)
def test_an_unknown_address_is_404_in_both_languages(language: str, words: str) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    answer = client.get("/no/such/place/")
    assert answer.status_code == 404
    assert words in text(answer)


@pytest.mark.django_db
def test_a_page_open_too_long_is_told_kindly() -> None:
    client = Client(enforce_csrf_checks=True, HTTP_ACCEPT_LANGUAGE="en")
    answer = client.post("/account/sign-in/", {"login": "lin", "password": "x"})
    assert answer.status_code == 403
    assert "This page was open for too long." in text(answer)


@pytest.mark.parametrize(("language", "words"), [("en", "This is our fault"), ("zh-hans", "系统出错了")])
def test_our_fault_is_told_without_the_database_and_without_details(language: str, words: str) -> None:
    from django.utils import translation

    from guanjia.shell.errors import broken

    with translation.override(language):
        answer = broken(RequestFactory().get("/cases/7/"))
    assert answer.status_code == 500
    assert words in text(answer)
    assert "/cases/7/" in text(answer)


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("en", "That was too often"), ("zh-hans", "操作过于频繁")])
def test_too_often_is_429_in_both_languages_with_the_time_to_wait(language: str, words: str) -> None:
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    answers = [client.post("/me/theme/", {"theme": "dark"}) for _ in range(121)]
    assert answers[119].status_code == 302
    assert answers[120].status_code == 429
    assert words in text(answers[120])
    assert int(answers[120]["Retry-After"]) > 0


# Policy


@pytest.mark.parametrize("place", ["/today/", "/gallery/", "/scan/"])
def test_every_page_forbids_inline_scripts_styles_frames_and_strangers(
    signed_in: SignedIn, place: str
) -> None:
    answer = signed_in("lin").get(place)
    policy = dict(part.split(" ", 1) for part in answer["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert "unsafe-inline" not in policy["script-src"] + policy["style-src"]
    assert "unsafe-eval" not in policy["script-src"].replace("wasm-unsafe-eval", "")
    assert policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert answer["Cache-Control"] == "no-store, private"


def test_the_gallery_draws_every_component_in_both_languages(signed_in: SignedIn) -> None:
    english, chinese = (
        text(signed_in("lin").get("/gallery/")),
        text(signed_in("qian", "zh-hans").get("/gallery/")),
    )
    for part in (
        "clock-soon",
        "tag-late",
        "timeline-item",
        "figure-late",
        "data-signature",
        "data-photos",
        "toast-note",
    ):
        assert part in english
    assert "组件陈列" in chinese
    assert signed_in("lin").get("/gallery/?format=xlsx")["Content-Type"].endswith("sheet")
    assert 'class="empty-state"' in text(signed_in("lin").get("/gallery/?empty=1"))


@pytest.mark.parametrize(
    "name", ["today", "search", "find", "new", "scan", "scanned", "me", "gallery", "gallery_try", "start"]
)
def test_nothing_of_the_frame_is_shown_to_somebody_not_signed_in(db: None, name: str) -> None:
    answer = Client().get(reverse(f"shell:{name}"))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/sign-in/")
