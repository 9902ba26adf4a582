"""Entry points for the clock."""

from datetime import datetime

from guanjia.apps.obligations import services


def plan_ahead(at: datetime) -> services.PlanReport:
    """Plan the turns of duties of the calendar that begin soon."""
    return services.plan_ahead(at=at)


def fold_tally(at: datetime) -> int:
    """Fold the lines of the tally written since."""
    return services.fold_tally(at=at)


def sweep(at: datetime) -> services.SweepReport:
    """Work the alarms that are due."""
    return services.sweep(at=at)
