"""Obligations: duties that run, one row each, with the moment of their next alarm as a column."""

from django.db import models
from django.db.models import Q

from guanjia.apps.obligations.terms import PREFIX, RUNNING, STATES, State
from guanjia.kernel.scope import CompanyOwned

_STATES = [one.value for one in RUNNING]
_RUNS = Q(state__in=_STATES)


class Obligation(CompanyOwned):
    """One duty at work for one subject.

    It keeps the ``adoption`` it began under, so that a later edition of the rulebook changes nothing about it. ``ref`` is
    what it is about, ``thread`` the matter. Either ``owner`` is a person, or ``owner_post`` a post, or both are empty and
    nobody owns it. ``reached`` is the rank of the last alarm passed, ``next_alarm_at`` the moment of the next one; the
    sweep reads nothing else. ``breached_at`` is a fact and stays, whatever happens later.
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    adoption = models.ForeignKey(
        "rulebook.Adoption", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    pack = models.CharField(max_length=40)
    duty = models.CharField(max_length=60)
    clause = models.CharField(max_length=20)
    ref = models.CharField(max_length=40)
    thread = models.CharField(max_length=40)
    state = models.CharField(
        max_length=8, choices=[(one.value, label) for one, label in STATES.items()], default=State.OPEN.value
    )
    owner = models.ForeignKey(
        "organisations.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    owner_post = models.CharField(max_length=40, blank=True)
    group_code = models.CharField(
        max_length=20, blank=True
    )  # of an owning post whose holders share out groups
    is_safety = models.BooleanField(default=False)

    occurrence = models.CharField(
        max_length=24, blank=True
    )  # which turn of a duty of the calendar; else blank

    opened_by = models.BigIntegerField()  # the journal entry that made it
    opened_at = models.DateTimeField()
    start_at = models.DateTimeField()
    due_at = models.DateTimeField()
    closes_at = models.DateTimeField(
        null=True
    )  # when a turn of the calendar is over: what is not done then was missed
    is_agreed = models.BooleanField(default=False)  # the due time is a promised moment, not a length of time
    is_provisional = models.BooleanField(default=False)
    calendar = models.CharField(max_length=80, blank=True)  # the version the due time was counted by
    counted_at = models.DateTimeField()  # when it was counted: the calendar as known then

    reached = models.SmallIntegerField(default=0)
    next_alarm_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    breached_at = models.DateTimeField(null=True)
    level = models.PositiveSmallIntegerField(default=0)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_until = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=80, blank=True)

    ended_at = models.DateTimeField(null=True)
    ended_by = models.BigIntegerField(null=True)  # the journal entry that proved or ended it
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            # The sweep. Nothing that has ended, and nothing that will never ring again, is in it.
            models.Index(
                fields=["next_alarm_at"], condition=Q(next_alarm_at__isnull=False), name="obligation_alarm"
            ),
            models.Index(fields=["thread", "id"], name="obligation_thread"),
            models.Index(fields=["owner", "due_at"], condition=_RUNS, name="obligation_owner"),
            models.Index(fields=["site", "due_at"], condition=_RUNS, name="obligation_site_due"),
            models.Index(fields=["site", "ended_at"], condition=~_RUNS, name="obligation_site_ended"),
            models.Index(fields=["site", "due_at", "clause"], name="obligation_site_day"),
            models.Index(
                fields=["site", "duty", "occurrence"], condition=~Q(occurrence=""), name="obligation_turns"
            ),
            models.Index(
                fields=["site", "breached_at"],
                condition=Q(breached_at__isnull=False),
                name="obligation_breached",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "pack", "duty", "ref", "occurrence"],
                condition=_RUNS,
                name="obligation_once",
            ),
            models.UniqueConstraint(
                fields=["site", "pack", "duty", "ref", "occurrence"],
                condition=~Q(occurrence=""),
                name="obligation_turn_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_STATES, ended_at=None)
                | (~Q(state__in=_STATES) & Q(ended_at__isnull=False, next_alarm_at=None)),
                name="obligation_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.duty} {self.ref}"

    @property
    def number(self) -> str:
        """Its reference in journal, messages and addresses."""
        return f"{PREFIX}{self.pk}"


class Pause(CompanyOwned):
    """A stretch in which an obligation's clock stood still: why, by whom, and until when at the longest."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    limit_at = models.DateTimeField()
    reason = models.CharField(max_length=200)
    by_name = models.CharField(max_length=80)
    by_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["obligation"], condition=Q(until_at=None), name="pause_one_open"),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gte=models.F("from_at")), name="pause_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} from {self.from_at:%m-%d %H:%M}"


class Plan(CompanyOwned):
    """How far a duty of the calendar is planned at a site: everything that begins before ``next_at`` has its obligations.

    ``is_new``: nothing is planned yet, and the turn under way at ``next_at`` counts too.
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    pack = models.CharField(max_length=40)
    duty = models.CharField(max_length=60)
    next_at = models.DateTimeField(db_index=True)
    is_new = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "pack", "duty"], name="plan_once"),
        ]

    def __str__(self) -> str:
        return f"{self.pack}.{self.duty} planned to {self.next_at:%Y-%m-%d %H:%M}"


class TallyLine(CompanyOwned):
    """A line of the tally: how many obligations of one duty, due on one day of a site, stand how.

    Lines of the same duty and day add up. A change of an obligation writes lines of its own, minus and plus, in its
    transaction, so that nobody waits for anybody; now and then they are folded into the one line that ``is_folded``. The
    sum of all lines is always what counting the rows would give (``queries.differences``).
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()  # on the site's clock
    pack = models.CharField(max_length=40)
    clause = models.CharField(max_length=20)
    duty = models.CharField(max_length=60)
    running = models.IntegerField(default=0)
    kept = models.IntegerField(default=0)
    late = models.IntegerField(default=0)
    missed = models.IntegerField(default=0)
    excused = models.IntegerField(default=0)
    voided = models.IntegerField(default=0)
    is_folded = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["company", "day"], name="tally_company_day"),
            models.Index(fields=["site", "day"], name="tally_site_day"),
            models.Index(fields=["id"], condition=Q(is_folded=False), name="tally_to_fold"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "day", "pack", "clause", "duty"],
                condition=Q(is_folded=True),
                name="tally_folded_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pack}.{self.duty} on {self.day:%Y-%m-%d}"
