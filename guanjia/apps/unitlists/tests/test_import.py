"""Storing a list: all or nothing for a row, exactly what the report says, and nothing twice."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.db import DataError, connection, transaction
from django.test.utils import CaptureQueriesContext

from guanjia.apps.people import queries as people
from guanjia.apps.people.models import Residency
from guanjia.apps.places.models import Building, Group, Unit
from guanjia.apps.places.tests.stage import actor_with, refused
from guanjia.apps.unitlists import queries, reactions, services, storage, tasks
from guanjia.apps.unitlists.events import ImportRequested
from guanjia.apps.unitlists.models import RefusedRow, UnitListImport
from guanjia.apps.unitlists.services import carrying_out
from guanjia.apps.unitlists.terms import SheetPlan, State
from guanjia.apps.unitlists.tests.scene import NOW, counts, every_row, imported, mapped, stored, uploaded
from guanjia.apps.unitlists.tests.workbooks import DIRT, HEADERS, comma_separated, dirty, excel, homes, moved
from guanjia.kernel import outbox
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.journal import timeline
from guanjia.kernel.models import JournalEntry, OutboxMessage
from guanjia.kernel.refusals import NotFound, NotPermitted
from tests.cast import at

CLEAN = [*homes(90), *homes(40, group="B")]
ROWS = [home.row for home in CLEAN]


def test_a_list_becomes_groups_buildings_units_owners_and_telephones(house):
    unit_list = imported(house, excel(ROWS), new_groups=True)
    assert (unit_list.state, counts(unit_list)) == (State.DONE, (130, 130, 0, 0, 0))
    assert list(unit_list.group_counts.items()) == [("A", 90), ("B", 40)]
    assert stored() == {"Group": 2, "Building": 3, "Unit": 130, "Person": 130, "Phone": 130, "Residency": 130}
    home = CLEAN[1]
    unit = Unit.objects.get(code=home.room)
    assert (unit.area, unit.floor, unit.entrance, unit.group.name) == (
        Decimal(str(home.area)),
        1,
        "1",
        "罗马假日",
    )
    assert (unit.delivered_on, unit.fitout_on, unit.moved_in_on) == (
        home.delivered,
        home.fitout,
        home.moved_in,
    )
    residency = people.people_of_unit(house.system, unit)[0]
    assert (residency.person.name, residency.from_on, residency.relation) == (
        home.name,
        home.delivered,
        "OWNER",
    )
    assert residency.person.id_number == home.id_number
    assert residency.person.phones.get().digits == home.phone


def test_the_same_list_again_changes_nothing_and_tells_nothing_of_any_unit(house):
    imported(house, excel(ROWS), new_groups=True)
    before, told = list(every_row()), JournalEntry.objects.count()
    again = imported(house, excel(ROWS), new_groups=True)
    assert counts(again) == (130, 0, 0, 130, 0)
    assert list(every_row()) == before
    about = Counter(JournalEntry.objects.order_by("id")[told:].values_list("event", flat=True))
    assert about == {
        "unitlists.uploaded": 1,
        "unitlists.mapped": 1,
        "unitlists.import_begun": 1,
        "unitlists.imported": 1,
    }


@pytest.mark.parametrize(
    "write", [excel, comma_separated, lambda rows: comma_separated(rows, encoding="gbk", separator="\t")]
)
def test_the_same_list_in_another_format_changes_nothing(house, write):
    imported(house, excel(ROWS), new_groups=True)
    assert counts(imported(house, write(ROWS))) == (130, 0, 0, 130, 0)


def test_a_dirty_list_after_the_clean_one_changes_nothing_and_refuses_ten_rows(house):
    imported(house, excel(ROWS), new_groups=True)
    before = list(every_row())
    made = dirty(homes(90))
    unit_list = imported(house, made.content)
    assert counts(unit_list) == (80, 0, 0, 80, 10)
    assert unit_list.passed_over == 1
    told = {line.row: line.reasons[0].code for line in queries.report(unit_list).refused}
    assert told == made.refused
    assert set(told.values()) == {*DIRT, "duplicate_row"}
    assert list(every_row()) == before


def test_refused_rows_leave_no_trace_of_themselves(house):
    home = moved(homes(1)[0], phone="12345", building="Q7", room="Q7-1-0101", group="A")
    imported(house, excel([homes(2)[1].row, home.row]), new_groups=True)
    assert stored() == {"Group": 1, "Building": 1, "Unit": 1, "Person": 1, "Phone": 1, "Residency": 1}


def test_corrected_rows_are_imported_alone(house):
    made = dirty(homes(90))
    first = imported(house, made.content, new_groups=True)
    assert first.refused == 9  # the unknown group is made when that is allowed
    rows = [home.row for home in homes(90)]
    corrected = [rows[number - 4] for number in made.refused if made.refused[number] != "duplicate_row"]
    again = imported(house, excel(corrected))
    assert again.refused == 1
    assert queries.report(again).refused[0].reasons[0].code == "unit_elsewhere"
    assert (again.created, again.accepted) == (8, 8)


def test_changed_facts_are_taken_over_and_told(house):
    imported(house, excel(ROWS), new_groups=True)
    home = moved(CLEAN[0], area=100.5, moved_in=date(2012, 1, 1), phone="18800001111")
    unit_list = imported(house, excel([home.row, CLEAN[1].row]))
    assert counts(unit_list) == (2, 0, 1, 1, 0)
    unit = Unit.objects.get(code=home.room)
    assert (unit.area, unit.moved_in_on) == (Decimal("100.50"), date(2012, 1, 1))
    assert timeline(unit.ref).last().data["changes"]["area"] == [
        str(Decimal(str(CLEAN[0].area)).quantize(Decimal("0.01"))),
        "100.50",
    ]


def test_an_owner_alone_counts_as_a_change_of_the_unit(house):
    imported(house, excel(ROWS), new_groups=True)
    unit_list = imported(
        house, excel([moved(CLEAN[0], name="新业主", id_number="", phone="18800001111").row])
    )
    assert counts(unit_list) == (1, 0, 1, 0, 0)
    assert Residency.objects.filter(until_on=None, unit__code=CLEAN[0].room).get().person.name == "新业主"


def test_a_look_before_the_start_stores_nothing(house):
    unit_list = mapped(house, dirty(homes(90)).content)
    assert unit_list.preview["accepted"] == 0  # no group is known yet
    allowed = mapped(house, dirty(homes(90)).content, new_groups=True)
    assert (allowed.preview["accepted"], allowed.preview["new"], allowed.preview["refused"]) == (81, 81, 9)
    assert allowed.preview["new_groups"] == {"A": "罗马假日", "Z": "不存在组团"}
    assert not any(stored().values())


def test_a_rehearsal_tells_exactly_what_would_happen_and_leaves_nothing(house, uploads):
    imported(house, excel(ROWS[:50]), new_groups=True)
    before, told = list(every_row()), JournalEntry.objects.count()
    files = sorted(uploads.rglob("*.xlsx"))
    report = services.dry_run(
        house.site, by=house.system, at=NOW, file_name="x", content=excel(ROWS), allow_new_groups=True
    )
    assert (report.accepted, report.created, report.changed, report.unchanged) == (130, 80, 0, 50)
    assert list(every_row()) == before
    assert JournalEntry.objects.count() == told
    assert sorted(uploads.rglob("*.xlsx")) == files
    assert counts(imported(house, excel(ROWS), new_groups=True)) == (130, 80, 0, 50, 0)


def test_without_an_accepted_row_nothing_is_started(house):
    with refused("nothing_to_import"):
        services.start(mapped(house, excel(ROWS)), by=house.system, at=NOW)


def test_columns_that_are_missing_are_asked_for(house):
    unit_list = uploaded(house, excel([["A1", 90]], headers=["甲", "乙"]))
    with refused("column_missing"):
        services.choose_columns(
            unit_list, by=house.system, at=NOW, plans=unit_list.sheet_plans, allow_new_groups=False
        )
    unused = [SheetPlan("Sheet1", 1, {}, is_used=False)]
    with refused("no_sheet"):
        services.choose_columns(unit_list, by=house.system, at=NOW, plans=unused, allow_new_groups=False)


# --- Batches, cancelling, crashing -------------------------------------------------------------------------------------


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(carrying_out, "BATCH", 25)


def running(house):
    return services.start(
        mapped(house, excel(ROWS), new_groups=True), by=house.system, at=NOW, by_worker=False
    )


def test_cancelling_keeps_exactly_what_the_report_says(house, small_batches):
    unit_list = running(house)

    def cancel_soon(done, _total):
        if done == 50 and not UnitListImport.objects.filter(state=State.CANCELLED).exists():
            services.cancel(unit_list, by=house.system, at=NOW)

    ended = services.carry_out(unit_list, by=house.system, at=NOW, tell=cancel_soon)
    assert (ended.state, ended.position, counts(ended)) == (State.CANCELLED, 50, (50, 50, 0, 0, 0))
    assert stored() == {"Group": 1, "Building": 1, "Unit": 50, "Person": 50, "Phone": 50, "Residency": 50}
    told = timeline(ended.ref).last()
    assert (told.event, told.data) == ("unitlists.cancelled", {"position": 50, "row_count": 130})
    assert services.carry_out(ended, by=house.system, at=NOW).position == 50


def test_progress_is_told_batch_by_batch(house, small_batches):
    heard = []
    services.carry_out(
        running(house), by=house.system, at=NOW, tell=lambda done, total: heard.append((done, total))
    )
    assert heard == [(25, 130), (50, 130), (75, 130), (100, 130), (125, 130), (130, 130)]


def test_a_crash_in_a_batch_leaves_nothing_of_it_and_the_next_run_goes_on(house, small_batches, monkeypatch):
    unit_list = running(house)
    settle = carrying_out.people.settle_owners
    calls = []

    def die_in_the_third(*args, **more):
        calls.append(1)
        if len(calls) == 3:
            raise ConnectionError("the machine went away")
        return settle(*args, **more)

    monkeypatch.setattr(carrying_out.people, "settle_owners", die_in_the_third)
    with pytest.raises(ConnectionError):
        services.carry_out(unit_list, by=house.system, at=NOW)
    halfway = UnitListImport.objects.get(pk=unit_list.pk)
    assert (halfway.state, halfway.position, halfway.accepted) == (State.RUNNING, 50, 50)
    assert stored() == {"Group": 1, "Building": 1, "Unit": 50, "Person": 50, "Phone": 50, "Residency": 50}
    ended = services.carry_out(halfway, by=house.system, at=NOW)
    assert counts(ended) == (130, 130, 0, 0, 0)
    assert stored()["Unit"] == stored()["Residency"] == 130


def test_a_row_the_database_will_not_have_is_refused_alone(house, monkeypatch):
    store = carrying_out.places.store_units

    def picky(site, facts, **more):
        if any(one.code == CLEAN[7].room for one in facts):
            raise DataError("value out of range")
        return store(site, facts, **more)

    monkeypatch.setattr(carrying_out.places, "store_units", picky)
    unit_list = imported(house, excel(ROWS), new_groups=True)
    assert counts(unit_list) == (129, 129, 0, 0, 1)
    line = queries.report(unit_list).refused[0]
    assert (line.row, line.reasons[0].code) == (9, "not_stored")
    assert Unit.objects.count() == Residency.objects.count() == 129


def test_the_number_of_queries_is_that_of_batches_not_of_rows(house):
    made = []
    for size in (10, 130):
        unit_list = services.start(
            mapped(house, excel(ROWS[:size]), new_groups=True), by=house.system, at=NOW, by_worker=False
        )
        with CaptureQueriesContext(connection) as queries_made:
            services.carry_out(unit_list, by=house.system, at=NOW)
        made.append(len(queries_made))
    # SQLite takes 999 values in a statement, so large inserts come in pieces; PostgreSQL stays as it is.
    assert made[1] <= made[0] + (25 if connection.vendor == "sqlite" else 12)


# --- By a worker -------------------------------------------------------------------------------------------------------


def test_a_worker_carries_out_what_somebody_asked_for_in_their_name(house, wired):
    boss = house.actor("zhou")
    unit_list = services.start(mapped(house, excel(ROWS), new_groups=True), by=boss, at=at("09:30"))
    assert unit_list.state == State.RUNNING
    assert not Unit.objects.exists()
    assert outbox.drain(at=JournalEntry.objects.latest("id").recorded_at) == 1
    ended = queries.get_import(boss, unit_list.ref)
    assert (ended.state, ended.accepted) == (State.DONE, 130)
    assert ended.finished_at is not None
    assert timeline(ended.ref).last().actor_name == boss.name
    assert JournalEntry.objects.filter(event="places.unit_added").first().actor_id == boss.id
    assert not OutboxMessage.objects.exists()


def test_a_worker_that_comes_twice_repeats_nothing(house, wired):
    unit_list = services.start(mapped(house, excel(ROWS), new_groups=True), by=house.system, at=NOW)
    entry = timeline(unit_list.ref).last()
    event = ImportRequested(site_id=unit_list.site_id, ref=unit_list.ref)
    for _time in range(2):
        reactions.run_requested(event, entry)
    assert counts(queries.get_import(house.system, unit_list.ref)) == (130, 130, 0, 0, 0)


def test_somebody_who_lost_the_right_in_the_meantime_makes_the_import_fail(house, wired):
    unit_list = mapped(house, excel(ROWS), new_groups=True)
    guard = house.people["bao"]
    pretender = Actor(
        kind=ActorKind.STAFF,
        company_id=house.company.pk,
        name=guard.name,
        id=guard.pk,
        grants={"unitlists.import": frozenset({house.site.pk})},
        site_ids=frozenset({house.site.pk}),
    )
    services.start(unit_list, by=pretender, at=NOW)
    outbox.drain(at=JournalEntry.objects.latest("id").recorded_at)
    failed = queries.get_import(house.system, unit_list.ref)
    assert failed.state == State.FAILED
    assert failed.failure
    assert not Unit.objects.exists()


def test_a_file_that_is_gone_makes_the_import_fail_with_a_sentence(house):
    unit_list = running(house)
    storage.discard(unit_list.stored_name)
    failed = services.carry_out(unit_list, by=house.system, at=NOW)
    assert failed.state == State.FAILED
    assert failed.failure
    assert timeline(failed.ref).last().event == "unitlists.failed"


# --- Rights, files, purging --------------------------------------------------------------------------------------------


def test_importing_needs_the_capability_at_every_step(house):
    unit_list = mapped(house, excel(ROWS), new_groups=True)
    guest = actor_with(house, "places.see")
    for attempt in (
        lambda: services.upload(house.site, by=guest, at=NOW, file_name="x", content=excel(ROWS)),
        lambda: services.choose_columns(
            unit_list, by=guest, at=NOW, plans=unit_list.sheet_plans, allow_new_groups=True
        ),
        lambda: services.start(unit_list, by=guest, at=NOW),
        lambda: services.cancel(unit_list, by=guest, at=NOW),
        lambda: services.fail(unit_list, by=guest, at=NOW, failure="x"),
    ):
        with pytest.raises(NotPermitted):
            attempt()
    with pytest.raises(NotFound):
        queries.get_import(guest, unit_list.ref)


def test_who_may_import_but_not_manage_places_stores_nothing(house):
    half = actor_with(house, "unitlists.import", "people.register")
    unit_list = services.start(mapped(house, excel(ROWS), new_groups=True), by=half, at=NOW, by_worker=False)
    with pytest.raises(NotPermitted):
        services.carry_out(unit_list, by=half, at=NOW)
    assert not any(stored().values())


def test_kept_files_are_named_by_chance_and_closed_to_others(house, uploads):
    one, other = uploaded(house, excel(ROWS), "../../evil\n.xlsx"), uploaded(house, excel(ROWS))
    files = [path for path in uploads.rglob("*") if path.is_file()]
    assert len(files) == 2
    assert one.stored_name != other.stored_name
    assert all(path.stat().st_mode & 0o077 == 0 for path in files)
    assert "evil" not in str(files)
    assert "\n" not in one.file_name


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "unitlists/../../secret", ""])
def test_nothing_outside_the_uploads_folder_is_ever_read(name):
    with pytest.raises(FileNotFoundError):
        storage.load(name)


def test_an_upload_that_fails_leaves_no_file(house, uploads, monkeypatch):
    monkeypatch.setattr("guanjia.apps.unitlists.services.taking_in.next_ref", lambda *_any, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        uploaded(house, excel(ROWS))
    assert not [path for path in uploads.rglob("*") if path.is_file()]


def test_files_and_refused_rows_are_purged_after_a_month_but_counts_stay(house, uploads):
    unit_list = imported(house, dirty(homes(90)).content, new_groups=True)
    waiting = running(house)
    assert tasks.purge_old(NOW) == 0
    assert tasks.purge_old(at("09:00", date(2026, 4, 2))) == 1
    purged = UnitListImport.objects.get(pk=unit_list.pk)
    assert (purged.stored_name, purged.preview, purged.refused) == ("", {}, 9)
    assert not RefusedRow.objects.exists()
    assert len([path for path in uploads.rglob("*") if path.is_file()]) == 1
    assert UnitListImport.objects.get(pk=waiting.pk).stored_name
    with pytest.raises(NotFound):
        queries.sheets_of(purged)


def test_several_sheets_are_imported_together(house):
    import openpyxl

    from guanjia.apps.unitlists.tests.workbooks import append, saved

    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["本表由客服部制作"])
    for title, many in (("A", homes(5)), ("B", homes(4, group="B"))):
        sheet = book.create_sheet(title)
        sheet.append([f"{title}组团房屋台账"])
        sheet.append(HEADERS)
        for home in many:
            append(sheet, home.row)
    unit_list = imported(house, saved(book), new_groups=True)
    assert (counts(unit_list), unit_list.group_counts) == ((9, 9, 0, 0, 0), {"A": 5, "B": 4})


def test_everything_belongs_to_the_company_of_the_import(house):
    imported(house, excel(ROWS), new_groups=True)
    for model in (Group, Building, Unit, Residency, RefusedRow):
        assert set(model.objects.values_list("company_id", flat=True)) <= {house.company.pk}
    with transaction.atomic():
        assert set(JournalEntry.objects.values_list("company_id", flat=True)) == {house.company.pk}
