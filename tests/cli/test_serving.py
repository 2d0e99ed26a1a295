"""``opledger site serve``: the real command, asked over a socket while its files change."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.commands import call
from tests.conftest import HANG, Command
from tests.git.repositories import committed, git, write

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SLIP = "company: Slip\nevents: [{date: 2024-01-08, stage: leda}]\n"


class Serving:
    """The command as it runs, and what it printed so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.lines: list[str] = []
        self._threads = [
            threading.Thread(target=self._listen, args=(pipe,))
            for pipe in (process.stdout, process.stderr)
        ]
        for thread in self._threads:
            thread.start()
        self.until(lambda: any("http://" in line for line in self.lines))
        found = re.search(r"http://127\.0\.0\.1:[0-9]+/", "\n".join(self.lines))
        assert found
        self.address = found[0]

    def _listen(self, pipe: object) -> None:
        for line in pipe:  # type: ignore[attr-defined]
            self.lines.append(line.rstrip("\n"))

    def page(self, path: str = "") -> str:
        try:
            with urllib.request.urlopen(self.address + path, timeout=HANG) as answer:  # noqa: S310
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                return str(error.read().decode())

    def until(self, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + HANG
        while not holds():
            assert time.monotonic() < deadline, self.lines
            assert self.process.poll() is None, self.lines
            time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(how)
        code = self.process.wait(HANG)
        for thread in self._threads:
            thread.join()
        return code


@contextmanager
def serving(run: Command, ledger: Path, *more: str) -> Iterator[Serving]:
    process = subprocess.Popen(
        [sys.executable, "-m", "opledger", "site", "serve", "--port", "0", *more],
        cwd=ledger,
        env=run.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Serving(process)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdout, process.stderr):
            assert pipe is not None
            pipe.close()


def test_the_site_is_served_and_built_anew_after_each_change(run: Command, tmp_path: Path) -> None:
    committed(tmp_path)
    with serving(run, tmp_path) as served:
        served.until(lambda: "Kestrel" in served.page("opportunities.html"))
        assert served.lines[1].startswith("Built ")
        # A change of a record, a template, and the history.
        write(tmp_path, {"opportunities/tallow.yaml": SLIP.replace("leda", "lead").encode()})
        served.until(lambda: "Slip" in served.page("opportunities.html"))
        write(tmp_path, {"templates/method.html.j2": b"My own {{ view.as_of }}"})
        served.until(lambda: "My own 2024-03-01" in served.page("method.html"))
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "--quiet", "-m", "More")
        head = git(tmp_path, "rev-parse", "HEAD")
        served.until(lambda: head[:10] in served.page())
        (tmp_path / "opportunities" / "tallow.yaml").unlink()
        served.until(lambda: "Slip" not in served.page("opportunities.html"))
        assert not (tmp_path / "site").exists()
        assert served.stop() == 130
    assert served.lines[-1] == "opledger: stopped"
    assert not [line for line in served.lines if "Traceback" in line]


def test_what_is_wrong_is_said_here_and_in_the_page_and_it_goes_on(
    run: Command, tmp_path: Path
) -> None:
    write(tmp_path)
    with serving(run, tmp_path) as served:
        served.until(lambda: "Kestrel" in served.page("opportunities.html"))
        write(tmp_path, {"opportunities/slip.yaml": SLIP.encode(), "opportunities/b.yaml": b"["})
        served.until(lambda: "2 errors" in served.page())
        for said in (served.page(), "\n".join(served.lines)):
            assert re.search(r"opportunities/slip\.yaml:2:3[0-9]: error\[unknown-stage\]: ", said)
            assert "opportunities/b.yaml:1:" in said
        assert "Kestrel" in served.page("opportunities.html")  # the last good site
        wrong = [line for line in served.lines if "error[unknown-stage]" in line]
        (tmp_path / "opportunities" / "slip.yaml").unlink()
        (tmp_path / "opportunities" / "b.yaml").unlink()
        served.until(lambda: "could not be built" not in served.page())
        assert len(wrong) == 1
        # An error in a template is named with its line; and so is what is no error of the user's.
        write(tmp_path, {"templates/method.html.j2": b"\n{{ view.<script> }}"})
        served.until(lambda: "templates/method.html.j2:2: the template is wrong" in served.page())
        assert "<script> }}" not in served.page()
        (tmp_path / "templates" / "method.html.j2").unlink()
        served.until(lambda: "could not be built" not in served.page())
        (tmp_path / "ledger.yaml").unlink()
        served.until(lambda: "has no ledger.yaml" in served.page())
        assert served.stop() == 130
    assert not [line for line in served.lines if "Traceback" in line or "bug" in line]


def test_a_ledger_with_errors_from_the_start_is_served_as_its_errors(
    run: Command, tmp_path: Path
) -> None:
    write(tmp_path, {"ledger.yaml": b"titel: x\n"})
    with serving(run, tmp_path) as served:
        served.until(lambda: "ledger.yaml:1:1: error[unknown-key]" in served.page())
        write(tmp_path)
        served.until(lambda: "Winter" in served.page())
        assert served.stop() == 130


def test_the_site_of_an_earlier_day_is_served(run: Command, tmp_path: Path) -> None:
    write(tmp_path)
    with serving(run, tmp_path, "--as-of", "2024-01-07") as served:
        served.until(lambda: "as of 2024-01-07" in served.page())
        served.stop()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_it_ends_while_a_page_waits(run: Command, tmp_path: Path) -> None:
    write(tmp_path)
    with serving(run, tmp_path) as served:
        served.until(lambda: "Winter" in served.page())
        host = served.address.removeprefix("http://").rstrip("/")
        port = int(host.rpartition(":")[2])
        asked = f"/assets/serve/changes?after={version(served.page())}"
        with socket.create_connection(("127.0.0.1", port)) as waiting:
            waiting.sendall(f"GET {asked} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
            time.sleep(0.5)
            begun = time.monotonic()
            assert served.stop() == 130
            assert time.monotonic() - begun < 10


def version(page: str) -> str:
    found = re.search(r'data-version="([^"]*)"', page)
    assert found
    return found[1]


def test_a_port_that_is_taken_is_one_line(run: Command, tmp_path: Path) -> None:
    write(tmp_path)
    with serving(run, tmp_path) as served:
        port = served.address.rpartition(":")[2].rstrip("/")
        ended = call("site", "serve", "--port", port, "--ledger", tmp_path)
        assert (ended.code, ended.stdout) == (1, "")
        assert ended.stderr == (
            f"opledger: port {port} is taken: name another one with --port, or 0 for any that is"
            " free\n"
        )


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none_is_a_wrong_call(port: str, tmp_path: Path) -> None:
    assert call("site", "serve", "--port", port, "--ledger", write(tmp_path)).code == 2


def test_without_a_ledger_nothing_is_served(tmp_path: Path) -> None:
    ended = call("site", "serve", "--ledger", tmp_path)
    assert (ended.code, "has no ledger.yaml" in ended.stderr) == (2, True)


@pytest.mark.browser
def test_an_open_page_is_loaded_again_and_asks_nobody_else(
    run: Command, tmp_path: Path, browser: Browser
) -> None:
    committed(tmp_path)
    with serving(run, tmp_path) as served:
        served.until(lambda: "Kestrel" in served.page("opportunities.html"))
        page = browser.new_page()
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda said: complaints.append(said.text))
        page.goto(served.address + "opportunities.html")
        write(tmp_path, {"opportunities/tallow.yaml": SLIP.replace("leda", "lead").encode()})
        page.wait_for_selector("text=Slip", timeout=HANG * 1000)
        write(tmp_path, {"opportunities/slip.yaml": SLIP.encode()})
        alert = page.wait_for_selector(".opledger-trouble", timeout=HANG * 1000)
        assert alert is not None
        assert "unknown-stage" in alert.inner_text()
        (tmp_path / "opportunities" / "slip.yaml").unlink()
        page.wait_for_selector(".opledger-trouble", state="detached", timeout=HANG * 1000)
        assert page.locator("text=Slip").count() >= 1
        page.close()
        assert {url.startswith(served.address) for url in asked} == {True}
        assert complaints == []
        assert served.stop() == 130


def test_a_look_at_the_ledger_costs_little(tmp_path: Path) -> None:
    from zoneinfo import ZoneInfo

    from opledger.cli.serving import _looks

    record = b"company: K\nevents: [{date: 2024-01-08, stage: lead}]\n"
    write(tmp_path, {"ledger.yaml": b""} | {f"opportunities/k{n}.yaml": record for n in range(500)})
    first = _looks(tmp_path, ZoneInfo("UTC"))
    begun = time.process_time()
    assert _looks(tmp_path, ZoneInfo("UTC")) == first
    assert time.process_time() - begun < 0.3
    os.utime(tmp_path / "opportunities" / "k77.yaml", ns=(1, 1))
    assert _looks(tmp_path, ZoneInfo("UTC")) != first
