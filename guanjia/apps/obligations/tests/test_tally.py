"""The tally agrees with the rows after whatever happened, in whatever order, and folding it changes nothing."""

import json
import random
from datetime import date, timedelta

import pytest

from guanjia import cli
from guanjia.apps.cases import events as cases
from guanjia.apps.obligations import queries, services
from guanjia.apps.obligations.models import Obligation, TallyLine
from guanjia.apps.obligations.terms import COUNTED, RUNNING
from guanjia.kernel.periods import Period
from guanjia.kernel.refusals import Refused
from tests.cast import at

from .conftest import WORD

ROUND = """
[[duty]]
key = "round"
every = "day by 09:00"
owner = "post:cs_supervisor"
evidence = "word"
[[duty]]
key = "gap"
every = "gap 30-40 minutes within 08:00-12:00"
owner = "post:steward"
evidence = "word"
"""
DAYS = Period(date(2026, 2, 1), date(2026, 4, 1))


def count():
    """What the lines say together."""
    return {name: sum(TallyLine.objects.values_list(name, flat=True)) for name in COUNTED}


class Somebody:
    """Does one thing after another, chosen by chance, to whatever there is."""

    def __init__(self, house, received, happen, seed):
        self.house, self.received, self.happen = house, received, happen
        self.chance = random.Random(seed)
        self.now, self.cases = at("07:00"), 0

    def act(self):
        self.now += timedelta(minutes=self.chance.choice([1, 4, 11, 27, 90]))
        verb = self.chance.choice([
            "receive", "receive", "tell", "withdraw", "later", "hand_over", "sweep", "sweep", "plan",
            "excuse", "pause", "resume", "reassign", "report", "acknowledge", "fold",
        ])  # fmt: skip
        try:
            getattr(self, f"_{verb}")()
        except Refused:
            return f"{verb} was refused"
        return verb

    def _receive(self):
        self.cases += 1
        self.received(self.now, ref=f"CS-{self.cases}")

    def _some_case(self):
        return f"CS-{self.chance.randint(1, max(1, self.cases))}"

    def _tell(self):
        self.happen(cases.ProgressTold, self.now, ref=self._some_case(), text="x")

    def _withdraw(self):
        self.happen(cases.Withdrawn, self.now, ref=self._some_case(), reason="x")

    def _later(self):
        until = self.now + timedelta(hours=self.chance.choice([2, 30]))
        self.happen(cases.LaterArrivalAgreed, self.now, ref=self._some_case(), until=until, agreed_with="x")

    def _hand_over(self):
        person = self.house.people[self.chance.choice(["zhao", "qiao"])].pk
        self.happen(cases.HandlerChanged, self.now, ref=self._some_case(), handler_id=person)

    def _sweep(self):
        services.sweep(at=self.now)

    def _plan(self):
        services.plan_ahead(at=self.now)

    def _fold(self):
        services.fold_tally(at=self.now, most=self.chance.choice([3, 5_000]))

    def _row(self):
        rows = list(Obligation.objects.filter(state__in=RUNNING, start_at__lte=self.now).order_by("pk"))
        return self.chance.choice(rows) if rows else None

    def _excuse(self):
        if row := self._row():
            services.excuse(row, by=self.house.system, at=self.now, reason="because")

    def _pause(self):
        if row := self._row():
            limit = self.now + timedelta(hours=self.chance.choice([1, 20]))
            services.pause(row, by=self.house.system, at=self.now, reason="because", limit_at=limit)

    def _resume(self):
        row = Obligation.objects.filter(state="PAUSED").first()
        if row:
            services.resume(row, by=self.house.system, at=self.now)

    def _reassign(self):
        if row := self._row():
            services.reassign(row, by=self.house.system, at=self.now, owner_id=self.house.people["lin"].pk)

    def _acknowledge(self):
        if row := self._row():
            services.acknowledge(row, by=self.house.system, at=self.now)

    def _report(self):
        if row := self._row():
            services.report(row, by=self.house.system, at=self.now, note="done")


@pytest.mark.parametrize("seed", range(6))
def test_the_tally_equals_a_count_of_the_rows_after_any_sequence_of_verbs(
    house, trial, received, happen, seed
):
    trial(WORD + ROUND)
    somebody, done = Somebody(house, received, happen, seed), []
    for _turn in range(45):
        done.append(somebody.act())
        assert queries.differences(house.site.pk) == {}, done
    assert sum(count().values()) == Obligation.objects.count() > 0
    before = queries.tally(house.site.pk, DAYS, somebody.now)
    services.fold_tally(at=somebody.now)
    assert not TallyLine.objects.filter(is_folded=False).exists()
    assert queries.tally(house.site.pk, DAYS, somebody.now) == before
    assert queries.differences(house.site.pk) == {}


def test_what_runs_is_broken_once_its_time_is_over_and_open_before(house, trial, received):
    trial(WORD)
    received("09:00")
    (day,) = queries.tally(house.site.pk, DAYS, at("09:10"))
    assert (day.broken, day.open, day.day) == (0, 1, date(2026, 3, 2))
    (day,) = queries.tally(house.site.pk, DAYS, at("09:15"))
    assert (day.broken, day.open) == (1, 0)
    (day,) = queries.tally(house.site.pk, DAYS, at("09:00") + timedelta(days=3))
    assert (day.broken, day.open) == (1, 0)


def test_a_time_that_moves_to_another_day_moves_in_the_tally(house, trial, received, happen):
    trial(WORD)
    received("09:00")
    until = at("10:00") + timedelta(days=2)
    happen(cases.LaterArrivalAgreed, "09:05", until=until, agreed_with="x")
    assert [one.day for one in queries.tally(house.site.pk, DAYS, at("09:10"))] == [until.date()]


def test_a_verb_that_fails_leaves_no_line(house, trial, received, monkeypatch):
    trial(WORD)

    def broken(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr("guanjia.apps.obligations.services.changes.record_many", broken)
    with pytest.raises(RuntimeError):
        received("09:00")
    assert not TallyLine.objects.exists()


def test_the_command_finds_a_tally_that_differs_and_mends_it(house, trial, received, capsys):
    trial(WORD)
    received("09:00")
    assert cli.main(["tally"]) == 0
    Obligation.objects.update(state="MISSED", ended_at=at("10:00"), next_alarm_at=None)
    assert cli.main(["tally", "--json"]) == 1
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert found == {"sites": 1, "different": {"WANXING/WX": 1}, "mended": False}
    assert cli.main(["tally", "--mend"]) == 0
    assert queries.differences(house.site.pk) == {}
    (day,) = queries.tally(house.site.pk, DAYS, at("11:00"))
    assert (day.broken, day.open) == (1, 0)
    assert cli.main(["tally"]) == 0


def test_many_sites_are_counted_by_site_and_rulebook_or_clause(house, trial, received):
    trial(WORD + ROUND)
    received("09:00")
    sites = [house.site.pk]
    found = queries.tally_by_site(sites, DAYS, at("09:30"))
    assert found == {(house.site.pk, "trial"): queries.Stood(broken=1)}
    assert queries.tally_by_site(sites, DAYS, at("09:30"), pack="trial") == {
        (house.site.pk, "1"): queries.Stood(broken=1)
    }
    assert queries.tally_by_site(sites, DAYS, at("09:30"), pack="other") == {}
