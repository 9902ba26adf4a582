"""Filling the fields of texts when a paper is written."""

from datetime import datetime
from typing import Any

from django.utils import timezone, translation

from guanjia.apps.letters import texts
from guanjia.apps.letters.terms import HAZARDS, LEVELS, Hazard, Level
from guanjia.apps.organisations import queries as organisations

CHINESE, ENGLISH = "zh-hans", "en"


def fill(text: str, language: str, site_id: int, **values: Any) -> str:
    """``text`` with the fields of its site and these values, in words of ``language``. Unknown moments stay open."""
    site = organisations.site(site_id)
    known = {"site": site.name, "company": site.company.name, "hotline": site.hotline}
    with translation.override(language):
        for name, value in values.items():
            known[name] = _words(name, value)
    return texts.filled(text, known)


def _words(name: str, value: Any) -> str:
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if name == "hazard":
        return str(HAZARDS[Hazard(value)]) if value in set(Hazard) else ""
    if name == "level":
        return str(LEVELS[Level(value)]) if value in set(Level) else ""
    return str(value or "")
