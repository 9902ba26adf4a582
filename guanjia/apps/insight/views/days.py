"""The day's matters, and the machine."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.apps.insight import queries
from guanjia.apps.insight.sheets import sheet
from guanjia.apps.insight.terms import Can
from guanjia.apps.insight.views.asked import address, site_named, site_of, wants
from guanjia.ui.http import Request, page, screen
from guanjia.ui.lists import Column
from guanjia.ui.templatetags.ui import named


@dataclass(frozen=True)
class Row:
    """One line of the day: of a post, or of one of its people. ``url`` opens the duties behind it."""

    post: str
    name: str
    on_duty: str
    tally: Any
    url: str
    is_first: bool
    lines: int


@screen(can=Can.SEE)
def show_day(request: Request) -> HttpResponse:
    """What a manager looks at in the morning; each number opens the records behind it."""
    site_id = site_of(request)
    found = queries.day_of(request.actor, site_id, request.now)
    rows = list(_rows(found))
    title = _("The day's matters")
    if wants(request, "xlsx"):
        return sheet(request, title, _columns(), rows)
    machine = queries.machine(request.actor, site_id, request.now)
    return page(
        request,
        "insight/day_paper.html" if wants(request, "paper") else "insight/day.html",
        title=title,
        found=found,
        rows=rows,
        broken=[(one, _broken_url(site_id, found, one)) for one in found.broken],
        machine=machine,
        is_well=machine.is_well(request.now),
        site=site_named(site_id),
        is_here=request.site is not None and request.site.pk == site_id,
        duties=reverse("obligations:list"),
        now=request.now,
    )


def _rows(found: queries.Day) -> Iterable[Row]:
    for post in found.posts:
        for number, one in enumerate(post.owed):
            name = named(post.post) if post.post else (post.key or _("Without a post"))
            who = one.name or (_("whoever is on duty") if post.key else _("Nobody owns it"))
            asked = {"state": "ALL", "due_on": found.day}
            asked |= {"owner": one.owner} if one.owner else {"unassigned": 1}
            url = f"{reverse('obligations:list')}{address(**asked)}"
            yield Row(name, who, "、".join(post.on_duty), one.tally, url, number == 0, len(post.owed))


def _broken_url(site_id: int, found: queries.Day, one: Any) -> str:
    base = reverse("insight:clause", args=[site_id, one.pack, one.clause.number])
    return f"{base}{address(from_=found.yesterday, until=found.yesterday, stood='broken')}"


def _columns() -> list[Column]:
    return [
        Column("post", _("Post")),
        Column("on_duty", _("On duty now"), wide=True),
        Column("name", _("Whose duty")),
        Column("open", _("still open"), kind="number", value=lambda row: row.tally.open),
        Column("broken", _("broken"), kind="number", value=lambda row: row.tally.broken),
        Column("kept", _("kept"), kind="number", value=lambda row: row.tally.kept),
        Column("late", _("done late"), kind="number", value=lambda row: row.tally.late),
    ]


@screen(can=Can.SEE)
def show_machine(request: Request) -> HttpResponse:
    """The machine's own records: jobs, what waits, how far is planned and sealed."""
    site_id = site_of(request)
    found = queries.machine(request.actor, site_id, request.now)
    return page(
        request,
        "insight/machine.html",
        found=found,
        is_well=found.is_well(request.now),
        site=site_named(site_id),
        today=timezone.localtime(request.now).date(),
    )
