"""What the screens share."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.meetings.terms import Can
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.refusals import NotFound, Text
from guanjia.ui.http import Request, page
from guanjia.ui.paper import Paper, qr_drawing


def site_of(request: Request) -> int:
    """The site chosen in the top bar. Raises ``NotFound`` when the actor has none."""
    if request.site is None:
        raise NotFound
    return int(request.site.pk)


def people_of(site_id: int, request: Request) -> list[tuple[int, str]]:
    """Everybody who holds a post at the site now, as choices."""
    return [(one.pk, one.name) for one, _groups in organisations.appointed(site_id, request.now)]


def tabs(request: Request, here: str) -> list[tuple[Text, str, bool]]:
    """The lists of the app; the one shown is marked."""
    names = [
        ("meetings", _("Meetings"), Can.SEE),
        ("decisions", _("Decisions"), Can.SEE),
        ("logs", _("Duty logs"), Can.SEE_LOGS),
        ("items", _("Lines of the logs"), Can.SEE_LOGS),
    ]
    return [
        (label, reverse(f"meetings:{name}"), name == here)
        for name, label, can in names
        if request.actor.can(can)
    ]


def paper_page(request: Request, sheet: Paper, row: object) -> HttpResponse:
    """A paper to be printed from the browser."""
    site = getattr(row, "site", None)
    return page(
        request,
        "meetings/paper.html",
        sheet=sheet,
        company=getattr(site, "company", None),
        site=site,
        number=sheet.number,
        title=sheet.title,
        qr_svg=qr_drawing(sheet.address),
        signatures=sheet.blanks,
    )


def root_of(request: Request) -> str:
    """What addresses on paper begin with."""
    return request.build_absolute_uri("/")
