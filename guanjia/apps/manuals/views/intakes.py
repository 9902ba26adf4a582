"""Taking a file in: upload, the tree it makes with what could not be placed, arranging it, saving it as a draft."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.manuals import queries, services
from guanjia.apps.manuals.arranging import Line
from guanjia.apps.manuals.forms import DivideForm, TakeInForm
from guanjia.apps.manuals.importing.opening import MOST_BYTES
from guanjia.apps.manuals.models import Intake
from guanjia.apps.manuals.terms import DEEPEST, UNPLACED, Can, Unplaced
from guanjia.apps.manuals.views.steps import again, ask
from guanjia.kernel.refusals import NotFound, Text
from guanjia.ui.http import Request, done, page, screen, verb


@dataclass(frozen=True)
class ShownLine:
    """A line in the preview. ``indent`` is the depth it is drawn at; ``why`` says why it has no place."""

    place: int
    line: Line
    indent: int
    why: Text

    @property
    def numbers(self) -> str:
        """The lines of the file it holds."""
        first, last = self.line.numbers[0], self.line.numbers[-1]
        return str(first) if first == last else f"{first}–{last}"

    @property
    def level(self) -> str:
        """The chosen level; "" for none."""
        return "" if self.line.level is None else str(self.line.level)


def shown_lines(intake: Intake) -> list[ShownLine]:
    """The lines as they are drawn."""
    found, deep = [], 0
    for place, stored in enumerate(intake.lines):
        line = Line.of_json(stored)
        deep = line.level or deep
        why = UNPLACED[Unplaced(line.unplaced)] if line.level is None and line.unplaced else ""
        found.append(ShownLine(place, line, deep if line.level else deep + 1 if line.level == 0 else 1, why))
    return found


LEVELS: list[tuple[str, Text]] = [
    ("0", gettext_lazy("text of the one above")),
    *((str(level), str(level)) for level in range(1, DEEPEST + 1)),
]


@verb(can=Can.EDIT)
def take_in(request: Request, document_id: int) -> HttpResponse:
    """Upload a file for a new edition."""
    document = queries.get_document(request.actor, document_id)
    form = TakeInForm.of(request)
    if form.ready():
        data = dict(form.cleaned_data)
        file = data.pop("file")
        intake = services.take_in(
            document,
            by=request.actor,
            at=request.now,
            file_name=file.name or "",
            content=file.read(MOST_BYTES + 1),
            **data,
        )
        return done(request, intake)
    return ask(request, form, _("Import an edition"), document.get_absolute_url(), submit=_("Read the file"))


@screen(can=Can.EDIT)
def show_intake(request: Request, intake_id: int) -> HttpResponse:
    """What was made of the file."""
    intake = queries.get_intake(request.actor, intake_id)
    return page(request, "manuals/intake.html#lines", title=_("Look at what was read"), **_context(intake))


def _context(intake: Intake) -> dict[str, object]:
    lines = shown_lines(intake)
    return {
        "intake": intake,
        "document": intake.document,
        "lines": lines,
        "levels": LEVELS,
        "unplaced": [one for one in lines if one.line.level is None],
        "placed": sum(bool(one.line.level) for one in lines),
    }


@verb(can=Can.EDIT)
def move(request: Request, intake_id: int) -> HttpResponse:
    """Give a line another level."""
    intake = queries.get_intake(request.actor, intake_id)
    if request.method != "POST":
        return done(request, intake)
    moved = services.move(
        intake,
        by=request.actor,
        at=request.now,
        place=_number(request, "place"),
        level=_number(request, "level"),
    )
    return _again(request, moved)


@verb(can=Can.EDIT)
def join(request: Request, intake_id: int) -> HttpResponse:
    """Make a line the end of the one above."""
    intake = queries.get_intake(request.actor, intake_id)
    if request.method != "POST":
        return done(request, intake)
    return _again(
        request, services.join(intake, by=request.actor, at=request.now, place=_number(request, "place"))
    )


def _again(request: Request, intake: Intake) -> HttpResponse:
    return done(request, "manuals/intake.html#lines", **_context(intake))


def _number(request: Request, name: str) -> int:
    """A small number that was sent. Raises ``NotFound`` for anything else."""
    sent = request.POST.get(name, "")
    if not (sent.isascii() and sent.isdigit() and len(sent) < 7):
        raise NotFound
    return int(sent)


@verb(can=Can.EDIT)
def divide(request: Request, intake_id: int, place: int) -> HttpResponse:
    """Divide a line in two or more."""
    intake = queries.get_intake(request.actor, intake_id)
    if not 0 <= place < len(intake.lines):
        raise NotFound
    line = Line.of_json(intake.lines[place])
    form = DivideForm.of(request, initial={"text": line.text})
    if form.ready():
        services.divide(intake, by=request.actor, at=request.now, place=place, **form.cleaned_data)
        address = f"{intake.get_absolute_url()}#line-{place}"
        return done(request, again(request, address), _("Divided."))
    return ask(request, form, _("Divide the line"), intake.get_absolute_url(), submit=_("Divide"))


@verb(can=Can.EDIT, ask=gettext_lazy("Make a draft of these lines?"))
def save(request: Request, intake_id: int) -> HttpResponse:
    """Make the draft."""
    intake = queries.get_intake(request.actor, intake_id)
    version = services.save_intake(intake, by=request.actor, at=request.now)
    return done(request, version, _("The draft is saved."))


@verb(can=Can.EDIT, ask=gettext_lazy("Throw this file away?"))
def discard(request: Request, intake_id: int) -> HttpResponse:
    """Give the file up."""
    intake = queries.get_intake(request.actor, intake_id)
    document = services.discard(intake, by=request.actor, at=request.now)
    return done(request, document, _("Thrown away."))
