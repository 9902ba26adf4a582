"""The texts every company begins with, read from ``data/texts.toml``."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).resolve().parent / "data" / "texts.toml"


@dataclass(frozen=True)
class Ready:
    """One shipped text, in both languages; ``topic`` and ``hazard`` narrow it for notices."""

    key: str
    kind: str
    title_zh: str
    title_en: str
    zh: str
    en: str
    topic: str = ""
    hazard: str = ""


@lru_cache(maxsize=1)
def ready_texts() -> tuple[Ready, ...]:
    """All shipped texts, in the order of the file."""
    with _FILE.open("rb") as file:
        listed = tomllib.load(file)["text"]
    return tuple(
        Ready(
            one["key"],
            one["kind"],
            one["title"]["zh"],
            one["title"]["en"],
            one["zh"].strip(),
            one["en"].strip(),
            one.get("topic", ""),
            one.get("hazard", ""),
        )
        for one in listed
    )
