"""What the packs make of a catalogue."""

import pytest

from guanjia.apps.rulebook import coverage
from guanjia.apps.rulebook.loading import load_pack, pack_folders
from guanjia.apps.rulebook.tests.test_parts import KNOWLEDGE, SOUND
from guanjia.cli import main


@pytest.fixture
def small(tmp_path):
    """The pack of the loading tests, built anew from a text."""

    def built(text):
        folder = tmp_path / "small"
        folder.mkdir(exist_ok=True)
        (folder / "pack.toml").write_text(text, encoding="utf-8")
        return load_pack(folder, KNOWLEDGE)[0]

    return built


CLAUSES = """
[[clause]]
number = "2"
text = { zh = "待", en = "To come" }
sources = ["C-RULE-010"]

[[planned]]
clause = "2"
app = "fees"

[[clause]]
number = "3"
text = { zh = "空", en = "Nothing runs" }
sources = ["C-RULE-011"]
"""


def test_every_id_is_bound_planned_or_uncovered(small):
    found = coverage.covered(["C-RULE-001", "C-RULE-010", "C-RULE-011", "X-1"], [small(SOUND + CLAUSES)])
    assert [one.state for one in found] == ["bound", "planned", "uncovered", "uncovered"]
    assert coverage.counted(found) == {"bound": 1, "planned": 1, "uncovered": 2}
    assert "duty look (small 1)" in [binding.words for binding in found[0].bindings]


def test_an_entry_covers_what_it_names_and_not_all_its_clause(small):
    found = {
        binding.name: sources
        for binding, sources in coverage.bindings(small(SOUND))
        if binding.kind in ("duty", "statement", "register")
    }
    assert found == {
        "look": ("C-RULE-001",),
        "write": ("C-RULE-001", "C-RULE-002"),
        "book": ("C-RULE-001", "C-RULE-002"),
        "1": ("C-RULE-002",),
    }


def test_a_sheet_nobody_fills_covers_nothing(small):
    text = SOUND.replace('evidence = "sheet:room"', 'evidence = "word"')
    assert "checklist" not in {binding.kind for binding, _sources in coverage.bindings(small(text))}


def test_statements_are_few():
    packs = [load_pack(folder)[0] for folder in pack_folders()]
    stated = {source for pack in packs for one in pack.statements for source in one.sources}
    rules = {
        source
        for pack in packs
        for one in pack.clauses.values()
        for source in one.sources
        if "-RULE-" in source
    }
    assert len(rules) == 1641
    assert len(stated) < 0.03 * len(rules)


def test_no_rule_of_the_packs_is_left_uncovered():
    packs = [load_pack(folder)[0] for folder in pack_folders()]
    named = sorted({source for pack in packs for one in pack.clauses.values() for source in one.sources})
    states = {one.id: one.state for one in coverage.covered(named, packs)}
    assert [one for one, state in states.items() if "-RULE-" in one and state == "uncovered"] == []
    rules = [state for one, state in states.items() if "-RULE-" in one]
    assert rules.count("bound") > 0.85 * len(rules)


def test_the_command_counts_and_says_what_is_missing(tmp_path, capsys):
    for name in ("rules", "forms", "systems"):
        (tmp_path / f"{name}.csv").write_text("id,group\nC-RULE-040,x\nZ-1,x\n", encoding="utf-8")
    assert main(["coverage", "--against", str(tmp_path), "--json"]) == 1
    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert last.startswith('{"rules": {"bound": 1, "planned": 0, "uncovered": 1}')
    assert main(["coverage", "--against", str(tmp_path), "--list"]) == 1
    assert "C-RULE-040\tbound\tduty arrive" in capsys.readouterr().out
    assert main(["coverage", "--against", str(tmp_path / "nowhere")]) == 2
