"""What can have happened to the rulebook of a site."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.events import Event, event


@event("rulebook.adopted", label=_("Rulebook adopted"))
@dataclass(frozen=True, kw_only=True)
class Adopted(Event):
    """A site keeps a pack in this version from a moment on."""

    pack: str
    version: str
    digest: str
    from_at: datetime
    reason: str = ""


@event("rulebook.figure_set", label=_("Figure of the rulebook set"))
@dataclass(frozen=True, kw_only=True)
class FigureSet(Event):
    """A site has its own figure for a duty from a moment on; an empty ``figure`` is the pack's own again."""

    pack: str
    duty: str
    setting: str
    figure: str
    previous: str
    from_at: datetime
    reason: str


@event("rulebook.given_up", label=_("Rulebook given up"))
@dataclass(frozen=True, kw_only=True)
class GivenUp(Event):
    """A site no longer keeps a pack from a moment on; obligations that run already run on."""

    pack: str
    from_at: datetime
    reason: str


@event("rulebook.figure_proposed", label=_("Figures of the rulebook proposed"))
@dataclass(frozen=True, kw_only=True)
class FigureProposed(Event):
    """Somebody proposes figures for a site or (no ``site_id``) for the company; or how a conflict (``topic``) is decided."""

    packs: tuple[str, ...]
    figures: tuple[str, ...]
    topic: str
    from_at: datetime
    reason: str


@event("rulebook.figure_approved", label=_("Figures of the rulebook approved"))
@dataclass(frozen=True, kw_only=True)
class FigureApproved(Event):
    """Proposed figures hold from a moment on."""

    topic: str
    from_at: datetime
    note: str = ""


@event("rulebook.figure_declined", label=_("Figures of the rulebook declined"))
@dataclass(frozen=True, kw_only=True)
class FigureDeclined(Event):
    """Proposed figures were declined."""

    note: str


@event("rulebook.figure_withdrawn", label=_("Proposed figures withdrawn"))
@dataclass(frozen=True, kw_only=True)
class FigureWithdrawn(Event):
    """A proposal was taken back."""


@dataclass(frozen=True, kw_only=True)
class HouseEditionEvent(Event):
    """Something happened to one edition of a rule or a form of the company's own."""

    edition: int
    title: dict[str, str]


@event("rulebook.house_rule_drafted", label=_("House rule drafted"))
@dataclass(frozen=True, kw_only=True)
class HouseRuleDrafted(HouseEditionEvent):
    """Somebody began an edition of a house rule, or changed its draft."""


@event("rulebook.house_rule_proposed", label=_("House rule proposed"))
@dataclass(frozen=True, kw_only=True)
class HouseRuleProposed(HouseEditionEvent):
    """An edition waits for somebody else's approval."""


@event("rulebook.house_rule_sent_back", label=_("House rule sent back"))
@dataclass(frozen=True, kw_only=True)
class HouseRuleSentBack(HouseEditionEvent):
    """A proposed edition is a draft again."""

    reason: str


@event("rulebook.house_rule_approved", label=_("House rule approved"))
@dataclass(frozen=True, kw_only=True)
class HouseRuleApproved(HouseEditionEvent):
    """An edition stands in this version of the company's pack, which sites may adopt."""

    version: str
    digest: str


@event("rulebook.house_rule_retired", label=_("House rule retired"))
@dataclass(frozen=True, kw_only=True)
class HouseRuleRetired(HouseEditionEvent):
    """A rule no longer stands in the company's pack, from this version on."""

    version: str
    digest: str
    reason: str


@event("rulebook.house_rule_discarded", label=_("Draft of a house rule discarded"))
@dataclass(frozen=True, kw_only=True)
class HouseRuleDiscarded(HouseEditionEvent):
    """A draft is given up; what is approved of the rule stays."""


@event("rulebook.house_form_drafted", label=_("Form of the company drafted"))
@dataclass(frozen=True, kw_only=True)
class HouseFormDrafted(HouseEditionEvent):
    """Somebody began an edition of a form of the company, or changed its draft."""


@event("rulebook.house_form_proposed", label=_("Form of the company proposed"))
@dataclass(frozen=True, kw_only=True)
class HouseFormProposed(HouseEditionEvent):
    """An edition waits for somebody else's approval."""


@event("rulebook.house_form_sent_back", label=_("Form of the company sent back"))
@dataclass(frozen=True, kw_only=True)
class HouseFormSentBack(HouseEditionEvent):
    """A proposed edition is a draft again."""

    reason: str


@event("rulebook.house_form_approved", label=_("Form of the company approved"))
@dataclass(frozen=True, kw_only=True)
class HouseFormApproved(HouseEditionEvent):
    """An edition stands in this version of the company's pack, which sites may adopt."""

    version: str
    digest: str


@event("rulebook.house_form_retired", label=_("Form of the company retired"))
@dataclass(frozen=True, kw_only=True)
class HouseFormRetired(HouseEditionEvent):
    """A form no longer stands in the company's pack, from this version on."""

    version: str
    digest: str
    reason: str


@event("rulebook.house_form_discarded", label=_("Draft of a form discarded"))
@dataclass(frozen=True, kw_only=True)
class HouseFormDiscarded(HouseEditionEvent):
    """A draft is given up; what is approved of the form stays."""
