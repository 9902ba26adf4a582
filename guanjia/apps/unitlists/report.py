"""What an import came to, as a value: for its page, the command line and programs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import override

from guanjia.apps.unitlists.rules import Reason


@dataclass(frozen=True)
class RefusedLine:
    """One refused row: the spreadsheet's own number, and every reason."""

    sheet: str
    row: int
    reasons: tuple[Reason, ...]

    @property
    def text(self) -> str:
        """The reasons in the reader's language."""
        return " ".join(str(reason) for reason in self.reasons)

    def as_json(self) -> dict[str, Any]:
        """The line for programs, with the reason in the reader's language and in both."""
        with override("zh-hans"):
            chinese = self.text
        with override("en"):
            english = self.text
        return {
            "row": self.row,
            "sheet": self.sheet,
            "reason": self.text,
            "reason_zh": chinese,
            "reason_en": english,
            "codes": [reason.code for reason in self.reasons],
            "fields": [str(reason.field) for reason in self.reasons],
        }


@dataclass(frozen=True, kw_only=True)
class Report:
    """The counts of an import; ``accepted`` is created + changed + unchanged, ``groups`` counts the accepted by group."""

    ref: str
    state: str
    accepted: int
    created: int
    changed: int
    unchanged: int
    passed_over: int
    groups: Mapping[str, int] = field(default_factory=dict)
    refused: tuple[RefusedLine, ...] = ()
    failure: str = ""

    def as_json(self) -> dict[str, Any]:
        """The report for programs; ``accepted`` and ``refused`` are keys that scripts rely on."""
        return {
            "ref": self.ref,
            "state": self.state,
            "accepted": self.accepted,
            "created": self.created,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "passed_over": self.passed_over,
            "groups": dict(self.groups),
            "refused": [line.as_json() for line in self.refused],
            "failure": self.failure,
        }


def lines(rows: Iterable[tuple[str, int, Iterable[Mapping[str, Any]]]]) -> tuple[RefusedLine, ...]:
    """Refused lines from stored ones: sheet, row, and reasons as plain values."""
    return tuple(
        RefusedLine(sheet, row, tuple(Reason.from_json(reason) for reason in reasons))
        for sheet, row, reasons in rows
    )
