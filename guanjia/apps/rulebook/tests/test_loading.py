"""A pack loads whole, or names every mistake with file and line."""

import os
import re

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from guanjia.apps.rulebook.loading import Knowledge, PackError, load_pack, pack_folders, pack_from_content
from guanjia.apps.rulebook.loading import folder as loading_folder
from guanjia.apps.rulebook.loading.knowledge import Kind
from guanjia.cli import main

SOUND = """
[pack]
key = "small"
version = "1"
title = { zh = "小", en = "Small" }
quiet_hours = "22:00-07:30"

[[clause]]
number = "1"
text = { zh = "条款", en = "Clause" }
sources = ["C-RULE-001"]

[[post]]
key = "boss"
name = { zh = "头", en = "Boss" }

[[duty]]
key = "a"
clause = "1"
title = { zh = "事", en = "Thing" }
on = ["shop.opened"]
start = "opened_at"
deadline = "1 hours"
owner = "field:keeper_id"
met_by = ["shop.closed"]
reminders = ["10 minutes"]

[[duty.ladder]]
after = "0 minutes"
to = ["post:boss"]
"""
KNOWLEDGE = Knowledge(
    {
        "shop.opened": {
            "ref": Kind.TEXT,
            "opened_at": Kind.MOMENT,
            "keeper_id": Kind.NUMBER,
            "name": Kind.TEXT,
        },
        "shop.closed": {"ref": Kind.TEXT, "on": Kind.DATE, "post": Kind.TEXT, "sure": Kind.FLAG},
    },
    frozenset({"cases.see", "cases.close"}),
)


@pytest.fixture
def load(tmp_path):
    """Load the text as a pack called small."""

    def loaded(text=SOUND, **files):
        folder = tmp_path / "small"
        folder.mkdir(exist_ok=True)
        for name, content in {"pack": text, **files}.items():
            (folder / f"{name}.toml").write_text(content, encoding="utf-8")
        return load_pack(folder, KNOWLEDGE)

    return loaded


def mistakes(load, text, **files):
    """The mistakes as "file:line message"."""
    with pytest.raises(PackError) as error:
        load(text, **files)
    return [str(problem) for problem in error.value.problems]


def test_a_sound_pack_loads(load):
    pack, source = load()
    (duty,) = pack.duties.values()
    assert (duty.key, duty.pack, str(duty.deadline), pack.label) == (
        "a",
        "small",
        "1 hour",
        f"1 ({pack.digest[:8]})",
    )
    assert pack_from_content("small", source.content) == pack, "what is stored reads back the same"


def test_the_digest_is_of_the_content_not_of_the_files(load):
    whole, _source = load()
    start = SOUND.index("[[duty]]")
    parts, _source = load(SOUND[:start] + "\n# a comment\n", duties=SOUND[start:])
    assert parts.digest == whole.digest
    other, _source = load(SOUND[:start], duties=SOUND[start:].replace("1 hours", "2 hours"))
    assert other.digest != whole.digest


CHANGES = [
    # what is written instead of what, and what is said about it where
    ('start = "opened_at"', 'strat = "opened_at"', "“strat” is not a key here. Did you mean “start”?"),
    (
        '["shop.opened"]',
        '["shop.opend"]',
        "“shop.opend” is not an event of this product. Did you mean “shop.opened”?",
    ),
    ('["shop.closed"]', '["shop.shut"]', "“shop.shut” is not an event of this product."),
    (
        'start = "opened_at"',
        'start = "opend_at"',
        "“opend_at” is not a field of shop.opened. Did you mean “opened_at”?",
    ),
    (
        'start = "opened_at"',
        'start = "name"',
        "“name” of shop.opened holds a text; a moment or a date is needed here.",
    ),
    ('"field:keeper_id"', '"field:name"', "“name” of shop.opened holds a text; a number is needed here."),
    (
        '"field:keeper_id"',
        '"post-in:keeper_id"',
        "“keeper_id” of shop.opened holds a number; a text is needed here.",
    ),
    ('"field:keeper_id"', '"keeper_id"', "“keeper_id” is not an owner; write field:handler_id"),
    ('"field:keeper_id"', '"thread:nobody"', "“nobody” is not a field of any event."),
    ('owner = "field:keeper_id"\n', "", "“owner” is missing; a duty nobody owns is done by nobody."),
    ('"post:boss"', '"post:bos"', "“bos” is not a post of this pack. Did you mean “boss”?"),
    ('"post:boss"', '"everybody"', "“everybody” is nobody to tell; write post:cs_supervisor or owner."),
    ('to = ["post:boss"]', "to = []", "“to” is missing; a rung that tells nobody is no rung."),
    ('deadline = "1 hours"', 'deadline = "one while"', "“one while” is not a length of time"),
    ('deadline = "1 hours"', "deadline = 60", "“deadline” must be text."),
    ('deadline = "1 hours"\n', "", "There is no time limit; give “deadline” or “deadline_field”."),
    (
        'deadline = "1 hours"',
        'deadline = "1 hours"\ndeadline_field = "opened_at"',
        "“deadline” and “deadline_field” exclude each other; keep one.",
    ),
    ('clause = "1"', 'clause = "7"', "“7” is not a clause of this pack."),
    (
        'title = { zh = "事", en = "Thing" }',
        'title = { zh = "事" }',
        "“title” lacks its English text; write title.en.",
    ),
    (
        'text = { zh = "条款", en = "Clause" }',
        'text = { en = "Clause" }',
        "“text” lacks its Chinese text; write text.zh.",
    ),
    ('sources = ["C-RULE-001"]', "sources = []", "“sources” is missing; name the catalogue entries"),
    (
        'met_by = ["shop.closed"]\n',
        "",
        "“met_by” or “evidence” is missing; nothing could prove that this duty was done.",
    ),
    (
        'met_by = ["shop.closed"]',
        'met_by = ["shop.closed"]\nvoid_by = ["shop.closed"]',
        "“shop.closed” both meets and voids this duty; keep one.",
    ),
    (
        'reminders = ["10 minutes"]',
        'reminders = ["60 minutes"]',
        "The reminder 60 minutes before is not shorter than",
    ),
    (
        'reminders = ["10 minutes"]',
        'reminders = ["next day"]',
        "“next day” names a moment, not a length before",
    ),
    ('after = "0 minutes"', 'after = "by 18:00"', "“by 18:00” names a moment, not a length after"),
    ('after = "0 minutes"\n', "", "“after” is missing; say how long after the due time"),
    (
        'reminders = ["10 minutes"]',
        'pause_by = ["shop.closed"]',
        "“pause_by” needs “pause_limit”; a pause without an end is a way to forget.",
    ),
    (
        'reminders = ["10 minutes"]',
        'pause_limit = "2 days"',
        "“pause_limit” and “resume_by” need “pause_by”.",
    ),
    (
        'deadline = "1 hours"',
        'renews = true\ndeadline = "by 18:00"',
        "A duty that renews itself needs a length of time, or a moment of the next day.",
    ),
    (
        'reminders = ["10 minutes"]',
        'when = { colour = "red" }',
        "“colour” is not a field of shop.opened.",
    ),
    (
        'reminders = ["10 minutes"]',
        "when = { name = 1.5 }",
        "“name” must be compared with a text, a number, true or false, or a list of them.",
    ),
    (
        'reminders = ["10 minutes"]',
        're_due_by = [{ on = "shop.closed", field = "sure" }]',
        "“sure” of shop.closed holds true or false; a moment or a date is needed here.",
    ),
    ('reminders = ["10 minutes"]', 'subject = "matter"', "“matter” is not a subject; write thread or ref."),
    (
        'quiet_hours = "22:00-07:30"',
        'quiet_hours = "22-7"',
        "“22-7” are not quiet hours; write them like 22:00-07:30.",
    ),
    (
        'quiet_hours = "22:00-07:30"',
        'begins_with = ["shop.opned"]',
        "“shop.opned” is not an event of this product. Did you mean “shop.opened”?",
    ),
    ('key = "small"', 'key = "big"', "“big” must be the name of the pack's folder, “small”."),
    (
        'name = { zh = "头", en = "Boss" }',
        'name = { zh = "头", en = "Boss" }\nreports_to = "gm"',
        "“gm” is not a post of this pack.",
    ),
    (
        'name = { zh = "头", en = "Boss" }',
        'name = { zh = "头", en = "Boss" }\nreports_to = "boss"',
        "“boss” reports to itself, by way of others.",
    ),
    (
        'name = { zh = "头", en = "Boss" }',
        'name = { zh = "头", en = "Boss" }\ncapabilities = ["cases.*", "cases.sea"]',
        "“cases.sea” is not a capability of this product. Did you mean “cases.see”?",
    ),
]


@pytest.mark.parametrize(
    ("instead_of", "written", "said"), CHANGES, ids=[said[:40] for _a, _b, said in CHANGES]
)
def test_a_mistake_is_named_with_its_line(load, instead_of, written, said):
    text = SOUND.replace(instead_of, written)
    assert text != SOUND
    (found,) = mistakes(load, text)
    place, message = re.fullmatch(r"small/pack\.toml:(\d+): (.*)", found).groups()
    assert message.startswith(said)
    row = text.splitlines()[int(place) - 1]
    name = re.search(r"“([^”]+)”", said)
    assert row.startswith("[[") or written.split("\n")[-1] in row or (name and name.group(1) in row), row


def test_all_mistakes_come_at_once_in_order(load):
    text = SOUND
    for instead_of, written, _said in (CHANGES[0], CHANGES[2], CHANGES[10], CHANGES[13]):
        text = text.replace(instead_of, written)
    found = mistakes(load, text)
    assert len(found) == 4
    lines = [int(one.split(":")[1]) for one in found]
    assert lines == sorted(lines)


def test_rungs_must_climb(load):
    lower = '\n[[duty.ladder]]\nafter = "-"\nto = ["owner"]\n'
    assert "is not a length of time" in mistakes(load, SOUND + lower)[0]
    up = SOUND.replace('after = "0 minutes"', 'after = "2 hours"')
    found = mistakes(load, up + '\n[[duty.ladder]]\nafter = "1 hours"\nto = ["owner"]\n')
    assert found[0].endswith("A rung comes before the one below it; put the rungs in order.")


def test_what_is_given_twice_is_named_with_the_first_place(load):
    again = SOUND[SOUND.index("[[clause]]") : SOUND.index("[[post]]")]
    (found,) = mistakes(load, SOUND, more=again)
    assert found.startswith(("small/pack.toml", "small/more.toml"))
    assert "“1” is given twice" in found


def test_a_second_head_and_no_head_are_mistakes(load):
    head = SOUND[: SOUND.index("[[clause]]")]
    assert any("described twice" in one for one in mistakes(load, SOUND, zz=head))
    assert any(
        "There is no [pack]" in one for one in mistakes(load, SOUND[SOUND.index("[[clause]]") :], zz="")
    )


def test_broken_toml_is_named_with_its_line(load):
    (found,) = mistakes(load, SOUND.replace("[[post]]", "[[post]"))
    assert re.match(r"small/pack\.toml:\d+: This is not TOML", found)


def test_obligations_own_events_make_no_duties(load, tmp_path):
    text = (
        SOUND.replace("shop.opened", "obligations.breached")
        .replace('start = "opened_at"\n', "")
        .replace("keeper_id", "owner_id")
    )
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "pack.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PackError) as error:
        load_pack(folder)
    assert "“obligations.breached” is not an event" in str(error.value)


def test_the_shipped_packs_are_sound_and_the_command_says_so(capsys):
    assert pack_folders()
    assert main(["packs", "check"]) == 0
    assert "estate_desk" in capsys.readouterr().out
    call_command("check", tags=["rulebook"])


def test_the_command_names_the_mistakes(tmp_path, capsys):
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "pack.toml").write_text(SOUND, encoding="utf-8")
    assert main(["packs", "check", str(folder)]) == 1
    assert "small/pack.toml:21: “shop.opened” is not an event of this product." in capsys.readouterr().err
    assert main(["packs", "check", "--json", str(folder)]) == 1
    assert '"line": 21' in capsys.readouterr().out


def test_the_system_check_stops_a_broken_pack(tmp_path, monkeypatch):
    from guanjia.apps.rulebook import checks

    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "pack.toml").write_text(SOUND, encoding="utf-8")
    monkeypatch.setattr(checks, "pack_folders", lambda: [folder])
    with pytest.raises(SystemCheckError, match=r"small/pack\.toml:21"):
        call_command("check", tags=["rulebook"])


def test_shipped_packs_are_read_again_only_when_a_file_changed(tmp_path, monkeypatch):
    folder = tmp_path / "trial"
    folder.mkdir()
    text = '[pack]\nkey = "trial"\nversion = "{}"\ntitle = {{ zh = "试", en = "Trial" }}\n'
    (folder / "pack.toml").write_text(text.format(1), encoding="utf-8")
    monkeypatch.setattr(loading_folder, "pack_folders", lambda: [folder])
    (first,), (again,) = loading_folder.shipped_packs(), loading_folder.shipped_packs()
    assert first is again
    (folder / "pack.toml").write_text(text.format(2), encoding="utf-8")
    os.utime(folder / "pack.toml", ns=(1, 1))
    assert loading_folder.shipped_packs()[0].version == "2"
