"""How much a template may do: a ledger may be somebody else's, and so are its templates then.

A page needs a few thousand steps (rounds of loops, calls, includes) and texts of some kilobytes.
What goes far beyond was made to keep the machine busy, or by mistake; either way it ends with a
line that says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sized
from functools import wraps
from typing import Any

STEPS = 2_000_000  # a page; what takes longer than a round of a loop counts as more of them
CALL, INCLUDE = 5, 200
TEXT = 4 * 1024 * 1024  # characters; of one value, and of a page
_NUMBER = 10_000  # as an argument: a width, a count
_LENGTH = 100_000  # of a list
_BITS = 1024
_WIDE = re.compile(r"[0-9]{4}|\*")


class Excess(Exception):
    """A template does more than any page needs."""


class Bounds:
    """Counts what one page does. :meth:`restart` before each."""

    def __init__(self) -> None:
        self._left = STEPS

    def restart(self) -> None:
        """Begin to count anew."""
        self._left = STEPS

    def step(self, many: int = 1) -> None:
        """Count so many steps.

        Raises:
            Excess: there were too many.
        """
        self._left -= many
        if self._left < 0:
            raise Excess(f"it takes more than {STEPS:,} steps")

    def each(self, items: Iterable[Any]) -> Iterable[Any]:
        """The same items, each counted as a step."""
        if isinstance(items, Sized):
            self.step(len(items))
            return items
        return self._counted(items)

    def _counted(self, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            self.step()
            yield item

    def guarded(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, which takes no huge number and gives no huge text."""

        @wraps(function)
        def inner(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - any filter
            self.step()
            refuse_large(*arguments, *named.values())
            return limited(function(*arguments, **named))

        return inner


def limited(value: Any) -> Any:  # noqa: ANN401 - any value
    """The same value.

    Raises:
        Excess: it is a text, list or number beyond what a page needs.
    """
    if isinstance(value, str):
        wrong = len(value) > TEXT
    elif isinstance(value, list | tuple):
        wrong = len(value) > _LENGTH
    else:
        wrong = isinstance(value, int) and value.bit_length() > _BITS
    if wrong:
        raise Excess("it makes a value that is too large")
    return value


def refuse_large(*arguments: object) -> None:
    """Refuse arguments that make a call a great deal of work.

    Raises:
        Excess: one is a large number, or texts multiply to a large one.
    """
    size = 1
    for each in arguments:
        if isinstance(each, int | float) and abs(each) > _NUMBER:
            raise Excess(f"it asks for {each:,}, and {_NUMBER:,} is the most")
        if isinstance(each, str):
            size *= max(len(each), 1)
    if size > 10 * TEXT:
        raise Excess("it makes a text that is too large")


def refuse_wide(form: str) -> None:
    """Refuse a text to format values by that asks for a width of thousands.

    Raises:
        Excess: it does.
    """
    if _WIDE.search(form):
        raise Excess("it formats by a width that is too large, or not told")


def operated(operator: str, left: Any, right: Any) -> None:  # noqa: ANN401 - any operands
    """Refuse an operation that would make something huge.

    Raises:
        Excess: it would.
    """
    if operator == "**":
        raise Excess("there are no powers in templates")
    if operator == "%" and isinstance(left, str):
        refuse_wide(left)
    if operator == "*":
        for value, times in ((left, right), (right, left)):
            if isinstance(value, str | list | tuple) and isinstance(times, int):
                most = TEXT if isinstance(value, str) else _LENGTH
                if len(value) * times > most:
                    raise Excess("it makes a value that is too large")
