"""What the clock does: uploaded lists are personal data and do not stay for ever."""

from datetime import datetime

from guanjia.apps.unitlists import services
from guanjia.apps.unitlists.storage import KEPT_FOR
from guanjia.kernel.scope import across_companies


def purge_old(at: datetime) -> int:
    """Remove files and refused rows older than ``KEPT_FOR``; answers how many imports were cleared. Daily."""
    with across_companies(reason="purging uploaded unit lists"):
        return services.purge(before=at - KEPT_FOR)
