"""A pack written as TOML, as it could stand in a folder of packs."""

import json
from typing import Any

_HEAD_FIRST = ("pack",)


def as_toml(content: dict[str, Any]) -> str:
    """The text of a pack; ``tomllib`` reads the same tables back."""
    parts = [_table("[pack]", content["pack"])]
    for part, rows in content.items():
        if part not in _HEAD_FIRST:
            parts += [_table(f"[[{part}]]", row, part) for row in rows]
    return "\n".join(parts)


def _table(head: str, values: dict[str, Any], name: str = "") -> str:
    plain = [f"{_key(key)} = {_value(value)}" for key, value in values.items() if not _is_tables(name, key)]
    inner = [
        _table(f"[[{name}.{key}]]", row, f"{name}.{key}")
        for key, rows in values.items()
        if _is_tables(name, key)
        for row in rows
    ]
    return "\n".join([head, *plain, "", *inner])


_TABLES = {
    ("duty", "ladder"),
    ("checklist", "item"),
    ("register", "field"),
    ("register", "check"),
    ("register", "state"),
    ("register", "action"),
    ("register.field", "choice"),
    ("register.field", "column"),
    ("register.field.column", "choice"),
}
"""What stands in tables of its own instead of on one line."""


def _is_tables(name: str, key: str) -> bool:
    return (name, key) in _TABLES


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if key.replace("_", "").isalnum() and key.isascii() else json.dumps(key, ensure_ascii=False)
