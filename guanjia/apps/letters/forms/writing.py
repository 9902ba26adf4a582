"""The forms papers are written with."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from guanjia.apps.letters import queries
from guanjia.apps.letters.services.notices import Content
from guanjia.apps.letters.terms import CORRECTING, HAZARDS, KINDS, LEVELS, PARTIES, TOPICS, WAYS, Party
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.places import queries as places
from guanjia.ui.forms import Choice, Choices, Day, File, Form, Line, Lookup, Moment, Number, Photos, YesNo

_ENDINGS = (".pdf", ".jpg", ".jpeg", ".png", ".docx", ".xlsx")


def _units() -> Lookup:
    return Lookup(
        _("Unit"),
        url=reverse_lazy("places:lookup"),
        label_of=lambda pk: places.unit_codes([int(pk)]).get(int(pk), "") if str(pk).isdigit() else "",
        required=False,
    )


class PaperForm(Form):
    """A paper that is written; ``files`` gathers what is to be kept with it."""

    def __init__(self, *args: Any, site_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.site_id = site_id
        self.build()

    def build(self) -> None:
        """Fill the choices that depend on the site."""

    @property
    def values(self) -> dict[str, Any]:
        """What the verb is given."""
        sent = dict(self.cleaned_data)
        files = [one for one in (sent.pop("scan", None),) if one] + list(sent.pop("photos", None) or [])
        if "scan" in self.fields or "photos" in self.fields:
            sent["files"] = files
        if "unit" in sent:
            sent["unit_id"] = sent.pop("unit")
        return sent


class IncomingForm(PaperForm):
    """A letter that came in."""

    draft = "letter-in"
    party = Line(_("Sender"), max_length=120)
    party_kind = Choice(_("Sender is"), list(PARTIES.items()), shown="pick", initial=Party.RESIDENT.value)
    subject = Line(_("Subject"), max_length=120)
    way = Choice(_("How it came"), list(WAYS.items()), initial="HAND")
    received_at = Moment(_("Received on"), required=False)
    handler = Choice(_("Who answers it"), shown="pick")
    answer_due_at = Moment(_("Answer by"), required=False, quick=("+1d", "+3d", "+7d"))
    complaint = YesNo(_("It is a complaint"))
    confidential = YesNo(
        _("Confidential"), help_text=_("Only posts that may read confidential letters see it.")
    )
    unit = _units()
    their_number = Line(_("Their number"), max_length=60, required=False)
    dated_on = Day(_("Dated"), required=False)
    text = Line(_("What it says"), rows=3, required=False)
    scan = File(_("Scanned copy"), endings=_ENDINGS, required=False)
    photos = Photos(_("Photos"), most=9)

    def build(self) -> None:
        assert self.request is not None
        staff = organisations.appointed(self.site_id, self.request.now)
        self.fields["handler"].choices = [("", "—"), *((one.pk, one.name) for one, _groups in staff)]  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        sent = super().values
        sent["handler_id"] = int(sent.pop("handler"))
        return sent


class OutgoingForm(PaperForm):
    """A letter of ours."""

    draft = "letter-out"
    answers = Choice(_("Replies to"), shown="pick", required=False)
    party = Line(_("Addressed to"), max_length=120)
    party_kind = Choice(_("Receiver is"), list(PARTIES.items()), shown="pick", initial=Party.RESIDENT.value)
    unit = _units()
    subject = Line(_("Subject"), max_length=120)
    text = Line(_("Text of the letter"), rows=12, max_length=8000)
    needs_seal = YesNo(_("Needs a seal"))
    reply_wanted_by = Moment(_("Reply wanted by"), required=False, quick=("+3d", "+7d"))
    confidential = YesNo(
        _("Confidential"), help_text=_("Only posts that may read confidential letters see it.")
    )
    scan = File(_("Enclosure"), endings=_ENDINGS, required=False)

    def build(self) -> None:
        assert self.request is not None
        rows = queries.open_letters(self.request.actor, self.site_id)[:200]
        listed = [("", "—"), *((one.ref, f"{one.ref} {one.party}: {one.subject}") for one in rows)]
        self.fields["answers"].choices = listed  # type: ignore[attr-defined]


class OutgoingEditForm(OutgoingForm):
    """The draft of a letter of ours; what it replies to and its confidentiality stay."""

    draft = "letter-out-edit"

    def build(self) -> None:
        del self.fields["answers"], self.fields["confidential"]


class ContactForm(PaperForm):
    """A work contact sheet."""

    draft = "contact"
    to_post = Choice(_("To a post of ours"), shown="pick", required=False)
    party = Line(
        _("Or to somebody outside"),
        max_length=120,
        required=False,
        help_text=_("The developer, a contractor: write who."),
    )
    party_kind = Choice(
        _("Who that is"),
        [(one, PARTIES[one]) for one in (Party.DEVELOPER, Party.CONTRACTOR, Party.AUTHORITY, Party.OTHER)],
        required=False,
    )
    subject = Line(_("Subject"), max_length=120)
    text = Line(_("What we ask"), rows=5)
    wanted_by = Moment(_("Wanted by"), quick=("+2h", "+1d", "+3d"))
    unit = _units()
    origin = Line(
        _("Comes from"),
        max_length=40,
        required=False,
        help_text=_("The number of a case, work order or sheet."),
    )
    photos = Photos(_("Photos"), most=9)

    def build(self) -> None:
        posts = [(one.key, str(one)) for one in organisations.list_posts(self.site_id)]
        self.fields["to_post"].choices = [("", "—"), *posts]  # type: ignore[attr-defined]


class RectificationForm(PaperForm):
    """A rectification notice."""

    draft = "rectification"
    party = Line(_("Addressed to"), max_length=120)
    party_kind = Choice(
        _("Receiver is"), [(one, PARTIES[one]) for one in CORRECTING], initial=Party.RESIDENT.value
    )
    unit = _units()
    where = Line(_("Where"), max_length=120, required=False)
    subject = Line(_("Subject"), max_length=120)
    text = Line(_("What was found"), rows=4)
    photos = Photos(_("Photos"), most=9)
    clause = Line(_("Clause it breaks"), rows=2, max_length=300, required=False)
    demand = Line(_("What is to be put right"), rows=4)
    correct_by = Moment(_("To be put right by"), quick=("+1d", "+3d", "+7d"))
    origin = Line(
        _("Comes from"),
        max_length=40,
        required=False,
        help_text=_("The number of a case, work order or sheet."),
    )


class RectificationEditForm(RectificationForm):
    """The draft of a rectification notice; what it comes from stays."""

    draft = "rectification-edit"

    def build(self) -> None:
        del self.fields["origin"]


class NoticeForm(PaperForm):
    """A tip or notice."""

    draft = "notice"
    topic = Choice(_("Topic"), list(TOPICS.items()), shown="pick")
    hazard = Choice(_("What weather"), list(HAZARDS.items()), required=False)
    level = Choice(_("Warning level"), list(LEVELS.items()), required=False)
    subject = Line(_("Title"), max_length=120)
    what = Line(_("Work or event"), max_length=120, required=False, help_text=_("Fills {what} in the text."))
    where = Line(_("Where"), max_length=120, required=False, help_text=_("Fills {where} in the text."))
    from_at = Moment(_("Begins"))
    until_at = Moment(_("Ends"), quick=("+1d", "+3d", "+7d"))
    text = Line(_("Chinese text"), rows=10, max_length=8000)
    text_en = Line(_("English text"), rows=8, max_length=8000, required=False)
    groups = Choices(_("Groups concerned"), shown="pick", required=False)
    buildings = Choices(
        _("Buildings concerned"), shown="pick", required=False, help_text=_("None: the whole site.")
    )
    places = Choices(_("Where it is to hang"), shown="pick", required=False)
    copies = Number(_("Copies"), min_value=0, max_value=9999, initial=1)
    origin = Line(
        _("Comes from"),
        max_length=40,
        required=False,
        help_text=_("The number of a case, work order or sheet."),
    )

    def build(self) -> None:
        assert self.request is not None
        actor = self.request.actor
        self._choose("groups", places.list_groups(actor, self.site_id))
        self._choose("buildings", places.list_buildings(actor, self.site_id))
        self._choose("places", places.list_places(actor, self.site_id).filter(unit=None)[:400])

    def _choose(self, name: str, rows: Any) -> None:
        self.fields[name].choices = [(one.pk, str(one)) for one in rows]  # type: ignore[attr-defined]

    @property
    def content(self) -> Content:
        """What the verb is given."""
        sent = dict(self.cleaned_data)
        for name in ("groups", "buildings", "places"):
            sent[name] = [int(one) for one in sent[name]]
        return Content(**sent)


class WordingForm(Form):
    """A text of the company."""

    draft = "wording"
    kind = Choice(_("Used for"), list(KINDS.items()), shown="pick")
    topic = Choice(_("Topic"), list(TOPICS.items()), shown="pick", required=False)
    hazard = Choice(_("What weather"), list(HAZARDS.items()), required=False)
    level = Choice(_("Warning level"), list(LEVELS.items()), required=False)
    title = Line(_("Title"), max_length=120)
    body = Line(_("Chinese text"), rows=10, max_length=8000)
    body_en = Line(_("English text"), rows=8, max_length=8000, required=False)
