"""What the screens of the organisation ask."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.apps.organisations import queries
from guanjia.apps.organisations.models import Site
from guanjia.kernel.actor import Actor
from guanjia.kernel.permissions import CAPABILITIES
from guanjia.ui.forms import Choice, Choices, Form, Line, Moment


class ShiftForm(Form):
    """Who is on duty, at which post, from when until when."""

    draft = "shift"
    post = Choice(_("Post"), shown="pick")
    staff = Choice(_("Who"), shown="pick")
    from_at = Moment(_("From"), quick=("07:50", "18:00"))
    until_at = Moment(_("Until"), quick=("18:00", "07:50"))

    def __init__(self, *args: Any, site: Site, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["post"].choices = [(post.pk, post.name) for post in queries.list_posts(site.pk)]  # type: ignore[attr-defined]
        self.fields["staff"].choices = [(one.pk, one.name) for one in queries.list_staff(actor, site.pk)]  # type: ignore[attr-defined]


class StandInForm(Form):
    """Who stands in for whom, at which post, for how long and why."""

    draft = "stand-in"
    post = Choice(_("Post"), shown="pick")
    absent = Choice(_("Absent"), shown="pick")
    substitute = Choice(_("Stand-in"), shown="pick")
    from_at = Moment(_("From"), quick=("07:50",))
    until_at = Moment(_("Until"), quick=("18:00", "+1d"))
    reason = Line(_("Reason"))

    def __init__(self, *args: Any, site: Site, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(one.pk, one.name) for one in queries.list_staff(actor, site.pk)]
        self.fields["post"].choices = [(post.pk, post.name) for post in queries.list_posts(site.pk)]  # type: ignore[attr-defined]
        for name in ("absent", "substitute"):
            self.fields[name].choices = people  # type: ignore[attr-defined]


class CapabilitiesForm(Form):
    """What the holders of a post may do."""

    capabilities = Choices(_("Capabilities"), options=lambda: sorted(CAPABILITIES.items()), required=False)
