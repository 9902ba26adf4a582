"""What the desk keeps, how it went, what was turned away; reports of a loss; newspapers by subscription."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from guanjia.apps.people.terms import mask_phone
from guanjia.apps.safekeeping.lifecycle import ITEM, LOSS
from guanjia.apps.safekeeping.terms import (
    DELIVERIES,
    HERE,
    HOWS,
    ICONS,
    KINDS,
    LOSS_STATES,
    PRECIOUS,
    SORTS,
    STATES,
    TONES,
    Delivery,
    How,
    Kind,
    LossState,
    Refused,
    Sort,
    State,
)
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned


def _staff() -> Any:
    return models.ForeignKey(
        "organisations.Staff", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )


class Batch(CompanyOwned):
    """What a steward took over at once, against one signature; ``count`` is of lines, not of pieces."""

    ref = models.CharField(max_length=24)
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    steward = _staff()
    steward_name = models.CharField(max_length=80)
    count = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["site", "at"], name="batch_of_site")]
        constraints = [models.UniqueConstraint(fields=["company", "ref"], name="batch_ref")]

    def __str__(self) -> str:
        return f"{self.ref} {self.steward_name}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("safekeeping:batch", args=[self.ref])


class KeptItem(CompanyOwned):
    """One thing (or several pieces under one tag) that we keep for somebody.

    ``code`` is what its owner tells to fetch it. ``left`` is how many of ``count`` pieces are still with us. ``marks``
    holds marks that only the real owner of a thing found can name. ``value_fen`` is what its owner said it is worth.
    ``lines`` is the list of a bundle of newspapers: pairs of room number and copies. ``due_at`` is when it should be
    fetched, ``keep_until`` when a supervisor decides about it.
    """

    ref = models.CharField(max_length=24)
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=[(one.value, label) for one, label in KINDS.items()])
    sort = models.CharField(max_length=12, choices=[(one.value, label) for one, label in SORTS.items()])
    state = models.CharField(max_length=14, choices=ITEM.choices(), default=State.KEPT.value)
    what = models.CharField(max_length=120)
    features = models.CharField(max_length=300, blank=True)
    marks = models.CharField(max_length=300, blank=True)
    count = models.PositiveSmallIntegerField()
    left = models.PositiveSmallIntegerField()
    value_fen = models.BigIntegerField(null=True)
    condition = models.CharField(max_length=200, blank=True)
    shelf = models.CharField(max_length=40)
    unit = models.ForeignKey(
        "places.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    group = models.ForeignKey(
        "places.Group", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    for_name = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    collector = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=8, blank=True)
    delivery = models.CharField(
        max_length=6,
        choices=[(one.value, label) for one, label in DELIVERIES.items()],
        default=Delivery.DESK.value,
    )
    carrier = models.CharField(max_length=40, blank=True)
    tracking = models.CharField(max_length=60, blank=True)
    lines = models.JSONField(default=list)
    found_at = models.DateTimeField(null=True)
    found_where = models.CharField(max_length=120, blank=True)
    found_by = models.CharField(max_length=80, blank=True)
    counted_with = _staff()
    note = models.CharField(max_length=300, blank=True)
    received_at = models.DateTimeField()
    received_by_id = models.BigIntegerField(null=True)
    received_by_name = models.CharField(max_length=80)
    due_at = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True)
    keep_until = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    steward = _staff()
    steward_name = models.CharField(max_length=80, blank=True)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="items")
    decided_by_id = models.BigIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by_name = models.CharField(max_length=80, blank=True)
    taken_by = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["site", "state", "received_at"], name="item_of_site"),
            models.Index(fields=["site", "tracking"], name="item_tracking"),
            models.Index(fields=["unit", "received_at"], name="item_of_unit"),
            models.Index(
                fields=["due_at"],
                condition=Q(state=State.KEPT.value, overdue_at=None),
                name="item_kept_due",
            ),
            models.Index(fields=["keep_until"], condition=Q(state=State.KEPT.value), name="item_kept_until"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "ref"], name="item_ref"),
            models.UniqueConstraint(
                fields=["site", "code"],
                condition=Q(state__in=[one.value for one in HERE]) & ~Q(code=""),
                name="item_code_once",
            ),
            models.CheckConstraint(condition=Q(left__lte=models.F("count")), name="item_left"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.what}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("safekeeping:item", args=[self.ref])

    @property
    def kind_label(self) -> Text:
        """Why it is with us."""
        return KINDS[Kind(self.kind)]

    @property
    def sort_label(self) -> Text:
        """What sort of thing it is."""
        return SORTS[Sort(self.sort)]

    @property
    def state_label(self) -> Text:
        """Where it stands, in words."""
        return STATES[State(self.state)]

    @property
    def tone(self) -> str:
        """The tone of its state."""
        return TONES.get(State(self.state), "neutral")

    @property
    def icon(self) -> str:
        """The icon of its state."""
        return ICONS[State(self.state)]

    @property
    def delivery_label(self) -> Text:
        """How it is to reach its owner."""
        return DELIVERIES[Delivery(self.delivery)]

    @property
    def is_here(self) -> bool:
        """Whether we still answer for it."""
        return self.state in HERE

    @property
    def is_precious(self) -> bool:
        """Whether two people count it and hand it over."""
        return self.sort in PRECIOUS

    @property
    def is_found(self) -> bool:
        """Whether somebody found it."""
        return self.kind == Kind.FOUND

    @property
    def number_of(self) -> str:
        """How many are here, of how many: "2/3", or "3"."""
        return str(self.count) if self.left in {self.count, 0} else f"{self.left}/{self.count}"

    @property
    def where(self) -> str:
        """The room number, or what a bundle is for, or where it was found."""
        if self.unit_id:
            return str(self.unit)
        return str(self.group) if self.group_id else self.found_where

    @property
    def masked_phone(self) -> str:
        """The owner's number, masked."""
        return mask_phone(self.phone) if self.phone else ""

    def is_late(self, now: datetime) -> bool:
        """Whether it should have been fetched by now."""
        return self.is_here and self.due_at is not None and self.due_at <= now


class Handing(CompanyOwned):
    """One handing-over of a thing, or of some pieces. Of the paper shown only the end of its number is kept."""

    item = models.ForeignKey(KeptItem, on_delete=models.PROTECT, related_name="handings")
    count = models.PositiveSmallIntegerField()
    how = models.CharField(max_length=8, choices=[(one.value, label) for one, label in HOWS.items()])
    taken_by = models.CharField(max_length=80, blank=True)
    identity = models.CharField(max_length=12, blank=True)
    proof = models.CharField(max_length=300, blank=True)
    agreed = models.CharField(max_length=120, blank=True)
    by_code = models.BooleanField(default=False)
    witness = _staff()
    witness_name = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.item_id} {self.count} {self.taken_by}"

    @property
    def how_label(self) -> Text:
        """How it was handed over."""
        return HOWS[How(self.how)]


class TurnedAway(CompanyOwned):
    """Something that was offered and not taken in: the refusal itself is on record."""

    ref = models.CharField(max_length=24)
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(max_length=80)
    what = models.CharField(max_length=120)
    offered_by = models.CharField(max_length=80, blank=True)
    unit = models.ForeignKey(
        "places.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["site", "at"], name="turned_away_of_site")]
        constraints = [models.UniqueConstraint(fields=["company", "ref"], name="turned_away_ref")]

    def __str__(self) -> str:
        return f"{self.ref} {self.what}"


class LossReport(CompanyOwned):
    """What somebody misses. ``item`` is the thing it turned out to be."""

    ref = models.CharField(max_length=24)
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    sort = models.CharField(max_length=12, choices=[(one.value, label) for one, label in SORTS.items()])
    state = models.CharField(max_length=8, choices=LOSS.choices(), default=LossState.OPEN.value)
    what = models.CharField(max_length=120)
    features = models.CharField(max_length=300, blank=True)
    where = models.CharField(max_length=120, blank=True)
    lost_on = models.DateField()
    name = models.CharField(max_length=80)
    phone = models.CharField(max_length=32, blank=True)
    unit = models.ForeignKey(
        "places.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    item = models.ForeignKey(KeptItem, null=True, on_delete=models.PROTECT, related_name="losses")
    reported_at = models.DateTimeField()
    reported_to_name = models.CharField(max_length=80)
    settled_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["site", "state", "reported_at"], name="loss_of_site")]
        constraints = [models.UniqueConstraint(fields=["company", "ref"], name="loss_ref")]

    def __str__(self) -> str:
        return f"{self.ref} {self.what}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("safekeeping:loss", args=[self.ref])

    @property
    def sort_label(self) -> Text:
        """What sort of thing it is."""
        return SORTS[Sort(self.sort)]

    @property
    def state_label(self) -> Text:
        """Where it stands, in words."""
        return LOSS_STATES[LossState(self.state)]

    @property
    def tone(self) -> str:
        """The tone of its state."""
        return {LossState.OPEN: "soon", LossState.FOUND: "calm"}.get(LossState(self.state), "neutral")

    @property
    def masked_phone(self) -> str:
        """The loser's number, masked."""
        return mask_phone(self.phone) if self.phone else ""


class Subscription(CompanyOwned):
    """A newspaper a unit gets every day it appears; ``until_on`` is the first day without."""

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    paper = models.CharField(max_length=60)
    copies = models.PositiveSmallIntegerField(default=1)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["site", "paper", "from_on"], name="subscription_of_site")]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "paper"], condition=Q(until_on=None), name="subscription_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.paper}"


class PaperDay(CompanyOwned):
    """One newspaper of one day, counted against the list. ``missing`` names the units that went short."""

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    paper = models.CharField(max_length=60)
    day = models.DateField()
    expected = models.PositiveSmallIntegerField()
    arrived = models.PositiveSmallIntegerField()
    missing = models.JSONField(default=list)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)
    made_good_at = models.DateTimeField(null=True)
    made_good_note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["site", "day"], name="paper_day_of_site")]
        constraints = [models.UniqueConstraint(fields=["site", "paper", "day"], name="paper_day_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.paper}"

    @property
    def short(self) -> int:
        """Copies that are still missing."""
        return 0 if self.made_good_at else self.expected - self.arrived

    @property
    def missing_words(self) -> str:
        """The units that went short."""
        return "、".join(str(one) for one in self.missing)


def _usual_classes() -> list[str]:
    return [one.value for one in Refused]


class KeepRules(CompanyOwned):
    """What a site refuses to keep, and for how many days it keeps what; a site without a row goes by the defaults.

    The rulebooks give no lengths of time: these are our usual ones, and each site sets its own. ``storage_days`` is when
    something is usually fetched, ``unclaimed_days`` how long after that a supervisor decides; ``own`` are classes in the
    site's own words.
    """

    site = models.OneToOneField("organisations.Site", on_delete=models.PROTECT, related_name="+")
    refused = models.JSONField(default=_usual_classes)
    own = models.JSONField(default=list)
    storage_days = models.PositiveSmallIntegerField(default=3)
    unclaimed_days = models.PositiveSmallIntegerField(default=30)
    found_days = models.PositiveSmallIntegerField(default=180)
    mail_days = models.PositiveSmallIntegerField(default=15)

    def __str__(self) -> str:
        return f"rules of keeping at {self.site_id}"
