"""What the clock starts."""

from datetime import datetime

from guanjia.apps.safekeeping import services


def look_over(at: datetime) -> int:
    """What should have been fetched, and what was kept long enough."""
    return services.look_over(at=at)
