"""A duty of any pack put back into answers, so that a rule can begin with what a rulebook says."""

from dataclasses import replace
from typing import Any

from guanjia.apps.rulebook.house import checking, vocabulary, writing
from guanjia.apps.rulebook.house.vocabulary import Vocabulary
from guanjia.apps.rulebook.terms import (
    Bilingual,
    By,
    Duty,
    EachKind,
    EvidenceKind,
    Pack,
    Period,
    Schedule,
    Trigger,
    ValueSource,
)
from guanjia.apps.rulebook.terms.schedules import LAST, WEEKDAY_NAMES
from guanjia.kernel.working_time import Duration, Unit

Given = dict[str, Any]
_CLOCKS = {
    Unit.CLOCK: "by {}",
    Unit.CLOCK_NEXT_DAY: "by {} next day",
    Unit.CLOCK_NEXT_WORKING_DAY: "by {} next working day",
}


def answers_of(duty: Duty, pack: Pack) -> Given:
    """What can be said of a duty in the designer's words; what cannot is left out."""
    found: Given = {
        "title_zh": duty.title.zh,
        "title_en": duty.title.en,
        "clause": f"{pack.key}:{duty.clause}",
        "trigger": "calendar" if duty.every else "event",
        "consequence_zh": duty.consequence.zh,
        "consequence_en": duty.consequence.en,
    }
    found |= _calendar(duty, duty.every) if duty.every else _event(duty)
    found |= _proof(duty) | _owner(duty) | _reminders(duty) | _ladder(duty)
    found |= {name: "on" for name in ("announce", "safety") if getattr(duty, name)}
    return {name: value for name, value in found.items() if value not in ("", None, [])}


def says_all(duty: Duty, given: Given, words: Vocabulary) -> bool:
    """Whether the answers make the same duty again: what is agreed later, paused or followed may be lost."""
    pack = checking.check(given, 0, words).pack
    return pack is not None and _alike(pack.duties[writing.duty_key(0)]) == _alike(duty)


def _alike(duty: Duty) -> Duty:
    """The duty without what belongs to the pack it stands in, and without following its handler, which we always let it."""
    every = replace(duty.every, words="") if duty.every else None
    bare = Bilingual()
    # A person is named by the event or, failing that, by the matter; the designer always says the latter.
    owners = tuple(
        replace(one, value=replace(one.value, source=ValueSource.THREAD)) if one.value else one
        for one in duty.owners
    )
    duty = replace(duty, owners=owners)
    return replace(
        duty,
        key="",
        pack="",
        clause="",
        topic="",
        sources=(),
        our_figure=False,
        note=bare,
        follow=(),
        every=every,
    )


def _event(duty: Duty) -> Given:
    trigger = duty.on[0] if duty.on else Trigger("")
    found: Given = {"event": trigger.on}
    for one in (*trigger.conditions, *duty.conditions):
        if one.negated:
            continue
        if one.value.field in vocabulary.CONDITIONS:
            found[one.value.field] = [str(word) for word in one.among]
        elif one.value.field in ("register", "checklist"):
            found["of_register" if one.value.field == "register" else "of_sheet"] = str(one.among[0])
        elif one.value.field == "passed":
            found["passed"] = "yes" if one.among[0] else "no"
    if duty.deadline_value is not None:
        return found | {"deadline": vocabulary.PROMISED, "promised": duty.deadline_value.field}
    return found | (_limit(duty.deadline) if duty.deadline else {})


def _limit(length: Duration) -> Given:
    if length.unit in _CLOCKS:
        return {
            "deadline": _CLOCKS[length.unit],
            "clock": f"{length.amount // 60:02}:{length.amount % 60:02}",
        }
    if length.is_elapsed or length.is_working:
        return {"deadline": str(length.unit), "amount": str(length.amount)}
    return {"deadline": str(length)}


def _calendar(duty: Duty, every: Schedule) -> Given:
    having = dict(duty.each.having)
    found: Given = {"each": str(duty.each.kind)}
    if duty.each.kind is EachKind.UNIT:
        found["unit_stage"] = having.get("stage", "")
    if duty.each.kind is EachKind.PLACE:
        found["place_kind"] = having.get("kind", "")
    if every.gap is not None:
        gap = every.gap
        found |= {
            "often": "gap",
            "gap_longest": str(int(gap.longest.total_seconds() // 60)),
            "gap_shortest": str(int(gap.shortest.total_seconds() // 60)) if gap.shortest else "",
        }
        if gap.from_clock != gap.until_clock:
            found |= {"gap_from": f"{gap.from_clock:%H:%M}", "gap_until": f"{gap.until_clock:%H:%M}"}
        return found
    if every.times > 1:
        return found | {"often": "times", "times": str(every.times), "times_in": str(every.period)}
    if every.weekdays:
        found |= {"often": "weekdays", "weekdays": [WEEKDAY_NAMES[day] for day in every.weekdays]}
    else:
        found["often"] = str(every.period)
    return found | (_by(every.by, every.period) if every.by else {})


def _by(by: By, period: Period) -> Given:
    clock = f"{by.clock:%H:%M}" if by.has_clock else ""
    if by.day == LAST:
        name = "month_day" if period is Period.MONTH else "last_day"
        return {name: "last working day" if by.working else "last day", "by_clock": clock}
    if by.month is not None:
        return {"year_month": f"{by.month:02}", "year_day": f"{by.day:02}"}
    if period is Period.WEEK:
        return {"week_day": WEEKDAY_NAMES[by.day] if by.day is not None else "", "by_clock": clock}
    return {"month_day": str(by.day or ""), "by_clock": clock}


def _owner(duty: Duty) -> Given:
    fields = {field: name for name, (field, _label) in vocabulary.RELATIONS.items()}
    named = next(
        (fields[one.value.field] for one in duty.owners if one.value and one.value.field in fields), ""
    )
    post = next((one.post for one in duty.owners if one.post), "")
    return {"owner": named, "owner_else": post} if named else {"owner": "post", "owner_post": post}


def _proof(duty: Duty) -> Given:
    found: Given = {"void_by": [one.on for one in duty.void_by]}
    if duty.evidence is None:
        return found | {"proof": "event", "met_by": [one.on for one in duty.met_by]}
    found["proof"] = str(duty.evidence.kind)
    if duty.evidence.kind is EvidenceKind.SHEET:
        found["sheet"] = duty.evidence.key
    if duty.evidence.kind is EvidenceKind.ENTRY:
        found["register"] = duty.evidence.key
    return found


def _reminders(duty: Duty) -> Given:
    found: Given = {"reminders": str(len(duty.reminders)) if duty.reminders else ""}
    for number, one in enumerate(duty.reminders, start=1):
        found |= {f"remind{number}_amount": str(one.amount), f"remind{number}_unit": str(one.unit)}
    return found


def _ladder(duty: Duty) -> Given:
    found: Given = {"rungs": str(len(duty.ladder)) if duty.ladder else ""}
    for number, level in enumerate(duty.ladder, start=1):
        found |= {
            f"rung{number}_amount": str(level.after.amount),
            f"rung{number}_unit": str(level.after.unit),
            f"rung{number}_to": level.to[0].post or "owner",
        }
    return found
