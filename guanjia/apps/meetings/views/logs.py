"""Duty logs: the list with one's own turn on top, the page with its line, opening, making a case, papers."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.documents import queries as documents
from guanjia.apps.meetings import history, paper, queries, services
from guanjia.apps.meetings.forms.logs import LineForm, OpenForm
from guanjia.apps.meetings.lists import ItemList, LogList
from guanjia.apps.meetings.models import Log
from guanjia.apps.meetings.terms import CHECKS, Can, LogState
from guanjia.apps.meetings.views.common import paper_page, root_of, site_of, tabs
from guanjia.apps.meetings.views.steps import offered
from guanjia.apps.obligations import queries as obligations
from guanjia.kernel.refusals import refuse
from guanjia.ui.http import Request, done, page, screen, verb
from guanjia.ui.lists import chosen
from guanjia.ui.panels import Facts
from guanjia.ui.paper import as_pdf, pdf_answer, why_not_together


@screen(can=Can.SEE_LOGS)
def list_logs(request: Request) -> HttpResponse:
    """The duty logs, with one's own turn of duty on top."""
    site_id = request.site.pk if request.site else None
    duty = queries.duty_now(request.actor, site_id, request.now) if site_id else None
    return LogList(request, queries.list_logs(request.actor, site_id)).answer(
        template="meetings/list.html",
        title=_("Duty logs"),
        tabs=tabs(request, "logs"),
        new_url="",
        duty=duty,
    )


@screen(can=Can.SEE_LOGS)
def list_items(request: Request) -> HttpResponse:
    """The lines of the logs."""
    site_id = request.site.pk if request.site else None
    return ItemList(request, queries.list_items(request.actor, site_id)).answer(
        template="meetings/list.html", title=_("Lines of the logs"), tabs=tabs(request, "items"), new_url=""
    )


@verb(can=Can.LOG)
def open_log(request: Request) -> HttpResponse:
    """Open the log of one's turn of duty."""
    site_id = site_of(request)
    duty = queries.duty_now(request.actor, site_id, request.now)
    form = OpenForm.of(request)
    if duty.former is None:
        form.fields.pop("reason")
    if form.ready():
        row = services.open_log(site_id, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, row, _("%(ref)s is open. Enter what happens.") % {"ref": row.ref})
    return page(
        request,
        "meetings/open.html#form",
        form=form,
        duty=duty,
        title=_("Open my duty log"),
        submit=_("Open my duty log"),
        back=reverse("meetings:logs"),
    )


@screen(can=Can.SEE_LOGS)
def show_log(request: Request, log_ref: str) -> HttpResponse:
    """One log: the line to write in, what was taken over, what happened, both signatures."""
    row = queries.get_log(request.actor, log_ref)
    writes = queries.may_write(request.actor, row, request.now)
    return page(
        request,
        "meetings/log.html",
        form=LineForm(request=request) if writes else None,
        **_shown(request, row),
    )


@verb(can=Can.LOG)
def write(request: Request, log_ref: str) -> HttpResponse:
    """Enter a line; the page comes back with its field ready for the next."""
    row = queries.get_log(request.actor, log_ref)
    form = LineForm.of(request)
    if form.ready():
        services.write(row, by=request.actor, at=request.now, **form.values)
        return done(request, row, _("Entered."))
    return page(request, "meetings/log.html", form=form, **_shown(request, row))


@verb(can=Can.LOG)
def leave_open(request: Request, item_id: int) -> HttpResponse:
    """Leave a line open, with one click."""
    item = queries.get_item(request.actor, item_id)
    if request.method == "POST":
        services.leave_open(item, by=request.actor, at=request.now)
        return done(request, item.log, _("It is handed over with the shift unless it is settled."))
    return page(
        request, "ui/ask.html#ask", question=_("Is it still to be done?"), back=item.log.get_absolute_url()
    )


@verb(can=Can.LOG)
def make_case(request: Request, item_id: int) -> HttpResponse:
    """Make a case of a line, with one click."""
    item = queries.get_item(request.actor, item_id)
    if request.method == "POST":
        item = services.make_case(item, by=request.actor, at=request.now)
        return done(request, item.log, _("%(ref)s is registered.") % {"ref": item.case_ref})
    return page(request, "ui/ask.html#ask", question=_("Make it a case?"), back=item.log.get_absolute_url())


def _shown(request: Request, row: Log) -> dict[str, object]:
    actor = request.actor
    strikes = queries.strikes_of(row.ref)
    touches = queries.of_watch(actor, row, request.now)
    lines = [
        {"item": one, "strikes": strikes.get(one.pk, []), "files": one.photos}
        for one in queries.items_of(row)
    ]
    kept = {str(one.key): one for one in documents.list_for(row.ref)}
    for line in lines:
        line["files"] = [kept[key] for key in line["files"] if key in kept]
    facts = Facts()
    facts.add(_("Watch"), row.watch_name)
    facts.add(_("Post"), row.post_name)
    facts.add(_("On duty"), row.opened_by.name)
    facts.add(_("Turn begins"), row.from_at, kind="moment")
    facts.add(_("Turn ends"), row.until_at, kind="moment")
    if row.former_id and row.former:
        facts.add(_("Former log"), row.former.ref, url=row.former.get_absolute_url())
    after = queries.next_of(row)
    if after is not None:
        facts.add(_("Next log"), after.ref, url=after.get_absolute_url())
    return {
        "row": row,
        "title": f"{row.ref} {row.watch_name}",
        "steps": offered(request, row),
        "lines": lines,
        "taken": queries.carried_to(row),
        "left": queries.left_by(row) if row.handed_at or row.state == LogState.UNRECEIVED else [],
        "may_work": touches and row.state == LogState.OPEN,
        "may_strike": touches and row.state != LogState.READ,
        "checks": [(label, one.value in row.checks) for one, label in CHECKS.items()]
        if row.handed_at
        else [],
        "signatures": documents.signatures_for(row.ref),
        "facts": facts,
        "history": history.tell(row.ref),
        "obligations": obligations.for_thread(actor, row.ref),
        "now": request.now,
    }


@screen(can=Can.SEE_LOGS)
def print_log(request: Request, log_ref: str) -> HttpResponse:
    """The log on A4, to be printed from the browser."""
    row = queries.get_log(request.actor, log_ref)
    sheet = paper.shift(row, root=root_of(request), actor=request.actor, at=request.now)
    return paper_page(request, sheet, row)


@screen(can=Can.SEE_LOGS)
def log_pdf(request: Request, log_ref: str) -> HttpResponse:
    """The same as PDF."""
    row = queries.get_log(request.actor, log_ref)
    sheet = paper.shift(row, root=root_of(request), actor=request.actor, at=request.now)
    return pdf_answer(as_pdf([sheet]), log_ref)


@screen(can=Can.SEE_LOGS)
def log_pdfs(request: Request) -> HttpResponse:
    """The chosen logs in one PDF."""
    refs = chosen(request)
    refuse(why_not_together(len(refs)))
    rows = queries.get_logs(request.actor, refs)
    root = root_of(request)
    sheets = [paper.shift(one, root=root, actor=request.actor, at=request.now) for one in rows]
    return pdf_answer(as_pdf(sheets), "duty-logs")
