"""The command line: finding commands, exit codes that mean something, one sentence for every expected trouble."""

import argparse
import io
import json
import os
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import OperationalError, ProgrammingError

from guanjia import __version__, cli
from guanjia.commands._progress import Progress
from guanjia.commands.serve import why_not_listen
from guanjia.kernel.refusals import Refusal, Refused

ROOT = Path(__file__).resolve().parents[2]


def guanjia(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "guanjia.cli", *words],
        cwd=ROOT, env={**os.environ, **env}, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Put a command called ``try`` in place, which does what it is given."""

    def install(run: Callable[[argparse.Namespace], int]) -> None:
        fake = types.SimpleNamespace(
            HELP="a trial", arguments=lambda parser: parser.add_argument("--n"), run=run
        )
        monkeypatch.setattr(cli, "command_names", lambda: ["import", "import units", "try"])
        monkeypatch.setattr(cli, "_load", lambda name: fake)

    return install


def raising(error: BaseException) -> Callable[[argparse.Namespace], int]:
    def run(_args: argparse.Namespace) -> int:
        raise error

    return run


def test_commands_are_found_by_their_files() -> None:
    names = cli.command_names()
    assert {"serve", "migrate", "doctor", "messages"} <= set(names)
    assert not [name for name in names if name.startswith(" ") or "_" in name]


def test_every_command_keeps_the_agreement() -> None:
    for name in cli.command_names():
        module = cli._load(name)
        parser = argparse.ArgumentParser()
        module.arguments(parser)
        assert module.HELP, name
        assert callable(module.run), name


def test_a_command_of_two_words_wins_over_one_of_one_word() -> None:
    names = ["import", "import units"]
    assert cli._pick(["import", "units", "file.xlsx"], names) == ("import units", ["file.xlsx"])
    assert cli._pick(["import", "file.xlsx"], names) == ("import", ["file.xlsx"])
    assert cli._pick(["export"], names)[0] == ""


def test_the_exit_code_of_the_command_is_ours(command: Callable[..., None]) -> None:
    command(lambda args: 1 if args.n == "bad" else 0)
    assert cli.main(["try", "--n", "good"]) == 0
    assert cli.main(["try", "--n", "bad"]) == 1


def test_a_refusal_prints_each_reason_and_exits_with_2(
    command: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    command(
        raising(
            Refused(
                Refusal("one", "The first, %(why)s.", params={"why": "indeed"}), Refusal("two", "The second.")
            )
        )
    )
    assert cli.main(["try"]) == 2
    assert capsys.readouterr().err == "The first, indeed.\nThe second.\n"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OperationalError("connection refused"), "the database does not answer"),
        (OperationalError("no such table: cases_case"), "run `guanjia migrate` first"),
        (ProgrammingError('relation "cases_case" does not exist'), "run `guanjia migrate` first"),
        (OperationalError('database "guanjia" does not exist'), "the database does not answer"),
    ],
)
def test_a_database_in_the_way_is_one_sentence_and_exit_code_3(
    error: Exception, said: str, command: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    command(raising(error))
    assert cli.main(["try"]) == 3
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1


def test_an_interrupted_command_exits_with_130(command: Callable[..., None]) -> None:
    command(raising(KeyboardInterrupt()))
    assert cli.main(["try"]) == 130


def test_a_fault_of_ours_is_not_hidden(command: Callable[..., None]) -> None:
    command(raising(ZeroDivisionError()))
    with pytest.raises(ZeroDivisionError):
        cli.main(["try"])


def test_wrong_options_exit_with_2(command: Callable[..., None]) -> None:
    command(lambda args: 0)
    assert cli.main(["try", "--fly"]) == 2
    assert cli.main(["try", "--help"]) == 0


def test_an_unknown_command_names_its_neighbours(
    command: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    command(lambda args: 0)
    assert cli.main(["fly"]) == 2
    assert "no command 'fly'" in capsys.readouterr().err


def test_the_list_of_commands_names_them_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["help"]) == 0
    out = capsys.readouterr().out
    assert all(f"  {name}" in out for name in cli.command_names())
    assert cli.main([]) == 2


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"guanjia {__version__}\n"


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("GUANJIA_DATABASE_URL", "oracle://x/y", "sqlite: or postgresql:"),
        ("GUANJIA_PROXIES", "many", "GUANJIA_PROXIES must be a whole number"),
        ("GUANJIA_HOME", "/dev/null/x", "GUANJIA_HOME cannot be used"),
    ],
)
def test_a_wrong_setting_is_one_sentence(variable: str, value: str, said: str) -> None:
    done = guanjia("doctor", **{variable: value})
    assert done.returncode == 3
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_doctor_tells_a_fresh_installation_what_is_missing(tmp_path: Path) -> None:
    done = guanjia("doctor", "--json", GUANJIA_HOME=str(tmp_path), GUANJIA_DATABASE_URL="")
    report = json.loads(done.stdout)
    checks = {check["name"]: check for check in report["checks"]}
    assert done.returncode == 1
    assert report["ok"] is False
    assert report["demo_logins"] == []
    assert checks["database"]["ok"] is True
    assert checks["migrations"]["ok"] is False
    assert "guanjia migrate" in checks["migrations"]["advice"]


def test_doctor_without_a_database_still_answers(tmp_path: Path) -> None:
    url = "postgresql://127.0.0.1:1/none"
    done = guanjia("doctor", "--json", GUANJIA_HOME=str(tmp_path), GUANJIA_DATABASE_URL=url)
    checks = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert done.returncode == 1
    assert checks["database"]["ok"] is False
    assert "GUANJIA_DATABASE_URL" in checks["database"]["advice"]


def test_migrate_brings_an_empty_database_up_to_date_and_then_says_so(tmp_path: Path) -> None:
    home = {"GUANJIA_HOME": str(tmp_path), "GUANJIA_DATABASE_URL": ""}
    assert guanjia("migrate", "--check", **home).returncode == 1
    assert "migrations applied" in guanjia("migrate", **home).stdout
    assert guanjia("migrate", "--check", **home).returncode == 0
    assert guanjia("migrate", **home).stdout == "The database is up to date.\n"
    assert guanjia("migrate", "--quiet", **home).stdout == ""


def test_serve_tells_a_taken_port_in_one_sentence() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert "in use" in why_not_listen("127.0.0.1", port)
        done = guanjia("serve", "--port", str(port))
    assert done.returncode == 3
    assert done.stderr.count("\n") == 1
    assert why_not_listen("127.0.0.1", port) == ""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_and_silent_in_a_pipe() -> None:
    terminal, pipe = Terminal(), io.StringIO()
    for stream in (terminal, pipe):
        with Progress("Reading", total=4, stream=stream) as progress:
            progress.step(3)
            progress.step()
    assert "Reading 4 / 4 (100%)" in terminal.getvalue()
    assert pipe.getvalue() == ""
