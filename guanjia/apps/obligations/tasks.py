"""Entry point for the clock."""

from datetime import datetime

from guanjia.apps.obligations import services


def sweep(at: datetime) -> services.SweepReport:
    """Work the alarms that are due."""
    return services.sweep(at=at)
