"""Dataclasses and patterns that cost little until they are used.

A command defines a hundred of them and makes values of some thirty. The standard decorator writes
and compiles six methods for each, which took longer than all else that a command does before it
reads a file. Here ``__init__`` is written when the first value is made, or somebody asks for its
parameters, and the other methods need no text of their own. What comes out is what the standard
decorator gives, but for that.

Likewise a module states dozens of patterns, and a run asks a few of them: each is compiled when it
is first asked.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from functools import cached_property
from operator import attrgetter, ge, gt, le, lt
from typing import TYPE_CHECKING, Any, NoReturn

Method = Callable[..., Any]

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - as mypy wants it said

    pattern = re.compile
else:

    def dataclass(**asked: bool) -> Callable[[type], type]:
        """The decorator, with any of ``frozen``, ``eq``, ``order``, ``kw_only``, ``slots``.

        Raises:
            TypeError: the class has what only the standard decorator knows to make.
        """
        return lambda cls: _made(cls, **asked)

    class pattern:  # noqa: N801 - takes the place of a function
        """What ``re.compile`` gives, compiled when something of it is first asked."""

        def __init__(self, text: str, flags: int = 0) -> None:
            """Any text; whether it is a pattern is found when it is asked."""
            self._asked = (text, flags)

        @cached_property
        def _made(self) -> re.Pattern[str]:
            return re.compile(*self._asked)

        def __getattr__(self, name: str) -> object:
            """A method or value of the pattern: found here from now on."""
            value = getattr(self._made, name)
            setattr(self, name, value)
            return value


def _made(  # noqa: PLR0913 - the decorator's own options, by name
    cls: type,
    *,
    frozen: bool = False,
    eq: bool = True,
    order: bool = False,
    kw_only: bool = False,
    slots: bool = False,
) -> type:
    own = set(vars(cls))
    plainly = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)
    made: Any = plainly(cls)
    fields = dataclasses.fields(made)
    unknown = len(made.__dataclass_fields__) > len(fields)  # a ClassVar or an InitVar
    if unknown or any(not each.init or each.hash is not None for each in fields):
        raise TypeError(f"{cls.__qualname__} is one for dataclasses.dataclass")
    # A class of somebody else's that inherits from it goes by what it says of itself.
    about = made.__dataclass_params__
    about.init = about.repr = True
    about.frozen, about.eq, about.order = frozen, eq, order
    methods: dict[str, Any] = {"__init__": _late_init(made, frozen)}
    methods["__repr__"] = _repr(tuple(each.name for each in fields if each.repr))
    if frozen:
        methods |= _FROZEN | (_PICKLED if slots else {})
    if eq:
        compared = tuple(each.name for each in fields if each.compare)
        methods |= _comparing(compared, order) | {"__hash__": _hash(compared) if frozen else None}
    for name, method in methods.items():
        if name not in own:
            setattr(made, name, method)
    if "__init__" not in own:
        made.__signature__ = _Signature(made, frozen)
    return made  # type: ignore[no-any-return]


class _Signature:
    """Writes ``__init__`` when a class is asked for its signature, and leaves the answer to it."""

    def __init__(self, cls: Any, frozen: bool) -> None:  # noqa: ANN401, FBT001
        self._cls, self._frozen = cls, frozen

    def __get__(self, value: object, asked: type) -> NoReturn:
        self._cls.__init__ = _init(self._cls, self._frozen)
        raise AttributeError("__signature__")


def _late_init(cls: Any, frozen: bool) -> Method:  # noqa: ANN401, FBT001
    def __init__(self: object, *args: object, **named: object) -> None:  # noqa: N807
        cls.__init__ = _init(cls, frozen)
        cls.__init__(self, *args, **named)

    return __init__


def _init(cls: Any, frozen: bool) -> Method:  # noqa: ANN401, FBT001
    """The ``__init__`` that assigns its parameters, as one would write it."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_absent": _ABSENT}
    plain, named, body = ["self"], ["*"], []
    for each in dataclasses.fields(cls):
        name = each.name
        parameter, value = name, name
        if each.default_factory is not dataclasses.MISSING:
            known[f"_new_{name}"] = each.default_factory
            parameter, value = f"{name}=_absent", f"_new_{name}() if {name} is _absent else {name}"
        elif each.default is not dataclasses.MISSING:
            known[f"_usual_{name}"] = each.default
            parameter = f"{name}=_usual_{name}"
        (named if each.kw_only else plain).append(parameter)
        body.append(f"_set(self, '{name}', {value})" if frozen else f"self.{name} = {value}")
    body.append("self.__post_init__()" if hasattr(cls, "__post_init__") else "return")
    parameters = ", ".join(plain + (named if len(named) > 1 else []))
    lines = "\n ".join(body)
    exec(f"def __init__({parameters}):\n {lines}", known)  # noqa: S102 - of names in this package
    init: Method = known["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__annotations__ = {each.name: each.type for each in dataclasses.fields(cls)}
    init.__annotations__["return"] = None
    return init


class _Absent:
    """Stands for a value that is made anew each time, also where a signature is shown."""

    def __repr__(self) -> str:
        return "<factory>"


_ABSENT = _Absent()


def _repr(names: tuple[str, ...]) -> Method:
    form, values = ", ".join(f"{name}=%r" for name in names), _values(names)
    if len(names) == 1:
        (name,) = names
        values = lambda self: (getattr(self, name),)  # noqa: E731 - as the others are

    def __repr__(self: object) -> str:  # noqa: N807
        return f"{type(self).__qualname__}({form % values(self)})"

    return __repr__


def _values(names: tuple[str, ...]) -> Callable[[object], object]:
    """What takes the values of these fields out of a record, as something to compare."""
    return attrgetter(*names) if names else lambda _: ()


def _comparing(names: tuple[str, ...], order: bool) -> dict[str, Method | None]:  # noqa: FBT001
    values = _values(names)

    def __eq__(self: object, other: object) -> bool:  # noqa: N807
        if self.__class__ is other.__class__:
            return values(self) == values(other)
        return NotImplemented

    def ordering(holds: Method) -> Method:
        def compare(self: object, other: object) -> Any:  # noqa: ANN401
            if self.__class__ is other.__class__:
                return holds(values(self), values(other))
            return NotImplemented

        return compare

    orders = (("__lt__", lt), ("__le__", le), ("__gt__", gt), ("__ge__", ge))
    methods: dict[str, Method | None] = {"__eq__": __eq__}
    if order:
        methods |= {name: ordering(holds) for name, holds in orders}
    return methods


def _hash(names: tuple[str, ...]) -> Method:
    values = _values(names)

    def __hash__(self: object) -> int:  # noqa: N807
        return hash(values(self))

    return __hash__


def _refuse_set(_self: object, name: str, _value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(_self: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[object]:  # noqa: ANN401
    return [getattr(self, each.name) for each in dataclasses.fields(self)]


def _restore(self: Any, state: list[object]) -> None:  # noqa: ANN401
    for each, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)


_FROZEN: dict[str, Method | None] = {
    "__setattr__": _refuse_set,
    "__delattr__": _refuse_delete,
}
# Slots are filled by setting them, which a frozen record refuses.
_PICKLED: dict[str, Method | None] = {
    "__getstate__": _state,
    "__setstate__": _restore,
}
