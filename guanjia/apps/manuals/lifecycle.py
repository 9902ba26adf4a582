"""The lifecycles of a version and of a controlled copy."""

from django.utils.translation import gettext_lazy as _

from guanjia.apps.manuals.terms import COPY_STATES, VERSION_STATES, CopyState, VersionState
from guanjia.kernel.lifecycle import Lifecycle, Step

VERSION = Lifecycle(
    "manuals.version",
    {state: VERSION_STATES[state] for state in VersionState},
    VersionState.DRAFT,
    [
        Step("prepare", (VersionState.DRAFT,), VersionState.PREPARED, _("Sign as preparer"), weight=3),
        Step("review", (VersionState.PREPARED,), VersionState.REVIEWED, _("Sign as reviewer"), weight=3),
        Step("approve", (VersionState.REVIEWED,), VersionState.APPROVED, _("Approve"), weight=3),
        Step("enforce", (VersionState.APPROVED,), VersionState.IN_FORCE, _("Comes into force")),
        Step(
            "supersede", (VersionState.IN_FORCE,), VersionState.SUPERSEDED, _("Give way to a later edition")
        ),
        Step(
            "send_back",
            (VersionState.PREPARED, VersionState.REVIEWED, VersionState.APPROVED),
            VersionState.DRAFT,
            _("Return to the preparer"),
            weight=2,
        ),
        Step(
            "withdraw",
            (
                VersionState.DRAFT,
                VersionState.PREPARED,
                VersionState.REVIEWED,
                VersionState.APPROVED,
                VersionState.IN_FORCE,
            ),
            VersionState.WITHDRAWN,
            _("Withdraw"),
            weight=1,
        ),
    ],
)

COPY = Lifecycle(
    "manuals.copy",
    {state: COPY_STATES[state] for state in CopyState},
    CopyState.ISSUED,
    [
        Step("recall", (CopyState.ISSUED,), CopyState.RECALLED, _("Ask back"), weight=1),
        Step(
            "give_back", (CopyState.ISSUED, CopyState.RECALLED), CopyState.RETURNED, _("Came back"), weight=2
        ),
        Step(
            "destroy",
            (CopyState.RECALLED, CopyState.RETURNED),
            CopyState.DESTROYED,
            _("Note as destroyed"),
            weight=1,
        ),
    ],
)
