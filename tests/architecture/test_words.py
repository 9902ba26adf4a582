"""One word for one thing: a sentence has the same Chinese text wherever it stands."""

from collections import defaultdict
from pathlib import Path

import polib

CODE = Path(__file__).resolve().parents[2] / "guanjia"


def test_a_sentence_is_translated_in_one_way():
    found: dict[tuple[str | None, str], dict[str, list[str]]] = defaultdict(dict)
    for file in sorted(CODE.rglob("zh_Hans/**/*.po")):
        for entry in polib.pofile(str(file)):
            if entry.msgstr:
                where = file.relative_to(CODE).parts[-5]
                found[entry.msgctxt, entry.msgid].setdefault(entry.msgstr, []).append(where)
    several = {sentence: texts for (_context, sentence), texts in found.items() if len(texts) > 1}
    assert not several, "Choose one text, or say something else in English."
