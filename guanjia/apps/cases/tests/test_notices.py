"""Owner and handler hear of what the other did."""

import pytest

from guanjia.apps.cases import reactions, services
from guanjia.apps.cases.notices import TELLS
from guanjia.apps.messaging.models import Notice
from guanjia.config.wiring import WIRING
from guanjia.kernel.journal import event_of
from guanjia.kernel.models import JournalEntry
from tests.cast import at

pytestmark = pytest.mark.django_db


def told(name):
    """Whom the latest event of a name was told to, as staff ids."""
    entry = JournalEntry.objects.filter(event=name).latest("id")
    Notice.objects.all().delete()
    reactions.tell_people(event_of(entry), entry)
    return sorted(Notice.objects.values_list("staff_id", flat=True))


def test_an_answer_is_reported_to_the_other_of_owner_and_handler(house, act, receive):
    case = services.answer(receive(), by=act.zhao, at=at("09:30"), text="下午处理")
    assert told("cases.answered") == [act.lin.id], "the handler answered, the owner hears of it"
    services.answer(case, by=act.lin, at=at("09:31"), text="下午处理")
    assert told("cases.answered") == [act.zhao.id]
    notice = Notice.objects.get()
    assert (notice.thread, notice.params["ref"]) == (case.ref, case.ref)
    assert notice.params["words"] == {"zh": "：下午处理", "en": ": 下午处理"}


def test_who_gets_a_case_is_told_and_so_are_both_when_it_is_urged_or_comes_back(house, act, receive):
    case = services.hand_over(receive(), by=act.zhao, at=at("09:20"), handler_id=act.duan.id, reason="请派人")
    assert told("cases.handler_changed") == [act.duan.id]
    services.urge(case, by=act.qian, at=at("09:30"))
    assert told("cases.urged") == sorted([act.lin.id, act.duan.id])
    services.resolve(case, by=act.duan, at=at("10:00"), outcome="好了", answer="好了")
    assert told("cases.resolved") == [act.lin.id]
    services.reopen(case, by=act.qian, at=at("11:00"), reason="又漏")
    assert told("cases.reopened") == sorted([act.lin.id, act.duan.id])


def test_raising_by_rule_is_told_to_the_supervisor_a_ruling_by_hand_to_nobody(house, act, complaint):
    services.note_fee_refusal(complaint, by=act.duan, at=at("09:30"), note="拒缴")
    assert told("cases.ruled") == sorted([act.lin.id, act.zhao.id, act.qian.id])
    services.rule_complaint(complaint, by=act.qian, at=at("09:40"), complaint_class="minor", reason="已沟通")
    assert told("cases.ruled") == []


def test_a_major_complaint_is_an_urgent_message_to_the_general_manager(house, act, major):
    services.report_to_gm(major, by=act.zhou, at=at("09:30"), note="地下车库积水，多辆车受损")
    assert told("cases.reported_to_gm") == [act.wu.id]
    notice = Notice.objects.get()
    assert (notice.kind, notice.urgency, notice.thread) == ("cases.reported", "URGENT", major.ref)
    assert notice.params["words"]["zh"] == "：地下车库积水，多辆车受损"


def test_a_general_manager_who_reports_is_not_told_by_the_program(house, act, major):
    services.report_to_gm(major, by=act.wu, at=at("09:30"), note="已知悉")
    assert told("cases.reported_to_gm") == []


def test_every_event_somebody_is_told_of_is_wired():
    for event in TELLS:
        handlers = [reaction.handler for reaction in WIRING.get(event, [])]
        assert reactions.tell_people in handlers, event.name
