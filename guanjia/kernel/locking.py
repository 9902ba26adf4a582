"""Locking: every verb works on a fresh row that nobody else can change until it is done.

PostgreSQL locks the row; SQLite opens its transaction in IMMEDIATE mode, so writers stand in line as a whole.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import models, transaction

from guanjia.kernel.refusals import NotFound

M = TypeVar("M", bound=models.Model)


@contextmanager
def locked(instance: M, *, leaving: str = "") -> Iterator[M]:
    """Open a transaction, read ``instance`` again under a row lock and yield the fresh row.

    ``leaving`` is a column too large to be read again each time. Raises ``NotFound`` when the row is gone or belongs to a company outside the open scope.
    """
    model = type(instance)
    with transaction.atomic():
        rows = model._default_manager.select_for_update().filter(pk=instance.pk)
        fresh = (rows.defer(leaving) if leaving else rows).first()
        if fresh is None:
            raise NotFound
        yield fresh
