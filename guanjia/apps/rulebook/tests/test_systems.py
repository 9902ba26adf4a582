"""What the product has for whole systems: read from a folder, refused with file and line, counted."""

import pytest

from guanjia.apps.rulebook import coverage
from guanjia.apps.rulebook.loading import PackError, load_pack, load_systems, names_of_product, pack_folders

NAMES = {
    "verb": frozenset({"cases.receive"}),
    "screen": frozenset({"cases:list"}),
    "register": frozenset({"key_book"}),
}
SOUND = """
[[system]]
sources = ["A-SYS-09"]
name = { zh = "钥匙", en = "Keys" }
by = ["register:key_book", "verb:cases.receive"]

[[system]]
sources = ["A-SYS-10", "A-SYS-11"]
name = { zh = "库房", en = "Store" }
by = ["screen:cases:list"]
app = "stores"
lacks = { zh = "余额", en = "balances" }
"""


@pytest.fixture
def load(tmp_path):
    """Read a text as the one file of the systems."""

    def read(text):
        folder = tmp_path / "systems"
        folder.mkdir(exist_ok=True)
        (folder / "desk.toml").write_text(text, encoding="utf-8")
        return load_systems(NAMES, folder)

    return read


def test_a_system_is_bound_by_its_means_and_planned_while_they_are_a_part(load):
    found = coverage.covered(["A-SYS-09", "A-SYS-10", "A-SYS-11", "A-SYS-12"], [], load(SOUND))
    assert [one.state for one in found] == ["bound", "planned", "planned", "uncovered"]
    assert [one.words for one in found[0].bindings] == ["register key_book", "verb cases.receive"]
    assert found[1].bindings[0].words == "planned stores: balances; there already: screen cases:list"


CHANGES = [
    ("register:key_book", "register:key_bok", "systems/desk.toml:5: “key_bok” is not a register of this product. Did you mean “key_book”?"),
    ("verb:cases.receive", "word:cases.receive", "systems/desk.toml:5: “word” is not a kind here; write one of: verb, screen, register."),
    ('"A-SYS-11"', '"A-SYS-09"', "systems/desk.toml:8: “A-SYS-09” is given twice; the first is at systems/desk.toml:2."),
    ('app = "stores"\n', "", "systems/desk.toml:7: “app” and “lacks” go together"),
    ('app = "stores"', 'app = "shops"', "systems/desk.toml:11: “shops” is not known here"),
    ('by = ["register:key_book", "verb:cases.receive"]\n', "", "systems/desk.toml:2: Nothing meets this"),
    ('sources = ["A-SYS-09"]\n', "", "systems/desk.toml:2: “sources” is missing"),
    ('en = "Keys"', 'en = ""', "systems/desk.toml:4: “name” lacks its English text"),
    ("lacks =", "lack =", "systems/desk.toml:12: “lack” is not a key here. Did you mean “lacks”?"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("instead_of", "written", "said"), CHANGES, ids=[said[22:60] for _a, _b, said in CHANGES]
)
def test_a_mistake_is_named_with_file_and_line(load, instead_of, written, said):
    text = SOUND.replace(instead_of, written)
    assert text != SOUND
    with pytest.raises(PackError) as error:
        load(text)
    assert any(str(problem).startswith(said) for problem in error.value.problems), error.value


def test_the_product_knows_its_verbs_screens_and_papers():
    names = names_of_product(load_pack(folder)[0] for folder in pack_folders())
    assert "cases.receive" in names["verb"]
    assert "registers:print" in names["screen"]
    assert "er_cards" in names["register"]
    assert "people.reason_to_reveal" in names["guard"]
    assert "cases._now" not in names["verb"]
    assert "admin:index" not in names["screen"]


def test_nothing_is_bound_to_what_is_not_there_and_most_systems_are_bound():
    found = load_systems(names_of_product(load_pack(folder)[0] for folder in pack_folders()))
    named = [source for one in found for source in one.sources if "-SYS-" in source]
    bound = [source for one in found for source in one.sources if "-SYS-" in source and one.app is None]
    assert len(named) == len(set(named)) == 431
    assert 0.7 * len(named) < len(bound) < 0.9 * len(named)
