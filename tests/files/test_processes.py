"""Processes that help another one: they end with it, and have no helpers of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from multiprocessing.connection import Connection

import pytest

from opledger.files.processes import COPIED, helper, usual_method

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="no process is copied here")
BUSY = """\
import os
from opledger.files.processes import COPIED, helper
def work(connection):
    connection.send(os.getpid())
    while True:
        connection.send(bytes(100_000))
helpers = []
for _ in range(3):
    helpers.append(helper(COPIED, work, others=helpers))
print(*(each.connection.recv() for each in helpers), flush=True)
os.kill(os.getpid(), 9)
"""


def test_helpers_of_a_process_that_is_killed_end() -> None:
    """They wait to send what nobody will ever take."""
    done = subprocess.run(
        [sys.executable, "-c", BUSY], stdout=subprocess.PIPE, check=False, text=True, timeout=60
    )
    assert done.returncode == -signal.SIGKILL
    helpers = [int(each) for each in done.stdout.split()]
    assert len(helpers) == 3
    until = time.monotonic() + 30
    while any(map(is_there, helpers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert [each for each in helpers if is_there(each)] == []


def is_there(process: int) -> bool:
    """Whether there is such a process, and it has not ended."""
    try:
        with open(f"/proc/{process}/stat") as file:  # noqa: PTH123 - no path of a ledger
            return file.read().rpartition(") ")[2][0] != "Z"
    except OSError:
        return False


def test_a_helper_has_none_of_its_own() -> None:
    one = helper(COPIED, tell_method)
    assert one.connection.recv() == ""
    one.end()


def tell_method(connection: Connection) -> None:
    """How a process would come to be here."""
    connection.send(usual_method())


def test_ctrl_c_stops_no_helper() -> None:
    one = helper(COPIED, interrupted)
    assert one.connection.recv() == "still there"
    one.end()


def interrupted(connection: Connection) -> None:
    """Be interrupted, and go on."""
    os.kill(os.getpid(), signal.SIGINT)
    connection.send("still there")
