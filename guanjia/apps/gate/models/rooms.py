"""Machine-room entries, who approves them, and the rules of a site's gate."""

from django.db import models
from django.urls import reverse

from guanjia.apps.gate.lifecycle import ENTRY
from guanjia.apps.gate.terms import WHOS, EntryState, Who
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned


class RoomRule(CompanyOwned):
    """One line of the approvers of a machine room: whose entry, and the keys of the posts that may approve it.

    ``together``: all of them, each for itself; otherwise any one. No posts: own staff enter without approval; for outsiders the
    rulebooks name the posts.
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    who = models.CharField(max_length=10, choices=[(key.value, label) for key, label in WHOS.items()])
    posts = models.JSONField(default=list)
    together = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "who"], name="room_rule_once")]

    def __str__(self) -> str:
        return f"{self.place_id} {self.who}"


class RoomEntry(CompanyOwned):
    """One entry of a machine room (机房出入): asked for, approved, in, out.

    ``escort`` is of the staff; a contractor or visitor never is in a room without one. ``works`` says what they may do there.
    ``due_out_at`` is by when they are out again. ``approvals`` holds for each approval given ``{"post", "name"}``.
    """

    ref = models.CharField(max_length=24)
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=ENTRY.choices(), default=EntryState.ASKED.value)
    who = models.CharField(max_length=10, choices=[(key.value, label) for key, label in WHOS.items()])
    person = models.CharField(max_length=60)
    firm = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=32, blank=True)
    people = models.PositiveSmallIntegerField(default=1)
    purpose = models.CharField(max_length=120)
    works = models.CharField(max_length=300, blank=True)
    planned_at = models.DateTimeField()
    stay_hours = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=80)
    approvals = models.JSONField(default=list)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=80, blank=True)
    rules_told = models.BooleanField(default=False)
    escort = models.ForeignKey("organisations.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    tools = models.CharField(max_length=300, blank=True)
    key_taken = models.CharField(max_length=80, blank=True)
    in_at = models.DateTimeField(null=True)
    in_by_name = models.CharField(max_length=80, blank=True)
    due_out_at = models.DateTimeField(null=True)
    out_at = models.DateTimeField(null=True)
    out_by_name = models.CharField(max_length=80, blank=True)
    out_note = models.CharField(max_length=300, blank=True)
    close_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["site", "state", "planned_at"], name="entry_of_site"),
            models.Index(fields=["place", "planned_at"], name="entry_of_place"),
        ]
        constraints = [models.UniqueConstraint(fields=["company", "ref"], name="room_entry_ref")]

    def __str__(self) -> str:
        return f"{self.ref} {self.person}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("gate:entry", args=[self.ref])

    @property
    def state_label(self) -> Text:
        """Its state in words."""
        return ENTRY.label(self.state)

    @property
    def who_label(self) -> Text:
        """Whose entry it is, in words."""
        return WHOS[Who(self.who)]


class GateRules(CompanyOwned):
    """How a site releases goods: the keys of the posts that approve slips (none: as the rulebook names), and what is refused."""

    site = models.OneToOneField("organisations.Site", on_delete=models.PROTECT, related_name="+")
    approver_posts = models.JSONField(default=list)
    refuse_arrears = models.BooleanField(default=True)
    refuse_fitout = models.BooleanField(default=True)
    refuse_without_word = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"gate:{self.site_id}"
