"""The figures in force at a site."""

from guanjia.apps.cases.terms import DEFAULTS, Parameters


def parameters(site_id: int) -> Parameters:
    """The figures the rules of this app use at a site: one place to ask, so that a site's own can be put in here."""
    return DEFAULTS
