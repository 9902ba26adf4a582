"""``guanjia import units``: what a script can rely on."""

import json

import pytest

from guanjia import cli
from guanjia.apps.organisations import services as organisations
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.places.models import Unit
from guanjia.apps.unitlists.models import UnitListImport
from guanjia.apps.unitlists.tests.workbooks import dirty, excel, homes
from guanjia.commands import import_units
from guanjia.kernel.actor import Actor
from guanjia.kernel.scope import across_companies, company_scope
from tests.cast import wanxing


@pytest.fixture
def house(db):
    cached_site.cache_clear()
    return wanxing()


@pytest.fixture
def clean(tmp_path):
    file = tmp_path / "units.xlsx"
    file.write_bytes(excel([home.row for home in homes(90)]))
    return file


@pytest.fixture
def soiled(tmp_path):
    file = tmp_path / "dirty.xlsx"
    file.write_bytes(dirty(homes(90)).content)
    return file


def run(*words):
    return cli.main(["import", "units", *map(str, words)])


def test_every_row_accepted_is_exit_code_zero(house, clean, capsys):
    assert run(clean, "--site", "WX", "--new-groups") == 0
    shown = capsys.readouterr()
    assert "90 rows accepted: 90 new" in shown.out
    assert shown.err == ""  # progress is for terminals


def test_json_carries_the_keys_scripts_rely_on_and_refused_rows_are_exit_code_one(
    house, clean, soiled, capsys
):
    run(clean, "--site", "WX", "--new-groups")
    capsys.readouterr()
    assert run(soiled, "--site", "WX", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["accepted"], told["unchanged"], told["created"], told["changed"]) == (80, 80, 0, 0)
    assert {(line["row"], line["codes"][0]) for line in told["refused"]} == set(
        dirty(homes(90)).refused.items()
    )
    assert all(line["reason"] and line["reason_en"] and line["reason_zh"] for line in told["refused"])
    assert told["groups"] == {"A": 80}


def test_a_dry_run_tells_the_same_and_stores_nothing(house, clean, capsys):
    assert run(clean, "--site", "WX", "--new-groups", "--dry-run", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["accepted"], told["created"], told["dry_run"]) == (90, 90, True)
    with across_companies(reason="test"):
        assert not Unit.objects.exists()
        assert not UnitListImport.objects.exists()


def test_a_list_whose_every_row_is_refused_still_lists_them(house, clean, capsys):
    assert run(clean, "--site", "WX", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["accepted"], len(told["refused"]), told["state"]) == (0, 90, "DONE")


def test_a_failed_command_is_exit_code_two_and_says_why_on_standard_error(house, clean, tmp_path, capsys):
    (tmp_path / "letter.txt").write_text("Dear Sir,\nwith kind regards", encoding="utf-8")
    for words, hint in (
        ((clean, "--site", "XX"), "WX"),
        ((clean, "--site", "WX", "--company", "NOBODY"), "NOBODY"),
        ((tmp_path / "absent.xlsx", "--site", "WX"), "absent.xlsx"),
        ((tmp_path, "--site", "WX"), "cannot be read"),
        ((tmp_path / "letter.txt", "--site", "WX"), "“"),
    ):
        assert run(*words) == 2
        shown = capsys.readouterr()
        assert shown.out == ""
        assert hint in shown.err
    with across_companies(reason="test"):
        assert not Unit.objects.exists()
        assert set(UnitListImport.objects.values_list("state", flat=True)) <= {"CANCELLED"}


def test_a_site_code_of_two_companies_wants_to_know_which(house, clean, capsys):
    other = organisations.found_company(code="TWIN", name="双生")
    with company_scope(other.pk):
        organisations.open_site(by=Actor.system(other.pk), code="WX", name="另一个")
    assert run(clean, "--site", "WX", "--new-groups") == 2
    assert "--company" in capsys.readouterr().err
    assert run(clean, "--site", "WX", "--new-groups", "--company", "TWIN") == 0
    with company_scope(house.company.pk):
        assert not Unit.objects.exists()
    with company_scope(other.pk):
        assert Unit.objects.count() == 90


def test_an_interrupt_leaves_no_import_that_seems_to_run(house, clean, monkeypatch):
    def interrupt(*_args, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(import_units.services, "carry_out", interrupt)
    assert run(clean, "--site", "WX", "--new-groups") == cli.INTERRUPTED
    with across_companies(reason="test"):
        assert UnitListImport.objects.get().state == "CANCELLED"


def test_an_unforeseen_error_is_a_failed_command_and_not_a_refused_row(house, clean, monkeypatch, capsys):
    def explode(*_args, **_more):
        raise ZeroDivisionError("boom")

    monkeypatch.setattr(import_units.services, "carry_out", explode)
    assert run(clean, "--site", "WX", "--new-groups") == 2
    assert "boom" in capsys.readouterr().err


def test_help_explains_the_exit_codes(capsys):
    assert run("--help") == 0
    shown = capsys.readouterr().out
    assert "exit codes" in shown
    assert "refused" in shown
