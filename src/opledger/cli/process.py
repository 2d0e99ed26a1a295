"""The process of a command: Python's search for garbage waits, and the end is short.

Both are a seventh of what a small command takes. Python looks through all that is being imported,
in which there is nothing to find. At the end it takes apart every module and every value, one by
one, before it gives the memory back, which the system does at once.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from typing import NoReturn

_FEW_OBJECTS = 100_000
_INTERRUPTED = 130


def main() -> NoReturn:
    """Run the command with the process's arguments, and end with its code."""
    # What a command makes it keeps until it ends: there is little to find among the first of it.
    gc.set_threshold(_FEW_OBJECTS)
    try:
        from opledger.cli.main import main as command

        command()
    except KeyboardInterrupt:  # while modules are loaded; the command itself knows what to say
        sys.stderr.write("opledger: stopped\n")
        end(_INTERRUPTED)
    except SystemExit as ended:
        if not isinstance(ended.code, int):
            raise
        end(ended.code)
    end(0)


def end(code: int) -> NoReturn:
    """End the process with a code, after all that was to be done before its end.

    Where somebody still works, or the output can't be written, Python ends it as it always does.
    """
    import threading

    if threading.active_count() > 1:
        sys.exit(code)
    atexit._run_exitfuncs()  # noqa: SLF001 - Python's own end begins with it
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.exit(code)
    os._exit(code)
