"""dev.py: its refusals are one sentence each, and its summary tells the truth."""

import ast
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import pytest

import dev
from develop import chromium, machine, postgres, rings, serve
from develop.machine import Trouble

ROOT = Path(__file__).resolve().parents[2]


def run_dev(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "dev.py"), *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


class OldPython(NamedTuple):
    major: int
    minor: int


# --- What stands in the way is one sentence --------------------------------------------------------------------------


def test_an_old_python_is_told_what_it_needs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", OldPython(3, 9))
    assert dev.main(["run"]) != 0
    said = capsys.readouterr().err
    assert "3.11 or newer" in said
    assert "this is Python 3.9" in said
    assert said.count("\n") == 1


def test_an_old_python_can_read_dev_py_at_all() -> None:
    source = (ROOT / "dev.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 4))
    assert source.isascii(), "Python 2 refuses other characters before it could say anything"


def test_the_python_that_runs_this_is_not_refused() -> None:
    assert dev.why_not_this_python((3, 11)) == ""
    assert dev.why_not_this_python((3, 14, 1)) == ""
    assert dev.why_not_this_python((2, 7))


def test_a_taken_port_is_told_before_anything_is_installed() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        started = time.monotonic()
        done = run_dev("run", "--port", str(port))
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert f"Port {port} is not free" in done.stderr
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("port", [0, 65536, 99999])
def test_a_port_that_does_not_exist_is_refused(port: int) -> None:
    with pytest.raises(Trouble, match="does not exist"):
        serve.check_port("127.0.0.1", port)


def test_a_missing_network_is_told_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "BUILD", tmp_path)
    monkeypatch.setattr(machine, "ROOT", tmp_path)
    script = "import sys; sys.exit('error: failed to lookup address information: Name or service not known')"
    with pytest.raises(
        Trouble, match=r"^The packages could not be fetched: there is no network.*\.$"
    ) as caught:
        machine.fetch("The packages", [sys.executable, "-c", script])
    assert caught.value.code != 0
    assert "failed to lookup" in (tmp_path / "setup.log").read_text(encoding="utf-8")


def test_another_failure_of_the_installer_is_not_blamed_on_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "BUILD", tmp_path)
    monkeypatch.setattr(machine, "ROOT", tmp_path)
    with pytest.raises(Trouble, match="could not be installed"):
        machine.fetch("The packages", [sys.executable, "-c", "import sys; sys.exit('hash mismatch')"])


def test_an_unknown_word_is_refused_with_exit_code_2() -> None:
    assert run_dev("fly").returncode == 2
    assert run_dev("check", "--fly").returncode == 2


def test_an_unknown_bench_is_refused_with_the_names_there_are() -> None:
    done = run_dev("bench", "no-such-thing")
    assert done.returncode == 2
    assert "no-such-thing" in done.stderr
    assert done.stderr.count("\n") == 1


# --- A step is done again exactly when its inputs change -------------------------------------------------------------


def test_a_stamp_holds_until_the_lock_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "STAMPS", tmp_path / "stamps")
    lock = tmp_path / "lock.txt"
    lock.write_bytes(b"one==1\n")
    machine.stamp("packages", machine.digest(lock))
    assert machine.stamped("packages", machine.digest(lock))
    lock.write_bytes(b"one==1\r\n")
    assert machine.stamped("packages", machine.digest(lock)), "line ends of another system are no change"
    lock.write_bytes(b"one==2\n")
    assert not machine.stamped("packages", machine.digest(lock))


# --- Finding what the tests need -------------------------------------------------------------------------------------


def test_a_named_chromium_is_taken_and_a_wrong_name_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = tmp_path / "browser"
    browser.touch()
    monkeypatch.setenv("CHROMIUM", str(browser))
    assert chromium.find() == str(browser)
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "absent"))
    assert chromium.find() == ""


def test_a_named_postgresql_that_does_not_answer_is_named_and_not_replaced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GUANJIA_TEST_POSTGRES", "postgresql://127.0.0.1:1/none")
    monkeypatch.setattr(postgres, "PYTHON", sys.executable)
    address, why = postgres.find()
    assert address == ""
    assert why.startswith("GUANJIA_TEST_POSTGRES cannot be used")


def test_without_postgresql_the_summary_says_so_and_ci_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "find", lambda: ("", "none answers"))
    monkeypatch.delenv("CI", raising=False)
    at_home = rings._on_postgres([])
    assert (at_home.failed, at_home.line()) == (
        0,
        "  PostgreSQL   0 passed, 0 failed - did not run: none answers",
    )
    monkeypatch.setenv("CI", "true")
    assert rings._on_postgres([]).failed == 1


def test_without_chromium_the_journeys_fail_and_say_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chromium, "find_or_install", lambda: "")
    ring = rings._in_browser([])
    assert ring.failed == 1
    assert "apt install chromium" in ring.note


# --- The summary tells the truth -------------------------------------------------------------------------------------

REPORT = '<testsuites><testsuite tests="9" failures="1" errors="2" skipped="1"></testsuite></testsuites>'


def test_errors_count_as_failures_and_skips_are_not_passes() -> None:
    ring = rings._count("SQLite", 1, REPORT, chosen=False)
    assert (ring.passed, ring.failed, ring.skipped) == (5, 3, 1)


def test_a_run_that_crashed_is_a_failure_though_no_test_failed() -> None:
    assert rings._count("SQLite", 3, "", chosen=False).failed == 1
    good = REPORT.replace('failures="1" errors="2"', 'failures="0" errors="0"')
    assert rings._count("SQLite", 1, good, chosen=False).failed == 1


def test_a_ring_without_any_test_is_a_failure_unless_tests_were_chosen() -> None:
    nothing = REPORT.replace('tests="9" failures="1" errors="2" skipped="1"', 'tests="0"')
    assert rings._count("browser", 5, nothing, chosen=False).failed == 1
    assert rings._count("browser", 5, nothing, chosen=True).failed == 0


def test_the_last_line_is_plain_and_the_exit_code_follows_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert rings.summarise([rings.Ring("checks", 7), rings.Ring("SQLite", 5, 1)]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "12 passed, 1 failed"
    assert rings.summarise([rings.Ring("checks", 7), rings.Ring("SQLite", 5)]) == 0
    assert rings.summarise([]) == 1, "nothing tested is not a success"


# --- Server and worker live and die together -------------------------------------------------------------------------

FAMILY = """
import sys, time
from develop import serve
sleeper = [sys.executable, "-c", "import os, time; os.write(1, bytes((117, 112, 10))); time.sleep({first})"]
other = [sys.executable, "-c", "import os, time; os.write(1, bytes((117, 112, 10))); time.sleep(60)"]
code = 0
with serve._Children() as children:
    children.start("server", sleeper)
    children.start("worker", other)
    code = children.wait()
print([child.returncode is not None for child in children._running.values()], code)
"""


def family(first: float) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", FAMILY.format(first=first)],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_when_the_server_ends_the_worker_is_stopped_too() -> None:
    out, err = family(0.5).communicate(timeout=30)
    assert out.splitlines()[-1] == "[True, True] 3"
    assert "The server has ended by itself" in err


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_request_to_stop_ends_both_and_is_no_error(number: signal.Signals) -> None:
    with family(60) as parent:
        assert parent.stdout is not None
        assert [parent.stdout.readline(), parent.stdout.readline()] == ["up\n", "up\n"]
        parent.send_signal(number)
        out, _err = parent.communicate(timeout=30)
    assert out.splitlines()[-1] == "[True, True] 0"
    assert parent.returncode == 0
