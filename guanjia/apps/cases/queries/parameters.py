"""The figures in force at a site."""

from dataclasses import replace
from datetime import datetime, timedelta

from guanjia.apps.cases.terms import DEFAULTS, Parameters
from guanjia.apps.rulebook import queries as rulebook


def parameters(site_id: int) -> Parameters:
    """The figures the rules of this app use at a site: one place to ask, so that a site's own can be put in here."""
    return DEFAULTS


def parameters_at(site_id: int, at: datetime) -> Parameters:
    """The same, with the figures the rulebooks of the site give this app's guards at a moment."""
    longest = rulebook.guard_figure(site_id, "cases.promise_within_a_week", "days", at)
    return replace(parameters(site_id), promise_cap=timedelta(days=longest))
