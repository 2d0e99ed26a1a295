"""Dataclasses and patterns that cost little until they are used.

A command defines a hundred of them and makes values of some thirty. The standard decorator writes
and compiles six methods for each, which took longer than all else that a command does before it
reads a file. Here ``__init__`` is written when some values were made, or somebody asks for its
parameters, and the other methods need no text of their own. The standard decorator itself is asked
when somebody wants to know of a class what only it can say, and at once of one that inherits. What
comes out is what it gives, but for that.

Likewise a module states dozens of patterns, and a run asks a few of them: each is compiled when it
is first asked.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from functools import cached_property
from operator import attrgetter, ge, gt, le, lt
from typing import TYPE_CHECKING, Any, Generic, NoReturn

Method = Callable[..., Any]
Fields = tuple["dataclasses.Field[Any]", ...]

_MARKS = ("ClassVar", "InitVar", "KW_ONLY")  # what has them is for the standard decorator
_FEW = 12  # values that take as long as the writing of what makes them
_ASKED = ("__dataclass_fields__", "__dataclass_params__")

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

    def standard(asked: type) -> Any:  # noqa: ANN401
        made: Any = dataclasses.dataclass(
            init=False, repr=False, eq=False, slots=slots, kw_only=kw_only
        )(asked)
        # A class of somebody else's that inherits from it goes by what it says of itself.
        about = made.__dataclass_params__
        about.init = about.repr = True
        about.frozen, about.eq, about.order = frozen, eq, order
        return made

    fields = _written_fields(cls, kw_only)
    made = standard(cls) if fields is None else _with_fields(cls, fields, slots, standard)
    if fields is None:
        fields = dataclasses.fields(made)
        if len(made.__dataclass_fields__) > len(fields):  # a ClassVar or an InitVar
            raise _not_for_us(cls)
    if any(not each.init or each.hash is not None for each in fields):
        raise _not_for_us(cls)
    methods: dict[str, Any] = {"__init__": _late_init(made, fields, frozen)}
    methods["__repr__"] = _repr(tuple(each.name for each in fields if each.repr))
    if frozen:
        methods |= _FROZEN | (_PICKLED if slots else {})
    if eq:
        compared = tuple(each.name for each in fields if each.compare)
        methods |= _comparing(compared, order) | {"__hash__": _hash(compared) if frozen else None}
    methods["_written_fields"] = fields
    for name, method in methods.items():
        if name not in own:
            setattr(made, name, method)
    if "__init__" not in own:
        made.__signature__ = _Signature(made, fields, frozen)
    return made  # type: ignore[no-any-return]


def fields(of: object) -> Fields:
    """What ``dataclasses.fields`` tells of a class or a value, without the standard decorator.

    Raises:
        TypeError: it is no dataclass.
    """
    told = vars(of if isinstance(of, type) else type(of)).get("_written_fields")
    return dataclasses.fields(of) if told is None else told  # type: ignore[arg-type]


def is_dataclass(of: object) -> bool:
    """Whether it is a dataclass, or a value of one; asked as :func:`fields` is."""
    kind = of if isinstance(of, type) else type(of)
    return "_written_fields" in vars(kind) or dataclasses.is_dataclass(kind)


def _not_for_us(cls: type) -> TypeError:
    return TypeError(f"{cls.__qualname__} is one for dataclasses.dataclass")


def _written_fields(cls: type, kw_only: bool) -> Fields | None:  # noqa: FBT001
    """The fields as they are written in a class; ``None`` where only the standard one can tell."""
    said, kinds = vars(cls), cls.__annotations__
    if not {*cls.__mro__[1:]} <= {object, Generic} or cls.__doc__ is None or "__slots__" in said:
        return None
    if not all(type(kind) is str and not any(map(kind.count, _MARKS)) for kind in kinds.values()):
        return None
    if any(type(value) is dataclasses.Field and name not in kinds for name, value in said.items()):
        return None
    fields: list[Any] = []
    for name, kind in kinds.items():
        value: Any = said.get(name, dataclasses.MISSING)
        if type(value).__hash__ is None:  # a list that all values would share
            return None
        each = value if type(value) is dataclasses.Field else dataclasses.field(default=value)
        each.name, each.type = name, kind
        if each.kw_only is dataclasses.MISSING:
            each.kw_only = kw_only
        fields.append(each)
    return tuple(fields)


def _with_fields(
    cls: type,
    fields: Fields,
    slots: bool,  # noqa: FBT001
    standard: Method,
) -> Any:  # noqa: ANN401
    """The class with its fields: slots of a class made anew, or attributes."""
    made: Any = cls
    if slots:
        names = tuple(each.name for each in fields)
        left = {"__dict__", "__weakref__", *names}
        about = {name: value for name, value in vars(cls).items() if name not in left}
        made = type(cls)(cls.__name__, cls.__bases__, {**about, "__slots__": names})
        made.__qualname__ = cls.__qualname__
    else:
        for each in fields:
            if each.default is not dataclasses.MISSING:
                setattr(cls, each.name, each.default)
            elif each.name in vars(cls):
                delattr(cls, each.name)
    matched = tuple(each.name for each in fields if not each.kw_only)
    setattr(made, "__match_args__", matched)  # noqa: B010 - no type checker lets it be assigned
    for name in _ASKED:
        setattr(made, name, _Asked(name, made, fields, standard))
    for name, value in _BESIDE.items():
        setattr(made, name, value)
    return made


class _Asked:
    """Asks the standard decorator about the fields of a class, and leaves its answer there."""

    def __init__(self, name: str, cls: type, fields: Fields, standard: Method) -> None:
        self._name, self._cls, self._fields, self._standard = name, cls, fields, standard

    def __get__(self, value: object, asked: type) -> object:
        cls = self._cls
        about = {
            "__module__": cls.__module__,
            "__qualname__": cls.__qualname__,
            "__doc__": cls.__doc__,
            "__annotations__": {each.name: each.type for each in self._fields},
        }
        fields = {each.name: each for each in self._fields}
        beside = self._standard(type(cls.__name__, (), about | fields))
        if len(beside.__dataclass_fields__) > len(dataclasses.fields(beside)):
            raise _not_for_us(cls)
        for name in _ASKED:
            setattr(cls, name, getattr(beside, name))
        return getattr(cls, self._name)


class _Signature:
    """Writes ``__init__`` when a class is asked for its signature, and leaves the answer to it."""

    def __init__(self, cls: Any, fields: Fields, frozen: bool) -> None:  # noqa: ANN401, FBT001
        self._cls, self._fields, self._frozen = cls, fields, frozen

    def __get__(self, value: object, asked: type) -> NoReturn:
        self._cls.__init__ = _init(self._cls, self._fields, self._frozen)
        raise AttributeError("__signature__")


def _late_init(cls: Any, fields: Fields, frozen: bool) -> Method:  # noqa: ANN401, FBT001
    """What fills the first values field by field, as writing ``__init__`` takes longer than that.

    It is written for the next one, and where the parameters are not what they have to be.
    """
    left, plain = _FEW, tuple(each.name for each in fields if not each.kw_only)

    def __init__(self: Any, *args: object, **named: object) -> None:  # noqa: ANN401, N807
        nonlocal left
        left -= 1
        values = _values_of(fields, plain, args, named) if left >= 0 else None
        if values is None:
            cls.__init__ = _init(cls, fields, frozen)
            cls.__init__(self, *args, **named)
            return
        put: Method = object.__setattr__ if frozen else setattr
        for each, value in zip(fields, values, strict=True):
            put(self, each.name, value)
        if hasattr(cls, "__post_init__"):
            self.__post_init__()

    return __init__


def _values_of(
    fields: Fields, plain: tuple[str, ...], args: tuple[object, ...], named: dict[str, object]
) -> list[object] | None:
    """What the parameters of a new value give to each field; ``None`` where they are wrong.

    ``plain`` are the names of the fields that need not be named.
    """
    given = dict(zip(plain, args, strict=False))
    if len(args) > len(plain) or given.keys() & named.keys():
        return None
    given.update(named)
    values: list[object] = []
    for each in fields:
        value = given.pop(each.name, each.default)
        if value is dataclasses.MISSING:
            if each.default_factory is dataclasses.MISSING:
                return None
            value = each.default_factory()
        values.append(value)
    return None if given else values


def _init(cls: Any, fields: Fields, frozen: bool) -> Method:  # noqa: ANN401, FBT001
    """The ``__init__`` that assigns its parameters, as one would write it."""
    known: dict[str, Any] = {"_set": object.__setattr__, "_absent": _ABSENT}
    plain, named, body = ["self"], ["*"], []
    for each in fields:
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
    init.__annotations__ = {each.name: each.type for each in fields}
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


def _beside() -> dict[str, Any]:
    """What else the standard decorator gives to every class: from Python 3.13 on, one thing."""

    class Bare:
        """Nothing."""

    before = {*vars(Bare), *_ASKED, "__match_args__"}
    dataclasses.dataclass(init=False, repr=False, eq=False)(Bare)
    return {name: value for name, value in vars(Bare).items() if name not in before}


_BESIDE = _beside()
