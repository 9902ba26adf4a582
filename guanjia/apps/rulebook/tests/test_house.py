"""House rules: written in words, approved by somebody else, adopted from a moment, seen by nobody else."""

import tomllib
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from guanjia.apps.organisations.models import Post
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.rulebook import queries, services
from guanjia.apps.rulebook.house import answering, checking, toml
from guanjia.apps.rulebook.house import queries as house_queries
from guanjia.apps.rulebook.loading import Source, pack_from_content
from guanjia.apps.rulebook.models import HouseRule, PackVersion
from guanjia.apps.rulebook.services import house as house_rules
from guanjia.apps.rulebook.terms.house import HOUSE, RuleState
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from guanjia.kernel.scope import company_scope
from tests import cast
from tests.cast import at

pytestmark = pytest.mark.django_db

PRAISE = {
    "title_zh": "两个工作日内回复表扬",
    "text_zh": "收到表扬，两个工作日内致谢回复。",
    "trigger": "event",
    "event": "cases.received",
    "kind": ["praise"],
    "owner": "handler",
    "owner_else": "front_desk",
    "deadline": "working days",
    "amount": "2",
    "proof": "event",
    "met_by": ["cases.answered", "cases.closed"],
    "void_by": ["cases.withdrawn"],
    "reminders": "1",
    "remind1_amount": "4",
    "remind1_unit": "working hours",
    "rungs": "2",
    "rung1_amount": "0",
    "rung1_unit": "hours",
    "rung1_to": "cs_supervisor",
    "rung2_amount": "1",
    "rung2_unit": "working days",
    "rung2_to": "cs_manager",
}
WRITERS = ["rulebook.write_house", "rulebook.approve_house", "rulebook.adopt"]


@pytest.fixture
def house(db):
    cached_site.cache_clear()
    house = cast.wanxing()
    with company_scope(house.company.pk), time_machine.travel(at("09:30"), tick=False):
        for key in ("cs_manager", "office_director"):
            post = house.posts[key]
            post.capabilities = sorted({*post.capabilities, *WRITERS})
            post.save(update_fields=["capabilities"])
        services.adopt(house.site.pk, by=house.system, at=at("00:00"), pack="estate_desk")
        yield house
    cached_site.cache_clear()


def written(house, answers=PRAISE, **more):
    return house_rules.draft(by=house.actor("zhou"), at=at("09:00"), answers=answers, **more)


def approved(house, answers=PRAISE, **more):
    rule = house_rules.propose(written(house, answers, **more), by=house.actor("zhou"), at=at("09:10"))
    return house_rules.approve(rule, by=house.actor("han"), at=at("09:20"))


def refused(house, **changes):
    answers = {name: value for name, value in {**PRAISE, **changes}.items() if value is not None}
    checked = checking.check(answers, 1, house_queries.words_of(house.actor("zhou"), at("09:00")))
    return {one.field for one in checked.refusals}


def test_a_rule_goes_from_draft_to_the_companys_pack(house):
    rule = approved(house)
    version = PackVersion.objects.get(company=house.company)
    assert (rule.state, version.key, version.version) == (RuleState.APPROVED, HOUSE, "1")
    duty = pack_from_content(HOUSE, version.content).duties["house_1"]
    assert str(duty.deadline) == "2 working days"
    assert [one.after.amount for one in duty.ladder] == [0, 1]
    names = [one.event for one in JournalEntry.objects.filter(ref="house:1").order_by("id")]
    assert [one.rpartition("_")[2] for one in names] == ["drafted", "proposed", "approved"]


def test_whoever_wrote_a_rule_does_not_approve_it(house):
    rule = house_rules.propose(written(house), by=house.actor("zhou"), at=at("09:10"))
    with pytest.raises(Refused) as own:
        house_rules.approve(rule, by=house.actor("zhou"), at=at("09:20"))
    assert own.value.code == "own_rule"
    with pytest.raises(NotPermitted):
        house_rules.approve(rule, by=house.actor("lin"), at=at("09:20"))
    assert not PackVersion.objects.filter(key=HOUSE).exists()


def test_a_draft_may_be_anything_and_a_proposal_names_every_mistake_at_its_question(house):
    rule = written(house, {"title_zh": "半句"})
    with pytest.raises(Refused) as mistakes:
        house_rules.propose(rule, by=house.actor("zhou"), at=at("09:10"))
    assert {one.field for one in mistakes.value.refusals} >= {
        "text_zh",
        "trigger",
        "event",
        "deadline",
        "proof",
    }


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"title_zh": " "}, {"title_zh"}),
        ({"amount": "soon"}, {"amount"}),
        ({"deadline": "by {}", "clock": "25:99"}, {"clock"}),
        ({"met_by": []}, {"met_by"}),
        ({"void_by": ["cases.answered"]}, {"void_by"}),
        ({"remind1_amount": "3", "remind1_unit": "working days"}, {"remind1_amount"}),
        ({"rung1_amount": "3", "rung1_unit": "working days"}, {"rung2_amount"}),
        ({"rung1_to": ""}, {"rung1_to"}),
        ({"rung1_to": "nobody_at_all"}, {"rung1_to"}),
        ({"owner": "post", "owner_post": ""}, {"owner_post"}),
        ({"event": "cases.nothing"}, {"event"}),
        ({"trigger": "calendar", "often": "gap", "gap_longest": "x", "owner_post": "steward"}, {"often"}),
        ({"trigger": "calendar", "often": "weekdays", "weekdays": [], "owner_post": "steward"}, {"weekdays"}),
        ({"proof": "sheet", "sheet": "none_of_ours"}, {"proof"}),
    ],
)
def test_a_mistake_is_named_where_it_was_made(house, changes, fields):
    assert refused(house) == set()
    assert refused(house, reminders=None, rungs=None) == set(), "neither reminders nor a ladder need be"
    assert fields <= refused(house, **changes)


def test_english_falls_back_to_chinese(house):
    approved(house)
    pack = pack_from_content(HOUSE, PackVersion.objects.get(key=HOUSE).content)
    assert pack.duties["house_1"].title.en == "两个工作日内回复表扬"
    assert pack.clauses["H1"].text.en == PRAISE["text_zh"]


def test_adopted_from_monday_it_begins_on_monday(house):
    approved(house)
    monday = at("00:00") + timedelta(days=7)
    house_rules.adopt_house(
        house.site.pk, by=house.actor("zhou"), at=at("09:30"), from_at=monday, reason="新规定"
    )
    keys = lambda moment: {one.key for one in queries.duties_in_force(house.site.pk, moment)}  # noqa: E731
    assert "house_1" not in keys(monday - timedelta(seconds=1))
    assert "house_1" in keys(monday)


def test_a_rule_in_place_of_a_shipped_duty_switches_that_off(house):
    approved(house, replaces="estate_desk.answer_inquiry")
    house_rules.adopt_house(
        house.site.pk, by=house.actor("zhou"), at=at("09:30"), from_at=None, reason="新规定"
    )
    keys = {one.key for one in queries.duties_in_force(house.site.pk, at("09:31"))}
    assert "house_1" in keys
    assert "answer_inquiry" not in keys


def retired(house, rule):
    """The rule taken out of the house rules, and the site following."""
    house_rules.retire(rule, by=house.actor("han"), at=at("09:40"), reason="不再需要")
    house_rules.adopt_house(
        house.site.pk, by=house.actor("zhou"), at=at("09:45"), from_at=None, reason="不再需要"
    )
    return {one.key for one in queries.duties_in_force(house.site.pk, at("09:46"))}


def test_a_retired_rule_gives_back_the_duty_it_stood_for(house):
    rule = approved(house, replaces="estate_desk.answer_inquiry")
    house_rules.adopt_house(
        house.site.pk, by=house.actor("zhou"), at=at("09:30"), from_at=None, reason="新规定"
    )
    keys = retired(house, rule)
    assert "house_1" not in keys
    assert "answer_inquiry" in keys


def test_what_a_person_switched_off_stays_off_when_a_rule_is_retired(house):
    rule = approved(house, replaces="estate_desk.answer_inquiry")
    change = services.propose(
        house.site.pk,
        by=house.actor("zhou"),
        at=at("09:20"),
        entries=[{"pack": "estate_desk", "part": "answer_inquiry", "name": "off", "value": True}],
        reason="由呼叫中心答复",
    )
    services.approve(change, by=house.system, at=at("09:25"))
    house_rules.adopt_house(
        house.site.pk, by=house.actor("zhou"), at=at("09:30"), from_at=None, reason="新规定"
    )
    assert "answer_inquiry" not in retired(house, rule)


def test_a_new_edition_supersedes_and_a_retired_rule_leaves_the_next_version(house):
    first = approved(house)
    second = approved(house, {**PRAISE, "amount": "1"}, number=first.number)
    assert (second.number, second.edition) == (1, 2)
    assert HouseRule.objects.get(pk=first.pk).state == RuleState.SUPERSEDED
    house_rules.retire(second, by=house.actor("han"), at=at("09:40"), reason="不再需要")
    contents = [one.content for one in PackVersion.objects.filter(key=HOUSE).order_by("id")]
    assert [[duty["deadline"] for duty in one["duty"]] for one in contents] == [
        ["2 working days"],
        ["1 working days"],
        [],
    ]


def test_one_edition_is_in_work_at_a_time_and_a_decided_one_is_not_edited(house):
    first = approved(house)
    house_rules.draft(by=house.actor("zhou"), at=at("09:30"), answers=PRAISE, number=first.number)
    with pytest.raises(Refused) as twice:
        house_rules.draft(by=house.actor("zhou"), at=at("09:30"), answers=PRAISE, number=first.number)
    assert twice.value.code == "in_work"
    with pytest.raises(Refused) as decided:
        house_rules.edit(first, by=house.actor("zhou"), at=at("09:30"), answers={})
    assert decided.value.code == "illegal_step"


def test_what_is_sent_back_is_a_draft_with_the_reason(house):
    rule = house_rules.propose(written(house), by=house.actor("zhou"), at=at("09:10"))
    with pytest.raises(Refused):
        house_rules.send_back(rule, by=house.actor("han"), at=at("09:20"), reason=" ")
    back = house_rules.send_back(rule, by=house.actor("han"), at=at("09:20"), reason="时限太短")
    assert (back.state, back.reason) == (RuleState.DRAFT, "时限太短")
    assert house_rules.discard(back, by=house.actor("zhou"), at=at("09:25")).state == RuleState.DISCARDED


def test_the_export_is_the_same_pack_again(house):
    approved(house)
    version = PackVersion.objects.get(key=HOUSE)
    text = toml.as_toml(version.content)
    again = Source(HOUSE, files={"house.toml": (tomllib.loads(text), {})})
    assert again.digest == version.digest


def test_half_of_the_shipped_duties_and_more_are_said_again_word_for_word():
    said, total, ways = 0, 0, set()
    for folder in queries.pack_folders():
        pack, _source = queries.load_pack(folder)
        words = checking_words(pack)
        for duty in list(pack.duties.values())[::3]:
            total += 1
            given = answering.answers_of(duty, pack)
            if answering.says_all(duty, given, words):
                said += 1
                ways |= {str(duty.evidence.kind) if duty.evidence else "event", given.get("often", "")}
    assert said > total / 2
    assert {
        "event",
        "word",
        "photo",
        "sheet",
        "entry",
        "day",
        "week",
        "month",
        "year",
        "gap",
        "shift",
    } <= ways


def checking_words(pack):
    from guanjia.apps.rulebook.house.vocabulary import Vocabulary

    return Vocabulary(
        pack.posts,
        {key: one.title for key, one in pack.checklists.items()},
        {key: one.title for key, one in pack.registers.items()},
        {f"{pack.key}:{number}": (pack, one) for number, one in pack.clauses.items()},
    )


# --- Nobody else's ---------------------------------------------------------------------------------------------------------


def test_another_company_never_sees_nor_adopts_them(house):
    rule = approved(house)
    version = PackVersion.objects.get(key=HOUSE)
    other = cast.harbour()
    with company_scope(other.company.pk):
        dov = other.actor("dov", at("09:30"))
        assert all(one.pack.key != HOUSE for one in queries.list_offers(dov, other.site.pk, at("09:30")))
        assert house_queries.list_rules(dov) == []
        for look in (
            lambda: house_queries.get_rule(dov, rule.number),
            lambda: house_queries.content_of(dov, version.digest),
            lambda: house_queries.latest_version(dov),
            lambda: services.adopt(
                other.site.pk, by=other.system, at=at("09:30"), pack=HOUSE, version=version, reason="x"
            ),
            lambda: house_rules.retire(rule, by=other.system, at=at("09:30"), reason="不是我们的"),
        ):
            with pytest.raises(NotFound):
                look()


# --- Screens ---------------------------------------------------------------------------------------------------------------


def browser(house, login="zhou", language="en"):
    client = Client()
    account = house.people[login].account
    account.language = language
    account.save(update_fields=["language"])
    client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_a_rule_is_proposed_in_the_browser_and_approved_by_another(house):
    client = browser(house)
    sent = {**PRAISE, "step": "propose", "amount": ""}
    again = client.post("/rulebook/house/new/", sent)
    assert again.status_code == 422
    html = again.content.decode()
    assert 'data-test="error-amount"' in html
    assert "两个工作日内回复表扬" in html, "nothing typed is lost"
    assert client.post("/rulebook/house/new/", {**PRAISE, "step": "propose"}).status_code == 302
    page = client.get("/rulebook/house/1/").content.decode()
    assert "2 working days" in page
    assert "2个工作日" in page
    assert 'data-test="approve"' not in page, "not by whoever wrote it"
    other = browser(house, "han")
    assert 'data-test="approve"' in other.get("/rulebook/house/1/").content.decode()
    assert other.post("/rulebook/house/1/approve/").status_code == 302
    assert other.get(f"/rulebook/house/{PackVersion.objects.get(key=HOUSE).digest}.toml").status_code == 200
    shown = client.get("/rulebook/house/adopt/").content.decode()
    assert "2026-03-09T00:00" in shown, "next Monday is offered"
    assert (
        client.post("/rulebook/house/adopt/", {"from_at": "2026-03-09T00:00", "reason": "新规定"}).status_code
        == 302
    )
    assert "has decided to keep it" in client.get("/rulebook/house/").content.decode()


def test_a_choice_swaps_the_questions_and_keeps_what_was_typed(house):
    client = browser(house)
    html = client.post(
        "/rulebook/house/shape/", {**PRAISE, "trigger": "calendar", "often": "weekdays"}, headers=HTMX
    ).content.decode()
    assert 'name="weekdays"' in html
    assert 'name="amount" value="2"' in html, "carried along, though not asked"
    assert '<input type="hidden" name="amount"' in html
    html = client.post("/rulebook/house/shape/?part=reading", PRAISE, headers=HTMX).content.decode()
    assert "“Received (praise)”" in html
    assert "2个工作日" in html
    assert not HouseRule.objects.exists()


HTMX = {"HX-Request": "true", "HX-Target": "questions"}


def test_a_shipped_duty_opens_the_designer_with_what_it_says(house):
    client = browser(house)
    html = client.get("/rulebook/house/new/?from=estate_desk.answer_inquiry").content.decode()
    assert 'data-test="lost"' not in html
    assert 'name="amount" value="4"' in html
    assert 'data-test="lost"' in client.get("/rulebook/house/new/?from=estate_desk.arrive").content.decode()
    assert client.get("/rulebook/house/new/?from=estate_desk.nothing").status_code == 404


def test_readers_write_nothing(house):
    Post.objects.filter(pk=house.posts["front_desk"].pk).update(capabilities=["rulebook.see"])
    client = browser(house, "lin")
    assert client.get("/rulebook/house/").status_code == 200
    assert 'data-test="new-rule"' not in client.get("/rulebook/house/").content.decode()
    assert client.post("/rulebook/house/new/", {**PRAISE, "step": "save"}).status_code == 403
