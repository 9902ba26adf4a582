"""The lists, the page of a paper, writing and editing one; made for each kind."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.documents import queries as documents
from guanjia.apps.letters import facts, history, queries, services
from guanjia.apps.letters.forms import writing as forms
from guanjia.apps.letters.lists import LISTS, SealList
from guanjia.apps.letters.models import Notice
from guanjia.apps.letters.terms import KINDS, ONE, Can, Kind
from guanjia.apps.letters.views.deeds import offered
from guanjia.apps.obligations import queries as obligations
from guanjia.kernel.refusals import NotFound, Text
from guanjia.ui.http import Request, View, done, page, screen, verb
from guanjia.ui.panels import Facts

WRITERS = {
    Kind.INCOMING: Can.REGISTER,
    Kind.OUTGOING: Can.DRAFT,
    Kind.CONTACT: Can.CONTACT,
    Kind.RECTIFICATION: Can.DRAFT,
    Kind.NOTICE: Can.DRAFT,
}
"""Who writes each kind."""

NEW: dict[Kind, Text] = {
    Kind.INCOMING: gettext_lazy("Register a letter"),
    Kind.OUTGOING: gettext_lazy("Draft a letter"),
    Kind.CONTACT: gettext_lazy("New contact sheet"),
    Kind.RECTIFICATION: gettext_lazy("New rectification notice"),
    Kind.NOTICE: gettext_lazy("New notice"),
}

_FORMS: dict[Kind, type[forms.PaperForm]] = {
    Kind.INCOMING: forms.IncomingForm,
    Kind.OUTGOING: forms.OutgoingForm,
    Kind.CONTACT: forms.ContactForm,
    Kind.RECTIFICATION: forms.RectificationForm,
    Kind.NOTICE: forms.NoticeForm,
}
_EDITS: dict[Kind, type[forms.PaperForm]] = {
    Kind.OUTGOING: forms.OutgoingEditForm,
    Kind.RECTIFICATION: forms.RectificationEditForm,
    Kind.NOTICE: forms.NoticeForm,
}
_PREFILLED = (
    "party",
    "party_kind",
    "subject",
    "where",
    "what",
    "origin",
    "topic",
    "hazard",
    "level",
    "answers",
    "unit",
)


def site_of(request: Request) -> int:
    """The site chosen in the top bar. Raises ``NotFound`` when the actor has none."""
    if request.site is None:
        raise NotFound
    return int(request.site.pk)


def tabs(here: str) -> list[tuple[Text, str, bool]]:
    """The tabs of the app: label, address, whether it is this page."""
    found = [(KINDS[kind], reverse(f"letters:{kind.value}_list"), kind.value == here) for kind in Kind]
    found.append((_("Seal register"), reverse("letters:seals"), here == "seals"))
    found.append((_("Templates"), reverse("letters:texts"), here == "texts"))
    return found


@screen(can=Can.SEE)
def begin(request: Request) -> HttpResponse:
    """The room without a list: leads to the first one, that of letters received."""
    return redirect(f"letters:{next(iter(Kind)).value}_list")


def list_of(kind: Kind) -> View:
    """The list of a kind."""

    @screen(can=Can.SEE)
    def listed(request: Request) -> HttpResponse:
        site_id = request.site.pk if request.site else None
        rows = queries.list_papers(request.actor, kind, site_id)
        may = site_id is not None and request.actor.can(WRITERS[kind], site_id)
        return LISTS[kind](request, rows).answer(
            template="letters/list.html",
            title=str(KINDS[kind]),
            tabs=tabs(kind.value),
            new_url=reverse(f"letters:{kind.value}_new") if may else "",
            new_label=NEW[kind],
        )

    listed.__doc__ = f"The list: {kind.name.lower()}."
    return listed


@screen(can=Can.SEE)
def list_seals(request: Request) -> HttpResponse:
    """The register of seals (用章登记)."""
    rows = queries.list_seal_uses(request.actor, request.site.pk if request.site else None)
    return SealList(request, rows).answer(
        template="letters/list.html", title=_("Seal register"), tabs=tabs("seals"), new_url=""
    )


def page_of(kind: Kind) -> View:
    """The page of one paper of a kind."""

    @screen(can=Can.SEE)
    def shown(request: Request, **asked: str) -> HttpResponse:
        (ref,) = asked.values()
        paper = queries.get_paper(request.actor, kind, ref)
        kept = documents.list_for(paper.files_ref)
        by_key = {str(one.key): one for one in kept}
        reply_url = _reply_url(request, paper)
        may_edit = kind in _EDITS and paper.lifecycle.allows(paper.state, "edit")
        return page(
            request,
            "letters/paper_page.html",
            paper=paper,
            title=f"{ONE[kind]} {paper.ref}",
            list_title=KINDS[kind],
            list_url=reverse(f"letters:{kind.value}_list"),
            steps=offered(request, paper, leads=not reply_url),
            edit_url=reverse(f"letters:{kind.value}_edit", args=[ref])
            if may_edit and request.actor.can(WRITERS[kind], paper.site_id)
            else "",
            reply_url=reply_url,
            print_url=reverse(f"letters:{kind.value}_print", args=[ref]),
            pdf_url=reverse(f"letters:{kind.value}_pdf", args=[ref]),
            facts=_facts(paper),
            texts=facts.texts_of(paper),
            attachments=kept,
            signatures=documents.signatures_for(paper.ref) if kind is Kind.RECTIFICATION else [],
            reviews=_reviews(paper),
            seals=list(paper.seals.order_by("used_at")) if kind is Kind.OUTGOING else [],
            postings=_postings(request, paper, by_key),
            rechecks=queries.rechecks_of(paper) if kind is Kind.RECTIFICATION else [],
            kin=queries.kin_of(request.actor, paper),
            history=history.tell(paper),
            obligations=obligations.for_thread(request.actor, paper.thread),
            now=request.now,
        )

    shown.__doc__ = f"One paper: {kind.name.lower()}."
    return shown


def _facts(paper: Any) -> Facts:
    found = Facts()
    for label, value in facts.pairs_of(paper):
        found.add(label, value, kind="moment" if hasattr(value, "hour") else "text")
    return found


def _reply_url(request: Request, paper: Any) -> str:
    if paper.kind is not Kind.INCOMING or not paper.lifecycle.allows(paper.state, "answer"):
        return ""
    if not request.actor.can(Can.DRAFT, paper.site_id):
        return ""
    return f"{reverse('letters:out_new')}?text=reply&answers={paper.ref}"


def _reviews(paper: Any) -> list[dict[str, Any]]:
    """A line for each post that reviews, with what it said in this round."""
    if paper.kind not in (Kind.OUTGOING, Kind.NOTICE):
        return []
    said = {one["post"]: one for one in paper.reviews}
    return [
        {"post": name, "said": said.get(key), "due": key == paper.due_post}
        for key, name in paper.review_posts
    ]


def _postings(request: Request, paper: Any, by_key: dict[str, Any]) -> list[dict[str, Any]]:
    """Where a notice hangs and hung, with its photos and the way to take it down there."""
    if paper.kind is not Kind.NOTICE:
        return []
    may = request.actor.can(Can.POST, paper.site_id)
    return [
        {
            "row": one,
            "photos": [by_key[key] for key in one.photos if key in by_key],
            "url": reverse("letters:notice_down", args=[paper.ref, one.pk])
            if may and not one.down_at
            else "",
        }
        for one in queries.hanging(paper)
    ]


@verb(can=Can.POST, ask=gettext_lazy("Is it taken down there?"))
def take_one_down(request: Request, notice_ref: str, posting_id: int) -> HttpResponse:
    """Take a notice down at one place."""
    notice: Notice = queries.get_paper(request.actor, Kind.NOTICE, notice_ref)
    after = services.take_down(notice, by=request.actor, at=request.now, posting_id=posting_id)
    return done(request, after, _("Taken down."))


def writing_of(kind: Kind) -> View:
    """The screen a paper of a kind is written on; it begins with a text when the address names one."""

    @verb(can=WRITERS[kind])
    def written(request: Request) -> HttpResponse:
        site_id = site_of(request)
        form = _FORMS[kind].of(request, site_id=site_id, initial=_begun(request, kind))
        if form.ready():
            paper = _write(request, kind, site_id, form)
            return done(request, paper, _("%(ref)s is kept.") % {"ref": paper.ref})
        return page(
            request,
            "letters/write.html",
            form=form,
            title=NEW[kind],
            submit=_("Save"),
            back=reverse(f"letters:{kind.value}_list"),
            offers=queries.offers(request.actor, kind.value),
            chosen=request.GET.get("text", ""),
        )

    written.__doc__ = f"Write one: {kind.name.lower()}."
    return written


def _begun(request: Request, kind: Kind) -> dict[str, Any]:
    """What the form begins with: a text, and what the address gives."""
    found: dict[str, Any] = {name: request.GET[name][:120] for name in _PREFILLED if name in request.GET}
    if kind is Kind.NOTICE:
        found.setdefault("from_at", request.now)
    offer = queries.get_offer(request.actor, request.GET.get("text", "")[:40], kind.value)
    if offer is not None:
        found = {"subject": offer.title, "text": offer.body, "text_en": offer.body_en, **found}
        for name in ("topic", "hazard", "level"):
            if getattr(offer, name):
                found.setdefault(name, getattr(offer, name))
    if kind is Kind.RECTIFICATION and offer is None and request.GET.get("text_found"):
        found["text"] = request.GET["text_found"][:1000]
    if "answers" in found:
        asked = queries.get_paper(request.actor, Kind.INCOMING, found["answers"])
        known = {"party": asked.party, "party_kind": asked.party_kind, "unit": asked.unit_id}
        found = {**found, **known, "confidential": asked.confidential}
        if "{" in found.get("subject", "{"):
            found["subject"] = _("Reply to: %(subject)s") % {"subject": asked.subject}
            found["text"] = (
                found.get("text", "").replace("{事项}", asked.subject).replace("{what}", asked.subject)
            )
    return found


def _write(request: Request, kind: Kind, site_id: int, form: Any) -> Any:
    who: dict[str, Any] = {"by": request.actor, "at": request.now}
    if kind is Kind.INCOMING:
        return services.register(site_id, **who, **form.values)
    if kind is Kind.OUTGOING:
        sent = form.values
        ref = sent.pop("answers")
        answers = queries.get_paper(request.actor, Kind.INCOMING, ref) if ref else None
        return services.draft_letter(site_id, **who, answers=answers, **sent)
    if kind is Kind.CONTACT:
        return services.issue_sheet(site_id, **who, **form.values)
    if kind is Kind.RECTIFICATION:
        return services.draft_rectification(site_id, **who, **form.values)
    return services.draft_notice(site_id, **who, content=form.content)


def editing_of(kind: Kind) -> View:
    """The screen the draft of a kind is changed on."""

    @verb(can=WRITERS[kind])
    def edited(request: Request, **asked: str) -> HttpResponse:
        (ref,) = asked.values()
        paper = queries.get_paper(request.actor, kind, ref)
        names = [*_EDITS[kind].base_fields, "unit"]
        initial = {
            name: getattr(paper, name) for name in names if name not in _FILES and hasattr(paper, name)
        }
        initial["unit"] = getattr(paper, "unit_id", None)
        form: Any = _EDITS[kind].of(request, site_id=paper.site_id, initial=initial)
        if form.ready():
            who: dict[str, Any] = {"by": request.actor, "at": request.now}
            if kind is Kind.OUTGOING:
                services.edit_letter(paper, **who, **form.values)
            elif kind is Kind.RECTIFICATION:
                services.edit_rectification(paper, **who, **form.values)
            else:
                services.edit_notice(paper, **who, content=form.content)
            return done(request, paper, _("The draft is changed."))
        return page(
            request,
            "letters/write.html",
            form=form,
            title=f"{_('Edit')} {paper.ref}",
            submit=_("Save"),
            back=paper.get_absolute_url(),
            offers=[],
        )

    edited.__doc__ = f"Change a draft: {kind.name.lower()}."
    return edited


_FILES = ("photos", "scan", "answers", "confidential")
