"""A rulebook as if: a site that keeps one duty and nothing else, and has always kept it. For trying a rule out."""

from dataclasses import replace
from datetime import UTC, datetime

from guanjia.apps.rulebook.memory import InForce, SiteRules
from guanjia.apps.rulebook.models import PackVersion
from guanjia.apps.rulebook.terms import Duty, Pack

NOBODYS = 0
"""The id of an adoption nobody has decided on."""
_EVER = datetime.min.replace(tzinfo=UTC)


def supposed(site_id: int, pack: Pack, duty: Duty) -> tuple[SiteRules, InForce]:
    """The rules of a site that keeps ``duty`` of a pack alone. Nothing is stored."""
    alone = replace(pack, duties={duty.key: replace(duty, off=False)})
    text = PackVersion(key=pack.key, version=pack.version, digest=pack.digest)
    here = InForce(NOBODYS, site_id, _EVER, alone, text, {})
    return SiteRules({pack.key: ((_EVER, here),)}), here
