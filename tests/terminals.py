"""Real shells in real terminals: what their line says after keys were pressed, what they show."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.conftest import HANG
from tests.programs import program

TAB, CLEAR, DUMP = (
    "\t",
    "\x15",
    "\x18\x04",
)  # ^U, and ^X^D, to which each shell's set-up gives a meaning
# What makes each shell write its line to $DUMP, and one without anybody's settings.
_START = {
    "bash": ("--norc", "--noprofile", "-i"),
    "zsh": ("-f", "-i"),
    "fish": ("--private", "-i"),
}
_SET_UP = {
    "bash": r"""PS1='> '; bind -x '"\C-x\C-d": printf "%s\0" "$READLINE_LINE" >"$DUMP"'""",
    "zsh": r"""PS1='> '; autoload -U compinit && compinit -u -D;"""
    r""" dump() { printf '%s\0' "$BUFFER" >"$DUMP" }; zle -N dump; bindkey '^X^D' dump""",
    "fish": r"""function fish_prompt; echo '> '; end; set -g fish_greeting;"""
    r""" function dump; printf '%s\0' (commandline | string collect) >$DUMP; end;"""
    r""" bind \cx\cd dump; bind \cu 'commandline ""'""",
}


class Shell:
    """A shell in a terminal of 80 columns."""

    def __init__(self, name: str, folder: Path, environment: Mapping[str, str]) -> None:
        self.name = name
        self._dump = Path(environment["HOME"]) / "dump"
        self._heard = b""
        self._inner, outer = pty.openpty()
        self._process = subprocess.Popen(
            [program(name), *_START[name]],
            cwd=folder,
            env={**environment, "TERM": "xterm", "COLUMNS": "80", "DUMP": str(self._dump)},
            stdin=outer,
            stdout=outer,
            stderr=outer,
            start_new_session=True,
            # Fish wants the terminal for its own; and there is no thread that this could harm.
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
        )
        os.close(outer)
        self.enter(_SET_UP[name])

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._inner)

    def enter(self, command: str) -> None:
        """Have a command run, and wait until it has ended."""
        done = self._dump.with_name("done")
        done.unlink(missing_ok=True)
        self._wait(self._is_ready)
        self._press(f"{command}; echo >{done}\r")
        self._wait(lambda: _ends(done, "\n"))

    def typed(self, keys: str) -> str:
        """What the line says once these keys were pressed on an empty one."""
        self._dump.unlink(missing_ok=True)
        self._wait(self._is_ready)
        self._press(CLEAR + keys + DUMP)
        self._wait(lambda: _ends(self._dump, "\0"))
        return self._dump.read_text(encoding="utf-8").removesuffix("\0").removesuffix("\n")

    def shown(self, keys: str) -> str:
        """What appears on the terminal meanwhile."""
        self._heard = b""
        self.typed(keys)
        return self._heard.decode("utf-8", "replace")

    def _press(self, keys: str) -> None:
        os.write(self._inner, keys.encode())

    def _is_ready(self) -> bool:
        """Whether the shell edits a line: until then the terminal itself takes what is typed."""
        return not termios.tcgetattr(self._inner)[3] & termios.ICANON

    def _wait(self, until: Callable[[], bool]) -> None:
        end = time.monotonic() + HANG
        while not until():
            assert time.monotonic() < end, f"{self.name} does not answer: {self._heard!r}"
            if select.select([self._inner], [], [], 0.01)[0]:  # a full terminal stops the shell
                self._heard += os.read(self._inner, 65536)


def _ends(path: Path, ending: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8").endswith(ending)


def on_terminal(
    command: Sequence[str | Path],
    folder: Path,
    environment: Mapping[str, str],
    columns: int = 80,
    *,
    stop: bytes = b"",
) -> tuple[int, bytes, bytes]:
    """A command whose standard error alone is a terminal: its code, output, and what came there.

    It is sent ^C as soon as ``stop`` has come.
    """
    inner, outer = pty.openpty()
    fcntl.ioctl(outer, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with subprocess.Popen(
        list(map(str, command)),
        cwd=folder,
        env={"TERM": "xterm", **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=outer,
    ) as process:
        os.close(outer)
        heard = b""
        with suppress(OSError):  # the other end is closed
            while some := os.read(inner, 65536):
                heard += some
                if stop and stop in heard:
                    process.send_signal(signal.SIGINT)
                    stop = b""
        os.close(inner)
        assert process.stdout is not None
        output = process.stdout.read()
    return process.returncode, output, heard


def screens(heard: bytes) -> list[str]:
    """What a terminal showed after each piece that came, its lines without the blanks at the end.

    Of control sequences it knows those that move up, erase a line, and colour.
    """
    lines, row, column, shown = [""], 0, 0, []
    for part in re.findall(r"\x1b\[\??[0-9;]*[A-Za-z]|[\r\n]|[^\x1b\r\n]+|\x1b", heard.decode()):
        if part == "\n":
            row += 1
            lines += [""] * (row + 1 - len(lines))
        elif part == "\r":
            column = 0
        elif part.startswith("\x1b"):
            number, what = part[2:-1], part[-1]
            assert what in "AKmlh", part
            if what == "A":
                row -= int(number or 1)
            elif what == "K":
                assert number == "2"
                lines[row] = ""
        else:
            lines[row] = lines[row][:column].ljust(column) + part + lines[row][column + len(part) :]
            column += len(part)
        shown.append("\n".join(line.rstrip() for line in lines).rstrip("\n"))
    return shown
