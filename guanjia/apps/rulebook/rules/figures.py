"""The figures of a pack: listing them, putting others in their place, and what may be set."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.rulebook.rules import strictness
from guanjia.apps.rulebook.rules.adopting import why_not_figure
from guanjia.apps.rulebook.terms import Bilingual, Checklist, Duty, Measure, Pack, Schedule
from guanjia.apps.rulebook.terms.figures import Better, Figure, FigureKind, Strictness
from guanjia.kernel.guards import GUARDS
from guanjia.kernel.refusals import Refusal
from guanjia.kernel.working_time import Duration

Figures = Mapping[str, Mapping[str, Any]]


def figures_of(pack: Pack) -> Iterator[Figure]:
    """Every figure of a pack, in the order of its parts: duties, guards, measures, sheets, registers, open points."""
    for duty in pack.duties.values():
        yield from _of_duty(duty)
    for guard in pack.guards:
        yield from _of_guard(pack, guard.name)
    for measure in pack.measures.values():
        yield from _of_measure(pack, measure)
    for checklist in pack.checklists.values():
        yield from _of_checklist(pack, checklist)
    for register in pack.registers.values():
        yield Figure(
            pack.key,
            f"register:{register.key}",
            "keep_years",
            register.clause,
            register.title,
            FigureKind.NUMBER,
            register.keep_years,
            Better.MORE,
        )
    for point in pack.open_points.values():
        yield Figure(
            pack.key,
            f"open_point:{point.key}",
            "taken",
            point.clause,
            point.question,
            FigureKind.WORDS,
            "",
            owner=point.owner,
            detail=point.taken,
            topic=point.topic,
        )


def find(pack: Pack, part: str, name: str) -> Figure | None:
    """One figure by its name."""
    return next((one for one in figures_of(pack) if one.key == (part, name)), None)


def _of_duty(duty: Duty) -> Iterator[Figure]:
    base = Figure(
        duty.pack, duty.key, "deadline", duty.clause, duty.title, FigureKind.DURATION, None, topic=duty.topic
    )
    if duty.every:
        yield replace(base, name="every", kind=FigureKind.RHYTHM, value=str(duty.every))
    elif duty.deadline:
        yield replace(base, value=str(duty.deadline))
    yield replace(
        base, name="reminders", kind=FigureKind.DURATIONS, value=[str(one) for one in duty.reminders]
    )
    yield replace(base, name="off", kind=FigureKind.SWITCH, value=duty.off)


def _of_guard(pack: Pack, name: str) -> Iterator[Figure]:
    terms = [one for one in pack.guards if one.name == name]
    guard = GUARDS.get(name)
    for figure in guard.figures if guard else ():
        given = dict(pair for term in terms for pair in term.figures)
        label = Bilingual(zh=str(figure.label), en=str(figure.label))
        yield Figure(
            pack.key,
            f"guard:{name}",
            figure.name,
            terms[0].clause,
            Bilingual(zh=str(guard.label), en=str(guard.label)) if guard else Bilingual(),
            FigureKind.NUMBER,
            given.get(figure.name, figure.usual),
            Better.LESS,
            detail=label,
            topic=terms[0].topic,
        )


def _of_measure(pack: Pack, measure: Measure) -> Iterator[Figure]:
    if measure.target is None:
        return
    base = Figure(
        pack.key,
        f"measure:{measure.key}",
        "target",
        measure.clause,
        measure.title,
        FigureKind.NUMBER,
        measure.target,
        Better.LESS if measure.at_most else Better.MORE,
        topic=measure.topic,
    )
    yield base
    yield replace(base, name="tolerance", value=measure.tolerance, better=Better.LESS)


def _of_checklist(pack: Pack, checklist: Checklist) -> Iterator[Figure]:
    base = Figure(
        pack.key,
        f"checklist:{checklist.key}",
        "passes_at",
        checklist.clause,
        checklist.title,
        FigureKind.NUMBER,
        checklist.passes_at,
        Better.MORE,
        "%",
    )
    if not checklist.in_order:
        yield base
    yield replace(base, name="correction", value=checklist.correction, better=Better.LESS, unit="")
    for item in checklist.items:
        line = replace(base, unit=item.unit, detail=item.text, topic=item.topic)
        if item.least is not None:
            yield replace(line, name=f"least.{item.key}", value=item.least, better=Better.MORE)
        if item.most is not None:
            yield replace(line, name=f"most.{item.key}", value=item.most, better=Better.LESS)


# --- Putting others in their place -------------------------------------------------------------------------------------


def with_figures(pack: Pack, figures: Figures) -> Pack:
    """The pack with a site's figures in place of its own; the same object where there are none."""
    if not figures:
        return pack
    return replace(
        pack,
        duties={key: one.with_figures(figures.get(key, {})) for key, one in pack.duties.items()},
        guards=tuple(
            replace(one, figures=tuple({**dict(one.figures), **figures.get(f"guard:{one.name}", {})}.items()))
            for one in pack.guards
        ),
        measures={
            key: replace(one, **figures.get(f"measure:{key}", {})) for key, one in pack.measures.items()
        },
        checklists={
            key: _sheet(one, figures.get(f"checklist:{key}", {})) for key, one in pack.checklists.items()
        },
        registers={
            key: replace(one, **_whole(figures.get(f"register:{key}", {})))
            for key, one in pack.registers.items()
        },
    )


def _sheet(checklist: Checklist, own: Mapping[str, Any]) -> Checklist:
    if not own:
        return checklist
    whole = _whole({name: value for name, value in own.items() if "." not in name})
    items = tuple(
        replace(
            item,
            **{side: own[f"{side}.{item.key}"] for side in ("least", "most") if f"{side}.{item.key}" in own},
        )
        for item in checklist.items
    )
    return replace(checklist, items=items, **whole)


def _whole(own: Mapping[str, Any]) -> dict[str, Any]:
    return {name: int(value) for name, value in own.items()}


def merged(changes: list[tuple[bool, list[dict[str, Any]]]], pack: str) -> dict[str, dict[str, Any]]:
    """The figures of a site out of the approved changes up to a moment, in order: (is the site's own, entries).

    The site's own wins over the company's, however old it is; a value of None takes a figure back.
    """
    layers: dict[bool, dict[tuple[str, str], Any]] = {False: {}, True: {}}
    for own, entries in changes:
        for entry in entries:
            if entry["pack"] == pack:
                layers[own][entry["part"], entry["name"]] = entry["value"]
    found: dict[str, dict[str, Any]] = {}
    for own in (False, True):
        for (part, name), value in layers[own].items():
            if value is not None:
                found.setdefault(part, {})[name] = value
    return found


# --- What may be set ---------------------------------------------------------------------------------------------------


def read(figure: Figure, typed: str) -> Any:
    """What somebody typed, as the figure's value; text is left as it is where it is none, for ``why_not_value``."""
    words = " ".join(typed.split())
    if not words:
        return None
    if figure.kind is FigureKind.DURATIONS:
        return [one.strip() for one in words.replace("，", ",").replace("、", ",").split(",") if one.strip()]
    if figure.kind is FigureKind.SWITCH:
        return words == "off"
    if figure.kind is FigureKind.NUMBER:
        try:
            number = float(words.rstrip("% "))
        except ValueError:
            return words
        return int(number) if number.is_integer() else number
    return words


def why_not_value(pack: Pack, part: str, name: str, value: Any) -> Refusal | None:
    """There is no such figure, or it cannot be this: no number, a share beyond 100, a length of time nobody understands."""
    if ":" not in part:
        return why_not_figure(pack.duties.get(part), name, value)
    figure = find(pack, part, name)
    if figure is None:
        return Refusal("unknown_figure", _("The rulebook has no such figure. Choose one from the list."))
    if value is None:
        return None
    if figure.kind is FigureKind.NUMBER:
        return _why_not_number(figure, value)
    return None


def _why_not_number(figure: Figure, value: Any) -> Refusal | None:
    whole = figure.name in ("passes_at", "correction", "keep_years") or figure.part.startswith("guard:")
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0 or value != value:
        return Refusal("not_a_number", _("Write a number, not below zero, like 3 or 97.5."), field="figure")
    if (whole and value != int(value)) or value > (100 if figure.unit == "%" else 100_000):
        return Refusal(
            "number_out_of_range",
            _("%(number)s is not possible here. Write a whole number; a share is at most 100."),
            field="figure",
            params={"number": value},
        )
    return None


NOTE_MISSING = Refusal("note_missing", _("Say in a word why it is declined."), field="note")


def why_not_alone(proposed_by: int | None, decided_by: int | None, *, is_system: bool) -> Refusal | None:
    """Who proposes a figure does not approve it."""
    if not is_system and proposed_by is not None and proposed_by == decided_by:
        return Refusal(
            "own_proposal",
            _("You proposed this yourself. Ask somebody else who may approve figures."),
        )
    return None


def why_not_one_person(*, is_system: bool) -> Refusal | None:
    """A figure is set by two people: one proposes it, another approves."""
    if is_system:
        return None
    return Refusal(
        "second_person", _("A figure needs a second person. Propose it; somebody else approves it.")
    )


# --- How ours stands to the rulebook's ---------------------------------------------------------------------------------


def stands(figure: Figure, ours: Any) -> Strictness:
    """Whether ``ours`` is stricter or looser than the figure's own value."""
    if ours is None or ours == figure.value:
        return Strictness.SAME
    if figure.kind is FigureKind.SWITCH:
        return Strictness.LOOSER if ours else Strictness.STRICTER
    if figure.kind is FigureKind.NUMBER:
        return strictness.of_numbers(ours, figure.value, figure.better)
    if figure.kind is FigureKind.RHYTHM:
        return strictness.of_rhythms(Schedule.parse(ours), Schedule.parse(figure.value))
    if figure.kind is FigureKind.DURATION:
        return strictness.of_durations(Duration.parse(ours), Duration.parse(figure.value))
    return Strictness.DIFFERENT
