"""A major complaint by letter: the ruling, the general manager's alarm, the apology, the letter, two return visits; and the wrong turns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import expect

from guanjia.apps.cases import queries
from guanjia.apps.obligations import queries as obligations
from guanjia.apps.obligations.models import Obligation
from guanjia.kernel.scope import company_scope
from tests.browser.conftest import Desk, OpenDesk, Watch
from tests.browser.estate import HOME, PHONE, Estate, furnish
from tests.browser.test_complaint import step, taken
from tests.cast import House, at

TUESDAY, WEDNESDAY, THURSDAY = date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5)


@pytest.fixture
def estate(watch: Watch, house: House) -> Estate:
    return furnish(house)


@dataclass
class Journey:
    """The case, its estate, the clock, and desks of one size and language."""

    estate: Estate
    watch: Watch
    open_desk: OpenDesk
    size: str
    language: str
    ref: str = ""

    def sign_in(self, login: str) -> Desk:
        """A person at a desk of their own."""
        desk = self.open_desk(self.size, self.language)
        desk.sign_in(login)
        return desk

    def at_case(self, login: str) -> Desk:
        """A person in front of the case."""
        desk = self.sign_in(login)
        desk.go(f"/cases/{self.ref}/")
        return desk

    def stored(self) -> tuple[str, list[str]]:
        """The case as it stands: its state, and the states of its return visits."""
        with company_scope(self.estate.house.company.pk):
            case = queries.get_case(self.estate.house.system, self.ref)
            return case.state, [visit.state for visit in case.visits.order_by("id")]

    def clock(self, duty: str) -> Obligation:
        """The clock of one duty of the case."""
        with company_scope(self.estate.house.company.pk):
            found = obligations.for_thread(self.estate.house.system, self.ref)
        return next(one for one in found if one.duty == duty)


def looked_at(desk: Desk, name: str) -> None:
    """A picture is kept, the page fits, axe finds nothing."""
    desk.settle()
    desk.picture(name, whole=True)
    desk.check_fits()
    desk.check_axe()


@pytest.mark.parametrize(("size", "language"), [("wide", "zh"), ("phone", "en")])
def test_from_the_letter_to_the_signature(
    watch: Watch, open_desk: OpenDesk, estate: Estate, size: str, language: str
) -> None:
    told = Journey(estate, watch, open_desk, size, language)
    receive_letter(told)
    rule(told)
    let_the_ladder_climb(told)
    acknowledge(told)
    report_and_meet(told)
    apologise(told)
    solve(told)
    reply_in_writing(told)
    visit_in_vain(told)
    visit_again(told)
    close(told)


def receive_letter(told: Journey) -> None:
    """Monday, nine o'clock: the front desk registers the letter."""
    lin = told.sign_in("lin")
    page = lin.page
    lin.go(f"/cases/receive/?caller_phone={PHONE}&unit_code={HOME}&kind=complaint&title=地下车库积水泡车")
    page.locator("[name=written]").check(force=True)
    page.locator("[name=description]").fill("暴雨后车库积水，三辆车被泡。此前两次反映未处理。")
    page.locator("details.more > summary").click()
    page.locator("[name=channel][value=letter]").check(force=True)
    looked_at(lin, "major-receive")
    page.locator("[data-test=receive-form] [data-test=submit]").click()
    page.wait_for_url(re.compile(r"/cases/CS-\d{4}-\d{6}/$"))
    told.ref = re.search(r"CS-\d{4}-\d{6}", page.url)[0]  # type: ignore[index]
    assert told.stored() == ("RECEIVED", [])


def rule(told: Journey) -> None:
    """Ten past nine: the supervisor rules it major, at first without a reason."""
    told.watch.tell(at("09:10"))
    qian = told.at_case("qian")
    step(qian, "rule_complaint", complaint_class="major", reason="  ")
    expect(qian.page.locator("#dialog-body [data-test=error-reason]")).to_be_visible()
    qian.check_axe()
    qian.picture("major-ruling-without-reason")
    qian.page.locator("#dialog-body [name=reason]").fill("车辆受损，多次反映未解决")
    qian.page.locator("#dialog-body [data-test=submit]").click()
    taken(qian)
    for duty in (
        "report_major",
        "meet_major",
        "apologise_major",
        "answer_major",
        "solve_major",
        "write_major",
    ):
        expect(qian.page.locator(f"[data-test=clock-{duty}]")).to_be_visible()
    looked_at(qian, "major-ruled")
    look_why(qian, "answer_major", clause="3.6")
    qian.go(f"/cases/{told.ref}/")
    qian.page.locator("[data-test=more-steps] > summary").click()
    expect(qian.page.locator("[data-test=closed-apologise_in_person] small")).not_to_be_empty()
    qian.picture("major-apology-is-the-managers")


def look_why(desk: Desk, duty: str, *, clause: str) -> None:
    """A clock says why: the clause, and every stretch that counted or did not."""
    desk.page.locator(f"[data-test=clock-{duty}] [data-test=why]").click()
    why = desk.page.locator("#dialog-body [data-test=why-this-time]")
    expect(why.locator("[data-test=clause]")).to_contain_text(clause)
    desk.check_axe()
    desk.picture(f"major-why-{duty}")
    why.locator("[data-test=whole-page]").click()
    desk.page.wait_for_url(re.compile(r"/obligations/\d+/$"))
    assert desk.page.locator("[data-test=stretches] tbody tr").count() > 1
    expect(desk.page.locator("[data-test=ladder] li").first).to_be_attached()
    looked_at(desk, f"major-why-{duty}-page")


def let_the_ladder_climb(told: Journey) -> None:
    """Nobody reports it within thirty minutes: the worker tells the general manager."""
    assert told.watch.worker_runs()["announced"] > 0
    assert told.clock("report_major").breached_at is None
    told.watch.tell(at("09:41"))
    done = told.watch.worker_runs()
    assert (done["breached"], done["escalated"], done["failed"]) == (1, 1, 0)
    assert (told.clock("report_major").level, told.clock("meet_major").level) == (1, 0)


def acknowledge(told: Journey) -> None:
    """The general manager hears the alarm, opens it and takes it on; the ladder rests from then on."""
    told.watch.tell(at("09:50"))
    wu = told.sign_in("wu")
    page = wu.page
    expect(page.locator("[data-test=notice]")).to_have_count(1)
    looked_at(wu, "major-gm-today")
    wu.go("/messages/")
    expect(page.locator("[data-test=notice]")).to_contain_text(told.ref)
    looked_at(wu, "major-gm-messages")
    page.locator("[data-test=open-notice]").click()
    page.wait_for_url(re.compile(r"/obligations/\d+/$"))
    wu.settle()
    expect(page.locator("[data-test=ladder] .is-climbed")).to_have_count(1)
    looked_at(wu, "major-gm-alarm")
    page.locator("[data-test=acknowledge]").first.click()
    expect(page.locator("[data-test=acknowledge]")).to_have_count(0)
    assert told.clock("report_major").acknowledged_by == "吴强"
    looked_at(wu, "major-gm-acknowledged")
    told.watch.tell(at("11:55"))
    told.watch.worker_runs()
    assert told.clock("report_major").level == 1, "acknowledged: the next rung is not climbed"


def report_and_meet(told: Journey) -> None:
    """The customer-service manager reports, late, and records the meeting, at first without anybody in it."""
    told.watch.tell(at("12:00"))
    zhou = told.at_case("zhou")
    expect(zhou.page.locator("[data-test=clock-report_major] .clock-late").first).to_be_visible()
    step(zhou, "report_to_gm", note="车库积水，三辆车受损，已断电")
    taken(zhou)
    assert told.clock("report_major").state == "LATE"
    told.watch.worker_runs()
    wu = told.sign_in("wu")
    wu.go("/messages/")
    expect(wu.page.locator("[data-test=notice]").first).to_contain_text("三辆车受损")
    looked_at(wu, "major-gm-reported")

    step(zhou, "hold_emergency_meeting", attendants="，", decisions="加泵排水，疏通管井")
    expect(zhou.page.locator("#dialog-body [data-test=error-attendants]")).to_be_visible()
    zhou.picture("major-meeting-without-people")
    zhou.page.locator("#dialog-body [name=attendants]").fill("吴强，周明、高工")
    zhou.page.locator("#dialog-body [data-test=submit]").click()
    taken(zhou)
    assert told.clock("meet_major").state == "KEPT"


def apologise(told: Journey) -> None:
    """The customer-service manager has been at the owner's door."""
    told.watch.tell(at("16:00"))
    zhou = told.at_case("zhou")
    step(zhou, "apologise_in_person", note="登门向陈业主致歉，业主要求书面答复")
    taken(zhou)
    assert told.clock("apologise_major").state == "KEPT"
    looked_at(zhou, "major-apologised")


def solve(told: Journey) -> None:
    """Tuesday: the work is done; what is missing for the end stands on the page, and closing is refused."""
    told.watch.tell(at("10:00", TUESDAY))
    zhao = told.at_case("zhao")
    step(zhao, "resolve", outcome="加装两台排水泵，疏通排水沟", answer="排水泵已装好，已试水")
    taken(zhao)
    assert told.stored() == ("RESOLVED", ["DUE"])
    expect(zhao.page.locator("[data-test=missing] li")).to_have_count(2)
    looked_at(zhao, "major-resolved")
    refused_to_close(zhao, told)


def refused_to_close(desk: Desk, told: Journey) -> None:
    """Whoever goes to the page of closing all the same is told what is missing; nothing is closed."""
    before = told.stored()
    desk.go(f"/cases/{told.ref}/close/")
    desk.page.locator("main form button[type=submit]").first.click()
    expect(desk.page.locator("main [role=alert]")).to_be_visible()
    desk.settle()
    desk.check_axe()
    desk.picture("major-closing-refused")
    assert told.stored() == before


def reply_in_writing(told: Journey) -> None:
    """The letter is answered by a letter."""
    told.watch.tell(at("11:00", TUESDAY))
    zhou = told.at_case("zhou")
    step(zhou, "reply_in_writing", text="尊敬的陈业主：来信收悉。排水泵已加装……")
    taken(zhou)
    assert (told.clock("write_major").state, told.clock("answer_major").state) == ("KEPT", "KEPT")
    expect(zhou.page.locator("[data-test=missing] li")).to_have_count(1)


def visit_in_vain(told: Journey) -> None:
    """Wednesday: the front desk may not visit; the property manager does, gets no signature, and the owner is not satisfied."""
    told.watch.tell(at("14:00", WEDNESDAY))
    lin = told.sign_in("lin")
    lin.go("/cases/visits/")
    expect(lin.page.locator("[data-test=next-visit]")).to_have_count(0)
    lin.page.locator("table a, [data-row] a").filter(has_text="RV-").first.click()
    lin.page.wait_for_url(re.compile(r"/cases/visits/RV-"))
    lin.settle()
    expect(lin.page.locator("[data-test=claim]")).to_have_count(0)
    expect(lin.page.locator(".note-soon")).to_be_visible()
    looked_at(lin, "major-visit-not-the-desks")

    meng = take_visit(told, "major-visit-taken")
    page = meng.page
    page.locator("[data-test=record_satisfied]").click()
    form = page.locator("#dialog-body [data-test=verb-form]")
    form.locator("[name=how][value=SCREEN]").check(force=True)
    form.locator("[name=signed_by]").fill("陈业主")
    form.locator("[data-test=submit]").click()
    expect(form.locator(".field-error, [data-test=form-errors]").first).to_be_visible()
    meng.check_axe()
    meng.picture("major-visit-unsigned")
    assert told.stored() == ("RESOLVED", ["CLAIMED"])
    page.keyboard.press("Escape")
    page.locator("[data-test=record_dissatisfied]").click()
    form = page.locator("#dialog-body [data-test=verb-form]")
    form.locator("[name=reason]").fill("坡道口仍有积水")
    form.locator("[data-test=submit]").click()
    page.wait_for_url(re.compile(r"/cases/CS-"))
    assert told.stored() == ("HANDLING", ["DISSATISFIED"])
    looked_at(meng, "major-dissatisfied")
    assert told.clock("take_up_again").state == "OPEN"
    refused_to_close(told.sign_in("zhou"), told)


def take_visit(told: Journey, name: str) -> Desk:
    """The property manager takes the visit that waits."""
    meng = told.sign_in("meng")
    meng.go("/cases/visits/")
    meng.page.locator("[data-test=next-visit]").click()
    meng.page.wait_for_url(re.compile(r"/cases/visits/RV-"))
    looked_at(meng, name)
    return meng


def visit_again(told: Journey) -> None:
    """Thursday: done again, visited again, and signed on the screen."""
    told.watch.tell(at("09:00", THURSDAY))
    zhao = told.at_case("zhao")
    step(zhao, "resolve", outcome="坡道口加截水沟", answer="截水沟已做好，请再看")
    taken(zhao)
    told.watch.tell(at("15:00", THURSDAY))
    meng = take_visit(told, "major-second-visit")
    page = meng.page
    page.locator("[data-test=record_satisfied]").click()
    form = page.locator("#dialog-body [data-test=verb-form]")
    form.locator("[name=how][value=SCREEN]").check(force=True)
    form.locator("[name=signed_by]").fill("陈业主")
    draw(meng)
    form.locator("[data-test=submit]").click()
    page.wait_for_url(re.compile(r"/cases/CS-"))
    assert told.stored() == ("RESOLVED", ["DISSATISFIED", "SATISFIED"])


def draw(desk: Desk) -> None:
    """Sign on the pad of the dialog."""
    pad = desk.page.locator("#dialog-body canvas").first
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box
    desk.page.mouse.move(box["x"] + 20, box["y"] + 30)
    desk.page.mouse.down()
    for x in range(30, 160, 10):
        desk.page.mouse.move(box["x"] + x, box["y"] + 30 + (x % 40))
    desk.page.mouse.up()


def close(told: Journey) -> None:
    """Nothing is missing any more: the case is closed, and no clock runs on."""
    told.watch.tell(at("15:30", THURSDAY))
    zhou = told.at_case("zhou")
    expect(zhou.page.locator("[data-test=missing]")).to_have_count(0)
    zhou.page.locator("[data-test=step-close]").first.click()
    zhou.page.locator("#dialog-body button[type=submit]").first.click()
    expect(zhou.page.locator("[data-test=step-close]")).to_have_count(0)
    zhou.settle()
    assert told.stored()[0] == "CLOSED"
    zhou.page.locator("[data-test=ended-clocks] > summary").click()
    expect(zhou.page.locator("[data-test=clock-report_major]")).to_be_visible()
    with company_scope(told.estate.house.company.pk):
        found = obligations.for_thread(told.estate.house.system, told.ref)
    assert {one.state for one in found} <= {"KEPT", "LATE", "VOIDED", "MISSED"}
    assert [one.duty for one in found if one.state == "LATE"] == ["report_major"]
    looked_at(zhou, "major-closed")
