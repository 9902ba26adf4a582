"""The rules of dispatch of a site."""

from guanjia.apps.workorders.models import DispatchRules


def rules_of(site_id: int) -> DispatchRules:
    """The site's own rules, or an unsaved row with the defaults."""
    return DispatchRules.objects.filter(site_id=site_id).first() or DispatchRules(site_id=site_id)
