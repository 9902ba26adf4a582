"""The kinds of values programs send and get: strict where it matters, forgiving where it costs nothing."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Any, TypeAlias

from ninja import Schema as NinjaSchema
from pydantic import BeforeValidator, ConfigDict, PlainSerializer, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

_ISO = re.compile(
    r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?$", re.ASCII | re.IGNORECASE
)
_FIRST_YEAR, _LAST_YEAR = 1990, 2150


class Sent(NinjaSchema):
    """Something a program sends: unknown fields are refused, blanks around texts are dropped."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Given(NinjaSchema):
    """Something a program gets."""


def read_moment(value: Any) -> datetime:
    """A moment from ISO 8601 text with its time zone; numbers are no moments here."""
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _ISO.match(value):
        raise PydanticCustomError("not_a_moment", "not an ISO 8601 date and time")
    try:
        moment = datetime.fromisoformat(value.upper())
    except ValueError as error:
        raise PydanticCustomError("not_a_moment", "not an ISO 8601 date and time") from error
    if moment.tzinfo is None:
        raise PydanticCustomError("no_time_zone", "a time zone is missing")
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise PydanticCustomError("far_moment", "too far from the present")
    return moment.astimezone(UTC)


def word(value: Any) -> Any:
    """A word of a fixed choice, in any case, with or without the hyphen of "e-mail"."""
    return value.strip().lower().replace("-", "") if isinstance(value, str) else value


_MOMENT_SCHEMA = {"type": "string", "format": "date-time", "examples": ["2026-03-02T09:30:00+08:00"]}
Moment: TypeAlias = Annotated[
    datetime, BeforeValidator(read_moment), WithJsonSchema(_MOMENT_SCHEMA, mode="validation")
]
At: TypeAlias = Annotated[
    datetime,
    PlainSerializer(
        lambda moment: moment.astimezone(UTC).isoformat().replace("+00:00", "Z"), return_type=str
    ),
    WithJsonSchema(_MOMENT_SCHEMA, mode="serialization"),
]
_line = partial(StringConstraints, strip_whitespace=True, min_length=1)
_text = partial(StringConstraints, strip_whitespace=True)
Word: TypeAlias = Annotated[str, _line(max_length=40)]
Code: TypeAlias = Annotated[str, _line(max_length=60)]
Phone: TypeAlias = Annotated[str, _line(max_length=32)]
Name: TypeAlias = Annotated[str, _line(max_length=60)]
Title: TypeAlias = Annotated[str, _line(max_length=120)]
Cursor: TypeAlias = Annotated[str, _line(max_length=200)]
Reason: TypeAlias = Annotated[str, _line(max_length=500)]
Text: TypeAlias = Annotated[str, _line(max_length=10_000)]
Short: TypeAlias = Annotated[str, _text(max_length=1000)]
Long: TypeAlias = Annotated[str, _text(max_length=10_000)]
