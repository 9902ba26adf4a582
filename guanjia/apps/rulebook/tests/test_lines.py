"""Finding the line of every value of a TOML text."""

import tomllib

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guanjia.apps.rulebook.loading.lines import line_of, locate

TEXT = '''# a comment with [brackets] and = signs
[pack]
key = "estate"   # [not.a.table]
title.zh = "标题 # 不是注释"
title."en" = 'its "quoted"'

[[duty]]
key = "a"
text = """
[[duty]]
key = "inside a string"
"""
when = { kind = "x", "thread:urgency" = ["a",
  "b"] }

[[duty]]
on = [
  # between
  "one",
  { on = "two", when = { deep = 1 } },
]
[[duty.ladder]]
after = "0 minutes"
[[duty.ladder]]
after = "1 hours"
'''


def test_every_kind_of_value_has_its_line():
    text = TEXT
    lines = locate(text)
    rows = text.splitlines()

    def row(*path):
        return rows[lines[path] - 1]

    assert row("pack") == "[pack]"
    assert row("pack", "key").startswith("key = ")
    assert row("pack", "title", "zh").startswith("title.zh")
    assert row("duty", 0) == "[[duty]]"
    assert row("duty", 0, "when", "thread:urgency").startswith("when")
    assert row("duty", 0, "when", "thread:urgency", 1) == '  "b"] }'
    assert row("duty", 1, "on", 0) == '  "one",'
    assert row("duty", 1, "on", 1, "when", "deep").startswith("  { on")
    assert lines["duty", 1] == text[: text.index("\n[[duty]]\non")].count("\n") + 2
    assert row("duty", 1, "ladder", 1, "after") == 'after = "1 hours"'
    assert line_of(lines, ("duty", 1, "nothing", "like", "it")) == lines["duty", 1]
    assert line_of(lines, ("nowhere",)) == 1


names = st.from_regex(r"[a-z]{1,6}", fullmatch=True)
strings = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)
values = st.recursive(
    st.integers(0, 99) | st.booleans() | strings,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=6,
)


def written(value):
    """A value as TOML, lists over several lines."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    if isinstance(value, list):
        return "[\n" + "".join(f"  {written(one)},\n" for one in value) + "]" if value else "[]"
    if isinstance(value, dict):
        return (
            "{ "
            + ", ".join(f"{key} = {written(one).replace(chr(10), '')}" for key, one in value.items())
            + " }"
        )
    return str(value)


PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@PATIENT
@given(st.lists(st.dictionaries(names, values, max_size=4), max_size=4))
def test_any_text_is_walked_to_its_end_and_every_key_found(tables):
    text = "".join(
        "[[row]]\n" + "".join(f"{key} = {written(value)}\n" for key, value in table.items())
        for table in tables
    )
    assert tomllib.loads(text).get("row", []) == tables
    lines = locate(text)
    rows = text.split("\n")
    for number, table in enumerate(tables):
        assert rows[lines["row", number] - 1] == "[[row]]"
        for key in table:
            assert rows[lines["row", number, key] - 1].startswith(f"{key} = ")
