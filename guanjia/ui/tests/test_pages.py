"""Every number leads to its page."""

import pytest
from django.urls import resolve

from guanjia.ui import pages


@pytest.mark.parametrize("series", sorted(pages._PAGES))
def test_every_series_leads_to_a_page_of_its_own(series):
    numbers = [f"{series}-2026-000001", f"GD-{series}-2026-000001", f"{series}-2026-03-02"]
    assert all(map(pages.is_numbered, numbers))
    found = {resolve(one).view_name for one in map(pages.page_of, numbers) if one}
    assert found == {pages._PAGES[series]}


@pytest.mark.parametrize("ref", ["XX-2026-000001", "file:unit:1", "", "2026-03-02"])
def test_what_is_no_number_of_ours_leads_nowhere(ref):
    assert pages.page_of(ref) == ""
    assert not pages.is_numbered(ref)


def test_a_register_with_a_series_of_its_own_keeps_its_page():
    assert resolve(pages.page_of("RG-KEY-2026-000001")).view_name == "registers:entry"
