"""The screens of breaches and proposals, through HTTP: each step once, what is refused, who does not come in, the workbook."""

from io import BytesIO

import openpyxl
import pytest
import time_machine

from guanjia.apps.obligations import services
from guanjia.apps.obligations.models import AnswerRule, Breach, Proposal
from guanjia.apps.obligations.terms import AnswerPolicy
from guanjia.apps.obligations.tests.test_screens import browser, house, report  # noqa: F401
from tests.cast import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def breaches(house):  # noqa: F811
    """Two repairs nobody came to in time; everything is to be answered."""
    policy = AnswerPolicy(all_breaches=True)
    services.set_answer_rule(house.site.pk, by=house.actor("zhou"), at=at("08:00"), policy=policy)
    report(house, 2)
    services.sweep(at=at("09:50"))
    with time_machine.travel(at("09:55"), tick=False):
        yield list(Breach.objects.filter(obligation__duty="arrive").order_by("id"))


def owner_of(house, breach):  # noqa: F811
    return next(login for login, one in house.people.items() if one.pk == breach.obligation.owner_id)


def test_a_breach_is_explained_corrected_and_accepted_over_its_pages(house, breaches):  # noqa: F811
    one = breaches[0]
    mine, boss = browser(house, owner_of(house, one)), browser(house, "zhou")
    page = one.get_absolute_url()
    assert "Give the cause" in mine.get(page).content.decode()
    assert mine.post(f"{page}explain/", {"cause": "other", "words": ""}).status_code == 422
    assert mine.post(f"{page}explain/", {"cause": "forgotten"}).status_code == 302
    assert (
        mine.post(f"{page}correct/", {"correction": "Rota changed", "until": "2026-03-09"}).status_code == 302
    )
    assert "Check the correction" not in mine.get(page).content.decode()
    assert boss.post(f"{page}check/", {"accepted": "no", "note": ""}).status_code == 422
    assert boss.post(f"{page}check/", {"accepted": "yes"}).status_code == 302
    one.refresh_from_db()
    assert (one.state, str(one.correction_until)) == ("CLOSED", "2026-03-09")
    shown = boss.get(f"{page}print/").content.decode()
    assert "Rota changed" in shown
    assert "Forgotten" in shown


def test_the_page_of_the_duty_shows_the_answer_and_how_often_it_happened(house, breaches):  # noqa: F811
    one = breaches[0]
    shown = browser(house, "zhou").get(f"/obligations/{one.obligation_id}/").content.decode()
    assert one.number in shown
    assert "2 times in 30 days" in shown


def test_the_chosen_ones_are_answered_together_and_the_others_named(house, breaches):  # noqa: F811
    first, second = breaches
    services.dispense(second, by=house.actor("zhou"), at=at("09:51"), reason="twice the same")
    mine = browser(house, owner_of(house, first))
    values = {"chosen": [first.pk, second.pk], "cause": "system", "words": ""}
    asked = mine.get("/obligations/breaches/answer/", {"chosen": values["chosen"]}).content.decode()
    assert first.number in asked
    answer = mine.post("/obligations/breaches/answer/", values, follow=True).content.decode()
    assert "1 done." in answer
    assert f"{second.number}: " in answer
    first.refresh_from_db()
    assert (first.state, first.cause) == ("EXPLAINED", "system")


def test_the_list_is_also_a_workbook(house, breaches):  # noqa: F811
    body = browser(house, "zhou").get("/obligations/breaches/?format=xlsx").content
    rows = list(openpyxl.load_workbook(BytesIO(body)).active.iter_rows(values_only=True))
    assert "Cause to be given" in str(rows)
    assert len(rows) >= 3


def test_a_proposal_is_made_answered_and_decided_over_its_pages(house, breaches):  # noqa: F811
    one = breaches[0]
    login = owner_of(house, one)
    boss, mine, manager, other = (browser(house, who) for who in ("qian", login, "zhou", "sun"))
    asked = boss.get(f"{one.get_absolute_url()}propose/").content.decode()
    assert "Fine (proposal only)" in asked
    values = {"person": one.obligation.owner_id, "kind": "points", "words": "Third time"}
    refused = boss.post(f"{one.get_absolute_url()}propose/", values)
    assert refused.status_code == 422
    assert "Third time" in refused.content.decode()
    assert boss.post(f"{one.get_absolute_url()}propose/", {**values, "points": 2}).status_code == 302
    page = Proposal.objects.get().get_absolute_url()
    assert other.get(page).status_code == 404
    assert "Third time" in mine.get(page).content.decode()
    assert manager.post(f"{page}decide/", {"approves": "yes"}).status_code == 422
    assert mine.post(f"{page}view/", {"view": "Two leaks at once"}).status_code == 302
    assert "Two leaks at once" in manager.get(page).content.decode()
    assert manager.post(f"{page}decide/", {"approves": "no", "reason": "As it was"}).status_code == 302
    assert "As it was" in mine.get(page).content.decode()


def test_what_is_proposed_stands_on_nobody_elses_page_of_the_breach(house, breaches):  # noqa: F811
    one = breaches[0]
    services.propose(
        one,
        by=house.actor("qian"),
        at=at("09:52"),
        person=one.obligation.owner_id,
        kind="talk",
        words="secret words",
    )
    page, number = one.get_absolute_url(), Proposal.objects.get().number
    assert number in browser(house, "zhou").get(page).content.decode()
    assert number not in browser(house, "lin").get(page).content.decode()
    assert number not in browser(house, "zhou").get(f"{page}print/").content.decode()


def test_today_shows_what_waits_for_me(house, breaches):  # noqa: F811
    one = breaches[0]
    mine, manager = browser(house, owner_of(house, one)), browser(house, "zhou")
    assert "Breaches to answer or check" in mine.get("/today/").content.decode()
    assert "Breaches unanswered" in manager.get("/today/").content.decode()
    assert "Proposed consequences" not in mine.get("/today/").content.decode()


def test_the_manager_sets_which_breaches_are_answered_and_a_clerk_does_not(house, breaches):  # noqa: F811
    values = {"safety": "on", "clause_count": 5, "clause_days": 60}
    assert browser(house, "lin").post("/obligations/breaches/rule/", values).status_code == 403
    assert browser(house, "zhou").post("/obligations/breaches/rule/", values).status_code == 302
    rule = AnswerRule.objects.get()
    assert (rule.all_breaches, rule.safety, rule.clause_count, rule.clause_days) == (False, True, 5, 60)
