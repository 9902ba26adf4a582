"""Losses and counts."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.custody import queries, services
from guanjia.apps.custody.forms import CountForm, LossForm, NoteForm, SettleForm
from guanjia.apps.custody.lists import CountList, LossList
from guanjia.apps.custody.models import Loss
from guanjia.apps.custody.terms import FAMILIES, Can, Family
from guanjia.apps.custody.views.asked import rights, site_of, tabs
from guanjia.kernel.permissions import permit_at
from guanjia.kernel.refusals import NotFound
from guanjia.ui.http import Request, done, page, screen, verb


@screen(can=Can.SEE)
def list_losses(request: Request) -> HttpResponse:
    """What was lost, and what followed."""
    rows = queries.list_losses(request.actor, site_of(request))
    return LossList(request, rows).answer("custody/list.html", title=_("Losses"), tabs=tabs("losses"))


@verb(can=Can.MANAGE)
def settle_loss(request: Request, ref: str) -> HttpResponse:
    """Decide what follows a loss."""
    loss = queries.get_loss(request.actor, ref)
    form = SettleForm.of(request, loss=loss)
    if form.ready():
        services.settle_loss(loss, by=request.actor, at=request.now, **form.given)
        return done(request, loss, _("%(ref)s is settled.") % {"ref": ref})
    return _of_loss(request, loss, form, _("Settle %(ref)s") % {"ref": ref}, _("Settle"))


@verb(can=Can.LEND)
def find(request: Request, ref: str) -> HttpResponse:
    """What was lost has turned up."""
    loss = queries.get_loss(request.actor, ref)
    form = NoteForm.of(request)
    if form.ready():
        services.find(loss, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, loss, _("It is in the cabinet again."))
    return _of_loss(request, loss, form, _("Turned up again"), _("It is here"))


def _of_loss(request: Request, loss: Loss, form: object, title: str, submit: str) -> HttpResponse:
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=title,
        hint=f"{loss.piece.number} {loss.piece.name} · {loss.note}",
        submit=submit,
        back=loss.get_absolute_url(),
    )


@screen(can=Can.SEE)
def list_counts(request: Request) -> HttpResponse:
    """The counts, and what of them is not cleared up."""
    site_id = site_of(request)
    return CountList(request, queries.list_counts(request.actor, site_id)).answer(
        "custody/counts.html",
        title=_("Counts"),
        tabs=tabs("counts"),
        families=list(FAMILIES.items()),
        open_differences=list(queries.list_uncleared(request.actor, site_id)[:50]),
        **rights(request, site_id),
    )


@verb(can=Can.COUNT)
def count(request: Request, family: str) -> HttpResponse:
    """Count a family, hook by hook."""
    if family not in set(Family):
        raise NotFound
    site_id = site_of(request)
    permit_at(request.actor, Can.COUNT, site_id)
    pieces = queries.to_count(request.actor, site_id, family)
    form = CountForm.of(request, pieces=pieces)
    if form.ready():
        made = services.count(site_id, by=request.actor, at=request.now, family=family, found=form.found)
        if made.differences:
            said = _("%(ref)s: %(n)s differences to clear up.") % {"ref": made.ref, "n": made.differences}
        else:
            said = _("%(ref)s: everything is as listed.") % {"ref": made.ref}
        return done(request, made, said)
    return page(
        request,
        "custody/counting.html",
        form=form,
        title=_("Count: %(family)s") % {"family": FAMILIES[Family(family)]},
        back=reverse("custody:counts"),
    )


@screen(can=Can.SEE)
def show_count(request: Request, ref: str) -> HttpResponse:
    """One count: every line, and what became of the differences."""
    made = queries.get_count(request.actor, ref)
    differences = list(queries.list_differences(request.actor).filter(count=made))
    return page(
        request,
        "custody/count.html",
        count=made,
        differences=differences,
        title=f"{made.ref} {made.family_label}",
        **rights(request, made.site_id),
    )


@verb(can=Can.COUNT)
def clear_difference(request: Request, difference_id: int) -> HttpResponse:
    """Say how a difference is explained."""
    row = queries.get_difference(request.actor, difference_id)
    form = LossForm.of(request)
    form.fields["note"].label = _("How it is explained or put right")
    if form.ready():
        services.clear_difference(row, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, row.count, _("Cleared up."))
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Clear up %(number)s") % {"number": row.piece.number},
        hint=_("%(expected)s should be there, %(counted)s were: %(note)s")
        % {"expected": row.expected, "counted": row.counted, "note": row.note},
        submit=_("Cleared up"),
        back=row.count.get_absolute_url(),
    )
