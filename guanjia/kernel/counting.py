"""The first rows of a question together with how many there are in all, asked once."""

from typing import Any, TypeVar

from django.db.models import Count, Model, QuerySet, Window

Row = TypeVar("Row", bound=Model)


def first_of(rows: QuerySet[Row], most: int) -> tuple[list[Row], int]:
    """The first ``most`` rows in their order, and the number of all of them; one query."""
    counted: QuerySet[Any] = rows.annotate(in_all=Window(Count("*")))
    found = list(counted[:most])
    return found, found[0].in_all if found else 0
