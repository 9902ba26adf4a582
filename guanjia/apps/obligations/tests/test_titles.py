"""What an obligation is called."""

from guanjia.apps.obligations.rules.titles import title_of
from guanjia.apps.rulebook.loading import load_pack, pack_folders


def test_one_of_several_turns_says_which():
    pack, _source = next(load_pack(folder) for folder in pack_folders() if folder.name == "front_desk")
    duty = pack.duties["fd_sample_records"]
    assert title_of(duty, "") == duty.title
    assert title_of(duty, "2026-11-22") == duty.title
    second = title_of(duty, "2026-W47/2")
    assert (second.zh, second.en) == ("抽查来电接待记录（第2次）", "Look at a sample of records (no. 2)")
