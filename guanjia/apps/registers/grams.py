"""Pairs of signs to find entries by, whatever the language: Chinese has no blanks to cut words at. Pure.

The pairs of an entry stand in one column, with one word for its site and one for its register; PostgreSQL keeps an index over
them. They narrow quickly; what was typed is then looked for as it stands, so an entry that only has the same pairs is not found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_RUN = re.compile(r"\w+")


def grams(text: str) -> set[str]:
    """The pairs of neighbouring signs in each word of a text, in one spelling; of a word of one sign the sign.

    >>> sorted(grams("水泵 A1-0301"))
    ['01', '03', '30', 'a1', '水泵']
    """
    found: set[str] = set()
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).casefold()):
        found |= {run[place : place + 2] for place in range(len(run) - 1)} or {run}
    return found


def asked(words: Iterable[str]) -> set[str]:
    """The pairs every entry has in which these words stand; a single sign may be the middle of a word, so it gives none."""
    return {pair for word in words for pair in grams(word) if len(pair) == 2}


def site_word(site_id: int) -> str:
    """What marks the entries of a site."""
    return f"site.{site_id}"


def book_word(site_id: int, pack: str, register: str) -> str:
    """What marks the entries of a register of a site."""
    return f"book.{site_id}.{pack}.{register}"


def indexed(texts: Iterable[str], *, site_id: int, pack: str, register: str) -> str:
    """The column of an entry: its pairs and its marks, parted by blanks."""
    pairs = {pair for text in texts for pair in grams(text)}
    return " ".join([site_word(site_id), book_word(site_id, pack, register), *sorted(pairs)])
