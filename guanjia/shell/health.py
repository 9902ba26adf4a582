"""Whether we are alive, and whether we can serve: for the machine that watches us. Tells nothing about the data."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse

from guanjia.ui.http import Request, public_screen


@public_screen()
def live(request: Request) -> HttpResponse:
    """200 as long as the process answers at all."""
    return JsonResponse({"status": "live"})


@public_screen()
def ready(request: Request) -> HttpResponse:
    """200 when the database answers and is up to date, else 503 with the part that is not ready."""
    problem = _problem()
    status = 503 if problem else 200
    return JsonResponse({"status": "not ready" if problem else "ready", "problem": problem}, status=status)


def _problem() -> str:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "database"
    return "migrations" if waiting else ""
