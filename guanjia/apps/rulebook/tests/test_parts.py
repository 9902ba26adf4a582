"""What a clause can be besides a duty by event: a rhythm, a guard, a sheet, a register, a measure, a fact, a plan."""

import pytest

from guanjia.apps.rulebook.loading import PackError, load_pack
from guanjia.apps.rulebook.loading.knowledge import Kind, Knowledge
from guanjia.apps.rulebook.loading.vocabulary import topics
from guanjia.apps.rulebook.terms import Each, EachKind, Evidence, EvidenceKind, FieldKind, ItemAnswer, Said

SOUND = """
[pack]
key = "small"
version = "1"
title = { zh = "小", en = "Small" }

[[clause]]
number = "1"
text = { zh = "条款", en = "Clause" }
sources = ["C-RULE-001", "C-RULE-002"]

[[post]]
key = "boss"
name = { zh = "头", en = "Boss" }

[[duty]]
key = "look"
clause = "1"
title = { zh = "巡查", en = "Look" }
every = "2 a month"
each = "unit[stage=VACANT]"
evidence = "sheet:room"
owner = "post:boss"
sources = ["C-RULE-001"]

[[duty]]
key = "write"
clause = "1"
title = { zh = "登记", en = "Write" }
on = ["shop.opened"]
deadline = "1 hours"
evidence = "entry:book"
owner = "post:boss"

[[guard]]
name = "shop.no_key_no_entry"
clause = "1"

[[checklist]]
key = "room"
clause = "1"
title = { zh = "房间", en = "Room" }
about = "unit"
passes_at = 90

[[checklist.item]]
key = "floor"
text = { zh = "地面", en = "Floor" }
photo = true

[[checklist.item]]
key = "warmth"
text = { zh = "室温", en = "Warmth" }
answer = "number"
unit = "℃"
least = 18
most = 26
points = 2

[[register]]
key = "book"
clause = "1"
title = { zh = "簿", en = "Book" }
signed_by = ["boss", "customer"]
keep_years = 5

[[register.field]]
key = "what"
label = { zh = "事由", en = "What" }
required = true

[[register.field]]
key = "sort"
label = { zh = "类别", en = "Sort" }
kind = "choice"
choice = [{ key = "a", label = { zh = "甲", en = "A" } }]

[[measure]]
key = "share"
clause = "1"
title = { zh = "率", en = "Share" }
per = "week"
count = { event = "shop.closed", when = { sure = true } }
among = { event = "shop.closed" }
target = 95
tolerance = 2
recipients = ["post:boss"]

[[measure]]
key = "punctual"
clause = "1"
title = { zh = "及时率", en = "In time" }
kept = ["look", "write"]

[[measure]]
key = "rooms"
clause = "1"
title = { zh = "得分", en = "Score" }
score = "room"

[[statement]]
clause = "1"
sources = ["C-RULE-002"]

[[planned]]
clause = "1"
app = "fit-out"

[[open_point]]
key = "how_often"
clause = "1"
question = { zh = "多久一次？", en = "How often?" }
taken = { zh = "每月两次", en = "Twice a month" }
owner = "boss"
"""
KNOWLEDGE = Knowledge(
    {
        "registers.struck": {"ref": Kind.TEXT, "register": Kind.TEXT},
        "cases.received": {"kind": Kind.TEXT},
        "shop.opened": {"ref": Kind.TEXT},
        "shop.closed": {"ref": Kind.TEXT, "sure": Kind.FLAG},
    },
    guards=frozenset({"shop.no_key_no_entry"}),
    topics=frozenset({"vacant_unit_round", "warmth"}),
    guard_figures={"shop.no_key_no_entry": frozenset({"key"})},
)


@pytest.fixture
def load(tmp_path):
    """Load the text as a pack called small."""

    def loaded(text=SOUND):
        folder = tmp_path / "small"
        folder.mkdir(exist_ok=True)
        (folder / "pack.toml").write_text(text, encoding="utf-8")
        return load_pack(folder, KNOWLEDGE)

    return loaded


def test_topics_what_sources_say_and_a_guard_s_figures_are_read(load):
    pack, _source = load(
        SOUND.replace('every = "2 a month"', 'every = "2 a month"\ntopic = "vacant_unit_round"')
        .replace(
            'key = "how_often"', 'key = "how_often"\nsaid = [{ figure = "week", sources = ["C-RULE-001"] }]'
        )
        .replace('name = "shop.no_key_no_entry"', 'name = "shop.no_key_no_entry"\nfigures = { key = 2 }')
    )
    assert pack.duties["look"].topic == "vacant_unit_round"
    assert pack.open_points["how_often"].said == (Said("week", ("C-RULE-001",)),)
    assert pack.guards[0].figures == (("key", 2.0),)


def test_a_topic_given_twice_or_in_one_language_is_named(tmp_path):
    file = tmp_path / "topics.toml"
    file.write_text(
        '[[topic]]\nkey = "a"\ntitle.zh = "甲"\n[[topic]]\nkey = "a"\ntitle = { zh = "甲", en = "A" }\n'
    )
    with pytest.raises(PackError) as error:
        topics(file)
    said = [problem.message for problem in error.value.problems]
    assert said == ["“title” lacks its English text; write title.en.", "The topic “a” is given twice."]
    assert [problem.place.line for problem in error.value.problems] == [3, 5]


def test_every_part_is_read(load):
    pack, _source = load()
    look = pack.duties["look"]
    assert str(look.every) == "2 a month"
    assert look.each == Each(EachKind.UNIT, (("stage", "VACANT"),))
    assert look.evidence == Evidence(EvidenceKind.SHEET, "room")
    assert look.sources == ("C-RULE-001",)
    assert pack.guards[0].name == "shop.no_key_no_entry"
    floor, warmth = pack.checklists["room"].items
    assert floor.photo
    assert (warmth.answer, warmth.least, warmth.most, warmth.points) == (ItemAnswer.NUMBER, 18, 26, 2)
    book = pack.registers["book"]
    assert book.fields[1].kind is FieldKind.CHOICE
    assert book.signed_by == ("boss", "customer")
    assert pack.measures["share"].target == 95
    assert pack.measures["punctual"].kept == ("look", "write")
    assert pack.statements[0].sources == ("C-RULE-002",)
    assert pack.planned[0].app == "fit-out"
    assert str(pack.open_points["how_often"].taken.en) == "Twice a month"


CHANGES = [
    ('every = "2 a month"\n', "", "Give either “on”, the event that makes the duty, or “every”, its rhythm"),
    ('every = "2 a month"', 'every = "twice"', "“twice” is not a rhythm."),
    ('every = "2 a month"', 'every = "day"\ndeadline = "1 hours"', "A duty of the calendar has its due time in “every”"),
    ("unit[stage=VACANT]", "units", "“units” is not a subject; write one of site"),
    ("unit[stage=VACANT]", "unit[stage=EMPTY]", "“EMPTY” is not a stage of a unit."),
    ("unit[stage=VACANT]", "unit[colour=RED]", "“colour” is not something a unit can be chosen by."),
    ("sheet:room", "sheet:rooms", "“rooms” is not a checklist of this pack. Did you mean “room”?"),
    ("entry:book", "entry:look", "“look” is not a register of this pack."),
    ("entry:book", "mail", "“mail” proves nothing; write word, photo"),
    ("shop.no_key_no_entry", "shop.no_entry", "“shop.no_entry” is not a guard of this product."),
    ('sources = ["C-RULE-002"]', 'sources = ["C-RULE-003"]', "“C-RULE-003” is not a source of clause 1."),
    ("least = 18", "least = 30", "“least” is more than “most”."),
    ('key = "warmth"', 'key = "floor"', "The item “floor” is given twice."),
    ('answer = "number"', 'answer = "pass"', "“unit”, “least” and “most” belong to an item whose answer is a number."),
    ('signed_by = ["boss", "customer"]', 'signed_by = ["bos"]', "“bos” is not a post of this pack. Did you mean “boss”?"),
    ('kind = "choice"', 'kind = "text"', "A field of kind “choice”, and only that, lists its choices."),
    ("passes_at = 90", 'when = { kind = "a" }', "Only a sheet about cases or work orders chooses among them."),
    ('about = "unit"', 'about = "case"\nwhen = { knd = "a" }', "“knd” is not a field of cases.received."),
    ("passes_at = 90", "passes_at = 900", "“passes_at” is a share in percent"),
    ("passes_at = 90", "passes_at = -1", "“passes_at” must be a whole number"),
    ('kept = ["look", "write"]', 'kept = ["loook"]', "“loook” is not a duty of this pack. Did you mean “look”?"),
    ('score = "room"', "", "A measure is one of “count”, “kept” or “score”"),
    ('score = "room"', 'score = "room"\namong = { event = "shop.closed" }', "“among” belongs to “count”"),
    ('when = { sure = true }', 'when = { shure = true }', "“shure” is not a field of shop.closed."),
    ('app = "fit-out"', 'app = "fitout"', "“fitout” is not known here; write one of: move-in, fit-out"),
    ('owner = "boss"', 'owner = "chief"', "“chief” is not a post of this pack."),
    (
        'deadline = "1 hours"',
        'deadline = "1 hours"\nvoid_by = [{ on = "registers.struck", when = { register = "boook" } }]',
        "“boook” is not a register of this pack. Did you mean “book”?",
    ),
    ("target = 95", 'target = "95"', "“target” must be a number."),
    ('every = "2 a month"', 'every = "2 a month"\ntopic = "vacant_unit_rounds"', "“vacant_unit_rounds” is not a topic of topics.toml. Did you mean “vacant_unit_round”?"),
    ('key = "warmth"', 'key = "warmth"\ntopic = "warmness"', "“warmness” is not a topic of topics.toml."),
    ('key = "how_often"', 'key = "how_often"\nsaid = [{ figure = "often" }]', "“often” is no figure; write a rhythm"),
    ('key = "how_often"', 'key = "how_often"\nsaid = [{ figure = "week", sources = ["C-RULE-009"] }]', "“C-RULE-009” is not a source"),
    ('name = "shop.no_key_no_entry"', 'name = "shop.no_key_no_entry"\nfigures = { keys = 2 }', "“keys” is not a figure of shop.no_key_no_entry. Did you mean “key”?"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("instead_of", "written", "said"), CHANGES, ids=[said[:40] for _a, _b, said in CHANGES]
)
def test_a_mistake_is_named(load, instead_of, written, said):
    text = SOUND.replace(instead_of, written)
    assert text != SOUND
    with pytest.raises(PackError) as error:
        load(text)
    assert any(problem.message.startswith(said) for problem in error.value.problems), error.value
    assert all(problem.place.line for problem in error.value.problems)


def test_a_pack_is_the_same_when_it_is_built_from_what_was_stored(load):
    from guanjia.apps.rulebook.loading import pack_from_content

    pack, source = load()
    assert pack_from_content("small", source.content) == pack
