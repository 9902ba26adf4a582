"""Duty logs and their lines."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from guanjia.apps.meetings.lifecycle import ITEMS, LOGS
from guanjia.apps.meetings.terms import ITEM_KINDS, STATE_ICONS, TONES, ItemKind, ItemState, LogState
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned


class Log(CompanyOwned):
    """What happened in one turn of duty of one watch: a department of a site, or a post that belongs to none.

    ``former`` is the log before it in the same watch; ``why_unreceived`` why that one was not received first. ``left`` are the
    lines handed over, ``checks`` what was looked at before.
    """

    lifecycle = LOGS

    ref = models.CharField(max_length=24)
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    watch = models.CharField(max_length=60)
    watch_name = models.CharField(max_length=80)
    post_name = models.CharField(max_length=80)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=LOGS.choices(), default=LogState.OPEN.value)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("organisations.Staff", on_delete=models.PROTECT, related_name="+")
    former = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="next")
    why_unreceived = models.CharField(max_length=300, blank=True)
    checks = models.JSONField(default=list)
    left = models.JSONField(default=list)
    handed_at = models.DateTimeField(null=True)
    handed_by_id = models.BigIntegerField(null=True)
    handed_by_name = models.CharField(max_length=80, blank=True)
    hand_note = models.CharField(max_length=500, blank=True)
    received_at = models.DateTimeField(null=True)
    received_by_id = models.BigIntegerField(null=True)
    received_by_name = models.CharField(max_length=80, blank=True)
    receive_note = models.CharField(max_length=500, blank=True)
    read_at = models.DateTimeField(null=True)
    read_by_name = models.CharField(max_length=80, blank=True)
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["site", "watch", "opened_at"], name="log_watch")]
        constraints = [
            models.UniqueConstraint(fields=["company", "ref"], name="log_ref"),
            models.UniqueConstraint(
                fields=["site", "watch"], condition=Q(state=LogState.OPEN.value), name="log_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.watch_name}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("meetings:log", args=[self.ref])

    @property
    def state_label(self) -> Text:
        """Its state in words."""
        return LOGS.label(self.state)

    @property
    def state_tone(self) -> str:
        """The tone of its state."""
        return TONES.get(self.state, "neutral")

    @property
    def state_icon(self) -> str:
        """The icon of its state."""
        return STATE_ICONS[self.state]


class Item(CompanyOwned):
    """One line of a duty log. It was written in ``log``; while it is open, ``now_in`` is the log that answers for it.

    ``at`` is when it happened, ``entered_at`` when it was written; ``carried`` counts how often it was handed over.
    """

    lifecycle = ITEMS

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="items")
    now_in = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="held")
    at = models.DateTimeField()
    entered_at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12)
    text = models.CharField(max_length=500)
    unit = models.ForeignKey("places.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=120, blank=True)
    photos = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=ITEMS.choices(), default=ItemState.NOTED.value)
    carried = models.PositiveSmallIntegerField(default=0)
    case_ref = models.CharField(max_length=24, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by_name = models.CharField(max_length=80, blank=True)
    settled_note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["site", "at"], name="item_site"),
            models.Index(fields=["company", "case_ref"], condition=~Q(case_ref=""), name="item_case"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def kind_label(self) -> Text:
        """Its kind in words."""
        return ITEM_KINDS[ItemKind(self.kind)]

    @property
    def state_label(self) -> Text:
        """Its state in words."""
        return ITEMS.label(self.state)

    @property
    def state_tone(self) -> str:
        """The tone of its state."""
        return TONES.get(self.state, "neutral")

    @property
    def state_icon(self) -> str:
        """The icon of its state."""
        return STATE_ICONS[self.state]

    @property
    def where(self) -> str:
        """Unit and place."""
        return " ".join(
            part for part in (self.unit.code if self.unit_id and self.unit else "", self.place) if part
        )
