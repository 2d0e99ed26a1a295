"""Lines as people read them: printable, and no wider than a usual terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from opledger.files.diagnostics import printable

WIDTH = 80  # columns


def wrapped(text: str, indent: str = "") -> Iterator[str]:
    """The lines of a paragraph; all but the first are indented further."""
    further = indent + "  "
    yield from textwrap.wrap(
        printable(text),
        WIDTH,
        initial_indent=indent,
        subsequent_indent=further,
        break_on_hyphens=False,  # a command or a file's name would be cut
    )
