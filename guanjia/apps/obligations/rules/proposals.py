"""Why a consequence is not proposed, or not decided on. Nothing here ever takes anything from anybody."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.apps.obligations.terms import CONSEQUENCES, DEDUCTION, Consequence, ProposalState
from guanjia.kernel.refusals import Refusal


def why_not_propose(kind: str, words: str, amount_fen: int | None, points: int | None) -> list[Refusal]:
    """A kind that exists, in words, with an amount exactly where it is a fine."""
    if kind == DEDUCTION:
        return [
            Refusal(
                "no_deduction",
                _(
                    "Nothing is deducted from anybody's pay here. Propose a fine with its amount; a manager decides on it."
                ),
                field="kind",
            )
        ]
    if kind not in {one.value for one in CONSEQUENCES}:
        return [Refusal("kind_unknown", _("Choose one of the consequences."), field="kind")]
    found = []
    if len(words.strip()) < 2:
        found.append(
            Refusal("words_missing", _("Say in a few words what is proposed and why."), field="words")
        )
    if kind == Consequence.FINE and not amount_fen:
        found.append(
            Refusal("amount_missing", _("Write the amount the fine is proposed at."), field="amount_fen")
        )
    if kind != Consequence.FINE and amount_fen:
        found.append(
            Refusal(
                "amount_without_fine", _("Only a fine has an amount. Leave it empty."), field="amount_fen"
            )
        )
    if kind == Consequence.POINTS and not points:
        found.append(Refusal("points_missing", _("Write how many points are proposed."), field="points"))
    return found


def why_not_person(person_id: int, by_id: int | None, below: frozenset[int] | None) -> Refusal | None:
    """A consequence is proposed for somebody below in the reporting line (None: for anybody), never for oneself."""
    if person_id == by_id or (below is not None and person_id not in below):
        return Refusal(
            "not_in_your_line",
            _("This person does not report to you. Tell whoever they report to."),
            field="person",
        )
    return None


def why_not_view(person_id: int, by_id: int | None, view: str) -> Refusal | None:
    """Only the person concerned states their view, in words."""
    if person_id != by_id:
        return Refusal("not_the_person", _("Only the person concerned can state their view."))
    if len(view.strip()) < 2:
        return Refusal("view_missing", _("Write your view in a few words."), field="view")
    return None


def why_not_decide(
    *,
    approves: bool,
    state: str,
    at: datetime,
    view_until: datetime,
    reason: str,
    by_id: int | None,
    person_id: int,
    proposed_by_id: int | None,
) -> list[Refusal]:
    """Decided by somebody else than proposer and person; approved only after the person was heard; declined with a reason."""
    found = []
    if by_id is not None and by_id == proposed_by_id:
        found.append(
            Refusal("own_proposal", _("You proposed this yourself. Another manager has to decide on it."))
        )
    if by_id is not None and by_id == person_id:
        found.append(
            Refusal("about_oneself", _("This is about yourself. Another manager has to decide on it."))
        )
    if approves and state == ProposalState.PROPOSED and at < view_until:
        found.append(
            Refusal(
                "not_heard",
                _(
                    "The person concerned can state their view until %(until)s. Wait for it, or decline the proposal."
                ),
                params={"until": f"{view_until:%Y-%m-%d %H:%M}"},
            )
        )
    if not approves and len(reason.strip()) < 2:
        found.append(
            Refusal(
                "reason_missing", _("Write down why, so that it can be understood later."), field="reason"
            )
        )
    return found


def why_not_withdraw(by_id: int | None, proposed_by_id: int | None) -> Refusal | None:
    """Only whoever proposed it takes it back."""
    if by_id != proposed_by_id:
        return Refusal(
            "not_the_proposer", _("Only whoever proposed this can take it back. Decline it instead.")
        )
    return None
