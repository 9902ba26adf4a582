"""The pure decisions: no database is touched here."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guanjia.apps.cases.rules import closing, complaints, duplicates, intake, promises, visits
from guanjia.apps.cases.rules import reviews as review_rules
from guanjia.apps.cases.rules.classification import points, speaks_of
from guanjia.apps.cases.rules.responsibility import Colleague, why_not_colleague
from guanjia.apps.cases.rules.standing import LastVisit, Standing
from guanjia.apps.cases.rules.steps import why_not
from guanjia.apps.cases.terms import DEFAULTS, Act, Can, ComplaintClass, Ground
from guanjia.kernel.actor import Actor, ActorKind
from tests.cast import TODAY, at

SITE = 7
NINE = at("09:00")


def somebody(staff_id=1, *, can=(), posts=(), groups=()):
    return Actor(
        kind=ActorKind.STAFF,
        company_id=1,
        name="某人",
        id=staff_id,
        grants={str(one): frozenset({SITE}) for one in can},
        site_ids=frozenset({SITE}),
        posts=frozenset(posts),
        groups=frozenset(groups),
    )


def case(**changes):
    values = {
        "ref": "CS-2026-000001",
        "site_id": SITE,
        "state": "HANDLING",
        "kind": "complaint",
        "written": False,
        "complaint_class": "minor",
        "ruled_at": NINE,
        "fee_refused": False,
        "group_code": "A",
        "first_receiver_id": 1,
        "handler_id": 2,
        "received_at": NINE,
        "promised_at": None,
        "postponements": 0,
        "later_arrival_until": None,
        "answered_at": NINE,
        "urged_at": None,
        "closed_at": None,
        "reopened": 0,
    }
    return SimpleNamespace(**{**values, **changes})


def standing(actor=None, moment=NINE, around=None, **changes):
    return Standing(case(**changes), actor or somebody(), moment, **(around or {}))


def codes(refusals):
    return [one.code for one in refusals]


SATISFIED = LastVisit("RV-1", "SATISFIED", "front_desk", signed=True)
MANAGERS = LastVisit("RV-1", "SATISFIED", "property_manager", signed=True)
ALL_ACTS = frozenset({Act.REPORTED_TO_GM, Act.EMERGENCY_MET, Act.APOLOGISED})


def closing_codes(visit=SATISFIED, acts=(), **changes):
    around = {"visit": visit, "acts": frozenset(acts)}
    around |= {key: changes.pop(key) for key in ("open_children", "open_work") if key in changes}
    return codes(closing.why_not_close(standing(around=around, state="RESOLVED", **changes)))


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({}, []),
        ({"answered_at": None}, ["not_answered"]),
        ({"urged_at": NINE}, ["urging_unanswered"]),
        ({"open_children": ("CS-2",)}, ["children_open"]),
        ({"open_work": 1}, ["work_open"]),
        ({"ruled_at": None}, ["not_ruled"]),
        ({"kind": "repair", "complaint_class": "", "ruled_at": None}, []),
        ({"visit": None}, ["visit_missing"]),
        ({"visit": LastVisit("RV-1", "DISSATISFIED", "front_desk", signed=False)}, ["visit_missing"]),
        ({"visit": LastVisit("RV-1", "SATISFIED", "front_desk", signed=False)}, ["not_signed"]),
        ({"complaint_class": "unsolvable"}, []),
        ({"complaint_class": "invalid", "visit": None}, ["invalid_not_explained"]),
        ({"complaint_class": "invalid", "visit": None, "acts": {Act.INVALID_EXPLAINED}}, []),
        ({"complaint_class": "major", "visit": MANAGERS, "acts": ALL_ACTS}, []),
        (
            {"complaint_class": "major", "visit": MANAGERS, "acts": ALL_ACTS, "written": True},
            ["no_written_reply"],
        ),
        (
            {
                "complaint_class": "major",
                "visit": MANAGERS,
                "acts": ALL_ACTS | {Act.REPLIED_IN_WRITING},
                "written": True,
            },
            [],
        ),
        ({"complaint_class": "major", "visit": SATISFIED, "acts": ALL_ACTS}, ["visit_not_by_manager"]),
        ({"complaint_class": "major", "visit": None, "acts": ALL_ACTS}, ["visit_not_by_manager"]),
        (
            {"complaint_class": "major", "visit": MANAGERS},
            ["not_reported_to_gm", "no_emergency_meeting", "no_apology"],
        ),
    ],
)
def test_closing_names_each_missing_step_on_its_own(changes, missing):
    assert closing_codes(**changes) == missing


@given(
    st.sampled_from(["minor", "important", "major", "unsolvable", "invalid"]),
    st.booleans(),
    st.booleans(),
    st.sets(st.sampled_from(list(Act))),
    st.sampled_from([None, SATISFIED, MANAGERS]),
    st.booleans(),
)
def test_no_complaint_closes_with_anything_its_class_demands_missing(
    kind, written, answered, acts, visit, ruled
):
    left = closing_codes(
        complaint_class=kind,
        written=written,
        answered_at=NINE if answered else None,
        acts=acts,
        visit=visit,
        ruled_at=NINE if ruled else None,
    )
    if left:
        return
    assert answered
    assert ruled
    if kind == "invalid":
        assert Act.INVALID_EXPLAINED in acts
    else:
        assert visit is not None
        assert visit.signed
    if kind == "major":
        assert acts >= ALL_ACTS
        assert visit == MANAGERS
        assert not written or Act.REPLIED_IN_WRITING in acts


def test_only_inquiries_and_praise_close_at_once():
    for kind in ("inquiry", "praise"):
        assert closing.why_not_close_at_once(standing(kind=kind)) == []
    for kind in ("repair", "complaint", "suggestion", "help"):
        assert codes(closing.why_not_close_at_once(standing(kind=kind))) == ["needs_visit"]


def test_a_promise_is_made_once_and_postponed_once_whoever_asks():
    promised = NINE + timedelta(days=1)
    assert promises.why_not_promise(standing()) is None
    assert promises.why_not_promise(standing(promised_at=promised)).code == "already_promised"
    assert promises.why_not_postpone(standing()).code == "not_promised"
    assert promises.why_not_postpone(standing(promised_at=promised)) is None
    for actor in (somebody(), somebody(can=list(Can)), Actor.system(1)):
        again = standing(actor, promised_at=promised, postponements=1)
        assert promises.why_not_postpone(again).code == "already_postponed"


@given(st.integers(min_value=-30 * 24 * 60, max_value=30 * 24 * 60))
def test_a_promise_lies_ahead_and_within_a_week_unless_a_supervisor_promises(minutes):
    date = NINE + timedelta(minutes=minutes)
    anybody = promises.why_not_date(standing(), date)
    supervisor = promises.why_not_date(standing(somebody(can=[Can.PROMISE_LONG])), date)
    assert (anybody is None) == (0 < minutes <= 7 * 24 * 60)
    assert (supervisor is None) == (minutes > 0)


def test_a_new_promise_lies_after_the_old_one():
    old = NINE + timedelta(days=2)
    assert (
        promises.why_not_date(standing(), NINE + timedelta(days=1), later_than=old).code
        == "promise_not_later"
    )
    assert promises.why_not_date(standing(), NINE + timedelta(days=3), later_than=old) is None


def test_coming_later_is_agreed_within_the_fifteen_minutes_only():
    assert promises.why_not_later_arrival(standing(moment=NINE + timedelta(minutes=15))) is None
    late = promises.why_not_later_arrival(standing(moment=NINE + timedelta(minutes=15, seconds=1)))
    assert late.code == "arrival_time_over"


@pytest.mark.parametrize(
    ("facts", "ground"),
    [
        ({}, None),
        ({"fee_refused": True}, Ground.FEE_REFUSED),
        ({"prior_unsolved": 1}, Ground.REPEATED),
        ({"reopened": 2}, Ground.REOPENED),
        ({"reopened": 1}, None),
        ({"fee_refused": True, "complaint_class": "major"}, None),
        ({"fee_refused": True, "kind": "repair"}, None),
        ({"fee_refused": True, "used": {"fee_refused"}}, None),
        ({"fee_refused": True, "prior_unsolved": 3, "used": {"fee_refused"}}, Ground.REPEATED),
    ],
)
def test_a_complaint_is_raised_by_rule_once_for_each_ground(facts, ground):
    values = {
        "kind": "complaint",
        "complaint_class": "minor",
        "fee_refused": False,
        "prior_unsolved": 0,
        "reopened": 0,
        "used": set(),
        "parameters": DEFAULTS,
    }
    assert complaints.ground_to_raise(**{**values, **facts}) == ground


def test_what_cannot_be_solved_now_needs_a_date_and_every_ruling_a_reason():
    def said(complaint_class, reason="理由", promised_at=None, **changes):
        return codes(
            complaints.why_not_ruling(
                standing(**changes), complaint_class, reason=reason, promised_at=promised_at
            )
        )

    assert said("unsolvable") == ["date_missing"]
    assert said("unsolvable", promised_at=NINE + timedelta(days=3)) == []
    assert said("unsolvable", promised_at=None) == ["date_missing"]
    assert said("major", reason=" ") == ["reason_missing"]
    assert said("dreadful") == ["class_unknown"]


def test_the_visitor_is_never_one_who_did_the_job():
    everything = somebody(
        5, can=list(Can), posts=["front_desk", "steward", "property_manager"], groups=[f"{SITE}:A"]
    )
    for post in ("front_desk", "steward", "property_manager"):
        arguments = {"site_id": SITE, "group_code": "A", "post": post}
        assert visits.why_not_visitor(everything, doers=[5], **arguments).code == "visitor_did_the_job"
        assert visits.why_not_visitor(everything, doers=[6], **arguments) is None


def test_after_a_major_complaint_only_the_property_manager_visits():
    supervisor = somebody(5, can=[Can.SUPERVISE], posts=["cs_supervisor"])
    arguments = {"site_id": SITE, "group_code": "A", "post": "property_manager", "doers": []}
    assert visits.why_not_visitor(supervisor, **arguments).code == "visit_by_property_manager"
    assert visits.why_not_visitor(somebody(5, posts=["property_manager"]), **arguments) is None


def test_a_stewards_visit_is_for_the_clusters_own_steward():
    arguments = {"site_id": SITE, "group_code": "A", "post": "steward", "doers": []}
    assert visits.why_not_visitor(somebody(5, posts=["steward"], groups=[f"{SITE}:A"]), **arguments) is None
    other = visits.why_not_visitor(somebody(5, posts=["steward"], groups=[f"{SITE}:B"]), **arguments)
    assert other.code == "visit_of_another_post"
    assert visits.why_not_visitor(somebody(5, posts=["steward"]), **arguments) is None, (
        "answers for the whole site"
    )


def test_the_system_does_not_visit():
    refused = visits.why_not_visitor(
        Actor.system(1), site_id=SITE, group_code="A", post="front_desk", doers=[]
    )
    assert refused.code == "visit_by_person"


@pytest.mark.parametrize(
    ("complaint_class", "stewards", "doers", "post"),
    [
        ("", [3], [9], "steward"),
        ("", [3], [3], "front_desk"),
        ("", [], [9], "front_desk"),
        ("minor", [3], [], "steward"),
        ("major", [3], [9], "property_manager"),
    ],
)
def test_whose_visit_it_is(complaint_class, stewards, doers, post):
    assert visits.visitor_post(complaint_class=complaint_class, steward_ids=stewards, doers=doers) == post


@given(st.integers(min_value=1, max_value=200))
def test_the_next_attempt_is_later_but_never_more_than_two_days_on(attempts):
    wait = visits.next_attempt(NINE, attempts, DEFAULTS) - NINE
    assert DEFAULTS.visit_retry <= wait <= DEFAULTS.visit_retry_most


def test_those_responsible_are_owner_handler_steward_of_the_cluster_and_supervisor():
    def may(actor):
        return standing(actor).is_responsible

    assert may(somebody(1))
    assert may(somebody(2))
    assert not may(somebody(3))
    assert may(somebody(3, posts=["steward"], groups=[f"{SITE}:A"]))
    assert not may(somebody(3, posts=["steward"], groups=[f"{SITE}:B"]))
    assert not may(somebody(3, posts=["technician"], groups=[f"{SITE}:A"]))
    assert may(somebody(3, can=[Can.SUPERVISE]))
    assert may(Actor.system(1))
    assert not may(Actor.customer(1, "客户", SITE, frozenset({str(Can.FOLLOW)})))


def test_an_illegal_step_is_told_before_anything_else():
    assert codes(why_not("postpone", standing(state="CLOSED"))) == ["illegal_step"]


@pytest.mark.parametrize(
    ("taker", "code"),
    [
        ({"posts": frozenset()}, "not_of_this_site"),
        ({"id": 2}, "same_handler"),
        ({"departments": frozenset({"engineering"})}, "other_department"),
        ({"posts": frozenset({"steward"}), "groups": frozenset({"B"})}, "other_cluster"),
        ({"posts": frozenset({"steward", "front_desk"}), "groups": frozenset({"B"})}, None),
        ({"posts": frozenset({"steward"}), "groups": frozenset({"A", "B"})}, None),
        ({"posts": frozenset({"steward"})}, None),
        ({}, None),
    ],
)
def test_a_case_is_handed_over_within_the_cluster_and_the_desk(taker, code):
    values = {
        "id": 3,
        "posts": frozenset({"front_desk"}),
        "groups": frozenset(),
        "departments": frozenset({"customer_service"}),
    }
    handled = SimpleNamespace(handler_id=2, department="customer_service", group_code="A")
    refusal = why_not_colleague(handled, Colleague(**{**values, **taker}))
    assert (refusal.code if refusal else None) == code


def matter(ref="CS-1", **changes):
    values = {
        "unit_id": 1,
        "place_id": None,
        "phone": "13800138000",
        "classification_id": 5,
        "category": "home.water",
        "title": "厨房水龙头漏水",
        "received_at": NINE,
    }
    return duplicates.Matter(ref, **{**values, **changes})


def test_the_same_fault_in_the_same_unit_is_a_likely_duplicate_and_says_why():
    [found] = duplicates.likely(
        matter("", phone="", title=""),
        [matter("CS-1"), matter("CS-2", unit_id=2, phone="1", title="别的")],
        window=timedelta(days=7),
    )
    assert (found.ref, found.reasons) == ("CS-1", ("unit", "fault"))
    assert all(str(reason) for reason in found.explained)


def test_nothing_is_alike_outside_the_window_or_by_the_fault_alone():
    old = matter("CS-1", received_at=NINE - timedelta(days=8))
    assert duplicates.likely(matter(""), [old], window=timedelta(days=7)) == []
    elsewhere = matter("CS-1", unit_id=2, phone="13900000000", title="阳台滴水")
    assert duplicates.likely(matter(""), [elsewhere], window=timedelta(days=7)) == []


def test_similar_words_of_the_same_caller_are_alike_without_a_unit():
    one = matter("", unit_id=None, classification_id=None, category="", title="A区路灯不亮已经三天")
    other = matter("CS-1", unit_id=None, classification_id=None, category="", title="路灯不亮三天了A区")
    [found] = duplicates.likely(one, [other], window=timedelta(days=7))
    assert set(found.reasons) == {"phone", "title"}


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_overlap_of_titles_is_symmetric_and_whole_for_the_same(one, other):
    a, b = duplicates.bigrams(one), duplicates.bigrams(other)
    assert duplicates.overlap(a, b) == duplicates.overlap(b, a)
    assert 0 <= duplicates.overlap(a, b) <= 1
    if a:
        assert duplicates.overlap(a, a) == 1


def test_latin_words_are_found_where_they_begin_and_chinese_ones_anywhere():
    assert speaks_of("the ice on the road", "ice")
    assert not speaks_of("your service", "ice")
    assert speaks_of("two taps are dripping", "tap")
    assert speaks_of("我家水龙头漏水了", "漏水")
    assert points(["漏水", "水龙头"], "我家水龙头漏水了") > points(["漏水"], "我家水龙头漏水了")


@given(st.text(max_size=60))
def test_a_phone_is_either_in_the_one_spelling_or_refused(text):
    number = intake.tidy_phone(text)
    refused = intake.why_not_words(
        kind="repair",
        channel="phone",
        title="x",
        description="",
        urgency="",
        caller_name="",
        caller_phone=number,
    )
    assert codes(refused) in ([], ["phone_malformed"])
    assert intake.tidy_phone(number) == number


def test_reviews_come_due_once_a_day_also_for_days_missed():
    evening = at("17:00")
    assert review_rules.days_due(None, at("16:59"), "Asia/Shanghai", DEFAULTS) == []
    assert review_rules.days_due(None, evening, "Asia/Shanghai", DEFAULTS) == [TODAY]
    assert review_rules.days_due(TODAY, evening, "Asia/Shanghai", DEFAULTS) == []
    missed = review_rules.days_due(TODAY - timedelta(days=3), evening, "Asia/Shanghai", DEFAULTS)
    assert missed == [TODAY - timedelta(days=2), TODAY - timedelta(days=1), TODAY]
    long_ago = review_rules.days_due(TODAY - timedelta(days=400), evening, "Asia/Shanghai", DEFAULTS)
    assert len(long_ago) == review_rules.LOOK_BACK.days + 1


def test_the_weekly_list_comes_due_on_friday_afternoon():
    monday, friday = TODAY, TODAY + timedelta(days=4)
    assert review_rules.weeks_due(None, at("14:59", friday), "Asia/Shanghai", DEFAULTS) == []
    assert review_rules.weeks_due(None, at("15:00", friday), "Asia/Shanghai", DEFAULTS) == [monday]
    assert review_rules.weeks_due(monday, at("15:00", friday), "Asia/Shanghai", DEFAULTS) == []
    weeks = review_rules.weeks_due(
        monday - timedelta(days=14), at("15:00", friday), "Asia/Shanghai", DEFAULTS
    )
    assert weeks == [monday - timedelta(days=7), monday]


def test_a_promise_of_more_than_two_days_is_worth_a_word():
    assert not promises.is_longer_than_usual(NINE, NINE + timedelta(days=2), DEFAULTS)
    assert promises.is_longer_than_usual(NINE, NINE + timedelta(days=3), DEFAULTS)


def test_the_five_classes_are_defined():
    from guanjia.apps.cases.terms import COMPLAINT_CLASSES, DEFINITIONS

    assert set(DEFINITIONS) == set(COMPLAINT_CLASSES) == set(ComplaintClass)
