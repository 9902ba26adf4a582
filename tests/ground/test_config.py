"""What an installation is told through its environment, its secret, and the two middlewares."""

import stat
import threading
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings

from guanjia.config import env, middleware
from guanjia.config.secret import read_or_make_secret

# --- Environment -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "meant"), [("1", True), ("Yes", True), ("on", True), ("0", False), ("no", False), ("", False)]
)
def test_yes_and_no_are_understood_in_several_spellings(
    raw: str, meant: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUANJIA_X", raw)
    assert env.flag("GUANJIA_X", default=not meant) is meant


@pytest.mark.parametrize("raw", ["perhaps", "2", "真"])
def test_anything_else_is_refused_with_the_name_of_the_variable(
    raw: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUANJIA_X", raw)
    with pytest.raises(env.BadEnvironment, match="GUANJIA_X"):
        env.flag("GUANJIA_X")


@pytest.mark.parametrize("raw", ["-1", "1.5", "two"])
def test_a_number_that_is_none_is_refused(raw: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANJIA_X", raw)
    with pytest.raises(env.BadEnvironment, match="GUANJIA_X"):
        env.number("GUANJIA_X", 0)


def test_unset_variables_take_their_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("GUANJIA_X", raising=False)
    assert env.text("GUANJIA_X", "a") == "a"
    assert env.flag("GUANJIA_X", True) is True
    assert env.number("GUANJIA_X", 7) == 7
    assert env.words("GUANJIA_X", ("a", "b")) == ["a", "b"]
    assert env.folder("GUANJIA_X", tmp_path) == tmp_path.resolve()


def test_a_list_is_split_at_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUANJIA_X", " a.example , b.example,,")
    assert env.words("GUANJIA_X") == ["a.example", "b.example"]


# --- Database addresses ----------------------------------------------------------------------------------------------


def test_without_an_address_it_is_the_sqlite_file_of_the_installation(tmp_path: Path) -> None:
    made = env.database("", sqlite_file=tmp_path / "g.sqlite3")
    assert made["NAME"] == str(tmp_path / "g.sqlite3")
    assert made["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert made["OPTIONS"]["timeout"] == 20


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("postgresql:///guanjia", {"NAME": "guanjia", "HOST": "", "PORT": "", "USER": ""}),
        (
            "postgres://u:p%40ss@db.example:6543/g",
            {"NAME": "g", "HOST": "db.example", "PORT": "6543", "USER": "u", "PASSWORD": "p@ss"},
        ),
        ("postgresql://u@[::1]:5432/g", {"HOST": "::1", "PORT": "5432"}),
        (
            "postgresql:///g?host=/run/postgresql&port=5433",
            {
                "HOST": "/run/postgresql",
                "PORT": "5433",
                "OPTIONS": {"prepare_threshold": 5},
            },
        ),
        (
            "postgresql://h/g?sslmode=require&prepare_threshold=off",
            {"OPTIONS": {"sslmode": "require", "prepare_threshold": None}},
        ),
        ("postgresql://%2Frun%2Fpostgresql/g", {"HOST": "/run/postgresql"}),
    ],
)
def test_postgresql_addresses_are_taken_apart(url: str, parts: dict[str, Any], tmp_path: Path) -> None:
    made = env.database(url, sqlite_file=tmp_path / "unused")
    assert made["ENGINE"] == "django.db.backends.postgresql"
    assert {key: made[key] for key in parts} == parts


def test_sqlite_addresses_are_relative_or_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert env.database("sqlite:///a.sqlite3", sqlite_file=tmp_path)["NAME"] == str(tmp_path / "a.sqlite3")
    assert env.database(f"sqlite:///{tmp_path}/b", sqlite_file=tmp_path)["NAME"] == str(tmp_path / "b")


@pytest.mark.parametrize(
    "url",
    [
        "mysql://h/g",
        "sqlite:",
        "sqlite:///",
        "postgresql://h",
        "postgresql://h:port/g",
        "postgresql://h/g?prepare_threshold=soon",
        "guanjia",
    ],
)
def test_an_address_that_cannot_be_used_is_refused(url: str, tmp_path: Path) -> None:
    with pytest.raises(env.BadEnvironment, match="GUANJIA_DATABASE_URL"):
        env.database(url, sqlite_file=tmp_path)


@pytest.mark.django_db
def test_sqlite_checks_foreign_keys() -> None:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys")
        assert cursor.fetchone() == (1,)
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (1,)


# --- The secret ------------------------------------------------------------------------------------------------------


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    secret = read_or_make_secret(file)
    assert len(secret) >= 50
    assert read_or_make_secret(file) == secret
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_two_processes_that_start_together_agree_on_the_secret(tmp_path: Path) -> None:
    file, found, gate = tmp_path / "secret", [], threading.Barrier(8)

    def start() -> None:
        gate.wait()
        found.append(read_or_make_secret(file))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_damaged_secret_is_refused_and_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("short\n", encoding="ascii")
    with pytest.raises(env.BadEnvironment, match="secret"):
        read_or_make_secret(file)
    assert file.read_text(encoding="ascii") == "short\n"


# --- Addresses behind proxies ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hops", "header", "seen"),
    [
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.9", "1.2.3.4"),
        (1, "", "10.0.0.1"),
        (2, "1.2.3.4", "10.0.0.1"),
    ],
)
def test_only_as_many_forwarded_addresses_are_believed_as_there_are_proxies(
    hops: int, header: str, seen: str
) -> None:
    seen_by_view = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen_by_view.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=header)
    with override_settings(GUANJIA_PROXIES=hops):
        middleware.real_address(answer)(request)
    assert seen_by_view == [seen]


# --- Signing in ------------------------------------------------------------------------------------------------------

SIGN_IN = "/account/sign-in/"


@pytest.fixture
def people(db: None) -> None:
    users: Any = get_user_model()
    for login in ("li.na", "wang.wei"):
        account = users(**{users.USERNAME_FIELD: login})
        account.set_password("Correct-horse-9")
        account.save()


def sign_in(login: str, password: str, address: str) -> HttpResponse:
    return Client(REMOTE_ADDR=address).post(SIGN_IN, {"login": login, "password": password})  # type: ignore[return-value]


def test_the_sign_in_page_forbids_inline_scripts(client: Client, db: None) -> None:
    policy = client.get(SIGN_IN).headers["Content-Security-Policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "'unsafe-inline'" not in scripts
    assert "'unsafe-eval'" not in scripts
    assert "frame-ancestors 'none'" in policy


def test_a_right_password_signs_in(people: None) -> None:
    assert sign_in("li.na", "Correct-horse-9", "10.1.1.1").status_code == 302


def test_guessing_is_stopped_for_that_name_and_address_only(people: None) -> None:
    for guess in range(5):
        sign_in("li.na", f"guess-{guess}", "10.6.6.6")
    assert sign_in("li.na", "Correct-horse-9", "10.6.6.6").status_code == 429
    assert sign_in("li.na", "Correct-horse-9", "10.1.1.1").status_code == 302, (
        "the owner must never be locked out"
    )
    assert sign_in("wang.wei", "Correct-horse-9", "10.6.6.6").status_code == 302, (
        "nor a colleague in the same office"
    )


def test_capital_letters_do_not_restart_the_count(people: None) -> None:
    for login in ("li.na", "Li.Na", "LI.NA", " li.na", "lI.nA"):
        sign_in(login, "guess", "10.6.6.7")
    assert sign_in("li.na", "Correct-horse-9", "10.6.6.7").status_code == 429


def test_a_forged_forwarded_address_does_not_restart_the_count(people: None) -> None:
    for guess in range(5):
        Client(REMOTE_ADDR="10.6.6.8", headers={"X-Forwarded-For": f"1.1.1.{guess}"}).post(
            SIGN_IN, {"login": "li.na", "password": "guess"}
        )
    assert sign_in("li.na", "Correct-horse-9", "10.6.6.8").status_code == 429


def test_nobody_opens_an_account_or_a_new_password_from_outside(client: Client, db: None) -> None:
    assert client.get("/account/sign-up/").status_code == 404
    assert client.get("/account/password/forgotten/").status_code == 404
