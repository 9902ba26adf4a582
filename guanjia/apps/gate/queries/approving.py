"""Who approves, and what is refused, at a site: its own rules first, then what its rulebooks name."""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from guanjia.apps.gate import rules
from guanjia.apps.gate.models import GateRules, ReleaseSlip, ReleaseStop, RoomEntry, RoomRule
from guanjia.apps.gate.rules import Release, Stop
from guanjia.apps.gate.terms import Who
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.rulebook import queries as rulebook
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import Refusal


def rules_of(site_id: int) -> GateRules:
    """The site's own rules, or an unsaved row with the defaults."""
    return GateRules.objects.filter(site_id=site_id).first() or GateRules(site_id=site_id)


def slip_approvers(site_id: int, at: datetime) -> list[str]:
    """The keys of the posts that approve slips: the site's own choice, else the owners of the duty its rulebooks have for it."""
    own = list(rules_of(site_id).approver_posts)
    return own or _owners_of("gate.slip_asked", site_id, at)


def room_rules(place_id: int) -> dict[str, RoomRule]:
    """What a room says itself, by whose entry it is; only the lines that name posts."""
    return {row.who: row for row in RoomRule.objects.filter(place_id=place_id) if row.posts}


def _groups_by(rule: RoomRule | None, who: str, usual: list[list[str]]) -> list[list[str]]:
    """Which approvals an entry takes, by what its room says and what the rulebooks ask for."""
    if rule is not None:
        return [[post] for post in rule.posts] if rule.together else [list(rule.posts)]
    return [] if who == Who.STAFF else usual


def approval_groups(site_id: int, place_id: int, who: str, at: datetime) -> list[list[str]]:
    """Which approvals an entry takes: of each group of posts one. The room's own line, else one for each duty of the rulebooks."""
    return _groups_by(room_rules(place_id).get(who), who, usual_approval_groups(site_id, at))


def usual_approval_groups(site_id: int, at: datetime) -> list[list[str]]:
    """The approvals the rulebooks of a site ask for when an outsider wants to go in."""
    return _groups_of("gate.entry_asked", site_id, at)


def entry_approvers(entry: RoomEntry, at: datetime) -> list[str]:
    """The keys of the posts whose approval an entry still waits for."""
    groups = approval_groups(entry.site_id, entry.place_id, entry.who, at)
    left = rules.open_groups(groups, [one["post"] for one in entry.approvals])
    return list(dict.fromkeys(post for group in left for post in group))


def rules_of_rooms(site_id: int) -> dict[tuple[int, str], RoomRule]:
    """What the rooms of a site say themselves, by room and by whose entry it is, in one query."""
    rows = RoomRule.objects.filter(site_id=site_id)
    return {(row.place_id, row.who): row for row in rows if row.posts}


def may_approve_slip(
    actor: Actor, slips: Iterable[ReleaseSlip], site_id: int, at: datetime
) -> list[ReleaseSlip]:
    """Of these slips of a site those whose approval is this actor's; one query however many there are."""
    approvers = slip_approvers(site_id, at)
    return [
        slip
        for slip in slips
        if not any(
            rules.why_not_approve(
                asked_by_id=slip.asked_by_id,
                actor_id=actor.id,
                actor_posts=actor.posts,
                approvers=approvers,
                is_system=actor.is_system,
            )
        )
    ]


def may_approve_entry(
    actor: Actor, entries: Iterable[RoomEntry], site_id: int, at: datetime
) -> list[RoomEntry]:
    """Of these entries of a site those that wait for this actor; one query however many there are."""
    own, usual = rules_of_rooms(site_id), usual_approval_groups(site_id, at)
    return [
        entry
        for entry in entries
        if not any(
            rules.why_not_approve_entry(
                asked_by_id=entry.asked_by_id,
                actor_id=actor.id,
                actor_posts=actor.posts,
                groups=_groups_by(own.get((entry.place_id, entry.who)), entry.who, usual),
                signed=[one["post"] for one in entry.approvals],
                is_system=actor.is_system,
            )
        )
    ]


def needs_approval(place_id: int, who: str) -> bool:
    """Whether an entry waits for somebody: outsiders always, own staff where the room names a post for them."""
    return who != Who.STAFF or who in room_rules(place_id)


def _groups_of(event: str, site_id: int, at: datetime) -> list[list[str]]:
    """The posts that owe each duty this event begins, by the rulebooks in force; the same posts once."""
    found: dict[tuple[str, ...], None] = {}
    for here in rulebook.rules_of(site_id).in_force(at):
        for duty, _trigger in here.made_by.get(event, ()):
            posts = tuple(owner.post for owner in duty.owners if owner.post)
            found |= {posts: None} if posts else {}
    return [list(group) for group in found]


def _owners_of(event: str, site_id: int, at: datetime) -> list[str]:
    """Every post that owes a duty this event begins."""
    return list(dict.fromkeys(post for group in _groups_of(event, site_id, at) for post in group))


def post_names(site_id: int) -> dict[str, str]:
    """The posts of a site by key."""
    return {post.key: post.name for post in organisations.list_posts(site_id)}


def names_of_posts(site_id: int, keys: Iterable[str]) -> str:
    """Posts in words, "" for none."""
    wanted = list(keys)
    if not wanted:
        return ""
    names = post_names(site_id)
    return "、".join(names.get(key, key) for key in wanted)


def release_of(site_id: int, at: datetime) -> Release:
    """What a site asks before goods leave."""
    own = rules_of(site_id)
    return Release(
        refuse_arrears=own.refuse_arrears,
        refuse_fitout=own.refuse_fitout,
        refuse_without_word=own.refuse_without_word,
        arrears_days=rulebook.guard_figure(site_id, "gate.no_release_on_arrears", "days", at),
    )


def stops_in_force(unit_id: int) -> list[ReleaseStop]:
    """The stops of a unit that are not lifted, the oldest first."""
    return list(ReleaseStop.objects.filter(unit_id=unit_id, lifted_at=None).order_by("since", "id"))


def why_not_release(slip: ReleaseSlip, at: datetime) -> list[Refusal]:
    """Every reason why the goods of a slip may not leave now."""
    stops = [Stop(one.kind, one.reason, one.since) for one in stops_in_force(slip.unit_id)]
    return rules.why_not_release(
        stops, release_of(slip.site_id, at), has_word=slip.word_at is not None, at=at
    )


def figure(site_id: int, guard: str, name: str, at: datetime) -> float:
    """The figure of one of our guards at a site."""
    return rulebook.guard_figure(site_id, f"gate.{guard}", name, at)


def year_of(site_id: int, at: datetime) -> tuple[int, str]:
    """The year a number drawn now belongs to, on the site's clock, and what the site's numbers begin with."""
    site = organisations.site(site_id)
    return at.astimezone(ZoneInfo(site.timezone)).year, site.ref_prefix


def clock_of(site_id: int, at: datetime | None) -> str:
    """A moment as the site's clock shows it."""
    if at is None:
        return ""
    return f"{at.astimezone(ZoneInfo(organisations.site(site_id).timezone)):%Y-%m-%d %H:%M}"
