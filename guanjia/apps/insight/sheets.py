"""Boards as workbooks."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

from guanjia.ui.http import Request
from guanjia.ui.lists import Column, List
from guanjia.ui.workbook import workbook_answer


class Sheet(List):
    """Rows of a board with columns of their own."""

    key = "board"

    def __init__(self, request: Request, columns: Iterable[Column], rows: Sequence[Any]) -> None:
        super().__init__(request, rows)
        self.columns = tuple(columns)  # type: ignore[misc]  # the columns of a board are its days, clauses, rulebooks


def sheet(request: Request, title: str, columns: Iterable[Column], rows: Sequence[Any]) -> HttpResponse:
    """The workbook as an answer."""
    return workbook_answer(Sheet(request, columns, rows), title)
