"""Figures of a company and of a site: who may set them, which wins, and what they change."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from guanjia.apps.organisations import services as organisations
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.apps.rulebook import queries, rules, services
from guanjia.apps.rulebook.loading import load_pack
from guanjia.apps.rulebook.models import Adoption
from guanjia.apps.rulebook.terms.figures import ChangeState, Strictness
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.permissions import CAPABILITIES
from guanjia.kernel.refusals import NotFound, NotPermitted, Refused
from guanjia.kernel.scope import company_scope
from tests.cast import at, harbour, wanxing

PACK = """
[pack]
key = "trial"
version = "1"
title = { zh = "试行制度", en = "Trial" }
[[clause]]
number = "1"
text = { zh = "条款", en = "A clause" }
sources = ["C-RULE-001"]
[[post]]
key = "cs_manager"
name = { zh = "经理", en = "Manager" }
[[duty]]
key = "look"
clause = "1"
title = { zh = "查看", en = "Look" }
every = "week"
owner = "post:cs_manager"
evidence = "sheet:room"
[[guard]]
name = "cases.promise_within_a_week"
clause = "1"
figures = { days = 5 }
[[checklist]]
key = "room"
clause = "1"
title = { zh = "检查表", en = "Room" }
passes_at = 80
correction = 2
[[checklist.item]]
key = "rings"
text = { zh = "铃响", en = "Rings" }
answer = "number"
most = 3
[[register]]
key = "book"
clause = "1"
title = { zh = "登记簿", en = "Book" }
keep_years = 3
[[register.field]]
key = "what"
label = { zh = "事由", en = "What" }
[[measure]]
key = "score"
clause = "1"
title = { zh = "得分", en = "Score" }
score = "room"
target = 90
tolerance = 5
[[open_point]]
key = "when"
clause = "1"
question = { zh = "何时？", en = "When?" }
taken = { zh = "随时。", en = "At any time." }
owner = "cs_manager"
"""


@pytest.fixture
def house(db):
    cached_site.cache_clear()
    found = wanxing()
    with company_scope(found.company.pk), TemporaryDirectory() as parent:
        folder = Path(parent) / "trial"
        folder.mkdir()
        (folder / "pack.toml").write_text(PACK, encoding="utf-8")
        pack, source = load_pack(folder)
        found.trial = services.store_version(pack, source, at=at("00:00"))
        adopt(found, found.site.pk)
        yield found


def adopt(house, site_id, when="08:00"):
    services.adopt(site_id, by=house.system, at=at(when), pack="trial", version=house.trial)


def annex(house):
    """A second site of the same company; the manager and the director hold their posts there too."""
    site = organisations.open_site(by=house.system, code="AX", name="万兴二期")
    posts = organisations.open_posts(site, by=house.system, pack="estate_desk")
    for login, post in (("zhou", "cs_manager"), ("han", "office_director")):
        organisations.appoint(
            house.people[login], posts[post], by=house.system, at=at("00:00"), from_on=date(2026, 1, 1)
        )
    return site


def entry(part="look", name="every", value="2 a month"):
    return {"pack": "trial", "part": part, "name": name, "value": value}


def propose(house, *entries, by="zhou", when="09:00", site=None, **more):
    return services.propose(
        site or house.site.pk,
        by=house.actor(by, at(when)),
        at=at(when),
        entries=list(entries or (entry(),)),
        reason="人手",
        **more,
    )


def approve(house, change, by="han", when="10:00"):
    return services.approve(change, by=house.actor(by, at(when)), at=at(when))


def kept(site_id, moment="12:00", day=None):
    return queries.adoption_at(site_id, "trial", at(moment, *([day] if day else [])))


def rhythm(site_id, moment="12:00", day=None):
    return str(kept(site_id, moment, day).duties["look"].every)


def codes(excinfo):
    return [refusal.code for refusal in excinfo.value.refusals]


# --- Two people --------------------------------------------------------------------------------------------------------


def test_a_proposed_figure_changes_nothing_before_it_is_approved(house):
    change = propose(house)
    assert rhythm(house.site.pk) == "week"
    approve(house, change)
    assert rhythm(house.site.pk, "09:59") == "week"
    assert rhythm(house.site.pk, "10:00") == "2 a month"


def test_who_proposed_a_figure_does_not_approve_it(house):
    change = propose(house)
    for verb, more in ((services.approve, {}), (services.decline, {"note": "nein"})):
        with pytest.raises(Refused) as refused:
            verb(change, by=house.actor("zhou"), at=at("10:00"), **more)
        assert codes(refused) == ["own_proposal"]
    assert rhythm(house.site.pk) == "week"


def test_approving_needs_its_own_capability(house):
    post = house.posts["office_director"]
    left = [one for one in post.capabilities if one != "rulebook.approve"]
    organisations.set_capabilities(post, by=house.system, at=at("08:30"), capabilities=left)
    with pytest.raises(NotPermitted):
        approve(house, propose(house))


def test_one_person_alone_sets_no_figure(house):
    values = {"pack": "trial", "duty": "look", "name": "every", "figure": "month", "reason": "x"}
    with pytest.raises(Refused) as refused:
        services.set_figure(house.site.pk, by=house.actor("zhou"), at=at("09:00"), **values)
    assert codes(refused) == ["second_person"]


def test_a_declined_figure_never_holds_and_cannot_be_approved_later(house):
    change = propose(house)
    services.decline(change, by=house.actor("han"), at=at("10:00"), note="不必")
    with pytest.raises(Refused) as refused:
        approve(house, change, when="11:00")
    assert codes(refused) == ["illegal_step"]
    assert rhythm(house.site.pk) == "week"
    assert JournalEntry.objects.get(event="rulebook.figure_declined").data["note"] == "不必"


def test_another_company_finds_no_change_of_ours(house):
    change = propose(house)
    other = harbour()
    organisations_capabilities = sorted(CAPABILITIES)
    with company_scope(other.company.pk):
        organisations.set_capabilities(
            other.posts["cs_manager"],
            by=other.system,
            at=at("00:00"),
            capabilities=organisations_capabilities,
        )
        dov = other.actor("dov")
        for verb in (services.approve, services.withdraw):
            with pytest.raises(NotFound):
                verb(change, by=dov, at=at("10:00"))
        with pytest.raises(NotFound):
            queries.get_change(dov, change.pk)
        assert queries.list_figures(dov, other.site.pk, at("10:00")) == []
        with pytest.raises(NotFound):
            queries.list_figures(dov, house.site.pk, at("10:00"))


def test_a_figure_approved_after_its_day_holds_from_the_approval_on(house):
    change = propose(house, from_at=at("09:30"))
    assert approve(house, change, when="11:00").from_at == at("11:00")
    assert rhythm(house.site.pk, "10:00") == "week"


# --- Company and site --------------------------------------------------------------------------------------------------


def test_a_company_s_figure_holds_at_its_sites_and_at_those_that_adopt_later(house):
    second = annex(house)
    approve(house, propose(house, for_company=True))
    assert rhythm(house.site.pk) == "2 a month"
    adopt(house, second.pk, "11:00")
    assert rhythm(second.pk) == "2 a month"
    facts = JournalEntry.objects.filter(event="rulebook.figure_set")
    assert list(facts.values_list("site_id", flat=True)) == [house.site.pk]


def test_the_site_s_own_figure_wins_whichever_came_first(house):
    approve(house, propose(house, entry(value="month")), when="09:10")
    approve(house, propose(house, entry(value="2 a week"), for_company=True, when="09:20"), when="09:30")
    assert rhythm(house.site.pk) == "month"
    approve(house, propose(house, entry(value=None), when="09:40"), when="09:50")
    assert rhythm(house.site.pk) == "2 a week", "without its own the company's holds"
    approve(house, propose(house, entry(value=None), for_company=True, when="10:00"), when="10:10")
    assert rhythm(house.site.pk) == "week"


def test_a_company_s_figure_must_be_allowed_at_every_site_that_keeps_the_pack(house):
    second = organisations.open_site(by=house.system, code="AX", name="万兴二期")
    adopt(house, second.pk)
    with pytest.raises(NotPermitted):
        propose(house, for_company=True)


def test_figures_for_a_later_day_do_not_undo_each_other(house):
    tomorrow, after = date(2026, 3, 3), date(2026, 3, 4)
    approve(house, propose(house, entry(value="month"), from_at=at("00:00", after)))
    approve(
        house,
        propose(house, entry("checklist:room", "passes_at", 95), from_at=at("00:00", tomorrow)),
        when="10:30",
    )
    assert kept(house.site.pk, "12:00").figures == {}
    assert kept(house.site.pk, "12:00", tomorrow).figures == {"checklist:room": {"passes_at": 95}}
    later = kept(house.site.pk, "12:00", after)
    assert (str(later.duties["look"].every), later.pack.checklists["room"].passes_at) == ("month", 95)


def test_rows_are_only_added_so_what_began_keeps_its_rules(house):
    began = kept(house.site.pk, "09:00").adoption_id
    approve(house, propose(house))
    assert str(queries.adoption_by_id(house.site.pk, began).duties["look"].every) == "week"
    assert Adoption.objects.get(pk=began).figures == {}


def test_figures_outlive_giving_up_and_adopting_again(house):
    approve(house, propose(house))
    services.give_up(house.site.pk, by=house.system, at=at("11:00"), pack="trial", reason="试")
    adopt(house, house.site.pk, "11:30")
    assert rhythm(house.site.pk) == "2 a month"


# --- Every kind of figure ----------------------------------------------------------------------------------------------


def test_sheets_registers_measures_and_guards_take_the_figures(house):
    approve(
        house,
        propose(
            house,
            entry("checklist:room", "passes_at", 95),
            entry("checklist:room", "correction", 1),
            entry("checklist:room", "most.rings", 2),
            entry("register:book", "keep_years", 10),
            entry("measure:score", "target", 97.5),
            entry("measure:score", "tolerance", 1),
            entry("guard:cases.promise_within_a_week", "days", 3),
        ),
    )
    here = kept(house.site.pk)
    room = here.pack.checklists["room"]
    assert (room.passes_at, room.correction, room.items[0].most) == (95, 1, 2)
    assert here.pack.registers["book"].keep_years == 10
    assert (here.pack.measures["score"].target, here.pack.measures["score"].tolerance) == (97.5, 1)
    assert here.as_written.checklists["room"].passes_at == 80
    promise = ("cases.promise_within_a_week", "days")
    assert queries.guard_figure(house.site.pk, *promise, at("09:00")) == 5, "what the rulebook says"
    assert queries.guard_figure(house.site.pk, *promise, at("12:00")) == 3


def test_a_guard_no_rulebook_gives_a_figure_keeps_the_usual_one(house):
    second = organisations.open_site(by=house.system, code="AX", name="万兴二期")
    assert queries.guard_figure(second.pk, "cases.promise_within_a_week", "days", at("12:00")) == 7


@pytest.mark.parametrize(
    ("part", "name", "value", "code"),
    [
        ("look", "every", "now and then", "not_a_rhythm"),
        ("look", "deadline", "3 hours", "no_figure"),
        ("dance", "every", "week", "unknown_duty"),
        ("checklist:room", "passes_at", 101, "number_out_of_range"),
        ("checklist:room", "passes_at", "a lot", "not_a_number"),
        ("checklist:room", "correction", 1.5, "number_out_of_range"),
        ("measure:score", "target", -1, "not_a_number"),
        ("measure:nothing", "target", 1, "unknown_figure"),
        ("register:book", "colour", 1, "unknown_figure"),
    ],
)
def test_what_is_no_figure_is_refused(house, part, name, value, code):
    with pytest.raises(Refused) as refused:
        propose(house, entry(part, name, value))
    assert codes(refused) == [code]


def test_an_open_point_is_undecided_until_somebody_answers_it(house):
    def row():
        rows = queries.list_figures(house.actor("zhou"), house.site.pk, at("12:00"))
        return next(one for one in rows if one.is_open_point)

    assert row().is_undecided
    assert row().figure.owner == "cs_manager"
    approve(house, propose(house, entry("open_point:when", "taken", "早上九点")))
    assert not row().is_undecided
    assert row().value == "早上九点"


def test_a_list_of_figures_tells_who_set_what_since_when_and_how_it_compares(house):
    approve(house, propose(house, entry(value="month"), for_company=True))
    rows = queries.list_figures(house.actor("zhou"), house.site.pk, at("12:00"))
    row = next(one for one in rows if one.figure.key == ("look", "every"))
    assert (row.company.value, row.site, row.stands) == ("month", None, Strictness.LOOSER)
    assert (row.own.change.proposed_by, row.own.change.decided_by) == ("周明", "韩立")
    assert row.own.change.from_at == at("10:00")
    assert [one.differs for one in rows].count(True) == 1


def test_what_is_planned_for_later_does_not_hold_yet(house):
    approve(house, propose(house, from_at=at("09:00") + timedelta(days=1)))
    row = queries.get_figure(house.actor("zhou"), house.site.pk, "trial", "look", "every", at("12:00"))
    assert (row.own, [one.value for one in row.coming]) == (None, ["2 a month"])


@pytest.mark.parametrize(
    ("part", "name", "value", "stands"),
    [
        ("look", "every", "2 a week", Strictness.STRICTER),
        ("look", "every", "month", Strictness.LOOSER),
        ("look", "every", "day by 09:00", Strictness.STRICTER),
        ("look", "every", "monday by 09:00", Strictness.STRICTER),
        ("look", "off", True, Strictness.LOOSER),
        ("look", "reminders", ["1 hours"], Strictness.DIFFERENT),
        ("checklist:room", "passes_at", 85, Strictness.STRICTER),
        ("checklist:room", "most.rings", 4, Strictness.LOOSER),
        ("measure:score", "target", 80, Strictness.LOOSER),
        ("register:book", "keep_years", 5, Strictness.STRICTER),
        ("guard:cases.promise_within_a_week", "days", 9, Strictness.LOOSER),
        ("look", "every", "week", Strictness.SAME),
    ],
)
def test_ours_is_stricter_or_looser_than_the_rulebook_s(house, part, name, value, stands):
    figure = rules.figures.find(kept(house.site.pk).as_written, part, name)
    assert rules.figures.stands(figure, value) is stands


def test_a_change_waits_and_is_counted(house):
    change = propose(house)
    zhou = house.actor("zhou")
    assert queries.count_proposed(zhou, house.site.pk) == 1
    assert queries.list_changes(zhou, house.site.pk) == [change]
    approve(house, change)
    assert queries.count_proposed(zhou, house.site.pk) == 0
    change.refresh_from_db()
    assert change.state == ChangeState.APPROVED
