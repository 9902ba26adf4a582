"""Loading a pack from its folder, whole and checked."""

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
    source = Source.of_folder(folder)
    draft = build.read(source)
    crosscheck.check(draft, knowledge or Knowledge.of_product())
    source.findings.raise_any()
    return draft.pack(), source
