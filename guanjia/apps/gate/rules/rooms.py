"""Who enters a machine room: with whose approval, with whom beside them, and for how long."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext_lazy as _

from guanjia.apps.gate.terms import EntryState, Who
from guanjia.kernel.refusals import Refusal


def why_not_ask_entry(
    *, person: str, purpose: str, stay_hours: int, longest_hours: float, barred: str
) -> list[Refusal | None]:
    """Everything an entry lacks."""
    return [
        None if person.strip() else Refusal("person_missing", _("Write who goes in."), field="person"),
        None if purpose.strip() else Refusal("purpose_missing", _("Write what for."), field="purpose"),
        None
        if 1 <= stay_hours <= longest_hours
        else Refusal(
            "stay_too_long",
            _("A stay lasts 1 to %(hours)s hours here. Ask for a shorter one, and for another after it."),
            field="stay_hours",
            params={"hours": f"{longest_hours:g}"},
        ),
        Refusal(
            "barred",
            _("This person is on the black list: %(reason)s. Do not let them in, and call your supervisor."),
            params={"reason": barred},
        )
        if barred
        else None,
    ]


def open_groups(groups: Sequence[Collection[str]], signed: Collection[str]) -> list[Collection[str]]:
    """The groups of posts of which nobody has approved yet."""
    return [group for group in groups if not set(group) & set(signed)]


def why_not_approve_entry(
    *,
    asked_by_id: int | None,
    actor_id: int | None,
    actor_posts: Collection[str],
    groups: Sequence[Collection[str]],
    signed: Collection[str],
    is_system: bool = False,
) -> list[Refusal | None]:
    """Why somebody may not approve an entry: they asked for it, or no approval that is missing is their post's."""
    if is_system:
        return []
    mine = any(set(group) & set(actor_posts) for group in open_groups(groups, signed))
    own = asked_by_id is not None and asked_by_id == actor_id
    return [
        Refusal("own_entry", _("You asked for this entry yourself. Somebody else approves it."))
        if own
        else None,
        None
        if mine or not groups
        else Refusal(
            "not_the_rooms_approver",
            _("Entries of this room are approved by another post. The table of the machine rooms names it."),
        ),
    ]


def why_not_enter_room(*, state: str, who: str, rules_told: bool, has_escort: bool) -> list[Refusal | None]:
    """Why somebody may not go in now."""
    outsider = who != Who.STAFF
    return [
        Refusal(
            "entry_not_approved", _("Nobody has approved this entry yet. Ask the post named for this room.")
        )
        if state == EntryState.ASKED
        else None,
        None
        if rules_told
        else Refusal(
            "rules_not_told",
            _("Tell them the rules first: no photographs, no smoking, touch nothing but the work."),
            field="rules_told",
        ),
        None
        if has_escort or not outsider
        else Refusal(
            "escort_missing",
            _("Whoever is not of our staff is never alone in a machine room. Choose who stays beside them."),
            field="escort_id",
        ),
    ]


def why_not_posts(posts: Collection[str], known: Collection[str]) -> Refusal | None:
    """Why these keys are no posts of the site."""
    if set(posts) - set(known):
        return Refusal("post_unknown", _("Choose posts from the list."), field="posts")
    return None
