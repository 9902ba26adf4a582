"""A duty in a sentence people read: when it begins, whose it is, until when, what proves it, what happens otherwise."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guanjia.apps.places.terms import PLACE_KINDS, UNIT_STAGES, VACANT, PlaceKind, UnitStage
from guanjia.apps.rulebook.rhythms import rhythm
from guanjia.apps.rulebook.terms import (
    Bilingual,
    Checklist,
    Duty,
    EachKind,
    EvidenceKind,
    Owner,
    OwnerKind,
    Pack,
    RegisterTerm,
    Target,
    TargetKind,
    Trigger,
)
from guanjia.kernel.events import EVENTS
from guanjia.kernel.refusals import Text
from guanjia.kernel.working_time import Duration

Papers: TypeAlias = Mapping[str, Bilingual]
"""The titles of sheets and registers of other packs, by key."""


@dataclass(frozen=True)
class Told:
    """A duty in words, for the page. ``own`` names the figures the site has set itself."""

    duty: Duty
    begins: str
    about: str
    owner: str
    limit: str
    before: str
    reminders: str
    done_by: str
    ladder: tuple[tuple[str, str], ...]
    own: frozenset[str]

    @property
    def figure(self) -> str:
        """The name of that figure."""
        return "every" if self.duty.every else "deadline"

    @property
    def can_set(self) -> bool:
        """Whether its time limit or its rhythm is a figure; a promised moment is none."""
        return self.duty.deadline is not None or self.duty.every is not None


def told(duty: Duty, pack: Pack, own: Iterable[str] = (), papers: Papers = MappingProxyType({})) -> Told:
    """The duty in the reader's language."""
    base = pack.duties[duty.key]
    return Told(
        duty=duty,
        begins=rhythm(duty.every) if duty.every else _listed(_trigger(one) for one in duty.on),
        about=_about(duty, pack),
        owner=_(", else ").join(_owner(one, pack) for one in duty.owners),
        limit=limit(duty),
        before=limit(base) if (base.deadline, base.every) != (duty.deadline, duty.every) else "",
        reminders=_listed(length(one) for one in duty.reminders),
        done_by=_proof(duty, pack, papers),
        ladder=tuple(
            (length(level.after), _listed(_target(one, pack) for one in level.to)) for level in duty.ladder
        ),
        own=frozenset(own),
    )


def sentence(duty: Duty, pack: Pack, papers: Papers = MappingProxyType({})) -> str:
    """The whole duty as one reads it out, in the reader's language."""
    words = told(duty, pack)
    owner = words.owner or _("nobody")
    if duty.every:
        about = words.about or _("the site")
        said = [
            _("%(rhythm)s, for %(about)s, %(owner)s must do this.")
            % {"rhythm": words.begins, "about": about, "owner": owner}
        ]
    else:
        said = [
            _("When “%(event)s” happens, %(owner)s must do this; time limit: %(limit)s.")
            % {"event": words.begins, "owner": owner, "limit": words.limit}
        ]
    said.append(_("Done when there is: %(proof)s.") % {"proof": _proof(duty, pack, papers)})
    if duty.void_by:
        said.append(
            _("No longer needed after: %(events)s.") % {"events": _listed(map(_trigger, duty.void_by))}
        )
    if words.reminders:
        said.append(_("Reminder %(lengths)s before the time is over.") % {"lengths": words.reminders})
    if words.ladder:
        steps = _("; ").join(
            _rung(after, to)
            for after, to in zip((one.after for one in duty.ladder), words.ladder, strict=True)
        )
        said.append(_("If it is not done in time: %(steps)s.") % {"steps": steps})
    if duty.safety:
        said.append(_("It concerns safety: no quiet hours."))
    if duty.consequence:
        said.append(_("Otherwise: %(consequence)s") % {"consequence": duty.consequence})
    return ("" if (get_language() or "zh").startswith("zh") else " ").join(said)


def _rung(after: Duration, step: tuple[str, str]) -> str:
    words = {"after": step[0], "to": step[1]}
    return _("after %(after)s tell %(to)s") % words if after.amount else _("at once tell %(to)s") % words


def limit(duty: Duty) -> str:
    """The time limit of a duty, or its rhythm, in the reader's language."""
    if duty.every:
        return rhythm(duty.every)
    return length(duty.deadline) if duty.deadline else _("the moment that was promised")


def _about(duty: Duty, pack: Pack) -> str:
    """What there is one turn for, where that is not the site; empty otherwise."""
    having = dict(duty.each.having)
    if duty.each.kind is EachKind.UNIT:
        stage = having.get("stage", "")
        named = _("vacant") if stage == VACANT else str(UNIT_STAGES[UnitStage(stage)]) if stage else ""
        return _("each unit (%(stage)s)") % {"stage": named} if named else _("each unit")
    if duty.each.kind is EachKind.PLACE:
        kind = having.get("kind", "")
        return (
            _("each place (%(kind)s)") % {"kind": PLACE_KINDS[PlaceKind(kind)]} if kind else _("each place")
        )
    if duty.each.kind is EachKind.HOLDER:
        posts = [having["post"]] if "post" in having else [owner.post for owner in duty.owners]
        return _("each %(post)s") % {"post": _listed(_post(one, pack) for one in posts)}
    return {EachKind.GROUP: _("each group"), EachKind.BUILDING: _("each building")}.get(duty.each.kind, "")


def _proof(duty: Duty, pack: Pack, papers: Papers = MappingProxyType({})) -> str:
    """What proves the duty."""
    if duty.evidence is None:
        return _listed(_trigger(one) for one in duty.met_by)
    key = duty.evidence.key
    if duty.evidence.kind is EvidenceKind.SHEET:
        return _("the filled sheet “%(title)s”") % {"title": _title(pack.checklists.get(key), key, papers)}
    if duty.evidence.kind is EvidenceKind.ENTRY:
        return _("an entry in “%(title)s”") % {"title": _title(pack.registers.get(key), key, papers)}
    return _("a report with a photo") if duty.evidence.kind is EvidenceKind.PHOTO else _("a report")


def _title(paper: Checklist | RegisterTerm | None, key: str, papers: Papers) -> str:
    """What a sheet or register is called; one of another pack is looked for among ``papers``."""
    return str(paper.title if paper else papers.get(key, key))


def length(duration: Duration) -> str:
    """A length of time in the reader's language."""
    return (
        duration.wording(get_language() or "zh")
        if duration.amount or not duration.is_elapsed
        else _("at once")
    )


def _trigger(trigger: Trigger) -> str:
    event = EVENTS.get(trigger.on)
    label: Text = getattr(event, "label", "") if event else ""
    kinds = [
        str(word)
        for one in trigger.conditions
        for word in one.among
        if isinstance(word, str) and not one.negated
    ]
    words = [str(_KINDS[kind]()) for kind in kinds if kind in _KINDS]
    text = str(label or trigger.on)
    return _("%(event)s (%(words)s)") % {"event": text, "words": _listed(words)} if words else text


_KINDS = {
    "repair": lambda: _("repair"),
    "help": lambda: _("request for help"),
    "inquiry": lambda: _("inquiry"),
    "complaint": lambda: _("complaint"),
    "suggestion": lambda: _("suggestion"),
    "praise": lambda: _("praise"),
    "minor": lambda: _("minor"),
    "important": lambda: _("important"),
    "major": lambda: _("major"),
    "unsolvable": lambda: _("cannot be solved yet"),
    "invalid": lambda: _("invalid"),
    "normal": lambda: _("normal"),
    "urgent": lambda: _("urgent"),
    "safety": lambda: _("safety"),
}
"""The words of the trade that conditions use; a duty of another trade shows its event alone."""


def _owner(owner: Owner, pack: Pack) -> str:
    if owner.kind is OwnerKind.POST:
        return _post(owner.post, pack)
    if owner.kind is OwnerKind.POST_IN:
        return _("the post that is named")
    return _FIELDS.get(owner.value.field if owner.value else "", lambda: _("the person named"))()


_FIELDS = {
    "handler_id": lambda: _("whoever handles the matter"),
    "first_receiver_id": lambda: _("the first receiver"),
    "assignee_id": lambda: _("the technician"),
    "visitor_id": lambda: _("the visitor"),
}


def _target(target: Target, pack: Pack) -> str:
    return _("the owner") if target.kind is TargetKind.OWNER else _post(target.post, pack)


def _post(key: str, pack: Pack) -> str:
    return str(pack.posts[key].name) if key in pack.posts else key


def _listed(words: Iterable[str]) -> str:
    return _(", ").join(dict.fromkeys(words))
