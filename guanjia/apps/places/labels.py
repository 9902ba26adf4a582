"""QR labels as drawings: the address in the code, and the code as SVG in the text colour."""

from dataclasses import dataclass

import segno
from django.utils.safestring import SafeString, mark_safe

from guanjia.apps.places.models import Place

MOST_LABELS = 600
"""Labels on one sheet run: about thirty pages."""


@dataclass(frozen=True)
class Label:
    """A label as it is printed."""

    place: Place
    svg: SafeString


def report_path(token: str) -> str:
    """Where a label leads: the form that reports something about this place."""
    return f"/r/{token}/"


def drawing(address: str) -> SafeString:
    """A QR code; level M survives a scratched label, and two modules of quiet zone join the margin of the label."""
    svg = segno.make(address, error="m", micro=False).svg_inline(
        border=2, omitsize=True, svgclass="qr", lineclass=None
    )
    return mark_safe(svg)  # noqa: S308  # drawn by us; the address is in the modules, not in the markup
