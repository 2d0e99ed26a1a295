"""Calendars read back by a library of other people: ical.js, in one Node for all tests."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.programs import NODE_MODULES, node_package, program

_SCRIPT = NODE_MODULES.parent / "read_calendar.mjs"


class Reader:
    """Reads a calendar file at each call."""

    def __init__(self, node: subprocess.Popen[str]) -> None:
        self._node = node

    def __call__(self, content: bytes) -> dict[str, Any]:
        """What the calendar says: its ``name``, ``zones``, ``events`` and how many ``others``."""
        assert self._node.stdin
        assert self._node.stdout
        self._node.stdin.write(json.dumps(content.decode()) + "\n")
        self._node.stdin.flush()
        found: dict[str, Any] = json.loads(self._node.stdout.readline())
        assert "error" not in found, found
        return found


@contextmanager
def reader() -> Iterator[Reader]:
    """A reader for as long as it is wanted; without Node or ical.js the test ends here."""
    node_package("ical.js")
    with subprocess.Popen(
        [program("node"), str(_SCRIPT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as node:
        yield Reader(node)


def lines(content: bytes) -> list[str]:
    """The file's lines, unfolded, after a look at its form (RFC 5545, 3.1).

    Every line ends in CRLF, has 75 octets at most, and is UTF-8 by itself: a reader that forgets
    to unfold first still reads letters.
    """
    assert content.endswith(b"\r\n")
    folded = content.removesuffix(b"\r\n").split(b"\r\n")
    unfolded: list[str] = []
    for line in folded:
        assert len(line) <= 75
        text = line.decode()
        assert not any(ord(sign) < 32 or ord(sign) == 127 for sign in text)
        if text.startswith(" "):
            unfolded[-1] += text[1:]
        else:
            unfolded.append(text)
    return unfolded
