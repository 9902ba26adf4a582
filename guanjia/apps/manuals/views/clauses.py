"""Writing the clauses of a draft, and binding clauses to the rules that make them run."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.manuals import queries, services
from guanjia.apps.manuals.forms import ClauseForm, LinkForm
from guanjia.apps.manuals.models import Clause
from guanjia.apps.manuals.terms import Can
from guanjia.apps.manuals.views.steps import again, ask, site_id_of
from guanjia.kernel.refusals import NotFound
from guanjia.ui.http import Request, done, verb


@verb(can=Can.EDIT)
def add(request: Request, version_id: int) -> HttpResponse:
    """Add a clause to a draft, after the one named in the address, else at the end."""
    version = queries.get_version(request.actor, version_id)
    behind = _behind(request, version_id)
    level = str(behind.level) if behind else "1"
    form = ClauseForm.of(request, initial={"level": level})
    if form.ready():
        clause = services.write_clause(
            version, by=request.actor, at=request.now, after=behind, **form.cleaned_data
        )
        return done(request, again(request, clause.get_absolute_url()), _("Added."))
    return ask(request, form, _("Add a clause"), version.get_absolute_url())


def _behind(request: Request, version_id: int) -> Clause | None:
    wanted = request.GET.get("after", "")
    if not wanted.isdecimal() or len(wanted) > 18:
        return None
    clause = queries.get_clause(request.actor, int(wanted))
    if clause.version_id != version_id:
        raise NotFound
    return clause


@verb(can=Can.EDIT)
def change(request: Request, clause_id: int) -> HttpResponse:
    """Change a clause of a draft."""
    clause = queries.get_clause(request.actor, clause_id)
    names = ("number", "heading", "text", "posts")
    initial = {name: getattr(clause, name) for name in names} | {"level": str(clause.level)}
    form = ClauseForm.of(request, initial=initial, readers=clause.posts)
    if form.ready():
        services.write_clause(
            clause.version, by=request.actor, at=request.now, clause=clause, **form.cleaned_data
        )
        return done(request, again(request, clause.get_absolute_url()), _("Changed."))
    return ask(request, form, _("Change the clause"), clause.get_absolute_url(), submit=_("Save"))


@verb(can=Can.EDIT, ask=gettext_lazy("Take this clause out of the draft?"))
def remove(request: Request, clause_id: int) -> HttpResponse:
    """Take a clause out of a draft."""
    clause = queries.get_clause(request.actor, clause_id)
    version = services.remove_clause(clause, by=request.actor, at=request.now)
    return done(request, version, _("Removed."))


@verb(can=Can.EDIT)
def link(request: Request, clause_id: int) -> HttpResponse:
    """Choose the clause of the rulebook that makes a clause run."""
    clause = queries.get_clause(request.actor, clause_id)
    site_id = site_id_of(request, queries.sites_of(clause.version.document))
    known = queries.running.pack_clauses(site_id, request.now)
    proposed = queries.candidates(clause, known.values())
    initial = {"rule": proposed[0].name} if proposed else {}
    form = LinkForm.of(request, proposed=proposed, known=known.values(), initial=initial)
    if form.ready() and site_id is not None:
        pack, _bar, number = form.cleaned_data["rule"].partition("|")
        services.link(clause, by=request.actor, at=request.now, site_id=site_id, pack=pack, number=number)
        return done(request, again(request, clause.get_absolute_url()), _("Bound."))
    return ask(request, form, _("What makes this clause run"), clause.get_absolute_url(), submit=_("Bind"))


@verb(can=Can.EDIT, ask=gettext_lazy("Take this binding away?"))
def unlink(request: Request, clause_id: int) -> HttpResponse:
    """Take a binding away; the address names the rule."""
    clause = queries.get_clause(request.actor, clause_id)
    pack, _bar, number = request.GET.get("rule", "").partition("|")
    services.unlink(clause, by=request.actor, at=request.now, pack=pack, number=number)
    return done(request, again(request, clause.get_absolute_url()), _("Taken away."))
