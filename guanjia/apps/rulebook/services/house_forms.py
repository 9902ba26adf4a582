"""The verbs of forms a company designs: draft, edit, propose, approve, send back, discard, retire, bring in.

What is approved is written into a new version of the company's pack, beside the house rules. A site keeps it once it adopts
that version; an entry keeps the version it was written under.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from guanjia.apps.rulebook.events import (
    HouseFormApproved,
    HouseFormDiscarded,
    HouseFormDrafted,
    HouseFormProposed,
    HouseFormRetired,
    HouseFormSentBack,
)
from guanjia.apps.rulebook.house import rules
from guanjia.apps.rulebook.house.forming import key_of
from guanjia.apps.rulebook.house.lifecycle import HOUSE_FORM
from guanjia.apps.rulebook.models import HouseForm
from guanjia.apps.rulebook.queries import forms
from guanjia.apps.rulebook.services.house import store_house
from guanjia.apps.rulebook.terms import Can
from guanjia.apps.rulebook.terms import declared as declaring
from guanjia.apps.rulebook.terms.declared import Declared
from guanjia.apps.rulebook.terms.house import IN_WORK, RuleState
from guanjia.kernel.actor import Actor
from guanjia.kernel.journal import record
from guanjia.kernel.locking import locked
from guanjia.kernel.permissions import permit, permit_at
from guanjia.kernel.refusals import Refusal, refuse


def draft(
    *, by: Actor, at: datetime, declared: Declared, number: int | None = None, replaces: str = ""
) -> HouseForm:
    """Begin a form, or with ``number`` a new edition of an approved one. It need not be complete.

    ``replaces`` names a register of a shipped pack ("pack.key") this one stands in place of. Raises ``NotFound`` when no site
    of the company keeps it, ``Refused`` when another form replaces it already.
    """
    with transaction.atomic():
        permit_at(by, Can.DESIGN_FORMS, None)
        of_form = HouseForm.objects.select_for_update().filter(number=number or 0)
        editions = list(of_form.order_by("edition"))
        if number is not None:
            states = {RuleState(one.state) for one in editions}
            in_work, approved = bool(states & set(IN_WORK)), RuleState.APPROVED in states
            refuse(rules.why_not_begin_form(in_work=in_work, is_approved=approved))
            replaces = editions[-1].replaces
        elif replaces:
            forms.shipped(by, replaces, at)
            refuse(rules.why_not_replace(forms.replacing(by, replaces)))
        row = HouseForm(
            company_id=by.company_id,
            number=number or _next_number(),
            edition=editions[-1].edition + 1 if editions else 1,
            replaces=replaces,
        )
        _write(row, _keyed(declared, row, editions), by, at)
        row.save(force_insert=True)
        record(HouseFormDrafted(**_about(row)), by=by, at=at)
    return row


def edit(form: HouseForm, *, by: Actor, at: datetime, declared: Declared) -> HouseForm:
    """Change a draft. Refuses an edition that is proposed or decided."""
    with _held(form, Can.DESIGN_FORMS, by) as row:
        row.state = HOUSE_FORM.step(row.state, "edit")
        _write(row, _keyed(declared, row, HouseForm.objects.filter(number=row.number)), by, at)
        row.save(update_fields=["state", "declared", "written_at", "written_by", "written_by_id"])
        record(HouseFormDrafted(**_about(row)), by=by, at=at)
    return row


def propose(form: HouseForm, *, by: Actor, at: datetime) -> HouseForm:
    """Ask for approval. Refuses every mistake in what is declared, each at its place ("field.3.label")."""
    with _held(form, Can.DESIGN_FORMS, by) as row:
        refuse(forms.why_not_take(row, by, at))
        row.state = HOUSE_FORM.step(row.state, "propose")
        row.proposed_at, row.proposed_by, row.proposed_by_id, row.reason = at, by.name, by.id, ""
        row.save(update_fields=["state", "proposed_at", "proposed_by", "proposed_by_id", "reason"])
        record(HouseFormProposed(**_about(row)), by=by, at=at)
    return row


def send_back(form: HouseForm, *, by: Actor, at: datetime, reason: str) -> HouseForm:
    """Make a proposed edition a draft again, with a reason."""
    with _held(form, Can.APPROVE_HOUSE, by) as row:
        refuse(rules.why_not_reason(reason))
        row.state = HOUSE_FORM.step(row.state, "send_back")
        row.reason = reason.strip()
        row.save(update_fields=["state", "reason"])
        record(HouseFormSentBack(**_about(row), reason=row.reason), by=by, at=at)
    return row


def approve(form: HouseForm, *, by: Actor, at: datetime) -> HouseForm:
    """Put a proposed edition into the company's pack, in place of the one before. Refuses whoever wrote or proposed it."""
    with _held(form, Can.APPROVE_HOUSE, by) as row:
        refuse(rules.why_not_approve_form(row.proposed_by_id, row.written_by_id, by.id))
        refuse(forms.why_not_take(row, by, at))
        state = HOUSE_FORM.step(row.state, "approve")
        for before in HouseForm.objects.filter(number=row.number, state=RuleState.APPROVED):
            before.state = HOUSE_FORM.step(before.state, "supersede")
            before.save(update_fields=["state"])
        row.state, row.decided_at, row.decided_by = state, at, by.name
        row.save(update_fields=["state", "decided_at", "decided_by"])
        version = store_house(by, at)
        record(HouseFormApproved(**_about(row), version=version.version, digest=version.digest), by=by, at=at)
    return row


def discard(form: HouseForm, *, by: Actor, at: datetime) -> HouseForm:
    """Give a draft up."""
    with _held(form, Can.DESIGN_FORMS, by) as row:
        row.state = HOUSE_FORM.step(row.state, "discard")
        row.save(update_fields=["state"])
        record(HouseFormDiscarded(**_about(row)), by=by, at=at)
    return row


def retire(form: HouseForm, *, by: Actor, at: datetime, reason: str) -> HouseForm:
    """Take a form out of the company's pack. Sites keep it until they adopt the new version; its entries stay readable."""
    with _held(form, Can.APPROVE_HOUSE, by) as row:
        refuse(rules.why_not_reason(reason))
        row.state = HOUSE_FORM.step(row.state, "retire")
        row.reason, row.decided_at, row.decided_by = reason.strip(), at, by.name
        row.save(update_fields=["state", "reason", "decided_at", "decided_by"])
        version = store_house(by, at)
        fact = HouseFormRetired(
            **_about(row), version=version.version, digest=version.digest, reason=row.reason
        )
        record(fact, by=by, at=at)
    return row


def bring_in(text: str, *, by: Actor, at: datetime) -> list[HouseForm]:
    """Drafts of the forms a TOML file declares. Raises ``Refused`` with every mistake and its line."""
    with transaction.atomic():
        permit_at(by, Can.DESIGN_FORMS, None)
        brought = forms.from_toml(by, text, at)
        refuse(
            Refusal("not_loaded", _("Line %(line)s: %(message)s"), "file", {"line": line, "message": message})
            if line
            else Refusal("not_loaded", message, "file")
            for line, message in brought.problems
        )
        return [draft(by=by, at=at, declared=one) for one in brought.forms]


@contextmanager
def _held(form: HouseForm, can: Can, by: Actor) -> Iterator[HouseForm]:
    """The form, locked, for somebody who may."""
    with locked(form) as row:
        permit(by, can, row)
        yield row


def _next_number() -> int:
    return int(HouseForm.objects.aggregate(most=Max("number"))["most"] or 0) + 1


def _write(row: HouseForm, declared: Declared, by: Actor, at: datetime) -> None:
    row.declared = declared
    row.written_at, row.written_by, row.written_by_id = at, by.name, by.id


def _keyed(declared: Declared, row: HouseForm, editions: Iterable[HouseForm]) -> Declared:
    """What is declared, in shape, under the key its book has: that of what it replaces or of its first approved edition."""
    found: Declared = declaring.cleaned(declared)
    settled = [one.declared.get("key") for one in editions if one.state in _WAS_IN_FORCE]
    key = (
        row.replaces.partition(".")[2] or next(iter(settled), None) or found.get("key") or key_of(row.number)
    )
    return {"key": key, **{name: value for name, value in found.items() if name != "key"}}


_WAS_IN_FORCE = (RuleState.APPROVED, RuleState.SUPERSEDED, RuleState.RETIRED)


def _about(form: HouseForm) -> dict[str, Any]:
    title = form.declared.get("title") or {}
    zh, en = (str(title.get(name) or "")[:200] for name in ("zh", "en"))
    return {
        "site_id": None,
        "ref": form.ref,
        "edition": form.edition,
        "title": {"zh": zh or en, "en": en or zh},
    }
