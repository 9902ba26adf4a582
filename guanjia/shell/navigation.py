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
class Entry:
    """One screen in the rail. ``can`` is a capability, ``SIGNED_IN`` for everybody."""

    group: Text
    label: Text
    icon: str
    url_name: str
    can: str = SIGNED_IN


MINE = _("My work")
DESK = _("Customer service")
GATE = pgettext_lazy("place", "Gate")
ENGINEERING = _("Engineering")
RULES = _("Rulebook")
ESTATE = _("Estate")
OFFICE = _("Office")

ENTRIES: list[Entry] = [
    Entry(MINE, _("Today"), "home", "shell:today"),
    Entry(MINE, _("My duties"), "checklist", "obligations:mine"),
    Entry(MINE, _("My orders"), "tools", "workorders:mine", "workorders.grab"),
    Entry(MINE, _("Messages"), "bell", "messaging:notices"),
    Entry(DESK, _("New case"), "phone-incoming", "cases:receive", "cases.receive"),
    Entry(DESK, _("Cases"), "inbox", "cases:list", "cases.see"),
    Entry(DESK, _("Return visits"), "phone-call", "cases:visits", "cases.visit"),
    Entry(DESK, _("Letters and notices"), "mail", "letters:in_list", "letters.see"),
    Entry(DESK, _("Duty logs"), "clipboard-list", "meetings:logs", "meetings.see_logs"),
    Entry(DESK, _("Daily review"), "list-check", "cases:reviews", "cases.review"),
    Entry(DESK, _("Keys and things lent"), "key", "custody:board", "custody.see"),
    Entry(GATE, _("At the gate"), "shield-check", "gate:desk", "gate.guard"),
    Entry(GATE, _("Release slips"), "truck", "gate:slips", "gate.see"),
    Entry(GATE, _("Held goods"), "package", "gate:held_list", "gate.see"),
    Entry(GATE, _("Release stops"), "ban", "gate:stops", "gate.see"),
    Entry(GATE, _("Visitors"), "users", "gate:visits", "gate.see"),
    Entry(GATE, _("Temporary passes"), "id-badge-2", "gate:passes", "gate.see"),
    Entry(GATE, _("Machine-room entries"), "key", "gate:entries", "gate.see"),
    Entry(GATE, _("Who is inside now"), "user-check", "gate:inside", "gate.see"),
    Entry(DESK, _("Things in keeping"), "package", "safekeeping:shelf", "safekeeping.see"),
    Entry(DESK, _("Lost and found"), "help-circle", "safekeeping:losses", "safekeeping.see"),
    Entry(ENGINEERING, _("Dispatch board"), "layout-kanban", "workorders:board", "workorders.see"),
    Entry(ENGINEERING, _("Work orders"), "tool", "workorders:list", "workorders.see"),
    Entry(RULES, _("The day's matters"), "sun", "insight:day", "insight.see"),
    Entry(RULES, _("Company board"), "building-skyscraper", "insight:company", "insight.see"),
    Entry(RULES, _("Board of clauses"), "layout-dashboard", "insight:board", "insight.see"),
    Entry(RULES, _("Measures"), "chart-bar", "insight:measures", "insight.see"),
    Entry(RULES, _("All duties"), "gavel", "obligations:list", "obligations.see"),
    Entry(RULES, _("Breaches"), "help-circle", "obligations:breaches"),
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
    """The entries of one department."""

    label: Text
    links: list[Link]


def rail(request: Request) -> list[Group]:
    """The groups and entries this actor sees, in order; the most fitting entry is marked as the present one."""
    shown = [(entry, url) for entry in ENTRIES if may(request, entry.can) and (url := url_of(entry.url_name))]
    fitting = [url for _entry, url in shown if request.path.startswith(url)]
    here = max(fitting, key=len, default="")
    groups: dict[str, Group] = {}
    for entry, url in shown:
        group = groups.setdefault(str(entry.group), Group(entry.group, []))
        group.links.append(Link(entry.label, entry.icon, url, url == here, entry.url_name))
    return list(groups.values())


def places(request: Request, text: str) -> list[Link]:
    """The screens whose name contains what was typed, for the palette."""
    wanted = text.casefold()
    links = [link for group in rail(request) for link in group.links]
    links.append(Link(_("Me"), "user", reverse("shell:me"), False, "shell:me"))
    links.append(Link(_("Gallery"), "layout-dashboard", reverse("shell:gallery"), False, "shell:gallery"))
    return [link for link in links if wanted in str(link.label).casefold()]


def url_of(name: str) -> str:
    """The address of a URL name, "" when that part of the house is not there."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
