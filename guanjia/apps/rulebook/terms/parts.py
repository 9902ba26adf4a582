"""What else a clause can be, besides a duty: a guard, a measure, a checklist, a register; or a plain statement of fact.

Each part names the ``clause`` it runs for, and may name the ``sources`` (ids of the catalogue) it covers; without them it
covers all its clause stands for.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from guanjia.apps.rulebook.terms.duties import Condition, Target
from guanjia.apps.rulebook.terms.expressions import Expression
from guanjia.apps.rulebook.terms.texts import Bilingual


@dataclass(frozen=True, slots=True)
class GuardTerm:
    """A clause that an app enforces by refusing: ``name`` is one of the product's guards."""

    name: str
    clause: str
    sources: tuple[str, ...] = ()
    figures: tuple[tuple[str, float], ...] = ()
    """The guard's own figures by name, where the rulebook gives another than the product."""
    topic: str = ""


class ItemAnswer(StrEnum):
    """What is entered for an item of a checklist: good or not, a number, or a few words."""

    PASS = "pass"  # noqa: S105
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a checklist. ``points`` count towards the score; a figure outside ``least``..``most`` does not pass."""

    key: str
    text: Bilingual
    points: int = 1
    answer: ItemAnswer = ItemAnswer.PASS
    unit: str = ""
    least: float | None = None
    most: float | None = None
    photo: bool = False
    """A photograph is needed when the item does not pass."""
    sources: tuple[str, ...] = ()
    topic: str = ""


class CheckedSubject(StrEnum):
    """What one sheet is filled about."""

    SITE = "site"
    UNIT = "unit"
    BUILDING = "building"
    PLACE = "place"
    STAFF = "staff"
    CASE = "case"
    WORK_ORDER = "work_order"


BEGUN_BY = {CheckedSubject.CASE: "cases.received", CheckedSubject.WORK_ORDER: "workorders.issued"}
"""The fact each kind of matter begins with."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """An inspection sheet: items that are looked at and scored, or (``in_order``) steps that are taken one after the other.

    ``passes_at`` is the share of points, in percent, from which the sheet as a whole passes. What does not pass is
    corrected within ``correction`` working days and checked again by somebody. Of cases and work orders those are drawn
    whose first fact fits ``conditions``.
    """

    key: str
    clause: str
    title: Bilingual
    about: CheckedSubject
    items: tuple[Item, ...]
    in_order: bool = False
    passes_at: int = 100
    correction: int = 1
    sources: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()


class FieldKind(StrEnum):
    """What a field of a register holds."""

    TEXT = "text"
    LONG_TEXT = "long text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    FLAG = "flag"
    PERSON = "person"
    STAFF = "staff"
    UNIT = "unit"
    PLACE = "place"
    PHOTO = "photo"
    TIME = "time"
    """A time of day."""
    PERIOD = "period"
    """From a moment until another."""
    POST = "post"
    """A post of the pack."""
    CONTRACTOR = "contractor"
    """A contractor by name."""
    EQUIPMENT = "equipment"
    """A piece of equipment by name or number."""
    SCAN = "scan"
    """What a code says that is scanned, or typed."""
    FILE = "file"
    SIGNATURE = "signature"
    """A signature drawn on the screen while the entry is made."""
    ROWS = "rows"
    """A table; its ``columns`` are fields of their own."""
    COMPUTED = "computed"
    """Worked out from the others."""


IN_ROWS = (
    FieldKind.TEXT,
    FieldKind.NUMBER,
    FieldKind.MONEY,
    FieldKind.DATE,
    FieldKind.TIME,
    FieldKind.CHOICE,
    FieldKind.CONTRACTOR,
    FieldKind.EQUIPMENT,
    FieldKind.SCAN,
    FieldKind.COMPUTED,
)
"""What a column of a table may be."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a register; ``unit`` of a number, ``choices`` of a choice, ``columns`` of a table.

    A computed one is worked out by ``formula``, as an amount if ``in_yuan``. ``required_when`` asks for it under a condition;
    ``at_action`` is the key of the action that asks for it ("": it is asked when the entry is made). ``seen_by`` are the posts
    that see what stands in it (none named: whoever sees the register); a ``masked`` one is shown with its middle hidden.
    """

    key: str
    label: Bilingual
    kind: FieldKind = FieldKind.TEXT
    required: bool = False
    unit: str = ""
    choices: tuple[tuple[str, Bilingual], ...] = ()
    required_when: Expression | None = None
    formula: Expression | None = None
    in_yuan: bool = False
    columns: tuple["Field", ...] = ()
    at_action: str = ""
    seen_by: tuple[str, ...] = ()
    masked: bool = False

    @property
    def is_private(self) -> bool:
        """Whether not everybody who sees the register sees all that stands in it."""
        return bool(self.seen_by) or self.masked


@dataclass(frozen=True, slots=True)
class Check:
    """Something that must hold in an entry, and the sentence for when it does not; ``field`` is where that stands."""

    holds: Expression
    message: Bilingual
    field: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A state of a register's own, such as "out on loan". The first one is that of a new entry."""

    key: str
    label: Bilingual
    is_end: bool = False


@dataclass(frozen=True, slots=True)
class Action:
    """A step between a register's own states. ``by`` are posts that may take it (nobody named: whoever may make entries).

    ``capability`` is needed as well, if given. It waits for the last signature unless ``unsigned``.
    """

    key: str
    label: Bilingual
    from_stages: tuple[str, ...]
    to_stage: str
    by: tuple[str, ...] = ()
    capability: str = ""
    unsigned: bool = False


@dataclass(frozen=True, slots=True)
class RegisterPaper:
    """How an entry stands on paper: its facts in one or two ``columns``, without the fields ``left_out``.

    ``lines`` are signature lines beside those of ``signed_by``, for whoever signs with a pen.
    """

    columns: int = 2
    left_out: tuple[str, ...] = ()
    lines: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterTerm:
    """A form or ledger that must exist: its fields, who signs an entry, and for how many years it is kept.

    ``enter_by`` are the posts that may make entries (nobody named: whoever has the capability). ``series`` gives its entries
    numbers of their own ("VR": RG-VR-2026-000001). ``replaces`` names the register of a shipped pack ("pack.key") a
    company's own one stands in place of; it has the same key, and its entries stand in the same book.
    """

    key: str
    clause: str
    title: Bilingual
    fields: tuple[Field, ...]
    signed_by: tuple[str, ...] = ()
    """Posts of the pack, in order; ``customer`` signs on the screen. Of "a|b" any one signs."""
    keep_years: int = 3
    sources: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    stages: tuple[Stage, ...] = ()
    actions: tuple[Action, ...] = ()
    enter_by: tuple[str, ...] = ()
    series: str = ""
    paper: RegisterPaper = field(default_factory=RegisterPaper)
    replaces: str = ""


class FileOf(StrEnum):
    """Whose file a plan is about: a unit's, or a customer's."""

    UNIT = "unit"
    PERSON = "person"


FACTS: dict[FileOf, tuple[str, ...]] = {
    FileOf.UNIT: ("owned", "let", "delivered", "fitted_out", "moved_in", "lived_in", "business"),
    FileOf.PERSON: ("owner", "tenant", "family", "contact", "emergency", "business"),
}
"""What the conditions of a file plan may ask about its holder; each is true or false."""


@dataclass(frozen=True, slots=True)
class FileItem:
    """Something that belongs into a file. It is ``needed`` always, under a condition (``when``), or never (``optional``).

    ``by`` are the papers that fulfil it: ``entry:a_register`` or ``sheet:a_checklist`` of the pack, or a kind some room declares
    (``custody.issued``); without any it is filed by hand. ``who`` is the post that can supply it. What is ``sensitive`` is opened with a
    reason only; what is ``lasting`` belongs to the unit whoever owns it. ``expires`` names the field of the register that holds its last
    day, ``valid_years`` how long one filed by hand holds when nothing else is said.
    """

    key: str
    title: Bilingual
    by: tuple[str, ...] = ()
    when: Expression | None = None
    optional: bool = False
    who: str = ""
    sensitive: bool = False
    lasting: bool = False
    expires: bool = False
    expires_field: str = ""
    valid_years: int = 0
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FilePlan:
    """What must be in the file of a kind of holder (案卷目录), and for how many years it is kept once it is closed.

    It holds for every unit or person of the site that fits ``when``. Items with the same key in several plans are one item.
    """

    key: str
    clause: str
    title: Bilingual
    of: FileOf
    items: tuple[FileItem, ...]
    when: Expression | None = None
    keep_years: int = 10
    sources: tuple[str, ...] = ()


class Per(StrEnum):
    """The stretch a measure is taken over."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Counted:
    """Facts of the journal that are counted: an event under conditions."""

    event: str
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure the rulebook watches.

    Exactly one of: ``count`` of facts (with ``among``: as a percentage of those); ``kept``: the share of obligations of
    these duties that were kept in time, in percent; ``score``: the average score of a checklist, in percent. ``target``
    is the healthy value, ``tolerance`` how far off is still no alarm; ``at_most`` means less is better.
    """

    key: str
    clause: str
    title: Bilingual
    per: Per
    count: Counted | None = None
    among: Counted | None = None
    kept: tuple[str, ...] = ()
    score: str = ""
    target: float | None = None
    tolerance: float = 0
    at_most: bool = False
    recipients: tuple[Target, ...] = ()
    sources: tuple[str, ...] = ()
    note: Bilingual = field(default_factory=Bilingual)
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A clause that states a fact: a definition, a mission, a heading. Nothing about it can be kept or broken."""

    clause: str
    sources: tuple[str, ...] = ()


class ComingApp(StrEnum):
    """An app that is still to come; a clause that waits for one says for which."""

    MOVE_IN = "move-in"
    FIT_OUT = "fit-out"
    FEES = "fees"
    ROUNDS = "rounds"
    PLANT = "plant"
    SAFETY = "safety"
    ROSTERS = "rosters"
    TRAINING = "training"
    APPRAISAL = "appraisal"
    STORES = "stores"
    CONTRACTORS = "contractors"
    BOOKINGS = "bookings"
    CALL_CENTRE = "call centre"
    LODGING = "lodging"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True)
class Planned:
    """A clause that runs when an app has come."""

    clause: str
    app: ComingApp
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """One of the figures a source gives for the same thing: a rhythm, a length of time or a number; and where."""

    figure: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """What the source leaves open, or says twice and differently: what we took, and which post decides it.

    ``said`` are the figures between which the source wavers; ``topic`` names what they are about.
    """

    key: str
    clause: str
    question: Bilingual
    taken: Bilingual
    owner: str
    topic: str = ""
    said: tuple[Said, ...] = ()
