"""Places in the frame that apps fill. The frame names a function by its path; while it does not exist the place is empty.

Apps may not import the frame, so the frame looks for them. A module that exists but fails to import is a fault and is
not hidden.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps


@lru_cache(maxsize=256)
def filler(path: str) -> Callable[..., Any] | None:
    """The function at "package.module:name", or None when its app, module or name is not there."""
    module_name, _colon, name = path.partition(":")
    if not _present(module_name):
        return None
    return getattr(import_module(module_name), name, None)


def _present(module_name: str) -> bool:
    top = list(module_name.split("."))
    if len(top) > 2 and top[1] == "apps" and not apps.is_installed(".".join(top[:3])):
        return False
    try:
        return find_spec(module_name) is not None
    except ModuleNotFoundError:
        return False
