"""``guanjia deadline`` and ``guanjia calendar load``, as typed."""

import io
import json
from datetime import date
from pathlib import Path

import pytest

from guanjia.apps.calendars import queries, services
from guanjia.cli import main
from guanjia.kernel.scope import across_companies, company_scope
from tests.cast import at, harbour, wanxing

NOTICE = 'country = "CN"\nyear = 2027\n[[holiday]]\nname = "元旦"\ndays = [2027-01-01, 2027-01-04]\n'


class Typed(io.StringIO):
    """A terminal nobody types on."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def ask(capsys, monkeypatch):
    """Run a command; answers exit code, lines of output, lines of complaint."""

    def run(*words: str, given: str | None = None):
        stream = Typed() if given is None else io.TextIOWrapper(io.BytesIO(given.encode()), encoding="ascii")
        monkeypatch.setattr("sys.stdin", stream)
        code = main(list(words))
        told = capsys.readouterr()
        return code, told.out.splitlines(), told.err.splitlines()

    return run


def test_one_deadline_is_told(ask):
    code, out, err = ask("deadline", "--from", "2026-02-10T10:00+08:00", "--plus", "7 working days")
    assert (code, out, err) == (0, ["2026-02-26T10:00:00+08:00"], [])


def test_a_deadline_comes_as_json(ask):
    code, out, _err = ask("deadline", "--from", "2026-02-10T10:00", "--plus", "7个工作日", "--json")
    assert code == 0
    assert json.loads(out[0]) == {
        "from": "2026-02-10T10:00:00+08:00",
        "plus": "7 working days",
        "due_at": "2026-02-26T10:00:00+08:00",
        "provisional": False,
        "calendar": "CN/office-week+CN2026",
    }


def test_a_provisional_deadline_says_so(ask):
    _code, out, _err = ask("deadline", "--from", "2026-12-30T10:00", "--plus", "3 working days")
    assert "provisional" in out[0]


def test_many_lines_are_answered_line_by_line(ask):
    lines = "2026-03-02T09:30+08:00\t15 minutes\n\n# a note\n2026-03-02T09:30,next day\n2026-03-02T09:30，三个工作日\n"
    code, out, _err = ask("deadline", "--json", given=lines)
    assert code == 0
    answers = [json.loads(line) for line in out]
    assert [(one["line"], one["due_at"][5:16]) for one in answers] == [
        (1, "03-02T09:45"),
        (4, "03-03T17:30"),
        (5, "03-05T09:30"),
    ]


def test_lines_of_moments_share_one_duration(ask):
    _code, out, _err = ask("deadline", "--plus", "1 hour", given="\ufeff2026-03-02T09:30\n2026-03-02T10:30\n")
    assert [line[11:16] for line in out] == ["10:30", "11:30"]


def test_bad_lines_are_all_reported_and_the_others_answered(ask):
    lines = "2026-03-02T09:30,1 hour\nyesterday,1 hour\n2026-03-02T09:30,soon\n2026-03-02T09:30,2 hours\n2049-01-01T00:00,1 working day\n"
    code, out, err = ask("deadline", given=lines)
    assert code == 2
    assert [line[11:16] for line in out] == ["10:30", "", "", "11:30", ""]
    assert [line.split(":")[0] for line in err] == ["line 2", "line 3", "line 5"]
    code, out, err = ask("deadline", "--json", given=lines)
    assert code == 2
    assert [json.loads(line).get("error") for line in out] == [
        None,
        "moment_not_understood",
        "duration_not_understood",
        None,
        "beyond_calendar",
    ]


@pytest.mark.parametrize(
    "words",
    [
        ["--from", "2026-03-02T09:30"],
        ["--from", "soon", "--plus", "1 hour"],
        ["--from", "2026-03-02T09:30", "--plus", "a while"],
        ["--from", "2026-03-02T09:30", "--plus", "100000 working days"],
        ["--from", "2026-03-02T09:30", "--plus", "1 hour", "--hours", "moonlight"],
        ["--from", "2026-03-02T09:30", "--plus", "1 hour", "--calendar", "desk"],
        ["--from", "2026-03-02T09:30", "--plus", "1 hour", "--hours", "office-week", "--site", "WX"],
        [],
    ],
)
def test_misuse_is_one_sentence_and_exit_code_2(ask, words):
    code, out, err = ask("deadline", *words)
    assert (code, out) == (2, [])
    assert len(err) == 1
    assert err[0].startswith("guanjia deadline: ")


def test_other_national_hours_can_be_chosen(ask):
    _code, out, _err = ask(
        "deadline", "--from", "2026-03-07T12:30", "--plus", "1 working hour", "--hours", "estate-desk"
    )
    assert out == ["2026-03-07T15:00:00+08:00"]


@pytest.mark.django_db
def test_a_sites_own_calendar_is_used(ask):
    house = wanxing()
    with company_scope(house.company.pk):
        services.open_calendar(
            house.site.pk, by=house.system, at=at("08:00"), key="desk", hours="estate-desk"
        )
        services.open_calendar(
            house.site.pk, by=house.system, at=at("08:00"), key="office", hours="office-week"
        )
    saturday = [
        "deadline",
        "--from",
        "2026-03-07T12:30",
        "--plus",
        "1 working hour",
        "--site",
        "WX",
        "--json",
    ]
    code, out, _err = ask(*saturday)
    assert code == 0
    assert json.loads(out[0])["due_at"] == "2026-03-07T15:00:00+08:00"
    assert json.loads(out[0])["calendar"].startswith("WX/desk@1+")
    _code, out, _err = ask(*saturday, "--calendar", "office")
    assert json.loads(out[0])["due_at"] == "2026-03-09T09:30:00+08:00"
    code, out, err = ask(*saturday, "--calendar", "night")
    assert (code, out) == (2, [])
    assert "desk, office" in err[0]


@pytest.mark.django_db
def test_a_site_nobody_has_is_a_sentence(ask):
    code, out, err = ask("deadline", "--from", "2026-03-07T12:30", "--plus", "1 hour", "--site", "NOPE")
    assert (code, out) == (2, [])
    assert "NOPE" in err[0]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "2027.toml"
    path.write_text(NOTICE, encoding="utf-8")
    return path


@pytest.mark.django_db
def test_a_year_is_loaded_for_every_company(ask, file):
    houses = [wanxing(), harbour()]
    code, out, _err = ask("calendar", "load", str(file), "--json")
    assert code == 0
    assert json.loads(out[0])["companies"] == {"WANXING": "version 1", "HARBOUR": "version 1"}
    for house in houses:
        calendar = queries.working_calendar(house.site.pk, at("09:00", date(2030, 1, 1)))
        assert not calendar.day(date(2027, 1, 4)).hours
    _code, out, _err = ask("calendar", "load", str(file))
    assert out == [
        "CN 2027: 2 days off, 0 make-up working days.",
        "  WANXING: nothing new",
        "  HARBOUR: nothing new",
    ]


@pytest.mark.django_db
def test_a_year_can_be_loaded_for_one_company_or_only_checked(ask, file):
    wanxing(), harbour()
    _code, out, _err = ask("calendar", "load", str(file), "--dry-run")
    assert "  WANXING: checked" in out
    _code, out, _err = ask("calendar", "load", str(file), "--company", "HARBOUR")
    assert out[1:] == ["  HARBOUR: version 1"]
    with across_companies(reason="test"):
        assert len(queries.latest_notices()) == 1
    code, _out, err = ask("calendar", "load", str(file), "--company", "NOPE")
    assert (code, len(err)) == (2, 1)


@pytest.mark.django_db
def test_a_faulty_file_is_refused_with_every_fault_and_changes_nothing(ask, file):
    wanxing()
    file.write_text(NOTICE.replace("2027-01-01", "2025-01-01").replace('"CN"', '"cn"'), encoding="utf-8")
    code, out, err = ask("calendar", "load", str(file))
    assert (code, out, len(err)) == (2, [], 2)
    file.write_text("country = ", encoding="utf-8")
    code, _out, err = ask("calendar", "load", str(file))
    assert code == 2
    assert "TOML" in err[0]
    code, _out, err = ask("calendar", "load", str(file.parent / "gone.toml"))
    assert code == 2
    code, _out, err = ask("calendar", "load", str(file.parent))
    assert code == 2
    file.write_text(NOTICE, encoding="utf-8")
    code, _out, err = ask("calendar", "load", str(file), "--year", "2028")
    assert code == 2
    with across_companies(reason="test"):
        assert queries.latest_notices() == {}
