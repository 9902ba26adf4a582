"""The list: pieces, their pages and labels, kinds, and the workbook of the first stock."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.custody import history, panels, queries, services
from guanjia.apps.custody.forms import (
    ChangePieceForm,
    ImportForm,
    KindForm,
    LossForm,
    PieceForm,
    ReasonForm,
)
from guanjia.apps.custody.labels import labels
from guanjia.apps.custody.lifecycle import PIECE
from guanjia.apps.custody.lists import PieceList
from guanjia.apps.custody.models import Piece
from guanjia.apps.custody.stocking import TITLES
from guanjia.apps.custody.terms import Can
from guanjia.apps.custody.views.asked import posts_of, rights, site_of, tabs
from guanjia.apps.obligations import queries as obligations
from guanjia.apps.places import queries as places
from guanjia.kernel.permissions import permit, permit_at
from guanjia.ui.http import Request, done, page, screen, verb
from guanjia.ui.lists import chosen
from guanjia.ui.lookup import choices, typed
from guanjia.ui.paper import language
from guanjia.ui.spreadsheets.writing import empty_workbook
from guanjia.ui.workbook import workbook_file


@screen(can=Can.SEE)
def list_pieces(request: Request) -> HttpResponse:
    """Everything that is kept."""
    site_id = site_of(request)
    rows = queries.list_pieces(request.actor, site_id)
    return PieceList(request, rows).answer(
        "custody/pieces.html",
        title=_("Keys, cards and things"),
        tabs=tabs("pieces"),
        **rights(request, site_id),
    )


@screen(can=Can.SEE)
def show_piece(request: Request, piece_id: int) -> HttpResponse:
    """One piece: where it is, who has it, everything that happened to it."""
    piece = queries.get_piece(request.actor, piece_id)
    loans = queries.loans_of(request.actor, piece)
    held = [one for one in loans if one.is_out]
    return page(
        request,
        "custody/piece.html",
        piece=piece,
        facts=panels.piece_facts(piece, request.actor),
        held=held,
        loans=loans,
        losses=queries.losses_of(request.actor, piece),
        history=history.of_piece(piece),
        obligations=obligations.for_thread(request.actor, piece.ref),
        can_retire=PIECE.allows(piece.state, "retire") and not piece.lent,
        can_lose=PIECE.allows(piece.state, "report_loss"),
        now=request.now,
        **rights(request, piece.site_id),
    )


@verb(can=Can.MANAGE)
def add_piece(request: Request) -> HttpResponse:
    """Take a piece on the list."""
    site_id = site_of(request)
    permit_at(request.actor, Can.MANAGE, site_id)
    form = PieceForm.of(request, kinds=queries.list_kinds(request.actor, site_id))
    if form.ready():
        piece = services.add_piece(form.chosen_kind, by=request.actor, at=request.now, **form.given)
        return done(request, piece, _("%(number)s is on the list.") % {"number": piece.number})
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Add to the list"),
        submit=_("Add"),
        back=reverse("custody:pieces"),
    )


@verb(can=Can.MANAGE)
def change_piece(request: Request, piece_id: int) -> HttpResponse:
    """Change what the list says of a piece."""
    piece = queries.get_piece(request.actor, piece_id)
    permit(request.actor, Can.MANAGE, piece)
    said = {name: getattr(piece, name) for name in ("number", "name", "hook", "parts", "stock")}
    form = ChangePieceForm.of(request, initial=said)
    if form.ready():
        services.change_piece(piece, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, piece, _("Changed."))
    return _of_piece(request, piece, form, _("Change %(number)s") % {"number": piece.number}, _("Save"))


@verb(can=Can.MANAGE)
def retire(request: Request, piece_id: int) -> HttpResponse:
    """Take a piece off the list."""
    piece = queries.get_piece(request.actor, piece_id)
    form = ReasonForm.of(request)
    if form.ready():
        services.retire(piece, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, piece, _("Taken off the list."))
    title = _("Take %(number)s off the list") % {"number": piece.number}
    return _of_piece(request, piece, form, title, _("Take off"), danger=True)


@verb(can=Can.LEND)
def report_loss(request: Request, piece_id: int) -> HttpResponse:
    """Report that a piece is lost."""
    piece = queries.get_piece(request.actor, piece_id)
    form = LossForm.of(request)
    if form.ready():
        loss = services.report_loss(piece, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, piece, _("%(ref)s is to be settled.") % {"ref": loss.ref})
    return _of_piece(request, piece, form, _("Report a loss"), _("Report"), danger=True)


def _of_piece(
    request: Request, piece: Piece, form: object, title: str, submit: str, *, danger: bool = False
) -> HttpResponse:
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=title,
        submit=submit,
        danger=danger,
        back=piece.get_absolute_url(),
    )


@screen(can=Can.SEE)
def show_labels(request: Request) -> HttpResponse:
    """The tags of the chosen pieces, or of all on the list, on A4."""
    site_id = site_of(request)
    keys = chosen(request)
    rows = queries.list_pieces(request.actor, site_id).exclude(state="RETIRED")
    pieces = queries.get_pieces(request.actor, keys) if keys else list(rows[:500])
    root = request.build_absolute_uri("/")
    return page(request, "custody/labels.html", labels=labels(pieces, root), site=request.site)


@screen(can=Can.MANAGE)
def lookup_places(request: Request) -> HttpResponse:
    """Answers for the field that looks a place up."""
    found = places.find_places(request.actor, typed(request), site_id=site_of(request))
    return choices(request, [(one.pk, one.name, one.code) for one in found])


# --- Kinds -------------------------------------------------------------------------------------------------------------


@screen(can=Can.SEE)
def list_kinds(request: Request) -> HttpResponse:
    """The kinds of the site, and what holds for each."""
    site_id = site_of(request)
    posts = dict(posts_of(site_id))
    kinds = [
        (one, posts.get(one.approver_post, one.approver_post))
        for one in queries.list_kinds(request.actor, site_id)
    ]
    return page(
        request,
        "custody/kinds.html",
        title=_("Kinds"),
        kinds=kinds,
        tabs=tabs("kinds"),
        **rights(request, site_id),
    )


@verb(can=Can.MANAGE)
def add_kind(request: Request) -> HttpResponse:
    """Keep a new kind of thing."""
    site_id = site_of(request)
    permit_at(request.actor, Can.MANAGE, site_id)
    form = KindForm.of(request, posts=posts_of(site_id))
    if form.ready():
        services.add_kind(site_id, by=request.actor, at=request.now, **form.given)
        return done(request, "custody:kinds", _("The kind is added."))
    return _kind(request, form, _("Add a kind"))


@verb(can=Can.MANAGE)
def change_kind(request: Request, kind_id: int) -> HttpResponse:
    """Change what holds for a kind."""
    kind = queries.get_kind(request.actor, kind_id)
    permit(request.actor, Can.MANAGE, kind)
    names = ("name", "approver_post", "hours", "deposit_fen", "fee_fen")
    said = {name: getattr(kind, name) for name in names}
    form = KindForm.of(request, posts=posts_of(kind.site_id), fixed=True, initial=said)
    if form.ready():
        services.change_kind(kind, by=request.actor, at=request.now, **form.given)
        return done(request, "custody:kinds", _("Changed."))
    return _kind(request, form, _("Change the kind %(name)s") % {"name": kind.name})


def _kind(request: Request, form: KindForm, title: str) -> HttpResponse:
    back = reverse("custody:kinds")
    return page(request, "ui/verb.html#form", form=form, title=title, submit=_("Save"), back=back)


# --- The first stock ---------------------------------------------------------------------------------------------------


@verb(can=Can.MANAGE)
def bring_in(request: Request) -> HttpResponse:
    """Bring the first stock in from a workbook."""
    site_id = site_of(request)
    form = ImportForm.of(request)
    if form.ready():
        content = form.cleaned_data["file"].read()
        made = services.bring_in(site_id, by=request.actor, at=request.now, content=content)
        return done(request, "custody:pieces", _("%(count)s brought in.") % {"count": len(made)})
    return page(
        request,
        "custody/import.html#form",
        form=form,
        title=_("Bring in from a workbook"),
        hint=_("Either all rows come in, or none and every bad row is named. Add the kinds first."),
        submit=_("Bring in"),
        back=reverse("custody:pieces"),
    )


@screen(can=Can.MANAGE)
def show_template(request: Request) -> HttpResponse:
    """An empty workbook with the columns of the list."""
    place = 0 if language() == "en" else 1
    titles = [words[place] for words in TITLES.values()]
    name = _("Keys, cards and things")
    return workbook_file(empty_workbook(name, titles), name, "pieces")
