"""Decisions about people."""

from datetime import date

import pytest

from guanjia.apps.people import rules
from guanjia.apps.people.rules import Known, recognise
from guanjia.apps.people.terms import Named, PersonKind, Relation, Sensitive, kind_of


def known(key, name, id_number="", *phones):
    return Known(key, name, id_number, frozenset(phones))


def named(name, id_number="", *phones):
    return Named(name=name, id_number=id_number, phones=phones)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("张三", PersonKind.PERSON),
        ("南充百货有限公司", PersonKind.BUSINESS),
        ("中国银行(顺庆支行)", PersonKind.BUSINESS),
        ("Acme Ltd.", PersonKind.BUSINESS),
        ("公司明", PersonKind.PERSON),
    ],
)
def test_a_business_is_told_by_how_its_name_ends(name, kind):
    assert kind_of(name) == kind


class TestRecognising:
    """Who a list means."""

    def test_the_same_identity_number_in_the_unit_is_the_same_person_under_another_name(self):
        assert recognise(named("张叁", "511"), [known(1, "张三", "511")], []) == 1

    def test_the_same_name_in_the_unit_is_the_same_person_under_another_number(self):
        assert recognise(named("张三", "512"), [known(1, "张三", "511")], []) == 1

    def test_elsewhere_name_and_number_must_agree(self):
        assert recognise(named("张三", "511"), [], [known(2, "张三", "511")]) == 2
        assert recognise(named("张叁", "511"), [], [known(2, "张三", "511")]) is None
        assert recognise(named("张三", "511", "199"), [], [known(2, "张三", "512", "199")]) is None

    def test_without_an_identity_number_a_shared_telephone_tells_namesakes_apart(self):
        assert (
            recognise(
                named("张三", "", "199"), [], [known(2, "张三", "", "188"), known(3, "张三", "", "199")]
            )
            == 3
        )
        assert recognise(named("张三"), [], [known(2, "张三", "", "199")]) is None

    def test_a_family_that_shares_a_telephone_stays_several_people(self):
        assert recognise(named("李四", "", "199"), [], [known(2, "张三", "", "199")]) is None

    def test_an_identity_number_in_the_unit_beats_a_namesake_there(self):
        assert recognise(named("张三", "511"), [known(1, "张三", ""), known(2, "张叁", "511")], []) == 2


def codes(refusals):
    return [one.code for one in refusals if one]


def test_a_person_has_a_name_and_a_kind():
    assert codes(rules.why_not_person(" ", "ROBOT")) == ["name_missing", "kind_unknown"]
    assert codes(rules.why_not_person("张三", PersonKind.PERSON)) == []


def test_a_telephone_is_believable_and_new():
    assert rules.why_not_phone("12345").code == "phone_malformed"
    assert rules.why_not_phone("19900003544", known={"19900003544"}).code == "phone_known"
    assert rules.why_not_phone("19900003544") is None


def test_nobody_belongs_to_a_unit_twice_in_the_same_way():
    assert rules.why_not_move_in(Relation.OWNER, here_already=True).code == "here_already"
    assert rules.why_not_move_in("PET", here_already=False).code == "relation_unknown"
    assert rules.why_not_move_in(Relation.TENANT, here_already=False) is None


@pytest.mark.parametrize(
    ("until", "ended", "refused"),
    [
        (date(2026, 3, 2), False, None),
        (date(2026, 3, 3), False, "ends_in_future"),
        (date(2010, 1, 1), False, "ends_before_start"),
        (date(2026, 3, 2), True, "moved_out_already"),
    ],
)
def test_a_residency_ends_once_and_not_in_advance(until, ended, refused):
    found = rules.why_not_move_out(
        from_on=date(2011, 1, 1), until_on=until, today=date(2026, 3, 2), ended=ended
    )
    assert (found and found.code) == refused


def test_personal_data_is_looked_at_and_erased_for_a_reason_only():
    assert rules.why_not_reason(" x ").code == "reason_missing"
    assert rules.why_not_reason("回访") is None
    assert rules.why_not_reveal("NAME").code == "field_unknown"
    assert rules.why_not_reveal(Sensitive.PHONE) is None
    assert rules.why_not_erase(lives_here=True, erased=False).code == "still_resident"
    assert rules.why_not_erase(lives_here=False, erased=True).code == "erased_already"
    assert rules.why_not_erase(lives_here=False, erased=False) is None
    assert rules.why_not_change(erased=True).code == "person_erased"
    assert rules.why_not_change(erased=False) is None
