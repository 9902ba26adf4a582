"""Tips and notices to residents, and where they hang."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from guanjia.apps.letters.lifecycle import NOTICE
from guanjia.apps.letters.models.paper import Paper, Reviewed
from guanjia.apps.letters.terms import (
    HAZARDS,
    IN_FORCE,
    LEVELS,
    TOPICS,
    Hazard,
    Kind,
    Level,
    NoticeState,
    Topic,
)
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned, ScopedManager


class Notices(models.QuerySet["Notice"]):
    """Adjectives of notices."""

    def in_force(self, at: datetime) -> "Notices":
        """Approved, begun and not over."""
        states = [one.value for one in IN_FORCE]
        return self.filter(state__in=states, from_at__lte=at, until_at__gt=at)


class Notice(Paper, Reviewed):
    """A tip or notice. It holds from ``from_at`` until ``until_at``, for the buildings ``concerns`` names ("": the whole site).

    ``token`` is the secret of its public page. ``places`` are ids of the places it is meant to hang at.
    """

    kind = Kind.NOTICE
    lifecycle = NOTICE

    state = models.CharField(max_length=14, choices=NOTICE.choices(), default=NoticeState.DRAFT.value)
    origin = models.CharField(max_length=40, blank=True)
    topic = models.CharField(max_length=10)
    hazard = models.CharField(max_length=10, blank=True)
    level = models.CharField(max_length=10, blank=True)
    text_en = models.TextField(blank=True)
    what = models.CharField(max_length=120, blank=True)
    where = models.CharField(max_length=120, blank=True)
    groups = models.JSONField(default=list)
    buildings = models.JSONField(default=list)
    concerns = models.CharField(max_length=300, blank=True)
    places = models.JSONField(default=list)
    copies = models.PositiveSmallIntegerField(default=0)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    token = models.CharField(max_length=40, unique=True)
    recalled_at = models.DateTimeField(null=True)
    recalled_reason = models.CharField(max_length=300, blank=True)

    objects = ScopedManager.from_queryset(Notices)()  # type: ignore[misc]

    class Meta:
        indexes = [
            models.Index(fields=["site", "until_at"], name="notice_site"),
            models.Index(
                fields=["site", "due_post"], condition=Q(state=NoticeState.REVIEW.value), name="notice_review"
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["company", "ref"], name="notice_ref")]

    @property
    def topic_label(self) -> Text:
        """What it is about."""
        return TOPICS[Topic(self.topic)]

    @property
    def weather_label(self) -> str:
        """The weather and its level; "" for any other topic."""
        if not self.hazard:
            return ""
        return " ".join(str(one) for one in (HAZARDS[Hazard(self.hazard)], LEVELS[Level(self.level)]))

    def is_over(self, now: datetime) -> bool:
        """Whether its time is over while it may still hang."""
        return self.state in (NoticeState.POSTED, NoticeState.RECALLED) and (
            self.state == NoticeState.RECALLED or self.until_at <= now
        )


class Posting(CompanyOwned):
    """One copy of a notice at a place: who put it up with which photo, who took it down."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="postings")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    place_name = models.CharField(max_length=80)
    up_at = models.DateTimeField()
    up_by_name = models.CharField(max_length=80)
    photos = models.JSONField(default=list)
    down_at = models.DateTimeField(null=True)
    down_by_name = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "place"], condition=Q(down_at=None), name="posting_once_at_a_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.place_name}"
