"""Who may take a case over: the own cluster and the desk directly, anybody else through their department."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from guanjia.apps.cases.terms import CENTRE, DeskPost
from guanjia.kernel.refusals import Refusal


@dataclass(frozen=True)
class Colleague:
    """Somebody who may take a case: posts, clusters and departments at its site. No posts: not of this site."""

    id: int
    posts: frozenset[str]
    groups: frozenset[str]
    departments: frozenset[str]

    @property
    def is_steward_only(self) -> bool:
        """Answers for clusters and does not sit at the desk or above it."""
        desk = {DeskPost.DUTY_OFFICER, DeskPost.FRONT_DESK, DeskPost.SUPERVISOR, DeskPost.MANAGER}
        return DeskPost.STEWARD in self.posts and not self.posts & desk


class Handled(Protocol):
    """The columns of a case that count here."""

    @property
    def handler_id(self) -> int: ...
    @property
    def department(self) -> str: ...
    @property
    def group_code(self) -> str: ...


def why_not_colleague(case: Handled, taker: Colleague) -> Refusal | None:
    """A colleague of this site and department, and for a case of the centre no steward of another cluster."""
    if not taker.posts:
        return Refusal(
            "not_of_this_site",
            _("This person holds no post here. Choose a colleague of the site."),
            field="handler_id",
        )
    if taker.id == case.handler_id:
        return Refusal(
            "same_handler",
            _("This person handles the case already. Choose somebody else."),
            field="handler_id",
        )
    if case.department not in taker.departments:
        return Refusal(
            "other_department",
            _("This person belongs to another department. Forward the case to that department."),
            field="handler_id",
        )
    other_cluster = taker.groups and case.group_code not in taker.groups
    if case.department == CENTRE and taker.is_steward_only and other_cluster:
        return Refusal(
            "other_cluster",
            _("This steward answers for another cluster. Hand the case to the front desk instead."),
            field="handler_id",
        )
    return None


def why_not_department(current: str, wanted: str, known: Collection[str]) -> Refusal | None:
    """Another department of this site."""
    if wanted not in known:
        return Refusal(
            "department_unknown",
            _("There is no such department here. Choose one from the list."),
            field="to_department",
        )
    if wanted == current:
        return Refusal(
            "same_department",
            _("The case is with this department already. Hand it over to a colleague."),
            field="to_department",
        )
    return None


def why_not_taker(taker_id: int | None, taker: Colleague | None, department: str) -> Refusal | None:
    """Somebody must be there to take it, and belong to that department."""
    if taker_id is None or taker is None:
        return Refusal(
            "nobody_there",
            _(
                "Nobody holds a post in this department, so nobody could take the case. Name somebody there first."
            ),
            field="to_department",
        )
    if department not in taker.departments:
        return Refusal(
            "not_of_department",
            _("This person does not belong to that department. Choose somebody who does."),
            field="handler_id",
        )
    return None


def why_not_owner(current: int, taker: Colleague) -> Refusal | None:
    """Another colleague of this site."""
    if not taker.posts:
        return Refusal(
            "not_of_this_site",
            _("This person holds no post here. Choose a colleague of the site."),
            field="owner_id",
        )
    if taker.id == current:
        return Refusal(
            "same_owner", _("This person owns the case already. Choose somebody else."), field="owner_id"
        )
    return None
