"""What a field takes, and what it says when it does not."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from guanjia.apps.registers import rules
from guanjia.apps.rulebook.terms import Bilingual, Field, FieldKind

CHOICES = (("a", Bilingual("甲", "A")), ("b", Bilingual("乙", "B")))


def one(kind, **more):
    return Field("x", Bilingual("项", "Item"), kind, **more)


def read(kind, given, **more):
    return rules.read([one(kind, **more)], {"x": given}, {})


TAKEN = [
    (FieldKind.TEXT, " 三楼 ", "三楼"),
    (FieldKind.LONG_TEXT, "字" * 4000, "字" * 4000),
    (FieldKind.NUMBER, "１２", 12),
    (FieldKind.NUMBER, "3.50", 3.5),
    (FieldKind.NUMBER, 0, 0),
    (FieldKind.NUMBER, "1,200", 1200),
    (FieldKind.MONEY, 12345, 12345),
    (FieldKind.MONEY, "￥1,234.50", 123450),
    (FieldKind.DATE, date(2026, 3, 2), "2026-03-02"),
    (FieldKind.DATE, "2026-03-02", "2026-03-02"),
    (
        FieldKind.MOMENT,
        datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai")),
        "2026-03-02T01:00:00+00:00",
    ),
    (FieldKind.MOMENT, datetime(2026, 3, 2, 1, 0, tzinfo=UTC).isoformat(), "2026-03-02T01:00:00+00:00"),
    (FieldKind.FLAG, True, True),
    (FieldKind.FLAG, None, False),
    (FieldKind.UNIT, 7, 7),
    (FieldKind.UNIT, "A1-1-0301", "A1-1-0301"),
    (FieldKind.PLACE, "GATE", "GATE"),
    (FieldKind.STAFF, 7, 7),
    (FieldKind.PERSON, 7, 7),
]


@pytest.mark.parametrize(("kind", "given", "kept"), TAKEN)
def test_a_field_takes_what_people_write_and_keeps_plain_values(kind, given, kept):
    found = read(kind, given)
    assert (found.values, found.refusals) == ({"x": kept}, [])
    assert type(found.values["x"]) is type(kept)


def test_a_choice_takes_one_of_its_keys():
    assert read(FieldKind.CHOICE, "b", choices=CHOICES).values == {"x": "b"}


REFUSED = [
    (FieldKind.TEXT, "字" * 201, "too_long"),
    (FieldKind.TEXT, 5, "not_text"),
    (FieldKind.LONG_TEXT, "字" * 4001, "too_long"),
    (FieldKind.NUMBER, "viele", "not_a_number"),
    (FieldKind.NUMBER, True, "not_a_number"),
    (FieldKind.NUMBER, "inf", "not_a_number"),
    (FieldKind.NUMBER, "nan", "not_a_number"),
    (FieldKind.NUMBER, 10**13, "not_a_number"),
    (FieldKind.MONEY, "zehn", "bad_amount"),
    (FieldKind.MONEY, 1.5, "bad_amount"),
    (FieldKind.MONEY, True, "bad_amount"),
    (FieldKind.DATE, "2.3.2026", "not_a_day"),
    (FieldKind.DATE, datetime(2026, 3, 2, tzinfo=UTC), "not_a_day"),
    (FieldKind.MOMENT, "2026-03-02T09:00", "not_a_moment"),
    (FieldKind.MOMENT, date(2026, 3, 2), "not_a_moment"),
    (FieldKind.FLAG, "vielleicht", "not_a_flag"),
    (FieldKind.UNIT, 0, "not_here"),
    (FieldKind.STAFF, "林晓", "not_here"),
    (FieldKind.PERSON, True, "not_here"),
]


@pytest.mark.parametrize(("kind", "given", "code"), REFUSED)
def test_what_a_field_does_not_take_is_refused_beside_it(kind, given, code):
    found = read(kind, given)
    assert found.values == {}
    assert [(one.code, one.field) for one in found.refusals] == [(code, "x")]
    assert str(found.refusals[0])


def test_a_choice_refuses_what_it_does_not_offer():
    assert [one.code for one in read(FieldKind.CHOICE, "c", choices=CHOICES).refusals] == ["not_a_choice"]


@pytest.mark.parametrize("kind", sorted(set(FieldKind) - {FieldKind.FLAG, FieldKind.COMPUTED}))
@pytest.mark.parametrize("blank", [None, "", "  "])
def test_a_required_field_must_be_filled_and_another_may_be_blank(kind, blank):
    assert [one.code for one in read(kind, blank, required=True, choices=CHOICES).refusals] == [
        "field_missing"
    ]
    assert rules.read([one(kind)], {"x": blank}, {}) == rules.Read()


def test_a_photo_is_counted_and_never_a_value():
    found = rules.read([one(FieldKind.PHOTO, required=True)], {}, {"x": 1})
    assert found == rules.Read()


def test_all_that_is_wrong_is_said_at_once_and_a_strange_field_too():
    fields = [Field("a", Bilingual(), FieldKind.NUMBER), Field("b", Bilingual(), required=True)]
    found = rules.read(fields, {"a": "x", "z": 1}, {"y": 1})
    assert [(one.code, one.field) for one in found.refusals] == [
        ("not_a_number", "a"),
        ("field_missing", "b"),
        ("field_unknown", "y"),
        ("field_unknown", "z"),
    ]


def test_an_entry_is_about_the_unit_else_the_place_else_the_person_else_the_site():
    fields = [Field(kind, Bilingual(), kind) for kind in (FieldKind.STAFF, FieldKind.PLACE, FieldKind.UNIT)]
    given = {"staff": 1, "place": 2, "unit": 3}
    assert rules.about_of(fields, given, "site:9") == "unit:3"
    assert rules.about_of(fields, {"staff": 1, "place": 2}, "site:9") == "place:2"
    assert rules.about_of(fields, {"staff": 1}, "site:9") == "staff:1"
    assert rules.about_of(fields, {}, "site:9") == "site:9"
    assert rules.refs_of(fields, given) == {"staff:1", "place:2", "unit:3"}


def test_signatures_come_in_order():
    assert [rules.next_signer(("a", "customer"), signed) for signed in range(3)] == ["a", "customer", ""]


@pytest.mark.parametrize(
    ("signer", "actor", "holders", "code"),
    [
        ("", 1, [1], "nobody_signs"),
        ("boss", 1, [2], "not_your_turn"),
        ("boss", None, [None], "not_your_turn"),
        ("boss", 1, [1, 2], None),
        ("customer", 1, [], None),
    ],
)
def test_a_post_signs_by_its_holder_and_a_customers_signature_is_taken_by_anybody(
    signer, actor, holders, code
):
    found = rules.why_not_sign(signer, signer_name="Boss", actor_id=actor, holders=holders)
    assert (found.code if found else None) == code


def test_an_entry_is_kept_for_whole_years_from_its_day():
    assert rules.kept_until(date(2026, 3, 2), 3) == date(2029, 3, 2)
    assert rules.kept_until(date(2028, 2, 29), 3) == date(2031, 3, 1)
