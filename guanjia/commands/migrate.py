"""``guanjia migrate``: bring the tables of the database up to date."""

from __future__ import annotations

import argparse

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

HELP = "bring the tables of the database up to date"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``--check``."""
    parser.add_argument(
        "--check", action="store_true", help="only tell; exit code 1 when something is waiting"
    )
    parser.add_argument("--quiet", action="store_true", help="say nothing when all is well")


def run(args: argparse.Namespace) -> int:
    """Apply the waiting migrations, or with ``--check`` list them."""
    waiting = waiting_migrations()
    if args.check:
        for name in waiting:
            print(name)
        return 1 if waiting else 0
    if waiting:
        call_command("migrate", interactive=False, verbosity=0)
    if not args.quiet:
        print(f"{len(waiting)} migrations applied." if waiting else "The database is up to date.")
    return 0


def waiting_migrations() -> list[str]:
    """Return the migrations not applied yet, as ``app.name``."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]
