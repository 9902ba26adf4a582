"""Meetings, their agenda, who comes, and what is decided."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.urls import reverse

from guanjia.apps.meetings.lifecycle import DECISIONS, MEETINGS
from guanjia.apps.meetings.terms import (
    KINDS,
    PRESENCES,
    STATE_ICONS,
    TONES,
    DecisionState,
    Kind,
    Presence,
    State,
)
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned


class Meeting(CompanyOwned):
    """A meeting of a site, from its notice to its published minutes.

    ``follows`` is the meeting whose undone decisions it opens with; ``series`` the number of the first of them all.
    """

    lifecycle = MEETINGS

    ref = models.CharField(max_length=24)
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    series = models.CharField(max_length=24)
    follows = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="followers")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=14)
    place = models.CharField(max_length=120)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=MEETINGS.choices(), default=State.CALLED.value)
    convenor = models.ForeignKey("organisations.Staff", on_delete=models.PROTECT, related_name="+")
    chair = models.ForeignKey("organisations.Staff", on_delete=models.PROTECT, related_name="+")
    recorder = models.ForeignKey("organisations.Staff", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=80)
    held_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by_name = models.CharField(max_length=80, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by_name = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["site", "from_at"], name="meeting_site"),
            models.Index(fields=["site", "series"], name="meeting_series"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "ref"], name="meeting_ref"),
            models.CheckConstraint(condition=Q(until_at__gt=models.F("from_at")), name="meeting_period"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("meetings:meeting", args=[self.ref])

    @property
    def kind_label(self) -> Text:
        """Its kind in words."""
        return KINDS[Kind(self.kind)]

    @property
    def state_label(self) -> Text:
        """Its state in words."""
        return MEETINGS.label(self.state)

    @property
    def state_tone(self) -> str:
        """The tone of its state."""
        return TONES.get(self.state, "neutral")

    @property
    def state_icon(self) -> str:
        """The icon of its state."""
        return STATE_ICONS[self.state]


class Point(CompanyOwned):
    """A point of the agenda, with what was said about it. ``refs`` are the decisions of earlier meetings it looks at."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="points")
    position = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    refs = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "position"], name="point_place")]

    def __str__(self) -> str:
        return self.topic


class Attendee(CompanyOwned):
    """Somebody who is invited: one of ours (``staff``), or a guest by name and house (``party``).

    ``answered_at`` is when the notice was answered, ``read_at`` when the published minutes were read.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendees")
    staff = models.ForeignKey("organisations.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    party = models.CharField(max_length=120, blank=True)
    presence = models.CharField(max_length=8, blank=True)
    note = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "staff"], condition=Q(staff__isnull=False), name="attendee_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.party})" if self.party else self.name

    @property
    def presence_label(self) -> Text:
        """Whether they came; "" before attendance is taken."""
        return PRESENCES[Presence(self.presence)] if self.presence else ""


class Decision(CompanyOwned):
    """Something a meeting decided that somebody is to do by ``due_at``.

    It belongs to a person (``owner``) or to whoever holds a post (``post``). ``photos`` are keys of attachments.
    """

    lifecycle = DECISIONS

    ref = models.CharField(max_length=24)
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    point = models.ForeignKey(Point, null=True, on_delete=models.PROTECT, related_name="decisions")
    what = models.CharField(max_length=500)
    owner = models.ForeignKey("organisations.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=60, blank=True)
    owner_name = models.CharField(max_length=80)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=DECISIONS.choices(), default=DecisionState.DRAFT.value)
    made_at = models.DateTimeField()
    report = models.CharField(max_length=500, blank=True)
    photos = models.JSONField(default=list)
    reported_at = models.DateTimeField(null=True)
    reported_by_id = models.BigIntegerField(null=True)
    reported_by_name = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=80, blank=True)
    end_note = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["site", "due_at"],
                condition=Q(state__in=[DecisionState.OPEN.value, DecisionState.REPORTED.value]),
                name="decision_waiting",
            ),
            models.Index(fields=["meeting", "state"], name="decision_meeting"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "ref"], name="decision_ref"),
            models.CheckConstraint(
                condition=Q(owner__isnull=False, post="") | (Q(owner__isnull=True) & ~Q(post="")),
                name="decision_owner",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.what}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("meetings:decision", args=[self.ref])

    @property
    def state_label(self) -> Text:
        """Its state in words."""
        return DECISIONS.label(self.state)

    @property
    def state_tone(self) -> str:
        """The tone of its state."""
        return TONES.get(self.state, "neutral")

    @property
    def state_icon(self) -> str:
        """The icon of its state."""
        return STATE_ICONS[self.state]

    @property
    def waits(self) -> bool:
        """Whether its owner is still to do it."""
        return self.state == DecisionState.OPEN

    def is_late(self, now: datetime) -> bool:
        """Whether it should have been done by now."""
        return self.waits and self.due_at <= now
