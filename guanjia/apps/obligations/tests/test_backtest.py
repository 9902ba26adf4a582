"""The back-test says what really happened: a duty that was in force makes in it the same obligations, with the same end."""

import json
import random
from datetime import UTC, timedelta

import pytest
from django.apps import apps
from django.db import connection

from guanjia.apps.cases import events as cases
from guanjia.apps.inspections.events import Completed
from guanjia.apps.obligations import queries, services
from guanjia.apps.obligations.backtest.rehearsing import Stretch
from guanjia.apps.obligations.backtest.trial import Outcome, outcome_of
from guanjia.apps.obligations.models import Obligation, Pause
from guanjia.apps.places import services as places
from guanjia.apps.registers.events import Entered
from guanjia.apps.rulebook import queries as rulebook
from guanjia.cli import main
from guanjia.kernel.refusals import NotFound
from tests.cast import at, harbour

START = at("00:00")
DAYS = 9
END = START + timedelta(days=DAYS)

DUTIES = """
[[duty]]
key = "word"
on = [{ on = "cases.received", when = { kind = ["repair", "complaint"] } }]
start = "received_at"
deadline = "4 working hours"
owner = ["field:handler_id", "post:duty_officer"]
met_by = ["cases.progress_told", "cases.resolved"]
void_by = ["cases.withdrawn"]
re_due_by = [{ on = "cases.later_arrival_agreed", field = "until" }]
follow = [{ on = "cases.handler_changed", field = "handler_id" }, { on = "cases.reopened", back = true }]
reminders = ["1 working hours"]
[[duty.ladder]]
after = "0 minutes"
to = ["post:cs_supervisor"]
[[duty.ladder]]
after = "2 hours"
to = ["post:cs_manager"]

[[duty]]
key = "promise"
on = ["cases.promised"]
deadline_field = "promised_at"
owner = "thread:first_receiver_id"
met_by = ["cases.resolved"]
void_by = ["cases.withdrawn"]
re_due_by = [{ on = "cases.postponed", field = "promised_at" }]

[[duty]]
key = "standing"
on = [{ on = "cases.received", unless = { kind = "inquiry" } }]
deadline = "1 working days"
owner = "post:steward"
met_by = ["cases.resolved"]
void_by = ["cases.withdrawn"]
pause_by = [{ on = "cases.later_arrival_agreed", field = "until" }, "cases.urged"]
resume_by = ["cases.urge_answered"]
pause_limit = "2 working days"

[[duty]]
key = "daily_word"
on = [{ on = "cases.received", when = { urgency = "urgent" } }]
deadline = "by 09:00 next day"
renews = true
owner = "field:handler_id"
met_by = ["cases.progress_told"]
void_by = ["cases.resolved", "cases.withdrawn"]

[[duty]]
key = "urge_of_repair"
on = [{ on = "cases.urged", when = { "thread:kind" = "repair" } }]
deadline = "30 minutes"
subject = "ref"
owner = "field:handler_id"
met_by = ["cases.urge_answered"]

[[duty]]
key = "paper"
on = ["cases.received"]
deadline = "3 hours"
owner = "post:cs_supervisor"
evidence = "entry:diary"

[[duty]]
key = "look"
every = "working day by 10:00"
owner = "post:cs_supervisor"
evidence = "sheet:room"

[[duty]]
key = "groups"
every = "2 a week"
each = "group"
owner = "post:steward"
evidence = "sheet:room"

[[duty]]
key = "diary"
every = "day by 18:00"
each = "holder"
owner = "post:steward"
evidence = "entry:diary"

[[duty]]
key = "round"
every = "gap 60-180 minutes within 20:00-06:00"
owner = "post:security_head"
met_by = ["cases.noted"]

[[duty]]
key = "shift_log"
every = "shift"
owner = "post:duty_officer"
met_by = ["cases.reviewed"]

[[checklist]]
key = "room"
clause = "1"
title = { zh = "房间", en = "Room" }
about = "site"
[[checklist.item]]
key = "floor"
text = { zh = "地面", en = "Floor" }

[[register]]
key = "diary"
clause = "1"
title = { zh = "日记", en = "Diary" }
[[register.field]]
key = "what"
label = { zh = "事", en = "What" }

[[post]]
key = "duty_officer"
name = { zh = "值班员", en = "Duty officer" }
[[post]]
key = "security_head"
name = { zh = "保安队长", en = "Head of security" }
"""
KEYS = [
    line.split('"')[1] for line in DUTIES.split("[[checklist]]")[0].splitlines() if line.startswith("key")
]
HEAD = 'quiet_hours = "22:00-07:30"\nbegins_with = ["cases.received"]'


class Life:
    """A made-up stretch of the estate's life, the same for the same seed, worked by the real engine as it happens."""

    def __init__(self, house, happen, received, seed):
        self.house, self.happen, self.received = house, happen, received
        self.dice = random.Random(seed)
        self.groups = []
        self.open = []

    def run(self):
        for code in "ABC":
            group = places.add_group(self.house.site, by=self.house.system, at=START, code=code, name=code)
            self.groups.append(f"group:{group.pk}")
        moments = sorted(
            START + timedelta(seconds=self.dice.randrange(17, DAYS * 86_400)) for _ in range(180)
        )
        for number, moment in enumerate(moments):
            self.beat(moment - timedelta(milliseconds=500))
            self.do(number, moment)
        self.beat(END)

    def beat(self, moment):
        services.plan_ahead(at=moment)
        services.sweep(at=moment)

    def do(self, number, moment):
        if number % 4 == 0 or not self.open:
            ref = f"CS-{number}"
            kind = self.dice.choice(["repair", "complaint", "inquiry"])
            self.received(
                moment,
                ref=ref,
                kind=kind,
                urgency=self.dice.choice(["normal", "urgent"]),
                handler_id=self.staff(),
            )
            self.open.append(ref)
            return
        self.dice.choice([self.in_case, self.in_case, self.in_case, self.sheet, self.entry, self.noted])(
            moment
        )

    def in_case(self, moment):
        ref, name = self.dice.choice(self.open), self.dice.choice(sorted(self.STEPS))
        event, values = self.STEPS[name](self, moment)
        self.happen(event, moment, ref=ref, **values)
        if name in ("resolved", "withdrawn"):
            self.open.remove(ref)

    def staff(self):
        return self.house.people[self.dice.choice(["lin", "zhao", "qiao", "sun"])].pk

    def later(self, moment):
        return moment + timedelta(minutes=self.dice.randrange(20, 60 * 50))

    STEPS = {
        "told": lambda life, moment: (cases.ProgressTold, {"text": "x"}),
        "promised": lambda life, moment: (
            cases.Promised,
            {"promised_at": life.later(moment), "handler_id": life.staff()},
        ),
        "postponed": lambda life, moment: (
            cases.Postponed,
            {"promised_at": life.later(moment), "reason": "x"},
        ),
        "later": lambda life, moment: (
            cases.LaterArrivalAgreed,
            {"until": life.later(moment), "agreed_with": "x"},
        ),
        "handed": lambda life, moment: (cases.HandlerChanged, {"handler_id": life.staff()}),
        "urged": lambda life, moment: (
            cases.Urged,
            {"count": 1, "owner_id": life.staff(), "handler_id": life.staff()},
        ),
        "urge_answered": lambda life, moment: (cases.UrgeAnswered, {"text": "x"}),
        "reopened": lambda life, moment: (cases.Reopened, {"reason": "x"}),
        "resolved": lambda life, moment: (cases.Resolved, {"handler_id": life.staff()}),
        "withdrawn": lambda life, moment: (cases.Withdrawn, {}),
    }

    def noted(self, moment):
        self.happen(cases.Noted, moment, ref=f"site:{self.house.site.pk}", text="x")

    def sheet(self, moment):
        about = self.dice.choice([*self.groups, f"site:{self.house.site.pk}"])
        values = {"pack": "trial", "checklist": "room", "title": {}, "score": 90, "passed": True}
        self.happen(Completed, moment, ref="IS-1", about=about, **values)

    def entry(self, moment):
        by = self.house.actor(self.dice.choice(["zhao", "qiao", "lin"]), moment)
        about = self.dice.choice([*self.open, ""])
        values = {"pack": "trial", "register": "diary", "title": {}}
        self.happen(Entered, moment, ref="RG-1", by=by, about=about, **values)


def really(duty, until):
    """What the engine made of a duty: each obligation by what it is, and how it stood."""
    rows = Obligation.objects.filter(duty=duty, opened_at__gte=START, opened_at__lt=until)
    return sorted(told(row, outcome_of(row, END)) for row in rows)


def told(row, outcome):
    times = [row.opened_at, row.start_at, row.due_at, row.ended_at, row.breached_at]
    clocks = [one.astimezone(UTC).isoformat() if one else "" for one in times]
    return (row.ref, row.occurrence, str(outcome), *clocks, str(row.owner_id), row.owner_post, row.group_code)


def tried(house, duty, *, since=START, from_at=START, until=END, as_of=END):
    here = rulebook.adoption_at(house.site.pk, "trial", START)
    stretch = Stretch(since, from_at, until, as_of)
    rehearsal = queries.backtest(house.actor("zhou"), house.site.pk, here.pack, here.duties[duty], stretch)
    rows = []
    rehearsal.trial.seen = lambda row, outcome: rows.append(told(row, outcome))
    percents = list(rehearsal.run())
    assert percents == sorted(percents)
    assert percents[-1] == 100
    return rehearsal.trial, sorted(rows)


@pytest.mark.parametrize("seed", range(4))
def test_a_duty_that_was_in_force_gives_the_same_obligations_as_the_engine_made(
    house, trial, happen, received, seed
):
    trial(DUTIES, head=HEAD)
    Life(house, happen, received, seed).run()
    outcomes = set()
    for key in KEYS:
        found, rows = tried(house, key)
        assert rows == really(key, END), key
        assert found.began == len(rows)
        outcomes |= {row[2] for row in rows}
    assert outcomes == set(Outcome), "every way to end has happened"
    assert Pause.objects.exists()


def test_what_ran_before_the_period_is_known_in_it_and_does_not_count(house, trial, happen, received):
    trial(DUTIES, head=HEAD)
    Life(house, happen, received, 7).run()
    middle = START + timedelta(days=4)
    for key in KEYS:
        _found, rows = tried(house, key, from_at=middle)
        assert rows == [row for row in really(key, END) if row[3] >= middle.astimezone(UTC).isoformat()], key


def test_nothing_is_stored(house, trial, happen, received):
    trial(DUTIES, head=HEAD)
    Life(house, happen, received, 3).run()
    tables = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    before = {model: list(model._base_manager.order_by("pk").values_list()) for model in tables}
    asked: list[str] = []

    def note(execute, sql, params, many, context):
        asked.append(sql.split()[0].strip('"').upper())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        for key in KEYS:
            tried(house, key)
    assert asked
    assert set(asked) <= {"SELECT", "DECLARE", "FETCH", "CLOSE"}
    assert {model: list(model._base_manager.order_by("pk").values_list()) for model in tables} == before


def test_somebody_elses_site_is_none(house, trial):
    trial(DUTIES, head=HEAD)
    here = rulebook.adoption_at(house.site.pk, "trial", START)
    stranger = harbour().actor("dov")
    with pytest.raises(NotFound):
        queries.backtest(
            stranger, house.site.pk, here.pack, here.duties["word"], Stretch(START, START, END, END)
        )


def test_whoever_stops_asking_has_stopped_it(house, trial, happen, received):
    trial(DUTIES, head=HEAD)
    Life(house, happen, received, 1).run()
    here = rulebook.adoption_at(house.site.pk, "trial", START)
    rehearsal = queries.backtest(
        house.actor("zhou"), house.site.pk, here.pack, here.duties["word"], Stretch(START, START, END, END)
    )
    run = rehearsal.run()
    assert next(run) < 100
    run.close()
    assert rehearsal.trial.read < 40


def test_the_command_counts_the_same(house, trial, happen, received, capsys):
    trial(DUTIES, head=HEAD)
    Life(house, happen, received, 2).run()
    days = ["--from", "2026-03-02", "--until", "2026-03-10"]
    assert main(["backtest", "trial.word", "--site", house.site.code, *days, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["began"] == len(really("word", END))
    assert main(["backtest", "trial.nothing", "--site", house.site.code, *days]) == 1
    assert main(["backtest", "trial.word", "--site", "NOWHERE", *days]) == 1
