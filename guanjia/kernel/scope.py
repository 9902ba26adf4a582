"""Tenancy that fails closed: without an open scope, every query on a company's rows raises.

There is no "None means all". ``company_scope`` opens one company; ``across_companies`` crosses them and wants a reason.
The company id is carried in a context variable, because a query cannot take it as an argument; nothing else is.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models


class ScopeMissing(RuntimeError):
    """A company's rows were asked for while no scope was open: a programming error, never shown as data."""


@dataclass(frozen=True)
class Scope:
    """What may be seen: one company, or all of them for a stated reason."""

    company_id: int | None
    reason: str = ""


_scope: ContextVar[Scope | None] = ContextVar("guanjia_scope", default=None)


def current_scope() -> Scope:
    """The open scope. Raises ``ScopeMissing`` when there is none."""
    scope = _scope.get()
    if scope is None:
        raise ScopeMissing("Open company_scope(company_id) or across_companies(reason=...) first.")
    return scope


@contextmanager
def company_scope(company_id: int) -> Iterator[None]:
    """See and write one company's rows inside the block."""
    if not isinstance(company_id, int):
        raise TypeError(f"a company id is a number, not {company_id!r}")
    token = _scope.set(Scope(company_id))
    try:
        yield
    finally:
        _scope.reset(token)


@contextmanager
def across_companies(*, reason: str) -> Iterator[None]:
    """See every company's rows inside the block. For the worker and operators; ``reason`` is compulsory."""
    if not reason.strip():
        raise ValueError("crossing companies needs a reason")
    token = _scope.set(Scope(None, reason))
    try:
        yield
    finally:
        _scope.reset(token)


class ScopedManager(models.Manager):
    """The only manager of company-owned rows: filters by the open scope, raises without one."""

    def get_queryset(self) -> models.QuerySet[Any]:
        scope = current_scope()
        queryset = super().get_queryset()
        return queryset if scope.company_id is None else queryset.filter(company_id=scope.company_id)


class CompanyOwned(models.Model):
    """A row that belongs to one company; the company is filled from the open scope when not given."""

    company = models.ForeignKey(settings.GUANJIA_COMPANY_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ScopedManager()

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if not args and kwargs and "company" not in kwargs and "company_id" not in kwargs:
            scope = _scope.get()
            if scope is not None and scope.company_id is not None:
                kwargs["company_id"] = scope.company_id
        super().__init__(*args, **kwargs)
