"""What templates and scripts name exists: icons are listed, modules import each other, nothing is inline."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

CODE = Path(settings.CODE)
TEMPLATES = sorted(CODE.rglob("templates/**/*.html"))
SCRIPTS = sorted((CODE / "ui" / "static" / "ui").glob("*.js"))
STYLES = sorted((CODE / "ui" / "static" / "ui").glob("*.css"))
_ICON = re.compile(r"""{%\s*icon\s+"([^"]+)""")
_ARGUMENT = re.compile(r"""\bicon=["']([a-z0-9-]+)["']""")


def listed() -> set[str]:
    book = tomllib.loads((settings.BASE / "assets.toml").read_text(encoding="utf-8"))
    return set(book["icons"]["outline"])


def named_in(text: str) -> set[str]:
    return set(_ICON.findall(text)) | set(_ARGUMENT.findall(text))


def test_every_icon_a_template_or_a_module_names_is_listed_in_the_assets() -> None:
    files = [*TEMPLATES, *(file for file in CODE.rglob("*.py") if "tests" not in file.parts)]
    missing = {
        (name, file.relative_to(CODE).as_posix())
        for file in files
        for name in named_in(file.read_text(encoding="utf-8"))
        if name not in listed()
    }
    assert not missing


def test_no_template_has_inline_script_style_or_handlers() -> None:
    forbidden = re.compile(
        r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\son(click|load|submit|change|input)=", re.IGNORECASE
    )
    guilty = [file.name for file in TEMPLATES if forbidden.search(file.read_text(encoding="utf-8"))]
    assert not guilty


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_modules_import_modules_that_exist(file: Path) -> None:
    for name in re.findall(
        r"""^import .*?["']\./([\w.]+)["'];""", file.read_text(encoding="utf-8"), re.MULTILINE
    ):
        assert (file.parent / name).is_file(), name


@pytest.mark.parametrize("file", [*SCRIPTS, *STYLES], ids=lambda file: file.name)
def test_nothing_is_fetched_from_a_stranger(file: Path) -> None:
    text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert "//" not in re.sub(r"(^|\s)//.*", "", text)


def test_every_component_says_what_its_context_is() -> None:
    mute = [
        file.name
        for file in sorted((CODE / "ui" / "templates").rglob("*.html"))
        if not re.match(r"\{#.*Context: .*#\}", file.read_text(encoding="utf-8").splitlines()[0])
    ]
    assert not mute
