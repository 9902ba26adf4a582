"""A system check: the packs shipped with the product load."""

from typing import Any

from django.core import checks

from guanjia.apps.rulebook.loading import PackError, load_pack, pack_folders


def register() -> None:
    """Make Django run the check with its others."""
    checks.register(check_packs, "rulebook")


def check_packs(app_configs: Any = None, **_options: Any) -> list[checks.CheckMessage]:
    """One error for every mistake in every pack, with file and line."""
    found: list[checks.CheckMessage] = []
    for folder in pack_folders():
        try:
            load_pack(folder)
        except PackError as error:
            found += [
                checks.Error(problem.message, obj=str(problem.place), id="rulebook.E001")
                for problem in error.problems
            ]
    return found
