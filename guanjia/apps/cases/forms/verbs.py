"""What each step of a case asks. A form's fields are the verb's arguments, by name."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.cases import queries
from guanjia.apps.cases.forms.intake import fault_options
from guanjia.apps.cases.models import Case
from guanjia.apps.cases.terms import COMPLAINT_CLASSES, DEFINITIONS, KINDS, URGENCIES
from guanjia.apps.organisations import queries as organisations
from guanjia.apps.organisations.terms import TRADES
from guanjia.ui.forms import Choice, Form, Line, Moment, Phone, Photos, YesNo


class CaseForm(Form):
    """A form about one case; ``case`` is at hand for its choices."""

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        self.case = case
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fill choices that depend on the case."""

    def offer(self, name: str, options: list[tuple[Any, Any]]) -> None:
        """Give a choice its options."""
        self.fields[name].choices = options  # type: ignore[attr-defined]


class DispatchForm(CaseForm):
    """The work order to issue; the trade comes from the fault."""

    draft = "dispatch"
    skill = Choice(_("Trade"), [(key.value, label) for key, label in TRADES.items()], shown="buttons")
    title = Line(_("What to do"), max_length=120)
    description = Line(_("Details for the technician"), rows=3, required=False)
    urgency = Choice(_("Urgency"), [(key.value, label) for key, label in URGENCIES.items()], shown="buttons")

    def prepare(self) -> None:
        matter = self.case.classification
        self.initial = {
            "skill": matter.skill if matter else "",
            "title": self.case.title,
            "description": self.case.description,
            "urgency": self.case.urgency,
            **self.initial,
        }


class LaterArrivalForm(CaseForm):
    """The customer agrees that we come later."""

    until = Moment(_("We come at the latest at"), quick=("+30m", "+1h", "+2h", "17:50"))
    agreed_with = Line(_("Agreed with"), max_length=60)

    def prepare(self) -> None:
        self.initial.setdefault("agreed_with", self.case.caller_name)


class PromiseForm(CaseForm):
    """The date promised to the customer."""

    promised_at = Moment(
        _("Done by"), quick=("17:50", "+1d", "+2d"), help_text=_("One or two days as a rule.")
    )


class PostponeForm(CaseForm):
    """The one postponement."""

    draft = "postpone"
    promised_at = Moment(
        _("New promise"), quick=("+1d", "+2d"), help_text=_("There is no second postponement.")
    )
    reason = Line(_("Reason"), rows=2)


class TextForm(CaseForm):
    """Something said or written, in words."""

    draft = "case-text"
    text = Line(_("Words"), rows=4)


class OutcomeForm(CaseForm):
    """How the matter was solved, and what the customer was told."""

    draft = "outcome"
    outcome = Line(_("What was done"), rows=3)
    answer = Line(_("What the customer was told"), rows=2, required=False)


class AnswerForm(CaseForm):
    """The answer that ends an inquiry or a word of praise."""

    draft = "answer"
    answer = Line(_("What the customer was told"), rows=3, required=False)


class ReasonForm(CaseForm):
    """Why."""

    reason = Line(_("Reason"), rows=2)


class NoteForm(CaseForm):
    """A remark with pictures."""

    draft = "note"
    text = Line(_("Note"), rows=3, required=False)
    photos = Photos(_("Photos"), required=False)


class SayNoteForm(CaseForm):
    """A remark that belongs to a step."""

    draft = "remark"
    note = Line(_("Note"), rows=3)


class HandOverForm(CaseForm):
    """Who handles it from now on."""

    handler_id = Choice(_("To"), shown="pick")
    reason = Line(_("Why"), rows=2)

    def prepare(self) -> None:
        self.offer("handler_id", _colleagues(self))


class OwnerForm(CaseForm):
    """Who answers for it from now on."""

    owner_id = Choice(_("New owner"), shown="pick")
    reason = Line(_("Why"), rows=2)

    def prepare(self) -> None:
        self.offer("owner_id", _colleagues(self))


class ForwardForm(CaseForm):
    """To which department, and what it should know."""

    to_department = Choice(_("Department"), shown="buttons")
    note = Line(_("Note for the department"), rows=2, required=False)

    def prepare(self) -> None:
        departments = queries.departments(self.case.site_id)
        self.offer(
            "to_department", [(key, name) for key, name in departments.items() if key != self.case.department]
        )


class RulingForm(CaseForm):
    """Class and validity of a complaint."""

    draft = "ruling"
    complaint_class = Choice(
        _("Class"), [(key.value, label) for key, label in COMPLAINT_CLASSES.items()], shown="buttons"
    )
    reason = Line(_("Reason"), rows=2)
    promised_at = Moment(
        _("News for the customer by"),
        required=False,
        quick=("+1d", "+7d"),
        help_text=_("Needed when it cannot be solved now."),
    )

    definitions = [(COMPLAINT_CLASSES[key], text) for key, text in DEFINITIONS.items()]


class MeetingForm(CaseForm):
    """The emergency meeting."""

    draft = "meeting"
    attendants = Line(_("Attended by"), help_text=_("Names, with commas between them."))
    decisions = Line(_("Decided"), rows=4)

    def clean_attendants(self) -> list[str]:
        """The names one by one."""
        typed = self.cleaned_data["attendants"].replace("，", ",").replace("、", ",")
        return [name.strip() for name in typed.split(",") if name.strip()]


class CorrectForm(CaseForm):
    """Mend what was typed wrongly."""

    draft = "correct"
    kind = Choice(_("Kind"), [(key.value, label) for key, label in KINDS.items()], shown="buttons")
    title = Line(_("What is it about?"), max_length=120)
    description = Line(_("In the customer's words"), rows=3, required=False)
    caller_name = Line(_("Caller"), required=False, max_length=60)
    caller_phone = Phone(_("Phone"), required=False, help_text=_("Leave empty to keep the number."))
    unit_code = Line(_("Unit"), required=False, max_length=40)
    classification_id = Choice(_("Fault"), fault_options, shown="pick", required=False)
    urgency = Choice(_("Urgency"), [(key.value, label) for key, label in URGENCIES.items()], shown="buttons")
    written = YesNo(_("Came in writing"))

    def prepare(self) -> None:
        case = self.case
        self.initial = {
            "kind": case.kind,
            "title": case.title,
            "description": case.description,
            "caller_name": case.caller_name,
            "unit_code": case.unit.code if case.unit else "",
            "classification_id": case.classification_id or "",
            "urgency": case.urgency,
            "written": case.written,
            **self.initial,
        }

    def clean(self) -> dict[str, Any]:
        """An empty number, unit or fault means: as it was."""
        data = super().clean() or {}
        data["caller_phone"] = data.get("caller_phone") or None
        chosen = data.get("classification_id")
        data["classification_id"] = int(chosen) if chosen else None
        if self.case.unit and data.get("unit_code") == self.case.unit.code:
            data["unit_code"] = ""
        return data


class SplitForm(CaseForm):
    """The part that becomes a case of its own."""

    draft = "split"
    title = Line(_("What the new case is about"), max_length=120)
    description = Line(_("Details"), rows=3, required=False)
    kind = Choice(_("Kind"), [(key.value, label) for key, label in KINDS.items()], shown="buttons")
    as_child = YesNo(_("This case waits for it"))

    def prepare(self) -> None:
        self.initial.setdefault("kind", self.case.kind)


class OtherCaseForm(CaseForm):
    """The number of another case."""

    other = Line(_("Number of the other case"), max_length=40, placeholder="CS-2026-000001")


def _colleagues(form: CaseForm) -> list[tuple[Any, Any]]:
    assert form.request is not None
    return [(one.pk, one.name) for one in organisations.list_staff(form.request.actor, form.case.site_id)]
