"""What every test may use: the command in a process of its own, a browser, and the summary."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from tests.cached import ROOT, always, shared_cache
from tests.programs import required

import opledger

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# The same examples on every machine and run: a failure is one that everybody sees.
settings.register_profile(
    "opledger",
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("opledger")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A run in the background ignores ^C, and so would all that it starts: tests send it.
    signal.signal(signal.SIGINT, signal.default_int_handler)

SOURCE_DATE_EPOCH = 1_709_294_400  # noon of 2024-03-01
PROGRAM = "tests.cached" if shared_cache() else "opledger"
HANG = 60  # seconds after which a process is taken for hung; no test waits for it
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
_NO_BROWSER = "browser tests, as there is no Chromium: install it"
_NO_DATA = "real-data tests, as OPLEDGER_REAL_DATA names no folder"


@dataclass(frozen=True, slots=True)
class Finished:
    """A command that has ended."""

    code: int
    stdout: str
    stderr: str


class Command:
    """Runs the real command in a folder, with nothing of the caller's environment."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def environment(self, **more: str) -> dict[str, str]:
        """What the command sees: a fixed day, UTC, a home of its own, and what is added."""
        package = Path(opledger.__file__).parents[1]
        kept = shared_cache()
        shared = {"OPLEDGER_CACHE": kept} if kept else {}
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "PYTHONPATH": f"{package}{os.pathsep}{ROOT}" if kept else str(package),
            "PYTHONSAFEPATH": "1",
            "HOME": str(self._home),
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "SOURCE_DATE_EPOCH": str(SOURCE_DATE_EPOCH),
            **shared,
            **more,
        }

    def raw(
        self,
        *arguments: str | Path,
        cwd: Path,
        stdin: bytes | None = None,
        env: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[bytes]:
        """The ended process, its output as bytes."""
        return subprocess.run(
            [sys.executable, "-m", PROGRAM, *map(str, arguments)],
            cwd=cwd,
            env=self.environment(**(env or {})),
            input=b"" if stdin is None else stdin,
            capture_output=True,
            timeout=HANG,
            check=False,
        )

    def __call__(
        self,
        *arguments: str | Path,
        cwd: Path,
        stdin: bytes | None = None,
        env: Mapping[str, str] | None = None,
    ) -> Finished:
        """The code, and both outputs as text."""
        ended = self.raw(*arguments, cwd=cwd, stdin=stdin, env=env)
        return Finished(ended.returncode, ended.stdout.decode(), ended.stderr.decode())


@pytest.fixture
def run(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """Run ``opledger`` with arguments in ``cwd``: ``run("check", cwd=folder).code``."""
    return Command(tmp_path_factory.mktemp("home"))


@pytest.fixture
def typed(tmp_path_factory: pytest.TempPathFactory) -> Command:
    """The same as ``run``, in the test's own process: where a process is not the point."""
    from tests.commands import Typed

    return Typed(tmp_path_factory.mktemp("home"))


def find_browser() -> str | None:
    """The path of a Chromium, if there is one."""
    return next(filter(None, map(shutil.which, _BROWSERS)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for all tests; each opens pages of its own."""
    from playwright.sync_api import sync_playwright

    path = find_browser()
    if path is None:
        pytest.fail("no Chromium is found, and OPLEDGER_REQUIRE_PROGRAMS asks for one")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
            ],
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session", autouse=True)
def compiled() -> Iterator[None]:
    """Templates are compiled once, however many sites are built of them."""
    from tests.compiled import Compiled, compiled_once

    with compiled_once(Compiled()):
        yield


@pytest.fixture(scope="session", autouse=True)
def kept_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is kept is kept for the tests alone; in one place for all, if that is asked for."""
    os.environ["OPLEDGER_CACHE"] = shared_cache() or str(tmp_path_factory.mktemp("cache"))
    if shared_cache():
        always()


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder with other people's published job searches."""
    return Path(os.environ["OPLEDGER_REAL_DATA"])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out, with a reason, what can't run here."""
    absent = {}
    if find_browser() is None and not required():
        absent["browser"] = _NO_BROWSER
    data = os.environ.get("OPLEDGER_REAL_DATA")
    if not data or not Path(data).is_dir():
        absent["real_data"] = _NO_DATA
    for item in items:
        for marker, reason in absent.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say of each group of tests that did not run how many they are, and why."""
    reasons = Counter(_reason(report) for report in terminalreporter.stats.get("skipped", ()))
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"Not run: {count} {reason}")


def _reason(report: pytest.TestReport) -> str:
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return told.removeprefix("Skipped: ")
