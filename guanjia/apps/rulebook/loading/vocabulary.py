"""The vocabulary of topics: one file beside the packs, so that the same act has the same key in all of them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from guanjia import packs
from guanjia.apps.rulebook.loading.source import Source
from guanjia.apps.rulebook.loading.tables import Table
from guanjia.apps.rulebook.terms.topics import Topic

FILE = Path(packs.__file__).parent / "topics.toml"


@cache
def topics(file: Path = FILE) -> Mapping[str, Topic]:
    """The topics by key. Raises ``PackError`` with file and line."""
    source = Source.of_file(file)
    found: dict[str, Topic] = {}
    for top in source.heads():
        for row in top.tables("topic"):
            topic = _topic(row)
            if topic.key in found:
                row.wrong(f"The topic “{topic.key}” is given twice.", "key")
            found[topic.key] = topic
        top.done()
    source.findings.raise_any()
    return found


def _topic(row: Table) -> Topic:
    found = Topic(row.text("key", required=True), row.bilingual("title"))
    row.done()
    return found
