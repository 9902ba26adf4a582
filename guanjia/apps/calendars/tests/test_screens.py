"""The screens: the year with its marks, setting hours, loading a year, reckoning a deadline."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from guanjia.apps.calendars import queries, services
from guanjia.apps.calendars.forms import intervals
from guanjia.apps.calendars.models import CalendarVersion, YearNotice
from guanjia.apps.calendars.shipped import shipped_years
from guanjia.apps.calendars.terms import Can
from guanjia.apps.organisations.models import Post
from guanjia.kernel.scope import company_scope
from tests.cast import harbour, wanxing

pytestmark = pytest.mark.django_db

NOTICE = 'country = "CN"\nyear = 2027\n[[holiday]]\nname = "元旦"\ndays = [2027-01-01, 2027-01-04]\n'


@pytest.fixture
def house(time_machine):
    time_machine.move_to("2026-03-02T01:00:00+00:00", tick=False)
    house = wanxing()
    with company_scope(house.company.pk):
        # The chief of the office may do everything here, the front desk may only look.
        for post, capabilities in (("office_director", list(Can)), ("front_desk", [Can.SEE])):
            Post.objects.filter(pk=house.posts[post].pk).update(
                capabilities=[str(one) for one in capabilities]
            )
        yield house


@pytest.fixture
def office(house):
    from guanjia.kernel import clock

    return services.open_calendar(
        house.site.pk, by=house.system, at=clock.now(), key="office", hours="office-week"
    )


def signed_in(house, login: str) -> Client:
    client = Client()
    client.force_login(
        house.people[login].account, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


@pytest.fixture
def director(house):
    return signed_in(house, "han")


def cell(html: str, day: str) -> str:
    return re.search(rf'<td class="([^"]*)" title="[^"]*" data-day="{day}">', html).group(1)


def test_a_site_without_a_calendar_is_told_what_to_do(director):
    html = director.get("/calendars/").content.decode()
    assert 'data-test="open-calendar"' in html
    assert 'data-test="year-2027"' in html


def test_a_calendar_is_opened_on_the_screen(director, house):
    sent = {"hours": "estate-desk", "key": "desk", "name": "", "is_default": "on"}
    answer = director.post("/calendars/new/", sent)
    assert answer.status_code == 302
    assert director.get(answer.url).status_code == 200
    assert director.post("/calendars/new/", sent).status_code == 422
    assert 'data-test="calendar-desk"' in director.get("/calendars/").content.decode()


def test_the_year_shows_holidays_and_make_up_days(director, office):
    html = director.get(f"/calendars/{office.pk}/?year=2026").content.decode()
    assert "day-holiday" in cell(html, "2026-02-17")
    assert "day-makeup" in cell(html, "2026-02-14")
    assert "day-rest" in cell(html, "2026-03-01")
    assert "is-today" in cell(html, "2026-03-02")
    assert "is-provisional" not in cell(html, "2026-03-02")
    assert "is-provisional" in cell(html, "2026-12-31")
    assert html.count("data-day=") == 365


def test_a_provisional_year_says_so(director, office):
    html = director.get(f"/calendars/{office.pk}/?year=2027").content.decode()
    assert "is-provisional" in cell(html, "2027-03-02")
    assert "tag-soon" in html
    assert "tag-soon" not in director.get(f"/calendars/{office.pk}/?year=2025").content.decode()


@pytest.mark.parametrize(
    ("asked", "shown"), [("1066", "2010"), ("9999", "2040"), ("soon", "2026"), ("", "2026"), ("²²²²", "2026")]
)
def test_a_year_nobody_has_shows_the_nearest(director, office, asked, shown):
    html = director.get(f"/calendars/{office.pk}/", {"year": asked}).content.decode()
    assert f'data-test="year">{shown}<' in html


def test_english_is_complete_too(house, office):
    account = house.people["han"].account
    account.language = "en"
    account.save(update_fields=["language"])
    html = signed_in(house, "han").get(f"/calendars/{office.pk}/").content.decode()
    assert "Spring Festival" in html
    assert "Make-up working day" in html
    assert "Office week" in html
    assert not re.search(
        "[一-鿿]",
        re.sub(
            r"万兴\S*|韩立|管家|中", "", re.sub(r"<[^>]*>", "", html.split("<main")[1].split("</main>")[0])
        ),
    )


def filled(director, office) -> dict[str, str]:
    form = director.get(f"/calendars/{office.pk}/hours/").context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: str(value) for name, value in values.items() if value not in (None, False)} | {
        "makeup_days": "on"
    }


def test_hours_are_set_on_the_screen(director, house, office):
    sent = filled(director, office)
    assert sent["mon"] == "08:30-12:00, 13:30-17:30"
    summer = {f"season_{key}": "8:00-12:00 14:30至18:30" for key in ("mon", "tue", "wed", "thu", "fri")}
    sent |= {
        "note": "夏令",
        "season_name": "夏令时间",
        "season_from": "05-01",
        "season_until": "09-30",
        **summer,
    }
    answer = director.post(f"/calendars/{office.pk}/hours/", sent)
    assert answer.status_code == 302, answer.context["form"].errors
    version = CalendarVersion.objects.get(calendar=office, number=2)
    assert version.pattern["seasons"][0]["week"]["mon"] == ["08:00-12:00", "14:30-18:30"]
    assert (version.note, version.from_on) == ("夏令", date(2026, 3, 2))
    html = director.get(f"/calendars/{office.pk}/").content.decode()
    assert "夏令时间" in html


def test_summer_and_winter_hours_are_set_changed_and_taken_away_on_the_screen(director, office):
    def keep(**sent):
        answer = director.post(f"/calendars/{office.pk}/hours/", filled(director, office) | sent)
        assert answer.status_code == 302, answer.context["form"].errors
        return CalendarVersion.objects.filter(calendar=office).latest("number").pattern["seasons"]

    summer = {
        "season_name": "夏令",
        "season_from": "05-01",
        "season_until": "09-30",
        "season_mon": "8:00-18:00",
    }
    winter = {
        "season2_name": "冬令",
        "season2_from": "11-01",
        "season2_until": "03-31",
        "season2_mon": "9:00-17:00",
    }
    kept = keep(**summer, **winter)
    assert [(one["name"], one["week"]["mon"]) for one in kept] == [
        ("夏令", ["08:00-18:00"]),
        ("冬令", ["09:00-17:00"]),
    ]
    assert keep(season2_mon="10:00-16:00")[1]["week"]["mon"] == ["10:00-16:00"]
    left = keep(season_from="", season_until="")
    assert [one["name"] for one in left] == ["冬令"]
    assert director.get(f"/calendars/{office.pk}/hours/").context["form"]["season_name"].value() == "冬令"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"mon": "morning"}, "mon"),
        ({"tue": "12:00-08:00"}, "tue"),
        ({"mon": "08:00-12:00, 11:00-13:00"}, None),
        ({"from_on": "2026-03-01"}, "from_on"),
        ({"season_from": "05-01"}, "season_until"),
        ({"season2_from": "11-01"}, "season2_until"),
        ({}, None),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_is_stored(director, office, wrong, field):
    answer = director.post(f"/calendars/{office.pk}/hours/", filled(director, office) | wrong)
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert list(errors) == [field or "__all__"]
    assert CalendarVersion.objects.count() == 1


def test_a_year_is_loaded_and_corrected_on_the_screen(director, house, office):
    def load(text: str):
        return director.post(
            "/calendars/years/load/", {"file": SimpleUploadedFile("2027.toml", text.encode())}
        )

    assert load(NOTICE).status_code == 302
    assert YearNotice.objects.get().year == 2027
    assert load("country = ").status_code == 422
    faulty = load(NOTICE.replace("2027-01-04", "2025-01-04"))
    assert faulty.status_code == 422
    assert list(faulty.context["form"].errors) == ["file"]
    kept = director.get("/calendars/years/2027/file/")
    assert kept["Content-Disposition"] == 'attachment; filename="2027.toml"'
    assert queries.read_year_file(kept.content).days.holidays == (
        (date(2027, 1, 1), "元旦"),
        (date(2027, 1, 4), "元旦"),
    )
    assert YearNotice.objects.count() == 1


def test_every_year_comes_as_a_file_that_says_the_same(director):
    for year in range(2010, 2041):
        read = queries.read_year_file(queries.year_file(year).encode(), year=year)
        assert read.days == shipped_years("CN")[year]


def test_a_year_without_data_has_no_file(director):
    assert director.get("/calendars/years/1999/file/").status_code == 404


def test_a_deadline_is_reckoned_and_explained(director, office):
    html = director.get(
        f"/calendars/{office.pk}/reckon/", {"start": "2026-02-13T16:30", "plus": "2个工作小时"}
    ).content.decode()
    assert 'data-test="explanation"' in html
    assert "2026-02-14T09:30" in html or "02-14" in html
    wrong = director.get(f"/calendars/{office.pk}/reckon/", {"start": "2026-02-13T16:30", "plus": "soon"})
    assert wrong.status_code == 422
    beyond = director.get(
        f"/calendars/{office.pk}/reckon/", {"start": "2050-02-13T16:30", "plus": "1 working day"}
    )
    assert beyond.status_code == 422
    assert director.get(f"/calendars/{office.pk}/reckon/").status_code == 200


def test_another_default_is_asked_for_first(director, house, office):
    from guanjia.kernel import clock

    desk = services.open_calendar(
        house.site.pk, by=house.system, at=clock.now(), key="desk", hours="estate-desk"
    )
    assert director.get(f"/calendars/{desk.pk}/default/").status_code == 200
    assert director.post(f"/calendars/{desk.pk}/default/").status_code == 302
    desk.refresh_from_db()
    assert desk.is_default


def test_the_front_desk_may_look_and_nothing_else(house, office):
    client = signed_in(house, "lin")
    html = client.get(f"/calendars/{office.pk}/").content.decode()
    assert 'data-test="set-hours"' not in html
    for path in (f"{office.pk}/hours/", f"{office.pk}/default/", "new/", "years/load/"):
        assert client.get(f"/calendars/{path}").status_code == 403
    assert signed_in(house, "bao").get("/calendars/").status_code == 403


def test_another_companys_calendar_is_not_there(house, office):
    other = harbour()
    with company_scope(other.company.pk):
        Post.objects.filter(pk=other.posts["cs_manager"].pk).update(capabilities=[str(one) for one in Can])
    client = signed_in(other, "dov")
    for path in (f"{office.pk}/", f"{office.pk}/hours/", f"{office.pk}/default/", f"{office.pk}/reckon/"):
        expected = client.get("/calendars/999999/").status_code
        answer = client.post(f"/calendars/{path}") if "default" in path else client.get(f"/calendars/{path}")
        assert answer.status_code == expected == 404


def test_the_calendar_page_asks_few_questions(director, office, django_assert_max_num_queries):
    director.get(f"/calendars/{office.pk}/")
    with django_assert_max_num_queries(14):
        director.get(f"/calendars/{office.pk}/")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("", []),
        ("08:30-12:00, 13:30-17:30", ["08:30-12:00", "13:30-17:30"]),
        ("8:30 – 12:00；13:30至17:30", ["8:30-12:00", "13:30-17:30"]),
        ("22:00-06:00 +1", ["22:00-06:00+1"]),
    ],
)
def test_a_line_of_hours_is_split_however_it_is_written(text, read):
    assert intervals(text) == read
