"""Tokens of programs, webhook endpoints, and what was delivered to them."""

import uuid

from django.db import models

from guanjia.api.terms import DELIVERY_STATES, DeliveryState
from guanjia.kernel.scope import CompanyOwned


class Token(CompanyOwned):
    """A program's key: it acts as ``staff``, only with ``scopes``, only at ``site`` (none: all sites of the person).

    Of the secret only the SHA-256 is kept; 256 random bits need no slow hash. ``spent_until`` is the rate limit's
    whole memory, in microseconds since 1970: the moment at which the bucket will be full again.
    """

    staff = models.ForeignKey("organisations.Staff", on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey("organisations.Site", null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.BinaryField(max_length=32)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    spent_until = models.BigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["staff", "id"], name="api_token_staff")]

    def __str__(self) -> str:
        return f"gj_{self.prefix}…"


class WebhookEndpoint(CompanyOwned):
    """An address of another program that hears of ``events`` of one site; an empty list means all that are published.

    The signing secret is not stored: it is derived from the installation's secret and ``salt``, so that a copy of the
    database does not give it away. ``failures`` counts failures in a row; until ``quiet_until`` nothing is sent.
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    url = models.CharField(max_length=500)
    events = models.JSONField(default=list)
    salt = models.CharField(max_length=32)
    active = models.BooleanField(default=True)
    failures = models.PositiveIntegerField(default=0)
    quiet_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    maker = models.ForeignKey("organisations.Staff", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["site"], condition=models.Q(active=True), name="api_endpoint_active")]

    def __str__(self) -> str:
        return self.name


class Delivery(CompanyOwned):
    """One fact on its way to one endpoint. ``key`` is the same however often it is sent: the receiver's own filter."""

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.PROTECT, related_name="deliveries")
    entry = models.ForeignKey("kernel.JournalEntry", on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        max_length=10,
        choices=[(s.value, v) for s, v in DELIVERY_STATES.items()],
        default=DeliveryState.WAITING.value,
    )
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["endpoint", "entry"], name="api_delivery_once")]
        indexes = [
            models.Index(fields=["entry"], name="api_delivery_entry"),
            models.Index(fields=["endpoint", "-id"], name="api_delivery_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.key} to {self.endpoint_id}"
