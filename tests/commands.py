"""The command within the test's own process: for all that needs no process of its own."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import click
from tests.conftest import SOURCE_DATE_EPOCH, Finished

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


@click.command("fail")
def failing_command() -> None:
    """Have a bug."""
    message = "first line\nsecond line"
    raise RuntimeError(message)


@click.command("stop")
def stopped_command() -> None:
    """Be stopped with ^C."""
    signal.raise_signal(signal.SIGINT)
