"""Two versions: which clause is which, what became of it, and that a difference is complete."""

from hypothesis import given
from hypothesis import strategies as st

from guanjia.apps.manuals.arranging import Node
from guanjia.apps.manuals.comparing import Fate, Mark, after, apply, before, difference, edits, keep_keys

WORDS = st.text(alphabet="投诉受理十五分钟日内 abc12，。", max_size=20)


def fresh():
    numbers = iter(range(10_000))
    return lambda: f"new{next(numbers)}"


def test_chinese_is_compared_sign_by_sign_and_latin_by_words():
    found = edits("接到投诉后15分钟内到场", "接到投诉后10分钟内到达现场")
    assert [(edit.mark, edit.text) for edit in found if edit.mark is not Mark.KEPT][:2] == [
        (Mark.REMOVED, "15"),
        (Mark.ADDED, "10"),
    ]
    assert [edit.text for edit in edits("reply within two days", "reply within three days")] == [
        "reply within ",
        "two",
        "three",
        " days",
    ]


@given(WORDS, WORDS)
def test_edits_say_both_texts(old, new):
    found = edits(old, new)
    assert (before(found), after(found)) == (old, new)


TREES = st.lists(
    st.tuples(st.integers(1, 3), st.sampled_from(["", "第一条", "第二条", "1.1", "2"]), WORDS, WORDS),
    max_size=9,
)


def tree(rows, keys=None):
    nodes, deep = [], 0
    for place, (level, number, heading, text) in enumerate(rows):
        deep = min(level, deep + 1)
        nodes.append(Node(deep, number, heading, text, f"k{place}" if keys is None else ""))
    return nodes


@given(TREES, TREES)
def test_the_difference_applied_to_the_old_gives_the_new(old_rows, new_rows):
    old = tree(old_rows)
    new = keep_keys(old, tree(new_rows, keys=()), fresh())
    assert len({node.key for node in new}) == len(new)
    changes = difference(old, new)
    assert apply(old, changes) == new
    assert {change.key for change in changes if change.fate is Fate.REMOVED} == {n.key for n in old} - {
        n.key for n in new
    }


@given(TREES)
def test_a_version_beside_itself_has_no_difference(rows):
    old = tree(rows)
    again = keep_keys(old, tree(rows, keys=()), fresh())
    assert all(change.is_same for change in difference(old, again))


def test_added_removed_changed_moved_and_renumbered_clauses_are_told_apart():
    old = [
        Node(1, "第一章", "总则", "", "a"),
        Node(2, "第一条", "", "为规范投诉处理，制定本规定。", "b"),
        Node(2, "第二条", "", "客服部负责解释。", "c"),
        Node(2, "第三条", "", "接到投诉后十五分钟内到场。", "d"),
        Node(2, "第四条", "", "本条将要删去，不再执行。", "e"),
    ]
    fresh_tree = [
        Node(1, "第一章", "总则"),
        Node(2, "第一条", "", "接到投诉后十分钟内到场。"),
        Node(2, "第二条", "", "为规范投诉处理，制定本规定。"),
        Node(2, "第三条", "", "每周汇总一次并上墙公布。"),
        Node(2, "第四条", "", "客服部负责解释。"),
    ]
    new = keep_keys(old, fresh_tree, fresh())
    assert [node.key for node in new] == ["a", "d", "b", "new0", "c"]
    assert [(change.key, change.fate.value) for change in difference(old, new)] == [
        ("a", "same"),
        ("d", "moved"),
        ("e", "removed"),
        ("b", "renumbered"),
        ("new0", "added"),
        ("c", "renumbered"),
    ]
