"""The texts a paper can begin with: the company's own first, then the shipped ones."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import get_language

from guanjia.apps.letters import texts
from guanjia.apps.letters.models import Wording
from guanjia.apps.letters.ready import Ready, ready_texts
from guanjia.apps.letters.terms import HAZARDS, LEVELS, Hazard, Level
from guanjia.kernel.actor import Actor
from guanjia.kernel.refusals import NotFound


@dataclass(frozen=True)
class Offer:
    """A text to begin with; ``key`` names it in the address. ``own`` when it is the company's."""

    key: str
    kind: str
    title: str
    body: str
    body_en: str
    topic: str = ""
    hazard: str = ""
    level: str = ""
    own: bool = False

    @property
    def label(self) -> str:
        """Its title as a button shows it."""
        if not self.hazard:
            return texts.elided(self.title)
        level = str(LEVELS[Level(self.level)]) if self.level else ""
        known = {"hazard": str(HAZARDS[Hazard(self.hazard)]), "level": level}
        return texts.elided(texts.filled(self.title, known)).replace("…", "")


def list_wordings(actor: Actor) -> QuerySet[Wording]:
    """The company's texts that are offered, by kind and title."""
    rows = Wording.objects.filter(company_id=actor.company_id, retired_at=None)
    return rows.order_by("kind", "topic", "title", "id")


def get_wording(actor: Actor, wording_id: int) -> Wording:
    """One text of the company. Raises ``NotFound``."""
    found = list_wordings(actor).filter(pk=wording_id).first()
    if found is None:
        raise NotFound
    return found


def offers(actor: Actor, kind: str = "") -> list[Offer]:
    """What a paper of a kind (or any) can begin with, in the reader's language where it is a shipped one."""
    own = [_own(one) for one in list_wordings(actor) if not kind or one.kind == kind]
    return own + [_ready(one) for one in ready_texts() if not kind or one.kind == kind]


def get_offer(actor: Actor, key: str, kind: str) -> Offer | None:
    """The offer of this key for a kind of paper; None when there is none."""
    return next((one for one in offers(actor, kind) if one.key == key), None)


def _own(row: Wording) -> Offer:
    return Offer(
        f"own-{row.pk}",
        row.kind,
        row.title,
        row.body,
        row.body_en,
        row.topic,
        row.hazard,
        row.level,
        own=True,
    )


def _ready(one: Ready) -> Offer:
    english = (get_language() or "zh").startswith("en")
    both = one.kind == "notice"
    body = one.en if english and not both else one.zh
    title = one.title_en if english and not both else one.title_zh
    return Offer(one.key, one.kind, title, body, one.en if both else "", one.topic, one.hazard)
