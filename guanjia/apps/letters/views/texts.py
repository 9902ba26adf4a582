"""The texts papers begin with: the list, one with its preview, writing and retiring the company's own."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guanjia.apps.letters import queries, services, texts
from guanjia.apps.letters.forms.writing import WordingForm
from guanjia.apps.letters.lists import WordingList
from guanjia.apps.letters.terms import KINDS, TOPICS, Can, Kind, Topic
from guanjia.apps.letters.views.papers import WRITERS, tabs
from guanjia.kernel.refusals import NotFound
from guanjia.ui.http import Request, done, page, screen, verb
from guanjia.ui.panels import Facts

_ASKED = ("kind", "topic", "hazard", "level", "title", "body", "body_en")


@screen(can=Can.SEE)
def list_texts(request: Request) -> HttpResponse:
    """The company's own texts and the ready-made ones."""
    may = request.actor.can(Can.TEXTS)
    return WordingList(request, queries.offers(request.actor)).answer(
        template="letters/list.html",
        title=_("Templates"),
        tabs=tabs("texts"),
        new_url=reverse("letters:text_new") if may else "",
        new_label=_("Write a template"),
    )


@screen(can=Can.SEE)
def show_text(request: Request, key: str) -> HttpResponse:
    """One text, as it is and as it reads when it is filled in."""
    offer = next((one for one in queries.offers(request.actor) if one.key == key), None)
    if offer is None:
        raise NotFound
    kind = Kind(offer.kind)
    facts = Facts().add(_("Used for"), KINDS[kind])
    if offer.topic:
        facts.add(_("Topic"), TOPICS[Topic(offer.topic)])
    may = request.actor.can(Can.TEXTS)
    own_id = key.removeprefix("own-") if offer.own else ""
    return page(
        request,
        "letters/text.html",
        offer=offer,
        title=offer.label,
        facts=facts,
        preview=texts.preview(offer.body),
        preview_en=texts.preview(offer.body_en),
        preview_title=texts.preview(offer.title),
        places=texts.PLACES,
        use_url=f"{reverse(f'letters:{kind.value}_new')}?text={key}"
        if request.actor.can(WRITERS[kind])
        else "",
        edit_url=reverse("letters:text_edit", args=[own_id]) if may and own_id else "",
        retire_url=reverse("letters:text_retire", args=[own_id]) if may and own_id else "",
        copy_url=f"{reverse('letters:text_new')}?from={key}" if may and not own_id else "",
    )


@verb(can=Can.TEXTS)
def write_text(request: Request) -> HttpResponse:
    """Write a text of the company's own, perhaps from a ready-made one."""
    key = request.GET.get("from", "")
    offer = next((one for one in queries.offers(request.actor) if one.key == key), None)
    initial = {name: getattr(offer, name) for name in _ASKED} if offer else {}
    return _keep(request, WordingForm.of(request, initial=initial), None)


@verb(can=Can.TEXTS)
def edit_text(request: Request, text_id: int) -> HttpResponse:
    """Change a text of the company's own."""
    row = queries.get_wording(request.actor, text_id)
    initial = {name: getattr(row, name) for name in _ASKED}
    return _keep(request, WordingForm.of(request, initial=initial), row)


def _keep(request: Request, form: WordingForm, row: object) -> HttpResponse:
    if form.ready():
        kept = services.keep_wording(by=request.actor, at=request.now, wording=row, **form.cleaned_data)  # type: ignore[arg-type]
        return done(request, reverse("letters:text", args=[f"own-{kept.pk}"]), _("The template is kept."))
    return page(
        request,
        "letters/write.html",
        form=form,
        title=_("Write a template"),
        submit=_("Save"),
        back=reverse("letters:texts"),
        offers=[],
        places=texts.PLACES,
    )


@verb(can=Can.TEXTS, ask=gettext_lazy("Offer this template no more?"))
def retire_text(request: Request, text_id: int) -> HttpResponse:
    """Offer a text no more."""
    services.retire_wording(queries.get_wording(request.actor, text_id), by=request.actor, at=request.now)
    return done(request, reverse("letters:texts"), _("It is offered no more."))
