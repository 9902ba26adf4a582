"""Whose rulebook is shown."""

from guanjia.kernel.refusals import NotFound
from guanjia.ui.http import Request


def site_of(request: Request) -> int:
    """The rulebook is a site's: the one chosen, else the only one."""
    if request.site is not None:
        return int(request.site.pk)
    raise NotFound
