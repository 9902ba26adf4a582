"""Conflicts: what rulebooks ask for differently, which one would satisfy all, and how it was decided."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.rulebook import queries, services
from guanjia.apps.rulebook.forms import RuleForm
from guanjia.apps.rulebook.queries import ConflictRow, Standing
from guanjia.apps.rulebook.terms import Can
from guanjia.apps.rulebook.terms.conflicts import ADVICES, Conflict, Party
from guanjia.apps.rulebook.terms.figures import BOTH
from guanjia.apps.rulebook.views.site import site_of
from guanjia.apps.rulebook.wording import kind_words, party_words
from guanjia.kernel.refusals import NotFound, Text
from guanjia.ui.http import Request, done, page, screen, verb


@dataclass(frozen=True)
class Side:
    """One party in words."""

    party: Party
    kind: str
    asks: str
    is_proposed: bool


@dataclass(frozen=True)
class Shown:
    """A conflict in words."""

    conflict: Conflict
    sides: list[Side]
    advice: Text


def shown(conflict: Conflict) -> Shown:
    """A conflict in the reader's language."""
    sides = [
        Side(one, kind_words(one.part), party_words(one), one.key == conflict.proposed)
        for one in conflict.parties
    ]
    return Shown(conflict, sides, ADVICES[conflict.advice])


@screen(can=Can.SEE)
def list_conflicts(request: Request) -> HttpResponse:
    """The conflicts of a site, undecided first, and what was decided about others."""
    site_id = site_of(request)
    rows = queries.list_conflicts(request.actor, site_id, request.now)
    decided = [
        (queries.topic_title(one.topic), _rules(one.rules), one)
        for one in queries.decided_conflicts(request.actor, site_id)
    ]
    return page(
        request,
        "rulebook/conflicts.html",
        rows=[(row, shown(row.conflict)) for row in rows],
        undecided=sum(row.standing is Standing.UNDECIDED for row in rows),
        decided=decided,
        may_set=request.actor.can(Can.ADOPT, site_id),
        title=_("Conflicts"),
    )


def _rules(key: str) -> str:
    """Which party rules, short: its clause is found through the change's figures."""
    return key.partition("/")[2]


@verb(can=Can.ADOPT)
def decide_conflict(request: Request, topic: str) -> HttpResponse:
    """Propose which party rules, or that all stay; approved, the others are switched off."""
    site_id = site_of(request)
    row = _row(request, site_id, topic)
    told = shown(row.conflict)
    parties = [
        (
            one.party.key,
            f"{one.party.pack_title} {one.party.clause} · "
            + _("%(line)s: %(side)s") % {"line": one.party.title, "side": one.asks},
        )
        for one in told.sides
    ]
    parties.append((BOTH, _("keep all of them as they are")))
    form = RuleForm.of(request, initial={"ruling": row.conflict.proposed}, parties=parties)
    if form.ready():
        services.decide_conflict(site_id, by=request.actor, at=request.now, topic=topic, **form.cleaned_data)
        return done(request, "rulebook:conflicts", _("Proposed. Somebody else approves it."))
    return page(
        request,
        "rulebook/conflict.html#form",
        form=form,
        told=told,
        title=_("Decide: %(topic)s") % {"topic": row.conflict.topic.title},
        submit=_("Propose"),
        back=reverse("rulebook:conflicts"),
    )


def _row(request: Request, site_id: int, topic: str) -> ConflictRow:
    rows = queries.list_conflicts(request.actor, site_id, request.now)
    found = next((one for one in rows if one.conflict.topic.key == topic), None)
    if found is None:
        raise NotFound
    return found
