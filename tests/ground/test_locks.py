"""Lock files: everything pinned and hashed, and not one address of a registry."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from develop.assets import listed

ROOT = Path(__file__).resolve().parents[2]
LOCKS = [
    *sorted((ROOT / "requirements").iterdir()),
    ROOT / "package-lock.json",
    ROOT / "package.json",
    ROOT / ".npmrc",
]
COMPILED = sorted((ROOT / "requirements").glob("*.txt"))


def pins(file: Path) -> dict[str, str]:
    return dict(re.findall(r"^([\w.\-\[\]]+)==([^\s;\\]+)", file.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("file", LOCKS, ids=lambda file: file.name)
def test_no_lock_file_contains_an_address(file: Path) -> None:
    assert "://" not in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("file", COMPILED, ids=lambda file: file.name)
def test_every_python_package_is_pinned_with_a_hash(file: Path) -> None:
    entries = re.split(r"\n(?=\S)", file.read_text(encoding="utf-8").strip())
    assert entries
    for entry in entries:
        assert "==" in entry.splitlines()[0], entry
        assert "--hash=sha256:" in entry, entry


def test_a_tested_checkout_has_exactly_the_versions_that_run() -> None:
    run, dev = pins(ROOT / "requirements" / "run.txt"), pins(ROOT / "requirements" / "dev.txt")
    assert run.items() <= dev.items()


def test_every_front_end_package_is_pinned_and_has_a_checksum() -> None:
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    for name, version in {**wanted["dependencies"], **wanted["devDependencies"]}.items():
        assert locked[f"node_modules/{name}"]["version"] == version
    assert all(package.get("integrity") for path, package in locked.items() if path)


def test_files_with_addresses_in_them_cannot_be_committed_by_habit() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {"uv.lock", "pylock.toml"} <= set(ignored)
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text(encoding="utf-8")


def test_every_listed_front_end_file_comes_from_a_locked_package() -> None:
    names = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    packages = {**names["dependencies"], **names["devDependencies"]}
    for source in listed():
        parts = source.split("/")
        assert "/".join(parts[: 2 if source.startswith("@") else 1]) in packages


def test_no_two_listed_files_go_to_the_same_place() -> None:
    targets = list(listed().values())
    assert len(set(targets)) == len(targets)
    icons = tomllib.loads((ROOT / "assets.toml").read_text(encoding="utf-8"))["icons"]["outline"]
    assert len(set(icons)) == len(icons)


def test_every_icon_named_in_a_template_is_listed() -> None:
    used = {
        name
        for template in (ROOT / "guanjia").rglob("*.html")
        for name in re.findall(r"""{%\s*icon\s+["']([a-z0-9-]+)["']""", template.read_text(encoding="utf-8"))
    }
    assert used
    assert used <= {Path(target).stem for target in listed().values()}
