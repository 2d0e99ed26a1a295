"""The site as it is while it is served: the last good build, and what is wrong since."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from dataclasses import field, replace

from opledger.core.late import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown now.

    ``version`` is another one after each change; ``files`` is the last site that could be built,
    empty before the first; ``trouble`` are the lines that say why the next one could not.
    """

    version: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    trouble: tuple[str, ...] = ()


class Live:
    """What is shown, changed by one thread and asked for by others."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0
        self._closed = False
        # Another server at the same address later on has other versions.
        self._shown = Shown(f"{os.getpid()}.0")

    @property
    def shown(self) -> Shown:
        """What is shown now."""
        return self._shown

    def show(self, files: Mapping[str, bytes]) -> None:
        """A new site."""
        self._set(replace(self._shown, files=dict(files), trouble=()))

    def fail(self, lines: tuple[str, ...]) -> None:
        """Why there is no new site; the last one stays."""
        self._set(replace(self._shown, trouble=lines))

    def wait(self, after: str, seconds: float) -> str:
        """The version, as soon as it is another one than this; or after so many seconds."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._closed or self._shown.version != after, timeout=seconds
            )
        return self._shown.version

    def close(self) -> None:
        """Whoever waits goes on."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _set(self, shown: Shown) -> None:
        with self._changed:
            self._count += 1
            self._shown = replace(shown, version=f"{os.getpid()}.{self._count}")
            self._changed.notify_all()
