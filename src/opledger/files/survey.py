"""Plain data of a file, looked over: how much it is, and whether something in it is odd."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from opledger.files.rules.events import MAX_DEPTH, MAX_NODES

WIDEST_KEY = 100  # characters; a key much wider is none to the parser with positions
_LARGEST = 2**53
_FLAT = frozenset({str, bool})


class Survey:
    """What is in the data of a file, counted.

    ``keys`` is how many keys all its mappings have, ``nodes`` how many values. ``fractions`` and
    ``nothings`` say whether there are numbers with a point and values that were left out.
    """

    __slots__ = ("fractions", "keys", "nodes", "nothings")

    def __init__(self) -> None:
        self.keys = self.nodes = 0
        self.fractions = self.nothings = False

    def take(self, data: dict[Any, Any]) -> bool:
        """Count everything; false where it is odd: a key, a number, how deep or how much it is."""
        level: list[Any] = [data]
        for _ in range(MAX_DEPTH):
            below: list[Any] = []
            for each in level:
                values = each
                if type(each) is dict:
                    if not _has_usual_keys(each):
                        return False
                    self.keys += len(each)
                    values = each.values()
                self.nodes += len(each)
                if not _FLAT.issuperset(map(type, values)):
                    for value in values:
                        if type(value) is dict or type(value) is list:
                            below.append(value)
                        elif not self._is_usual(value):
                            return False
            if not below:
                return self.nodes + self.keys < MAX_NODES
            level = below
        return False

    def _is_usual(self, value: object) -> bool:
        if value is None:
            self.nothings = True
            return True
        if type(value) is float:
            self.fractions = True
        if type(value) is int or type(value) is float:
            return -_LARGEST < value < _LARGEST
        return type(value) in _FLAT


def _has_usual_keys(data: dict[Any, Any]) -> bool:
    """Whether all keys are texts in one line, none of them very long, and none merges anything."""
    try:
        keys = "".join(data)
    except TypeError:
        return False
    is_short = len(keys) <= WIDEST_KEY or max(map(len, data)) <= WIDEST_KEY
    return is_short and "\n" not in keys and "<<" not in data


def texts_of(data: object) -> Iterator[str]:
    """Every text in the data, keys among them."""
    level = [data]
    while level:
        each = level.pop()
        if type(each) is str:
            yield each
        elif type(each) is dict:
            level.extend(each)
            level.extend(each.values())
        elif type(each) is list:
            level.extend(each)
