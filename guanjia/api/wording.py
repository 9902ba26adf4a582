"""What is wrong with a field, in a sentence: the checks of the schemas speak English to programmers, we speak to people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from guanjia.kernel.refusals import Refusal, Text

_SENTENCES: dict[str, tuple[str, Text]] = {
    "missing": ("missing", _("“%(field)s” is missing. Send it.")),
    "extra_forbidden": (
        "unknown_field",
        _("“%(field)s” is not a field of this request. Check its spelling or leave it out."),
    ),
    "string_type": ("not_text", _("“%(field)s” must be a text.")),
    "string_too_short": (
        "too_short",
        _("“%(field)s” is empty or too short. Write at least %(min_length)s characters."),
    ),
    "string_too_long": ("too_long", _("“%(field)s” is too long. Write at most %(max_length)s characters.")),
    "string_pattern_mismatch": (
        "bad_form",
        _("“%(field)s” is not written as it should be. Compare it with the description."),
    ),
    "enum": ("unknown_value", _("“%(field)s” must be one of: %(expected)s.")),
    "literal_error": ("unknown_value", _("“%(field)s” must be one of: %(expected)s.")),
    "bool_type": ("not_yes_or_no", _("“%(field)s” must be true or false.")),
    "bool_parsing": ("not_yes_or_no", _("“%(field)s” must be true or false.")),
    "int_type": ("not_a_number", _("“%(field)s” must be a whole number.")),
    "int_parsing": ("not_a_number", _("“%(field)s” must be a whole number.")),
    "int_parsing_size": ("out_of_range", _("“%(field)s” is out of range.")),
    "int_from_float": ("not_a_number", _("“%(field)s” must be a whole number.")),
    "greater_than_equal": ("out_of_range", _("“%(field)s” must be at least %(ge)s.")),
    "less_than_equal": ("out_of_range", _("“%(field)s” must be at most %(le)s.")),
    "list_type": ("not_a_list", _("“%(field)s” must be a list.")),
    "too_long": ("too_many", _("“%(field)s” has too many entries. Send at most %(max_length)s.")),
    "too_short": ("too_few", _("“%(field)s” has too few entries. Send at least %(min_length)s.")),
    "not_a_moment": (
        "not_a_moment",
        _("“%(field)s” must be a date and time such as 2026-03-02T09:30:00+08:00."),
    ),
    "no_time_zone": ("no_time_zone", _("“%(field)s” has no time zone. Add one: +08:00, or Z for UTC.")),
    "far_moment": ("far_moment", _("“%(field)s” is too far from the present. Check the year.")),
    "model_attributes_type": ("not_an_object", _("The body must be a JSON object.")),
    "model_type": ("not_an_object", _("The body must be a JSON object.")),
    "dict_type": ("not_an_object", _("The body must be a JSON object.")),
}
_OTHERWISE: tuple[str, Text] = (
    "bad_value",
    _("“%(field)s” cannot be understood. Compare it with the description."),
)


def refusals_of(errors: Iterable[Mapping[str, Any]]) -> list[Refusal]:
    """One refusal per thing the schema found wrong."""
    return [_refusal(error) for error in errors]


def _refusal(error: Mapping[str, Any]) -> Refusal:
    code, sentence = _SENTENCES.get(str(error["type"]), _OTHERWISE)
    field = _field(error.get("loc", ()))
    context = dict(error.get("ctx", {}))
    expected = str(context.pop("expected", "")).replace(" or ", ", ").replace("'", "")
    return Refusal(
        code, sentence, field=field or None, params={**context, "field": field, "expected": expected}
    )


def _field(loc: Iterable[Any]) -> str:
    """The field's own name: without "body" or "query", and without the name of our argument that holds the body."""
    parts = [str(part) for part in loc]
    if parts[:1] == ["body"]:
        parts = parts[2:]
    elif parts and parts[0] in {"query", "path", "header"}:
        parts = parts[1:]
        if len(parts) > 1 and parts[0] == "filters":
            parts = parts[1:]
    return ".".join(parts)
