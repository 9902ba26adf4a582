"""The list of figures: the rulebook's, the company's, the site's, and how they stand to each other."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guanjia.apps.rulebook.queries import FigureRow
from guanjia.apps.rulebook.terms.figures import STRICTNESSES, Strictness
from guanjia.apps.rulebook.wording import kind_words, name_words, value_words
from guanjia.ui.lists import Column, Empty, Filter, Flag, List
from guanjia.ui.request import Request

TONES = {
    Strictness.SAME: "neutral",
    Strictness.STRICTER: "calm",
    Strictness.LOOSER: "soon",
    Strictness.DIFFERENT: "accent",
}
ICONS = {
    Strictness.SAME: "check",
    Strictness.STRICTER: "arrow-up",
    Strictness.LOOSER: "arrow-down",
    Strictness.DIFFERENT: "arrows-exchange",
}


class Line:
    """A figure as the list, its workbook and its paper show it."""

    def __init__(self, row: FigureRow) -> None:
        self.row, self.figure = row, row.figure
        self.pk = f"{self.figure.pack}/{self.figure.part}/{self.figure.name}"
        self.pack = self.figure.pack
        self.pack_title = str(row.here.pack.title)
        self.clause = self.figure.clause
        self.kind = kind_words(self.figure.part)
        self.title = str(self.figure.title)
        self.what = name_words(self.figure)
        self.both = f"{self.figure.title.zh} {self.figure.title.en}"
        self.differs, self.is_undecided = row.differs, row.is_undecided
        self.has_proposal = bool(row.proposed)
        self.stands = row.stands.value

    def get_absolute_url(self) -> str:
        """Where its history is, and where another is proposed."""
        return reverse("rulebook:figure", args=[self.figure.pack, self.figure.part, self.figure.name])

    @property
    def rulebooks(self) -> str:
        """The rulebook's value; of an open point the default that holds."""
        if self.row.is_open_point:
            return str(self.figure.detail)
        return value_words(self.figure, self.figure.value) or str(_("none"))

    @property
    def company(self) -> str:
        """The company's own; empty for none."""
        return value_words(self.figure, self.row.company.value) if self.row.company else ""

    @property
    def site(self) -> str:
        """The site's own; empty for none."""
        return value_words(self.figure, self.row.site.value) if self.row.site else ""

    @property
    def holds(self) -> str:
        """What holds here."""
        return self.site or self.company or self.rulebooks

    @property
    def since(self) -> Any:
        """Since when ours holds."""
        return self.row.own.change.from_at if self.row.own else None

    @property
    def who(self) -> str:
        """Who proposed and who approved it."""
        if self.row.own is None:
            return ""
        change = self.row.own.change
        return " · ".join(dict.fromkeys(one for one in (change.proposed_by, change.decided_by) if one))

    @property
    def why(self) -> str:
        """The reason."""
        return self.row.own.change.reason if self.row.own else ""

    @property
    def standing(self) -> Any:
        """Stricter or looser, in words."""
        if self.is_undecided:
            return _("undecided")
        return STRICTNESSES[self.row.stands] if self.row.own and not self.row.is_open_point else ""

    @property
    def tone(self) -> str:
        """The colour of that."""
        return "soon" if self.is_undecided else TONES[self.row.stands]

    @property
    def icon(self) -> str:
        """Its sign."""
        return "help-circle" if self.is_undecided else ICONS[self.row.stands]


def _packs(request: Request) -> list[tuple[str, str]]:
    from guanjia.apps.rulebook import queries

    assert request.site is not None
    kept = queries.rules_of(request.site.pk).in_force(request.now)
    return [(here.pack.key, str(here.pack.title)) for here in kept]


class Figures(List):
    """Every figure of the packs a site keeps."""

    key = "figures"
    columns = (
        Column(
            "title",
            _("Duty or part"),
            template="rulebook/cells/part.html",
            wide=True,
            excel=lambda one: one.title,
        ),
        Column("pack_title", _("Rulebook"), phone=False),
        Column("clause", _("Clause"), sort="clause", phone=False),
        Column("what", _("Figure"), phone=False),
        Column("rulebooks", _("The rulebook says")),
        Column("company", _("The company")),
        Column("site", _("This site")),
        Column("standing", _("Compared"), kind="badge", tone=lambda one: one.tone, icon=lambda one: one.icon),
        Column("since", _("Since"), kind="moment", sort="since", phone=False),
        Column("who", _("Who"), phone=False),
        Column("why", _("Why"), phone=False),
    )
    filters: ClassVar[Any] = (
        Flag("differs", _("Ours differs")),
        Flag("is_undecided", _("Open points undecided")),
        Flag("has_proposal", _("Proposed")),
        Filter(
            "stands",
            _("Compared"),
            [
                (one.value, STRICTNESSES[one])
                for one in (Strictness.STRICTER, Strictness.LOOSER, Strictness.DIFFERENT)
            ],
        ),
        Filter("pack", _("Rulebook"), _packs),
    )
    search = ("both", "what", "clause", "pack_title", "holds", "why")
    empty = Empty(
        _("No figure matches"), _("Search for something else, or take a filter away."), icon="ruler"
    )
