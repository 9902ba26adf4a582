"""Programs that post cases and never give up: the same key until it is answered."""

from __future__ import annotations

import http.client
import json
import random
import threading
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any


@dataclass
class Program:
    """One program. ``acknowledged`` holds what it was told is done: key to number; ``urged`` how often per case."""

    port: int
    token: str
    seed: int
    acknowledged: dict[str, str] = field(default_factory=dict)
    urged: dict[str, int] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)
    attempts: int = 0

    def work(self, stop: threading.Event) -> None:
        """Post case after case, and now and then an urging, until ``stop``; what was begun is brought to an end."""
        dice = random.Random(self.seed)
        while not stop.is_set() and not self.trouble:
            key = str(uuid.UUID(int=dice.getrandbits(128), version=4))
            back = timedelta(minutes=dice.choice([0, 3, 11, 16, 31, 61]))
            case = {
                "kind": dice.choice(["repair", "complaint", "inquiry"]),
                "channel": "phone",
                "title": key,
                "received_at": (datetime.now(UTC) - back).isoformat(),
            }
            # Now and then it hangs up before it can have read the answer, as a phone in a lift does.
            patience = dice.choice([30, 30, 30, 0.01, 0.04])
            made = self._until_answered("/cases", case, key, patience)
            if made is None:
                return
            ref = made["ref"]
            self.acknowledged[key] = ref
            if dice.random() < 0.3 and self._until_answered(
                f"/cases/{ref}/urge", {"text": "Hurry"}, f"u-{key}"
            ):
                self.urged[ref] = self.urged.get(ref, 0) + 1

    def _until_answered(
        self, path: str, body: dict[str, Any], key: str, patience: float = 30
    ) -> dict[str, Any] | None:
        until = time.monotonic() + 90
        while time.monotonic() < until:
            self.attempts += 1
            try:
                status, answer = self._send(path, body, key, patience)
            except (OSError, http.client.HTTPException):
                patience = 30
                time.sleep(0.05)
                continue
            if status in {200, 201}:
                return json.loads(answer)
            if status in {429, 500, 502, 503}:  # a killed database connection may also show as 500
                time.sleep(0.1)
                continue
            self.trouble.append(f"{status} {answer[:300]!r}")
            return None
        self.trouble.append(f"no answer for {path}")
        return None

    def _send(self, path: str, body: dict[str, Any], key: str, patience: float) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=patience)
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        try:
            connection.request("POST", f"/api/v1{path}", json.dumps(body), headers)
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()
