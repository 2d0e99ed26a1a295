"""The command within the test's own process: for all that needs no process of its own."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

import click
import pytest
from tests.conftest import SOURCE_DATE_EPOCH, Command, Finished

from opledger.cli.main import main
from opledger.cli.main import run as run_command

# Who commits, where git's own configuration does not say.
SOMEBODY = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "A. Person"), ("EMAIL", "a@example.com"))
}
_SEEN = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "OPLEDGER_DEBUG")


def call(*arguments: str | Path, env: Mapping[str, str] | None = None) -> Finished:
    """The ended command, on the first of March 2024, its output not on a terminal."""
    out, complaints = io.StringIO(), io.StringIO()
    with _environment(env or {}), redirect_stdout(out), redirect_stderr(complaints):
        code = run_command([str(argument) for argument in arguments])
    return Finished(code, out.getvalue(), complaints.getvalue())


@contextmanager
def _environment(env: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    for name in _SEEN:
        os.environ.pop(name, None)
    os.environ.update({"SOURCE_DATE_EPOCH": str(SOURCE_DATE_EPOCH), **env})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


class Typed(Command):
    """The command as :class:`Command` runs it, seen from outside, without a process of its own.

    It starts in a tenth of the time. What needs a terminal, a signal or an output that is closed
    needs a process.
    """

    def raw(
        self,
        *arguments: str | Path,
        cwd: Path,
        stdin: bytes | None = None,
        env: Mapping[str, str] | None = None,
    ) -> subprocess.CompletedProcess[bytes]:
        """The ended command, its output as bytes."""
        typed = ["opledger", *map(str, arguments)]
        out, complaints, given = io.BytesIO(), io.BytesIO(), io.BytesIO(stdin or b"")
        with (
            _called(self.environment(**(env or {}))),
            chdir(cwd),
            patch.object(sys, "argv", typed),
            patch.object(sys, "stdin", io.TextIOWrapper(given, "utf-8")),
            patch.object(sys, "stdout", io.TextIOWrapper(out, "utf-8")) as stdout,
            patch.object(sys, "stderr", io.TextIOWrapper(complaints, "utf-8")) as stderr,
        ):
            with pytest.raises(SystemExit) as ended:
                main()
            stdout.flush()
            stderr.flush()
            code = ended.value.code
            assert isinstance(code, int)
            return subprocess.CompletedProcess(typed, code, out.getvalue(), complaints.getvalue())


@contextmanager
def _called(env: Mapping[str, str]) -> Iterator[None]:
    """This environment alone, and the time zone that it names."""
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
        time.tzset()


@click.command("fail")
def failing_command() -> None:
    """Have a bug."""
    message = "first line\nsecond line"
    raise RuntimeError(message)


@click.command("stop")
def stopped_command() -> None:
    """Be stopped with ^C."""
    signal.raise_signal(signal.SIGINT)
