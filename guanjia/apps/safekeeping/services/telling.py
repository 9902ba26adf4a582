"""What every verb needs: the next number of a series, what a fact says of its item, and who a colleague is."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.safekeeping.models import KeptItem
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.numbering import next_ref


def number(series: str, company_id: int, site_id: int, at: datetime) -> str:
    """The next number of a series at a site; drawing it makes the others of the site wait until commit."""
    site = organisations.site(site_id)
    year = local_day(site_id, at).year
    return next_ref(series, company_id=company_id, site_id=site_id, year=year, prefix=site.ref_prefix)


def local_day(site_id: int, at: datetime) -> date:
    """The day at a site."""
    return at.astimezone(ZoneInfo(organisations.site(site_id).timezone)).date()


def about(row: KeptItem) -> dict[str, Any]:
    """What every fact about an item carries."""
    return {
        "site_id": row.site_id,
        "ref": row.ref,
        "thread": row.ref,
        "kind": row.kind,
        "sort": row.sort,
        "what": row.what,
        "group": row.group.code if row.group_id and row.group else "",
    }


def staff_id_of(by: Actor) -> int | None:
    """The member of staff an actor is; None for the system and for customers."""
    return by.id if by.kind is ActorKind.STAFF else None


def name_of(staff_id: int | None) -> str:
    """What a colleague is called; "" for none."""
    return organisations.staff_names([staff_id]).get(staff_id, "") if staff_id else ""
