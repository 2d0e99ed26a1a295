"""Templates that are compiled once in the test's own process: that is nine tenths of a small build.

Jinja goes by a template's name, file and text, so one that was changed is compiled anew; and each
build has an environment of its own, as ever. ``tests/test_compiled.py`` holds all of this.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from jinja2 import BaseLoader
from jinja2.bccache import Bucket, BytecodeCache

from opledger.site import rendering


class Compiled(BytecodeCache):
    """What was compiled so far, by template."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], bytes] = {}
        self.other: Compiled | None = None  # for the environment of the package's templates

    def load_bytecode(self, bucket: Bucket) -> None:
        """What is known of a template."""
        if (bucket.key, bucket.checksum) in self._known:
            bucket.bytecode_from_string(self._known[bucket.key, bucket.checksum])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._known[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


@contextmanager
def compiled_once(known: Compiled) -> Iterator[None]:
    """Every page's environment made meanwhile takes what is known already."""
    made, made_plain = rendering._Sandbox.__init__, rendering._Plain.__init__
    plain = known.other = known.other or Compiled()

    def init(sandbox: rendering._Sandbox, loader: BaseLoader) -> None:
        made(sandbox, loader)
        sandbox.bytecode_cache = known

    def init_plain(environment: rendering._Plain, loader: BaseLoader) -> None:
        made_plain(environment, loader)
        environment.bytecode_cache = plain

    rendering._Sandbox.__init__ = init  # type: ignore[method-assign, assignment]
    rendering._Plain.__init__ = init_plain  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        rendering._Sandbox.__init__ = made  # type: ignore[method-assign]
        rendering._Plain.__init__ = made_plain  # type: ignore[method-assign]
