"""Standard output as a terminal: how wide it is, whether it shows bold and dim, and writing there.

It goes by what Rich goes by, which the tests hold against it; Rich takes a quarter of a small
command's time to load, and is left what is out of the ordinary.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress

_USUAL, _WIDEST = 80, 120  # columns
_LONG = 6  # digits
_DUMB = {"dumb", "unknown"}
_BOLD, _DIM = "1", "2"
_STREAMS = (0, 1, 2)  # input, output, errors


def is_ordinary() -> bool:
    """Whether output is text in Unicode, and neither Windows' nor a notebook's console shows it."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    others = sys.platform == "win32" or not {"IPython", "idlelib"}.isdisjoint(sys.modules)
    return encoding.lower().startswith("utf") and not others


class Terminal:
    """Standard output, at most 120 columns wide, 80 where there is no terminal."""

    def __init__(self) -> None:
        """As it is now."""
        shows = _is_terminal()
        dumb = shows and os.environ.get("TERM", "").lower() in _DUMB
        self._styled = shows and not dumb
        asked = _number("COLUMNS")
        if asked is None:
            asked = _columns()
        # A width of nought is what some programs set that have none to tell.
        self.width = min(asked or _USUAL, _WIDEST)

    def bold(self, text: str) -> str:
        """The text, bold where that is shown."""
        return self._as(_BOLD, text)

    def dim(self, text: str) -> str:
        """The text, dim where that is shown."""
        return self._as(_DIM, text)

    def _as(self, style: str, text: str) -> str:
        return f"\x1b[{style}m{text}\x1b[0m" if self._styled and text else text

    def write(self, lines: Iterable[str]) -> None:
        """Print lines: they are there when this is done."""
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sys.stdout.flush()


def _is_terminal() -> bool:
    compatible, forced = os.environ.get("TTY_COMPATIBLE", ""), os.environ.get("FORCE_COLOR")
    if compatible in {"0", "1"}:
        return compatible == "1"
    return sys.stdout.isatty() if forced is None else forced != ""


def _number(name: str) -> int | None:
    """A number that the environment asks for; one that nobody means is none."""
    text = os.environ.get(name)
    return int(text) if text and len(text) < _LONG and text.isdecimal() else None


def _columns() -> int | None:
    """How wide the first of the streams is that is a terminal."""
    for stream in _STREAMS:
        with suppress(OSError):
            return os.get_terminal_size(stream).columns
    return None
