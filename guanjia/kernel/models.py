"""The kernel's tables: the journal, its seals, the outbox, number series and saved answers."""

from django.db import models

from guanjia.kernel.actor import ActorKind
from guanjia.kernel.scope import ScopedManager


class AppendOnly(models.QuerySet):
    """A queryset that reads and appends, and refuses to change or delete."""

    def update(self, **_values: object) -> int:
        raise TypeError("the journal is append-only: record a new event instead")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError("the journal is append-only: record a new event instead")


class JournalEntry(models.Model):
    """One fact, written once in the transaction that made it true.

    ``at`` is when it happened, ``recorded_at`` when it was written. ``ref`` is the thing it happened to, ``thread`` the
    matter it belongs to. ``digest`` is the SHA-256 of the canonical content; ``seal`` the link of the chain that
    covers the row (none for at most a minute).
    """

    company_id = models.BigIntegerField()
    site_id = models.BigIntegerField(null=True)
    event = models.CharField(max_length=80)
    ref = models.CharField(max_length=40)
    thread = models.CharField(max_length=40)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in ActorKind])
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=80)
    data = models.JSONField(default=dict)
    digest = models.BinaryField(max_length=32)
    seal = models.ForeignKey(
        "kernel.Seal", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = ScopedManager.from_queryset(AppendOnly)()

    class Meta:
        indexes = [
            models.Index(fields=["company_id", "thread", "id"], name="journal_thread"),
            models.Index(fields=["company_id", "ref", "id"], name="journal_ref"),
            models.Index(fields=["company_id", "event", "at"], name="journal_event_at"),
            models.Index(fields=["seal", "id"], name="journal_seal"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.event} {self.ref}"


class Seal(models.Model):
    """One link of the chain over the journal: which entries it covers, their digests, and the seal before it.

    ``leaves`` is, per entry in order of id, 8 bytes of id and 32 bytes of digest, so that an altered, missing or
    smuggled row can be named, not only noticed. ``hash`` covers number, moment, leaves and the previous hash.
    """

    number = models.BigIntegerField(unique=True)
    sealed_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    leaves = models.BinaryField()
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"seal {self.number}"


class OutboxMessage(models.Model):
    """A reaction that runs after commit: written with the fact that causes it, removed when it has succeeded.

    A message whose ``died_at`` is set has failed for good and waits for a person; the worker's health page lists it.
    """

    company_id = models.BigIntegerField()
    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="+")
    reaction = models.CharField(max_length=160)
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    died_at = models.DateTimeField(null=True)

    objects = ScopedManager()

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(died_at=None), name="outbox_due"),
        ]

    def __str__(self) -> str:
        return f"{self.reaction} for entry {self.entry_id}"


class NumberSeries(models.Model):
    """The last number given in one series, of one site, in one year."""

    company_id = models.BigIntegerField()
    site_id = models.BigIntegerField()
    series = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    latest = models.PositiveIntegerField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site_id", "series", "year"], name="number_series_once"),
        ]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}: {self.latest}"


class SavedAnswer(models.Model):
    """The answer given to a request that carried an idempotency key, kept with its effect in one transaction."""

    company_id = models.BigIntegerField()
    door = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    request_digest = models.BinaryField(max_length=32)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(null=True)
    saved_at = models.DateTimeField()

    objects = ScopedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company_id", "door", "key"], name="saved_answer_once"),
        ]

    def __str__(self) -> str:
        return f"{self.door} {self.key}"


class BeatJob(models.Model):
    """When a job of the beat runs next, when it was last claimed and when it last failed."""

    name = models.CharField(max_length=60, primary_key=True)
    next_run_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name
