"""The preview's server: for this machine alone, bounded in everything, and gone when it ends."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress

import pytest

from opledger.core.failure import Failure
from opledger.site import server
from opledger.site.live import Live
from opledger.site.server import MOST_ASKED, MOST_OPEN, MOST_WAITING, serving

FILES = {"index.html": b"<p>Private", "assets/style.css": b"a{}"}


@pytest.fixture
def live() -> Live:
    found = Live()
    found.show(FILES)
    return found


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def own_port(live: Live, told: list[str]) -> Iterator[int]:
    """The port of a server that shows ``live``, for tests that change or crowd it."""
    before = set(threading.enumerate())
    with serving(live, 0, told.append) as address:
        yield int(address.rpartition(":")[2].rstrip("/"))
    assert set(threading.enumerate()) <= before
    assert told == []


@pytest.fixture(scope="module")
def shared() -> Iterator[tuple[int, list[str]]]:
    """The port of a server, and what it complains of."""
    live, told = Live(), list[str]()
    live.show(FILES)
    before = set(threading.enumerate())
    with serving(live, 0, told.append) as address:
        yield int(address.rpartition(":")[2].rstrip("/")), told
    assert set(threading.enumerate()) <= before


@pytest.fixture
def port(shared: tuple[int, list[str]]) -> Iterator[int]:
    """The port of a server that other tests ask too; it takes a while to end."""
    port, told = shared
    yield port
    assert told == []


def opened(port: int, timeout: float = 20) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=timeout)


def exchanged(port: int, request: bytes) -> bytes:
    """Everything that is answered to these bytes."""
    with opened(port) as connection:
        connection.sendall(request)
        return heard(connection)


def heard(connection: socket.socket) -> bytes:
    said = b""
    while True:
        try:
            part = connection.recv(65536)
        except ConnectionResetError:
            return said
        if not part:
            return said
        said += part


def get(port: int, path: str = "/", host: str | None = None, method: str = "GET") -> bytes:
    named = f"127.0.0.1:{port}" if host is None else host
    return exchanged(port, f"{method} {path} HTTP/1.1\r\nHost: {named}\r\n\r\n".encode())


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def headers(answer: bytes) -> dict[str, str]:
    head = answer.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    return {name.lower(): value for name, value in (line.split(": ", 1) for line in head)}


def test_it_listens_on_this_machine_alone(port: int) -> None:
    assert status(get(port)) == 200
    own = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
    for address in own - {"127.0.0.1"}:
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((str(address), port), timeout=2).close()


def test_every_answer_says_how_it_may_be_used(port: int) -> None:
    answers = [get(port), get(port, "/x"), get(port, host="evil.example"), get(port, method="PUT")]
    answers += [exchanged(port, b"nonsense\r\n\r\n"), get(port, "/assets/style.css")]
    for answer in answers:
        said = headers(answer)
        assert said["cache-control"] == "no-store"
        assert said["x-content-type-options"] == "nosniff"
        assert said["x-frame-options"] == "DENY"
        assert said["cross-origin-resource-policy"] == "same-origin"
        assert said["content-security-policy"].startswith("default-src 'none'; ")
        assert said["server"] == "opledger"
        assert "charset=utf-8" in said["content-type"]
        assert "access-control-allow-origin" not in said


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_this_machine_s_names_are_answered(name: str, port: int) -> None:
    assert status(get(port, host=f"{name}:{port}")) == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "localhost",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1.evil.example:{port}",
        "localhost.evil.example:{port}",
        "evil.example/127.0.0.1:{port}",
        "a@127.0.0.1:{port}",
        "0.0.0.0:{port}",
        "127.0.0.2:{port}",
        "",
    ],
)
def test_a_name_that_was_made_to_lead_here_gets_nothing(host: str, port: int) -> None:
    answer = get(port, host=host.format(port=port))
    assert status(answer) == 421
    assert b"Private" not in answer


@pytest.mark.parametrize(
    "hosts",
    [b"", b"Host: 127.0.0.1:%d\r\nHost: evil.example\r\n", b"X-Forwarded-Host: localhost\r\n"],
)
def test_no_host_or_two_of_them_get_nothing(hosts: bytes, port: int) -> None:
    sent = hosts % port if b"%d" in hosts else hosts
    answer = exchanged(port, b"GET / HTTP/1.1\r\n" + sent + b"\r\n")
    assert (status(answer), b"Private" in answer) == (421, False)


@pytest.mark.parametrize("target", ["http://evil.example/", "*", "index.html", "evil.example:80"])
def test_a_target_that_is_no_path_gets_nothing(target: str, port: int) -> None:
    answer = get(port, target)
    assert (status(answer), b"Private" in answer) == (400, False)


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get"]
)
def test_there_is_only_get_and_head(method: str, port: int) -> None:
    answer = get(port, method=method)
    assert (status(answer), headers(answer)["allow"]) == (405, "GET, HEAD")


def test_head_is_get_without_a_body(port: int) -> None:
    whole, head = get(port), get(port, method="HEAD")
    assert headers(head)["content-length"] == headers(whole)["content-length"]
    assert head.partition(b"\r\n\r\n")[2] == b""
    assert status(get(port, "/assets/serve/changes?after=x", method="HEAD")) == 200


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /" + b"x" * MOST_ASKED + b" HTTP/1.1\r\n\r\n",
        b"x" * (4 * MOST_ASKED),
        b"GET / HTTP/1.1\r\nX: " + b"x" * MOST_ASKED + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * (MOST_ASKED // 4) + b"\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET / HTTP/1.1 extra\r\n\r\n",
        b"\xff\xfe / HTTP/1.1\r\n\r\n",
        b"\r\n\r\n",
        b"",
    ],
)
def test_a_request_that_is_none_is_refused_and_the_next_one_answered(
    request_: bytes, port: int
) -> None:
    with opened(port) as connection:
        with suppress(OSError):  # it may have been refused, and closed, by now
            connection.sendall(request_)
            connection.shutdown(socket.SHUT_WR)
        answer = heard(connection)
    assert b"Private" not in answer
    assert b"Traceback" not in answer
    assert answer == b"" or status(answer) in {400, 405, 414, 421, 431, 505}
    assert status(get(port)) == 200


def test_a_page_waits_for_a_change_and_is_told_of_it(own_port: int, live: Live) -> None:
    port = own_port
    before = live.shown.version
    assert get(port, "/assets/serve/changes?after=other").endswith(before.encode())
    with opened(port) as connection:
        asked = (
            f"GET /assets/serve/changes?after={before} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"
        )
        connection.sendall(asked.encode())
        connection.settimeout(0.3)
        with pytest.raises(TimeoutError):
            connection.recv(1)
        connection.settimeout(20)
        live.fail(("wrong",))
        assert heard(connection).endswith(live.shown.version.encode())
    assert live.shown.version != before
    assert b"wrong" in get(port)
    assert b"Private" in get(port)


def test_only_so_many_may_wait_and_the_others_are_answered(own_port: int, live: Live) -> None:
    port = own_port
    asked = (
        f"GET /assets/serve/changes?after={live.shown.version} HTTP/1.1\r\n"
        f"Host: localhost:{port}\r\n\r\n"
    ).encode()
    with ExitStack() as stack:
        waiting = [stack.enter_context(opened(port)) for _ in range(MOST_WAITING)]
        for connection in waiting:
            connection.sendall(asked)
        time.sleep(0.5)
        assert status(exchanged(port, asked)) == 503
        assert status(get(port)) == 200
        live.show({"index.html": b"new"})
        assert all(status(heard(connection)) == 200 for connection in waiting)


def test_only_so_many_connections_are_open_and_the_others_are_told(own_port: int) -> None:
    port = own_port
    with ExitStack() as stack:
        for _ in range(MOST_OPEN):
            stack.enter_context(opened(port))
        time.sleep(0.5)
        assert status(exchanged(port, b"")) == 503
    deadline = time.monotonic() + 10
    while status(get(port)) != 200:
        assert time.monotonic() < deadline


def test_whoever_sends_slowly_is_hung_up_on(
    live: Live, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "ASKING", 0.6)
    with serving(live, 0, told.append) as address:
        port = int(address.rpartition(":")[2].rstrip("/"))
        with opened(port) as connection:
            sent = 0
            with suppress(BrokenPipeError, ConnectionResetError):
                for _ in range(100):
                    connection.sendall(b"G")
                    sent += 1
                    time.sleep(0.1)
            assert 3 < sent < 60


def test_whoever_does_not_read_is_hung_up_on(
    live: Live, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "ANSWERING", 0.6)
    live.show({"assets/style.css": b"x" * 50_000_000})
    with serving(live, 0, told.append) as address:
        port = int(address.rpartition(":")[2].rstrip("/"))
        with opened(port) as connection:
            asked = f"GET /assets/style.css HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"
            connection.sendall(asked.encode())
            time.sleep(2)
            assert len(heard(connection)) < 50_000_000
    assert told == []


def test_it_ends_at_once_whoever_is_still_there(live: Live, told: list[str]) -> None:
    before = set(threading.enumerate())
    with ExitStack() as stack:
        with serving(live, 0, told.append) as address:
            port = int(address.rpartition(":")[2].rstrip("/"))
            silent, waiting = (stack.enter_context(opened(port)) for _ in range(2))
            waiting.sendall(
                f"GET /assets/serve/changes?after={live.shown.version} HTTP/1.1\r\n"
                f"Host: localhost:{port}\r\n\r\n".encode()
            )
            time.sleep(0.5)
            begun = time.monotonic()
        assert time.monotonic() - begun < 3
        assert heard(silent) == b""
    assert set(threading.enumerate()) <= before
    with pytest.raises(OSError, match="refused"):
        opened(port)


def test_a_port_that_is_taken_is_said_in_one_line(port: int, live: Live, told: list[str]) -> None:
    with pytest.raises(Failure) as caught, serving(live, port, told.append):
        pass
    assert caught.value.code == 1
    assert str(caught.value) == (
        f"port {port} is taken: name another one with --port, or 0 for any that is free"
    )


def test_a_bug_is_one_line_and_the_server_goes_on(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[str] = []
    with serving(live, 0, lines.append) as address:
        port = int(address.rpartition(":")[2].rstrip("/"))
        live.show({"index.html": None})  # type: ignore[dict-item]
        assert get(port) == b""
        live.show(FILES)
        assert status(get(port)) == 200
    assert len(lines) == 1
    assert lines[0].startswith("this is a bug in opledger (AttributeError: ")
