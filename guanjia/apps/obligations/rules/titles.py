"""What an obligation is called."""

from guanjia.apps.rulebook.terms import Bilingual, Duty


def title_of(duty: Duty, occurrence: str) -> Bilingual:
    """The duty's title; of one that comes several times in a period ("2 a week") with which time it is."""
    _period, slash, number = occurrence.rpartition("/")
    if not slash:
        return duty.title
    return Bilingual(zh=f"{duty.title.zh}（第{number}次）", en=f"{duty.title.en} (no. {number})")
