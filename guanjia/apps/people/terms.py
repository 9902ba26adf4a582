"""The words of the app: how people belong to units, which facts about them are sensitive, and what can be done."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.apps.people.numbers import is_telephone as is_telephone
from guanjia.apps.people.numbers import mask_identity as mask_identity
from guanjia.apps.people.numbers import mask_phone as mask_phone
from guanjia.apps.people.numbers import normal_phone as normal_phone
from guanjia.apps.places.terms import Slot
from guanjia.kernel.permissions import Capability, declare


class Can(Capability):
    """Capabilities over people."""

    SEE = "people.see"
    REGISTER = "people.register"
    REVEAL = "people.reveal"
    EXPORT = "people.export"
    ERASE = "people.erase"


declare(
    {
        Can.SEE: _("See people and the units they belong to, numbers masked"),
        Can.REGISTER: _("Register people, change them, move them in and out"),
        Can.REVEAL: _("See a whole telephone or identity number, with a reason"),
        Can.EXPORT: _("Export people with whole numbers, with a reason"),
        Can.ERASE: _("Erase a person's data on request"),
    }
)


person_page: Slot[Any] = Slot()
"""Beside a person's facts: their cases and whatever else higher apps know; see ``places.slots``."""


class PersonKind(StrEnum):
    """A human being, or a business that owns or rents."""

    PERSON = "PERSON"
    BUSINESS = "BUSINESS"


PERSON_KINDS = {PersonKind.PERSON: _("Person"), PersonKind.BUSINESS: _("Business")}

_BUSINESS_ENDS = (
    "公司", "集团", "厂", "银行", "分行", "支行", "中心", "事务所", "合作社", "商行", "商店", "超市", "酒店", "学校", "幼儿园", "医院",
    "诊所", "管理处", "委员会", "工作室", "经营部", "LTD", "LTD.", "INC", "INC.", "LLC", "GMBH", "LIMITED",
)  # fmt: skip


def kind_of(name: str) -> PersonKind:
    """Whether a name is a business's, by how it ends."""
    bare = name.upper().rstrip(")")
    return PersonKind.BUSINESS if bare.endswith(_BUSINESS_ENDS) else PersonKind.PERSON


class Gender(StrEnum):
    """How to address somebody; never required."""

    UNSAID = ""
    FEMALE = "F"
    MALE = "M"


GENDERS = {Gender.UNSAID: _("Not stated"), Gender.FEMALE: _("Ms"), Gender.MALE: _("Mr")}


class Relation(StrEnum):
    """How a person belongs to a unit."""

    OWNER = "OWNER"
    FAMILY = "FAMILY"
    TENANT = "TENANT"
    CONTACT = "CONTACT"
    EMERGENCY = "EMERGENCY"


RELATIONS = {
    Relation.OWNER: pgettext_lazy("unit", "Owner"),
    Relation.FAMILY: _("Family"),
    Relation.TENANT: _("Tenant"),
    Relation.CONTACT: _("Contact"),
    Relation.EMERGENCY: _("Emergency contact"),
}

CALLING_ORDER = (Relation.TENANT, Relation.OWNER, Relation.FAMILY, Relation.CONTACT, Relation.EMERGENCY)
"""Whom to call about a unit first: who lives there, then who owns it."""


class Sensitive(StrEnum):
    """The fields shown masked; the whole value is revealed by a verb only."""

    PHONE = "PHONE"
    ID_NUMBER = "ID_NUMBER"


SENSITIVE = {Sensitive.PHONE: _("Telephone number"), Sensitive.ID_NUMBER: _("Identity number")}


class UnitLike(Protocol):
    """A unit of ``places``, as far as people need it."""

    pk: Any
    company_id: int
    site_id: int
    code: str


@dataclass(frozen=True, kw_only=True)
class Named:
    """A person as a list states it. ``phones`` are normal (``normal_phone``); blank means: the list says nothing."""

    name: str
    kind: PersonKind = PersonKind.PERSON
    id_number: str = ""
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Household:
    """The owners of one unit as a list states them, and since when (None: not stated)."""

    unit_id: int
    owners: tuple[Named, ...]
    since: date | None = None


@dataclass(frozen=True)
class UnitOfPerson:
    """A unit a person belongs to now."""

    unit_id: int
    code: str
    relation: str
    group_code: str
    is_moved_in: bool


@dataclass(frozen=True)
class Caller:
    """Somebody a telephone number belongs to, with the units of the site asked about. The number is masked."""

    person_id: int
    name: str
    kind: str
    phone: str
    label: str
    units: tuple[UnitOfPerson, ...]


@dataclass(frozen=True)
class Contact:
    """Somebody to call about a unit; the number is masked."""

    person_id: int
    name: str
    relation: str
    phone: str
    has_phone: bool


def person_ref(person_id: int) -> str:
    """The reference of a person in the journal."""
    return f"person:{person_id}"
