"""Orders in every state."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from guanjia.apps.documents.terms import Signing
from guanjia.apps.workorders import services as workorders
from guanjia.apps.workorders.pricing import Line
from guanjia.apps.workorders.services.issue import Part
from tests.cast import at
from tests.matrix.stage.company import STROKES, Estate
from tests.matrix.stage.files import picture


def tell_orders(estate: Estate) -> None:
    """Orders of group A in each state, in the hands of 孙师傅."""
    who, sun = estate.who, estate.staff("sun")
    lines = [Line("换水龙头", Decimal(1), 3000, "项"), Line("水龙头", Decimal(1), 5000, "个")]

    def order(key: str, *steps: Callable[[Any], Any], **changes: Any) -> Any:
        values: dict[str, Any] = {
            "by": who("qian"),
            "at": at("09:02"),
            "site_id": estate.house.site.pk,
            "thread": estate.cases["first"],
            "case_kind": "repair",
            "title": f"万兴{key}",
            "description": "万兴厨房",
            "unit_id": estate.things["unit"].pk,
            "group_code": "A",
            "skill": "plumbing",
            "received_at": at("09:00"),
            "contact_name": "王女士",
            "contact_phone": "13800138000",
        }
        made = workorders.issue(**{**values, **changes})
        estate.orders[key] = made.ref
        for step in steps:
            step(made)
            made.refresh_from_db()
        return made

    def do(
        verb: Callable[..., Any], by: str = "sun", clock: str = "09:30", **values: Any
    ) -> Callable[[Any], Any]:
        return lambda made: verb(made, by=who(by), at=at(clock), **values)

    assign = do(workorders.assign, "qian", "09:03", assignee_id=sun)
    accept, arrive = do(workorders.accept, clock="09:04"), do(workorders.arrive, clock="09:12")
    quote = do(workorders.quote, lines=lines, note="含税")
    consent = do(workorders.consent, signing=Signing("王女士", "SCREEN", STROKES))
    order("issued")
    order("offered", do(workorders.offer, "qian"))
    order("assigned", assign)
    order("accepted", assign, accept)
    order("on site", assign, accept, arrive)
    order("quoted", assign, accept, arrive, quote)
    order("consented", assign, accept, arrive, quote, consent, do(workorders.start))
    order(
        "paused",
        assign,
        accept,
        arrive,
        do(workorders.pause, reason="PARTS", until=at("10:00"), note="等阀芯"),
    )
    order(
        "completed",
        assign,
        accept,
        arrive,
        quote,
        consent,
        do(workorders.start),
        do(workorders.add_photos, photos=[picture()]),
        do(
            workorders.complete,
            clock="10:30",
            outcome="已更换",
            materials=lines[1:],
            labour_minutes=30,
            labour_fen=3000,
            photos=[picture()],
            signing=Signing("王女士", "SCREEN", STROKES),
        ),
        thread="",
    )
    order("cancelled", do(workorders.cancel, "qian", reason="不修了"))
    into = order("into")
    order("merged", do(workorders.merge, "qian", into=into, reason="同一处"))
    order("whole", do(workorders.split, "qian", parts=_parts()))


def _parts() -> list[Any]:
    return [Part(title="万兴换灯", skill="electrical"), Part(title="万兴补墙", skill="general")]
