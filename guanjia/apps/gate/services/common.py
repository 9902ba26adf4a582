"""What the verbs share: numbers, secrets, lines of goods, photos."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from guanjia.apps.documents import services as documents
from guanjia.apps.documents.services import Upload
from guanjia.apps.gate import queries
from guanjia.apps.gate.models import Item
from guanjia.apps.gate.terms import Goods
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.numbering import next_ref
from guanjia.kernel.refusals import NotFound


def draw(series: str, company_id: int, site_id: int, at: datetime) -> str:
    """The next number of a series."""
    year, prefix = queries.year_of(site_id, at)
    return next_ref(series, company_id=company_id, site_id=site_id, year=year, prefix=prefix)


def new_token() -> str:
    """A secret for a code that is scanned."""
    return secrets.token_urlsafe(12)


def staff_id(by: Actor) -> int | None:
    """Who of the staff acts, None for a program or the system."""
    return by.id if by.kind is ActorKind.STAFF else None


def written(goods: Sequence[Goods]) -> list[Goods]:
    """The lines somebody wrote something into."""
    return [one for one in goods if one.name.strip()]


def pieces_of(goods: Sequence[Goods]) -> int:
    """How many pieces these lines are."""
    return sum(one.pieces for one in goods)


def keep_items(goods: Sequence[Goods], *, company_id: int, **of: Any) -> None:
    """Store lines under a slip or held goods."""
    Item.objects.bulk_create(
        Item(
            company_id=company_id,
            position=place,
            name=one.name.strip()[:80],
            pieces=one.pieces,
            note=one.note.strip()[:120],
            **of,
        )
        for place, one in enumerate(goods, start=1)
    )


def keep_photos(thing: Any, photos: Sequence[Upload], *, by: Actor, at: datetime, thread: str = "") -> int:
    """Keep photographs under the number of a thing; how many they are."""
    if not photos:
        return 0
    documents.attach_all(
        photos, by=by, at=at, site_id=thing.site_id, about_ref=thing.ref, thread=thread or thing.ref
    )
    return len(photos)


def same_site(found: Any, site_id: int) -> Any:
    """A unit or place, when it lies at the site. Raises ``NotFound``."""
    if found is not None and found.site_id != site_id:
        raise NotFound
    return found
