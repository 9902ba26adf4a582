"""The screens of the estate: tree, units, places, labels."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from guanjia.apps.organisations import queries as organisations
from guanjia.apps.places import forms, panels, queries, services
from guanjia.apps.places.labels import MOST_LABELS, Label, drawing, report_path
from guanjia.apps.places.lists import STAGE_TONES, PlaceList, UnitList, unit_title
from guanjia.apps.places.models import Building, Place
from guanjia.apps.places.services import SiteLike
from guanjia.apps.places.terms import Can, unit_page
from guanjia.kernel import journal
from guanjia.kernel.refusals import NotFound
from guanjia.ui.forms import Form
from guanjia.ui.http import Request, done, page, screen, verb
from guanjia.ui.lists import chosen
from guanjia.ui.lookup import choices, typed

_STORY = 30
"""How many entries of its journal a page shows."""


def _site(request: Request) -> SiteLike:
    """The site chosen in the top bar. Raises ``NotFound`` when the actor has none."""
    if request.site is None:
        raise NotFound
    return organisations.get_site(request.actor, request.site.code)


def _may(request: Request, capability: str, site_id: int) -> bool:
    return request.actor.can(capability, site_id)


# --- Groups and buildings ----------------------------------------------------------------------------------------------


@screen(can=Can.SEE)
def show_estate(request: Request) -> HttpResponse:
    """Groups with their buildings, and how far each has come."""
    site = _site(request)
    tree = queries.estate(request.actor, site.pk)
    return page(
        request,
        "places/estate.html",
        tree=tree,
        units=sum(branch.units for branch in tree),
        may_manage=_may(request, Can.MANAGE, site.pk),
        may_print=_may(request, Can.PRINT_QR, site.pk),
    )


@verb(can=Can.MANAGE)
def add_group(request: Request) -> HttpResponse:
    """Add a group."""
    form = forms.GroupForm.of(request)
    if form.ready():
        services.add_group(_site(request), by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, "places:estate", _("Group added."))
    back = reverse("places:estate")
    return page(request, "ui/verb.html#form", form=form, title=_("Add a group"), submit=_("Add"), back=back)


@verb(can=Can.MANAGE)
def change_group(request: Request, group_id: int) -> HttpResponse:
    """Rename a group."""
    group = queries.get_group(request.actor, group_id)
    form = forms.GroupNameForm.of(request, initial={"name": group.name})
    if form.ready():
        services.change_group(group, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, "places:estate", _("Saved."))
    title = _("Rename group %(code)s") % {"code": group.code}
    return page(
        request, "ui/verb.html#form", form=form, title=title, submit=_("Save"), back=reverse("places:estate")
    )


@verb(can=Can.MANAGE)
def add_building(request: Request) -> HttpResponse:
    """Add a building."""
    site = _site(request)
    groups = [(group.pk, str(group)) for group in queries.list_groups(request.actor, site.pk)]
    form = forms.BuildingForm.of(request, groups=groups, initial={"group": request.GET.get("group", "")})
    if form.ready():
        wanted = form.cleaned_data["group"]
        group = queries.get_group(request.actor, int(wanted)) if wanted else None
        services.add_building(
            site, by=request.actor, at=request.now, name=form.cleaned_data["name"], group=group
        )
        return done(request, "places:estate", _("Building added."))
    back = reverse("places:estate")
    return page(
        request, "ui/verb.html#form", form=form, title=_("Add a building"), submit=_("Add"), back=back
    )


@verb(can=Can.PRINT_QR)
def add_unit_doors(request: Request, building_id: int) -> HttpResponse:
    """Make a label for the door of every unit of a building, and show them for printing."""
    building = queries.get_building(request.actor, building_id)
    form = Form.of(request)
    if form.ready():
        services.add_unit_doors(building, by=request.actor, at=request.now)
        return done(request, f"{reverse('places:labels')}?building={building.pk}")
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Labels for the doors of %(building)s") % {"building": building.name},
        hint=_("Each unit gets a QR label of its own. Units that have one keep it."),
        submit=_("Make the labels"),
        back=reverse("places:estate"),
    )


# --- Units -------------------------------------------------------------------------------------------------------------


@screen(can=Can.SEE)
def list_units(request: Request) -> HttpResponse:
    """The units of the site."""
    site = _site(request)
    return UnitList(request, queries.list_units(request.actor, site.pk)).answer(
        "places/units.html", title=pgettext("estate", "Units"), may_manage=_may(request, Can.MANAGE, site.pk)
    )


@screen(can=Can.SEE)
def show_unit(request: Request, unit_id: int) -> HttpResponse:
    """One unit: facts, and what higher apps know about it."""
    unit = queries.get_unit(request.actor, unit_id)
    return page(
        request,
        "places/unit.html",
        unit=unit,
        tone=STAGE_TONES[unit.stage],
        facts=panels.unit_facts(unit),
        panels=unit_page.panels(request, unit),
        entries=_story(unit.ref),
        may_manage=_may(request, Can.MANAGE, unit.site_id),
    )


@verb(can=Can.MANAGE)
def add_unit(request: Request) -> HttpResponse:
    """Add a unit."""
    site = _site(request)
    form = forms.UnitForm.of(
        request, buildings=_buildings(request, site), initial={"building": request.GET.get("building", "")}
    )
    if form.ready():
        facts = dict(form.cleaned_data)
        building = queries.get_building(request.actor, int(facts.pop("building")))
        unit = services.add_unit(building, by=request.actor, at=request.now, **facts)
        return done(request, unit, _("Unit added."))
    back = reverse("places:units")
    return page(request, "ui/verb.html#form", form=form, title=_("Add a unit"), submit=_("Add"), back=back)


@verb(can=Can.MANAGE)
def change_unit(request: Request, unit_id: int) -> HttpResponse:
    """Change facts about a unit."""
    unit = queries.get_unit(request.actor, unit_id)
    initial = {name: getattr(unit, name) for name in forms.UnitFactsForm.base_fields}
    form = forms.UnitFactsForm.of(request, initial=initial)
    if form.ready():
        services.change_unit(unit, by=request.actor, at=request.now, changes=form.cleaned_data)
        return done(request, unit, _("Saved."))
    back = unit.get_absolute_url()
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=_("Change %(unit)s") % {"unit": unit.code},
        submit=_("Save"),
        back=back,
    )


@screen(can=Can.SEE)
def lookup_units(request: Request) -> HttpResponse:
    """Answers for fields that look a unit up."""
    site_id = request.site.pk if request.site else None
    found = queries.find_units(request.actor, typed(request), site_id=site_id)
    return choices(request, [(unit.pk, unit_title(unit), str(unit.group or "")) for unit in found])


# --- Places and labels -------------------------------------------------------------------------------------------------


@screen(can=Can.SEE)
def list_places(request: Request) -> HttpResponse:
    """The places of the site that have a label, doors of units left out unless asked for."""
    site = _site(request)
    rows = queries.list_places(request.actor, site.pk)
    if request.GET.get("kind") != "UNIT_DOOR":
        rows = rows.exclude(kind="UNIT_DOOR")
    return PlaceList(request, rows).answer(
        "places/places.html", title=_("Places and QR labels"), may_manage=_may(request, Can.MANAGE, site.pk)
    )


@screen(can=Can.SEE)
def show_place(request: Request, place_id: int) -> HttpResponse:
    """One place with its label."""
    place = queries.get_place(request.actor, place_id)
    address = request.build_absolute_uri(report_path(place.qr_token))
    may_print = _may(request, Can.PRINT_QR, place.site_id)
    return page(
        request,
        "places/place.html",
        place=place,
        facts=panels.place_facts(place),
        qr=drawing(address) if may_print and place.retired_at is None else None,
        entries=_story(f"place:{place.pk}"),
        may_manage=_may(request, Can.MANAGE, place.site_id),
        may_print=may_print,
    )


@verb(can=Can.MANAGE)
def add_place(request: Request) -> HttpResponse:
    """Add a place."""
    site = _site(request)
    form = forms.PlaceForm.of(request, buildings=_buildings(request, site))
    if form.ready():
        facts = dict(form.cleaned_data)
        wanted = facts.pop("building")
        building: Building | None = queries.get_building(request.actor, int(wanted)) if wanted else None
        place = services.add_place(site, by=request.actor, at=request.now, building=building, **facts)
        return done(request, place, _("Place added."))
    back = reverse("places:places")
    return page(request, "ui/verb.html#form", form=form, title=_("Add a place"), submit=_("Add"), back=back)


@verb(can=Can.MANAGE)
def change_place(request: Request, place_id: int) -> HttpResponse:
    """Give a place another name or kind."""
    place = queries.get_place(request.actor, place_id)
    form = forms.PlaceFactsForm.of(request, initial={"kind": place.kind, "name": place.name})
    if form.ready():
        services.change_place(place, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, place, _("Saved."))
    return _ask(request, form, place, _("Change %(place)s"), _("Save"))


@verb(can=Can.PRINT_QR)
def renew_qr(request: Request, place_id: int) -> HttpResponse:
    """Give a place a new label."""
    place = queries.get_place(request.actor, place_id)
    form = forms.ReasonForm.of(request)
    if form.ready():
        services.renew_qr(place, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, place, _("The old label is worthless now. Print the new one."))
    hint = _("Every label of this place that hangs somewhere stops working at once.")
    return _ask(request, form, place, _("New label for %(place)s"), _("Make a new label"), hint)


@verb(can=Can.MANAGE)
def retire_place(request: Request, place_id: int) -> HttpResponse:
    """Take a place out of use."""
    place = queries.get_place(request.actor, place_id)
    form = forms.ReasonForm.of(request)
    if form.ready():
        services.retire_place(place, by=request.actor, at=request.now, **form.cleaned_data)
        return done(request, "places:places", _("Out of use."))
    hint = _("It leaves the lists, and its label stops working. Its cases stay.")
    return _ask(request, form, place, _("Take %(place)s out of use"), _("Out of use"), hint)


@screen(can=Can.PRINT_QR)
def print_labels(request: Request) -> HttpResponse:
    """The labels of the chosen places, of a building's unit doors, or of every place, on A4."""
    site = _site(request)
    rows = queries.list_places(request.actor, site.pk)
    keys = [int(key) for key in chosen(request) if key.isascii() and key.isdigit()]
    building = request.GET.get("building", "")
    if keys:
        rows = rows.filter(pk__in=keys)
    elif building.isascii() and building.isdigit():
        rows = rows.filter(building_id=int(building), kind="UNIT_DOOR")
    else:
        rows = rows.exclude(kind="UNIT_DOOR")
    found = list(rows[:MOST_LABELS])
    labels = [
        Label(place, drawing(request.build_absolute_uri(report_path(place.qr_token)))) for place in found
    ]
    return page(request, "places/labels.html", labels=labels, site=site)


def _ask(request: Request, form: Form, place: Place, title: str, submit: str, hint: str = "") -> HttpResponse:
    return page(
        request,
        "ui/verb.html#form",
        form=form,
        title=title % {"place": place.name},
        submit=submit,
        hint=hint,
        back=place.get_absolute_url(),
    )


def _buildings(request: Request, site: SiteLike) -> list[tuple[int, str]]:
    found = queries.list_buildings(request.actor, site.pk)
    return [(one.pk, f"{one.name} · {one.group}" if one.group else one.name) for one in found]


def _story(ref: str) -> list[dict[str, object]]:
    """The latest entries of a thing's journal, as a timeline shows them."""
    entries = journal.thread(ref).order_by("-id")[:_STORY]
    return [{"label": journal.label_of(one), "who": one.actor_name, "at": one.at} for one in entries]
