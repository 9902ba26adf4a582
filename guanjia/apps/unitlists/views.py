"""The screens of an import: upload, columns, preview, progress, report."""

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.people.terms import Can as People
from guanjia.apps.unitlists import queries, services
from guanjia.apps.unitlists.forms import ColumnsForm, RefusedForm, UploadForm, asked_headers, replanned
from guanjia.apps.unitlists.lifecycle import IMPORT
from guanjia.apps.unitlists.lists import ImportList, tone
from guanjia.apps.unitlists.models import UnitListImport
from guanjia.apps.unitlists.report import RefusedLine, lines
from guanjia.apps.unitlists.terms import Can, State
from guanjia.kernel.refusals import NotFound
from guanjia.ui.http import Request, done, page, screen, shown_once, verb
from guanjia.ui.polling import polled

_SHOWN = 200
"""Refused rows a page shows; the workbook holds all."""
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@screen(can=Can.IMPORT)
def list_imports(request: Request) -> HttpResponse:
    """The imports of the site."""
    site_id = request.site.pk if request.site else None
    rows = queries.list_imports(request.actor, site_id)
    return ImportList(request, rows).answer("unitlists/imports.html", title=_("Unit lists"))


@verb(can=Can.IMPORT)
def upload(request: Request) -> HttpResponse:
    """Take a list in."""
    if request.site is None:
        raise NotFound
    site = organisations.get_site(request.actor, request.site.code)
    form = UploadForm.of(request)
    if form.ready():
        file = form.cleaned_data["file"]
        unit_list = services.upload(
            site, by=request.actor, at=request.now, file_name=file.name, content=file.read()
        )
        return done(request, reverse("unitlists:columns", args=[unit_list.ref]))
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Upload a unit list"),
        submit=_("Upload"),
        back=reverse("unitlists:list"),
    )


@verb(can=Can.IMPORT)
def choose_columns(request: Request, ref: str) -> HttpResponse:
    """Say what each column holds, and see what would come of it."""
    unit_list = queries.get_import(request.actor, ref)
    if not IMPORT.allows(unit_list.state, "map"):
        return done(request, unit_list)
    sheets = queries.sheets_of(unit_list)
    plans = unit_list.sheet_plans
    plans = replanned(sheets, plans, asked_headers(request.POST, plans))
    initial = {"new_groups": unit_list.allows_new_groups}
    if request.method == "POST" and "again" in request.POST:
        form = ColumnsForm(request=request, sheets=sheets, plans=plans, initial=initial)
    else:
        form = ColumnsForm.of(request, sheets=sheets, plans=plans, initial=initial)
        if form.ready():
            services.choose_columns(
                unit_list,
                by=request.actor,
                at=request.now,
                plans=form.plans,
                allow_new_groups=form.cleaned_data["new_groups"],
                sheets=sheets,
            )
            return done(request, unit_list)
    return page(request, "unitlists/columns.html", form=form, unit_list=unit_list)


@screen(can=Can.IMPORT)
def show_import(request: Request, ref: str) -> HttpResponse:
    """One import: what would come of it, how far it is, or what came of it."""
    unit_list = queries.get_import(request.actor, ref)
    return page(request, "unitlists/import.html", **_shown(unit_list))


@screen(can=Can.IMPORT)
def show_progress(request: Request, ref: str) -> HttpResponse:
    """How far an import is; asks the browser for the whole page once it has ended."""
    unit_list = queries.get_import(request.actor, ref)
    if unit_list.state != State.RUNNING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return polled(request, "unitlists/progress.html", **_shown(unit_list))


@verb(can=Can.IMPORT, ask=gettext_lazy("Import this list now?"))
def start(request: Request, ref: str) -> HttpResponse:
    """Let the import run."""
    unit_list = queries.get_import(request.actor, ref)
    services.start(unit_list, by=request.actor, at=request.now)
    return done(request, unit_list, _("The import runs. You can leave this page."))


@verb(can=Can.IMPORT, ask=gettext_lazy("Cancel this import? What it has stored stays."))
def cancel(request: Request, ref: str) -> HttpResponse:
    """Stop the import."""
    unit_list = queries.get_import(request.actor, ref)
    services.cancel(unit_list, by=request.actor, at=request.now)
    return done(request, unit_list, _("Cancelled."))


@verb(can=Can.IMPORT)
def download_refused(request: Request, ref: str) -> HttpResponse:
    """The refused rows as a workbook to correct and import alone; whole numbers for a reason that is kept."""
    unit_list = queries.get_import(request.actor, ref)
    queries.header_titles(unit_list)  # ``NotFound`` once the file was purged: there is nothing to hand back
    form = RefusedForm.of(request, may_reveal=request.actor.can(People.REVEAL, unit_list.site_id))
    if form.ready():
        body = services.hand_back(unit_list, by=request.actor, at=request.now, **form.cleaned_data)
        return shown_once(_workbook(body, unit_list))
    hint = _(
        "Identity numbers are starred. Correct the rows and import the workbook alone; where a number is still starred, write it whole or empty the cell."
    )
    return page(
        request,
        "unitlists/refused.html",
        form=form,
        unit_list=unit_list,
        title=_("Download the refused rows"),
        submit=_("Download the workbook"),
        hint=hint,
        back=unit_list.get_absolute_url(),
    )


def _workbook(body: bytes, unit_list: UnitListImport) -> HttpResponse:
    name = quote(_("Refused rows %(ref)s.xlsx") % {"ref": unit_list.ref})
    disposition = f"attachment; filename=\"refused-{unit_list.ref}.xlsx\"; filename*=UTF-8''{name}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store, private"}
    return HttpResponse(body, content_type=_XLSX, headers=headers)


def _shown(unit_list: UnitListImport) -> dict[str, Any]:
    previewing = unit_list.state in {State.UPLOADED, State.MAPPED}
    refused = _previewed(unit_list) if previewing else queries.refused_lines(unit_list, _SHOWN)
    counts = unit_list.preview.get("groups", {}) if previewing else unit_list.group_counts
    return {
        "unit_list": unit_list,
        "tone": tone(unit_list),
        "several_sheets": sum(plan.is_used for plan in unit_list.sheet_plans) > 1,
        "refused": refused[:_SHOWN],
        "more_refused": max(0, _refused_count(unit_list, previewing=previewing) - _SHOWN),
        "groups": [(code or "—", count) for code, count in counts.items()],
        "may_map": IMPORT.allows(unit_list.state, "map"),
        "may_start": IMPORT.allows(unit_list.state, "start") and unit_list.preview.get("accepted", 0) > 0,
        "may_cancel": IMPORT.allows(unit_list.state, "cancel"),
    }


def _previewed(unit_list: UnitListImport) -> tuple[RefusedLine, ...]:
    told = unit_list.preview.get("refusals", ())
    return lines((one["sheet"], one["row"], one["reasons"]) for one in told)


def _refused_count(unit_list: UnitListImport, *, previewing: bool) -> int:
    return int(unit_list.preview.get("refused", 0)) if previewing else unit_list.refused
