"""The rulebook of a site: its clauses with what runs for them, the figures set here, and what was decided when."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from guanjia.apps.rulebook import queries, rules, services
from guanjia.apps.rulebook.forms import AdoptForm
from guanjia.apps.rulebook.models import Adoption
from guanjia.apps.rulebook.sentences import Told, told
from guanjia.apps.rulebook.terms import Can, Clause, Duty, Pack
from guanjia.apps.rulebook.views.conflicts import shown
from guanjia.apps.rulebook.views.site import site_of
from guanjia.ui.http import Request, done, page, screen, verb


@dataclass(frozen=True)
class Shown:
    """A clause with its duties in words."""

    clause: Clause
    duties: list[Told]

    def contains(self, text: str) -> bool:
        """Whether what was searched for stands anywhere in it, in either language."""
        words = [self.clause.number, *self.clause.sources]
        texts = [self.clause.heading, self.clause.text, *(one.duty.title for one in self.duties)]
        words += [word for one in texts for word in (one.zh, one.en)]
        return any(text in word.casefold() for word in words)


@screen(can=Can.SEE)
def list_clauses(request: Request) -> HttpResponse:
    """Every clause of the rulebooks the site keeps; searched in the address, so that a colleague can be sent there."""
    site_id = site_of(request)
    text = request.GET.get("q", "").strip()[:80]
    kind = request.GET.get("show", "")
    books = []
    for here, rows in queries.list_clauses(request.actor, site_id, request.now):
        clauses = [
            Shown(
                row.clause,
                [told(duty, here.as_written, here.figures.get(duty.key, {})) for duty in row.duties],
            )
            for row in rows
        ]
        books.append(
            (here, [one for one in clauses if _wanted(one, text.casefold(), kind)], _counts(clauses))
        )
    may_set = request.actor.can(Can.ADOPT, site_id)
    return page(
        request,
        "rulebook/clauses.html#clauses",
        books=books,
        text=text,
        kind=kind,
        may_set=may_set,
        undecided=queries.count_undecided(request.actor, site_id, request.now),
        proposed=queries.count_proposed(request.actor, site_id),
        may_write=request.actor.can(Can.WRITE_HOUSE, None),
        title=_("Rulebook"),
    )


def _wanted(one: Shown, text: str, kind: str) -> bool:
    if kind == "duties" and not one.duties:
        return False
    if kind == "own" and not any(duty.own for duty in one.duties):
        return False
    return not text or one.contains(text)


def _counts(clauses: list[Shown]) -> dict[str, int]:
    duties = [duty for one in clauses for duty in one.duties]
    return {"clauses": len(clauses), "duties": len(duties), "own": sum(bool(one.own) for one in duties)}


@screen(can=Can.SEE)
def list_decisions(request: Request) -> HttpResponse:
    """Which version the site took up when, and which figures it set, with the reasons."""
    site_id = site_of(request)
    rows = queries.list_decisions(request.actor, site_id)
    offers = queries.list_offers(request.actor, site_id, request.now)
    titles = {one.pack.key: str(one.pack.title) for one in offers}
    return page(
        request,
        "rulebook/decisions.html",
        decisions=_told_decisions(rows, titles, request.now),
        offers=offers,
        undecided=queries.count_undecided(request.actor, site_id, request.now),
        may_set=request.actor.can(Can.ADOPT, site_id),
        title=_("Versions and decisions"),
    )


@dataclass(frozen=True)
class Decision:
    """One decision with what it changed: pairs of duty and figures; ``state`` is past, now or later."""

    row: Adoption
    title: str
    what: str
    figures: list[tuple[str, str]]
    state: str


def _told_decisions(rows: list[Adoption], titles: dict[str, str], at: datetime) -> list[Decision]:
    """Latest first; each compared with the one before it of the same pack."""
    found: list[Decision] = []
    in_force: set[str] = set()
    for number, row in enumerate(rows):
        before = next((one for one in rows[number + 1 :] if one.pack == row.pack), None)
        state = "later" if row.from_at > at else "past" if row.pack in in_force else "now"
        if state == "now":
            in_force.add(row.pack)
        title = titles.get(row.pack, row.pack)
        found.append(Decision(row, title, _what(row, before), _changed(row, before), state))
    return found


def _what(row: Adoption, before: Adoption | None) -> str:
    if row.version is None:
        return _("given up")
    if before is None or before.version_id != row.version_id:
        return _("adopted, version %(version)s") % {"version": row.version.version}
    return _("figure set")


def _changed(row: Adoption, before: Adoption | None) -> list[tuple[str, str]]:
    was = before.figures if before else {}
    keys = [key for key in {**was, **row.figures} if was.get(key) != row.figures.get(key)]
    return [(key, _figures(row.figures.get(key, {})) or _("as the rulebook says")) for key in keys]


def _figures(own: dict[str, object]) -> str:
    words = []
    for name, value in own.items():
        if name == "off":
            words.append(_("switched off") if value else _("switched on"))
        else:
            words.append(", ".join(map(str, value)) if isinstance(value, list) else str(value))
    return "; ".join(words)


# --- Changing ------------------------------------------------------------------------------------------------------------


@verb(can=Can.ADOPT)
def adopt(request: Request, pack: str, digest: str) -> HttpResponse:
    """Go by a version of a pack from a moment on; what would change is shown first."""
    site_id = site_of(request)
    offer = queries.get_offer(request.actor, site_id, pack, digest, request.now)
    form = AdoptForm.of(request)
    if form.ready():
        services.adopt(
            site_id, by=request.actor, at=request.now, pack=pack, version=offer.version, **form.cleaned_data
        )
        return done(request, "rulebook:decisions", _("Adopted."))
    before = offer.in_force.as_written if offer.in_force else None
    changed = rules.difference(before, offer.pack)
    return page(
        request,
        "rulebook/adopt.html#form",
        form=form,
        offer=offer,
        changed=changed,
        duties=_told_changes(changed.duties, before, offer.pack),
        clashes=[
            shown(one) for one in queries.would_conflict(request.actor, site_id, offer.pack, request.now)
        ],
        title=_("Adopt %(pack)s, version %(version)s")
        % {"pack": offer.pack.title, "version": offer.pack.version},
        submit=_("Adopt this version"),
        back=reverse("rulebook:decisions"),
    )


def _told_changes(
    changes: list[rules.Change[Duty]], before: Pack | None, after: Pack
) -> list[tuple[rules.Change[Duty], Told | None, Told | None]]:
    """Each changed duty with its words in the version that is left and in the one that comes."""
    return [
        (
            one,
            told(one.before, before) if one.before and before else None,
            told(one.after, after) if one.after else None,
        )
        for one in changes
    ]
