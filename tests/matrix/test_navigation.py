"""Every entry of the rail and the palette leads to a screen that exists, and asks what that screen asks."""

from __future__ import annotations

import pytest

from guanjia.kernel.permissions import CAPABILITIES
from guanjia.shell.navigation import ENTRIES
from guanjia.ui import palette
from guanjia.ui.http import SIGNED_IN
from tests.matrix.resolver import addresses

BY_NAME = {one.name: one for one in addresses()}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.url_name)
def test_an_entry_of_the_rail_leads_somewhere(entry):
    assert entry.url_name in BY_NAME, "no such address"
    assert entry.can in {*CAPABILITIES, SIGNED_IN}, "no such capability"
    assert entry.can == BY_NAME[entry.url_name].capability, (
        "the entry shows to others than those who may come in"
    )
    assert BY_NAME[entry.url_name].parameters == ()


def test_a_verb_of_the_palette_leads_somewhere():
    wrong = [
        f"{one.url_name} ({one.can})"
        for one in palette.VERBS.values()
        if one.url_name not in BY_NAME or str(one.can) != BY_NAME[one.url_name].capability
    ]
    assert not wrong


def test_a_provider_of_the_search_asks_a_capability_that_exists():
    assert {str(one.can) for one in palette.PROVIDERS.values()} <= {*CAPABILITIES, SIGNED_IN}
