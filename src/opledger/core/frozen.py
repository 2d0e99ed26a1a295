"""Dicts and lists that never change: what records hold, as :mod:`opledger.core.model` promises.

Other than a ``MappingProxyType`` they can be pickled, copied and hashed, as the record can that
holds them; and they are the dict or list that every library knows.
"""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

K = TypeVar("K")
V = TypeVar("V")


def _refuse(*_: object, **__: object) -> NoReturn:
    message = "a record never changes: dict(...) or list(...) makes a copy that does"
    raise TypeError(message)


class FrozenDict(dict[K, V]):
    """A dict that refuses to be changed; equal to any dict that says the same."""

    __slots__ = ()

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        """Alike for what says the same, in whatever order."""
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        """The dict that it is made from."""
        return FrozenDict, (dict(self),)


class FrozenList(list[V]):
    """A list that refuses to be changed; equal to any list that says the same."""

    __slots__ = ()

    __setitem__ = __delitem__ = __iadd__ = __imul__ = _refuse
    append = clear = extend = insert = pop = remove = reverse = sort = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        """Alike for what says the same."""
        return hash(tuple(self))

    def __reduce__(self) -> tuple[Any, ...]:
        """The list that it is made from."""
        return FrozenList, (list(self),)


def frozen(value: object) -> object:
    """The value with every dict and every list in it frozen."""
    match value:
        case dict():
            return FrozenDict({key: frozen(item) for key, item in value.items()})
        case list():
            return FrozenList(frozen(item) for item in value)
    return value
