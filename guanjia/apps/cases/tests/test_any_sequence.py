"""Whatever verbs come in whatever order: a case always has owner and handler, and never closes with a step missing."""

from datetime import timedelta
from random import Random

import pytest
from django.db import transaction
from django.db.models import Q
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from guanjia.apps.cases import queries, services
from guanjia.apps.cases.lifecycle import CASE
from guanjia.apps.cases.models import Case, ComplaintAct, ReturnVisit
from guanjia.apps.cases.rules.closing import why_not_close
from guanjia.apps.workorders import services as workorders
from guanjia.apps.workorders.models import WorkOrder
from guanjia.kernel.models import JournalEntry
from guanjia.kernel.refusals import Refused
from tests.cast import at

from .conftest import SIGNED, fault

LOGINS = ["zhou", "qian", "qian", "zhao", "lin", "meng", "duan", "qiao", "gao"]
KINDS = st.sampled_from(
    ["complaint", "complaint", "complaint", "repair", "help", "inquiry", "praise", "suggestion"]
)


MISSING = {
    "not_answered": ("answer", "qian", {"text": "说明"}),
    "urging_unanswered": ("answer_urge", "qian", {"text": "说明"}),
    "not_ruled": ("rule_complaint", "qian", {"complaint_class": "important", "reason": "理由"}),
    "not_reported_to_gm": ("report_to_gm", "zhou", {"note": "记录"}),
    "no_emergency_meeting": ("hold_emergency_meeting", "zhou", {"attendants": ["周明"], "decisions": "方案"}),
    "no_apology": ("apologise_in_person", "zhou", {"note": "登门"}),
    "no_written_reply": ("reply_in_writing", "zhou", {"text": "回函"}),
    "invalid_not_explained": ("explain_invalid", "zhao", {"text": "说明"}),
    "visit_missing": ("visit", "", {}),
    "visit_not_by_manager": ("visit", "", {}),
}


def _later(desk, number):
    return desk.moment + timedelta(days=number - 1)


def _person(desk, number):
    return desk.house.people[list(desk.house.people)[number % 12]].pk


TRIES = {
    "promise": lambda desk, number: {"promised_at": _later(desk, number)},
    "postpone": lambda desk, number: {"promised_at": _later(desk, number), "reason": "等配件"},
    "answer": lambda desk, number: {"text": "说明"},
    "tell_progress": lambda desk, number: {"text": "说明"},
    "urge": lambda desk, number: {"text": "说明"},
    "answer_urge": lambda desk, number: {"text": "说明"},
    "explain_invalid": lambda desk, number: {"text": "说明"},
    "reply_in_writing": lambda desk, number: {"text": "说明"},
    "report_to_gm": lambda desk, number: {"note": "记录"},
    "apologise_in_person": lambda desk, number: {"note": "记录"},
    "note_fee_refusal": lambda desk, number: {"note": "记录"},
    "hold_emergency_meeting": lambda desk, number: {"attendants": ["周明"], "decisions": "方案"},
    "rule_complaint": lambda desk, number: {
        "complaint_class": ["minor", "important", "major", "unsolvable", "invalid"][number % 5],
        "reason": "理由",
        "promised_at": _later(desk, number) if number > 5 else None,
    },
    "hand_over": lambda desk, number: {"handler_id": _person(desk, number), "reason": "交接"},
    "change_owner": lambda desk, number: {"owner_id": _person(desk, number), "reason": "交接"},
    "forward": lambda desk, number: {
        "to_department": ["engineering", "security", "customer_service", "finance"][number % 4]
    },
    "dispatch": lambda desk, number: {},
    "resolve": lambda desk, number: {"outcome": "好了", "answer": "已告知" if number % 2 else ""},
    "close": lambda desk, number: {},
    "close_at_once": lambda desk, number: {"answer": "已答" if number % 2 else ""},
    "reopen": lambda desk, number: {"reason": "原因"},
    "withdraw": lambda desk, number: {"reason": "原因" if number == 7 else ""},
    "split": lambda desk, number: {"title": "另一件"},
}


class Desk(RuleBasedStateMachine):
    """A desk where anybody tries anything; refusals are fine, wrong states are not."""

    house = None

    @initialize(kind=KINDS, written=st.booleans(), seed=st.integers(0, 2**40))
    def open(self, kind, written, seed):
        self.dice = Random(seed)
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.moment = at("09:00")
        self.actors = {login: self.house.actor(login) for login in self.house.people}
        self.case = services.receive(
            by=self.actors["lin"],
            at=self.moment,
            site_id=self.house.site.pk,
            kind=kind,
            channel="phone",
            title="事项",
            written=written,
            unit_id=self.house.units["A1-1-0302"].pk,
            classification_id=fault("home.water.no_water").pk,
        )

    def attempt(self, verb, login, **more):
        self.moment += timedelta(minutes=5)
        before = Case.objects.values_list("state", flat=True).get(pk=self.case.pk)
        try:
            getattr(services, verb)(self.case, by=self.actors[login], at=self.moment, **more)
        except Refused:
            return False
        after = Case.objects.values_list("state", flat=True).get(pk=self.case.pk)
        assert verb == "split" or CASE.step(before, verb) == after
        return True

    @rule()
    def somebody_does_something(self):
        """A throw of the dice, not of hypothesis, chooses: it prefers the first of everything, and cases end by variety."""
        dice = self.dice
        login = dice.choice(LOGINS)
        if dice.random() < 0.45:
            self.does_one_missing_step(dice.randrange(10))
        elif dice.random() < 0.15:
            self.visits(
                login, dice.choice(["satisfied", "satisfied", "dissatisfied", "unreached", "release"])
            )
        else:
            verb = dice.choice(["rule_complaint", *TRIES])
            self.attempt(verb, login, **TRIES[verb](self, dice.randrange(12)))

    def completes_the_work(self):
        order = WorkOrder.objects.filter(thread=self.case.ref, state="ISSUED").first()
        if order is None:
            return
        self.moment += timedelta(minutes=5)
        sun, qian = self.actors["sun"], self.actors["qian"]
        order = workorders.assign(order, by=qian, at=self.moment, assignee_id=sun.id)
        order = workorders.accept(order, by=sun, at=self.moment)
        order = workorders.arrive(order, by=sun, at=self.moment)
        workorders.complete(order, by=sun, at=self.moment, outcome="好了")

    def does_one_missing_step(self, place):
        """What a diligent desk does: one of the things that stand between the case and its end."""
        case = Case.objects.get(pk=self.case.pk)
        if case.state in {"RECEIVED", "HANDLING"}:
            self.completes_the_work()
            self.attempt("resolve", "zhao", outcome="好了")
            return
        here = queries.whole_standing(case, self.actors["qian"], self.moment)
        missing = [one.code for one in why_not_close(here)] if case.state == "RESOLVED" else []
        if not missing:
            self.attempt("close", "qian")
            return
        verb, login, more = MISSING.get(
            missing[place % len(missing)], ("tell_progress", "qian", {"text": "进展"})
        )
        if verb == "visit":
            self.visits(
                "meng" if case.complaint_class == "major" else self.dice.choice(["lin", "duan"]), "satisfied"
            )
        else:
            self.attempt(verb, login, **more)

    def visits(self, login, outcome):
        self.moment += timedelta(hours=5)
        actor = self.actors[login]
        try:
            visit = services.claim_next_visit(self.house.site.pk, by=actor, at=self.moment)
            if visit is None:
                return
            if outcome == "satisfied":
                services.record_satisfied(
                    visit, by=actor, at=self.moment, signed_by="王", how="SCREEN", strokes=SIGNED
                )
            elif outcome == "dissatisfied":
                services.record_dissatisfied(visit, by=actor, at=self.moment, reason="不行")
            elif outcome == "unreached":
                services.record_unreached(visit, by=actor, at=self.moment)
            else:
                services.release_visit(visit, by=actor, at=self.moment)
        except Refused:
            return

    @precondition(lambda self: hasattr(self, "case"))
    @invariant()
    def everybody_is_there_and_nothing_is_missing(self):
        for case in Case.objects.filter(Q(pk=self.case.pk) | Q(split_from=self.case)):
            assert case.first_receiver_id
            assert case.handler_id
            assert case.postponements <= 1
            opened = ReturnVisit.objects.filter(case=case).open().count()
            wanted = 1 if case.state == "RESOLVED" and not self.visit_done(case) else 0
            assert opened == (0 if case.complaint_class == "invalid" else wanted)
            if case.state == "CLOSED" and case.kind not in {"inquiry", "praise"}:
                self.is_complete(case)
        promises = JournalEntry.objects.filter(event="cases.postponed", ref=self.case.ref).count()
        assert promises <= 1

    def visit_done(self, case):
        last = ReturnVisit.objects.filter(case=case).exclude(state="CANCELLED").order_by("-id").first()
        return last is not None and last.state == "SATISFIED"

    def is_complete(self, case):
        assert case.answered_at
        assert not WorkOrder.objects.filter(thread=case.ref).open().exists()
        assert not Case.objects.filter(parent=case).open().exists()
        done = set(ComplaintAct.objects.filter(case=case).values_list("act", flat=True))
        if case.kind == "complaint":
            assert case.ruled_at
        if case.complaint_class == "invalid":
            assert "invalid_explained" in done
            return
        visit = ReturnVisit.objects.filter(case=case, state="SATISFIED").latest("id")
        assert visit.signed_by
        assert visit.signature
        assert visit.visitor_id not in visit.doer_ids
        if case.complaint_class == "major":
            assert visit.visitor_post not in {"steward", "front_desk"}
            assert {"reported_to_gm", "emergency_met", "apologised"} <= done
            assert not case.written or "replied_in_writing" in done

    @precondition(lambda self: hasattr(self, "case"))
    @invariant()
    def buttons_agree_with_the_table(self):
        case = Case.objects.get(pk=self.case.pk)
        for option in queries.allowed_steps(self.actors["qian"], case, self.moment):
            assert CASE.allows(case.state, option.verb)

    def teardown(self):
        if hasattr(self, "undone"):
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)


@pytest.mark.django_db
def test_no_sequence_of_verbs_leaves_a_case_alone_or_closes_it_unfinished(house):
    Desk.house = house
    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=30,
            stateful_step_count=28,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
