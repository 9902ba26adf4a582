"""The work order itself."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from guanjia.apps.organisations.terms import TRADES, Trade
from guanjia.apps.workorders.lifecycle import LIFECYCLE
from guanjia.apps.workorders.terms import (
    BUSY,
    HELD,
    OPEN,
    PAUSE_REASONS,
    SKILL_ICONS,
    STATE_ICONS,
    TONES,
    URGENCIES,
    WAITING,
    WAYS,
    PauseReason,
    State,
    Urgency,
)
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned, ScopedManager


def _values(states: frozenset[State]) -> list[str]:
    return sorted(state.value for state in states)


class WorkOrders(models.QuerySet["WorkOrder"]):
    """Adjectives of work orders."""

    def of_thread(self, ref: str) -> "WorkOrders":
        return self.filter(thread=ref)

    def open(self) -> "WorkOrders":
        return self.filter(state__in=_values(OPEN))

    def waiting(self) -> "WorkOrders":
        return self.filter(state__in=_values(WAITING))

    def held(self) -> "WorkOrders":
        return self.filter(state__in=_values(HELD))

    def busy(self) -> "WorkOrders":
        return self.filter(state__in=_values(BUSY))

    def still_to_do(self) -> "WorkOrders":
        """Open, or merged into an order that is open: somebody's work is not done either way."""
        return self.filter(
            Q(state__in=_values(OPEN)) | Q(state=State.MERGED, carried_by__state__in=_values(OPEN))
        )


class WorkOrder(CompanyOwned):
    """One piece of work for a technician (派工单), usually for a case, which is its ``thread``.

    ``where``, ``contact_name`` and ``contact_phone`` are what the paper says: they do not change when a unit's people
    do. ``carried_by`` is the order that finally does a merged order's work (merges may chain).
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    ref = models.CharField(max_length=40)
    thread = models.CharField(max_length=40)
    case_kind = models.CharField(max_length=20, blank=True)
    state = models.CharField(
        max_length=12,
        choices=[(state.value, label) for state, label in LIFECYCLE.states.items()],
        default=State.ISSUED,
    )

    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    unit = models.ForeignKey("places.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")
    where = models.CharField(max_length=120, blank=True)
    group_code = models.CharField(max_length=20, blank=True)
    skill = models.CharField(max_length=20)
    urgency = models.CharField(
        max_length=12,
        choices=[(one.value, label) for one, label in URGENCIES.items()],
        default=Urgency.NORMAL,
    )
    contact_name = models.CharField(max_length=60, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    appointed_at = models.DateTimeField(null=True)
    needs_photo = models.BooleanField(default=False)
    needs_signature = models.BooleanField(default=False)
    paid = models.BooleanField(default=False)

    received_at = models.DateTimeField()
    issued_at = models.DateTimeField()
    issued_by_id = models.BigIntegerField(null=True)
    issued_by_name = models.CharField(max_length=80)
    offered_at = models.DateTimeField(null=True)

    assignee = models.ForeignKey("organisations.Staff", null=True, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField(null=True)
    assigned_how = models.CharField(
        max_length=12, blank=True, choices=[(way.value, label) for way, label in WAYS.items()]
    )
    accepted_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)

    paused_at = models.DateTimeField(null=True)
    pause_until = models.DateTimeField(null=True)
    pause_reason = models.CharField(
        max_length=16, blank=True, choices=[(one.value, label) for one, label in PAUSE_REASONS.items()]
    )
    pause_note = models.CharField(max_length=200, blank=True)

    closed_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True)
    close_reason = models.CharField(max_length=200, blank=True)
    labour_minutes = models.PositiveIntegerField(null=True)
    labour_fen = models.PositiveIntegerField(default=0)
    charge_fen = models.PositiveIntegerField(default=0)

    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    split_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="splits")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    carried_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="carried")

    objects = ScopedManager.from_queryset(WorkOrders)()  # type: ignore[misc]

    class Meta:
        indexes = [
            models.Index(fields=["company", "thread"], name="work_order_thread"),
            models.Index(fields=["site", "state", "received_at"], name="work_order_board"),
            models.Index(fields=["assignee", "state"], name="work_order_load"),
            models.Index(fields=["site", "closed_at"], name="work_order_closed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "ref"], name="work_order_ref_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in State]), name="work_order_state"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_values(HELD)) | Q(assignee__isnull=False),
                name="work_order_held_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_values(WAITING)) | Q(assignee__isnull=True),
                name="work_order_waiting_for_nobody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=_values(OPEN), closed_at=None) | Q(closed_at__isnull=False),
                name="work_order_closed_at",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.MERGED.value)
                | Q(merged_into__isnull=False, carried_by__isnull=False),
                name="work_order_merged_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PAUSED.value) | Q(pause_until__gt=F("paused_at")),
                name="work_order_pause_limit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    def get_absolute_url(self) -> str:
        """The order's page."""
        return reverse("workorders:order", args=[self.ref])

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do under this number."""
        return self.state in OPEN

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has it yet."""
        return self.state in WAITING

    @property
    def has_case(self) -> bool:
        """Whether it belongs to a case, and not just to itself."""
        return self.thread != self.ref

    @property
    def state_label(self) -> Text:
        """Where it stands, in words."""
        return LIFECYCLE.label(self.state)

    @property
    def state_tone(self) -> str:
        """The tone of its state."""
        return TONES[self.state]

    @property
    def state_icon(self) -> str:
        """The drawing of its state."""
        return STATE_ICONS[self.state]

    @property
    def urgency_label(self) -> Text:
        """How urgent, in words."""
        return URGENCIES[Urgency(self.urgency)]

    @property
    def is_pressing(self) -> bool:
        """Whether it is more urgent than usual."""
        return self.urgency != Urgency.NORMAL

    @property
    def skill_label(self) -> Text:
        """The trade, in words."""
        return TRADES[Trade(self.skill)]

    @property
    def skill_icon(self) -> str:
        """The drawing of the trade."""
        return SKILL_ICONS.get(self.skill, "tool")

    @property
    def pause_reason_label(self) -> Text:
        """Why it rests, in words; "" when it does not."""
        return PAUSE_REASONS[PauseReason(self.pause_reason)] if self.pause_reason else ""
