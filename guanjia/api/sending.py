"""Sending a webhook: to public addresses only, without following redirects, within ten seconds.

The name is looked up once, every address found must be public, and the connection goes to exactly one of those
addresses; so a name that answers differently the second time (DNS rebinding) gains nothing.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

_CONNECT_SECONDS = 3.0
_READ_SECONDS = 5.0
_ALL_SECONDS = 10.0
_KEPT = 200  # characters of an answer that are kept to explain a failure


@dataclass(frozen=True)
class Answer:
    """What came back: the status, or why there is none."""

    status: int | None
    trouble: str = ""

    @property
    def good(self) -> bool:
        """Whether the other side has taken the delivery."""
        return self.status is not None and 200 <= self.status < 300


class AddressRefused(OSError):
    """The name leads to an address inside our own network."""


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Send ``body``; every kind of trouble is an answer, never an exception."""
    try:
        parts = urlsplit(url)
        connection = _connection(parts.scheme, parts.hostname or "", parts.port)
    except (OSError, ValueError) as error:
        return Answer(None, _sentence(error))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    # A socket's timeout starts anew with every byte; the watchdog ends an answer that trickles.
    watchdog = threading.Timer(_ALL_SECONDS, _cut, [connection])
    watchdog.daemon = True
    watchdog.start()
    try:
        connection.request("POST", path, body, headers)
        response = connection.getresponse()
        said = response.read(_KEPT).decode(errors="replace")
        return Answer(response.status, "" if 200 <= response.status < 300 else said.replace("\x00", ""))
    except (OSError, http.client.HTTPException) as error:
        return Answer(None, _sentence(error))
    finally:
        watchdog.cancel()
        connection.close()


def public_address(host: str, port: int) -> str:
    """One address of ``host`` to connect to.

    Raises ``AddressRefused`` when any of its addresses is private, unless the installation allows private ones.
    """
    found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not settings.GUANJIA_WEBHOOKS_PRIVATE:
        for address in found:
            if not _is_public(address):
                raise AddressRefused(f"{host} is not a public address")
    return found[0]


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo[1] if parsed.teredo else None)
        if inner is not None:
            return _is_public(str(inner))
        if parsed in ipaddress.ip_network("64:ff9b::/96"):
            return _is_public(str(ipaddress.IPv4Address(int(parsed) & 0xFFFFFFFF)))
    return parsed.is_global and not parsed.is_multicast


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    number = port or (443 if scheme == "https" else 80)
    address = public_address(host, number)
    if scheme == "https":
        return _PinnedTls(host, number, address)
    return _Pinned(host, number, address)


class _Pinned(http.client.HTTPConnection):
    """A connection to one address that was checked, whatever the name says by now."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=_CONNECT_SECONDS)
        self._address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), timeout=_CONNECT_SECONDS)
        self.sock.settimeout(_READ_SECONDS)


class _PinnedTls(_Pinned):
    """The same over TLS: the certificate must be the name's."""

    default_port = http.client.HTTPS_PORT

    def connect(self) -> None:
        super().connect()
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def _cut(connection: http.client.HTTPConnection) -> None:
    with contextlib.suppress(OSError):
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)


def _sentence(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:300]
