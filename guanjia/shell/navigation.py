"""The rail: which screens each department works with. An entry shows when its URL exists and the actor may use it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guanjia.kernel.refusals import Text
from guanjia.ui.http import SIGNED_IN
from guanjia.ui.palette import may
from guanjia.ui.request import Request


@dataclass(frozen=True)
class Department:
    """A group of the rail; its key is the same in every language."""

    key: str
    label: Text


@dataclass(frozen=True)
class Entry:
    """One screen in the rail. ``can`` is a capability, ``SIGNED_IN`` for everybody.

    One that is a tab of another screen names that (``within``): it has no line of its own, and the palette finds it.
    """

    group: Department
    label: Text
    icon: str
    url_name: str
    can: str = SIGNED_IN
    within: str = ""


MINE = Department("mine", _("My work"))
DESK = Department("desk", _("Customer service"))
GATE = Department("gate", pgettext_lazy("place", "Gate"))
ENGINEERING = Department("engineering", _("Engineering"))
RULES = Department("rules", _("Rulebook"))
ESTATE = Department("estate", _("Estate"))
OFFICE = Department("office", _("Office"))

ENTRIES: list[Entry] = [
    Entry(MINE, _("Today"), "home", "shell:today"),
    Entry(MINE, _("My duties"), "checklist", "obligations:mine"),
    Entry(MINE, _("My orders"), "tools", "workorders:mine", "workorders.grab"),
    Entry(MINE, _("Messages"), "bell", "messaging:notices"),
    Entry(DESK, _("New case"), "phone-incoming", "cases:receive", "cases.receive"),
    Entry(DESK, _("Cases"), "inbox", "cases:list", "cases.see"),
    Entry(DESK, _("Return visits"), "phone-call", "cases:visits", "cases.visit"),
    Entry(DESK, _("Letters and notices"), "mail", "letters:home", "letters.see"),
    Entry(DESK, _("Duty logs"), "clipboard-list", "meetings:logs", "meetings.see_logs"),
    Entry(DESK, _("Daily review"), "list-check", "cases:reviews", "cases.review"),
    Entry(DESK, _("Keys and things lent"), "key", "custody:board", "custody.see"),
    Entry(DESK, _("Files of units and customers"), "archive", "archives:units", "archives.see"),
    Entry(GATE, _("At the gate"), "shield-check", "gate:desk", "gate.guard"),
    Entry(GATE, _("Release slips"), "truck", "gate:slips", "gate.see"),
    Entry(GATE, _("Held goods"), "package", "gate:held_list", "gate.see", "gate:slips"),
    Entry(GATE, _("Release stops"), "ban", "gate:stops", "gate.see", "gate:slips"),
    Entry(GATE, _("Visitors"), "users", "gate:visits", "gate.see"),
    Entry(GATE, _("Temporary passes"), "id-badge-2", "gate:passes", "gate.see", "gate:visits"),
    Entry(GATE, _("Machine-room entries"), "key", "gate:entries", "gate.see"),
    Entry(GATE, _("Who is inside now"), "user-check", "gate:inside", "gate.see", "gate:visits"),
    Entry(DESK, _("Things in keeping"), "package", "safekeeping:shelf", "safekeeping.see"),
    Entry(
        DESK, _("Lost and found"), "help-circle", "safekeeping:losses", "safekeeping.see", "safekeeping:shelf"
    ),
    Entry(ENGINEERING, _("Dispatch board"), "layout-kanban", "workorders:board", "workorders.see"),
    Entry(ENGINEERING, _("Work orders"), "tool", "workorders:list", "workorders.see"),
    Entry(RULES, _("The day's matters"), "sun", "insight:day", "insight.see"),
    Entry(RULES, _("Company board"), "building-skyscraper", "insight:company", "insight.see"),
    Entry(RULES, _("Board of clauses"), "layout-dashboard", "insight:board", "insight.see"),
    Entry(RULES, _("Measures"), "chart-bar", "insight:measures", "insight.see"),
    Entry(RULES, _("All duties"), "gavel", "obligations:list", "obligations.see", "obligations:mine"),
    Entry(RULES, _("Breaches"), "help-circle", "obligations:breaches", within="obligations:mine"),
    Entry(RULES, _("Registers"), "clipboard-list", "registers:list", "registers.see"),
    Entry(RULES, _("Inspections"), "clipboard-check", "inspections:checklists", "inspections.see"),
    Entry(RULES, _("Rulebook"), "book", "rulebook:clauses", "rulebook.see"),
    Entry(RULES, _("Rulebook documents"), "file-text", "manuals:list", "manuals.see"),
    Entry(ESTATE, _("Buildings and groups"), "sitemap", "places:estate", "places.see"),
    Entry(ESTATE, _("Units"), "building-community", "places:units", "places.see"),
    Entry(ESTATE, _("Places and QR labels"), "qrcode", "places:places", "places.see"),
    Entry(ESTATE, _("People"), "users", "people:list", "people.see"),
    Entry(ESTATE, _("Unit lists"), "table-import", "unitlists:list", "unitlists.import"),
    Entry(OFFICE, _("Meetings"), "calendar-event", "meetings:meetings", "meetings.see"),
    Entry(OFFICE, _("Decisions"), "gavel", "meetings:decisions", "meetings.see"),
    Entry(OFFICE, _("Staff"), "id-badge-2", "organisations:staff", "organisations.see_staff"),
    Entry(OFFICE, _("Working calendar"), "calendar", "calendars:list", "calendars.see"),
    Entry(OFFICE, _("Documents"), "folder", "documents:list", "documents.see"),
]


@dataclass(frozen=True)
class Link:
    """An entry as it is drawn."""

    label: Text
    icon: str
    url: str
    active: bool
    name: str


@dataclass(frozen=True)
class Group:
    """The entries of one department. A folded one shows its name only."""

    key: str
    label: Text
    links: list[Link]
    open: bool = True


OPENED = "rail"
"""The cookie that keeps which groups somebody left open: their keys, with dots between."""


def rail(request: Request) -> list[Group]:
    """The groups and entries this actor sees, in order; the most fitting entry is marked as the present one.

    Open are the groups somebody left open, else the first two, which are one's own work and that of one's department;
    and always the one with the present page.
    """
    shown = _seen(request)
    fitting = [(url, entry) for entry, url in shown if request.path.startswith(url)]
    _url, at = max(fitting, key=lambda one: len(one[0]), default=("", None))
    here = (at.within or at.url_name) if at else ""
    groups: dict[str, list[Link]] = {}
    labels: dict[str, Text] = {}
    for entry, url in shown:
        if not entry.within:
            key = entry.group.key
            labels[key] = entry.group.label
            link = Link(entry.label, entry.icon, url, entry.url_name == here, entry.url_name)
            groups.setdefault(key, []).append(link)
    present = [key for key, links in groups.items() if any(link.active for link in links)]
    opened = _opened(request, list(groups), present)
    return [Group(key, labels[key], links, key in opened) for key, links in groups.items()]


def _seen(request: Request) -> list[tuple[Entry, str]]:
    return [(entry, url) for entry in ENTRIES if may(request, entry.can) and (url := url_of(entry.url_name))]


def _opened(request: Request, keys: list[str], present: list[str]) -> set[str]:
    left = request.COOKIES.get(OPENED)
    if left is not None:
        return {*left.split("."), *present}
    return {*keys[:1], *(present if present and present != keys[:1] else keys[1:2])}


def places(request: Request, text: str) -> list[Link]:
    """The screens whose name contains what was typed, for the palette."""
    wanted = text.casefold()
    links = [Link(entry.label, entry.icon, url, False, entry.url_name) for entry, url in _seen(request)]
    links.append(Link(_("Me"), "user", reverse("shell:me"), False, "shell:me"))
    links.append(Link(_("Gallery"), "layout-dashboard", reverse("shell:gallery"), False, "shell:gallery"))
    return [link for link in links if wanted in str(link.label).casefold()]


def url_of(name: str) -> str:
    """The address of a URL name, "" when that part of the house is not there."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
