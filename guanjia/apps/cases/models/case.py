"""The case (客户事项): one matter of one customer, from the first word to the signature."""

import secrets
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from guanjia.apps.cases.lifecycle import CASE, OPEN_STATES, CaseState
from guanjia.apps.cases.terms import CHANNELS, COMPLAINT_CLASSES, KINDS, URGENCIES, Kind, Urgency
from guanjia.apps.people.terms import mask_phone
from guanjia.kernel.scope import CompanyOwned, ScopedManager

_OPEN_STATES = [state.value for state in OPEN_STATES]
_OPEN = Q(state__in=_OPEN_STATES)
_UNFINISHED = Q(state__in=[CaseState.RECEIVED.value, CaseState.HANDLING.value])
_UNRULED = _OPEN & Q(kind=Kind.COMPLAINT, ruled_at=None)


def _late(at: datetime) -> Q:
    return _UNFINISHED & Q(promised_at__lt=at)


class Cases(models.QuerySet["Case"]):
    """Adjectives of cases."""

    def open(self) -> "Cases":
        """Somebody still has something to do."""
        return self.filter(_OPEN)

    def unfinished(self) -> "Cases":
        """Not resolved yet: what the daily review goes through."""
        return self.filter(_UNFINISHED)

    def late(self, at: datetime) -> "Cases":
        """The promised time has passed and the matter is not resolved."""
        return self.filter(_late(at))

    def of_staff(self, staff_id: int) -> "Cases":
        """Owned or handled by somebody."""
        return self.filter(Q(first_receiver_id=staff_id) | Q(handler_id=staff_id))

    def in_groups(self, site_id: int, codes: list[str]) -> "Cases":
        """In some clusters (组团) of a site."""
        return self.filter(site_id=site_id, group_code__in=codes)

    def of_kind(self, kind: str) -> "Cases":
        return self.filter(kind=kind)

    def of_class(self, complaint_class: str) -> "Cases":
        return self.filter(complaint_class=complaint_class)

    def unruled(self) -> "Cases":
        """Complaints whose class and validity the supervisor has not ruled."""
        return self.filter(_UNRULED)

    def pressing(self, at: datetime) -> dict[str, int]:
        """How many are open, of these past their promise (``late``), and without a ruling (``unruled``); one query."""
        wanted = {"open": _OPEN, "late": _late(at), "unruled": _UNRULED}
        return self.aggregate(**{name: models.Count("pk", filter=one) for name, one in wanted.items()})

    def unanswered(self) -> "Cases":
        """The customer has had no answer."""
        return self.open().filter(answered_at=None)

    def urged(self) -> "Cases":
        """The customer urges and waits for an answer."""
        return self.open().filter(urged_at__isnull=False)

    def to_visit(self) -> "Cases":
        """Resolved, with the return visit to come."""
        return self.filter(state=CaseState.RESOLVED)

    def without_word_since(self, at: datetime) -> "Cases":
        """Unfinished, and the customer has heard nothing since ``at``."""
        return self.unfinished().filter(Q(told_at=None) | Q(told_at__lt=at))


class Case(CompanyOwned):
    """One matter. It always has an owner (``first_receiver``, 首问责任人) and a ``handler``.

    ``received_at`` is when the customer first told us (clocks start there), ``registered_at`` when it was typed.
    ``group_code`` and ``category`` are what they were at intake, so that lists need no joins. ``worker_ids`` are those
    who did the job: they never make the return visit. ``token`` is the secret in the link the customer follows.
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    ref = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=[(one.value, label) for one, label in KINDS.items()])
    channel = models.CharField(max_length=10, choices=[(one.value, label) for one, label in CHANNELS.items()])
    written = models.BooleanField(default=False)
    title = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=CASE.choices(), default=CaseState.RECEIVED.value)
    urgency = models.CharField(
        max_length=10,
        choices=[(one.value, label) for one, label in URGENCIES.items()],
        default=Urgency.NORMAL.value,
    )
    classification = models.ForeignKey(
        "cases.Classification", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    category = models.CharField(max_length=60, blank=True)

    unit = models.ForeignKey(
        "places.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    place = models.ForeignKey(
        "places.Place", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.ForeignKey(
        "people.Person", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    group_code = models.CharField(max_length=20, blank=True)
    where = models.CharField(max_length=120, blank=True)
    caller_name = models.CharField(max_length=60, blank=True)
    caller_phone = models.CharField(max_length=24, blank=True)

    first_receiver = models.ForeignKey(
        "organisations.Staff", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    handler = models.ForeignKey(
        "organisations.Staff", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    department = models.CharField(max_length=40)

    received_at = models.DateTimeField()
    registered_at = models.DateTimeField()
    later_arrival_until = models.DateTimeField(null=True)
    promised_at = models.DateTimeField(null=True)
    postponements = models.PositiveSmallIntegerField(default=0)
    told_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    urged_at = models.DateTimeField(null=True)
    urgings = models.PositiveSmallIntegerField(default=0)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reopened = models.PositiveSmallIntegerField(default=0)
    outcome = models.TextField(blank=True)
    worker_ids = models.JSONField(default=list)

    complaint_class = models.CharField(
        max_length=12, blank=True, choices=[(one.value, label) for one, label in COMPLAINT_CLASSES.items()]
    )
    ruled_at = models.DateTimeField(null=True)
    fee_refused = models.BooleanField(default=False)

    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merged")
    split_from = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="splits", db_index=False
    )
    token = models.CharField(max_length=32)

    objects = ScopedManager.from_queryset(Cases)()  # type: ignore[misc]

    class Meta:
        indexes = [
            models.Index(fields=["site", "state", "received_at"], name="case_board"),
            models.Index(fields=["site", "received_at"], name="case_site_received"),
            models.Index(fields=["unit", "received_at"], name="case_unit", condition=Q(unit__isnull=False)),
            models.Index(
                fields=["company", "caller_phone", "received_at"],
                name="case_phone",
                condition=~Q(caller_phone=""),
            ),
            models.Index(fields=["person"], name="case_person", condition=Q(person__isnull=False)),
            models.Index(fields=["handler", "state"], name="case_handler"),
            models.Index(fields=["first_receiver", "state"], name="case_owner"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "ref"], name="case_ref_once"),
            models.UniqueConstraint(fields=["token"], name="case_token_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in CaseState]), name="case_state"
            ),
            models.CheckConstraint(condition=Q(postponements__lte=1), name="case_postponed_once"),
            models.CheckConstraint(
                condition=Q(postponements=0) | Q(promised_at__isnull=False), name="case_postponed_a_promise"
            ),
            models.CheckConstraint(
                condition=Q(kind="complaint") | Q(complaint_class=""), name="case_class_of_complaint"
            ),
            models.CheckConstraint(
                condition=~Q(state="MERGED") | Q(merged_into__isnull=False), name="case_merged_somewhere"
            ),
            models.CheckConstraint(
                condition=Q(state__in=_OPEN_STATES, closed_at=None)
                | (~Q(state__in=_OPEN_STATES) & Q(closed_at__isnull=False)),
                name="case_closed_at",
            ),
            models.CheckConstraint(condition=Q(parent=None) | ~Q(parent=F("id")), name="case_not_its_parent"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    @property
    def masked_phone(self) -> str:
        """The caller's number with its middle hidden."""
        return mask_phone(self.caller_phone)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do."""
        return self.state in _OPEN_STATES


def new_token() -> str:
    """A secret for the customer's link: 128 bits, unguessable, short enough for a text message."""
    return secrets.token_urlsafe(16)
