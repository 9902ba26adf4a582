"""One edition: its text and what runs for it, its difference from another, on paper and as a file, and its way into force."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import segno
from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.manuals import comparing, paper, queries, services
from guanjia.apps.manuals.comparing import Change, Fate
from guanjia.apps.manuals.forms import ApproveForm, ReasonForm, SignForm
from guanjia.apps.manuals.models import Clause, Version
from guanjia.apps.manuals.queries.running import Bound
from guanjia.apps.manuals.terms import Can
from guanjia.apps.manuals.views.steps import ask, editable, may, offered, site_id_of
from guanjia.kernel.refusals import NotFound, Text
from guanjia.ui.http import Request, done, page, screen, verb
from guanjia.ui.panels import Facts

FATES: dict[Fate, tuple[Text, str, str]] = {
    Fate.SAME: (gettext_lazy("Unchanged"), "neutral", "check"),
    Fate.CHANGED: (gettext_lazy("Changed"), "accent", "pencil"),
    Fate.RENUMBERED: (gettext_lazy("Renumbered"), "neutral", "list"),
    Fate.MOVED: (gettext_lazy("Moved"), "paused", "arrows-sort"),
    Fate.ADDED: (gettext_lazy("New clause"), "calm", "plus"),
    Fate.REMOVED: (gettext_lazy("Clause dropped"), "late", "minus"),
}
"""What became of a clause: a word, a tone, an icon."""
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class ShownClause:
    """A clause on the page of its edition."""

    clause: Clause
    bound: Bound | None
    posts: tuple[str, ...] = ()

    @property
    def is_chapter(self) -> bool:
        """Whether it is drawn as a heading of its own."""
        return self.clause.level == 1 and bool(self.clause.heading or not self.clause.text)


@screen(can=Can.SEE)
def show_version(request: Request, version_id: int) -> HttpResponse:
    """The text of an edition, clause by clause, with what runs for each."""
    version = queries.get_version(request.actor, version_id)
    document = version.document
    sites = queries.sites_of(document)
    known = queries.running.pack_clauses(site_id_of(request, sites), request.now)
    bound = queries.runs_of(queries.links_of(document), known)
    clauses = [ShownClause(one, bound.get(one.key), tuple(one.posts)) for one in queries.clauses_of(version)]
    return page(
        request,
        "manuals/version.html",
        version=version,
        document=document,
        clauses=clauses,
        outline=[
            one.clause
            for one in clauses
            if one.clause.level == 1 and (one.clause.heading or one.clause.number)
        ],
        steps=offered(request, version, sites),
        facts=_facts(version),
        reading=queries.reading_of(request.actor, version),
        before=queries.version_before(version),
        may_write=editable(request, version),
        may_link=bool(known) and may(request, Can.EDIT, sites),
        may_see_readers=may(request, Can.SEE_READERS, sites),
        has_run=sum(one.bound.does_run for one in clauses if one.bound),
        can_run=sum(bool(one.clause.text) for one in clauses),
    )


def _facts(version: Version) -> Facts:
    facts = Facts()
    facts.add(_("Edition"), version.label, icon="book")
    facts.add(_("In force from"), version.effective_at, kind="moment", icon="calendar-event")
    if version.ended_at:
        facts.add(_("Until"), version.ended_at, kind="moment", icon="calendar-off")
    facts.add(_("What is new"), version.changes, icon="pencil")
    facts.add(_("Draft begun"), version.begun_at, kind="moment", hint=version.begun_by_name, icon="user")
    if version.source:
        facts.add(_("Read from"), version.source, icon="file")
    facts.add(_("Working days to read it"), version.read_within, icon="clock")
    return facts


# --- Difference -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ShownChange:
    """A clause of a difference with its look."""

    change: Change
    label: Text
    tone: str
    icon: str


@screen(can=Can.SEE)
def show_difference(request: Request, version_id: int) -> HttpResponse:
    """Two editions clause by clause; ``with`` names the older one, by default the one in force before."""
    version = queries.get_version(request.actor, version_id)
    others = [one for one in queries.list_versions(version.document) if one.pk != version.pk]
    asked = request.GET.get("with", "")
    if asked:
        before = next((one for one in others if str(one.pk) == asked), None)
        if before is None:
            raise NotFound
    else:
        before = queries.version_before(version)
    changes = comparing.difference(queries.nodes_of(before) if before else [], queries.nodes_of(version))
    whole = "all" in request.GET
    counts = comparing.counted(changes)
    return page(
        request,
        "manuals/difference.html",
        version=version,
        document=version.document,
        before=before,
        others=others,
        changes=[ShownChange(one, *FATES[one.fate]) for one in changes if whole or not one.is_same],
        counts=[(*FATES[fate], counts[fate]) for fate in Fate if counts[fate]],
        whole=whole,
        same=counts[Fate.SAME],
        title=_("What changes"),
    )


# --- On paper -------------------------------------------------------------------------------------------------------------


@screen(can=Can.SEE)
def show_paper(request: Request, version_id: int) -> HttpResponse:
    """The edition on A4; ``copy`` puts the mark and number of a controlled copy on it."""
    version = queries.get_version(request.actor, version_id)
    wanted = request.GET.get("copy", "")
    copies = queries.list_copies(version.document) if wanted else []
    return page(
        request,
        "manuals/paper.html",
        version=version,
        document=version.document,
        clauses=queries.clauses_of(version),
        head=paper.head_of(version),
        copy=next(
            (one for one in copies if str(one.number) == wanted and one.version_id == version.pk), None
        ),
        title=version.document.title,
        number=version.document.number,
        qr_svg=_qr(request.build_absolute_uri(version.get_absolute_url())),
    )


def _qr(address: str) -> SafeString:
    drawn: str = segno.make(address, error="m").svg_inline(border=0, omitsize=True)
    return mark_safe(drawn)  # noqa: S308  # drawn by us from an address of ours


@screen(can=Can.SEE)
def download_markdown(request: Request, version_id: int) -> HttpResponse:
    """The edition as Markdown."""
    version = queries.get_version(request.actor, version_id)
    text = paper.as_markdown(version, queries.nodes_of(version), paper.head_of(version))
    return _file(version, text.encode(), "text/markdown; charset=utf-8", "md")


@screen(can=Can.SEE)
def download_word(request: Request, version_id: int) -> HttpResponse:
    """The edition as a Word document."""
    version = queries.get_version(request.actor, version_id)
    return _file(
        version, paper.as_word(version, queries.nodes_of(version), paper.head_of(version)), _WORD, "docx"
    )


def _file(version: Version, content: bytes, kind: str, ending: str) -> HttpResponse:
    name = quote(f"{version.document.number} {version.document.title} {version.label}.{ending}", safe="")
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
        "Cache-Control": "no-store, private",
    }
    return HttpResponse(content, content_type=kind, headers=headers)


# --- Its way into force ---------------------------------------------------------------------------------------------------


@verb(can=Can.EDIT)
def prepare(request: Request, version_id: int) -> HttpResponse:
    """Sign as preparer."""
    return _sign(
        request, version_id, services.prepare, _("Sign as preparer"), _("Signed. It waits for the reviewer.")
    )


@verb(can=Can.REVIEW)
def review(request: Request, version_id: int) -> HttpResponse:
    """Sign as reviewer."""
    return _sign(
        request, version_id, services.review, _("Sign as reviewer"), _("Signed. It waits for approval.")
    )


def _sign(request: Request, version_id: int, step: Any, title: str, said: str) -> HttpResponse:
    version = queries.get_version(request.actor, version_id)
    form = SignForm.of(request)
    if form.ready():
        step(version, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, version, said)
    return ask(request, form, title, version.get_absolute_url())


@verb(can=Can.APPROVE)
def approve(request: Request, version_id: int) -> HttpResponse:
    """Approve, and say from which day it holds."""
    version = queries.get_version(request.actor, version_id)
    form = ApproveForm.of(request, initial={"effective_on": localdate(request.now)})
    if form.ready():
        approved = services.approve(version, by=request.actor, at=request.now, **form.cleaned_data)
        said = _("It is in force; staff are asked to read it.") if approved.is_in_force else _("Approved.")
        return done(request, version, said)
    return ask(request, form, _("Approve"), version.get_absolute_url())


@verb(can=Can.REVIEW)
def send_back(request: Request, version_id: int) -> HttpResponse:
    """Give it back to its preparer."""
    return _with_reason(
        request, version_id, services.send_back, _("Return to the preparer"), _("It is a draft again.")
    )


@verb(can=Can.EDIT)
def withdraw(request: Request, version_id: int) -> HttpResponse:
    """Give it up, or take it out of force."""
    return _with_reason(request, version_id, services.withdraw, _("Withdraw"), _("Withdrawn."), danger=True)


def _with_reason(
    request: Request, version_id: int, step: Any, title: str, said: str, *, danger: bool = False
) -> HttpResponse:
    version = queries.get_version(request.actor, version_id)
    form = ReasonForm.of(request)
    if form.ready():
        step(version, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, version, said)
    return ask(request, form, title, version.get_absolute_url(), danger=danger)


def difference_url(version: Version) -> str:
    """Where an edition is compared with the one before."""
    return reverse("manuals:difference", args=[version.pk])
