"""Labels for the backs of binders as drawings: the code leads to the page of the file."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from guanjia.apps.archives.queries import Dossier
from guanjia.ui.paper import qr_drawing

MOST_LABELS = 500


@dataclass(frozen=True)
class Label:
    """A label as it is printed."""

    dossier: Dossier
    svg: SafeString


def labels(found: list[Dossier], root: str) -> list[Label]:
    """The labels of files; ``root`` is what their addresses begin with."""
    return [Label(one, qr_drawing(root + one.whose.url.lstrip("/"))) for one in found[:MOST_LABELS]]
