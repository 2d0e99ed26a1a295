"""The command typed within the test's own process is the one that has a process of its own."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

import pytest
from tests.conftest import Command
from tests.git.repositories import LEDGER, committed, write

ODD = "opportunities/odd.yaml"
ODD_TEXT = "company: Café 最\nlocation: NO\nevents: [{date: 2024-01-09, stage: call}]\n"


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    root = tmp_path / "led\u00e9r"
    committed(root, {**LEDGER, ODD: ODD_TEXT.encode()})
    write(tmp_path / "broken", {ODD: b"company: A\nevents: [{date: 2024-01-08, stage: led}]\n"})
    return root


@pytest.mark.parametrize(
    ("arguments", "below", "env"),
    [
        (("stats",), ".", {"COLUMNS": "60"}),
        (("stats",), ".", {"COLUMNS": "120", "NO_COLOR": "1"}),
        (("list",), "opportunities", {"TZ": "Pacific/Kiritimati"}),
        (("check",), "opportunities", {}),
        (("check", ODD, "--format", "json"), ".", {}),
        (("log",), ".", {"TZ": "America/New_York", "COLUMNS": "70"}),
        (("site", "build"), ".", {"SOURCE_DATE_EPOCH": "1700000000"}),
        (("stats", "--zzz"), ".", {}),
        (("stats",), ".", {"SOURCE_DATE_EPOCH": "soon"}),
        (("list", "--ledger", "\udcff\u00e9"), "..", {}),
        ((), ".", {}),
        (("check", "--ledger", "broken"), "..", {}),
        (("list", "--ledger", "broken"), "..", {}),
        (("log",), ".", {"PATH": ""}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_it_says_the_same(
    arguments: tuple[str, ...],
    below: str,
    env: dict[str, str],
    ledger: Path,
    run: Command,
    typed: Command,
) -> None:
    ended = run.raw(*arguments, cwd=ledger / below, env=env)
    shutil.rmtree(ledger / "site", ignore_errors=True)  # a second build would tell what is new
    other = typed.raw(*arguments, cwd=ledger / below, env=env)
    assert (other.returncode, other.stdout, other.stderr) == (
        ended.returncode,
        ended.stdout,
        ended.stderr,
    )


def test_it_leaves_the_test_s_process_as_it_was(ledger: Path, typed: Command) -> None:
    def state() -> tuple[object, ...]:
        streams = (sys.stdin, sys.stdout, sys.stderr)
        return dict(os.environ), Path.cwd(), list(sys.argv), streams, time.tzname

    before = state()
    assert typed("stats", cwd=ledger, env={"TZ": "Asia/Tokyo"}).code == 0
    assert typed("stats", "--zzz", cwd=ledger).code == 2
    assert state() == before
