"""Visits, passes with their comings and goings, and the black list."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from guanjia.apps.gate.lifecycle import PASS, VISIT
from guanjia.apps.gate.terms import (
    CHANNELS,
    CHECKED,
    PASS_KINDS,
    Channel,
    Checked,
    PassKind,
    PassState,
    VisitState,
)
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned


class Visit(CompanyOwned):
    """Somebody who comes to see somebody (来访), announced or not.

    ``people`` counts everybody who comes along. ``host_agreed`` is None until the host was asked.
    """

    ref = models.CharField(max_length=24)
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(
        "places.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, choices=VISIT.choices(), default=VisitState.ANNOUNCED.value)
    channel = models.CharField(max_length=8, choices=[(key.value, label) for key, label in CHANNELS.items()])
    visitor = models.CharField(max_length=60)
    phone = models.CharField(max_length=32, blank=True)
    plate = models.CharField(max_length=20, blank=True)
    people = models.PositiveSmallIntegerField(default=1)
    host = models.CharField(max_length=80)
    purpose = models.CharField(max_length=120, blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    told_at = models.DateTimeField()
    told_by_name = models.CharField(max_length=80)
    host_agreed = models.BooleanField(null=True)
    host_asked_at = models.DateTimeField(null=True)
    host_asked_by_name = models.CharField(max_length=80, blank=True)
    host_note = models.CharField(max_length=120, blank=True)
    checked = models.CharField(
        max_length=10, choices=[(key.value, label) for key, label in CHECKED.items()], blank=True
    )
    badge = models.CharField(max_length=20, blank=True)
    in_at = models.DateTimeField(null=True)
    in_by_name = models.CharField(max_length=80, blank=True)
    out_at = models.DateTimeField(null=True)
    out_by_name = models.CharField(max_length=80, blank=True)
    close_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["site", "state", "from_at"], name="visit_of_site"),
            models.Index(fields=["unit", "from_at"], name="visit_of_unit"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "ref"], name="gate_visit_ref"),
            models.UniqueConstraint(
                fields=["site", "badge"], condition=Q(state="INSIDE") & ~Q(badge=""), name="badge_once"
            ),
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="visit_has_a_window"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.visitor}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("gate:visit", args=[self.ref])

    @property
    def state_label(self) -> Text:
        """Its state in words."""
        return VISIT.label(self.state)

    @property
    def channel_label(self) -> Text:
        """Who announced it in words."""
        return CHANNELS[Channel(self.channel)]

    @property
    def checked_label(self) -> Text:
        """How they proved who they are; "" before."""
        return CHECKED[Checked(self.checked)] if self.checked else ""


class Pass(CompanyOwned):
    """A temporary pass (临时出入证) of one person, good from a moment until another, for a unit or a place.

    ``token`` is the secret in its code; ``renewed`` counts how often it was renewed.
    """

    ref = models.CharField(max_length=24)
    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(
        "places.Unit", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, choices=PASS.choices(), default=PassState.VALID.value)
    kind = models.CharField(max_length=10, choices=[(key.value, label) for key, label in PASS_KINDS.items()])
    token = models.CharField(max_length=24, unique=True)
    holder = models.CharField(max_length=60)
    phone = models.CharField(max_length=32, blank=True)
    firm = models.CharField(max_length=80, blank=True)
    where = models.CharField(max_length=120, blank=True)
    purpose = models.CharField(max_length=120, blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    issued_at = models.DateTimeField()
    issued_by_name = models.CharField(max_length=80)
    renewed = models.PositiveSmallIntegerField(default=0)
    withdrawn_at = models.DateTimeField(null=True)
    close_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["site", "state", "until_at"], name="pass_of_site"),
            models.Index(fields=["unit", "until_at"], name="pass_of_unit"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["company", "ref"], name="pass_ref"),
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="pass_has_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.holder}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("gate:pass", args=[self.ref])

    @property
    def kind_label(self) -> Text:
        """Its kind in words."""
        return PASS_KINDS[PassKind(self.kind)]

    @property
    def state_label(self) -> Text:
        """Its state in words."""
        return PASS.label(self.state)


class Passage(CompanyOwned):
    """One coming and going by a pass; without ``out_at`` its holder is inside."""

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    of = models.ForeignKey(Pass, on_delete=models.PROTECT, related_name="passages")
    in_at = models.DateTimeField()
    in_by_name = models.CharField(max_length=80)
    out_at = models.DateTimeField(null=True)
    out_by_name = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["site", "in_at"], condition=Q(out_at=None), name="passage_inside"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["of"], condition=Q(out_at=None), name="passage_inside_once")
        ]

    def __str__(self) -> str:
        return f"{self.of_id} {self.in_at}"


class BarredPerson(CompanyOwned):
    """Somebody who is not let in (黑名单), for a reason and until a moment. Found by number, plate, or name without either."""

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=60)
    phone = models.CharField(max_length=32, blank=True)
    plate = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=300)
    since = models.DateTimeField()
    until_at = models.DateTimeField()
    by_name = models.CharField(max_length=80)
    lifted_at = models.DateTimeField(null=True)
    lifted_by_name = models.CharField(max_length=80, blank=True)
    lifted_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["site", "until_at"], name="barred_of_site")]
        constraints = [models.CheckConstraint(condition=Q(until_at__gt=F("since")), name="barred_has_an_end")]

    def __str__(self) -> str:
        return self.name
