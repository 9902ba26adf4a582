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
