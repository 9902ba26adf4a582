"""Does the customer's text speak of a word?"""

import re
from functools import lru_cache


def points(words: list[str], said: str) -> int:
    """How well a fault's words fit a text in lower case: the letters of those that occur, so that longer ones count more."""
    return sum(len(word) for word in words if speaks_of(said, word))


def speaks_of(said: str, word: str) -> bool:
    """Whether a word occurs: anywhere in Chinese, which has no spaces; in Latin letters only where a word begins."""
    return bool(_pattern(word).search(said)) if word.isascii() else word in said


@lru_cache(maxsize=2048)
def _pattern(word: str) -> re.Pattern[str]:
    # A plural is still the word; "ice" in "service" is not.
    return re.compile(rf"(?<![a-z0-9]){re.escape(word)}(?:s|es)?(?![a-z0-9])")
