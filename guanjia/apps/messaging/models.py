"""Notices to staff, and the ways they leave the house."""

from django.db import models
from django.db.models import Q

from guanjia.apps.messaging.terms import CHANNELS, URGENCIES, Urgency
from guanjia.kernel.scope import CompanyOwned


class Notice(CompanyOwned):
    """A message to one member of staff, kept as kind and parameters so that each reader gets it in their language.

    ``settled_at``: the thing it spoke of is done, so it calls for nothing any more, read or not.
    """

    site = models.ForeignKey("organisations.Site", null=True, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(
        "organisations.Staff", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=200, blank=True)
    about = models.CharField(max_length=40, blank=True)
    thread = models.CharField(max_length=40, blank=True)
    urgency = models.CharField(
        max_length=8,
        choices=[(one.value, label) for one, label in URGENCIES.items()],
        default=Urgency.NORMAL.value,
    )
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["staff", "-id"], name="notice_staff"),
            models.Index(fields=["staff"], condition=Q(read_at=None, settled_at=None), name="notice_unread"),
            models.Index(fields=["about"], condition=Q(settled_at=None) & ~Q(about=""), name="notice_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.staff_id}"


class Address(CompanyOwned):
    """Where a member of staff gets messages outside the product."""

    staff = models.ForeignKey("organisations.Staff", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=[(one.value, label) for one, label in CHANNELS.items()])
    address = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "channel"], name="address_once")]

    def __str__(self) -> str:
        return f"{self.channel} of {self.staff_id}"


class Robot(CompanyOwned):
    """A robot of a group chat that repeats a site's messages from a certain urgency on."""

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=[(one.value, label) for one, label in CHANNELS.items()])
    name = models.CharField(max_length=60)
    token = models.CharField(max_length=200)
    secret = models.CharField(max_length=200, blank=True)
    least_urgency = models.CharField(
        max_length=8,
        choices=[(one.value, label) for one, label in URGENCIES.items()],
        default=Urgency.URGENT.value,
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "channel", "name"], name="robot_once")]

    def __str__(self) -> str:
        return f"{self.channel} {self.name}"


class Delivery(CompanyOwned):
    """One message on its way out, by one channel. ``sent_at`` is written as soon as the other side has taken it."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="+")
    address = models.ForeignKey(Address, null=True, on_delete=models.CASCADE, related_name="+")
    robot = models.ForeignKey(Robot, null=True, on_delete=models.CASCADE, related_name="+")
    send_after = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["send_after"], condition=Q(sent_at=None), name="delivery_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(address=None, robot__isnull=False) | Q(address__isnull=False, robot=None),
                name="delivery_one_way",
            )
        ]

    def __str__(self) -> str:
        return f"notice {self.notice_id}"
