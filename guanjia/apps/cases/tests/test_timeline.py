"""The story of a case in the reader's words."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from guanjia.apps.cases import panels, services
from guanjia.apps.obligations.events import Breached
from guanjia.kernel import journal
from guanjia.kernel.actor import Actor
from tests.cast import at

pytestmark = pytest.mark.django_db


def words_of(ref, language):
    """All words of the latest line of a case's story."""
    with override(language):
        return [str(one) for one in panels.timeline(journal.thread(ref))[0].words]


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "未联系上，待再次回访"), ("en", "Not reached, to be tried again")]
)
def test_what_came_of_a_visit_is_told_in_words_not_in_a_code(house, act, resolved, language, said):
    visit = services.claim_next_visit(house.site.pk, by=act.lin, at=at("11:00"))
    services.record_unreached(visit, by=act.lin, at=at("11:10"), again_at=at("14:00"))
    entries = [one for one in journal.thread(resolved.ref) if one.event == "cases.visited"]
    with override(language):
        assert said in panels.timeline(entries)[0].words


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "十五分钟到场"), ("en", "There in time")])
def test_an_alarm_names_the_duty_it_is_about(house, receive, language, said):
    case = receive()
    journal.record(
        Breached(
            site_id=case.site_id,
            ref="OB-1",
            thread=case.ref,
            duty="arrive",
            title={"zh": "十五分钟到场", "en": "There in time"},
            due_at=at("09:15"),
            owner_id=None,
            told=(),
            late_by=60,
        ),
        by=Actor.system(case.company_id),
        at=at("09:15") + timedelta(minutes=1),
    )
    assert words_of(case.ref, language) == [said]
