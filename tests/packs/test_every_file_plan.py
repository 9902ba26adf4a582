"""Every file plan of every pack: what is to fulfil an item can say whose it is, and somebody can supply what is filed by hand."""

from __future__ import annotations

import pytest

from guanjia.apps.documents.terms import paper_kinds
from guanjia.apps.rulebook.loading import load_pack, pack_folders
from guanjia.apps.rulebook.terms import FieldKind, FileOf, FilePlan, Pack

PACKS = [load_pack(folder)[0] for folder in pack_folders()]
PLANS = [(pack, plan) for pack in PACKS for plan in pack.file_plans.values()]
HOLDER = {FileOf.UNIT: FieldKind.UNIT, FileOf.PERSON: FieldKind.PERSON}
BESIDES = {"cases.case", "cases.reply", "custody.issued"}
"""What rooms know of people as well as of units."""


def test_the_rulebooks_that_ask_for_files_have_plans():
    assert {pack.key for pack, _plan in PLANS} >= {
        "estate_desk",
        "estate_fitout",
        "estate_posts",
        "mall_property",
        "office_tower",
        "securities_plaza",
        "serviced_rooms",
    }
    assert {plan.of for _pack, plan in PLANS} == set(FileOf)


@pytest.mark.parametrize(("pack", "plan"), PLANS, ids=[f"{pack.key}-{plan.key}" for pack, plan in PLANS])
def test_a_plan_can_be_kept(pack: Pack, plan: FilePlan) -> None:
    assert plan.keep_years >= 1
    for item in plan.items:
        assert item.by or item.who or item.optional, f"nobody can supply {item.key}"
        for by in item.by:
            kind, colon, key = by.partition(":")
            if colon and kind == "entry":
                fields = {one.kind for one in pack.registers[key].fields}
                assert HOLDER[plan.of] in fields, f"an entry of {key} does not say whose it is"
            elif not colon:
                assert by in paper_kinds()
                assert plan.of is FileOf.UNIT or by in BESIDES, f"{by} is not about people"
