"""The stage: Wanxing, a fake of the robots' servers on this machine, and the wiring of messages."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from guanjia.apps.messaging import reactions
from guanjia.apps.messaging.events import HandedOut
from guanjia.apps.organisations.queries import site as cached_site
from guanjia.kernel import reactions as wiring
from guanjia.kernel.scope import company_scope
from tests.cast import wanxing


@pytest.fixture
def wired():
    """What is handed out goes to the outbox, as in the product."""
    kept = wiring._by_event.copy(), wiring._by_key.copy(), list(wiring._to_all)
    wiring.wire({HandedOut: [wiring.later(reactions.deliver, outside=True)]})
    yield
    wiring._by_event.clear()
    wiring._by_event.update(kept[0])
    wiring._by_key.clear()
    wiring._by_key.update(kept[1])
    wiring._to_all[:] = kept[2]


@pytest.fixture
def house(db, wired):
    """Wanxing in the scope of its company."""
    cached_site.cache_clear()
    found = wanxing()
    with company_scope(found.company.pk):
        yield found


class RobotServer(HTTPServer):
    """Notes every letter; answers what ``answer`` says."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.letters, self.answer, self.status = [], {"errcode": 0, "errmsg": "ok"}, 200

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/send"


class Handler(BaseHTTPRequestHandler):
    """One POST."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        query = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
        self.server.letters.append((query, body))
        answer = json.dumps(self.server.answer).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_args):
        """Quiet."""


@pytest.fixture
def robots(settings):
    """The robots' servers."""
    server = RobotServer()
    settings.GUANJIA_DINGTALK_URL = settings.GUANJIA_WECOM_URL = server.url
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()
