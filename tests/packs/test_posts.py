"""One word for one post: what a post is called and whom it reports to is the same in every pack."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from pathlib import Path

import pytest

from guanjia import packs
from guanjia.apps.organisations.post_plan import read_post_plan
from guanjia.apps.rulebook.loading import load_pack, pack_folders

VOCABULARY = {
    one["key"]: one
    for one in tomllib.loads((Path(packs.__file__).parent / "posts.toml").read_text(encoding="utf-8"))["post"]
}
LOADED = {folder.name: load_pack(folder)[0] for folder in pack_folders()}
PLANNED = [folder.name for folder in pack_folders() if (folder / "posts.toml").exists()]


def test_the_vocabulary_speaks_of_posts_of_packs_alone() -> None:
    used = {key for pack in LOADED.values() for key in pack.posts}
    assert set(VOCABULARY) == used
    assert {above for one in VOCABULARY.values() for above in one.get("reports_to", [])} <= used


def test_no_two_posts_are_called_the_same() -> None:
    for language in ("zh", "en"):
        titles = [one["name"][language] for one in VOCABULARY.values()]
        assert sorted({title for title in titles if titles.count(title) > 1}) == []


@pytest.mark.parametrize("pack", sorted(LOADED))
def test_a_post_has_its_one_title_and_reports_to_the_nearest_above_it(pack: str) -> None:
    posts = LOADED[pack].posts
    wrong = []
    for key, post in posts.items():
        word = VOCABULARY[key]
        above = next((one for one in word.get("reports_to", []) if one in posts), "")
        if post.name.as_json() != word["name"]:
            wrong.append(f"{key} is called {post.name.as_json()}, elsewhere {word['name']}")
        if post.reports_to != above:
            wrong.append(f"{key} reports to {post.reports_to or 'nobody'}, elsewhere to {above or 'nobody'}")
    assert not wrong, "\n".join(wrong)


def test_a_department_is_called_the_same_everywhere() -> None:
    names = defaultdict(set)
    for pack in PLANNED:
        for key, name in read_post_plan(pack).departments.items():
            names[key].add(name)
    assert {key: found for key, found in names.items() if len(found) > 1} == {}
