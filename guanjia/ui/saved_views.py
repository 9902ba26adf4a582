"""Views of lists that people keep: filters, search and order under a name, for themselves alone."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound, Refusal, refuse
from guanjia.ui.models import SavedView

MOST = 20
_NOT_KEPT = {"page", "format", "chosen"}


def views_of(actor: Actor, list_key: str) -> list[SavedView]:
    """The views somebody keeps of a list, by name."""
    return list(_mine(actor).filter(list_key=list_key).order_by("name"))


def worth_keeping(query: str) -> str:
    """The part of an address's query that makes a view: neither the page one is on nor the rows chosen."""
    return urlencode([(key, value) for key, value in parse_qsl(query) if key not in _NOT_KEPT])


def keep_view(*, by: Actor, list_key: str, name: str, query: str) -> SavedView:
    """Keep a view; the same name replaces the one before. Refuses an empty name or view, and a 21st one."""
    name, query = name.strip(), worth_keeping(query)
    mine = _mine(by).filter(list_key=list_key)
    full = mine.exclude(name=name).count() >= MOST
    refuse(
        [
            None if name else Refusal("no_name", _("Give the view a name."), field="name"),
            None if query else Refusal("no_view", _("Choose a filter first, then keep the view.")),
            Refusal("too_many_views", _("You keep 20 views of this list. Remove one first."))
            if full
            else None,
        ]
    )
    view, _made = mine.update_or_create(
        account_id=by.account_id or 0, list_key=list_key, name=name, defaults={"query": query}
    )
    return view


def drop_view(*, by: Actor, view_id: int) -> None:
    """Keep a view no longer. Raises ``NotFound`` for somebody else's."""
    dropped, _each = _mine(by).filter(pk=view_id).delete()
    if not dropped:
        raise NotFound


def _mine(actor: Actor) -> QuerySet[SavedView]:
    """The views of one account; none for an actor without one."""
    return SavedView.objects.filter(account_id=actor.account_id or 0)
