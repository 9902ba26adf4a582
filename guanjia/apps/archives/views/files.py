"""Files: all of a site, one of a holder, what is missing everywhere; filing by hand and doing without."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.archives import history, panels, queries, services
from guanjia.apps.archives.forms import BoxForm, EmptyForm, FileForm, ReasonForm
from guanjia.apps.archives.lists import FileList, FileRow, MissingList, MissingRow
from guanjia.apps.archives.queries import Dossier, Whose
from guanjia.apps.archives.terms import Can, Holder
from guanjia.apps.archives.views.common import rights, site_of, tabs, whose_of
from guanjia.kernel.permissions import permit
from guanjia.kernel.refusals import NotFound
from guanjia.ui.forms import Form
from guanjia.ui.http import Request, done, page, screen, verb


def _rows(request: Request, of: Holder) -> list[Dossier]:
    """The files of a kind at the site: those some plan asks something of, and those something was done to."""
    found = queries.dossiers(request.actor, site_of(request), request.now, of)
    return [one for one in found if one.slots or one.file]


def _list(request: Request, of: Holder, here: str, title: str) -> HttpResponse:
    rows = _rows(request, of)
    whole = sum(one.is_complete for one in rows)
    return FileList(request, [FileRow(one) for one in rows]).answer(
        "archives/files.html", title=title, tabs=tabs(request, here), whole=whole, all=len(rows), of=of.value
    )


@screen(can=Can.SEE)
def list_units(request: Request) -> HttpResponse:
    """The files of the units of the site."""
    return _list(request, Holder.UNIT, "units", _("Files of units"))


@screen(can=Can.SEE)
def list_people(request: Request) -> HttpResponse:
    """The files of the customers of the site."""
    return _list(request, Holder.PERSON, "people", _("Files of customers"))


@screen(can=Can.SEE)
def list_missing(request: Request) -> HttpResponse:
    """Everything that is missing or has expired, of all files."""
    found = [one for of in Holder for one in _rows(request, of)]
    rows = [MissingRow(one, slot) for one in found for slot in one.lacking]
    return MissingList(request, rows).answer(
        "archives/missing.html", title=_("What is missing"), tabs=tabs(request, "missing")
    )


@screen(can=Can.SEE)
def show_file(request: Request, unit_id: int | None = None, person_id: int | None = None) -> HttpResponse:
    """One holder's file, item by item."""
    whose = whose_of(request, unit_id, person_id)
    dossier = queries.dossier_of(request.actor, whose, request.now)
    return page(
        request,
        "archives/file.html",
        dossier=dossier,
        whose=whose,
        lines=panels.lines(request, dossier),
        further=queries.further(request.actor, dossier, request.now),
        volumes=queries.volumes_of(
            request.actor, whose.site_id, unit_id=whose.unit_id, person_id=whose.person_id
        ),
        facts=panels.file_facts(dossier),
        history=history.of_thread(whose.thread),
        urls={
            name: reverse(f"archives:{whose.of}_{name}", args=[whose.pk])
            for name in ("file", "place", "close", "borrow", "contents", "pdf")
        },
        **rights(request, whose.site_id),
    )


@verb(can=Can.FILE)
def file_paper(request: Request, unit_id: int | None = None, person_id: int | None = None) -> HttpResponse:
    """File a paper by hand; ``?item=`` chooses which."""
    whose = whose_of(request, unit_id, person_id)
    permit(request.actor, Can.FILE, whose)
    dossier = queries.dossier_of(request.actor, whose, request.now)
    wanted = dossier.slot(request.GET.get("item", ""))
    ask = wanted.ask if wanted else None
    form = FileForm.of(
        request,
        items=[(one.ask.key, str(one.ask.title)) for one in dossier.slots],
        initial={
            "item": ask.key if ask else "",
            "dated_on": f"{queries.today_at(whose.site_id, request.now):%Y-%m-%d}",
            "sensitive": ask is not None and ask.sensitive,
            "place": dossier.box,
        },
    )
    if form.ready():
        paper = services.file_paper(
            whose, by=request.actor, at=request.now, sheet=form.sheet, scans=form.uploads
        )
        return done(request, whose.url, _("“%(title)s” is in the file.") % {"title": paper.title})
    title = _("File a paper: %(name)s") % {"name": whose.name}
    return page(request, "ui/verb.html#form", form=form, title=title, submit=_("File it"), back=whose.url)


@verb(can=Can.WAIVE)
def waive(
    request: Request, item: str, unit_id: int | None = None, person_id: int | None = None
) -> HttpResponse:
    """Do without an item."""
    whose, title = _item(request, item, unit_id, person_id)
    form = ReasonForm.of(request)
    if form.ready():
        services.waive(whose, by=request.actor, at=request.now, item=item, **form.cleaned_data)
        return done(request, whose.url, _("The file does without it."))
    hint = _("The reason is shown in the file. The paper can be asked for again at any time.")
    return _ask(request, form, whose, _("Do without: %(item)s") % {"item": title}, _("Do without it"), hint)


@verb(can=Can.WAIVE)
def lift_waiver(
    request: Request, item: str, unit_id: int | None = None, person_id: int | None = None
) -> HttpResponse:
    """Ask for an item again."""
    whose, title = _item(request, item, unit_id, person_id)
    form = EmptyForm.of(request)
    if form.ready():
        services.lift_waiver(whose, by=request.actor, at=request.now, item=item)
        return done(request, whose.url, _("It is asked for again."))
    return _ask(
        request, form, whose, _("Ask for it again: %(item)s") % {"item": title}, _("Ask for it again")
    )


@verb(can=Can.FILE)
def place(request: Request, unit_id: int | None = None, person_id: int | None = None) -> HttpResponse:
    """Say where the binder stands."""
    whose = whose_of(request, unit_id, person_id)
    dossier = queries.dossier_of(request.actor, whose, request.now)
    form = BoxForm.of(request, initial={"box": dossier.box})
    if form.ready():
        services.place(whose, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, whose.url, _("Saved."))
    return _ask(
        request, form, whose, _("Where the binder of %(name)s stands") % {"name": whose.name}, _("Save")
    )


def _item(request: Request, item: str, unit_id: int | None, person_id: int | None) -> tuple[Whose, str]:
    """Whose file, and what an item of it is called. Raises ``NotFound``."""
    whose = whose_of(request, unit_id, person_id)
    permit(request.actor, Can.WAIVE, whose)
    slot = queries.dossier_of(request.actor, whose, request.now).slot(item)
    if slot is None:
        raise NotFound
    return whose, str(slot.ask.title)


def _ask(request: Request, form: Form, whose: Whose, title: str, submit: str, hint: str = "") -> HttpResponse:
    return page(
        request, "ui/verb.html#form", form=form, title=title, submit=submit, hint=hint, back=whose.url
    )
