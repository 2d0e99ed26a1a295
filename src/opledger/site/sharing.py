"""A site that several processes make at once, part by part, until there are none left.

The helpers put files where the first process does, under names that no other has, so nothing but a
short list comes back from them. The same pages come of it in any number of processes, and of
several that go wrong, the first in their order is told.

How a process comes to be, :mod:`opledger.files.processes` says. One that is not a copy of this one
takes a second to start, so it has to be worth it.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from opledger.core.failure import Failure
from opledger.core.late import dataclass
from opledger.files.processes import (
    COPIED,
    REFUSED,
    STARTED,
    Helper,
    context_of,
    helper,
    processors,
    usual_method,
)

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from opledger.files.filling import Filled, Place
    from opledger.site.parts import Parts

_WORTH = {COPIED: 500, STARTED: 4000}  # pages, for one process more
_MOST = 8
_PATIENCE = 10.0  # seconds

Told = Callable[[int], None]  # how many pages are done


@dataclass(frozen=True, slots=True)
class _Report:
    """What a process did: its parts, the files, and the part that went wrong, if one did."""

    parts: tuple[int, ...]
    filled: tuple[Filled, ...] = ()
    wrong: int | None = None
    failure: tuple[str, int] = ("", 0)


@dataclass(frozen=True, slots=True)
class Helpers:
    """Who shares in it: so many processes beside this one, and how each comes to be."""

    many: int
    method: str = COPIED


NOBODY = Helpers(0)


def usual_helpers(pages: int) -> Helpers:
    """As many as there are processors for, and as pages are worth; none where it is not safe."""
    if pages < 2 * min(_WORTH.values()) or not (method := usual_method()):
        return NOBODY
    return Helpers(max(min(processors(), pages // _WORTH[method], _MOST) - 1, 0), method)


@contextmanager
def shared(site: Parts, place: Place, helpers: Helpers) -> Iterator[Callable[[Told], None]]:
    """Have helpers begin with the parts; what is yielded takes part until all are done.

    Raises:
        Failure: a template is wrong.
    """
    crew = _Crew(site, place)
    try:
        # What is there stays, so that no collector goes through it, and no copy is made of it.
        gc.freeze()
        crew.begin(helpers)
        yield crew.finish
    finally:
        crew.end()
        gc.unfreeze()


class _Numbers:
    """The numbers of the parts, each taken by one process; ``value`` is one that all share."""

    def __init__(self, value: Any = None) -> None:  # noqa: ANN401 - no type can be named
        self._value, self._next = value, 0

    def take(self) -> int:
        """The next one."""
        if self._value is None:
            self._next += 1
            return self._next - 1
        with self._alone() as mine:
            if not mine:
                return sys.maxsize
            self._value.value += 1
            return int(self._value.value) - 1

    def stop(self, end: int) -> None:
        """Nobody takes one below this any more."""
        self._next = end
        if self._value is not None:
            with self._alone() as mine:
                if mine:
                    self._value.value = max(end, self._value.value)

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Whether nobody else takes a part now: not if one was killed just while it did."""
        lock = self._value.get_lock()
        mine = bool(lock.acquire(timeout=_PATIENCE))
        try:
            yield mine
        finally:
            if mine:
                lock.release()


class _Crew:
    def __init__(self, site: Parts, place: Place) -> None:
        self._site, self._place = site, place
        self._numbers = _Numbers()
        self._helpers: list[Helper] = []

    def begin(self, helpers: Helpers) -> None:
        if not helpers.many:
            return
        context = context_of(helpers.method)
        with suppress(*REFUSED):  # no semaphores or no more processes: fewer help
            self._numbers = _Numbers(context.Value("q", 0))
            for _ in range(helpers.many):
                arguments = (self._site, self._place, self._numbers)
                one = helper(helpers.method, _help, *arguments, others=self._helpers)
                self._helpers.append(one)

    def finish(self, told: Told) -> None:
        reports = [_work(self._site, self._place, self._numbers, told)]
        for each in self._helpers:
            with suppress(EOFError, OSError):  # it was ended, so what it took is done below
                reports.append(each.connection.recv())
        _raise_first(reports)
        done = {part for each in reports for part in each.parts}
        for part in range(self._site.count):
            if part not in done:
                again = _Numbers()
                again.stop(part)
                _raise_first([_work(self._site, self._place, again, told, once=True)])
        for report in reports[1:]:
            self._place.filled.extend(report.filled)
        told(self._site.pages)

    def end(self) -> None:
        for each in self._helpers:
            each.end()


def _raise_first(reports: list[_Report]) -> None:
    wrong = [(each.wrong, each.failure) for each in reports if each.wrong is not None]
    if wrong:
        _, (text, code) = min(wrong)
        raise Failure(text, code=code)


def _work(
    site: Parts, place: Place, numbers: _Numbers, told: Told, *, once: bool = False
) -> _Report:
    """Make part by part, until all are taken or one goes wrong."""
    done: list[int] = []
    while (part := numbers.take()) < site.count:
        before = site.pages_to(part - 1)
        told(before)
        try:
            site.put(part, place, partial(told, before))
        except Failure as failure:
            # What comes before it was taken already, so the first of all is among those told.
            numbers.stop(site.count)
            return _Report(tuple(done), wrong=part, failure=(str(failure), failure.code))
        done.append(part)
        told(site.pages_to(part))
        if once:
            break
    return _Report(tuple(done))


def _help(site: Parts, place: Place, numbers: _Numbers, told: Connection) -> None:
    """What a helper does. Whatever goes wrong but a template, the first process does again."""
    place.filled.clear()
    report = _work(site, place, numbers, lambda _: None)
    told.send(replace(report, filled=tuple(place.filled)))
