"""The cover and contents of a file (卷宗封面与卷内目录) on A4: whose it is, every paper in it with its place, what is lacking."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guanjia.apps.archives.queries import Dossier
from guanjia.apps.archives.rules import Evidence
from guanjia.apps.archives.terms import STANDINGS
from guanjia.apps.organisations import queries as organisations
from guanjia.kernel.actor import Actor
from guanjia.ui.paper import Pair, Paper, Rows


def title_of(dossier: Dossier) -> str:
    """What the paper is called."""
    plans = dict.fromkeys(str(one.plan.title) for one in dossier.plans)
    return _("%(plan)s: contents") % {"plan": " + ".join(plans) or pgettext("papers", "File")}


def of_dossier(dossier: Dossier, *, address: str, actor: Actor, at: datetime) -> Paper:
    """Cover and contents of one file."""
    site = organisations.site(dossier.whose.site_id)
    missing = lacking(dossier)
    return Paper(
        title=title_of(dossier),
        company=site.company.name,
        site=site.name,
        number=dossier.file.ref if dossier.file else dossier.whose.name,
        address=address,
        printed=_("Printed %(at)s by %(name)s")
        % {"at": f"{timezone.localtime(at):%Y-%m-%d %H:%M}", "name": actor.name},
        pairs=pairs(dossier),
        tables=[
            Rows(
                _("What is in the file"),
                heads(),
                [True, False, False, False, True, False, False],
                lines(dossier),
            )
        ],
        texts=[(_("What is lacking"), "\n".join(missing))] if missing else [],
        blanks=blanks(),
    )


def pairs(dossier: Dossier) -> list[Pair]:
    """The cover."""
    whose = dossier.whose
    found = [
        (_("Whose file"), whose.name),
        (_("Customer or unit"), whose.other),
        (_("Group"), whose.group),
        (_("Building"), whose.building),
        (_("Number"), dossier.file.ref if dossier.file else ""),
        (_("Volume"), str(dossier.file.volume) if dossier.file else ""),
        (_("Where it stands"), dossier.box),
        (pgettext("file", "Complete"), f"{dossier.have}/{dossier.needed}"),
    ]
    return [(label, value) for label, value in found if value]


def heads() -> list[str]:
    """The columns of the contents."""
    return [
        _("No."),
        _("Which paper"),
        _("Number"),
        _("Day"),
        _("Pages"),
        _("Original or copy"),
        _("Where it stands"),
    ]


def lines(dossier: Dossier) -> list[list[str]]:
    """Every paper in the file, item by item."""
    rows = [(str(slot.ask.title), evidence) for slot in dossier.slots for evidence in slot.evidence]
    found = [_line(title, evidence) for title, evidence in rows]
    found += [
        [one.title, one.ref, f"{one.dated_on:%Y-%m-%d}", str(one.pages), _shape(one), one.place]
        for one in dossier.others
    ]
    return [[str(number), *line] for number, line in enumerate(found, 1)]


def _line(title: str, evidence: Evidence) -> list[str]:
    filed = evidence.filed
    if filed is None:
        return [title, evidence.ref, f"{evidence.on:%Y-%m-%d}", "", _("in the system"), ""]
    return [title, filed.ref, f"{filed.dated_on:%Y-%m-%d}", str(filed.pages), _shape(filed), filed.place]


def _shape(paper: object) -> str:
    return (
        pgettext("paper", "Original") if getattr(paper, "is_original", False) else pgettext("paper", "Copy")
    )


def lacking(dossier: Dossier) -> list[str]:
    """What is missing or has expired."""
    return [f"{one.ask.title} ({STANDINGS[one.standing]})" for one in dossier.lacking]


def blanks() -> list[str]:
    """The lines that are signed by hand."""
    return [_("Filed by"), _("Checked by")]
