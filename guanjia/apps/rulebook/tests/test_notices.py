"""Whoever may approve hears of a proposal, its author of the decision, and nobody twice."""

from datetime import timedelta
from functools import partial

import pytest

from guanjia.apps.messaging.models import Notice
from guanjia.apps.organisations.models import Post
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.rulebook import services
from guanjia.apps.rulebook.services import house as house_rules
from guanjia.apps.rulebook.services import house_forms
from guanjia.apps.rulebook.tests.test_house import PRAISE
from guanjia.kernel.models import OutboxMessage
from guanjia.kernel.outbox import drain
from guanjia.kernel.scope import company_scope
from tests import cast
from tests.cast import at

pytestmark = pytest.mark.django_db
LATER = at("23:00") + timedelta(days=40_000)  # whatever was recorded is due


@pytest.fixture
def house(db):
    """Zhou writes and proposes; Zhou, Han and Meng may approve."""
    cached_site.cache_clear()
    house = cast.wanxing()
    may = ["rulebook.adopt", "rulebook.approve", "rulebook.write_house", "rulebook.approve_house"]
    may.append("rulebook.design_forms")
    with company_scope(house.company.pk):
        Post.objects.update(capabilities=[])
        for key, count in (("cs_manager", 5), ("office_director", 4), ("property_manager", 4)):
            Post.objects.filter(pk=house.posts[key].pk).update(capabilities=may[:count])
        services.adopt(house.site.pk, by=house.system, at=at("00:00"), pack="estate_desk")
        OutboxMessage.objects.all().delete()
        yield house


def told(house, **which):
    """The logins who have a message, after the outbox has run."""
    drain(at=LATER)
    names = {person.pk: login for login, person in house.people.items()}
    return sorted(names[one.staff_id] for one in Notice.objects.filter(**which))


propose = partial(
    services.propose,
    at=at("09:00"),
    entries=[
        {"pack": "estate_desk", "part": "answer_inquiry", "name": "deadline", "value": "2 working hours"}
    ],
    reason="快些答复",
)


def test_figures_wait_for_everybody_but_their_author(house):
    change = propose(house.site.pk, by=house.actor("zhou"))
    assert told(house, kind="rulebook.figures_wait") == ["han", "meng"]
    said = Notice.objects.filter(kind="rulebook.figures_wait")[0].params["figures"]
    assert said == {
        "zh": "答复询问 · 时限：2个工作小时",
        "en": "Answer the question · Time limit: 2 working hours",
    }
    services.approve(change, by=house.actor("han"), at=at("10:00"))
    assert told(house, kind="rulebook.figures_decided") == ["zhou"]
    assert not Notice.objects.filter(kind="rulebook.figures_wait", settled_at=None).exists()


def test_what_is_declined_says_why_and_what_is_withdrawn_only_settles(house):
    declined, withdrawn = (propose(house.site.pk, by=house.actor("zhou")) for _ in range(2))
    assert told(house, kind="rulebook.figures_wait", settled_at=None) == ["han", "han", "meng", "meng"]
    services.decline(declined, by=house.actor("han"), at=at("10:00"), note="人手不够")
    services.withdraw(withdrawn, by=house.actor("zhou"), at=at("10:05"))
    assert told(house, kind="rulebook.figures_decided") == ["zhou"]
    assert Notice.objects.get(kind="rulebook.figures_decided").params["note"] == "人手不够"
    assert told(house, kind="rulebook.figures_wait", settled_at=None) == []


def test_the_system_asks_nobody(house):
    services.set_figure(
        house.site.pk,
        by=house.system,
        at=at("09:00"),
        pack="estate_desk",
        duty="answer_inquiry",
        name="deadline",
        figure="2 working hours",
        reason="演示",
    )
    assert told(house) == []


def test_a_house_rule_waits_and_its_author_hears_of_both_ends(house):
    rule = house_rules.draft(by=house.actor("zhou"), at=at("09:00"), answers=PRAISE)
    house_rules.propose(rule, by=house.actor("zhou"), at=at("09:05"))
    assert told(house, kind="rulebook.rule_waits") == ["han", "meng"]
    house_rules.send_back(rule, by=house.actor("han"), at=at("09:10"), reason="时限太短")
    assert told(house, kind="rulebook.rule_decided") == ["zhou"]
    house_rules.propose(rule, by=house.actor("zhou"), at=at("09:20"))
    house_rules.approve(rule, by=house.actor("meng"), at=at("09:30"))
    assert told(house, kind="rulebook.rule_decided") == ["zhou", "zhou"]
    assert told(house, kind="rulebook.rule_waits", settled_at=None) == []


def test_a_form_waits_and_its_author_hears_of_both_ends(house):
    label = {"zh": "物品", "en": "What"}
    declared = {"title": {"zh": "借用", "en": "Lent"}, "field": [{"key": "what", "label": label}]}
    form = house_forms.draft(by=house.actor("zhou"), at=at("09:00"), declared=declared)
    house_forms.propose(form, by=house.actor("zhou"), at=at("09:05"))
    assert told(house, kind="rulebook.form_waits") == ["han", "meng"]
    house_forms.send_back(form, by=house.actor("han"), at=at("09:10"), reason="缺押金")
    assert told(house, kind="rulebook.form_decided") == ["zhou"]
    house_forms.propose(form, by=house.actor("zhou"), at=at("09:20"))
    house_forms.approve(form, by=house.actor("meng"), at=at("09:30"))
    assert told(house, kind="rulebook.form_decided") == ["zhou", "zhou"]
    assert told(house, kind="rulebook.form_waits", settled_at=None) == []
