"""The words a rule is put together from: events, what they are told apart by, posts, papers. All of them are known to the loader."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.places.terms import PLACE_KINDS, UNIT_STAGES, VACANT
from guanjia.apps.rulebook import memory
from guanjia.apps.rulebook.loading.knowledge import Kind, fields_of
from guanjia.apps.rulebook.models import HouseForm
from guanjia.apps.rulebook.terms import Bilingual, Clause, Pack, PostTerm
from guanjia.apps.rulebook.terms.house import HOUSE, RuleState
from guanjia.kernel.actor import Actor
from guanjia.kernel.events import EVENTS
from guanjia.kernel.refusals import Text

APPS: Mapping[str, Text] = {
    "cases": _("Cases"),
    "workorders": _("Work orders"),
    "inspections": _("Inspections"),
    "registers": _("Registers"),
    "custody": _("Keys and things lent"),
    "people": _("People"),
    "places": _("Places"),
    "documents": _("Files"),
}
"""Whose events a rule may speak of; the rest is the program's own book-keeping."""
ABOUT_A_MATTER = ("cases", "workorders")
"""Apps whose events belong to a matter, so that its kind, urgency and people are known."""

KINDS: Mapping[str, Text] = {
    "inquiry": _("Inquiry"),
    "repair": _("Repair"),
    "complaint": _("Complaint"),
    "suggestion": _("Suggestion"),
    "help": _("Help"),
    "praise": _("Praise"),
}
URGENCIES: Mapping[str, Text] = {"normal": _("Normal"), "urgent": _("Urgent"), "safety": _("Safety")}
CLASSES: Mapping[str, Text] = {
    "minor": _("Minor complaint"),
    "important": _("Important complaint"),
    "major": _("Major complaint"),
    "unsolvable": _("Cannot be solved now"),
    "invalid": _("Invalid complaint"),
}
CONDITIONS: Mapping[str, Mapping[str, Text]] = {
    "kind": KINDS,
    "urgency": URGENCIES,
    "complaint_class": CLASSES,
}
"""What matters are told apart by."""

RELATIONS: Mapping[str, tuple[str, Text]] = {
    "handler": ("handler_id", _("Whoever handles the matter")),
    "first_receiver": ("first_receiver_id", _("The first receiver")),
    "assignee": ("assignee_id", _("The technician")),
}
"""People a matter names, by the field that holds them."""
FOLLOWS = ("cases.handler_changed", "cases.forwarded")
"""Events with which a duty of the handler goes over to the next one."""

PROMISES: Mapping[str, Text] = {
    "promised_at": _("The promised moment"),
    "until": _("The moment agreed on"),
    "appointed_at": _("The appointed moment"),
}
LENGTHS: Mapping[str, Text] = {
    "minutes": _("minutes"),
    "hours": _("hours"),
    "days": _("days"),
    "working minutes": _("working minutes"),
    "working hours": _("working hours"),
    "working days": _("working days"),
}
MOMENTS: Mapping[str, Text] = {
    "by {}": _("by o'clock, the same day"),
    "by {} next day": _("by o'clock, the next day"),
    "by {} next working day": _("by o'clock, the next working day"),
    "end of day": _("by the end of the day"),
    "next day": _("by the end of the next day"),
    "next working day": _("by the end of the next working day"),
}
PROMISED = "promised"

OFTEN: Mapping[str, Text] = {
    "day": _("Every day"),
    "working day": _("Every working day"),
    "weekdays": _("On days of the week"),
    "week": _("Every week"),
    "month": _("Every month"),
    "quarter": _("Every quarter"),
    "half-year": _("Every half-year"),
    "year": _("Every year"),
    "times": _("Several times in a period"),
    "shift": _("Every shift"),
    "gap": _("Again and again"),
}
PERIODS: Mapping[str, Text] = {
    "day": _("a day"),
    "week": _("a week"),
    "month": _("a month"),
    "quarter": _("a quarter"),
    "year": _("a year"),
}
EACH: Mapping[str, Text] = {
    "site": _("The site"),
    "group": _("Each group"),
    "building": _("Each building"),
    "unit": _("Each unit"),
    "place": _("Each place"),
    "holder": _("Each holder of the post"),
}
PROOFS: Mapping[str, Text] = {
    "event": _("Something that happens"),
    "word": _("A report"),
    "photo": _("A report with a photo"),
    "sheet": _("A filled sheet"),
    "entry": _("An entry in a register"),
}


@dataclass(frozen=True)
class Vocabulary:
    """What one company can choose: the posts, clauses and papers of the rulebooks it keeps, and the forms it has designed."""

    posts: Mapping[str, PostTerm]
    sheets: Mapping[str, Bilingual]
    registers: Mapping[str, Bilingual]
    clauses: Mapping[str, tuple[Pack, Clause]] = field(default_factory=dict)
    forms: Mapping[str, Bilingual] = field(default_factory=dict)

    @property
    def books(self) -> Mapping[str, Bilingual]:
        """Whatever entries can be made in: registers of rulebooks and the company's own forms."""
        return {**self.registers, **self.forms}

    @property
    def papers(self) -> Mapping[str, Bilingual]:
        """Whatever can prove a duty by being filled in, by its key."""
        return {**self.sheets, **self.books}

    def post_choices(self) -> list[tuple[str, str]]:
        """Posts by name."""
        return [(key, str(post.name)) for key, post in self.posts.items()]

    def with_line(self, keys: Iterable[str]) -> list[PostTerm]:
        """These posts and all above them."""
        found: dict[str, PostTerm] = {}
        waiting = list(keys)
        while waiting:
            post = self.posts.get(waiting.pop())
            if post is not None and post.key not in found:
                found[post.key] = post
                waiting.append(post.reports_to)
        return [found[key] for key in sorted(found)]


def vocabulary(actor: Actor, at: datetime) -> Vocabulary:
    """What the company of the actor can choose, from all of its sites."""
    posts: dict[str, PostTerm] = {}
    sheets: dict[str, Bilingual] = {}
    registers: dict[str, Bilingual] = {}
    clauses: dict[str, tuple[Pack, Clause]] = {}
    for site in organisations.list_sites(Actor.system(actor.company_id)):
        for here in memory.rules_of(site.pk).in_force(at):
            pack = here.pack
            posts = {**pack.posts, **posts}
            if pack.key == HOUSE:
                continue
            sheets |= {key: one.title for key, one in pack.checklists.items()}
            registers |= {key: one.title for key, one in pack.registers.items()}
            clauses |= {f"{pack.key}:{number}": (pack, one) for number, one in pack.clauses.items()}
        for post in organisations.list_posts(site.pk):
            posts.setdefault(post.key, PostTerm(post.key, Bilingual(post.name, post.name_en or post.name)))
    designed = HouseForm.objects.filter(company_id=actor.company_id, state=RuleState.APPROVED)
    forms = {one.declared["key"]: one.title for one in designed.order_by("number")}
    return Vocabulary(posts, sheets, registers, clauses, forms)


def event_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Events by app, each in the words of a timeline."""
    found = []
    for app, label in APPS.items():
        events = [
            (name, f"{label} · {kind.label}") for name, kind in EVENTS.items() if name.startswith(f"{app}.")
        ]
        if events:
            found.append((str(label), sorted(events, key=lambda one: one[1])))
    return found


def fields_held(event: str) -> Mapping[str, Kind]:
    """The fields of an event; none of one that is not known."""
    return fields_of(EVENTS[event]) if event in EVENTS else {}


def promises_of(event: str) -> dict[str, Text]:
    """The moments an event names, among those there are words for."""
    held = fields_held(event)
    return {name: label for name, label in PROMISES.items() if name in held}


def is_about_a_matter(event: str) -> bool:
    """Whether an event belongs to a matter whose kind and people are known."""
    return event.partition(".")[0] in ABOUT_A_MATTER


def stage_choices() -> list[tuple[str, str]]:
    """Stages of a unit."""
    return [(VACANT, str(_("vacant"))), *((str(key), str(label)) for key, label in UNIT_STAGES.items())]


def place_choices() -> list[tuple[str, str]]:
    """Kinds of place."""
    return [(str(key), str(label)) for key, label in PLACE_KINDS.items()]
