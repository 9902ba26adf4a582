"""Groups, buildings, units, and the places between them."""

from django.db import models
from django.urls import reverse

from guanjia.apps.places.naming import SEARCH_LENGTH
from guanjia.apps.places.terms import PLACE_KINDS, UNIT_STAGES, PlaceKind, UnitStage, unit_ref
from guanjia.kernel.refusals import Text
from guanjia.kernel.scope import CompanyOwned


class Group(CompanyOwned):
    """A group of buildings (组团) of a site, one steward's or one assistant's area."""

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "code"], name="group_code_once")]

    def __str__(self) -> str:
        return self.name if self.name == self.code else f"{self.code} {self.name}"


class Building(CompanyOwned):
    """A building. Its code is what is left of its name without 栋, 号楼 or #; it is unique in its group."""

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "group", "code"], name="building_code_once"),
            models.UniqueConstraint(
                fields=["site", "code"], condition=models.Q(group=None), name="building_code_once_ungrouped"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Unit(CompanyOwned):
    """A flat, office or shop (房屋). ``code`` (房号) is unique at its site; ``area`` is in square metres.

    ``group`` repeats the building's group, because nearly every list is filtered by it. ``search`` holds the words the
    unit is found by (see ``naming.search_words``).
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    building = models.ForeignKey(Building, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, null=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    entrance = models.CharField(max_length=20, blank=True)
    floor = models.SmallIntegerField(null=True)
    area = models.DecimalField(max_digits=10, decimal_places=2)
    layout = models.CharField(max_length=40, blank=True)
    delivered_on = models.DateField(null=True)
    fitout_on = models.DateField(null=True)
    moved_in_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    search = models.CharField(max_length=SEARCH_LENGTH)

    class Meta:
        indexes = [
            models.Index(fields=["building", "code"], name="unit_building"),
            models.Index(fields=["group", "code"], name="unit_group"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["site", "code"], name="unit_code_once"),
            models.CheckConstraint(condition=models.Q(area__gt=0), name="unit_area_positive"),
        ]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        """The page of the unit."""
        return reverse("places:unit", args=[self.pk])

    @property
    def ref(self) -> str:
        """The unit's reference in the journal."""
        return unit_ref(self.pk)

    @property
    def stage(self) -> UnitStage:
        """How far the unit has come, read from its dates."""
        if self.moved_in_on:
            return UnitStage.MOVED_IN
        if self.fitout_on:
            return UnitStage.FITTING_OUT
        return UnitStage.DELIVERED if self.delivered_on else UnitStage.NOT_DELIVERED

    @property
    def stage_label(self) -> Text:
        """The stage's name for people."""
        return UNIT_STAGES[self.stage]


class Place(CompanyOwned):
    """Somewhere that is not a unit but where something can be out of order: a lift, a door, a machine room.

    ``qr_token`` is the secret in the label that hangs there; a new one makes every old label worthless. A place of kind
    ``UNIT_DOOR`` is the label at the door of ``unit``. A retired place answers no label any more.
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    building = models.ForeignKey(Building, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(
        max_length=20, choices=[(kind.value, label) for kind, label in PLACE_KINDS.items()]
    )
    code = models.CharField(max_length=50)
    name = models.CharField(max_length=80)
    qr_token = models.CharField(max_length=40, unique=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "code"], condition=models.Q(retired_at=None), name="place_code_once"
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(retired_at=None), name="place_one_door_per_unit"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="UNIT_DOOR", unit__isnull=False)
                | (~models.Q(kind="UNIT_DOOR") & models.Q(unit__isnull=True)),
                name="place_unit_door_has_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the place."""
        return reverse("places:place", args=[self.pk])

    @property
    def kind_label(self) -> Text:
        """The kind's name for people."""
        return PLACE_KINDS[PlaceKind(self.kind)]
