"""Small words of boards and proofs."""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guanjia.apps.insight import lists
from guanjia.apps.insight.terms import JOBS
from guanjia.kernel.refusals import Text

register = template.Library()


@register.filter
def page_url(ref: str) -> str:
    """The page of what a reference names, or nothing."""
    return lists.page_of(ref)


@register.filter
def stands(one: Any) -> Text:
    """How a proved obligation stands, in a word."""
    return lists.stands(one)


@register.filter
def as_seconds(seconds: int) -> str:
    """A stretch of time in one unit: "none", "40 s", "3 min", "2 h"."""
    if seconds <= 0:
        return _("none")
    if seconds < 120:
        return ngettext("%(n)s s", "%(n)s s", seconds) % {"n": seconds}
    if seconds < 7200:
        return _("%(n)s min") % {"n": seconds // 60}
    return _("%(n)s h") % {"n": seconds // 3600}


@register.filter
def job_words(name: str) -> Text:
    """What a job of the worker is called."""
    return JOBS.get(name, name)
