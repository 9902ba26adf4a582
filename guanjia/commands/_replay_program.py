"""The program that sends a replay's records: an ordinary client of the API.

Either to the API of this very process, which is told the moment of each request, so that years pass in minutes; or to
a running Guanjia somewhere, whose clock nobody moves: there only ``received_at`` is the record's own.
"""

from __future__ import annotations

import io
import json
import sys
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.utils import translation

from guanjia.api.terms import CALLED_AT
from guanjia.commands._replay_records import Record

ADDRESS = "/api/v1/cases"
TIMEOUT = 60  # seconds


class NotTaken(Exception):
    """The API refused a record; the sentence says why."""


def case_of(record: Record, *, site: str, classification: str) -> dict[str, Any]:
    """A record as ``POST /cases`` wants it; what is empty is left out."""
    sent = {
        "site": site,
        "kind": record.kind,
        "channel": record.channel,
        "title": record.title,
        "description": record.description,
        "caller_name": record.caller_name,
        "caller_phone": record.caller_phone,
        "unit": record.unit,
        "place": record.place,
        "urgency": record.urgency,
        "complaint_class": record.complaint_class,
        "classification": classification,
        "written": record.written,
        "received_at": record.received_at.isoformat(),
    }
    return {name: value for name, value in sent.items() if value not in ("", None)}


@dataclass
class Here:
    """The API of this process, called as a server calls it, at moments of our choosing."""

    _application: WSGIHandler = field(default_factory=WSGIHandler)

    def send(self, sent: dict[str, Any], *, token: str, key: str, at: datetime) -> dict[str, Any]:
        """Register a case at ``at``; the same ``key`` has one effect. Raises ``NotTaken``."""
        request = WSGIRequest(_environ(json.dumps(sent).encode(), token, key, at))
        with translation.override(None):  # the request's language is not to stay with the command
            answer = self._application.get_response(request)
            return _read(answer.status_code, b"".join(answer).decode())


@dataclass
class Elsewhere:
    """A running Guanjia at ``url``, by HTTP."""

    url: str
    token: str
    _session: requests.Session = field(default_factory=requests.Session)

    def send(self, sent: dict[str, Any], *, key: str) -> dict[str, Any]:
        """Register a case now; the same ``key`` has one effect. Raises ``NotTaken``."""
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key, "Accept-Language": "en"}
        try:
            answer = self._session.post(
                self.url.rstrip("/") + ADDRESS, json=sent, headers=headers, timeout=TIMEOUT
            )
        except requests.RequestException as trouble:
            raise NotTaken(f"{urlsplit(self.url).netloc} does not answer: {trouble}") from trouble
        return _read(answer.status_code, answer.text)


def _environ(body: bytes, token: str, key: str, at: datetime) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": ADDRESS,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "443",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": _host(),
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "HTTP_IDEMPOTENCY_KEY": key,
        "HTTP_ACCEPT_LANGUAGE": "en",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        CALLED_AT: at,
    }


def _host() -> str:
    """A name this installation answers to."""
    named = [host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"]
    return named[0] if named else "localhost"


def _read(status: int, text: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(text)
    except ValueError:
        raise NotTaken(f"answer {status} that is no JSON") from None
    if status == 201:
        return found
    raise NotTaken(str(found.get("detail") or status))
