"""Loading a pack from its folder, whole and checked."""

from functools import lru_cache
from pathlib import Path

from guanjia import packs
from guanjia.apps.rulebook.loading import build, crosscheck
from guanjia.apps.rulebook.loading.knowledge import Knowledge
from guanjia.apps.rulebook.loading.source import Source
from guanjia.apps.rulebook.terms.packs import Pack


def pack_folders() -> list[Path]:
    """The folders of the packs shipped with the product."""
    root = Path(packs.__file__).parent
    return sorted(folder for folder in root.iterdir() if folder.is_dir() and any(folder.glob("*.toml")))


def load_pack(folder: Path, knowledge: Knowledge | None = None) -> tuple[Pack, Source]:
    """The pack in a folder and its raw source. Raises ``PackError`` with every mistake, each with file and line."""
    return load_source(Source.of_folder(folder), knowledge or Knowledge.of_product())


def shipped_packs() -> list[Pack]:
    """The packs shipped with the product, read again only when one of their files is another."""
    return [_shipped(folder, _stamp(folder)) for folder in pack_folders()]


def _stamp(folder: Path) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((file.name, file.stat().st_mtime_ns) for file in folder.glob("*.toml")))


@lru_cache(maxsize=64)
def _shipped(folder: Path, _stamp: tuple[tuple[str, int], ...]) -> Pack:
    return load_pack(folder)[0]


def load_source(source: Source, knowledge: Knowledge) -> tuple[Pack, Source]:
    """The pack in raw tables, whole and checked. Raises ``PackError`` with every mistake."""
    draft = build.read(source)
    crosscheck.check(draft, knowledge)
    source.findings.raise_any()
    return draft.pack(), source
