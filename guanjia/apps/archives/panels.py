"""Our places on other pages: Today, the page of a unit, the page of a customer; and the facts of files, papers and loans."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from guanjia.apps.archives import queries, rules
from guanjia.apps.archives.models import Destruction, File, FiledPaper, PaperLoan
from guanjia.apps.archives.queries import Dossier, Whose
from guanjia.apps.archives.rules import Slot
from guanjia.apps.archives.terms import STANDING_ICONS, STANDING_TONES, STANDINGS, Can, Standing
from guanjia.apps.registers.terms import Can as RegistersCan
from guanjia.kernel.refusals import NotFound, Text
from guanjia.ui.http import Request
from guanjia.ui.panels import Facts, Panel

_MOST_ON_TODAY = 6
_MOST_LACKING = 6


def today_archives(request: Request) -> Panel | None:
    """Originals that are overdue, wait for my approval or are ready to be handed out; nothing else."""
    if request.site is None or not request.actor.can(Can.SEE, request.site.pk):
        return None
    actor, site_id = request.actor, request.site.pk
    lends, decides = actor.can(Can.LEND, site_id), actor.can(Can.APPROVE, site_id)
    found = {
        "decide": queries.list_to_decide(actor, site_id) if decides else None,
        "overdue": queries.list_overdue(actor, site_id, request.now) if lends else None,
        "ready": queries.list_ready(actor, site_id) if lends else None,
    }
    parts = {name: list(rows[:_MOST_ON_TODAY]) if rows is not None else [] for name, rows in found.items()}
    rows = [one for part in parts.values() for one in part]
    if not rows:
        return None
    return Panel(
        _("Originals lent"),
        "archives/panels/today.html",
        {"rows": rows, **parts},
        icon="archive",
        count=sum(one.count() for one in found.values() if one is not None),
        url=reverse("archives:loans"),
        urgent=bool(parts["overdue"]),
    )


def on_unit_page(request: Request, unit: Any) -> Panel | None:
    """How complete the file of a unit is, and what it lacks."""
    if not request.actor.can(Can.SEE, unit.site_id):
        return None
    return _panel(request, queries.get_unit(request.actor, unit.pk))


def on_person_page(request: Request, person: Any) -> Panel | None:
    """How complete a customer's file is at the site chosen; no panel where they have none."""
    if request.site is None or not request.actor.can(Can.SEE, request.site.pk):
        return None
    try:
        return _panel(request, queries.get_person(request.actor, request.site.pk, person.pk))
    except NotFound:
        return None


def _panel(request: Request, whose: Whose) -> Panel:
    dossier = queries.dossier_of(request.actor, whose, request.now)
    return Panel(
        pgettext_lazy("papers", "File"),
        "archives/panels/holder.html",
        {
            "dossier": dossier,
            "whose": whose,
            "lacking": dossier.lacking[:_MOST_LACKING],
            "more": max(0, len(dossier.lacking) - _MOST_LACKING),
        },
        icon="archive",
        url=whose.url,
    )


# --- The items of a file -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One item of a file as its page shows it: how it stands and in which words, and the ways to supply it."""

    slot: Slot
    label: Text
    tone: str
    icon: str
    why: str = ""
    file_url: str = ""
    entry_url: str = ""
    waive_url: str = ""
    need_url: str = ""


def lines(request: Request, dossier: Dossier) -> list[Line]:
    """The items of a file with the buttons the reader may press: what is lacking first."""
    whose, can = dossier.whose, request.actor.can
    files, waives = can(Can.FILE, whose.site_id), can(Can.WAIVE, whose.site_id)
    enters = can(RegistersCan.ENTER, whose.site_id)
    found = []
    for slot in dossier.slots:
        ask, lacks = slot.ask, slot.is_lacking
        found.append(
            Line(
                slot,
                STANDINGS[slot.standing],
                STANDING_TONES[slot.standing],
                STANDING_ICONS[slot.standing],
                _why(slot),
                _file_url(whose, ask.key) if files else "",
                _entry_url(whose, ask.register) if enters and lacks and ask.register else "",
                reverse(f"archives:{whose.of}_waive", args=[whose.pk, ask.key]) if waives and lacks else "",
                reverse(f"archives:{whose.of}_need", args=[whose.pk, ask.key])
                if waives and slot.standing is Standing.WAIVED
                else "",
            )
        )
    return found


def _why(slot: Slot) -> str:
    if slot.standing is Standing.WAIVED:
        return slot.reason
    if slot.standing is Standing.NOT_NEEDED and slot.ask.only_when:
        words = gettext(" or ").join(rules.condition_words(one) for one in slot.ask.only_when)
        return gettext("Needed only when %(condition)s.") % {"condition": words}
    return ""


def _file_url(whose: Whose, item: str) -> str:
    return f"{reverse(f'archives:{whose.of}_file', args=[whose.pk])}?{urlencode({'item': item})}"


def _entry_url(whose: Whose, register: tuple[str, str]) -> str:
    return f"{reverse('registers:enter', args=list(register))}?{urlencode({'about': whose.about})}"


# --- Facts -------------------------------------------------------------------------------------------------------------


def file_facts(dossier: Dossier) -> Facts:
    """What stands on the cover of a file."""
    whose, facts = dossier.whose, Facts()
    facts.add(
        _("Whose file"),
        whose.name,
        icon="building-community" if whose.unit_id else "user",
        url=whose.page_url,
    )
    facts.add(_("Customer or unit"), whose.other)
    facts.add(_("Group"), whose.group)
    facts.add(_("Building"), whose.building)
    facts.add(_("Plan"), " + ".join(dict.fromkeys(str(one.plan.title) for one in dossier.plans)))
    facts.add(_("Where it stands"), dossier.box, icon="map-pin")
    if dossier.file:
        facts.add(_("Number"), dossier.file.ref, icon="tag")
        facts.add(_("Volume"), dossier.file.volume)
    years = max((one.plan.keep_years for one in dossier.plans), default=0)
    if years:
        facts.add(_("Kept after it is closed"), _years(years))
    return facts


def volume_facts(file: File) -> Facts:
    """What is known of a closed volume."""
    facts = Facts()
    facts.add(_("Whose file"), file.holder_name, url=file.holder_url)
    facts.add(_("Volume"), file.volume)
    facts.add(_("Where it stands"), file.box, icon="map-pin")
    facts.add(_("Closed on"), file.closed_at, kind="moment", hint=file.closed_by_name)
    facts.add(_("Why"), file.reason_label)
    facts.add(_("Kept after it is closed"), _years(file.keep_years))
    facts.add(_("Kept until"), file.keep_until and file.keep_until.isoformat())
    if file.held_reason:
        facts.add(_("Kept longer because"), file.held_reason, icon="lock")
    if file.destruction:
        facts.add(_("List for destruction"), file.destruction.ref, url=file.destruction.get_absolute_url())
    return facts


def paper_facts(paper: FiledPaper, today: date) -> Facts:
    """What is known of a paper filed by hand."""
    facts = Facts()
    facts.add(
        pgettext_lazy("papers", "File"),
        paper.file.holder_name,
        url=paper.file.get_absolute_url(),
        icon="archive",
    )
    facts.add(_("Day the paper bears"), paper.dated_on.isoformat())
    expired = _("expired") if paper.is_expired(today) else ""
    facts.add(_("Holds until"), paper.expires_on.isoformat() if paper.expires_on else "", hint=expired)
    facts.add(
        _("Original or copy"),
        pgettext_lazy("paper", "Original") if paper.is_original else pgettext_lazy("paper", "Copy"),
    )
    facts.add(_("Pages"), paper.pages)
    facts.add(_("Where it stands"), paper.place or paper.file.box, icon="map-pin")
    facts.add(_("Scans or photos"), paper.scans)
    facts.add(_("Filed"), paper.filed_at, kind="moment", hint=paper.filed_by_name)
    if paper.note:
        facts.add(_("Remark"), paper.note)
    if paper.ended_reason:
        facts.add(_("Taken out because"), paper.ended_reason)
    return facts


def loan_facts(loan: PaperLoan) -> Facts:
    """What stands on the slip of a loan."""
    facts = Facts()
    facts.add(
        pgettext_lazy("papers", "File"),
        loan.file.holder_name,
        url=loan.file.get_absolute_url(),
        icon="archive",
    )
    facts.add(
        _("Which paper"),
        loan.paper.title if loan.paper else _("The whole binder"),
        url=loan.paper.get_absolute_url() if loan.paper else "",
    )
    facts.add(_("With"), loan.borrower, icon="user")
    facts.add(_("What for"), loan.reason)
    facts.add(_("Back by"), loan.due_at, kind="moment", icon="clock")
    facts.add(_("Asked for"), loan.asked_at, kind="moment", hint=loan.asked_by_name)
    if loan.decided_at:
        facts.add(_("Decided"), loan.decided_at, kind="moment", hint=loan.decided_by_name)
    if loan.decision_note:
        facts.add(_("Reason"), loan.decision_note)
    if loan.out_at:
        facts.add(_("Out since"), loan.out_at, kind="moment", hint=loan.out_by_name)
        facts.add(_("Pages"), loan.pages)
    if loan.pages_back is not None:
        facts.add(_("Given back"), loan.ended_at, kind="moment", hint=loan.taken_by_name)
        facts.add(_("Pages that came back"), loan.pages_back)
        facts.add(_("How it came back"), _("Sound") if loan.sound else _("Damaged"))
    if loan.end_note:
        facts.add(_("Remark"), loan.end_note)
    return facts


def run_facts(run: Destruction) -> Facts:
    """What is known of a list for destruction."""
    facts = Facts()
    facts.add(_("Asked for"), run.asked_at, kind="moment", hint=run.asked_by_name)
    facts.add(_("Files on the list"), run.listed)
    if run.approved_at:
        facts.add(_("Approved"), run.approved_at, kind="moment", hint=run.approved_by_name)
    if run.destroyed_at:
        facts.add(_("Destroyed"), run.destroyed_at, kind="moment", hint=run.destroyed_by_name)
        facts.add(_("How"), run.how)
    if run.ended_at:
        facts.add(_("Ended"), run.ended_at, kind="moment", hint=run.ended_by_name)
        facts.add(_("Papers deleted"), run.papers)
    if run.reason:
        facts.add(_("Reason"), run.reason)
    return facts


def _years(count: int) -> str:
    return ngettext("%(count)s year", "%(count)s years", count) % {"count": count}
