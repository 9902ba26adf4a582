"""People, their telephones, and the units they belong to."""

from django.db import models
from django.urls import reverse

from guanjia.apps.people.numbers import mask_identity, mask_phone
from guanjia.apps.people.terms import GENDERS, PERSON_KINDS, RELATIONS, PersonKind, person_ref
from guanjia.kernel.scope import CompanyOwned


class Person(CompanyOwned):
    """Somebody who owns, rents, lives in or answers for a unit; a business too. One row per company, not per unit.

    ``erased_at``: everything personal was taken out on request; the row stays, because cases refer to it.
    """

    name = models.CharField(max_length=80)
    kind = models.CharField(
        max_length=10,
        choices=[(kind.value, label) for kind, label in PERSON_KINDS.items()],
        default=PersonKind.PERSON,
    )
    gender = models.CharField(
        max_length=1, blank=True, choices=[(gender.value, label) for gender, label in GENDERS.items()]
    )
    id_number = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["company", "name"], name="person_name"),
            models.Index(
                fields=["company", "id_number"], condition=~models.Q(id_number=""), name="person_id_number"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the person."""
        return reverse("people:person", args=[self.pk])

    @property
    def ref(self) -> str:
        """The person's reference in the journal."""
        return person_ref(self.pk)

    @property
    def masked_id_number(self) -> str:
        """The identity number with its middle hidden."""
        return mask_identity(self.id_number)


class Phone(CompanyOwned):
    """A telephone of a person. Several people may have the same one. ``tail`` is what it is looked up by."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="phones")
    digits = models.CharField(max_length=20)
    tail = models.CharField(max_length=7)
    label = models.CharField(max_length=30, blank=True)
    is_primary = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["company", "tail"], name="phone_tail")]
        constraints = [
            models.UniqueConstraint(fields=["person", "digits"], name="phone_once_per_person"),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(is_primary=True), name="phone_one_primary"
            ),
        ]

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        """The number with its middle hidden."""
        return mask_phone(self.digits)


class Residency(CompanyOwned):
    """A person belongs to a unit, as owner, tenant, family or contact, from a day until a day (half-open).

    None at the start: since when is not known; None at the end: still. ``site`` repeats the unit's site.
    """

    site = models.ForeignKey("organisations.Site", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="residencies")
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="+")
    relation = models.CharField(
        max_length=10, choices=[(key.value, label) for key, label in RELATIONS.items()]
    )
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "until_on"], name="residency_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "unit", "relation"],
                condition=models.Q(until_on=None),
                name="residency_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until_on=None)
                | models.Q(from_on=None)
                | models.Q(until_on__gte=models.F("from_on")),
                name="residency_period",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.relation} {self.unit_id}"
