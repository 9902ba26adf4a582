"""A promise is broken: cause, correction, sent back, a better one, accepted; a consequence proposed, answered, declined."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from guanjia.apps.cases import services as cases
from guanjia.apps.obligations import queries
from guanjia.apps.obligations.models import Breach, Proposal
from guanjia.kernel.scope import company_scope
from tests.browser.conftest import Desk, OpenDesk, Watch
from tests.browser.estate import PHONE, furnish
from tests.cast import House, at


@pytest.fixture
def breach(watch: Watch, house: House) -> Breach:
    """Nobody came within fifteen minutes, and the rulebook names a consequence."""
    estate = furnish(house)
    with company_scope(house.company.pk):
        for title in ("水管漏水", "门锁坏了"):
            cases.receive(
                by=house.actor("lin"),
                at=at("09:00"),
                received_at=at("09:00"),
                site_id=house.site.pk,
                kind="repair",
                channel="phone",
                title=title,
                unit_id=estate.unit.pk,
                caller_name="陈业主",
                caller_phone=PHONE,
            )
        watch.tell(at("09:20"))
        watch.worker_runs()
        return queries.list_breaches(house.system).filter(obligation__duty="arrive")[0]


def looked_at(desk: Desk, name: str) -> None:
    """A picture is kept, the page fits, axe finds nothing."""
    desk.settle()
    desk.picture(name, whole=True)
    desk.check_fits()
    desk.check_axe()


def do(desk: Desk, step: str, address: str, **typed: str) -> None:
    """Take a step from its button: choose what is a choice, write the rest, send."""
    page = desk.page
    desk.go(address)
    page.click(f"main [data-test={step}]")
    form = page.locator("#dialog-body form")
    form.wait_for()
    for name, value in typed.items():
        choice = form.locator(f"[name={name}][value={value}]") if value.isascii() else None
        if choice is not None and choice.count():
            choice.check(force=True)
        else:
            form.locator(f"[name={name}]").fill(value)
    with page.expect_navigation(url=f"**{address}"):
        form.locator("[data-test=submit]").click()
    desk.settle()


@pytest.mark.parametrize(("size", "language"), [("wide", "zh"), ("phone", "en")])
def test_a_breach_is_answered_and_a_proposal_declined(
    watch: Watch, house: House, breach: Breach, open_desk: OpenDesk, size: str, language: str
) -> None:
    owner = breach.obligation.owner
    assert owner is not None
    login = next(key for key, one in house.people.items() if one.pk == owner.pk)
    zhao, qian, zhou = (open_desk(size, language) for _each in range(3))
    for desk, who in ((zhao, login), (qian, "qian"), (zhou, "zhou")):
        desk.sign_in(who)
    address = f"/obligations/breaches/{breach.pk}/"

    expect(zhao.page.locator("[data-test=breach-row]")).to_have_count(2)
    looked_at(zhao, "breach-today")
    zhao.go(f"/obligations/{breach.obligation_id}/")
    expect(zhao.page.locator("[data-test=answer]")).to_be_visible()
    looked_at(zhao, "breach-duty")
    do(zhao, "explain", address, cause="workload", words="两处同时漏水")
    do(zhao, "correct", address, correction="以后注意")
    looked_at(zhao, "breach-corrected")

    qian.go("/obligations/breaches/?check=1")
    expect(qian.page.locator("[data-test=list-count]")).to_contain_text("1")
    looked_at(qian, "breaches")
    do(qian, "check", address, accepted="no", note="由谁分担？")
    looked_at(qian, "breach-sent-back")
    do(zhao, "correct", address, correction="忙时由值班员先到场")
    do(qian, "check", address, accepted="yes")
    with company_scope(house.company.pk):
        breach.refresh_from_db()
    assert (breach.state, breach.times_sent_back) == ("CLOSED", 1)
    qian.go(f"{address}print/")
    looked_at(qian, "breach-paper")

    qian.go(address)
    qian.page.click("main [data-test=propose]")
    form = qian.page.locator("#dialog-body form")
    form.locator("[name=kind][value=fine]").check(force=True)
    form.locator("[name=words]").fill("第二次超时")
    form.locator("[data-test=submit]").click()
    expect(qian.page.locator("#dialog-body .is-wrong").first).to_be_visible()  # a fine without its amount
    form.locator("[name=amount_fen]").fill("50")
    form.locator("[data-test=submit]").click()
    qian.page.wait_for_url("**/obligations/proposals/*/")
    looked_at(qian, "proposal")
    with company_scope(house.company.pk):
        proposal = Proposal.objects.get()
    assert (proposal.amount_fen, proposal.person_id) == (5000, owner.pk)
    page_of = f"/obligations/proposals/{proposal.pk}/"

    expect(zhou.page.locator("main [data-test=decide]")).to_have_count(0)
    zhao.go("/today/")
    expect(zhao.page.locator("[data-test=proposal-row]")).to_have_count(1)
    do(zhao, "state_view", page_of, view="当时在处理另一处漏水")
    looked_at(zhao, "proposal-view")
    zhou.go("/today/")
    expect(zhou.page.locator("[data-test=proposal-row]")).to_have_count(1)
    do(zhou, "decide", page_of, approves="no", reason="情况属实，不予处理")
    expect(zhou.page.locator("[data-test=decision]")).to_contain_text("情况属实")
    looked_at(zhou, "proposal-declined")
    zhao.go(page_of)
    expect(zhao.page.locator("[data-test=decision]")).to_contain_text("情况属实")


def test_several_are_answered_together(watch: Watch, house: House, breach: Breach, either_desk: Desk) -> None:
    owner = breach.obligation.owner
    assert owner is not None
    login = next(key for key, one in house.people.items() if one.pk == owner.pk)
    either_desk.sign_in(login)
    page = either_desk.page
    either_desk.go("/obligations/breaches/?mine=1")
    for tick in page.locator("tbody input[name=chosen]").all():
        tick.check()
    page.click("[data-test='bulk-obligations:answer_many']")
    form = page.locator("[data-test=verb-form]")
    form.wait_for()
    looked_at(either_desk, "breaches-many")
    form.locator("[name=cause][value=third_party]").check(force=True)
    form.locator("[name=correction]").fill("与供应商约定备件")
    form.locator("[data-test=submit]").click()
    page.wait_for_url("**/obligations/breaches/")
    with company_scope(house.company.pk):
        states = Breach.objects.filter(obligation__owner=owner).values_list("state", "cause")
        assert set(states) == {("CORRECTED", "third_party")}
