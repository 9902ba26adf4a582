"""Duty logs and their lines as an actor may see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from guanjia.apps.meetings.models import Item, Log
from guanjia.apps.meetings.queries.watches import Turn, is_of_watch, latest, turn_of
from guanjia.apps.meetings.terms import Can, ItemState, LogState
from guanjia.kernel.actor import Actor, ActorKind
from guanjia.kernel.refusals import NotFound


def list_logs(actor: Actor, site_id: int | None = None) -> QuerySet[Log]:
    """The duty logs of the actor's sites, the latest first."""
    rows = Log.objects.filter(company_id=actor.company_id).select_related("site", "opened_by")
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    if not actor.is_system:
        rows = rows.filter(site_id__in=actor.sites_with(Can.SEE_LOGS))
    return rows.order_by("-opened_at", "-id")


def get_log(actor: Actor, ref: str) -> Log:
    """One log by its number. Raises ``NotFound``."""
    found = list_logs(actor).select_related("former").filter(ref=ref).first()
    if found is None:
        raise NotFound
    return found


def get_logs(actor: Actor, refs: Iterable[str]) -> list[Log]:
    """Several logs by their numbers, in the order asked."""
    wanted = list(refs)
    found = {one.ref: one for one in list_logs(actor).filter(ref__in=wanted)}
    return [found[ref] for ref in wanted if ref in found]


def next_of(log: Log) -> Log | None:
    """The log that followed."""
    return Log.objects.filter(former=log).first()


def list_items(actor: Actor, site_id: int | None = None) -> QuerySet[Item]:
    """The lines of the logs the actor sees, the latest first."""
    rows = Item.objects.filter(company_id=actor.company_id).select_related("log", "now_in", "unit", "site")
    if site_id is not None:
        rows = rows.filter(site_id=site_id)
    if not actor.is_system:
        rows = rows.filter(site_id__in=actor.sites_with(Can.SEE_LOGS))
    return rows.order_by("-at", "-id")


def get_item(actor: Actor, item_id: int) -> Item:
    """One line. Raises ``NotFound``."""
    found = list_items(actor).filter(pk=item_id).first()
    if found is None:
        raise NotFound
    return found


def items_of(log: Log) -> list[Item]:
    """The lines written in a log, in order of time."""
    return list(Item.objects.filter(log=log).select_related("unit", "now_in", "log").order_by("at", "id"))


def carried_to(log: Log) -> list[Item]:
    """Lines of former shifts that were handed over to this one: open still, or settled since while it answered for them."""
    rows = Item.objects.filter(now_in=log).exclude(log=log)
    return list(rows.select_related("unit", "log", "now_in").order_by("at", "id"))


def left_by(log: Log) -> list[Item]:
    """The lines a log handed over, as they stand now."""
    return list(
        Item.objects.filter(pk__in=log.left).select_related("unit", "log", "now_in").order_by("at", "id")
    )


def items_of_case(actor: Actor, case_ref: str) -> list[Item]:
    """The lines of duty logs a case came from."""
    return list(list_items(actor).filter(case_ref=case_ref)[:3])


def open_counts(logs: Iterable[Log]) -> dict[int, tuple[int, int]]:
    """How many lines each log has, and how many of those it answers for are open; two queries."""
    keys = [one.pk for one in logs]
    written = dict(Item.objects.filter(log_id__in=keys).values_list("log_id").annotate(Count("id")))
    still = Item.objects.filter(now_in_id__in=keys, state=ItemState.OPEN.value)
    waiting = dict(still.values_list("now_in_id").annotate(Count("id")))
    return {key: (written.get(key, 0), waiting.get(key, 0)) for key in keys}


@dataclass(frozen=True)
class Duty:
    """Where the actor stands now: their turn of duty, the log of it, the former log to be received; ``may_open`` a new one."""

    turn: Turn | None
    log: Log | None = None
    former: Log | None = None
    late: bool = False
    """Whether the former log was not handed over although its turn is over."""

    @property
    def may_open(self) -> bool:
        """Whether the log of this turn is still to be opened."""
        return self.turn is not None and self.log is None


def duty_now(actor: Actor, site_id: int, at: datetime) -> Duty:
    """The actor's turn of duty at a site with its log, for the board and Today."""
    if actor.kind is not ActorKind.STAFF or not actor.can(Can.LOG, site_id):
        return Duty(None)
    turn = turn_of(actor.id, site_id, at)
    if turn is None:
        return Duty(None)
    last = latest(site_id, turn.watch)
    if last is None:
        return Duty(turn)
    if last.state == LogState.OPEN and at < last.until_at:
        return Duty(turn, log=last)
    if last.state in (LogState.OPEN, LogState.HANDED):
        return Duty(turn, former=last, late=last.state == LogState.OPEN)
    return Duty(turn)


def may_write(actor: Actor, log: Log, at: datetime) -> bool:
    """Whether the actor could enter a line now."""
    return log.state == LogState.OPEN and actor.can(Can.LOG, log.site_id) and is_of_watch(log, actor, at)


def of_watch(actor: Actor, log: Log, at: datetime) -> bool:
    """Whether the actor is on duty in the watch of a log now or soon."""
    return actor.can(Can.LOG, log.site_id) and is_of_watch(log, actor, at)


def to_countersign(actor: Actor, site_id: int) -> QuerySet[Log]:
    """Logs that wait for the supervisor, the oldest first; not those of the actor's own shifts."""
    rows = list_logs(actor, site_id).filter(state__in=[LogState.RECEIVED.value, LogState.UNRECEIVED.value])
    if not actor.can(Can.COUNTERSIGN, site_id):
        return rows.none()
    own = Q(opened_by_id=actor.id or 0) | Q(handed_by_id=actor.id or 0) | Q(received_by_id=actor.id or 0)
    return rows.exclude(own).order_by("opened_at", "id")
