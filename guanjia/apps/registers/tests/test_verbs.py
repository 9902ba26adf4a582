"""Entering, signing, striking, rewriting: every verb, its refusals and its facts."""

import pytest
from django.db import IntegrityError, transaction

from guanjia.apps.cases import services as cases
from guanjia.apps.documents import queries as documents
from guanjia.apps.documents.terms import Signing
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.obligations.services.planning import plan_ahead
from guanjia.apps.people import services as people
from guanjia.apps.registers import queries, services
from guanjia.apps.registers.models import Entry
from guanjia.apps.registers.tests.conftest import CASE_DUTY, DIARY, KEYS, STROKES, facts, picture
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from guanjia.kernel.scope import company_scope
from tests.cast import at, harbour


def codes(refused):
    return [(one.code, one.field) for one in refused.value.refusals]


# --- Entering ----------------------------------------------------------------------------------------------------------


def test_an_entry_gets_a_number_its_values_and_the_version_it_was_written_by(house, act, ledgers, enter):
    entry = enter(values={"unit": "a1-1-0301", "count": "2", "sort": "door", "deposit": "50"})
    assert entry.ref == "RG-2026-000001"
    assert entry.values == {
        "unit": house.units[0].pk,
        "count": 2,
        "sort": "door",
        "deposit": 5000,
        "sealed": False,
    }
    assert (entry.adoption_id, entry.state) == (ledgers.pk, "ENTERED")
    assert (entry.entered_by_id, entry.entered_by_name) == (act.lin.id, "林晓")
    assert entry.about == f"unit:{house.units[0].pk}"
    for word in ("A1-1-0301", "入户门", "Front door", "2 把"):
        assert word in entry.text


def test_entering_is_a_fact_with_what_it_is_about(house, enter):
    entry = enter(values={"unit": house.units[0].pk, "count": 1, "keeper": house.people["zhao"].pk})
    fact = JournalEntry.objects.get(event="registers.entered")
    assert (fact.ref, fact.thread, fact.at) == (entry.ref, entry.ref, at("09:00"))
    assert fact.data == {
        "pack": "ledgers",
        "register": "keys",
        "title": {"zh": "钥匙托管登记", "en": "Keys in custody"},
        "about": entry.about,
        "unit_id": house.units[0].pk,
        "staff_id": house.people["zhao"].pk,
    }


def test_an_entry_without_a_subject_of_its_own_is_about_the_site_or_what_is_said(house, enter):
    assert enter("diary", {"what": "平安"}).about == f"site:{house.site.pk}"
    about = f"staff:{house.people['zhao'].pk}"
    assert enter("diary", {"what": "平安"}, about=about).about == about
    assert JournalEntry.objects.latest("id").data["staff_id"] == house.people["zhao"].pk


@pytest.mark.parametrize("about", ["unit:999999", "case:1", "unit:", "site:999", "unit:x"])
def test_an_entry_about_nothing_of_this_site_is_refused(enter, about):
    with pytest.raises(Refused) as refused:
        enter("diary", {"what": "平安"}, about=about)
    assert codes(refused) == [("about_unknown", "about")]


def test_what_is_wrong_stands_beside_each_field_and_no_number_is_lost(house, enter):
    with pytest.raises(Refused) as refused:
        enter(
            values={"unit": "B9-0101", "count": "viele", "keeper": 999_999, "where": "NIRGENDS", "owner": 9}
        )
    assert codes(refused) == [
        ("not_a_number", "count"),
        ("not_here", "unit"),
        ("not_here", "owner"),
        ("not_here", "keeper"),
        ("not_here", "where"),
    ]
    assert enter().ref == "RG-2026-000001"
    assert enter("diary", {"what": "平安"}).ref == "RG-2026-000002"


def test_a_place_and_a_person_are_kept_by_id_and_a_customer_is_not_searched_by(house, act, enter):
    person = people.register(by=house.system, at=at("08:00"), site_id=house.site.pk, name="王业主")
    entry = enter(
        values={"unit": house.units[0].pk, "count": 1, "where": "GATE", "owner": person.pk}, by=house.system
    )
    assert (entry.values["where"], entry.values["owner"]) == (house.place.pk, person.pk)
    assert "东门岗" in entry.text
    assert "王业主" not in entry.text
    assert queries.names_in([entry])[f"person:{person.pk}"] == "王业主"


def test_pictures_lie_with_the_entry(enter):
    entry = enter(photos={"photo": [picture(), picture()]})
    assert entry.values["photo"] == [str(one.key) for one in documents.list_for(entry.ref)]
    assert len(entry.values["photo"]) == 2


def test_only_registers_the_site_keeps_can_be_entered_in(house, act, adopt, enter):
    with pytest.raises(NotFound):
        enter("unheard", {"what": "x"})
    adopt(KEYS, version="2", moment="10:00")
    with pytest.raises(Refused) as refused:
        enter("diary", {"what": "x"}, at=at("10:01"))
    assert codes(refused) == [("register_closed", None)]


def test_entering_needs_the_capability_at_the_site(act, enter):
    with pytest.raises(NotPermitted):
        enter(by=act.cai)


def test_nobody_of_another_company_enters_or_reads(house, act, enter):
    entry = enter()
    theirs = harbour()
    with company_scope(theirs.company.pk):
        with pytest.raises(NotFound):
            enter(by=theirs.system)
        with pytest.raises(NotFound):
            queries.get_entry(theirs.actor("dov"), entry.ref)
        with pytest.raises(NotFound):
            services.strike(entry, by=theirs.system, at=at("10:00"), reason="x")


def test_an_old_entry_stays_readable_when_the_rulebook_changes(house, act, adopt, enter):
    entry = enter()
    adopt(DIARY, version="2", moment="10:00")
    assert queries.register_of(entry).term.title.zh == "钥匙托管登记"
    kept = queries.get_register(act.lin, house.site.pk, "ledgers", "keys", at("10:30"))
    assert not kept.is_in_force
    assert [one.key for one in queries.list_registers(act.lin, house.site.pk, at("10:30"))] == ["diary"]


def test_the_list_of_registers_counts_this_months_entries_that_were_not_struck(house, act, enter):
    enter()
    services.strike(enter(), by=act.qian, at=at("09:10"), reason="写错")
    enter("diary", {"what": "平安"}, at=at("09:00", at("09:00").date().replace(month=2)))
    counts = {one.key: one.entries for one in queries.list_registers(act.lin, house.site.pk, at("10:00"))}
    assert counts == {"keys": 1, "diary": 0}
    with pytest.raises(NotFound):
        queries.list_registers(act.cai, house.site.pk, at("10:00"))


# --- A duty is met by an entry -----------------------------------------------------------------------------------------


def test_an_entry_meets_the_duty_of_the_day(enter):
    plan_ahead(at=at("00:02"))
    turn = Obligation.objects.get(duty="keep_diary", occurrence="2026-03-02")
    enter()
    turn.refresh_from_db()
    assert turn.state == "OPEN", "an entry in another register proves nothing"
    entry = enter("diary", {"what": "平安"})
    turn.refresh_from_db()
    assert turn.state == "KEPT"
    assert JournalEntry.objects.get(pk=turn.ended_by).ref == entry.ref


def test_a_corrected_entry_does_not_meet_the_next_days_duty(act, enter):
    tuesday = at("09:00").date().replace(day=3)
    entry = enter("diary", {"what": "平安"})
    plan_ahead(at=at("00:02", tuesday))
    services.rewrite(
        entry, by=act.qian, at=at("09:00", tuesday), reason="漏写", values={"what": "平安，东门"}
    )
    assert Obligation.objects.get(duty="keep_diary", occurrence="2026-03-03").state == "OPEN"


def test_an_entry_about_a_case_meets_what_began_with_the_case(house, act, adopt, enter):
    adopt(KEYS + DIARY + CASE_DUTY, version="2", moment="08:00")
    first, second = (
        cases.receive(
            by=act.lin,
            at=at("08:30"),
            site_id=house.site.pk,
            kind="inquiry",
            channel="phone",
            title=title,
            received_at=at("08:30"),
        )
        for title in ("问钥匙", "再问")
    )
    enter("diary", {"what": "已答复"}, about=second.ref)
    states = dict(Obligation.objects.filter(duty="note_inquiry").values_list("thread", "state"))
    assert states == {first.ref: "OPEN", second.ref: "KEPT"}
    with pytest.raises(Refused):
        enter("diary", {"what": "已答复"}, about="CS-2026-999999")


# --- Signing -----------------------------------------------------------------------------------------------------------


def test_posts_and_customer_sign_in_order_and_the_last_completes_it(house, act, enter):
    entry = enter()
    entry = services.sign(entry, by=act.qian, at=at("10:00"), note="属实")
    assert (entry.state, entry.signer_due) == ("ENTERED", "customer")
    entry = services.sign(entry, by=act.lin, at=at("10:05"), signing=Signing("王女士", "SCREEN", STROKES))
    assert (entry.state, entry.signer_due) == ("SIGNED", "")
    first, second = entry.signatures.all()
    assert (first.signed_as, first.name, first.note, first.staff_id) == (
        "cs_supervisor",
        "钱芳",
        "属实",
        act.qian.id,
    )
    assert (second.signed_as, second.name, second.signature.about_ref) == ("customer", "王女士", entry.ref)
    told = JournalEntry.objects.filter(event="registers.signed").order_by("id")
    assert [(one.data["signed_as"], one.data["complete"]) for one in told] == [
        ("cs_supervisor", False),
        ("customer", True),
    ]


def test_a_signature_out_of_turn_names_the_post_whose_turn_it_is(act, enter):
    with pytest.raises(Refused, match="客服主管") as refused:
        services.sign(enter(), by=act.lin, at=at("10:00"))
    assert codes(refused) == [("not_your_turn", None)]


def test_a_customer_signs_with_a_name_and_a_line(act, enter):
    entry = services.sign(enter(), by=act.qian, at=at("10:00"))
    with pytest.raises(Refused) as refused:
        services.sign(entry, by=act.lin, at=at("10:05"), signing=Signing("", "SCREEN", ""))
    assert {field for _code, field in codes(refused)} >= {"signer_name"}
    with pytest.raises(Refused):
        services.sign(entry, by=act.lin, at=at("10:05"))
    entry.refresh_from_db()
    assert (entry.state, entry.signatures.count()) == ("ENTERED", 1)


def test_where_nobody_holds_the_post_the_one_above_signs(house, act, adopt, enter):
    adopt(KEYS.replace("cs_supervisor", "key_keeper") + DIARY, version="2", moment="08:00")
    entry = enter()
    with pytest.raises(Refused):
        services.sign(entry, by=act.zhou, at=at("10:00"))
    assert services.sign(entry, by=act.qian, at=at("10:00")).signatures.get().signed_as == "key_keeper"


def test_a_signed_struck_or_unsigned_register_takes_no_signature(act, enter):
    with pytest.raises(Refused) as refused:
        services.sign(enter("diary", {"what": "平安"}), by=act.qian, at=at("10:00"))
    assert codes(refused) == [("nobody_signs", None)]
    struck = services.strike(enter(), by=act.qian, at=at("10:00"), reason="写错")
    with pytest.raises(Refused) as refused:
        services.sign(struck, by=act.qian, at=at("10:01"))
    assert codes(refused) == [("illegal_step", None)]


def test_signing_needs_the_capability(act, enter):
    with pytest.raises(NotPermitted):
        services.sign(enter(), by=act.cai, at=at("10:00"))


# --- Striking and rewriting --------------------------------------------------------------------------------------------


def test_a_struck_entry_stays_and_says_why(act, enter):
    entry = services.strike(enter(), by=act.qian, at=at("10:00"), reason=" 房号错 ")
    assert (entry.state, entry.struck_reason, entry.struck_by_name) == ("STRUCK", "房号错", "钱芳")
    assert facts(entry.ref) == ["registers.entered", "registers.struck"]
    with pytest.raises(Refused) as refused:
        services.strike(entry, by=act.qian, at=at("10:01"), reason="再划")
    assert codes(refused) == [("illegal_step", None)]


def test_striking_needs_a_reason_and_the_capability(act, enter):
    entry = enter()
    with pytest.raises(Refused) as refused:
        services.strike(entry, by=act.qian, at=at("10:00"), reason="  ")
    assert codes(refused) == [("reason_missing", "reason")]
    with pytest.raises(NotPermitted):
        services.strike(entry, by=act.lin, at=at("10:00"), reason="写错")


def test_a_right_entry_takes_the_place_of_a_wrong_one_and_is_signed_anew(house, act, enter):
    wrong = services.sign(enter(photos={"photo": [picture()]}), by=act.qian, at=at("09:30"))
    values = {"unit": house.units[0].pk, "count": 3}
    right = services.rewrite(wrong, by=act.qian, at=at("10:00"), reason="数量错", values=values)
    wrong.refresh_from_db()
    assert (wrong.state, wrong.struck_reason, wrong.replaced_by_id) == ("STRUCK", "数量错", right.pk)
    assert (right.state, right.values["count"], right.signatures.count()) == ("ENTERED", 3, 0)
    assert right.values["photo"] == wrong.values["photo"], "the picture is still the picture"
    assert wrong.values["count"] == 2, "what was written stays written"
    assert facts(right.ref) == ["registers.rewritten"]
    struck = JournalEntry.objects.get(event="registers.struck")
    assert struck.data["replaced_by"] == right.ref


def test_written_about_another_unit_it_is_a_fact_of_its_own(house, act, enter):
    values = {"unit": house.units[1].pk, "count": 2}
    right = services.rewrite(enter(), by=act.qian, at=at("10:00"), reason="房号错", values=values)
    assert facts(right.ref) == ["registers.entered"]


def test_what_an_entry_was_said_to_be_about_stays_when_it_is_corrected(house, act, enter):
    about = f"staff:{house.people['zhao'].pk}"
    entry = enter("diary", {"what": "平安"}, about=about)
    right = services.rewrite(entry, by=act.qian, at=at("10:00"), reason="漏写", values={"what": "东门坏了"})
    assert (right.about, facts(right.ref)) == (about, ["registers.rewritten"])


def test_a_correction_says_everything_that_is_wrong_and_changes_nothing(house, act, enter):
    entry = enter()
    with pytest.raises(Refused) as refused:
        services.rewrite(entry, by=act.qian, at=at("10:00"), reason="", values={"count": "x"})
    assert codes(refused) == [
        ("reason_missing", "reason"),
        ("field_missing", "unit"),
        ("not_a_number", "count"),
    ]
    entry.refresh_from_db()
    assert entry.state == "ENTERED"
    assert Entry.objects.count() == 1


def test_the_buttons_are_the_steps_that_would_be_accepted(house, act, adopt, enter):
    entry = enter()
    now = at("10:00")
    assert [one.verb for one in queries.next_steps(entry, act.qian, now)] == [
        "sign",
        "decline",
        "rewrite",
        "strike",
    ]
    assert queries.next_steps(entry, act.lin, now) == []
    entry = services.sign(entry, by=act.qian, at=now)
    assert [one.verb for one in queries.next_steps(entry, act.lin, now)] == ["sign_last", "decline"]
    adopt(DIARY, version="2", moment="11:00")
    assert [one.verb for one in queries.next_steps(entry, act.qian, at("11:30"))] == [
        "sign_last",
        "decline",
        "strike",
    ]


def test_the_database_itself_refuses_a_strike_without_a_reason(enter):
    entry = enter()
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(state="STRUCK")
