"""Finding conflicts among the packs a site keeps, and what deciding one sets and switches off."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from guanjia.apps.rulebook.rules import covering, strictness
from guanjia.apps.rulebook.rules.figures import Figures
from guanjia.apps.rulebook.terms import Bilingual, OwnerKind, Pack, Schedule, Topic
from guanjia.apps.rulebook.terms.conflicts import Advice, Conflict, Party
from guanjia.apps.rulebook.terms.said import figure_said
from guanjia.kernel.guards import GUARDS
from guanjia.kernel.working_time import Duration


def conflicts_of(kept: Iterable[tuple[Pack, Figures]], topics: Mapping[str, Topic]) -> list[Conflict]:
    """The topics several parts in force ask about, each pack with the figures it is kept with.

    Items, measures and guards that agree are no conflict; duties that agree are, for each makes its own obligation.
    """
    by_topic: dict[str, list[Party]] = {}
    for pack, figures in kept:
        for topic, party in _parties(pack, figures):
            by_topic.setdefault(topic, []).append(party)
    found = []
    for key, parties in by_topic.items():
        asking = _without_repeats(parties)
        if key in topics and len(asking) > 1 and _disagree(asking):
            advice, proposed = _advice(asking)
            found.append(Conflict(topics[key], tuple(asking), advice, proposed))
    order = list(topics)
    return sorted(found, key=lambda one: order.index(one.topic.key))


def _parties(pack: Pack, figures: Figures) -> Iterator[tuple[str, Party]]:
    for duty in pack.duties.values():
        if duty.topic and not duty.off:
            name = "every" if duty.every else "deadline"
            figure = duty.every or duty.deadline
            posts = tuple(one.post for one in duty.owners if one.kind is OwnerKind.POST)
            yield (
                duty.topic,
                _party(
                    pack, duty.key, name, duty.clause, duty.title, figure, sources=duty.sources, posts=posts
                ),
            )
    for guard in pack.guards:
        if guard.topic:
            yield guard.topic, _of_guard(pack, guard.name, guard.clause, dict(guard.figures))
    for measure in pack.measures.values():
        if measure.topic and measure.target is not None:
            part = f"measure:{measure.key}"
            yield (
                measure.topic,
                _party(
                    pack,
                    part,
                    "target",
                    measure.clause,
                    measure.title,
                    float(measure.target),
                    sources=measure.sources,
                    less=measure.at_most,
                ),
            )
    yield from _of_sheets(pack)
    for point in pack.open_points.values():
        if point.topic and not figures.get(f"open_point:{point.key}"):
            yield from ((point.topic, party) for party in _of_open_point(pack, point))


def _party(
    pack: Pack, part: str, name: str, clause: str, title: Bilingual, figure: Any, **more: Any
) -> Party:
    sources = more.pop("sources", ()) or pack.clauses[clause].sources
    return Party(pack.key, pack.title, part, name, clause, title, sources, figure, **more)


def _of_guard(pack: Pack, name: str, clause: str, own: dict[str, float]) -> Party:
    guard = GUARDS.get(name)
    label = Bilingual(zh=str(guard.label), en=str(guard.label)) if guard else Bilingual(zh=name, en=name)
    figure = guard.figures[0] if guard and guard.figures else None
    value = float(own.get(figure.name, figure.usual)) if figure else None
    return _party(pack, f"guard:{name}", figure.name if figure else "", clause, label, value)


def _of_sheets(pack: Pack) -> Iterator[tuple[str, Party]]:
    for checklist in pack.checklists.values():
        for item in checklist.items:
            side = "most" if item.most is not None else "least"
            value = item.most if item.most is not None else item.least
            if item.topic:
                yield (
                    item.topic,
                    _party(
                        pack,
                        f"checklist:{checklist.key}",
                        f"{side}.{item.key}",
                        checklist.clause,
                        item.text,
                        None if value is None else float(value),
                        sources=item.sources,
                        less=side == "most",
                    ),
                )


def _of_open_point(pack: Pack, point: Any) -> Iterator[Party]:
    """The question itself, or where its source wavers between figures, one party for each."""
    part = f"open_point:{point.key}"
    if not point.said:
        yield _party(pack, part, "taken", point.clause, point.question, None, words=point.taken)
        return
    sets = next(
        (
            (one.part, one.name)
            for topic, one in [*_duty_parties(pack), *_of_sheets(pack)]
            if topic == point.topic and one.figure is not None
        ),
        ("", ""),
    )
    for one in point.said:
        yield _party(
            pack,
            part,
            "taken",
            point.clause,
            point.question,
            figure_said(one.figure),
            sources=one.sources,
            words=Bilingual(),
            said=one.figure,
            sets=sets,
        )


def _duty_parties(pack: Pack) -> Iterator[tuple[str, Party]]:
    for duty in pack.duties.values():
        if duty.topic and not duty.off:
            name = "every" if duty.every else "deadline"
            yield (
                duty.topic,
                _party(pack, duty.key, name, duty.clause, duty.title, duty.every or duty.deadline),
            )


def _without_repeats(parties: list[Party]) -> list[Party]:
    """Without what an open point says that a part of the same pack asks already."""
    asked = {(one.pack, str(one.figure)) for one in parties if not one.is_open_point}
    return [one for one in parties if not one.said or (one.pack, str(one.figure)) not in asked]


def _disagree(parties: list[Party]) -> bool:
    if any(one.is_open_point for one in parties) or sum(one.is_duty for one in parties) > 1:
        return True
    return len({str(one.figure) for one in parties}) > 1


def _advice(parties: list[Party]) -> tuple[Advice, str]:
    figures = [one.figure for one in parties]
    if any(figure is None for figure in figures):
        return Advice.WORDS, ""
    place = _strictest(parties)
    if place is None:
        return Advice.NEITHER, ""
    same = len({str(figure) for figure in figures}) == 1
    return (Advice.SAME if same else Advice.STRICTER), parties[place].key


def _strictest(parties: list[Party]) -> int | None:
    """The place of the party that satisfies all of them; None where none does, or they cannot be compared."""
    figures = [one.figure for one in parties]
    if all(isinstance(one, Schedule) for one in figures):
        return covering.stricter(figures)
    if all(isinstance(one, Duration) for one in figures):
        return next(
            (
                place
                for place, one in enumerate(figures)
                if all(strictness.no_longer(one, other) for other in figures)
            ),
            None,
        )
    if all(isinstance(one, float) for one in figures) and len({one.less for one in parties}) == 1:
        return figures.index(min(figures) if parties[0].less else max(figures))
    return None


# --- Deciding ----------------------------------------------------------------------------------------------------------


def entries_for(conflict: Conflict, ruling: str) -> list[dict[str, Any]]:
    """What is set so that one party rules alone: other duties are off, other numbers become its own, questions answered.

    Empty for keeping all of them as they are.
    """
    rules = next((one for one in conflict.parties if one.key == ruling), None)
    if rules is None:
        return []
    entries: dict[tuple[str, str, str], Any] = {}
    for one in conflict.parties:
        if one.is_open_point:
            entries[one.pack, one.part, "taken"] = _answer(rules)
        elif one.is_duty and one.key != ruling and (one.pack, one.part) != (rules.pack, rules.sets[0]):
            entries[one.pack, one.part, "off"] = True
        elif not one.is_duty and one.key != ruling and isinstance(rules.figure, float) and one.name:
            entries[one.pack, one.part, one.name] = _plain(rules.figure)
    if rules.said and rules.sets[0]:
        entries[rules.pack, rules.sets[0], rules.sets[1]] = _plain(rules.figure)
    return [
        {"pack": pack, "part": part, "name": name, "value": value}
        for (pack, part, name), value in entries.items()
    ]


def _answer(rules: Party) -> str:
    """The answer to an open question, when another party rules: what that one says."""
    if rules.figure is not None:
        return str(_plain(rules.figure))
    return str(rules.words) if rules.is_open_point else str(rules.title)


def _plain(figure: Any) -> Any:
    if isinstance(figure, float):
        return int(figure) if figure.is_integer() else figure
    return str(figure)
