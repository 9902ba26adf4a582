"""What the palette finds and starts of ours: registers by title, entries by number or by what they say."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.registers import queries
from guanjia.apps.registers.terms import SERIES, Can
from guanjia.kernel.refusals import NotFound
from guanjia.ui.http import Request
from guanjia.ui.palette import Hit, Provider, Verb, register, register_verb

SHORTEST = 2
"""Entries are looked for by their words from so many signs on."""

MOST = 5
"""So many entries stand below the registers found."""


def find(request: Request, text: str) -> Iterable[Hit]:
    """The entry with this number; else the registers whose title holds what was typed, and the latest entries that say it."""
    wanted = text.strip()
    if f"{SERIES}-" in wanted.upper():
        yield from _entry(request, wanted.upper())
        return
    if request.site is None or not request.actor.can(Can.SEE, request.site.pk):
        return
    folded = wanted.casefold()
    for one in queries.list_registers(request.actor, request.site.pk, request.now):
        if folded in one.term.title.zh.casefold() or folded in one.term.title.en.casefold():
            url = reverse("registers:register", args=[one.pack, one.key])
            yield Hit(str(one.term.title), url, str(one.here.pack.title), "clipboard-list")
    if len(wanted) >= SHORTEST:
        found = queries.search(request.actor, wanted, site_id=request.site.pk).order_by("-entered_at", "-id")
        for entry in found[:MOST]:
            title = f"{entry.ref} {queries.register_of(entry).term.title}"
            yield Hit(title, entry.get_absolute_url(), entry.text.replace("\n", " · ")[:60], "clipboard-list")


def _entry(request: Request, ref: str) -> Iterable[Hit]:
    try:
        entry = queries.get_entry(request.actor, ref)
    except NotFound:
        return
    title = f"{entry.ref} {queries.register_of(entry).term.title}"
    yield Hit(title, entry.get_absolute_url(), str(entry.state_label), "clipboard-list")


register(
    Provider(key="registers", label=_("Registers"), icon="clipboard-list", can=Can.SEE, find=find, order=55)
)
register_verb(
    Verb(_("Registers"), "registers:list", "clipboard-list", Can.SEE, words="台账 登记 表单 registers forms")
)
register_verb(
    Verb(_("For me to sign"), "registers:to_sign", "signature", Can.SIGN, words="待我签字 签字 sign")
)
