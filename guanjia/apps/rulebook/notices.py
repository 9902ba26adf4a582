"""Who is told what: a proposal waits for whoever may approve it, and its author hears how it was decided."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.messaging.terms import Draft, MessageKind, declare_message
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook import events, queries
from guanjia.apps.rulebook.models import FigureChange, HouseForm, HouseRule
from guanjia.apps.rulebook.rules.figures import figures_of
from guanjia.apps.rulebook.services import following
from guanjia.apps.rulebook.terms import Can
from guanjia.apps.rulebook.wording import name_words, value_words
from guanjia.kernel.events import Event
from guanjia.kernel.models import JournalEntry

FIGURES_WAIT = declare_message(
    "rulebook.figures_wait",
    title=gettext_lazy("%(by)s proposes other figures of the rulebook"),
    body=gettext_lazy("%(figures)s. Reason given: %(reason)s. Somebody else has to approve."),
)
FIGURES_DECIDED = declare_message(
    "rulebook.figures_decided",
    title=gettext_lazy("The figures you proposed: %(outcome)s"),
    body=gettext_lazy("Decided by %(by)s. %(note)s"),
)
RULE_WAITS = declare_message(
    "rulebook.rule_waits",
    title=gettext_lazy("%(by)s proposes a house rule: %(title)s"),
    body=gettext_lazy("Read what it says and what it would have done, then approve it or send it back."),
)
RULE_DECIDED = declare_message(
    "rulebook.rule_decided",
    title=gettext_lazy("Your house rule “%(title)s”: %(outcome)s"),
    body=gettext_lazy("Decided by %(by)s. %(note)s"),
)

FORM_WAITS = declare_message(
    "rulebook.form_waits",
    title=gettext_lazy("%(by)s proposes a form of the company: %(title)s"),
    body=gettext_lazy("Look at the form and its paper, then approve it or send it back."),
)
FORM_DECIDED = declare_message(
    "rulebook.form_decided",
    title=gettext_lazy("Your form “%(title)s”: %(outcome)s"),
    body=gettext_lazy("Decided by %(by)s. %(note)s"),
)

APPROVED = {"zh": "已批准", "en": "approved"}
DECLINED = {"zh": "未获批准", "en": "declined"}
SENT_BACK = {"zh": "已退回", "en": "sent back"}


def drafts_for(event: Event, entry: JournalEntry) -> list[Draft]:
    """The messages a fact of figures, of a house rule or of a form of the company calls for."""
    if isinstance(event, events.HouseRuleProposed | events.HouseRuleApproved | events.HouseRuleSentBack):
        return list(_of_rule(event, entry))
    if isinstance(event, events.HouseFormProposed | events.HouseFormApproved | events.HouseFormSentBack):
        return list(_of_form(event, entry))
    return list(_of_figures(event, entry))


def _of_figures(event: Event, entry: JournalEntry) -> Iterator[Draft]:
    row = FigureChange.objects.filter(pk=int(event.ref.removeprefix("FC-"))).first()
    if row is None or row.proposed_by_id is None:  # the system sets its own figures
        return
    link, about = reverse("rulebook:changes"), {"by": entry.actor_name}
    if isinstance(event, events.FigureProposed):
        told = organisations.able(Can.APPROVE, entry.at, row.site_id)
        params = {**about, "figures": _both(partial(_words, row)), "reason": event.reason}
        yield from _drafts(FIGURES_WAIT, told, entry, params, link, but=row.proposed_by_id)
    elif isinstance(event, events.FigureApproved | events.FigureDeclined):
        outcome = APPROVED if isinstance(event, events.FigureApproved) else DECLINED
        decided = {**about, "outcome": outcome, "note": event.note}
        yield from _drafts(FIGURES_DECIDED, [row.proposed_by_id], entry, decided, link)


def _words(row: FigureChange) -> str:
    """What is proposed, in the language in force."""
    if row.topic:
        return _("Conflict: %(topic)s") % {"topic": queries.topic_title(row.topic)}
    said = []
    for one in row.entries:
        sites = following.sites_with(row.company_id, one["pack"]) if row.site_id is None else [row.site_id]
        pack = queries.adoption_at(sites[0], one["pack"], row.from_at).as_written
        figure = next(found for found in figures_of(pack) if found.key == (one["part"], one["name"]))
        value = value_words(figure, one["value"]) if one["value"] is not None else _("as the rulebook says")
        line = f"{figure.title} · {name_words(figure)}"
        said.append(_("%(line)s: %(side)s") % {"line": line, "side": value})
    return _(", ").join(said)


def _both(words: Callable[[], str]) -> dict[str, str]:
    """The same words in both languages."""
    found = {}
    for key, language in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(language):
            found[key] = words()
    return found


def _of_rule(
    event: events.HouseRuleProposed | events.HouseRuleApproved | events.HouseRuleSentBack, entry: JournalEntry
) -> Iterator[Draft]:
    number = int(event.ref.removeprefix("house:"))
    row = HouseRule.objects.filter(number=number, edition=event.edition).first()
    if row is None:
        return
    link = reverse("rulebook:house_rule", args=[number])
    if isinstance(event, events.HouseRuleProposed):
        yield from _waits(RULE_WAITS, event.title, row, entry, link)
    else:
        approved = isinstance(event, events.HouseRuleApproved)
        yield from _decided(RULE_DECIDED, event, row, entry, link, approved=approved)


def _of_form(
    event: events.HouseFormProposed | events.HouseFormApproved | events.HouseFormSentBack, entry: JournalEntry
) -> Iterator[Draft]:
    number = int(event.ref.removeprefix("form:"))
    row = HouseForm.objects.filter(number=number, edition=event.edition).first()
    if row is None:
        return
    link = reverse("registers:design_form", args=[number])
    if isinstance(event, events.HouseFormProposed):
        yield from _waits(FORM_WAITS, event.title, row, entry, link)
    else:
        approved = isinstance(event, events.HouseFormApproved)
        yield from _decided(FORM_DECIDED, event, row, entry, link, approved=approved)


def _waits(
    kind: MessageKind, title: dict[str, str], row: HouseRule | HouseForm, entry: JournalEntry, link: str
) -> Iterator[Draft]:
    """Whoever may approve hears that something waits."""
    told = organisations.able(Can.APPROVE_HOUSE, entry.at)
    params = {"by": entry.actor_name, "title": title}
    yield from _drafts(kind, told, entry, params, link, but=row.proposed_by_id)


def _decided(
    kind: MessageKind,
    event: Any,
    row: HouseRule | HouseForm,
    entry: JournalEntry,
    link: str,
    *,
    approved: bool,
) -> Iterator[Draft]:
    """Its author hears how it was decided."""
    said = {"outcome": APPROVED if approved else SENT_BACK, "note": getattr(event, "reason", "")}
    params = {"by": entry.actor_name, "title": event.title, **said}
    yield from _drafts(kind, [row.proposed_by_id or row.written_by_id], entry, params, link)


def _drafts(
    kind: MessageKind,
    told: Iterable[int | None],
    entry: JournalEntry,
    params: dict[str, Any],
    link: str,
    but: int | None = None,
) -> Iterator[Draft]:
    for staff_id in told:
        if staff_id is not None and staff_id not in (but, entry.actor_id):
            yield Draft(
                company_id=entry.company_id,
                site_id=entry.site_id,
                staff_id=staff_id,
                kind=kind,
                params=params,
                link=link,
                about=entry.ref,
                thread=entry.ref,
            )
