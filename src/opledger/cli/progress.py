"""How far something is that takes longer than a second: the one door to a bar on the terminal.

It stands on standard error, only where that is a terminal that somebody looks at, and is gone
without a trace when it is done, has failed or was stopped.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from opledger.files.readings import Told

Item = TypeVar("Item")

_PATIENCE, _BETWEEN = 1.0, 0.1  # seconds before it appears, and until it changes again
_BAR, _GAP = 20, 1  # columns
# A program looks at what is written, not somebody: runners of builds, and git's hooks.
_UNSEEN = ("CI", "GIT_EXEC_PATH")


@contextmanager
def progress(
    doing: str, things: str, *, clock: Callable[[], float] = time.monotonic
) -> Iterator[Told]:
    """What to call after each step while something is done: ``Reading 4,120 of 10,000 files``.

    ``clock`` gives seconds. Nothing else may be printed meanwhile.
    """
    if not _seen():
        yield lambda _done, _every: None
        return
    with ExitStack() as stack:
        due = clock() + _PATIENCE
        bar: Bar | None = None

        def told(done: int, every: int) -> None:
            nonlocal bar, due
            now = clock()
            if now >= due:
                due = now + _BETWEEN
                bar = bar or Bar(stack)
                bar.show(f"{doing} {done:,} of {every:,} {things}", done, every)

        yield told


def each_of(items: Iterable[Item], every: int, doing: str, things: str) -> Iterator[Item]:
    """The items one by one, with how many of them were taken shown meanwhile."""
    with progress(doing, things) as told:
        for done, item in enumerate(items, 1):
            yield item
            told(done, every)


def _seen() -> bool:
    if any(os.environ.get(name) for name in _UNSEEN):
        return False
    # A dumb terminal can't take back what was written.
    return sys.stderr.isatty() and os.environ.get("TERM") not in {None, "", "dumb", "unknown"}


class Bar:
    """A line on the terminal: words, and a bar behind them where there is room."""

    def __init__(self, stack: ExitStack) -> None:
        """The line is there from now on, until the stack is left."""
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn
        from rich.table import Column

        console = Console(stderr=True, highlight=False, emoji=False, markup=False)
        words = TextColumn(
            "{task.description}",
            markup=False,
            table_column=Column(no_wrap=True, overflow="ellipsis" if _has_signs() else "crop"),
        )
        self._width, self._bar = console.width, BarColumn(_BAR)
        self._progress: Progress = Progress(
            words,
            console=console,
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        stack.enter_context(self._progress)
        self._task: TaskID = self._progress.add_task("", total=None)

    def show(self, text: str, done: int, every: int) -> None:
        """Write the line anew."""
        room = len(text) + _GAP + _BAR <= self._width
        self._progress.columns = (self._progress.columns[0], *((self._bar,) if room else ()))
        self._progress.update(
            self._task, description=text, completed=done, total=every, refresh=True
        )


def _has_signs() -> bool:
    return (sys.stderr.encoding or "").lower().startswith("utf")
