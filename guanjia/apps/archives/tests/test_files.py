"""How files stand: what is asked for, found in other rooms, filed by hand, missing, expired, done without; and at what cost."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guanjia.apps.archives import queries, services
from guanjia.apps.archives.terms import Holder, Standing
from guanjia.apps.custody import services as custody
from guanjia.apps.custody.terms import Borrower, BorrowerKind, Family
from guanjia.apps.documents.terms import How, Signing
from guanjia.apps.people.terms import Relation
from guanjia.apps.places import services as places
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from tests.cast import TODAY, at

STROKES = "[[[10,10],[40,60],[80,20],[120,90],[160,30],[200,100],[240,40],[280,90]]]"


def hand_over_key(archive, room="A1-101", person="王女士"):
    kind = custody.add_kind(
        archive.site.pk, by=archive.house.system, at=at("00:00"), family=Family.KEY, name="住户钥匙"
    )
    key = custody.add_piece(
        kind,
        by=archive.house.system,
        at=at("00:00"),
        number="H-101",
        name="入户门",
        unit_id=archive.units[room].pk,
    )
    holder = Borrower(BorrowerKind.RESIDENT, person_id=archive.people[person].pk)
    custody.issue(
        [key],
        by=archive.actor(),
        at=at("09:00"),
        borrower=holder,
        signing=Signing(person, How.SCREEN, STROKES),
    )


def test_what_is_asked_for_follows_what_the_unit_is(archive):
    handed, let = archive.dossier("A1-101"), archive.dossier("A1-102")
    assert handed.slot("acceptance").standing is Standing.MISSING
    assert let.slot("acceptance").standing is Standing.NOT_NEEDED  # it was never handed over
    assert (handed.slot("lease").standing, let.slot("lease").standing) == (
        Standing.NOT_NEEDED,
        Standing.MISSING,
    )
    assert handed.slot("letters").standing is Standing.OPTIONAL
    assert archive.dossier("A1-103").slots == ()  # nobody owns it, so no plan asks anything of it
    assert handed.slot("owner_id").ask.who.zh == "楼栋管家"
    assert handed.slot("owner_id").ask.clauses[0][2] == "9.1"


def test_a_customer_has_a_file_where_a_plan_asks_for_one(archive):
    assert archive.dossier("陈小姐").slot("tenant_lease").standing is Standing.MISSING
    assert archive.dossier("陈小姐").slot("tenant_licence").standing is Standing.NOT_NEEDED
    assert archive.dossier("王女士").slots == ()
    assert {one.whose.name for one in archive.all(Holder.PERSON) if one.slots} == {"陈小姐"}


def test_a_record_of_another_room_fulfils_an_item_and_is_opened_there(archive):
    assert archive.slot("keys").standing is Standing.MISSING
    hand_over_key(archive)
    slot = archive.slot("keys")
    assert slot.standing is Standing.PRESENT
    assert slot.evidence[0].url.startswith("/custody/loans/")
    assert archive.slot("keys", "A1-102").standing is not Standing.PRESENT
    seen_by_guard = queries.dossier_of(archive.house.system, archive.whose(), at("12:00")).slot("keys")
    assert seen_by_guard.evidence[0].ref


def test_who_may_not_open_a_record_is_told_only_that_there_is_one(archive):
    from dataclasses import replace

    hand_over_key(archive)
    reader = archive.actor("lin")
    blind = replace(
        reader, grants={key: sites for key, sites in reader.grants.items() if key != "custody.see"}
    )
    slot = queries.dossier_of(blind, archive.whose(), at("12:00")).slot("keys")
    assert slot.standing is Standing.PRESENT
    assert (slot.evidence[0].url, slot.evidence[0].ref) == ("", "")


def test_a_paper_filed_by_hand_counts_with_its_pages_and_place(archive):
    before = archive.dossier()
    paper = archive.file(pages=3, place="A柜-2")
    after = archive.dossier()
    assert after.have == before.have + 1
    assert after.needed == before.needed
    assert paper.title == "业主（住户）登记表"
    assert (paper.pages, paper.place, paper.is_original) == (3, "A柜-2", True)
    assert after.slot("owner_form").evidence[0].filed == paper


def test_what_is_filed_for_one_unit_is_not_in_the_file_of_another(archive):
    archive.file(name="A1-101")
    assert archive.slot("owner_form", "A1-102").standing is Standing.MISSING


def test_a_lease_past_its_day_has_expired_and_a_new_one_mends_it(archive):
    archive.file("lease", "A1-102", dated_on=date(2025, 3, 1), expires_on=TODAY)
    slot = archive.slot("lease", "A1-102")
    assert slot.standing is Standing.EXPIRED
    assert slot.is_lacking
    archive.file("lease", "A1-102", dated_on=TODAY, expires_on=TODAY + timedelta(days=365))
    assert archive.slot("lease", "A1-102").standing is Standing.PRESENT


def test_the_last_day_that_still_holds_holds(archive):
    archive.file("lease", "A1-102", dated_on=date(2025, 3, 1), expires_on=TODAY + timedelta(days=1))
    assert archive.slot("lease", "A1-102").standing is Standing.PRESENT


def test_a_plan_gives_a_paper_its_years(archive):
    paper = archive.file("safety_pledge", "A1-102", dated_on=date(2025, 2, 1))
    assert paper.expires_on == date(2026, 2, 1)
    assert archive.slot("safety_pledge", "A1-102").standing is Standing.EXPIRED


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"item": "no_such"}, "item_unknown"),
        ({"item": "", "title": " "}, "title_missing"),
        ({"dated_on": None}, "no_day"),
        ({"dated_on": TODAY + timedelta(days=1)}, "day_to_come"),
        ({"expires_on": date(2020, 1, 1)}, "expires_before"),
        ({"pages": 0}, "no_pages"),
        ({"place": ""}, "not_to_be_found"),
        ({"is_original": False}, "not_to_be_found"),
    ],
)
def test_a_paper_nobody_could_find_or_read_is_refused(archive, change, code):
    with pytest.raises(Refused) as refused:
        archive.file(**{"item": "owner_form", **change})
    assert code in [one.code for one in refused.value.refusals]


def test_a_lease_without_its_end_is_refused(archive):
    with pytest.raises(Refused) as refused:
        archive.file("lease", "A1-102")
    assert [one.code for one in refused.value.refusals] == ["no_expiry"]


def test_a_paper_taken_out_counts_no_longer(archive):
    paper = archive.file()
    with pytest.raises(Refused):
        services.withdraw_paper(paper, by=archive.actor(), at=at("10:00"), reason=" ")
    services.withdraw_paper(paper, by=archive.actor(), at=at("10:00"), reason="放错户")
    assert archive.slot("owner_form").standing is Standing.MISSING


def test_the_supervisor_does_without_a_paper_for_a_reason(archive):
    whose = archive.whose()
    with pytest.raises(NotPermitted):
        services.waive(whose, by=archive.actor("lin"), at=at("10:00"), item="covenant", reason="业主拒签")
    with pytest.raises(Refused) as refused:
        services.waive(whose, by=archive.actor("qian"), at=at("10:00"), item="covenant", reason="")
    assert refused.value.refusals[0].code == "reason_missing"
    before = archive.dossier().needed
    services.waive(
        whose, by=archive.actor("qian"), at=at("10:00"), item="covenant", reason="业主拒签，已公证送达"
    )
    slot = archive.slot("covenant")
    assert (slot.standing, slot.reason) == (Standing.WAIVED, "业主拒签，已公证送达")
    assert archive.dossier().needed == before - 1
    with pytest.raises(Refused) as refused:
        services.waive(whose, by=archive.actor("qian"), at=at("10:01"), item="covenant", reason="再来")
    assert refused.value.refusals[0].code == "waived_already"
    services.lift_waiver(whose, by=archive.actor("qian"), at=at("10:05"), item="covenant")
    assert archive.slot("covenant").standing is Standing.MISSING


def test_what_is_not_needed_is_not_done_without(archive):
    with pytest.raises(Refused) as refused:
        services.waive(archive.whose(), by=archive.actor("qian"), at=at("10:00"), item="lease", reason="自住")
    assert refused.value.refusals[0].code == "not_needed"


def test_filing_needs_the_right_and_the_company(archive):
    with pytest.raises(NotFound):
        archive.file(by="bao")  # a guard sees no files at all
    with pytest.raises(NotFound):
        queries.dossiers(archive.actor("bao"), archive.site.pk, at("12:00"), Holder.UNIT)


def test_reading_all_files_costs_the_same_however_many_there_are(archive):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = archive.all(), archive.all(Holder.PERSON)
        return len(asked), len(found[0])

    archive.all()
    hand_over_key(archive)
    archive.file()
    few, units = cost()
    building = archive.units["B1-101"].building
    for number in range(20):
        room = f"B1-2{number:02}"
        archive.units[room] = places.add_unit(
            building, code=room, area=Decimal(80), by=archive.house.system, at=at("01:00")
        )
        archive.live(f"业主{number}", room, Relation.OWNER)
        archive.live(f"租户{number}", room, Relation.TENANT)
        archive.file(name=room)
    many, more = cost()
    assert more == units + 20
    assert many == few
