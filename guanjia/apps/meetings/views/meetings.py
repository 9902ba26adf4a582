"""Lists of meetings and decisions, the page of one, calling and changing a meeting, correcting minutes, papers."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.documents import queries as documents
from guanjia.apps.meetings import history, paper, queries, services
from guanjia.apps.meetings.forms.meetings import CorrectForm, NoticeForm, ReasonForm
from guanjia.apps.meetings.lists import DecisionList, MeetingList
from guanjia.apps.meetings.models import Meeting
from guanjia.apps.meetings.terms import Can, DecisionState, State
from guanjia.apps.meetings.views.common import paper_page, people_of, root_of, site_of, tabs
from guanjia.apps.meetings.views.steps import offered
from guanjia.apps.obligations import queries as obligations
from guanjia.kernel.refusals import NotFound, refuse
from guanjia.ui.http import Request, done, page, screen, verb
from guanjia.ui.lists import chosen
from guanjia.ui.panels import Facts
from guanjia.ui.paper import as_pdf, pdf_answer, why_not_together


@screen(can=Can.SEE)
def list_meetings(request: Request) -> HttpResponse:
    """The meetings the reader may see."""
    site_id = request.site.pk if request.site else None
    may = site_id is not None and request.actor.can(Can.CALL, site_id)
    return MeetingList(request, queries.list_meetings(request.actor, site_id)).answer(
        template="meetings/list.html",
        title=_("Meetings"),
        tabs=tabs(request, "meetings"),
        new_url=reverse("meetings:meeting_new") if may else "",
        new_label=_("Call a meeting"),
    )


@screen(can=Can.SEE)
def list_decisions(request: Request) -> HttpResponse:
    """What meetings decided, and how it stands."""
    site_id = request.site.pk if request.site else None
    return DecisionList(request, queries.list_decisions(request.actor, site_id)).answer(
        template="meetings/list.html", title=_("Decisions"), tabs=tabs(request, "decisions"), new_url=""
    )


@verb(can=Can.CALL)
def call_meeting(request: Request) -> HttpResponse:
    """Call a meeting, perhaps one that follows another."""
    site_id = site_of(request)
    ref = request.GET.get("follows", "")[:24]
    former = queries.get_meeting(request.actor, ref) if ref else None
    people = people_of(site_id, request)
    form = NoticeForm.of(request, people=people, initial=_begun(request, former))
    if form.ready():
        row = services.call(site_id, by=request.actor, at=request.now, notice=form.notice, follows=former)
        return done(request, row, _("%(ref)s is called; the notices are out.") % {"ref": row.ref})
    undone = [one for one in _series(request, former) if one.state in ("OPEN", "REPORTED")]
    return page(
        request,
        "meetings/call.html",
        form=form,
        title=_("Call a meeting"),
        submit=_("Send the notices"),
        back=reverse("meetings:meetings"),
        former=former,
        undone=undone,
    )


def _series(request: Request, former: Meeting | None) -> list[Any]:
    if former is None:
        return []
    rows = queries.list_decisions(request.actor, former.site_id)
    return list(rows.filter(meeting__series=former.series))


def _begun(request: Request, former: Meeting | None) -> dict[str, Any]:
    if former is None:
        return {"chair": str(request.actor.id or ""), "recorder": str(request.actor.id or "")}
    people = queries.attendees_of(former)
    return {
        "title": former.title,
        "kind": former.kind,
        "place": former.place,
        "chair": str(former.chair_id),
        "recorder": str(former.recorder_id),
        "staff": [str(one.staff_id) for one in people if one.staff_id],
        "guests": "\n".join(_guest(one) for one in people if not one.staff_id),
    }


def _guest(one: Any) -> str:
    return f"{one.name}，{one.party}" if one.party else str(one.name)


@verb(can=Can.CALL)
def edit_meeting(request: Request, ref: str) -> HttpResponse:
    """Change a meeting that is called."""
    row = queries.get_meeting(request.actor, ref)
    agenda = [one.topic for one in queries.points_of(row) if not one.refs]
    initial = {
        **_begun(request, row),
        "from_at": row.from_at,
        "until_at": row.until_at,
        "agenda": "\n".join(agenda),
    }
    form = NoticeForm.of(request, people=people_of(row.site_id, request), initial=initial)
    if form.ready():
        row = services.edit(row, by=request.actor, at=request.now, notice=form.notice)
        return done(request, row, _("The meeting is changed; everybody invited is told."))
    return page(
        request,
        "meetings/call.html",
        form=form,
        title=f"{_('Change the meeting')} {row.ref}",
        submit=_("Save"),
        back=row.get_absolute_url(),
    )


@screen(can=Can.SEE)
def show_meeting(request: Request, ref: str) -> HttpResponse:
    """One meeting: agenda with minutes, who came, decisions, corrections, clocks, what happened."""
    row = queries.get_meeting(request.actor, ref)
    actor = request.actor
    leads = actor.can(Can.CALL, row.site_id) and (
        actor.is_system or actor.can(Can.SEE_ALL, row.site_id) or actor.id in (row.convenor_id, row.chair_id)
    )
    strikes = queries.strikes_of(row.ref)
    points = [
        {
            "row": one,
            "strikes": strikes.get(one.pk, []),
            "former": queries.decisions_named(row, one.refs) if one.refs else [],
            "correct_url": reverse("meetings:meeting_correct", args=[ref, one.pk])
            if leads and row.state == State.PUBLISHED
            else "",
        }
        for one in queries.points_of(row)
    ]
    records = actor.can(Can.RECORD, row.site_id) and row.state == State.HELD
    people = queries.attendees_of(row)
    return page(
        request,
        "meetings/meeting.html",
        row=row,
        title=f"{row.ref} {row.title}",
        steps=offered(request, row),
        edit_url=reverse("meetings:meeting_edit", args=[ref]) if leads and row.state == State.CALLED else "",
        follow_url=f"{reverse('meetings:meeting_new')}?follows={ref}"
        if actor.can(Can.CALL, row.site_id) and row.state == State.PUBLISHED
        else "",
        points=points,
        people=people,
        readers=[one for one in people if one.staff_id],
        decisions=queries.decisions_of(row),
        may_take_out=records,
        draft=DecisionState.DRAFT,
        kin=queries.followers_of(actor, row),
        facts=_facts(row),
        signatures=documents.signatures_for(row.ref),
        history=history.tell(row.ref),
        obligations=obligations.for_thread(actor, row.ref),
        now=request.now,
    )


def _facts(row: Meeting) -> Facts:
    facts = Facts()
    facts.add(_("Kind of meeting"), row.kind_label)
    facts.add(_("Begins"), row.from_at, kind="moment")
    facts.add(_("Ends"), row.until_at, kind="moment")
    facts.add(_("Place"), row.place)
    facts.add(_("Called by"), row.convenor.name)
    facts.add(_("Chair"), row.chair.name)
    facts.add(_("Recorder"), row.recorder.name)
    if row.follows_id and row.follows:
        facts.add(_("Follows"), row.follows.ref, url=row.follows.get_absolute_url())
    if row.approved_at:
        facts.add(_("Approved by the chair"), row.approved_by_name)
    if row.published_at:
        facts.add(_("Published"), row.published_at, kind="moment")
    return facts


@verb(can=Can.CALL)
def correct(request: Request, ref: str, point_id: int) -> HttpResponse:
    """Strike a point of published minutes and write it anew."""
    row = queries.get_meeting(request.actor, ref)
    point = next((one for one in queries.points_of(row) if one.pk == point_id), None)
    if point is None:
        raise NotFound
    form = CorrectForm.of(request, thing=row, point=point)
    if form.ready():
        services.correct(row, by=request.actor, at=request.now, **form.values)
        return done(request, row, _("Rewritten. Everybody reads it again."))
    return page(
        request,
        "meetings/step.html#form",
        form=form,
        thing=point,
        home=row,
        title=_("Strike and rewrite"),
        submit=_("Strike and rewrite"),
        back=row.get_absolute_url(),
    )


@screen(can=Can.SEE)
def show_decision(request: Request, decision_ref: str) -> HttpResponse:
    """One decision: whose it is, by when, what was reported, how it was checked."""
    row = queries.get_decision(request.actor, decision_ref)
    facts = Facts()
    facts.add(_("Who does it"), row.owner_name)
    facts.add(_("To be done by"), row.due_at, kind="moment")
    facts.add(_("Meeting"), f"{row.meeting.ref} {row.meeting.title}", url=row.meeting.get_absolute_url())
    if row.point_id and row.point:
        facts.add(_("Under which point"), row.point.topic)
    if row.reported_at:
        facts.add(_("Reported by"), row.reported_by_name)
        facts.add(_("Reported"), row.reported_at, kind="moment")
    if row.ended_at:
        facts.add(_("Checked by"), row.ended_by_name)
    return page(
        request,
        "meetings/decision.html",
        row=row,
        title=row.ref,
        steps=offered(request, row),
        facts=facts,
        attachments=documents.list_for(row.ref),
        strikes=[one for found in queries.strikes_of(row.ref).values() for one in found],
        history=history.tell(row.ref),
        obligations=obligations.for_ref(request.actor, row.ref),
        now=request.now,
    )


@verb(can=Can.RECORD)
def take_out(request: Request, decision_ref: str) -> HttpResponse:
    """Take a decision out of minutes that are being written."""
    row = queries.get_decision(request.actor, decision_ref)
    form = ReasonForm.of(request, thing=row)
    if form.ready():
        services.drop(row, by=request.actor, at=request.now, **form.values)
        return done(request, row.meeting, _("Taken out."))
    return page(
        request,
        "meetings/step.html#form",
        form=form,
        thing=row,
        home=row.meeting,
        title=_("Take the decision out"),
        submit=_("Take the decision out"),
        danger=True,
        back=row.meeting.get_absolute_url(),
    )


@screen(can=Can.SEE)
def print_meeting(request: Request, ref: str) -> HttpResponse:
    """The minutes on A4, to be printed from the browser."""
    row = queries.get_meeting(request.actor, ref)
    return paper_page(
        request, paper.minutes(row, root=root_of(request), actor=request.actor, at=request.now), row
    )


@screen(can=Can.SEE)
def meeting_pdf(request: Request, ref: str) -> HttpResponse:
    """The same as PDF."""
    row = queries.get_meeting(request.actor, ref)
    sheet = paper.minutes(row, root=root_of(request), actor=request.actor, at=request.now)
    return pdf_answer(as_pdf([sheet]), ref)


@screen(can=Can.SEE)
def meeting_pdfs(request: Request) -> HttpResponse:
    """The minutes of the chosen meetings in one PDF."""
    refs = chosen(request)
    refuse(why_not_together(len(refs)))
    rows = queries.get_meetings(request.actor, refs)
    root = root_of(request)
    sheets = [paper.minutes(one, root=root, actor=request.actor, at=request.now) for one in rows]
    return pdf_answer(as_pdf(sheets), "minutes")


@screen(can=Can.SEE)
def decision_pdf(request: Request) -> HttpResponse:
    """The chosen decisions on one list, as PDF."""
    refs = chosen(request)
    refuse(why_not_together(len(refs)))
    rows = list(queries.list_decisions(request.actor).filter(ref__in=refs))
    site = rows[0].site if rows else request.site
    return pdf_answer(
        as_pdf([paper.decisions(rows, site=site, actor=request.actor, at=request.now)]), "decisions"
    )
