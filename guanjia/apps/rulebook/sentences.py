"""A duty in a sentence people read: when it begins, whose it is, until when, what proves it, what happens otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from guanjia.apps.rulebook.terms import Duty, Owner, OwnerKind, Pack, Target, TargetKind, Trigger
from guanjia.kernel.events import EVENTS
from guanjia.kernel.refusals import Text
from guanjia.kernel.working_time import Duration


@dataclass(frozen=True)
class Told:
    """A duty in words, for the page. ``own`` names the figures the site has set itself."""

    duty: Duty
    begins: str
    owner: str
    limit: str
    before: str
    reminders: str
    done_by: str
    ladder: tuple[tuple[str, str], ...]
    own: frozenset[str]

    @property
    def can_set(self) -> bool:
        """Whether its time limit is a figure; a promised moment is none."""
        return self.duty.deadline is not None


def told(duty: Duty, pack: Pack, own: Iterable[str] = ()) -> Told:
    """The duty in the reader's language."""
    base = pack.duties[duty.key]
    return Told(
        duty=duty,
        begins=_listed(_trigger(one) for one in duty.on),
        owner=_(", else ").join(_owner(one, pack) for one in duty.owners),
        limit=length(duty.deadline) if duty.deadline else _("the moment that was promised"),
        before=length(base.deadline) if base.deadline and base.deadline != duty.deadline else "",
        reminders=_listed(length(one) for one in duty.reminders),
        done_by=_listed(_trigger(one) for one in duty.met_by),
        ladder=tuple(
            (length(level.after), _listed(_target(one, pack) for one in level.to)) for level in duty.ladder
        ),
        own=frozenset(own),
    )


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
