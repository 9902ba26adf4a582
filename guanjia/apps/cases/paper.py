"""A case on paper: the complaint sheet or reception record, with its story and places to sign."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.cases import panels
from guanjia.apps.cases.models import Case
from guanjia.apps.cases.terms import Kind
from guanjia.kernel.actor import Actor
from guanjia.ui.panels import Fact, Facts
from guanjia.ui.paper import Paper, Told

_TITLES = {
    Kind.COMPLAINT: gettext_lazy("Complaint sheet"),
    Kind.REPAIR: gettext_lazy("Repair request"),
    Kind.HELP: gettext_lazy("Request for help"),
    Kind.SUGGESTION: gettext_lazy("Suggestion sheet"),
    Kind.PRAISE: gettext_lazy("Praise sheet"),
    Kind.INQUIRY: gettext_lazy("Inquiry sheet"),
}


def title_of(case: Case) -> str:
    """What the paper of a case is called."""
    return str(_TITLES[Kind(case.kind)])


def signature_labels() -> list[str]:
    """Who signs the paper by hand."""
    return [_("Handler"), _("Return visit by"), _("Customer")]


def of_case(shown: Any, *, address: str, actor: Actor, at: datetime) -> Paper:
    """The paper of a case (``queries.case_page``); the caller's number stays masked on it."""
    case = shown.case
    told = [
        Told(label=str(one.label), at=_moment(one.at), by=one.who, text="\n".join(one.words))
        for one in reversed(panels.timeline(shown.timeline))
    ]
    return Paper(
        title=title_of(case),
        company=case.site.company.name,
        site=case.site.name,
        number=case.ref,
        address=address,
        printed=_("Printed %(at)s by %(name)s") % {"at": _moment(at), "name": actor.name},
        pairs=[
            (_("Subject"), case.title),
            *_pairs(panels.caller_facts(case, actor)),
            *_pairs(_of_matter(case, actor)),
        ],
        texts=[(_("What it is about"), case.description)] if case.description else [],
        told=told,
        blanks=signature_labels(),
    )


def _of_matter(case: Case, actor: Actor) -> Facts:
    """The facts of the matter, without what the customer's already say."""
    facts = panels.case_facts(case, actor)
    said = {case.unit.code} if case.unit else set()
    facts.facts = [one for one in facts.facts if one.value not in said]
    return facts


def _pairs(facts: Facts) -> list[tuple[str, str]]:
    return [(str(one.label), _words(one)) for one in facts.facts]


def _words(fact: Fact) -> str:
    if isinstance(fact.value, datetime):
        return _moment(fact.value)
    return str(fact.value or "")


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
