"""The permission matrix: every address of the resolver for every person of the cast, a stranger, and another company."""

from __future__ import annotations

from itertools import cycle

import pytest

from guanjia.kernel.permissions import CAPABILITIES
from tests.matrix.resolver import Address, addresses
from tests.matrix.subjects import IN_EVERY_STATE, Missing, subject_of, things_of, url_of_nothing, urls
from tests.matrix.visitors import FRAGMENT, STRANGER, Answer, Visitors

pytestmark = pytest.mark.django_db

SHOWN = {200, 204, 302, 304, 422}
"""Good answers for somebody who may: a page, nothing new, a better address, or the sentence why not now."""
OF_STAFF = [one for one in addresses() if one.is_of_staff]
PUBLIC = [one for one in addresses() if one.is_public]
OF_PROGRAMS = [one for one in addresses() if one.is_of_programs]
WITH_THINGS = [one for one in addresses() if one.parameters and not one.is_of_programs]
FEW = 5
SAME_FOR_ALL = {
    "shell:gallery": "shows made-up people",
}
"""Addresses whose page is the same for every company, and why."""
TURNED_AWAY = (301, 302)


def no_other_than(wanted: set[int], answers: list[Answer]) -> None:
    wrong = [str(one) for one in answers if one.status not in wanted or one.is_sent_to_sign_in]
    assert not wrong, f"only {sorted(wanted)} expected:\n" + "\n".join(wrong)


def test_every_address_declares_what_it_needs():
    assert [one.name for one in addresses() if one.capability is None] == []
    known = {*CAPABILITIES, ""}
    assert {one.needs for one in OF_STAFF} - known == set(), "declare the capability in the app's terms.py"


def test_every_parameter_has_something_that_stands_for_it(stage):
    missing = []
    for address in addresses():
        for parameter in address.parameters:
            try:
                subject = subject_of(address, parameter)
            except Missing as trouble:
                missing.append(str(trouble))
                continue
            if not subject.of(stage.wanxing):
                missing.append(
                    f"Wanxing has nothing for “{parameter}” of {address}: add it to tests/matrix/stage/"
                )
    assert not missing, "\n".join(missing)


def test_every_capability_an_address_needs_is_held_by_somebody_and_not_by_all(visitors: Visitors):
    """Or else neither side of the matrix would be tried."""
    nobody = sorted({one.needs for one in OF_STAFF if one.needs and not visitors.holders(one)})
    assert not nobody, f"give these to a post of guanjia/packs/estate_desk/posts.toml: {nobody}"


def pairs(visitors: Visitors, *, holding: bool) -> list[tuple[Address, str]]:
    """Addresses with people who hold, or lack, what they need: each address once, each person once for each capability."""
    by_need: dict[str, list[Address]] = {}
    for address in OF_STAFF:
        by_need.setdefault(address.needs, []).append(address)
    found = []
    for same in by_need.values():
        people = [
            login for login in visitors.stage.wanxing.house.people if visitors.may(login, same[0]) is holding
        ]
        if people:
            count = max(len(same), len(people))
            found += [
                pair
                for pair, _turn in zip(
                    zip(cycle(same), cycle(people), strict=False), range(count), strict=False
                )
            ]
    return found


def test_who_lacks_the_capability_is_told_so_and_changes_nothing(visitors: Visitors):
    for address, login in pairs(visitors, holding=False):
        if not (found := urls(address, visitors.stage.wanxing, most=1)):
            continue
        url = found[0]
        seen, sent = visitors.ask(login, url, **FRAGMENT), visitors.ask(login, url, "post", **FRAGMENT)
        assert (seen.status, seen.writes) == (403, []), str(seen)
        assert (sent.status, sent.writes) in [(403, []), (405, [])], str(sent)


def test_who_holds_the_capability_comes_in(visitors: Visitors):
    """Each holder at an address of theirs: never forbidden, never missing, never broken."""
    answers = []
    for address, login in pairs(visitors, holding=True):
        for url in visitors.own_urls(address, login, most=1):
            answers.append(visitors.ask(login, url, **FRAGMENT))
    no_other_than(SHOWN, answers)


def test_every_thing_in_every_state_can_be_looked_at(visitors: Visitors):
    """By one holder who sees the whole site; a form in a few states each time, so that together they are tried in all."""
    answers = []
    for turn, address in enumerate(WITH_THINGS):
        if address.is_of_staff and (login := visitors.best_holder(address)):
            found = visitors.own_urls(address, login)
            if address.name not in IN_EVERY_STATE and len(found) > FEW:
                found = [found[(turn * FEW + place) % len(found)] for place in range(FEW)]
            answers += [visitors.ask(login, url, **FRAGMENT) for url in found]
    no_other_than(SHOWN, answers)


def test_a_stranger_is_sent_to_the_sign_in(visitors: Visitors):
    for address in OF_STAFF:
        if not (found := urls(address, visitors.stage.wanxing, most=1)):
            continue
        url = found[0]
        for method in ("get", "post"):
            answer = visitors.ask(STRANGER, url, method)
            if method == "post" and answer.status == 405:
                continue  # a screen never answers POST, whoever sends it
            assert answer.status in TURNED_AWAY, str(answer)
            assert answer.is_sent_to_sign_in, str(answer)
            assert answer.writes == [], str(answer)


def test_a_public_address_opens_by_its_secret_alone(visitors: Visitors):
    wanxing = visitors.stage.wanxing
    for address in PUBLIC:
        if not address.parameters:
            assert visitors.ask(STRANGER, urls(address, wanxing)[0]).status in SHOWN | {404, 405, 503}, (
                address.name
            )
            continue
        no_other_than(SHOWN, [visitors.ask(STRANGER, url) for url in urls(address, wanxing)])
        for method in ("get", "post"):
            answer = visitors.ask(STRANGER, url_of_nothing(address, wanxing), method)
            assert answer.status == 404 or (method, answer.status) == ("post", 405), str(answer)


def test_an_address_of_programs_opens_by_its_token_alone(visitors: Visitors):
    for address in OF_PROGRAMS:
        url = urls(address, visitors.stage.wanxing)[0]
        for login in (STRANGER, "zhou"):
            for method in ("get", "post"):
                answer = visitors.ask(login, url, method)
                assert (answer.status, answer.writes) == (401, []), str(answer)


def test_a_thing_of_another_company_is_exactly_nothing(visitors: Visitors):
    """Dov holds every capability there is; to him Wanxing's things do not exist, whatever he sends."""
    wanxing, answers = visitors.stage.wanxing, 0
    for address in [one for one in OF_STAFF if one.parameters and things_of(one)]:
        absent = {
            method: visitors.ask("dov", url_of_nothing(address, wanxing), method)
            for method in ("get", "post")
        }
        for url in visitors.foreign_urls(address, wanxing, visitors.stage.harbour):
            for method, nothing in absent.items():
                answer = visitors.ask("dov", url, method)
                asks_first = (
                    method == "get" and nothing.status == 200
                )  # only a question, nothing was looked up
                assert answer.status == nothing.status == (200 if asks_first else 404) or (
                    answer.status == nothing.status == 405
                ), f"{answer}, for nothing at all {nothing.status}"
                assert answer.body == nothing.body, f"{answer}: not the page for nothing at all"
                assert answer.writes == [], str(answer)
                answers += 1
    assert answers > 100


def test_a_program_of_another_company_finds_nothing(visitors: Visitors):
    wanxing, harbour = visitors.stage.wanxing, visitors.stage.harbour
    key = {"Authorization": f"Bearer {harbour.things['token_text']}"}
    for address in [one for one in OF_PROGRAMS if things_of(one)]:
        url, nothing = visitors.foreign_urls(address, wanxing, harbour)[0], url_of_nothing(address, wanxing)
        for method in ("get", "post"):
            theirs, none = (visitors.ask(STRANGER, one, method, **key) for one in (url, nothing))
            assert (theirs.status, theirs.body, theirs.writes) == (none.status, none.body, []), str(theirs)


@pytest.mark.parametrize(("login", "company"), [("dov", "WANXING"), ("zhou", "HARBOUR")])
def test_no_page_holds_a_word_of_another_company(visitors: Visitors, login: str, company: str):
    """Every screen without an object, every page of the own things, and a search for each word of the others."""
    words = visitors.stage.words[company]
    for address in OF_STAFF:
        if address.name in SAME_FOR_ALL or not visitors.may(login, address):
            continue
        for url in visitors.own_urls(address, login, most=1):
            pages = (
                [url] if address.parameters else [url, *(f"{url}?q={word}&text={word}" for word in words[:2])]
            )
            for page in pages:
                answer = visitors.ask(login, page)
                assert answer.status in SHOWN, str(answer)
                text = answer.body
                for asked in words:  # what was typed may be repeated
                    text = (
                        text.replace(f'value="{asked}"', "").replace(f"“{asked}”", "")
                        if "?q=" in page
                        else text
                    )
                assert [word for word in words if word in text and f"q={word}" not in page] == [], str(answer)
