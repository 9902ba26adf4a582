"""The raw content of a pack, from its folder or from the database, with the lines where it stands."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from re import search
from typing import Any

from guanjia.apps.rulebook.loading.lines import Lines, Path
from guanjia.apps.rulebook.loading.problems import PackError, Place, Problem
from guanjia.apps.rulebook.loading.tables import Findings, Table

PARTS = (
    "clause",
    "department",
    "post",
    "duty",
    "guard",
    "checklist",
    "register",
    "measure",
    "statement",
    "planned",
    "open_point",
    "file_plan",
)
_LATER = frozenset({"file_plan"})
"""Parts that came after packs had been stored: one without them keeps the digest it had."""


@dataclass
class Source:
    """Raw tables of a pack: its head, and the rows of each part with file and index."""

    name: str
    findings: Findings = field(default_factory=Findings)
    files: dict[str, tuple[dict[str, Any], Mapping[Path, int]]] = field(default_factory=dict)

    @classmethod
    def of_folder(cls, folder: FilePath) -> "Source":
        """Read every ``*.toml`` of a folder, in order of name. Raises ``PackError`` for broken TOML and empty folders."""
        source = cls(folder.name)
        for file in sorted(folder.glob("*.toml")):
            source._read(file, f"{folder.name}/{file.name}")
        if not source.files and not source.findings.problems:
            source.findings.problems.append(Problem(Place(str(folder.name)), "There is no TOML file here."))
        if source.findings.problems:
            raise PackError(source.findings.problems)
        return source

    @classmethod
    def of_file(cls, file: FilePath) -> "Source":
        """Read one file. Raises ``PackError`` for broken TOML."""
        source = cls(file.stem)
        source._read(file, file.name)
        source.findings.raise_any()
        return source

    @classmethod
    def of_content(cls, name: str, content: dict[str, Any]) -> "Source":
        """Take what ``content`` gave earlier; there are no lines then."""
        return cls(name, files={f"{name} (stored)": (content, {})})

    @property
    def content(self) -> dict[str, Any]:
        """All files as one plain JSON value, the same however the pack is cut into files."""
        merged: dict[str, Any] = {"pack": {}, **{part: [] for part in PARTS}}
        for tables, _lines in self.files.values():
            merged["pack"] |= tables.get("pack", {})
            for part in PARTS:
                merged[part] += tables.get(part, [])
        for part in _LATER:
            if not merged[part]:
                del merged[part]
        return dict(json.loads(json.dumps(merged, default=str)))

    @property
    def digest(self) -> str:
        """SHA-256 of the content, in hexadecimal."""
        canonical = json.dumps(self.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def heads(self) -> list[Table]:
        """One table per file: its top level."""
        return [Table(tables, self.findings, file, (), lines) for file, (tables, lines) in self.files.items()]

    def _read(self, file: FilePath, label: str) -> None:
        text = file.read_text(encoding="utf-8")
        try:
            tables = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            line = search(r"line (\d+)", str(error))
            at = int(line.group(1)) if line else text.count("\n") + 1
            self.findings.problems.append(Problem(Place(label, at), f"This is not TOML: {error}."))
            return
        self.files[label] = (tables, Lines(text))
