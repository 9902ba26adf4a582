"""The real lists that live beside the repository, when they are there.

They stay out of the repository; ``test_import`` and ``test_checking`` prove the same on lists made here. Where the folder is
missing this module says so in the summary of warnings and proves nothing.
"""

import warnings

import pytest

from guanjia.apps.unitlists import queries
from guanjia.apps.unitlists.tests.scene import REAL, counts, every_row, imported, stored
from guanjia.kernel.models import JournalEntry

WANXING, DIRTY = REAL / "units-wanxing.xlsx", REAL / "units-dirty.xlsx"


@pytest.fixture
def real_files():
    """Whether the lists are there; their absence is told in the summary of the run."""
    if WANXING.exists() and DIRTY.exists():
        return True
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"the real unit lists are not in {REAL}; nothing was proved on them", stacklevel=1)
    return False


def test_the_estate_and_then_its_dirty_list(house, real_files):
    if not real_files:
        return
    unit_list = imported(house, WANXING.read_bytes(), new_groups=True)
    assert counts(unit_list) == (1865, 1865, 0, 0, 0)
    assert list(unit_list.group_counts.values()) == [233, 379, 432, 602, 219]
    assert stored()["Unit"] == stored()["Residency"] == 1865
    before, told = list(every_row()), JournalEntry.objects.filter(event__startswith="places.").count()

    assert counts(imported(house, WANXING.read_bytes(), new_groups=True)) == (1865, 0, 0, 1865, 0)
    assert list(every_row()) == before

    dirty = imported(house, DIRTY.read_bytes())
    assert (dirty.accepted, dirty.refused, dirty.passed_over) == (390, 10, 1)
    reasons = [line.reasons[0].code for line in queries.report(dirty).refused]
    assert reasons == [
        "area_missing",
        "area_not_number",
        "phone_malformed",
        "room_missing",
        "duplicate_row",
        "group_unknown",
        "date_impossible",
        "area_not_positive",
        "fitout_before_delivery",
        "formula",
    ]
    assert list(every_row()) == before
    assert JournalEntry.objects.filter(event__startswith="places.").count() == told
