"""The papers of the app on A4. Page and PDF are made from the same ``Made``, so that they cannot differ.

``form`` papers (rectification notices, contact sheets, letters received) are tables; ``letter`` papers (our letters, tips,
notices) are texts with the company's name, the place for its seal and the day at their foot.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from guanjia.apps.documents import queries as documents
from guanjia.apps.letters import facts, queries
from guanjia.apps.letters.terms import DELIVERIES, ONE, TIPS, Kind
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound
from guanjia.ui import paper as papers
from guanjia.ui.paper import Pair

_TEMPLATE = Path(__file__).resolve().parent / "print" / "letter.typ"
MOST_PHOTOS = 6
"""So many photographs of what was found go on paper; all of them stand on the notice's page."""
_RECHECKS = 2
"""So many lines a notice keeps for its re-checks, filled in or left blank for a pen."""


@dataclass(frozen=True)
class Signed:
    """A place for a name: who signs, with the name, moment and drawing once given."""

    label: str
    name: str = ""
    at: str = ""
    path: str = ""


@dataclass(frozen=True)
class Tick:
    """A box with its words."""

    label: str
    ticked: bool


@dataclass(frozen=True, kw_only=True)
class Made:
    """Everything on one paper, in the reader's language. ``shape`` is "form" or "letter".

    ``blocks`` are texts of a form under their labels; ``bodies`` the texts of a letter, one for each language; ``deadline``
    is the line that must not be missed. ``seal_label`` "" leaves the seal out.
    """

    shape: str
    title: str
    company: str
    site: str
    number: str
    address: str
    to: str = ""
    intro: str = ""
    notice: str = ""
    printed: str = ""
    pairs: list[Pair] = field(default_factory=list)
    blocks: list[Pair] = field(default_factory=list)
    photos_label: str = ""
    photos: list[bytes] = field(default_factory=list)
    deadline: Pair | None = None
    closing: str = ""
    bodies: list[str] = field(default_factory=list)
    day: str = ""
    seal_label: str = ""
    foot: str = ""
    ticks_label: str = ""
    ticks: list[Tick] = field(default_factory=list)
    signed: list[Signed] = field(default_factory=list)
    table_label: str = ""
    heads: list[str] = field(default_factory=list)
    lines: list[list[str]] = field(default_factory=list)


def of(row: Any, *, root: str, actor: Actor, at: datetime) -> Made:
    """The paper of a row; ``root`` is what its address begins with."""
    frame = {
        "company": row.site.company.name,
        "site": row.site.name,
        "number": row.ref,
        "title": str(ONE[row.kind]),
        "address": root + row.get_absolute_url().lstrip("/"),
        "printed": _("Printed %(at)s by %(name)s") % {"at": _moment(at), "name": actor.name},
    }
    if row.kind is Kind.RECTIFICATION:
        return _rectification(row, frame, actor)
    if row.kind is Kind.NOTICE:
        return _notice(row, frame, root)
    if row.kind is Kind.OUTGOING:
        return _letter(row, frame)
    return _form(row, frame)


def _rectification(row: Any, frame: dict[str, Any], actor: Actor) -> Made:
    again = _(" (second notice)") if row.turn > 1 else ""
    pairs = [
        (_("Where"), " ".join(part for part in (str(row.unit) if row.unit_id else "", row.where) if part)),
        (_("Found"), _moment(row.found_at)),
        (_("Subject"), row.subject),
        (_("Comes from"), row.origin or (row.previous.ref if row.previous_id else "")),
    ]
    looks = queries.rechecks_of(row)
    lines = [
        [_moment(one.at)[:10], _("Passed") if one.passed else _("Not passed"), one.note, one.by_name]
        for one in looks
    ]
    lines += [[""] * 4 for _place in range(max(0, _RECHECKS - len(lines)))]
    return Made(
        **{**frame, "title": frame["title"] + again},
        shape="form",
        to=row.party,
        intro=_("On our inspection we found the following, which must be put right."),
        notice="" if row.state not in ("DRAFT", "WITHDRAWN") else str(row.state_label),
        pairs=pairs,
        blocks=[
            (_("What was found"), row.text),
            (_("Clause it breaks"), row.clause or "—"),
            (_("What is to be put right"), row.demand),
        ],
        photos_label=_("Photos of what was found"),
        photos=_photos(row.photos[:MOST_PHOTOS], actor),
        deadline=(_("To be put right by"), _moment(row.correct_by)),
        closing=_(
            "Please put it right by then and tell us; we come and look again. What is not put right is followed by a "
            "second notice, and is referred to the authority where the law asks for it."
        ),
        day=_day(row.issued_at) if row.issued_at else "",
        seal_label=_("Place of the seal"),
        ticks_label=_("Proof of delivery"),
        ticks=[Tick(str(label), row.delivered_how == key) for key, label in DELIVERIES.items()],
        signed=_delivery(row),
        table_label=_("Re-checks"),
        heads=[_("Day"), _("Result"), _("What was seen"), _("Checked by")],
        lines=lines,
    )


def _delivery(row: Any) -> list[Signed]:
    drawn = next((one for one in documents.signatures_for(row.ref) if one.purpose == "delivery"), None)
    when = _moment(row.delivered_at) if row.delivered_at else ""
    return [
        Signed(_("Taken by"), row.taken_by, when if row.taken_by else "", drawn.path if drawn else ""),
        Signed(_("Delivered by"), row.delivered_by_name, when),
        Signed(_("Witness"), row.witness, when if row.witness else ""),
    ]


def _notice(row: Any, frame: dict[str, Any], root: str) -> Made:
    head = _("Warm tip") if row.topic in TIPS else _("Notice to residents")
    return Made(
        **{
            **frame,
            "title": row.subject,
            "address": root + reverse("notices:shown", args=[row.token]).lstrip("/"),
        },
        shape="letter",
        notice=row.weather_label or head,
        bodies=[one for one in (row.text, row.text_en) if one],
        day=_day(row.approved_at or row.made_at),
        seal_label=_("Place of the seal"),
        foot=_("Hangs until %(until)s. Scan the code for what is in force.")
        % {"until": _moment(row.until_at)},
    )


def _letter(row: Any, frame: dict[str, Any]) -> Made:
    said = {one["post"]: one for one in row.reviews if one["agreed"]}
    signed = [
        Signed(name, said[key]["name"], said[key]["at"][:10]) if key in said else Signed(name)
        for key, name in row.review_posts
    ]
    return Made(
        **{**frame, "title": row.subject},
        shape="letter",
        notice="" if row.approved_at else str(row.state_label),
        to=row.party,
        bodies=[row.text],
        day=_day(row.sent_at or row.approved_at or row.made_at),
        seal_label=_("Place of the seal"),
        signed=signed,
    )


def _form(row: Any, frame: dict[str, Any]) -> Made:
    pairs = [
        (str(label), _moment(value) if isinstance(value, datetime) else str(value))
        for label, value in facts.pairs_of(row)
        if row.kind is Kind.INCOMING or value != row.party
    ]
    blocks = facts.texts_of(row)
    if row.kind is Kind.CONTACT and not row.answer:
        blocks.append((_("Result"), ""))
    signed = [
        Signed(_("Asked by"), row.made_by_name, _day(row.made_at)),
        Signed(_("Received by")),
        Signed(_("Answered by")),
    ]
    if row.kind is Kind.CONTACT:
        signed[1] = Signed(_("Received by"), row.acknowledged_by_name, _moment(row.acknowledged_at))
        signed[2] = Signed(_("Answered by"), row.answered_by_name, _moment(row.answered_at))
        return Made(
            **frame,
            shape="form",
            to=row.party,
            pairs=pairs,
            blocks=[(_("Subject"), row.subject), *blocks],
            day=_day(row.made_at),
            seal_label=_("Place of the seal"),
            signed=signed,
        )
    return Made(
        **frame,
        shape="form",
        pairs=pairs,
        blocks=[
            (_("Subject"), row.subject),
            *blocks,
            (_("Instruction of the superior"), ""),
            (_("How it was dealt with"), ""),
        ],
        signed=[
            Signed(_("Registered by"), row.made_by_name, _day(row.made_at)),
            Signed(_("Superior")),
            Signed(_("Filed by")),
        ],
    )


def _photos(keys: Iterable[str], actor: Actor) -> list[bytes]:
    found = []
    for key in keys:
        try:
            found.append(b"".join(documents.stored(actor, key, small=True).chunks()))
        except (NotFound, OSError):
            continue
    return found


def _moment(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else ""


def _day(at: datetime) -> str:
    local = timezone.localtime(at)
    return _("%(year)s-%(month)s-%(day)s") % {
        "year": local.year,
        "month": f"{local.month:02d}",
        "day": f"{local.day:02d}",
    }


def as_pdf(made: Sequence[Made]) -> bytes:
    """These papers as one PDF. Raises ``Refused`` (``font_missing``) when its font is not installed."""
    sheets = []
    for one in made:
        data = asdict(one)
        data["photos"] = [papers.framed(content) for content in one.photos]
        data["deadline"] = list(one.deadline) if one.deadline else []
        data["qr"] = papers.qr_svg(one.address)
        sheets.append(data)
    return papers.typeset(
        _TEMPLATE, {"sheets": sheets, "lang": papers.language(), "to_label": _("Addressed to")}
    )
