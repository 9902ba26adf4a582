"""Entry points for the clock."""

from datetime import datetime

from guanjia.apps.insight import services


def close_periods(at: datetime) -> int:
    """Tell the figures of the periods that have ended."""
    return services.close_periods(at=at)
