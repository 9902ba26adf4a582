"""The end of a file: closed, kept, listed for destruction, destroyed by two."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.archives import history, panels, queries, services
from guanjia.apps.archives.forms import HowForm, ReasonForm
from guanjia.apps.archives.lists import ClosedList
from guanjia.apps.archives.models import Destruction
from guanjia.apps.archives.terms import Can, FileState, RunState
from guanjia.apps.archives.views.common import rights, site_of, tabs, whose_of
from guanjia.ui.forms import Form
from guanjia.ui.http import Request, done, page, screen, verb


@screen(can=Can.SEE)
def list_closed(request: Request) -> HttpResponse:
    """The closed volumes of the site, and what waits to be destroyed."""
    site_id = site_of(request)
    may_destroy = request.actor.can(Can.DESTROY, site_id)
    today = queries.today_at(site_id, request.now)
    return ClosedList(request, queries.list_closed(request.actor, site_id)).answer(
        "archives/closed.html",
        title=_("Closed files"),
        tabs=tabs(request, "closed"),
        run=queries.waiting_run(request.actor, site_id),
        past=queries.past_time(request.actor, site_id, today).count() if may_destroy else 0,
        may_destroy=may_destroy,
    )


@verb(can=Can.CLOSE)
def close(request: Request, unit_id: int | None = None, person_id: int | None = None) -> HttpResponse:
    """Close the volume in use by hand."""
    whose = whose_of(request, unit_id, person_id)
    form = ReasonForm.of(request)
    if form.ready():
        file = services.close(whose, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, file, _("Closed. It is kept until %(day)s.") % {"day": file.keep_until})
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Close the file of %(name)s") % {"name": whose.name},
        hint=_("A closed volume stays as it is. What comes later goes into the next one."),
        submit=_("Close the file"),
        back=whose.url,
        danger=True,
    )


@screen(can=Can.SEE)
def show_volume(request: Request, ref: str) -> HttpResponse:
    """A closed volume: what was in it, until when it is kept, what became of it."""
    file = queries.get_file(request.actor, ref)
    return page(
        request,
        "archives/volume.html",
        file=file,
        papers=queries.papers_in(file),
        facts=panels.volume_facts(file),
        history=history.of_volume(file),
        can_hold=file.state == FileState.CLOSED,
        **rights(request, file.site_id),
    )


@verb(can=Can.CLOSE)
def hold(request: Request, ref: str) -> HttpResponse:
    """Keep a closed volume beyond its time, or let its time count again."""
    file = queries.get_file(request.actor, ref)
    lift = bool(file.held_reason)
    form = (Form if lift else ReasonForm).of(request)
    if form.ready():
        reason = form.cleaned_data.get("reason", "")
        services.hold(file, by=request.actor, at=request.now, reason=reason, lift=lift)
        return done(request, file, _("Saved."))
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Let its time count again") if lift else _("Keep it beyond its time"),
        hint=file.held_reason if lift else _("A lawsuit, a claim, a demand of an authority …"),
        submit=_("Save"),
        back=file.get_absolute_url(),
    )


@verb(can=Can.DESTROY)
def ask_destruction(request: Request) -> HttpResponse:
    """List the closed files whose time is over."""
    site_id = site_of(request)
    form = Form.of(request)
    if form.ready():
        run = services.ask_destruction(site_id, by=request.actor, at=request.now)
        return done(request, run, _("%(ref)s waits for approval.") % {"ref": run.ref})
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("List files for destruction"),
        hint=_("Somebody else approves the list; two destroy the files together."),
        submit=_("Make the list"),
        back=reverse("archives:closed"),
    )


@screen(can=Can.SEE)
def show_run(request: Request, ref: str) -> HttpResponse:
    """A list for destruction."""
    run = queries.get_run(request.actor, ref)
    me = request.actor.id
    return page(
        request,
        "archives/run.html",
        run=run,
        files=list(queries.list_files(request.actor, run.site_id).filter(destruction=run).order_by("id")),
        facts=panels.run_facts(run),
        history=history.of_thing(ref),
        can_approve=run.state == RunState.ASKED and run.asked_by_id != me,
        can_drop=run.state in (RunState.ASKED, RunState.APPROVED),
        can_destroy=run.state == RunState.APPROVED,
        can_witness=run.state == RunState.BEGUN and run.destroyed_by_id != me,
        **rights(request, run.site_id),
    )


@verb(can=Can.DESTROY, ask=gettext_lazy("Approve that these files are destroyed?"))
def approve(request: Request, ref: str) -> HttpResponse:
    """Approve a list."""
    run = queries.get_run(request.actor, ref)
    services.approve_destruction(run, by=request.actor, at=request.now)
    return done(request, run, _("Approved. Two destroy the files together."))


@verb(can=Can.DESTROY)
def drop(request: Request, ref: str) -> HttpResponse:
    """Destroy nothing of a list."""
    run = queries.get_run(request.actor, ref)
    form = ReasonForm.of(request)
    if form.ready():
        services.drop_destruction(run, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, run, _("Dropped. Nothing is destroyed."))
    return _step(request, run, form, _("Drop the list"), _("Drop the list"))


@verb(can=Can.DESTROY)
def destroy(request: Request, ref: str) -> HttpResponse:
    """Say as the first of two how the originals were destroyed."""
    run = queries.get_run(request.actor, ref)
    form = HowForm.of(request)
    if form.ready():
        services.destroy(run, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, run, _("Somebody else witnesses it now."))
    hint = _("The second of two confirms it; only then scans and titles are deleted.")
    return _step(request, run, form, _("Destroy the files"), _("Destroyed"), hint=hint, danger=True)


@verb(can=Can.DESTROY, ask=gettext_lazy("Did you see the files destroyed? Scans and titles are deleted now."))
def witness(request: Request, ref: str) -> HttpResponse:
    """Confirm as the second of two."""
    run = queries.get_run(request.actor, ref)
    services.witness(run, by=request.actor, at=request.now)
    return done(request, run, _("Destroyed and witnessed."))


def _step(
    request: Request, run: Destruction, form: Form, title: str, submit: str, **more: Any
) -> HttpResponse:
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=title,
        submit=submit,
        back=run.get_absolute_url(),
        **more,
    )
