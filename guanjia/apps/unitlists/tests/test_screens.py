"""The screens of an import, through HTTP, from the upload to the corrected rows."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from guanjia.apps.places.models import Unit
from guanjia.apps.places.tests.stage import give, signed_in
from guanjia.apps.unitlists import services
from guanjia.apps.unitlists.models import UnitListImport
from guanjia.apps.unitlists.terms import Field, State
from guanjia.apps.unitlists.tests.scene import NOW, imported, mapped, uploaded
from guanjia.apps.unitlists.tests.workbooks import HEADERS, append, dirty, excel, homes, saved
from guanjia.kernel import outbox
from guanjia.kernel.models import JournalEntry
from tests.cast import harbour

ALL = ("unitlists.import", "places.see", "places.manage", "people.see", "people.register")
MANY = homes(90)
ROWS = [home.row for home in MANY]
AREA, IDENTITY = HEADERS.index("建筑面积(㎡)"), HEADERS.index("证件号码")


pytestmark = pytest.mark.usefixtures("wired")


@pytest.fixture
def boss(house):
    give(house, "cs_manager", *ALL)
    return signed_in(house, "zhou")


def text(answer):
    return answer.content.decode()


def send(client, content, name="台账.xlsx"):
    return client.post(reverse("unitlists:upload"), {"file": SimpleUploadedFile(name, content)})


def latest():
    return UnitListImport.objects.latest("id")


def chosen(page, **more):
    """The form of the columns page as it stands, with some answers changed."""
    form = page.context["form"]
    answers = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False, "")}
    return {key: value for key, value in {**answers, **more}.items() if value is not None}


def work():
    return outbox.drain(at=JournalEntry.objects.latest("id").recorded_at)


def test_a_dirty_list_goes_from_upload_to_report_in_the_browser(boss):
    made = dirty(MANY)
    assert boss.get(reverse("unitlists:upload")).status_code == 200
    assert send(boss, made.content).headers["Location"] == reverse("unitlists:columns", args=[latest().ref])
    columns = boss.get(reverse("unitlists:columns", args=[latest().ref]))
    assert "组团名称" in text(columns)
    assert MANY[0].room in text(columns)
    assert not any(secret in text(columns) for home in MANY for secret in (home.phone, home.id_number))
    assert columns.context["form"]["s0_header"].value() == 3

    checked = boss.post(
        reverse("unitlists:columns", args=[latest().ref]), chosen(columns, new_groups="on"), follow=True
    )
    assert 'data-test="figure-accepted"' in text(checked)
    assert latest().preview["accepted"] == 81
    assert "不存在组团" in text(checked)
    assert not Unit.objects.exists()

    assert boss.get(reverse("unitlists:start", args=[latest().ref])).status_code == 200
    boss.post(reverse("unitlists:start", args=[latest().ref]))
    running = boss.get(latest().get_absolute_url())
    assert 'data-test="progress"' in text(running)
    assert boss.get(reverse("unitlists:progress", args=[latest().ref])).status_code == 200
    assert work() == 1
    assert boss.get(reverse("unitlists:progress", args=[latest().ref])).headers["HX-Refresh"] == "true"

    report = text(boss.get(latest().get_absolute_url()))
    assert (latest().state, latest().accepted, latest().refused) == (State.DONE, 81, 9)
    for row, code in made.refused.items():
        assert (f"{row} " in report) is (code != "group_unknown")
    assert reverse("unitlists:refused", args=[latest().ref]) in report
    assert latest().ref in text(boss.get(reverse("unitlists:list")))


def taken_along(client, unit_list, **values):
    """The workbook of the refused rows; with whole numbers and a reason unless said otherwise."""
    values = values or {"whole": "on", "reason": "更正后重新导入"}
    return client.post(reverse("unitlists:refused", args=[unit_list.ref]), values)


def test_refused_rows_are_downloaded_corrected_and_imported_alone(house, boss):
    made = dirty(MANY)
    unit_list = imported(house, made.content, new_groups=True)
    book = openpyxl.load_workbook(BytesIO(taken_along(boss, unit_list).content))
    sheet = book.active
    titles = [cell.value for cell in sheet[1]]
    assert titles[: len(HEADERS)] == HEADERS
    told = {
        sheet.cell(line, len(HEADERS) + 1).value: sheet.cell(line, len(HEADERS) + 2).value
        for line in range(2, sheet.max_row + 1)
    }
    assert set(told) == {row for row, code in made.refused.items() if code != "group_unknown"}
    assert all(told.values())
    for line in range(2, sheet.max_row + 1):
        for place, value in enumerate(ROWS[sheet.cell(line, len(HEADERS) + 1).value - 4], start=1):
            sheet.cell(line, place).value = value
    again = imported(house, saved(book))
    assert (again.accepted, again.refused) == (9, 0)


def with_identity(house):
    """A list of two rows, one refused, whose owner's identity number is in it."""
    rows = [list(row) for row in ROWS[:2]]
    rows[0][AREA], rows[0][IDENTITY] = "没有", "11010519491231002X"
    return imported(house, excel(rows), new_groups=True)


def test_without_the_right_or_a_reason_identity_numbers_are_starred_and_never_stored_so(house, boss):
    unit_list = with_identity(house)
    assert unit_list.refused
    body = taken_along(boss, unit_list, reason="不管用").content  # may not reveal: the switch is not there
    book = openpyxl.load_workbook(BytesIO(body))
    shown = [str(cell.value) for row in book.active.iter_rows(min_row=2) for cell in row]
    assert "110****002X" in shown
    assert "11010519491231002X" not in str(shown)
    taken = JournalEntry.objects.get(event="unitlists.refused_rows_taken")
    assert (taken.data["whole"], taken.data["count"]) == (False, unit_list.refused)
    for line in range(2, book.active.max_row + 1):
        book.active.cell(line, AREA + 1).value = 88.5
    again = imported(house, saved(book), new_groups=True)
    assert again.accepted == 0
    assert {one["code"] for row in again.refusals.all() for one in row.reasons} == {"id_masked"}


def test_whole_numbers_need_the_capability_and_a_reason_that_the_journal_keeps(house):
    give(house, "cs_manager", *ALL, "people.reveal")
    boss, unit_list = signed_in(house, "zhou"), with_identity(house)
    assert taken_along(boss, unit_list, whole="on", reason="").status_code == 422
    body = taken_along(boss, unit_list, whole="on", reason="业主本人更正").content
    shown = [
        str(cell.value) for row in openpyxl.load_workbook(BytesIO(body)).active.iter_rows() for cell in row
    ]
    assert "11010519491231002X" in shown
    taken = JournalEntry.objects.get(event="unitlists.refused_rows_taken")
    assert (taken.data["whole"], taken.data["reason"]) == (True, "业主本人更正")


def test_a_downloaded_formula_stays_harmless_text(house, boss):
    unit_list = imported(house, dirty(MANY).content, new_groups=True)
    book = openpyxl.load_workbook(BytesIO(taken_along(boss, unit_list).content))
    cells = [cell for row in book.active.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert cells
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)


def test_columns_nobody_recognises_are_chosen_by_hand(boss):
    titles = [f"列{number}" for number in range(len(HEADERS))]
    send(boss, excel(ROWS[:5], headers=titles))
    address = reverse("unitlists:columns", args=[latest().ref])
    columns = boss.get(address)
    assert boss.post(address, chosen(columns)).status_code == 422
    answers = {f"s0_c{place}": field.value for place, field in enumerate(Field)}
    assert boss.post(address, chosen(columns, s0_used="on", new_groups="on", **answers)).status_code == 302
    assert latest().preview["accepted"] == 5


def test_a_column_chosen_twice_is_said_beside_it_and_nothing_is_settled(boss):
    send(boss, excel(ROWS[:5]))
    address = reverse("unitlists:columns", args=[latest().ref])
    answer = boss.post(address, chosen(boss.get(address), s0_c7="note"))
    assert answer.status_code == 422
    assert "field-error" in text(answer)
    assert latest().state == State.UPLOADED


def test_another_header_row_is_read_again(boss):
    book = openpyxl.Workbook()
    append(book.active, ["房号", "业主", "面积", "不是表头"])
    append(book.active, HEADERS)
    for row in ROWS[:3]:
        append(book.active, row)
    send(boss, saved(book))
    address = reverse("unitlists:columns", args=[latest().ref])
    columns = boss.get(address)
    again = boss.post(address, chosen(columns, s0_header="2", again="1"))
    assert again.status_code == 200
    assert again.context["form"]["s0_c5"].value() == "room"
    assert latest().state == State.UPLOADED
    assert boss.post(address, chosen(again, new_groups="on")).status_code == 302
    assert latest().preview["accepted"] == 3


def test_only_the_chosen_sheets_are_imported(boss):
    book = openpyxl.Workbook()
    for title, many in (("甲", MANY[:3]), ("乙", MANY[3:5])):
        sheet = book.create_sheet(title)
        append(sheet, HEADERS)
        for home in many:
            append(sheet, home.row)
    send(boss, saved(book))
    address = reverse("unitlists:columns", args=[latest().ref])
    boss.post(address, chosen(boss.get(address), s0_used=None, new_groups="on"))
    assert latest().preview["accepted"] == 2


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"", b"PK\x03\x04garbage"])
def test_what_is_no_list_comes_back_with_a_sentence_beside_the_file(boss, content):
    answer = send(boss, content)
    assert answer.status_code == 422
    assert 'data-test="error-file"' in text(answer)
    assert not UnitListImport.objects.exists()


def test_a_double_click_takes_the_list_in_once(boss):
    key, content = {"form_key": "a" * 24}, excel(ROWS[:3])
    for _click in range(2):
        file = SimpleUploadedFile("list.xlsx", content)
        assert boss.post(reverse("unitlists:upload"), {"file": file, **key}).status_code == 302
    assert UnitListImport.objects.count() == 1


def test_an_import_is_cancelled_in_the_browser_before_and_while_it_runs(house, boss):
    before = mapped(house, excel(ROWS), new_groups=True)
    address = reverse("unitlists:cancel", args=[before.ref])
    assert boss.get(address).status_code == 200
    boss.post(address)
    assert latest().state == State.CANCELLED
    assert 'data-test="cancelled"' in text(boss.get(before.get_absolute_url()))
    assert boss.post(address).status_code == 422

    running = services.start(mapped(house, excel(ROWS), new_groups=True), by=house.system, at=NOW)
    boss.post(reverse("unitlists:cancel", args=[running.ref]))
    work()
    assert (latest().state, latest().position) == (State.CANCELLED, 0)
    assert not Unit.objects.exists()


def test_buttons_are_only_those_that_would_be_accepted_now(house, boss):
    unit_list = uploaded(house, excel(ROWS))
    page = text(boss.get(unit_list.get_absolute_url()))
    assert reverse("unitlists:columns", args=[unit_list.ref]) in page
    assert reverse("unitlists:start", args=[unit_list.ref]) not in page
    refused = mapped(house, excel(ROWS))  # no group is known, so nothing could be imported
    assert reverse("unitlists:start", args=[refused.ref]) not in text(boss.get(refused.get_absolute_url()))
    done = imported(house, excel(ROWS), new_groups=True)
    page = text(boss.get(done.get_absolute_url()))
    for name in ("columns", "start", "cancel"):
        assert reverse(f"unitlists:{name}", args=[done.ref]) not in page
    assert boss.get(reverse("unitlists:columns", args=[done.ref])).status_code == 302


def test_a_finished_import_has_all_steps_behind_it_and_an_ended_one_shows_none(house, boss):
    done = imported(house, excel(ROWS), new_groups=True)
    assert text(boss.get(done.get_absolute_url())).count('<li class="is-done">') == 4
    ended = services.cancel(mapped(house, excel(ROWS)), by=house.system, at=NOW)
    assert "import-steps" not in text(boss.get(ended.get_absolute_url()))


def test_a_failed_import_says_why(house, boss):
    unit_list = mapped(house, excel(ROWS), new_groups=True)
    services.fail(unit_list, by=house.system, at=NOW, failure="磁盘已满")
    assert "磁盘已满" in text(boss.get(unit_list.get_absolute_url()))


def test_imports_are_for_those_who_may_and_anothers_is_the_same_404_as_none(house, boss):
    unit_list = imported(house, dirty(MANY).content, new_groups=True)
    give(house, "guard", "places.see")
    guard = signed_in(house, "bao")
    stranger = harbour()
    give(stranger, "cs_manager", *ALL)
    dov = signed_in(stranger, "dov")
    for name in ("import", "columns", "progress", "start", "cancel", "refused"):
        address = reverse(f"unitlists:{name}", args=[unit_list.ref])
        none = reverse(f"unitlists:{name}", args=["UL-1999-000001"])
        assert guard.get(address).status_code == 403
        verb = dov.post if name in {"start", "cancel"} else dov.get
        assert verb(address).status_code == verb(none).status_code == 404
    assert unit_list.ref not in text(dov.get(reverse("unitlists:list")))


def test_a_purged_list_shows_its_counts_but_has_nothing_to_download(house, boss):
    unit_list = imported(house, dirty(MANY).content, new_groups=True)
    services.purge(before=NOW.replace(year=2030))
    assert boss.get(unit_list.get_absolute_url()).status_code == 200
    assert boss.get(reverse("unitlists:refused", args=[unit_list.ref])).status_code == 404
