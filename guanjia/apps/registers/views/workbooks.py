"""Entries that come in from a workbook."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.registers import queries, services
from guanjia.apps.registers.forms import ImportForm
from guanjia.apps.registers.importing import NOT_IN_CELLS
from guanjia.apps.registers.services import bringing_in
from guanjia.apps.registers.terms import Can
from guanjia.apps.registers.views.asked import site_of
from guanjia.apps.rulebook.terms import FieldKind
from guanjia.kernel.permissions import permit_at
from guanjia.ui.http import Request, done, page, screen, verb
from guanjia.ui.paper import language
from guanjia.ui.spreadsheets.writing import empty_workbook, refused_workbook
from guanjia.ui.workbook import workbook_file


@verb(can=Can.STRIKE)
def bring_in(request: Request, pack: str, register: str) -> HttpResponse:
    """Bring entries in from a workbook."""
    site_id = site_of(request)
    kept = queries.get_register(request.actor, site_id, pack, register, request.now)
    permit_at(request.actor, Can.STRIKE, site_id)
    form = ImportForm.of(request)
    if form.ready():
        file = form.cleaned_data["file"]
        made = services.bring_in(
            by=request.actor,
            at=request.now,
            site_id=site_id,
            pack=pack,
            register=register,
            file_name=file.name,
            content=file.read(),
        )
        return done(request, made, _("The workbook is being brought in."))
    return page(
        request,
        "registers/import_form.html#form",
        form=form,
        register=kept,
        title=_("Bring entries in: %(title)s") % {"title": kept.term.title},
        hint=_(
            "Good rows become entries, refused ones come back with the reason. What is brought in proves no duty; it tells of the past."
        ),
        submit=_("Bring in"),
        back=reverse("registers:register", args=[pack, register]),
    )


@screen(can=Can.STRIKE)
def show_template(request: Request, pack: str, register: str) -> HttpResponse:
    """An empty workbook with the columns of a register."""
    kept = queries.get_register(request.actor, site_of(request), pack, register, request.now)
    taken = [one for one in kept.fields_asked if one.kind not in (*NOT_IN_CELLS, FieldKind.COMPUTED)]
    titles = [f"{one.label} ({one.unit})" if one.unit else str(one.label) for one in taken]
    return workbook_file(empty_workbook(str(kept.term.title), titles), str(kept.term.title))


@screen(can=Can.STRIKE)
def show_import(request: Request, ref: str) -> HttpResponse:
    """How far an import has come, and the first rows it refused."""
    imported = queries.get_import(request.actor, ref)
    return page(
        request,
        "registers/import.html",
        imported=imported,
        refused=bringing_in.outcomes(
            imported, imported.refusals.all()[:50], language(), request.actor, request.now
        ),
        title=imported.file_name,
    )


@screen(can=Can.STRIKE)
def show_refused(request: Request, ref: str) -> HttpResponse:
    """The refused rows as a workbook, to correct and bring in alone."""
    imported = queries.get_import(request.actor, ref)
    rows = bringing_in.outcomes(imported, imported.refusals.all(), language(), request.actor, request.now)
    return workbook_file(refused_workbook(ref, imported.titles, rows), ref)
