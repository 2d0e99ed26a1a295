"""The preview: serves the private site to this machine alone.

It listens on 127.0.0.1 and answers only requests that name this machine as their host: a page
from elsewhere whose name is made to lead here (DNS rebinding) gets nothing.
"""

from __future__ import annotations

import errno
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from http.client import HTTPException, LineTooLong
from http.server import BaseHTTPRequestHandler
from io import BufferedIOBase
from socketserver import TCPServer, ThreadingMixIn
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qs

from opledger.core.failure import Failure
from opledger.files.disk import reason
from opledger.site.served import CHANGES, Reply, refusal, reply

if TYPE_CHECKING:
    from opledger.site.live import Live

ADDRESS = "127.0.0.1"
_NAMES = ("localhost", ADDRESS, "[::1]")
MOST_OPEN, MOST_WAITING = 48, 24  # connections, and of these such as wait for a change
MOST_ASKED = 16 * 1024  # bytes of a request
ASKING, ANSWERING, WAITING = 10.0, 60.0, 25.0  # seconds
_POLL = 0.2
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
        " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
}
_BUSY = b"HTTP/1.0 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n"


@contextmanager
def serving(live: Live, port: int, tell: Callable[[str], None]) -> Iterator[str]:
    """Serve within, in threads that are gone afterwards; the address for a browser.

    ``port`` 0 takes any that is free. ``tell`` is given a line where an answer failed.

    Raises:
        Failure: the port is taken, or can't be had.
    """
    try:
        server = _Server(live, port, tell)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            what = f"port {port} is taken: name another one with --port, or 0 for any that is free"
        else:
            what = f"can't serve at port {port}: {reason(error)}; name another one with --port"
        raise Failure(what, code=1) from None
    thread = threading.Thread(target=server.serve_forever, args=(_POLL,), name="serve")
    thread.start()
    try:
        yield f"http://{ADDRESS}:{server.port}/"
    finally:
        server.shutdown()
        thread.join()
        live.close()
        server.hang_up()
        server.server_close()  # waits for the threads that answer


class _Server(ThreadingMixIn, TCPServer):
    """Answers each connection in a thread, so many at a time, each for so long."""

    daemon_threads = False
    allow_reuse_address = sys.platform != "win32"  # there it would share the port with others
    request_queue_size = 64

    def __init__(self, live: Live, port: int, tell: Callable[[str], None]) -> None:
        self.live = live
        self._tell = tell
        self._lock = threading.Lock()
        self._until: dict[socket.socket, float] = {}
        self.waiting = threading.Semaphore(MOST_WAITING)
        super().__init__((ADDRESS, port), _Handler)

    @property
    def port(self) -> int:
        """The port that is listened on."""
        return int(self.socket.getsockname()[1])

    @property
    def hosts(self) -> set[str]:
        """What a request may name as its host."""
        port = self.port
        plain = set(_NAMES) if port == 80 else set()  # noqa: PLR2004 - left out by browsers
        return plain | {f"{name}:{port}" for name in _NAMES}

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Answer in a thread, or refuse at once where too many are open."""
        with self._lock:
            room = len(self._until) < MOST_OPEN
            if room:
                self._until[request] = time.monotonic() + ASKING
        if room:
            super().process_request(request, client_address)
            return
        with suppress(OSError):
            request.settimeout(1)
            request.sendall(_BUSY)
        self.shutdown_request(request)

    def heard(self, request: socket.socket) -> None:
        """The request was read; now there is time to answer it."""
        with self._lock:
            self._until[request] = time.monotonic() + ANSWERING

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401
        """A connection has ended."""
        with self._lock:
            self._until.pop(request, None)
        super().shutdown_request(request)

    def service_actions(self) -> None:
        """Hang up on whoever takes too long."""
        now = time.monotonic()
        self.hang_up(lambda until: until < now)

    def hang_up(self, whom: Callable[[float], bool] = lambda _until: True) -> None:
        """End connections, so that their threads go on and end."""
        with self._lock:
            late = [request for request, until in self._until.items() if whom(until)]
        for request in late:
            with suppress(OSError):
                request.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401, ARG002
        """A line for what went wrong, and nothing for a reader that went away."""
        error = sys.exception()
        if error is not None and not isinstance(error, OSError):
            self._tell(f"this is a bug in opledger ({type(error).__name__}: {error})")


class _Limited:
    """What a client sends, up to a limit."""

    def __init__(self, inner: BufferedIOBase) -> None:
        self._inner = inner
        self._left = MOST_ASKED

    def readline(self, size: int = -1) -> bytes:
        """A line.

        Raises:
            LineTooLong: the request as a whole is.
        """
        most = self._left + 1 if size < 0 else min(size, self._left + 1)
        line = self._inner.readline(most)
        self._left -= len(line)
        if self._left < 0:
            raise LineTooLong("request")
        return line

    def close(self) -> None:
        """Close what is read from."""
        self._inner.close()


class _Handler(BaseHTTPRequestHandler):
    """One request: GET or HEAD, for this machine by name."""

    server: _Server
    timeout = ASKING  # of each read and write
    request_version, requestline, command, path = "HTTP/1.0", "", "", ""

    def setup(self) -> None:
        """Read no more than a request may be long."""
        super().setup()
        self.rfile = cast("Any", _Limited(self.rfile))

    def handle(self) -> None:
        """One request a connection."""
        try:
            self.handle_one_request()
        except HTTPException:
            self._send(refusal(414, "Too long", "The address is too long."))

    def do_GET(self) -> None:
        """Answer with a file of the site."""
        self.server.heard(self.connection)
        hosts = self.headers.get_all("Host") or []
        if len(hosts) != 1 or hosts[0].strip().lower() not in self.server.hosts:
            text = f"This server answers for http://{ADDRESS}:{self.server.port}/ alone."
            self._send(refusal(HTTPStatus.MISDIRECTED_REQUEST, "Another host", text))
        elif not self.path.startswith("/"):
            self._send(refusal(HTTPStatus.BAD_REQUEST, "Not understood", "No path was asked for."))
        elif self.path.partition("?")[0] == f"/{CHANGES}":
            self._changes()
        else:
            self._send(reply(self.server.live.shown, self.path))

    def do_HEAD(self) -> None:
        """As for GET, but for what follows the headers."""
        self.do_GET()

    def _changes(self) -> None:
        """The version, as soon as it is another one than the page's."""
        live = self.server.live
        after = parse_qs(self.path.partition("?")[2]).get("after", [""])[0]
        if self.command == "HEAD" or not self.server.waiting.acquire(blocking=False):
            status = 200 if self.command == "HEAD" else 503
            self._send(Reply(status, "text/plain; charset=utf-8", b""))
            return
        try:
            version = live.wait(after, WAITING)
        finally:
            self.server.waiting.release()
        self._send(Reply(200, "text/plain; charset=utf-8", version.encode()))

    def parse_request(self) -> bool:
        """Whether it is a request that is answered."""
        if not super().parse_request():
            return False
        if self.command in {"GET", "HEAD"}:
            return True
        said = refusal(HTTPStatus.METHOD_NOT_ALLOWED, "Not allowed", "There is only GET and HEAD.")
        self._send(said, {"Allow": "GET, HEAD"})
        return False

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """What the library finds wrong with a request, with the headers of every answer."""
        with suppress(ValueError):
            self._send(refusal(code, HTTPStatus(code).phrase, "The request is not understood."))

    def _send(self, said: Reply, more: dict[str, str] | None = None) -> None:
        self.request_version = "HTTP/1.0"  # what has no version still gets the headers
        self.send_response(said.status)
        headers = {"Content-Type": said.type, "Content-Length": str(len(said.body))}
        for name, value in {**headers, **_HEADERS, **(more or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(said.body)

    def version_string(self) -> str:
        """What the server calls itself."""
        return "opledger"

    def log_message(self, *_: object) -> None:
        """A preview that tells each request tells nothing."""
