"""Capabilities and the one question about them.

Each app names what can be done with it in ``terms.Can``; posts carry capabilities; ``permit`` is asked in every verb, on
the locked row.
"""

from enum import StrEnum
from typing import Protocol

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound, NotPermitted, Refusal, Text

CAPABILITIES: dict[str, Text] = {}
"""Every capability of the product and its label, filled by ``declare``."""


class Capability(StrEnum):
    """Base of each app's ``Can``: values read ``app.verb_noun``."""


def declare(labels: dict[Capability, Text]) -> None:
    """Register an app's capabilities with their labels, so that posts can be given them and pages can name them."""
    CAPABILITIES.update({str(capability): label for capability, label in labels.items()})


class Subject(Protocol):
    """Anything a capability can be asked about: it belongs to a company."""

    company_id: int


def permit(actor: Actor, capability: str, subject: Subject) -> None:
    """Let ``actor`` go on, or raise.

    Raises ``NotFound`` when the subject is another company's (the same answer as for nothing at all) and
    ``NotPermitted`` when the capability is not held at the subject's site. A subject without a site belongs to the
    whole company; there the capability must be held somewhere.
    """
    if subject.company_id != actor.company_id:
        raise NotFound
    permit_at(actor, capability, getattr(subject, "site_id", None))


def permit_at(actor: Actor, capability: str, site_id: int | None) -> None:
    """Let ``actor`` do something at a site (or somewhere, for None), or raise ``NotPermitted``."""
    if not actor.can(capability, site_id):
        raise NotPermitted(
            Refusal(
                "not_permitted",
                _(
                    "Your post does not include “%(what)s” here. Ask your supervisor to do it or to give you the task."
                ),
                params={"what": CAPABILITIES.get(str(capability), capability)},
            )
        )
