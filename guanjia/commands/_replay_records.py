"""Reading what is replayed: three kinds of CSV, told apart by their columns, plain or gzipped.

Our own has the columns ``received_at``, ``kind``, ``channel``, ``title``, and may have ``description``, ``caller_name``,
``caller_phone``, ``unit``, ``place``, ``urgency``, ``complaint_class``, ``classification`` (a key such as home.water.leak) and
``written`` (yes or no). Moments without a zone are the site's own.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from zoneinfo import ZoneInfo

from guanjia.kernel.refusals import Refusal, Refused

_FORMATS = ("%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d")
_YES = {"1", "yes", "y", "true", "是"}
csv.field_size_limit(4 * 1024 * 1024)


@dataclass(frozen=True)
class Record:
    """One thing to register. ``matter`` is what its classification is guessed from, where no key is given."""

    line: int
    received_at: datetime
    kind: str
    channel: str
    title: str
    description: str = ""
    caller_name: str = ""
    caller_phone: str = ""
    unit: str = ""
    place: str = ""
    urgency: str = ""
    complaint_class: str = ""
    classification: str = ""
    matter: str = ""
    written: bool = False


@dataclass
class Found:
    """What a file held: records in the order of time, and the lines that are none, with the reason.

    ``digest`` tells one file from another: the beginning of its SHA-256.
    """

    kind: str
    digest: str
    records: list[Record] = field(default_factory=list)
    broken: list[tuple[int, str]] = field(default_factory=list)


Reader = Callable[[int, dict[str, str], ZoneInfo], Record]


def read(path: Path, zone: ZoneInfo, limit: int | None = None) -> Found:
    """Read a file. Raises ``Refused`` when it cannot be read or has none of the three sets of columns."""
    try:
        content = path.read_bytes()
        raw = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
    except (OSError, EOFError, gzip.BadGzipFile) as trouble:
        raise _refused(f"{path} cannot be read: {trouble}.") from trouble
    rows = csv.DictReader(io.StringIO(_text(raw), newline=""))
    kind, reader = _reader_for(set(rows.fieldnames or ()), path)
    found = Found(kind, sha256(raw).hexdigest()[:16])
    for row in _numbered(rows, limit):
        line, values = row
        try:
            found.records.append(reader(line, values, zone))
        except (ValueError, KeyError) as trouble:
            found.broken.append((line, str(trouble)))
    found.records.sort(key=lambda record: record.received_at)
    return found


def _numbered(rows: csv.DictReader[str], limit: int | None) -> Iterator[tuple[int, dict[str, str]]]:
    for count, row in enumerate(rows):
        if limit is not None and count >= limit:
            return
        yield (
            rows.line_num,
            {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)},
        )


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030", errors="replace")


def _reader_for(columns: set[str], path: Path) -> tuple[str, Reader]:
    for kind, wanted, reader in (
        ("requests-311", {"open_dt", "case_title", "type", "source"}, _request),
        ("complaints-zh", {"title", "sent_at", "text"}, _message),
        ("cases", {"received_at", "kind", "channel", "title"}, _own),
    ):
        if wanted <= columns:
            return kind, reader
    raise _refused(
        f"{path.name} has no columns known here. It needs received_at, kind, channel and title; "
        "`guanjia replay --help` lists the others."
    )


def _refused(sentence: str) -> Refused:
    return Refused(Refusal("replay_file", sentence.replace("%", "%%")))


def _moment(text: str, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = _by_formats(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _by_formats(text: str) -> datetime:
    for pattern in _FORMATS:
        try:
            return datetime.strptime(text, pattern)  # noqa: DTZ007 - the caller adds the site's zone
        except ValueError:
            continue
    raise ValueError(f"{text!r} is not a moment")


def _own(line: int, row: dict[str, str], zone: ZoneInfo) -> Record:
    same = (
        "kind",
        "channel",
        "title",
        "description",
        "caller_name",
        "caller_phone",
        "unit",
        "place",
        "urgency",
    )
    values = {name: row.get(name, "") for name in (*same, "complaint_class", "classification")}
    return Record(
        line=line,
        received_at=_moment(row["received_at"], zone),
        matter=values["title"],
        written=row.get("written", "").lower() in _YES,
        **values,
    )


def _message(line: int, row: dict[str, str], zone: ZoneInfo) -> Record:
    """A resident's message to a public mailbox: written, by the portal; most complain."""
    title = row["title"] or row["text"][:40]
    return Record(
        line=line,
        received_at=_moment(row["sent_at"], zone),
        kind=_kind_of_message(title),
        channel="portal",
        title=title[:120],
        description=row["text"][:10_000],
        caller_name=row.get("user", "")[:60],
        matter=f"{title} {row['text'][:300]}",
        written=True,
    )


def _kind_of_message(title: str) -> str:
    for kind, words in (
        ("inquiry", ("咨询", "请问", "询问", "何时", "什么时候", "怎么办理", "如何")),
        ("suggestion", ("建议", "能不能", "能否", "希望", "可否")),
    ):
        if any(word in title for word in words):
            return kind
    return "complaint"


_CHANNELS = {
    "Constituent Call": "phone",
    "Employee Generated": "patrol",
    "Self Service": "portal",
    "Citizens Connect App": "portal",
}


def _request(line: int, row: dict[str, str], zone: ZoneInfo) -> Record:
    """A service request of a city's 311 desk."""
    sort = row["type"] or row["case_title"]
    return Record(
        line=line,
        received_at=_moment(row["open_dt"], zone),
        kind=_kind_of_request(sort.lower()),
        channel=_CHANNELS.get(row["source"], "api"),
        title=(row["case_title"] or sort)[:120],
        description=f"{row.get('subject', '')} · {row.get('reason', '')} · {sort}",
        place=" ".join(row.get(name, "") for name in ("location_street_name", "neighborhood")).strip()[:120],
        matter=f"{sort} {row.get('reason', '')}",
    )


def _kind_of_request(sort: str) -> str:
    for kind, words in (
        ("suggestion", ("general comments",)),
        (
            "complaint",
            ("complaint", "unsatisfactory", "unsanitary", "illegal", "unsafe", "overflowing", "missed trash"),
        ),
        ("help", ("schedule", "request for recycling", "sticker", "notification", "pick up", "cart")),
        ("inquiry", ("information", "general request")),
    ):
        if any(word in sort for word in words):
            return kind
    return "repair"
