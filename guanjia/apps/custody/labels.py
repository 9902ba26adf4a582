"""Tags as drawings: the code of a piece leads to its page, where it is lent and taken back."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from guanjia.apps.custody.models import Piece
from guanjia.ui.paper import qr_drawing

MOST_LABELS = 500


@dataclass(frozen=True)
class Label:
    """A tag as it is printed."""

    piece: Piece
    svg: SafeString


def labels(pieces: list[Piece], root: str) -> list[Label]:
    """The tags of pieces; ``root`` is what their addresses begin with."""
    return [Label(one, qr_drawing(root + one.get_absolute_url().lstrip("/"))) for one in pieces[:MOST_LABELS]]
