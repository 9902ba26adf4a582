"""The verbs of forms a company designs: draft, edit, propose, approve, send back, discard, retire, bring in.

What is approved stands in the company's pack beside the house rules. A site keeps it once it adopts that version; an entry
keeps the version it was written under.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from guanjia.apps.rulebook import events
from guanjia.apps.rulebook.house import rules
from guanjia.apps.rulebook.house.forming import key_of
from guanjia.apps.rulebook.house.lifecycle import HOUSE_FORM
from guanjia.apps.rulebook.models import HouseForm
from guanjia.apps.rulebook.queries import forms
from guanjia.apps.rulebook.services.editions import Editions
from guanjia.apps.rulebook.terms import Can
from guanjia.apps.rulebook.terms import declared as declaring
from guanjia.apps.rulebook.terms.declared import Declared
from guanjia.apps.rulebook.terms.house import RuleState
from guanjia.kernel.actor import Actor
from guanjia.kernel.permissions import permit_at
from guanjia.kernel.refusals import Refusal, refuse

_editions = Editions(
    model=HouseForm,
    lifecycle=HOUSE_FORM,
    write=Can.DESIGN_FORMS,
    why_not_begin=rules.why_not_begin_form,
    why_not_approve=rules.why_not_approve_form,
    why_not_take=forms.why_not_take,
    why_not_retire=lambda row: rules.why_not_retire_form(
        [str(one.title) for one in forms.proving_rules(row)]
    ),
    drafted=events.HouseFormDrafted,
    proposed=events.HouseFormProposed,
    sent_back=events.HouseFormSentBack,
    approved=events.HouseFormApproved,
    discarded=events.HouseFormDiscarded,
    retired=events.HouseFormRetired,
)
propose, approve, send_back = _editions.propose, _editions.approve, _editions.send_back
discard, retire = _editions.discard, _editions.retire


def draft(
    *, by: Actor, at: datetime, declared: Declared, number: int | None = None, replaces: str = ""
) -> HouseForm:
    """Begin a form, or with ``number`` a new edition of an approved one. It need not be complete.

    ``replaces`` names a register of a shipped pack ("pack.key") this one stands in place of. Raises ``NotFound`` when no site
    of the company keeps it, ``Refused`` when another form replaces it already.
    """
    with transaction.atomic():
        permit_at(by, Can.DESIGN_FORMS, None)
        editions = [] if number is None else _editions.of(number)
        if number is None and replaces:
            forms.shipped(by, replaces, at)
            refuse(rules.why_not_replace(forms.replacing(by, replaces)))
        row = _editions.begin(editions, by=by, at=at, replaces=replaces)
        row.declared = _keyed(declared, row, editions)
        return _editions.keep(row, by=by, at=at)


def edit(form: HouseForm, *, by: Actor, at: datetime, declared: Declared) -> HouseForm:
    """Change a draft. Refuses an edition that is proposed or decided."""
    before = HouseForm.objects.filter(number=form.number)
    return _editions.edit(form, by=by, at=at, says=lambda row: {"declared": _keyed(declared, row, before)})


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


def _keyed(declared: Declared, row: HouseForm, editions: Iterable[HouseForm]) -> Declared:
    """What is declared, in shape, under the key its book has: that of what it replaces or of its first approved edition."""
    found: Declared = declaring.cleaned(declared)
    settled = [one.declared.get("key") for one in editions if one.state in _WAS_IN_FORCE]
    key = (
        row.replaces.partition(".")[2] or next(iter(settled), None) or found.get("key") or key_of(row.number)
    )
    return {"key": key, **{name: value for name, value in found.items() if name != "key"}}


_WAS_IN_FORCE = (RuleState.APPROVED, RuleState.SUPERSEDED, RuleState.RETIRED)
