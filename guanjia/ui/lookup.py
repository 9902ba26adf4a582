"""Answers for fields that look up one of thousands while somebody types."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.http import JsonResponse

from guanjia.ui.request import Request

MOST = 20


def choices(request: Request, rows: Iterable[tuple[Any, ...]]) -> JsonResponse:
    """Answer with up to 20 of ``rows``: (id, text) or (id, text, detail)."""
    found = [
        {"id": str(row[0]), "text": str(row[1]), "detail": str(row[2]) if len(row) > 2 else ""}
        for row in islice(rows, MOST)
    ]
    return JsonResponse({"results": found}, headers={"Cache-Control": "no-store, private"})


def typed(request: Request) -> str:
    """What was typed so far, without blanks around it, at most 60 characters."""
    return request.GET.get("q", "").strip()[:60]
