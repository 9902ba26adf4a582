"""What the return visit asks, of the visitor and of the customer."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.cases.terms import SignedHow
from guanjia.ui.forms import Choice, Form, Line, Moment, Photos, Signature
from guanjia.ui.signature import Signature as Strokes

RATINGS = [(number, f"{number} ★") for number in (5, 4, 3, 2, 1)]


class Rated(Form):
    """A form with a rating from 1 to 5."""

    def clean_rating(self) -> int | None:
        """The rating as a number, or None."""
        chosen = self.cleaned_data["rating"]
        return int(chosen) if chosen else None


class SatisfiedForm(Rated):
    """The customer is satisfied and signs: by hand on the screen, or by phone, then with the name."""

    draft = "visit"
    how = Choice(
        _("Signed"),
        [(SignedHow.PHONE.value, _("By phone")), (SignedHow.SCREEN.value, _("By hand, here"))],
        shown="buttons",
        initial=SignedHow.PHONE.value,
    )
    signed_by = Line(_("Name of the one who signs"), max_length=60)
    strokes = Signature(_("Signature"), required=False)
    rating = Choice(_("Rating"), RATINGS, shown="buttons", required=False)
    note = Line(_("What the customer says"), rows=2, required=False)

    def clean_strokes(self) -> str:
        """The strokes, or nothing."""
        return _strokes_of(self.cleaned_data["strokes"])


class DissatisfiedForm(Rated):
    """The customer is not satisfied: the case opens again."""

    draft = "visit"
    reason = Line(_("What is still wrong"), rows=3)
    rating = Choice(_("Rating"), RATINGS, shown="buttons", required=False)


class UnreachedForm(Form):
    """Nobody was reached."""

    note = Line(_("Note"), rows=2, required=False)
    again_at = Moment(_("Try again at"), required=False, quick=("+2h", "+1d"))


class ConfirmForm(Rated):
    """The customer with the link is satisfied and signs."""

    signed_by = Line(_("Your name"), max_length=60)
    rating = Choice(_("How was it?"), RATINGS, shown="buttons", required=False)
    strokes = Signature(_("Your signature"))
    note = Line(_("Anything else?"), rows=2, required=False)

    def clean_strokes(self) -> str:
        """The strokes."""
        return _strokes_of(self.cleaned_data["strokes"])


class ContestForm(Rated):
    """The customer with the link is not satisfied."""

    reason = Line(_("What is still wrong?"), rows=3)
    rating = Choice(_("How was it?"), RATINGS, shown="buttons", required=False)


class UrgeForm(Form):
    """The customer with the link urges."""

    text = Line(_("What shall we know?"), rows=3, required=False)


class AddForm(Form):
    """The customer with the link adds something."""

    text = Line(_("What would you like to add?"), rows=3, required=False)
    photos = Photos(_("Photos"), required=False)


class ReviewForm(Form):
    """The daily review: a remark on the whole; remarks on single cases come beside them."""

    draft = "review"
    notes = Line(_("Remarks on the day"), rows=3, required=False)


class AnalysisForm(Form):
    """The weekly list: why is this unfinished?"""

    draft = "analysis"
    analysis = Line(_("Why these are unfinished, and what is done about it"), rows=5)


def _strokes_of(signed: Any) -> str:
    return signed.json if isinstance(signed, Strokes) else ""
