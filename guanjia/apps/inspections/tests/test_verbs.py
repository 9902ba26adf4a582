"""Filling, correcting, checking again; what the journal says of it; and the duties a sheet proves."""

from datetime import timedelta

import pytest

from guanjia.apps.documents import queries as documents
from guanjia.apps.inspections import queries, services
from guanjia.apps.inspections.models import Finding, Sheet
from guanjia.apps.inspections.terms import Given
from guanjia.apps.inspections.tests.conftest import CALL, ROOM, add_place, bad_floor, good, picture
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.obligations.services import plan_ahead
from guanjia.apps.organisations import services as organisations
from guanjia.kernel import journal
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.permissions import CAPABILITIES
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from guanjia.kernel.scope import company_scope
from tests.cast import at, harbour


def fact(name):
    return JournalEntry.objects.filter(event=f"inspections.{name}").latest("id").data


def test_a_sheet_is_scored_and_told_of(look, house, hall):
    sheet = look(warmth=Given("30", "空调坏了"))
    kept = Sheet.objects.get()
    assert (kept.ref, kept.state, kept.score, kept.passed) == ("IS-2026-000001", "COMPLETED", 66, True)
    assert (kept.inspector, kept.about_name, kept.thread) == (house.people["qian"], "一号大厅", sheet.ref)
    assert kept.answers["warmth"] == {"verdict": "fail", "value": "30", "note": "空调坏了", "photos": []}
    assert kept.answers["floor"]["value"] == ""
    told = fact("completed")
    assert (told["about"], told["score"], told["passed"]) == (f"place:{hall.pk}", 66, True)
    assert (told["failed_items"], told["staff_id"]) == (["warmth"], None)


def test_what_does_not_pass_is_a_finding_due_after_working_days(look):
    sheet = look(moment=at("10:00") + timedelta(days=3), floor=bad_floor())  # Thursday 5 March
    finding = Finding.objects.get()
    assert (finding.item, finding.state, finding.note) == ("floor", "OPEN", "水渍，门口一米")
    assert finding.due_at == at("10:00") + timedelta(days=8)  # three working days: Friday, Monday, Tuesday
    (photo,) = documents.list_for(sheet.ref)
    assert finding.photos == [str(photo.key)] == sheet.answers["floor"]["photos"]


def test_a_sheet_with_holes_stores_nothing(look):
    with pytest.raises(Refused) as refused:
        look(floor=Given("fail"), warmth=Given(""))
    assert {one.field for one in refused.value.refusals} == {"note_floor", "photos_floor", "item_warmth"}
    assert not Sheet.objects.exists()
    assert not JournalEntry.objects.filter(event__startswith="inspections.").exists()
    assert look().ref == "IS-2026-000001", "a refused sheet has not used a number"


def test_a_sheet_about_somebody_names_them(look, house):
    answers = {key: Given("pass") for key in ("greet", "listen", "thank")}
    zhao = house.people["zhao"]
    sheet = look(about=f"staff:{zhao.pk}", checklist="call", answers=answers)
    assert sheet.about_name == "赵敏"
    assert fact("completed")["staff_id"] == zhao.pk


@pytest.mark.parametrize(
    "about", ["place:999999", "staff:1", "place:", "place:x", "site:1", "CS-2026-000001"]
)
def test_a_sheet_is_about_what_its_checklist_is_for(look, about):
    with pytest.raises(Refused) as refused:
        look(about=about)
    assert (refused.value.code, refused.value.refusals[0].field) == ("no_such_subject", "about")


def test_a_place_of_another_company_is_no_subject(look):
    other = harbour()
    with company_scope(other.company.pk):
        theirs = add_place(other, "X1", "海港大厅")
    with pytest.raises(Refused) as refused:
        look(about=f"place:{theirs.pk}")
    assert refused.value.code == "no_such_subject"


def test_a_sheet_about_a_case_belongs_to_its_matter(look, house, trial, wired):
    trial(CALL.replace('about = "staff"', 'about = "case"'))
    from guanjia.apps.cases import services as cases

    case = cases.receive(
        by=house.actor("lin"),
        at=at("09:00"),
        site_id=house.site.pk,
        kind="inquiry",
        channel="phone",
        title="问路",
        caller_phone="13800138000",
    )
    answers = {key: Given("pass") for key in ("greet", "listen", "thank")}
    sheet = look(about=case.ref, checklist="call", answers=answers)
    assert (sheet.about_name, sheet.thread) == (case.ref, case.ref)
    assert "inspections.completed" in {one.event for one in journal.thread(case.ref)}


def test_only_whoever_may_fill_fills(look):
    with pytest.raises(NotPermitted):
        look(login="cai")
    with pytest.raises(NotFound):
        look(checklist="rooms")


def test_a_new_edition_leaves_old_sheets_as_they_were(look, trial, house):
    sheet = look(floor=bad_floor())
    trial(ROOM.replace("The floor is clean", "The floor shines") + CALL, moment="11:00")
    assert str(queries.declared_of(Sheet.objects.get()).item("floor").text.en) == "The floor is clean"
    now = queries.get_declared(house.site.pk, "trial", "room", at("12:00"))
    assert now.item("floor").text.en == "The floor shines"
    assert look("12:00").adoption_id != sheet.adoption_id


def test_a_correction_waits_for_somebody_else(found, house):
    corrected = services.correct(
        found, by=house.actor("sun"), at=at("11:00"), note="已拖干", photos=[picture("after.png")]
    )
    assert (corrected.state, corrected.corrected_by_name, len(corrected.correction_photos)) == (
        "CORRECTED",
        "孙师傅",
        1,
    )
    told = fact("corrected")
    assert (told["item"], told["note"], told["photos"], told["about"]) == (
        "floor",
        "已拖干",
        1,
        found.sheet.about,
    )
    assert told["text"]["en"] == "The floor is clean"
    cleared = services.recheck(found, by=house.actor("qian"), at=at("12:00"), passed=True)
    assert (cleared.state, cleared.rechecked_by_name) == ("CLEARED", "钱芳")
    assert fact("rechecked")["passed"] is True


def test_a_failed_recheck_opens_it_again_with_a_new_date(found, house):
    services.correct(found, by=house.actor("sun"), at=at("11:00"), note="已拖干")
    later = at("12:00") + timedelta(days=1)
    back = services.recheck(found, by=house.actor("qian"), at=later, passed=False, note="还有水")
    assert (back.state, back.recheck_note) == ("OPEN", "还有水")
    assert back.due_at == later + timedelta(days=3)
    assert services.correct(back, by=house.actor("sun"), at=later, note="换了胶条").state == "CORRECTED"


def test_nobody_checks_their_own_correction(found, house):
    services.correct(found, by=house.actor("qian"), at=at("11:00"), note="已拖干")
    with pytest.raises(Refused) as refused:
        services.recheck(found, by=house.actor("qian"), at=at("12:00"), passed=True)
    assert refused.value.code == "own_correction"
    assert Finding.objects.get().state == "CORRECTED"


def test_verbs_out_of_turn_and_without_a_word_are_refused(found, house):
    by = house.actor("qian")
    with pytest.raises(Refused) as early:
        services.recheck(found, by=by, at=at("11:00"), passed=True)
    assert early.value.code == "illegal_step"
    with pytest.raises(Refused) as silent:
        services.correct(found, by=by, at=at("11:00"), note=" ")
    assert silent.value.code == "note_missing"
    services.correct(found, by=by, at=at("11:00"), note="已拖干")
    with pytest.raises(Refused) as twice:
        services.correct(found, by=by, at=at("11:00"), note="已拖干")
    assert twice.value.code == "illegal_step"


def test_correcting_and_rechecking_take_their_capabilities(found, house):
    stranger = house.actor("cai")
    with pytest.raises(NotPermitted):
        services.correct(found, by=stranger, at=at("11:00"), note="已拖干")
    with pytest.raises(NotPermitted):
        services.recheck(found, by=house.actor("sun"), at=at("11:00"), passed=True)


def test_another_company_sees_and_touches_nothing(look, found):
    other = harbour()
    with company_scope(other.company.pk):
        organisations.set_capabilities(
            other.posts["cs_manager"], by=other.system, at=at("00:00"), capabilities=sorted(CAPABILITIES)
        )
        dov = other.actor("dov")
        assert not queries.list_sheets(dov).exists()
        for ask in (
            lambda: queries.get_sheet(dov, found.sheet.ref),
            lambda: queries.get_finding(dov, found.pk),
        ):
            with pytest.raises(NotFound):
                ask()
        with pytest.raises(NotFound):
            services.correct(found, by=dov, at=at("11:00"), note="已拖干")


DUTY = """
[[duty]]
key = "look"
every = "2 a day"
owner = "post:cs_supervisor"
evidence = "sheet:room"
"""


def test_a_completed_sheet_meets_the_duty_it_proves(house, trial, look):
    trial(ROOM + CALL + DUTY, moment="00:01")
    plan_ahead(at=at("00:02"))
    today = Obligation.objects.filter(occurrence__startswith="2026-03-02").order_by("occurrence")
    assert [one.state for one in today] == ["OPEN", "OPEN"]
    answers = {key: Given("pass") for key in ("greet", "listen", "thank")}
    look("09:30", about=f"staff:{house.people['zhao'].pk}", checklist="call", answers=answers)
    assert {one.state for one in today.all()} == {"OPEN"}, "a sheet of another checklist proves nothing"
    sheet = look("10:00")
    assert [one.state for one in today.all()] == ["KEPT", "OPEN"]
    proof = JournalEntry.objects.get(pk=today.all()[0].ended_by)
    assert (proof.ref, proof.event) == (sheet.ref, "inspections.completed")


def test_a_sheet_about_a_place_meets_the_turn_of_that_place_only(house, trial, look, hall):
    other = add_place(house, "H2", "二号大厅")
    duty = DUTY.replace('"2 a day"', '"day"\neach = "place"')
    trial(ROOM + CALL + duty, moment="00:01")
    plan_ahead(at=at("00:02"))
    look("10:00")
    states = dict(Obligation.objects.filter(occurrence__startswith="2026-03-02").values_list("ref", "state"))
    assert states == {f"place:{hall.pk}": "KEPT", f"place:{other.pk}": "OPEN"}


def test_the_answers_of_a_sheet_are_those_of_its_items(look):
    assert list(look().answers) == ["floor", "warmth", "remark"]
    assert good()["remark"].answer == look("10:05").answers["remark"]["value"]
