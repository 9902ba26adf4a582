"""The screens about people. Numbers are masked everywhere but in the answer to ``reveal`` and in an export."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.people import forms, panels, queries, services
from guanjia.apps.people.lists import PeopleList, phones_shown, units_shown
from guanjia.apps.people.models import Person
from guanjia.apps.people.terms import SENSITIVE, Can, Sensitive, person_page
from guanjia.apps.people.workbook import export_answer
from guanjia.apps.places import queries as places
from guanjia.kernel import journal
from guanjia.kernel.refusals import NotFound
from guanjia.ui.forms import Form
from guanjia.ui.http import Request, done, page, revealed, screen, shown_once, verb
from guanjia.ui.lookup import choices, typed

_STORY = 30


@screen(can=Can.SEE)
def list_people(request: Request) -> HttpResponse:
    """The people of the site."""
    site_id = _site_id(request)
    return PeopleList(request, queries.list_people(request.actor, site_id)).answer(
        "people/people.html",
        title=_("People"),
        may_register=request.actor.can(Can.REGISTER, site_id),
        may_export=request.actor.can(Can.EXPORT, site_id),
    )


@screen(can=Can.SEE)
def show_person(request: Request, person_id: int) -> HttpResponse:
    """One person: facts, telephones, units, and what higher apps know."""
    person = queries.get_person(request.actor, person_id)
    may_reveal = _may(request, Can.REVEAL, person)
    return page(
        request,
        "people/person.html",
        person=person,
        facts=panels.person_facts(person, may_reveal=may_reveal),
        phones=person.phones.all(),
        residencies=queries.units_of_person(request.actor, person),
        panels=person_page.panels(request, person),
        entries=_story(person.ref),
        may_reveal=may_reveal,
        may_register=_may(request, Can.REGISTER, person) and person.erased_at is None,
        may_erase=_may(request, Can.ERASE, person) and person.erased_at is None,
    )


@screen(can=Can.SEE)
def lookup_people(request: Request) -> HttpResponse:
    """Answers for fields that look a person up."""
    found = queries.find_people(request.actor, typed(request))
    return choices(request, [(one.pk, one.name, units_shown(one) or phones_shown(one)) for one in found])


@verb(can=Can.REGISTER)
def register(request: Request) -> HttpResponse:
    """Register somebody, perhaps with a unit at once."""
    site_id = _site_id(request)
    form = forms.RegisterForm.of(
        request,
        label_of=lambda unit_id: _unit_label(request, unit_id),
        initial={"unit": request.GET.get("unit", ""), "phone": request.GET.get("phone", "")},
    )
    if form.ready():
        facts = dict(form.cleaned_data)
        phone, unit_id, relation = facts.pop("phone"), facts.pop("unit"), facts.pop("relation")
        unit = places.get_unit(request.actor, unit_id) if unit_id else None
        person = services.register(
            by=request.actor,
            at=request.now,
            site_id=unit.site_id if unit else site_id,
            phones=[phone] if phone else [],
            **facts,
        )
        if unit:
            services.move_in(person, unit, by=request.actor, at=request.now, relation=relation)
        return done(request, person, _("Registered."))
    back = reverse("people:list")
    return page(
        request, "ui/verb.html#form", form=form, title=_("Register somebody"), submit=_("Register"), back=back
    )


@verb(can=Can.REGISTER)
def change(request: Request, person_id: int) -> HttpResponse:
    """Change what is known about somebody."""
    person = queries.get_person(request.actor, person_id)
    may_reveal = _may(request, Can.REVEAL, person)
    initial = {name: getattr(person, name) for name in forms.PersonForm.base_fields}
    masked = person.masked_id_number
    # The whole number is not put on the page: who may not reveal it must not read it from a form either.
    form = forms.PersonForm.of(request, initial={**initial, "id_number": masked})
    if form.ready():
        changes = dict(form.cleaned_data)
        if changes["id_number"] == masked:
            del changes["id_number"]
        services.change(person, by=request.actor, at=request.now, changes=changes)
        return done(request, person, _("Saved."))
    hint = _("Leave the identity number as it is, or write a whole new one.") if masked and may_reveal else ""
    return _ask(request, form, person, _("Change %(name)s"), _("Save"), hint)


@verb(can=Can.REGISTER)
def add_phone(request: Request, person_id: int) -> HttpResponse:
    """Add a telephone."""
    person = queries.get_person(request.actor, person_id)
    form = forms.PhoneForm.of(request)
    if form.ready():
        services.add_phone(person, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, person, _("Telephone added."))
    return _ask(request, form, person, _("A telephone of %(name)s"), _("Add"))


@verb(can=Can.REGISTER, ask=gettext_lazy("Take this telephone away?"))
def remove_phone(request: Request, phone_id: int) -> HttpResponse:
    """Take a telephone away."""
    phone = queries.get_phone(request.actor, phone_id)
    services.remove_phone(phone, by=request.actor, at=request.now)
    return done(request, phone.person, _("Taken away."))


@verb(can=Can.REGISTER)
def move_in(request: Request, person_id: int) -> HttpResponse:
    """Let somebody belong to a unit."""
    person = queries.get_person(request.actor, person_id)
    form = forms.MoveInForm.of(request)
    if form.ready():
        facts = dict(form.cleaned_data)
        unit = places.get_unit(request.actor, facts.pop("unit"))
        services.move_in(person, unit, by=request.actor, at=request.now, **facts)
        return done(request, person, _("Saved."))
    return _ask(request, form, person, _("A unit of %(name)s"), _("Add"))


@verb(can=Can.REGISTER)
def move_out(request: Request, residency_id: int) -> HttpResponse:
    """End a residency."""
    residency = queries.get_residency(request.actor, residency_id)
    today = timezone.localtime(request.now).date()
    form = forms.MoveOutForm.of(request, initial={"until_on": today})
    if form.ready():
        services.move_out(residency, by=request.actor, at=request.now, today=today, **form.cleaned_data)
        return done(request, residency.person, _("Moved out."))
    title = _("%(name)s leaves %(unit)s") % {"name": residency.person.name, "unit": residency.unit.code}
    back = residency.person.get_absolute_url()
    return page(request, "ui/verb.html#form", form=form, title=title, submit=_("Move out"), back=back)


@verb(can=Can.REVEAL)
def reveal(request: Request, person_id: int, field: str) -> HttpResponse:
    """Show a whole number, for a reason that is kept."""
    person = queries.get_person(request.actor, person_id)
    if field not in set(Sensitive):
        raise NotFound
    form = forms.ReasonForm.of(request)
    if form.ready():
        value = services.reveal(person, field, by=request.actor, at=request.now, **form.cleaned_data)
        is_phone = field == Sensitive.PHONE
        back = person.get_absolute_url()
        return revealed(request, person.name, *value.split("、"), back=back, is_phone=is_phone)
    title = _("%(what)s of %(name)s") % {"what": SENSITIVE[Sensitive(field)], "name": person.name}
    hint = _("It is shown once. Who looked, when and why is kept in the journal.")
    back = person.get_absolute_url()
    return page(request, "ui/verb.html#form", form=form, title=title, submit=_("Show"), hint=hint, back=back)


@verb(can=Can.EXPORT)
def export(request: Request) -> HttpResponse:
    """Everybody of the site with whole numbers, as a workbook, for a reason that is kept."""
    site_id = _site_id(request)
    form = forms.ReasonForm.of(request)
    if form.ready():
        rows = services.export(site_id, by=request.actor, at=request.now, **form.cleaned_data)
        return shown_once(export_answer(rows, request.now))
    hint = _(
        "The workbook holds whole telephone and identity numbers. Who took it, when and why is kept in the journal."
    )
    return page(
        request,
        "people/export.html",
        form=form,
        title=_("Export people"),
        submit=_("Download the workbook"),
        hint=hint,
        back=reverse("people:list"),
    )


@verb(can=Can.ERASE)
def erase(request: Request, person_id: int) -> HttpResponse:
    """Take everything personal about somebody out."""
    person = queries.get_person(request.actor, person_id)
    form = forms.ReasonForm.of(request)
    if form.ready():
        services.erase(person, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, "people:list", _("Erased."))
    hint = _("Name, telephones, identity number and note are deleted for good. Cases stay, without the name.")
    return _ask(request, form, person, _("Erase the data of %(name)s"), _("Erase"), hint, danger=True)


def _ask(
    request: Request, form: Form, person: Person, title: str, submit: str, hint: str = "", **more: Any
) -> HttpResponse:
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=title % {"name": person.name},
        submit=submit,
        hint=hint,
        back=person.get_absolute_url(),
        **more,
    )


def _site_id(request: Request) -> int:
    """The site chosen in the top bar. Raises ``NotFound`` when the actor has none."""
    if request.site is None:
        raise NotFound
    return organisations.get_site(request.actor, request.site.code).pk


def _may(request: Request, capability: str, person: Person) -> bool:
    """Whether a button is worth showing: the capability is held at a site of the person's."""
    return queries.may(request.actor, capability, person)


def _unit_label(request: Request, unit_id: Any) -> str:
    try:
        return places.get_unit(request.actor, int(unit_id)).code
    except (NotFound, ValueError):
        return ""


def _story(ref: str) -> list[dict[str, object]]:
    entries = journal.timeline(ref).order_by("-id")[:_STORY]
    return [
        {
            "label": journal.label_of(one),
            "who": one.actor_name,
            "at": one.at,
            "words": one.data.get("reason", ""),
        }
        for one in entries
    ]
