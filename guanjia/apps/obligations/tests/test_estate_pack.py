"""Every duty of the estate's pack opens, is met, is voided, and breaches: generated from the pack itself."""

from dataclasses import fields
from datetime import date, datetime, timedelta
from itertools import count

import pytest

from guanjia.apps.cases.events import Received
from guanjia.apps.obligations.models import Obligation
from guanjia.apps.obligations.terms import RUNNING
from guanjia.apps.obligations.tests.conftest import facts, told
from guanjia.apps.rulebook import services as rulebook
from guanjia.apps.rulebook.queries import load_pack, pack_folders
from guanjia.apps.rulebook.terms import Subject, ValueSource
from guanjia.kernel.events import EVENTS
from tests.cast import at

PACK, _SOURCE = load_pack(next(folder for folder in pack_folders() if folder.name == "estate_desk"))
CASES = [(duty, trigger) for duty in PACK.duties.values() for trigger in duty.on]
NAMES = [f"{duty.key}-{trigger.on}" for duty, trigger in CASES]
number = count(1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate(house):
    """Wanxing keeps the estate's rulebook."""
    rulebook.adopt(house.site.pk, by=house.system, at=at("00:00"), pack="estate_desk")
    return house


class Matter:
    """One case of its own, on which events that satisfy a trigger happen."""

    def __init__(self, estate, happen, duty):
        self.estate, self.happen, self.duty = estate, happen, duty
        self.case, self.visit = f"CS-{next(number)}", f"RV-{next(number)}"
        self.kept: dict[str, object] = {}

    def let(self, trigger, moment, **fixed):
        """Let the event of a trigger happen so that its conditions, and the duty's, hold."""
        wanted = self._wanted(
            [*trigger.conditions, *(self.duty.conditions if trigger in self.duty.on else ())], trigger.on
        )
        event = EVENTS[trigger.on]
        values = {name: self._sample(name, hint) for name, hint in _hints(event).items()}
        values |= {name: value for name, value in wanted.items() if name in values} | fixed
        ref = self.visit if "visit" in values or self.duty.subject is Subject.REF else self.case
        if "received_at" in values:
            values["received_at"] = moment
        return self.happen(event, moment, ref=ref, thread=self.case, **values)

    def before(self, trigger):
        """What must have happened before the trigger: the receipt, unless the trigger is it."""
        if trigger.on == Received.name:
            return
        earlier = self._wanted(
            [
                one
                for one in (*trigger.conditions, *self.duty.conditions)
                if one.value.source is ValueSource.THREAD
            ],
            Received.name,
        )
        values = {name: self._sample(name, hint) for name, hint in _hints(Received).items()}
        values |= {"kind": "praise", "received_at": at("09:00"), **earlier}
        self.happen(Received, "09:00", ref=self.case, **values)

    def _wanted(self, conditions, _event):
        return {
            one.value.field: ("another" if one.negated else one.among[0])
            for one in conditions
            if not _any(one)
        }

    def _sample(self, name, hint):
        if name.endswith("_id") or name == "visitor_id":
            return self.estate.people["zhao"].pk
        if name == "group_code":
            return "A"
        if name == "visitor_post":
            return "steward"
        if name == "post":
            return ""  # somebody by name has it to do
        for kind, value in (
            (datetime, at("16:00")),
            (date, date(2026, 3, 2)),
            (bool, False),
            (int, 1),
            (dict, {}),
            (tuple, ()),
        ):
            if (
                hint is kind
                or kind in getattr(hint, "__args__", ())
                or getattr(hint, "__origin__", None) is kind
            ):
                return value
        return "words"

    @property
    def obligation(self):
        return Obligation.objects.get(duty=self.duty.key, thread=self.case)

    def state(self):
        return Obligation.objects.filter(duty=self.duty.key, thread=self.case).earliest("id").state


def _any(condition):
    return condition.negated and condition.value.field == "visitor_post"


def _hints(event):
    from typing import get_type_hints

    hints = get_type_hints(event)
    return {
        one.name: hints[one.name] for one in fields(event) if one.name not in ("site_id", "ref", "thread")
    }


@pytest.fixture
def begun(estate, happen):
    """A matter in which the duty has just begun."""

    def begin(duty, trigger):
        matter = Matter(estate, happen, duty)
        matter.before(trigger)
        matter.let(trigger, at("09:05"))
        return matter

    return begin


@pytest.mark.parametrize(("duty", "trigger"), CASES, ids=NAMES)
def test_it_opens_with_an_owner_and_a_time(begun, duty, trigger):
    row = begun(duty, trigger).obligation
    assert row.state == "OPEN"
    assert row.owner_id or row.owner_post in PACK.posts
    assert row.due_at > row.start_at
    assert row.next_alarm_at is not None
    assert row.clause == duty.clause


@pytest.mark.parametrize(("duty", "trigger"), CASES, ids=NAMES)
def test_every_proof_of_it_keeps_it(begun, duty, trigger):
    for proof in duty.met_by:
        matter = begun(duty, trigger)
        # A duty that renews itself is kept for a day only by a word on that day.
        moment = matter.obligation.due_at - timedelta(minutes=1)
        matter.let(proof, moment)
        assert matter.state() == "KEPT", proof.on
        running = Obligation.objects.filter(duty=duty.key, thread=matter.case, state__in=RUNNING).count()
        assert running == (1 if duty.renews else 0)


@pytest.mark.parametrize(("duty", "trigger"), CASES, ids=NAMES)
def test_its_reason_going_away_voids_it(begun, duty, trigger):
    for end in duty.void_by:
        matter = begun(duty, trigger)
        matter.let(end, at("09:06"))
        assert matter.state() == "VOIDED", end.on


@pytest.mark.parametrize(("duty", "trigger"), CASES, ids=NAMES)
def test_undone_it_breaches_and_somebody_hears_of_it(begun, sweep, duty, trigger):
    matter = begun(duty, trigger)
    due_at = matter.obligation.due_at
    sweep(due_at - timedelta(seconds=1))
    assert not {"breached", "missed"} & set(facts(matter.obligation.number))
    number_of = matter.obligation.number
    sweep(due_at)
    found = Obligation.objects.filter(duty=duty.key, thread=matter.case).earliest("id")
    assert (found.breached_at, found.state) == (due_at, "MISSED" if duty.renews else "OPEN")
    assert ("missed" if duty.renews else "breached") in facts(number_of)
    sweep(due_at + timedelta(hours=12))
    heard = {"missed"} if duty.renews else {"overdue", "escalated"}
    assert heard <= {kind for _name, kind in told()}


@pytest.mark.parametrize(
    ("duty", "change"),
    [(duty, change) for duty in PACK.duties.values() for change in duty.re_due_by],
    ids=[f"{duty.key}-{change.on}" for duty in PACK.duties.values() for change in duty.re_due_by],
)
def test_another_time_moves_it(begun, duty, change):
    matter = begun(duty, duty.on[0])
    later = at("15:00") + timedelta(days=2)
    matter.let(change, at("09:06"), **{change.value.field: later})
    assert matter.obligation.due_at == later


@pytest.mark.parametrize(
    ("duty", "change"),
    [(duty, change) for duty in PACK.duties.values() for change in duty.follow if change.value],
    ids=[
        f"{duty.key}-{change.on}" for duty in PACK.duties.values() for change in duty.follow if change.value
    ],
)
def test_it_follows_whoever_has_it_now(begun, estate, duty, change):
    matter = begun(duty, duty.on[0])
    matter.let(change, at("09:06"), **{change.value.field: estate.people["qiao"].pk})
    assert matter.obligation.owner == estate.people["qiao"]


def test_a_visit_put_back_belongs_to_its_post_again(begun, estate):
    duty = PACK.duties["visit"]
    matter = begun(duty, duty.on[0])
    claimed, released = duty.follow
    matter.let(claimed, at("09:06"))
    assert matter.obligation.owner == estate.people["zhao"]
    matter.let(released, at("09:07"))
    row = matter.obligation
    assert (row.owner_id, row.owner_post) == (None, "steward")


def test_a_re_grade_voids_the_old_clocks_and_counts_the_new_ones_from_the_receipt(estate, happen):
    from guanjia.apps.cases.events import Ruled

    people = estate.people
    happen(
        Received,
        "09:00",
        kind="complaint",
        channel="phone",
        first_receiver_id=people["lin"].pk,
        handler_id=people["zhao"].pk,
        group_id=None,
        received_at=at("08:50"),
        urgency="normal",
        complaint_class="minor",
    )
    ruling = {"previous_class": "minor", "valid": True, "raised_by_rule": False, "written": True}
    happen(Ruled, "10:00", complaint_class="major", **ruling)
    states = dict(Obligation.objects.values_list("duty", "state"))
    assert states["solve_minor"] == "VOIDED"
    assert {
        "report_major",
        "meet_major",
        "apologise_major",
        "answer_major",
        "solve_major",
        "write_major",
    } <= states.keys()
    answer = Obligation.objects.get(duty="answer_major")
    assert (answer.start_at, answer.due_at) == (at("08:50"), at("08:50", date(2026, 3, 5)))
    assert Obligation.objects.get(duty="report_major").due_at == at("10:30")
    happen(Ruled, "11:00", complaint_class="minor", **{**ruling, "previous_class": "major"})
    again = Obligation.objects.get(duty="solve_minor", state="OPEN")
    assert again.start_at == at("08:50"), "from the receipt, whatever happened in between"
    assert Obligation.objects.get(duty="solve_major").state == "VOIDED"


def test_every_clause_with_a_source_and_every_post_is_bilingual():
    for clause in PACK.clauses.values():
        assert clause.text.zh
        assert clause.text.en
        assert clause.sources
    assert {duty.clause for duty in PACK.duties.values()} <= PACK.clauses.keys()
