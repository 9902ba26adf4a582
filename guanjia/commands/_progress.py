"""A progress line for long commands: shown on a terminal, silent in a pipe."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self, TextIO

_EVERY = 0.1  # seconds between two drawings


class Progress:
    """Count work on one line of standard error.

    >>> with Progress("Reading", total=100) as progress:
    ...     for _ in range(100):
    ...         progress.step()
    """

    def __init__(self, what: str, total: int | None = None, stream: TextIO | None = None) -> None:
        self.what = what
        self.total = total
        self.done = 0
        self._stream = stream or sys.stderr
        self._shown = self._stream.isatty()
        self._drawn = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            self._draw()
            self._stream.write("\n")
            self._stream.flush()

    def step(self, count: int = 1) -> None:
        """Note that ``count`` more pieces are done."""
        self.done += count
        if self._shown and time.monotonic() - self._drawn >= _EVERY:
            self._draw()

    def _draw(self) -> None:
        self._drawn = time.monotonic()
        total = f" / {self.total:,} ({100 * self.done // self.total}%)" if self.total else ""
        self._stream.write(f"\r{self.what} {self.done:,}{total}\x1b[K")
        self._stream.flush()
