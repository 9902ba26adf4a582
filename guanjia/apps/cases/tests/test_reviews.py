"""The daily review and the weekly list."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
import time_machine
from django.test import Client

from guanjia.apps.cases import queries, services, tasks
from guanjia.apps.cases.models import DailyReview, WeeklyList
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from tests.cast import TODAY, at

from .conftest import codes, latest

pytestmark = pytest.mark.django_db
FRIDAY = TODAY + timedelta(days=4)


def test_the_review_of_a_day_comes_due_once(house):
    assert tasks.open_daily_review(at("16:59")) == 0
    assert tasks.open_daily_review(at("17:20")) == 1
    assert tasks.open_daily_review(at("17:25")) == 0
    entry = latest("cases.review_due")
    assert (entry.ref, entry.data, entry.at) == ("DR-2026-03-02", {"day": "2026-03-02"}, at("17:00"))


def test_days_missed_while_nothing_ran_are_made_due_at_their_own_time(house):
    tasks.open_daily_review(at("17:20"))
    assert tasks.open_daily_review(at("17:20", TODAY + timedelta(days=3))) == 3
    moments = (
        JournalEntry.objects.filter(event="cases.review_due").order_by("id").values_list("at", flat=True)
    )
    assert list(moments) == [at("17:00", TODAY + timedelta(days=days)) for days in range(4)]


def test_a_review_keeps_everything_unfinished_as_it_stood(house, act, receive):
    late = services.promise(receive(), by=act.zhao, at=at("09:10"), promised_at=at("15:00"))
    untold = receive(kind="complaint", title="噪音")
    services.resolve(receive(), by=act.zhao, at=at("10:00"), outcome="好了", answer="好了")
    review = services.review_day(
        house.site.pk,
        by=act.qian,
        at=at("17:30"),
        day=TODAY,
        notes="都看过",
        item_notes={late.ref: "明早再去"},
    )
    assert [(item["ref"], item["late"], item["told_that_day"], item["note"]) for item in review.items] == [
        (late.ref, True, True, "明早再去"),
        (untold.ref, False, False, ""),
    ]
    assert latest("cases.reviewed").data == {"day": "2026-03-02", "count": 2, "late": 1, "without_word": 1}
    assert latest("cases.reviewed").ref == latest("cases.review_due").ref
    assert queries.get_review(act.qian, house.site.pk, TODAY).reviewed_by_name == "钱芳"
    services.resolve(untold, by=act.zhao, at=at("18:00"), outcome="好了", answer="好了")
    assert len(DailyReview.objects.get().items) == 2, "history is not rewritten"


def test_a_review_is_held_once_not_ahead_and_by_those_who_may(house, act, receive):
    with pytest.raises(NotPermitted):
        services.review_day(house.site.pk, by=act.lin, at=at("17:30"), day=TODAY)
    with pytest.raises(Refused) as refused:
        services.review_day(house.site.pk, by=act.qian, at=at("17:30"), day=TODAY + timedelta(days=1))
    assert codes(refused) == ["day_to_come"]
    with pytest.raises(Refused) as refused:
        services.review_day(
            house.site.pk, by=act.qian, at=at("17:30"), day=TODAY, item_notes={"CS-2026-999999": "x"}
        )
    assert codes(refused) == ["not_unfinished"]
    services.review_day(house.site.pk, by=act.qian, at=at("17:30"), day=TODAY)
    with pytest.raises(Refused) as refused:
        services.review_day(house.site.pk, by=act.qian, at=at("17:31"), day=TODAY)
    assert codes(refused) == ["done_already"]
    assert queries.list_reviews(act.lin, house.site.pk) == []
    with pytest.raises(NotFound):
        queries.get_review(act.lin, house.site.pk, TODAY)


def test_the_weekly_list_is_drawn_up_on_friday_and_wants_an_analysis(house, act, receive):
    case = receive()
    assert tasks.make_weekly_list(at("14:59", FRIDAY)) == 0
    assert tasks.make_weekly_list(at("15:10", FRIDAY)) == 1
    assert tasks.make_weekly_list(at("15:20", FRIDAY)) == 0
    assert latest("cases.weekly_list_due").data == {"day": "2026-03-02"}
    assert [item["ref"] for item in WeeklyList.objects.get().items] == [case.ref]
    with pytest.raises(Refused) as refused:
        services.make_weekly_list(
            house.site.pk, by=act.qian, at=at("16:00", FRIDAY), monday=FRIDAY, analysis=" "
        )
    assert codes(refused) == ["no_monday", "analysis_missing"]
    services.make_weekly_list(
        house.site.pk, by=act.qian, at=at("16:00", FRIDAY), monday=TODAY, analysis="缺配件"
    )
    assert latest("cases.weekly_list_made").data == {"day": "2026-03-02", "count": 1}
    assert latest("cases.weekly_list_made").ref == latest("cases.weekly_list_due").ref
    with pytest.raises(Refused) as refused:
        services.make_weekly_list(
            house.site.pk, by=act.qian, at=at("16:01", FRIDAY), monday=TODAY, analysis="x"
        )
    assert codes(refused) == ["done_already"]
    assert queries.get_weekly_list(act.qian, house.site.pk, TODAY).analysis == "缺配件"


def test_the_weekly_list_is_also_a_workbook_with_its_analysis_and_a_heading_that_reads(house, act, receive):
    case = receive()
    services.make_weekly_list(
        house.site.pk, by=act.qian, at=at("16:00", FRIDAY), monday=TODAY, analysis="缺配件"
    )
    client = Client()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(house.people["qian"].account, backend=backend)
    with time_machine.travel(at("16:10", FRIDAY), tick=False):
        page = client.get("/cases/weeks/2026-03-02/").content.decode()
        book = client.get("/cases/weeks/2026-03-02/?format=xlsx").content
    assert "2026-03-02 起一周的未完成事项" in page
    assert "data-print" in page
    cells = [
        str(cell.value) for row in openpyxl.load_workbook(BytesIO(book)).active.iter_rows() for cell in row
    ]
    assert case.ref in cells
    assert "缺配件" in cells
