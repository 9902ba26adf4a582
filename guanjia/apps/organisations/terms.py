"""The words of the app, and what can be done with it."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.permissions import Capability, declare


class Can(Capability):
    """Capabilities over the organisation itself."""

    SEE_STAFF = "organisations.see_staff"
    MANAGE_STAFF = "organisations.manage_staff"
    PLAN_SHIFTS = "organisations.plan_shifts"


declare(
    {
        Can.SEE_STAFF: _("See the staff and who is on duty"),
        Can.MANAGE_STAFF: _("Appoint staff, name stand-ins and set what a post may do"),
        Can.PLAN_SHIFTS: _("Plan who is on duty"),
    }
)


class SiteKind(StrEnum):
    """What a site is."""

    ESTATE = "ESTATE"
    OFFICE_TOWER = "OFFICE_TOWER"
    MALL = "MALL"
    SERVICED_ROOMS = "SERVICED_ROOMS"


SITE_KINDS = {
    SiteKind.ESTATE: _("Housing estate"),
    SiteKind.OFFICE_TOWER: _("Office tower"),
    SiteKind.MALL: _("Mall"),
    SiteKind.SERVICED_ROOMS: _("Serviced rooms"),
}


class Trade(StrEnum):
    """What a technician is skilled in; dispatch matches work orders with it."""

    PLUMBING = "plumbing"
    ELECTRICAL = "electrical"
    LIFT = "lift"
    LOCKS = "locks"
    BUILDING = "building"
    CLEANING = "cleaning"
    SECURITY = "security"
    GREENERY = "greenery"
    GENERAL = "general"


TRADES = {
    Trade.PLUMBING: _("Plumbing"),
    Trade.ELECTRICAL: _("Electrical"),
    Trade.LIFT: _("Lifts"),
    Trade.LOCKS: _("Doors and locks"),
    Trade.BUILDING: _("Building fabric"),
    Trade.CLEANING: _("Cleaning"),
    Trade.SECURITY: _("Security"),
    Trade.GREENERY: _("Greenery"),
    Trade.GENERAL: _("General"),
}


def site_ref(site_id: int) -> str:
    """The reference of a site in the journal."""
    return f"site:{site_id}"


def staff_ref(staff_id: int) -> str:
    """The reference of somebody of the staff in the journal."""
    return f"staff:{staff_id}"
