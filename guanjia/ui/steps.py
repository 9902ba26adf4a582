"""Steps of a lifecycle as buttons: what an actor could do with a thing now. ``ui/steps.html`` draws them."""

from dataclasses import dataclass

from guanjia.kernel.refusals import Text


@dataclass(frozen=True)
class Offered:
    """A step that would be accepted now.

    ``at_once`` is True for one that asks nothing; the others open their form in a dialog. ``tone`` is "primary" for the
    likeliest one, "quiet" for those that are rare, else "".
    """

    verb: str
    label: Text
    icon: str
    url: str
    at_once: bool = False
    tone: str = ""
