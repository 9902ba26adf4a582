"""The life of an import: ``(state, verb) -> state``."""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.unitlists.terms import STATES, State
from guanjia.kernel.lifecycle import Lifecycle, Step

IMPORT = Lifecycle(
    "unit list import",
    STATES,
    State.UPLOADED,
    [
        Step("map", (State.UPLOADED, State.MAPPED), State.MAPPED, _("Choose the columns"), weight=1),
        Step("start", (State.MAPPED,), State.RUNNING, _("Import now"), weight=2),
        Step("finish", (State.RUNNING,), State.DONE, _("Finish")),
        Step(
            "cancel", (State.UPLOADED, State.MAPPED, State.RUNNING), State.CANCELLED, _("Cancel the import")
        ),
        Step("fail", (State.UPLOADED, State.MAPPED, State.RUNNING), State.FAILED, _("Give up")),
    ],
)
