"""Which rules a site keeps, from when on, and how cheap it is to ask."""

import pytest
from django.db import transaction

from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.rulebook import memory, queries, rules, services
from guanjia.apps.rulebook.models import Adoption, PackVersion
from guanjia.apps.rulebook.terms import Bilingual, Duty, Schedule
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from guanjia.kernel.scope import company_scope
from tests.cast import at, harbour, wanxing


@pytest.fixture
def house(db):
    """Wanxing in the scope of its company."""
    cached_site.cache_clear()
    found = wanxing()
    with company_scope(found.company.pk):
        yield found


@pytest.fixture
def adopted(house):
    """Wanxing keeps the estate's rulebook."""
    services.adopt(house.site.pk, by=house.system, at=at("08:00"), pack="estate_desk")
    return house


def codes(excinfo):
    """Why it was refused."""
    return [refusal.code for refusal in excinfo.value.refusals]


def deadline(house, duty, moment):
    """The deadline of a duty in force, in words."""
    return next(
        str(one.deadline) for one in queries.duties_in_force(house.site.pk, at(moment)) if one.key == duty
    )


def test_adopting_puts_the_duties_in_force_and_is_a_fact(adopted):
    assert deadline(adopted, "arrive", "09:00") == "15 minutes"
    fact = JournalEntry.objects.get(event="rulebook.adopted")
    assert (fact.data["pack"], fact.data["digest"]) == ("estate_desk", PackVersion.objects.get().digest)


def test_the_first_adoption_also_stands_for_what_happened_before(adopted):
    assert deadline(adopted, "arrive", "07:00") == "15 minutes"


def test_an_adoption_planned_for_later_does_not(house):
    services.adopt(house.site.pk, by=house.system, at=at("08:00"), pack="estate_desk", from_at=at("12:00"))
    assert queries.duties_in_force(house.site.pk, at("09:00")) == []
    assert deadline(house, "arrive", "12:00") == "15 minutes"


def test_the_same_text_is_stored_once(adopted):
    services.adopt(adopted.site.pk, by=adopted.system, at=at("09:00"), pack="estate_desk")
    assert (PackVersion.objects.count(), Adoption.objects.count()) == (1, 2)


def test_a_figure_of_the_site_counts_from_its_moment_and_can_be_taken_back(adopted):
    values = {"by": adopted.system, "pack": "estate_desk", "duty": "arrive", "name": "deadline"}
    services.set_figure(
        adopted.site.pk, **values, at=at("09:00"), figure="20 minutes", from_at=at("10:00"), reason="路远"
    )
    assert [deadline(adopted, "arrive", moment) for moment in ("09:59", "10:00")] == [
        "15 minutes",
        "20 minutes",
    ]
    services.set_figure(adopted.site.pk, **values, at=at("11:00"), figure=None, reason="人手够了")
    assert deadline(adopted, "arrive", "11:00") == "15 minutes"
    fact = JournalEntry.objects.filter(event="rulebook.figure_set").latest("id")
    assert (fact.data["figure"], fact.data["previous"], fact.data["reason"]) == ("", "20 minutes", "人手够了")


def test_a_rhythm_is_a_figure_too():
    duty = Duty(key="d", pack="p", clause="1", title=Bilingual("事", "Thing"), every=Schedule.parse("month"))
    assert str(duty.with_figures({"every": "2 a month"}).every) == "2 a month"
    assert rules.why_not_figure(duty, "every", "2 a month") is None
    assert rules.why_not_figure(duty, "every", "twice").code == "not_a_rhythm"
    assert rules.why_not_figure(duty, "deadline", "1 hours").code == "no_figure"
    by_event = Duty(key="d", pack="p", clause="1", title=Bilingual("事", "Thing"))
    assert rules.why_not_figure(by_event, "every", "day").code == "no_rhythm"


def test_a_duty_can_be_switched_off_for_a_site(adopted):
    services.set_figure(
        adopted.site.pk,
        by=adopted.system,
        at=at("09:00"),
        pack="estate_desk",
        duty="daily_word",
        name="off",
        figure=True,
        reason="试运行",
    )
    assert "daily_word" not in [duty.key for duty in queries.duties_in_force(adopted.site.pk, at("09:00"))]
    here = queries.adoption_at(adopted.site.pk, "estate_desk", at("09:00"))
    assert "daily_word" not in [duty.key for duties in here.made_by.values() for duty, _trigger in duties]


def test_figures_survive_a_new_version(adopted):
    services.set_figure(
        adopted.site.pk,
        by=adopted.system,
        at=at("09:00"),
        pack="estate_desk",
        duty="arrive",
        name="deadline",
        figure="20 minutes",
        reason="路远",
    )
    services.adopt(adopted.site.pk, by=adopted.system, at=at("10:00"), pack="estate_desk")
    assert deadline(adopted, "arrive", "10:00") == "20 minutes"


def test_giving_up_ends_it(adopted):
    services.give_up(adopted.site.pk, by=adopted.system, at=at("09:00"), pack="estate_desk", reason="换制度")
    assert queries.duties_in_force(adopted.site.pk, at("09:00")) == []
    assert deadline(adopted, "arrive", "08:30") == "15 minutes", "what was in force then stays known"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"from_at": at("08:00")}, "from_the_past"),
        ({"reason": " "}, "reason_missing"),
        ({"duty": "dance"}, "unknown_duty"),
        ({"name": "colour"}, "unknown_figure"),
        ({"figure": "a while"}, "not_a_duration"),
        ({"duty": "keep_promise"}, "no_figure"),
    ],
)
def test_a_figure_is_refused(adopted, changes, code):
    values = {
        "pack": "estate_desk",
        "duty": "arrive",
        "name": "deadline",
        "figure": "20 minutes",
        "reason": "路远",
    }
    with pytest.raises(Refused) as refused:
        services.set_figure(adopted.site.pk, by=adopted.system, at=at("09:00"), **{**values, **changes})
    assert code in codes(refused)
    assert Adoption.objects.count() == 1


def test_only_who_may_can_adopt_and_only_at_their_company_s_sites(adopted):
    with pytest.raises(NotPermitted):
        services.adopt(adopted.site.pk, by=adopted.actor("lin"), at=at("09:00"), pack="estate_desk")
    other = harbour()
    with pytest.raises(NotFound):
        services.adopt(other.site.pk, by=adopted.system, at=at("09:00"), pack="estate_desk")
    with pytest.raises(NotFound):
        services.adopt(adopted.site.pk, by=adopted.system, at=at("09:00"), pack="no_such_pack")


def test_another_pack_with_the_same_duties_is_refused(adopted):
    stored = PackVersion.objects.get()
    twin = PackVersion.objects.create(
        key="twin", version="1", digest="f" * 64, content=stored.content, stored_at=at("08:00")
    )
    memory._packs["f" * 64] = memory.pack_of(stored)
    with pytest.raises(Refused) as refused:
        services.adopt(adopted.site.pk, by=adopted.system, at=at("09:00"), pack="twin", version=twin)
    assert codes(refused) == ["duty_twice"]
    del memory._packs["f" * 64]


def test_clauses_with_their_duties_for_those_who_may_read(adopted):
    ((here, clauses),) = queries.list_clauses(adopted.actor("wu"), adopted.site.pk, at("09:00"))
    by_number = {row.clause.number: row for row in clauses}
    assert [duty.key for duty in by_number["1.1"].duties] == ["arrive"]
    assert by_number["1.2"].duties == (), "a clause without a duty of its own is shown too"
    assert here.pack.version
    other = harbour()
    with pytest.raises(NotFound):
        queries.list_clauses(other.actor("dov"), adopted.site.pk, at("09:00"))


@pytest.mark.django_db(transaction=True)
def test_in_the_steady_state_the_rules_cost_no_query(django_assert_num_queries):
    cached_site.cache_clear()
    house = wanxing()
    with company_scope(house.company.pk):
        services.adopt(house.site.pk, by=house.system, at=at("08:00"), pack="estate_desk")
        queries.rules_of(house.site.pk)
        with django_assert_num_queries(0):
            assert queries.duties_in_force(house.site.pk, at("09:00"))


@pytest.mark.django_db(transaction=True)
def test_a_rolled_back_adoption_leaves_no_trace_in_memory():
    cached_site.cache_clear()
    house = wanxing()
    with company_scope(house.company.pk):
        assert queries.duties_in_force(house.site.pk, at("09:00")) == []
        with pytest.raises(RuntimeError), transaction.atomic():
            services.adopt(house.site.pk, by=house.system, at=at("08:00"), pack="estate_desk")
            assert queries.duties_in_force(house.site.pk, at("09:00"))
            raise RuntimeError
        assert queries.duties_in_force(house.site.pk, at("09:00")) == []


def test_memory_is_looked_at_again_after_some_seconds(adopted):
    memory._changes.of_site.clear()
    now = [1000.0]
    before = memory.rules_of(adopted.site.pk, clock=lambda: now[0])
    Adoption.objects.filter(site=adopted.site).delete()
    assert memory.rules_of(adopted.site.pk, clock=lambda: now[0]) is before
    now[0] += memory.FRESH_FOR
    assert not memory.rules_of(adopted.site.pk, clock=lambda: now[0]).lines


def test_whose_scope_is_open_does_not_matter(adopted):
    memory._changes.of_site.clear()
    other = harbour()
    with company_scope(other.company.pk):
        assert queries.duties_in_force(adopted.site.pk, at("09:00"))
