"""Entries whose time is over: listed by one, destroyed by another, never what is held or open; the journal still verifies."""

from datetime import timedelta
from pathlib import Path

import pytest

from guanjia.apps.cases import services as cases
from guanjia.apps.documents import queries as documents
from guanjia.apps.documents.models import Attachment, Signature
from guanjia.apps.documents.terms import How, Signing
from guanjia.apps.registers import queries, services
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.services import retention
from guanjia.apps.registers.tests.conftest import STROKES, facts, picture, text
from guanjia.kernel import seals
from guanjia.kernel.refusals import Refused
from tests.cast import at

LATER = at("09:00") + timedelta(days=5 * 366)


@pytest.fixture
def signed(house, act, enter):
    """An entry with a photo, signed by the supervisor and the customer."""
    entry = enter(
        values={"unit": house.units[0].pk, "count": 2, "reason": "出差"}, photos={"photo": [picture()]}
    )
    entry = services.sign(entry, by=act.qian, at=at("09:20"))
    return services.sign(entry, by=act.lin, at=at("09:30"), signing=Signing("王女士", How.SCREEN, STROKES))


@pytest.fixture
def two(house):
    """Two people who may strike entries out, years later."""
    return house.actor("qian", LATER), house.actor("zhou", LATER)


def refused(deed):
    with pytest.raises(Refused) as why:
        deed()
    return why.value.code


def listed(house, actor, moment=LATER):
    return [one.ref for one in retention.past_time(actor, house.site.pk, moment)]


def test_an_entry_is_listed_the_day_after_its_time_is_over(house, signed, two):
    last = at("09:00").replace(year=at("09:00").year + 5)
    assert listed(house, two[0], last) == []
    assert listed(house, two[0], last + timedelta(days=1)) == [signed.ref]


def test_two_people_destroy_what_was_written_with_files_and_signatures(house, signed, two):
    one, other = two
    paths = [Path(documents.list_for(signed.ref)[0].file.path)]
    run = services.ask_destruction(by=one, at=LATER, site_id=house.site.pk)
    assert refused(lambda: services.destroy(run, by=one, at=LATER)) == "two_people"
    assert Entry.objects.get(pk=signed.pk).values
    with pytest.MonkeyPatch.context():
        ended = services.destroy(run, by=other, at=LATER)
    gone = Entry.objects.get(pk=signed.pk)
    assert (ended.destroyed, gone.values, gone.text, gone.about) == (1, {}, "", f"site:{house.site.pk}")
    assert gone.signatures.count() == Attachment.objects.count() == Signature.objects.count() == 0
    assert facts(signed.ref)[-1] == "registers.destroyed"
    assert refused(lambda: services.destroy(run, by=other, at=LATER)) == "already_decided"
    assert refused(lambda: services.strike(gone, by=one, at=LATER, reason="x")) == "destroyed"
    assert queries.next_steps(gone, one, LATER) == []
    assert paths


def test_the_files_go_when_the_destruction_is_committed(
    house, signed, two, django_capture_on_commit_callbacks
):
    path = Path(documents.list_for(signed.ref)[0].file.path)
    run = services.ask_destruction(by=two[0], at=LATER, site_id=house.site.pk)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        services.destroy(run, by=two[1], at=LATER)
    assert not path.exists()


def test_the_journal_still_verifies_after_a_destruction(house, signed, two):
    seals.seal_new_entries(at=at("10:00"))
    run = services.ask_destruction(by=two[0], at=LATER, site_id=house.site.pk)
    services.destroy(run, by=two[1], at=LATER)
    seals.seal_new_entries(at=LATER)
    report = seals.verify()
    assert report.findings == [] or not list(report.findings)


def test_nothing_under_a_hold_goes_even_when_it_is_held_after_the_listing(house, signed, two):
    run = services.ask_destruction(by=two[0], at=LATER, site_id=house.site.pk)
    assert refused(lambda: services.hold(signed, by=two[0], at=LATER, reason=" ")) == "reason_missing"
    services.hold(signed, by=two[0], at=LATER, reason="诉讼 2031-17")
    assert services.destroy(run, by=two[1], at=LATER).destroyed == 0
    assert Entry.objects.get(pk=signed.pk).values
    assert listed(house, two[0]) == []
    services.hold(signed, by=two[0], at=LATER, lift=True)
    assert listed(house, two[0]) == [signed.ref]


def test_nothing_that_waits_for_a_signature_goes(house, enter, two):
    enter()
    assert listed(house, two[0]) == []


def test_nothing_about_an_open_case_goes(house, act, enter, two):
    case = cases.receive(
        by=act.lin,
        at=at("08:50"),
        site_id=house.site.pk,
        kind="inquiry",
        channel="counter",
        title="问钥匙",
        caller_name="王女士",
        unit_code="A1-1-0301",
    )
    entry = enter("diary", {"what": "平安"}, about=case.ref)
    other = enter("diary", {"what": "平安"})
    assert entry.ref not in listed(house, two[0])
    assert other.ref in listed(house, two[0])


def test_a_dropped_list_destroys_nothing_and_can_be_made_again(house, signed, two):
    run = services.ask_destruction(by=two[0], at=LATER, site_id=house.site.pk)
    assert (
        refused(lambda: services.ask_destruction(by=two[0], at=LATER, site_id=house.site.pk)) == "one_waits"
    )
    services.drop_destruction(run, by=two[0], at=LATER)
    assert listed(house, two[0]) == [signed.ref]
    assert Entry.objects.get(pk=signed.pk).values


def test_the_screens_hold_an_entry_and_show_what_is_past_its_time(signed, come_in):
    client = come_in("qian")
    assert "没有到期的登记" in text(client.get("/registers/retention/"))
    address = f"/registers/entries/{signed.ref}/hold/"
    assert client.post(address, {"reason": "诉讼", "form_key": "k" * 24}).status_code == 302
    assert "诉讼" in text(client.get(f"/registers/entries/{signed.ref}/"))
    assert client.post(address, {"form_key": "l" * 24}).status_code == 302
    assert client.post("/registers/retention/ask/", {"form_key": "m" * 24}).status_code == 422
