"""What stands on other pages: Today, the page of a unit; and the facts of a thing."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.safekeeping import queries
from guanjia.apps.safekeeping.models import KeptItem, LossReport
from guanjia.apps.safekeeping.terms import Can, Kind, State
from guanjia.ui.http import Request
from guanjia.ui.panels import Facts, Panel

_MOST = 6


def today_items(request: Request) -> Panel | None:
    """What I carry, what should have been fetched, and for deciders what nobody claims; no panel when nothing waits."""
    site = request.site
    if site is None or not request.actor.can(Can.SEE, site.pk):
        return None
    waits = queries.count_waiting(request.actor, site.pk, request.now)
    shelf, actor = reverse("safekeeping:shelf"), request.actor
    lines = [
        (waits.with_me, _("With me, to be delivered"), f"{shelf}?with_me=1", "soon"),
        (waits.late, _("Not fetched in time"), f"{shelf}?late=1", "late"),
    ]
    if actor.can(Can.DECIDE, site.pk):
        lines.append(
            (waits.unclaimed, _("Unclaimed, to be decided"), f"{shelf}?state={State.UNCLAIMED}", "late")
        )
    if actor.can(Can.HAND_OUT, site.pk):
        lines.append(
            (waits.to_dispose, _("To be disposed of"), f"{shelf}?state={State.TO_DISPOSE}", "neutral")
        )
    rows = [
        {"count": count, "label": label, "url": url, "tone": tone}
        for count, label, url, tone in lines
        if count
    ]
    if not rows:
        return None
    return Panel(
        _("Things in keeping"),
        "safekeeping/panels/today.html",
        {"rows": rows},
        icon="package",
        count=waits.here,
        url=shelf,
    )


def unit_items(request: Any, unit: Any) -> Panel | None:
    """What is here for a unit, on its page; no panel when nothing is."""
    if not request.actor.can(Can.SEE, unit.site_id):
        return None
    rows = queries.items_of_unit(request.actor, unit.pk, _MOST)
    if not rows:
        return None
    return Panel(
        _("Here for this unit"),
        "safekeeping/panels/unit.html",
        {"rows": rows},
        icon="package",
        count=len(rows),
    )


def item_facts(item: KeptItem, *, may_hand_out: bool) -> Facts:
    """Everything known of a thing; the marks only its owner knows are for whoever hands out."""
    facts = Facts()
    facts.add(_("Kind"), item.kind_label, icon="package", hint=item.sort_label)
    facts.add(_("Pieces"), item.number_of, icon="list")
    facts.add(_("Shelf"), item.shelf, icon="map-pin")
    if item.unit_id and item.unit:
        facts.add(_("Unit"), item.unit.code, icon="home", url=reverse("places:unit", args=[item.unit_id]))
    elif item.group_id:
        facts.add(_("Group"), item.group, icon="home")
    if item.kind == Kind.FOUND:
        _facts_of_found(facts, item, may_hand_out=may_hand_out)
    else:
        _facts_of_owner(facts, item, may_hand_out=may_hand_out)
    if item.features:
        facts.add(_("Features"), item.features, icon="eye")
    if item.value_fen is not None:
        facts.add(_("Value as its owner says"), item.value_fen, kind="money", icon="coin-yuan")
    if item.condition:
        facts.add(_("State it is in"), item.condition, icon="search")
    facts.add(_("Taken in on"), item.received_at, kind="moment", icon="inbox", hint=item.received_by_name)
    if item.due_at:
        facts.add(_("Fetched by"), item.due_at, kind="moment", icon="alarm")
    if item.is_here:
        facts.add(_("Kept until"), item.keep_until, kind="moment", icon="hourglass")
    if item.steward_name:
        facts.add(_("Steward"), item.steward_name, icon="walk")
    if item.batch_id and item.batch:
        facts.add(_("Batch"), item.batch.ref, icon="list-check", url=item.batch.get_absolute_url())
    if item.note:
        facts.add(_("Remark"), item.note, icon="note")
    return facts


def _facts_of_found(facts: Facts, item: KeptItem, *, may_hand_out: bool) -> None:
    facts.add(_("Found where"), item.found_where, icon="map-pin")
    facts.add(_("Found when"), item.found_at, kind="moment", icon="clock")
    facts.add(_("Found by"), item.found_by, icon="user")
    if item.counted_with_id:
        facts.add(_("Counted together with"), item.counted_with.name, icon="users")
    if item.marks and may_hand_out:
        facts.add(_("Marks only the owner knows"), item.marks, icon="eye-off")


def _facts_of_owner(facts: Facts, item: KeptItem, *, may_hand_out: bool) -> None:
    whose = _("Addressee") if item.kind == Kind.MAIL else _("Left by")
    facts.add(whose, item.for_name, icon="user")
    if item.collector:
        facts.add(_("Who else may fetch it"), item.collector, icon="user-check")
    if item.phone:
        url = reverse("safekeeping:phone", args=[item.ref]) if may_hand_out else ""
        facts.add(_("Phone"), item.masked_phone, icon="phone", hidden=True, reveal_url=url)
    facts.add(_("How it reaches its owner"), item.delivery_label, icon="route")
    if item.tracking:
        facts.add(_("Tracking number"), item.tracking, icon="scan", hint=item.carrier)
    elif item.carrier:
        facts.add(_("Carrier"), item.carrier, icon="truck")


def loss_facts(loss: LossReport, *, may_hand_out: bool) -> Facts:
    """Everything known of a loss."""
    facts = Facts()
    facts.add(_("Sort"), loss.sort_label, icon="package")
    facts.add(_("Colour, make, size"), loss.features, icon="eye")
    facts.add(_("Lost where"), loss.where, icon="map-pin")
    facts.add(_("Lost on"), loss.lost_on, icon="calendar")
    facts.add(_("Who misses it"), loss.name, icon="user")
    if loss.phone:
        url = reverse("safekeeping:loss_phone", args=[loss.ref]) if may_hand_out else ""
        facts.add(_("Phone"), loss.masked_phone, icon="phone", hidden=True, reveal_url=url)
    if loss.unit_id and loss.unit:
        facts.add(_("Unit"), loss.unit.code, icon="home")
    facts.add(_("Reported"), loss.reported_at, kind="moment", icon="inbox", hint=loss.reported_to_name)
    if loss.item_id and loss.item:
        facts.add(_("Given back as"), loss.item.ref, icon="circle-check", url=loss.item.get_absolute_url())
    if loss.note:
        facts.add(_("Remark"), loss.note, icon="note")
    return facts
