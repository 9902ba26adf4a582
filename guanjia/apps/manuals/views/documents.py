"""The library, its search, one document, and opening, describing and renewing it."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.manuals import history, queries, services
from guanjia.apps.manuals.forms import BeginForm, DocumentForm
from guanjia.apps.manuals.lists import DocumentList
from guanjia.apps.manuals.models import Document
from guanjia.apps.manuals.terms import Can, DocumentKind
from guanjia.apps.manuals.views.steps import ask, may, site_id_of, tabs
from guanjia.apps.organisations import queries as organisations
from guanjia.ui.http import Request, done, page, screen, verb
from guanjia.ui.panels import Facts


@screen(can=Can.SEE)
def list_documents(request: Request) -> HttpResponse:
    """The documents that hold at the site."""
    site_id = request.site.pk if request.site else None
    rows = queries.list_documents(request.actor, site_id)
    return DocumentList(request, rows).answer(
        template="manuals/documents.html",
        title=_("Rulebook documents"),
        tabs=tabs(request, "list"),
        can_open=request.actor.can(Can.EDIT, site_id),
    )


@screen(can=Can.SEE)
def search(request: Request) -> HttpResponse:
    """Words in the clauses in force, of documents and of the packs that run here."""
    text = request.GET.get("q", "").strip()[:80]
    site_id = request.site.pk if request.site else None
    found = queries.find(request.actor, text, site_id=site_id, at=request.now) if text else []
    return page(
        request,
        "manuals/search.html#found",
        title=_("Search the rules"),
        text=text,
        found=found,
        tabs=tabs(request, "search"),
    )


@verb(can=Can.EDIT)
def open_document(request: Request) -> HttpResponse:
    """Open a document."""
    here = [str(request.site.pk)] if request.site else []
    form = DocumentForm.of(request, initial={"site_ids": here, "kind": DocumentKind.RULE.value})
    if form.ready():
        document = services.open_document(by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, document, _("Opened. Import its text, or write it clause by clause."))
    return ask(request, form, _("Open a document"), reverse("manuals:list"))


@verb(can=Can.EDIT)
def describe(request: Request, document_id: int) -> HttpResponse:
    """Change what a document is called, whose it is, where it holds and who must read it."""
    document = queries.get_document(request.actor, document_id)
    sites = queries.sites_of(document)
    names = ("number", "title", "kind", "owner_department", "owner_post", "posts")
    initial: dict[str, Any] = {name: getattr(document, name) for name in names}
    initial["site_ids"] = [str(one) for one in sites]
    form = DocumentForm.of(request, initial=initial, sites=sites, readers=document.posts)
    if form.ready():
        services.describe(document, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, document, _("Changed."))
    return ask(request, form, _("Describe the document"), document.get_absolute_url(), submit=_("Save"))


@verb(can=Can.EDIT)
def begin(request: Request, document_id: int) -> HttpResponse:
    """Begin a new edition with a copy of the text that holds."""
    document = queries.get_document(request.actor, document_id)
    form = BeginForm.of(request)
    if form.ready():
        version = services.begin(document, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, version, _("The draft is yours to write in."))
    return ask(request, form, _("New edition"), document.get_absolute_url())


@screen(can=Can.SEE)
def show_document(request: Request, document_id: int) -> HttpResponse:
    """One document: its editions, what runs for it, its copies, and what happened."""
    document = queries.get_document(request.actor, document_id)
    sites = queries.sites_of(document)
    versions = queries.list_versions(document)
    held = next((one for one in versions if one.is_in_force), None)
    may_edit = may(request, Can.EDIT, sites)
    busy = any(one.state in ("DRAFT", "PREPARED", "REVIEWED") for one in versions)
    clauses = queries.clauses_of(held) if held else []
    known = queries.running.pack_clauses(site_id_of(request, sites), request.now)
    bound = queries.runs_of(queries.links_of(document), known)
    return page(
        request,
        "manuals/document.html",
        document=document,
        versions=versions,
        held=held,
        runs=sum(bound[one.key].does_run for one in clauses if one.key in bound),
        clauses=sum(bool(one.text) for one in clauses),
        intakes=queries.open_intakes(document) if may_edit else [],
        reading=queries.reading_of(request.actor, held) if held else None,
        facts=_facts(document, sites, request),
        history=history.tell(document),
        may_edit=may_edit,
        may_begin=may_edit and not busy,
        may_see_readers=held is not None and may(request, Can.SEE_READERS, sites),
    )


def _facts(document: Document, sites: list[int], request: Request) -> Facts:
    names = (
        {post.key: post.name for post in organisations.list_posts(request.site.pk)} if request.site else {}
    )
    facts = Facts()
    facts.add(_("Kind"), document.kind_label, icon="book")
    where = "、".join(organisations.site(one).name for one in sites)
    facts.add(_("Holds at"), where or _("The whole company"), icon="building")
    facts.add(
        _("Looked after by"),
        document.owner_department,
        icon="sitemap",
        hint=names.get(document.owner_post, ""),
    )
    readers = "、".join(str(names.get(one, one)) for one in document.posts)
    facts.add(_("Must be read by"), readers or _("everybody"), icon="users")
    return facts
