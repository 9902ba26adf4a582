"""What a company keeps of working time: each site's calendars with their versions, and the notices of the years."""

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language

from guanjia.apps.calendars.terms import CHINA, NOTICE_STATES, NoticeState
from guanjia.kernel.scope import CompanyOwned


class SiteCalendar(CompanyOwned):
    """One set of working hours of a site: the office's week, the desk's days. Duties that name none use the default."""

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    key = models.SlugField(max_length=20)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2, default=CHINA)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "key"], name="calendar_once"),
            models.UniqueConstraint(
                fields=["site"], condition=models.Q(is_default=True), name="calendar_one_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("calendars:calendar", args=[self.pk])


class CalendarVersion(CompanyOwned):
    """Hours that hold from a day on, until the next version's day. Never edited: a change is a new version.

    ``pattern`` is what ``HoursPattern.parse`` reads. ``set_at`` is when it became known.
    """

    calendar = models.ForeignKey(SiteCalendar, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    from_on = models.DateField()
    pattern = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["calendar", "number"], name="calendar_version_once")]

    def __str__(self) -> str:
        return f"{self.calendar} {self.number}"


class YearNotice(CompanyOwned):
    """The public notice of one year as a company loaded it; it replaces the shipped data of that year.

    Each company loads its own, so that a slip in one changes no deadline of another. ``days`` holds ``holidays``
    ([date, name]) and ``makeup`` ([date, date it works for or null, name]). Never edited: a correction is a new version.
    """

    country = models.CharField(max_length=2, default=CHINA)
    year = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField()
    state = models.CharField(
        max_length=12, choices=[(key.value, label) for key, label in NOTICE_STATES.items()]
    )
    days = models.JSONField()
    source = models.CharField(max_length=200, blank=True)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company", "country", "year", "version"], name="year_notice_once"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in NoticeState]), name="year_notice_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.year} ({self.version})"
