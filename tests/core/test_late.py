"""Dataclasses that are made when they are used, held against those of the standard library."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import pydoc
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field
from functools import cached_property, partial
from operator import lt
from typing import Any, ClassVar, Generic, TypeVar

import pytest

from opledger.core import late

T = TypeVar("T")

OPTIONS: tuple[dict[str, bool], ...] = (
    {"slots": True},
    {"slots": True, "frozen": True},
    {"slots": True, "frozen": True, "order": True},
    {"slots": True, "frozen": True, "kw_only": True},
    {"slots": True, "eq": False},
    {"frozen": True},
)


def written(decorator: Callable[..., Any], options: dict[str, bool]) -> Any:  # noqa: ANN401
    """A class as this package writes them, made by one of the two decorators."""

    @decorator(**options)
    class Each:
        """What it is."""

        name: str
        size: int = 3
        tags: list[str] = field(default_factory=list)
        nth: int = field(default=0, compare=False, repr=False)

        def doubled(self) -> int:
            return self.size * 2

    return Each


@pytest.fixture(params=OPTIONS, ids=" ".join)
def both(request: pytest.FixtureRequest) -> tuple[Any, Any, dict[str, bool]]:
    options = request.param
    return written(late.dataclass, options), written(dataclasses.dataclass, options), options


def outcome(action: Callable[[], object]) -> object:
    try:
        return action()
    except Exception as error:  # noqa: BLE001 - what is compared is what went wrong
        return type(error), str(error)


CALLS: tuple[tuple[tuple[Any, ...], dict[str, Any]], ...] = (
    ((), {}),
    (("a",), {}),
    ((), {"name": "a", "size": 4, "nth": 2}),
    (("a", 1, ["x"], 5), {}),
    (("a",), {"name": "b"}),
    (("a",), {"other": 1}),
    (("a", 1, [], 0, 9), {}),
)


@pytest.mark.parametrize(("args", "named"), CALLS)
def test_it_takes_and_refuses_what_a_dataclass_does(
    both: tuple[Any, Any, dict[str, bool]], args: tuple[Any, ...], named: dict[str, Any]
) -> None:
    made, standard, _ = both
    for _ in range(14):  # the first calls, and one that finds everything written
        one = outcome(lambda: made(*args, **named))
        other = outcome(lambda: standard(*args, **named))
        if isinstance(one, tuple):
            assert one == other
        else:
            assert repr(one) == repr(other)
            assert dataclasses.asdict(one) == dataclasses.asdict(other)  # type: ignore[call-overload]


def test_values_compare_hash_and_are_copied_alike(both: tuple[Any, Any, dict[str, bool]]) -> None:
    answers = []
    for cls in both[:2]:
        values = [cls(name=n, size=s, nth=k) for n in "ab" for s in (1, 2) for k in (0, 1)]
        answers.append(
            [
                [[a == b for a in values] for b in values],
                [[outcome(partial(lt, a, b)) for a in values] for b in values]
                if both[2].get("order")
                else None,
                [values[0] == 1, values[0] != "a", values[0] == values[0]],
                cls.__match_args__,
                [each.name for each in dataclasses.fields(cls)],
                cls.__hash__ is None,
                [repr(copy.copy(each)) for each in values],
                [repr(copy.deepcopy(each)) for each in values],
                [repr(dataclasses.replace(each, size=9)) for each in values],
                cls.__doc__,
                hasattr(values[0], "__dict__"),
                values[1].doubled(),
            ]
        )
    assert answers[0] == answers[1]


def test_lists_are_not_shared_between_values(both: tuple[Any, Any, dict[str, bool]]) -> None:
    one, two = both[0](name="a"), both[0](name="b")
    one.tags.append("x")
    assert two.tags == []


@late.dataclass(frozen=True, slots=True)
class Point:
    """A place."""

    x: int
    y: int = 0
    note: str = field(default="", compare=False)


def test_a_frozen_one_is_not_changed() -> None:
    point = Point(1)
    with pytest.raises(FrozenInstanceError, match="cannot assign to field 'x'"):
        point.x = 2  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match="cannot delete field 'x'"):
        del point.x
    assert (point, hash(point)) == (Point(1, note="other"), hash(Point(1)))
    assert {Point(1), Point(1, 0, "b"), Point(2)} == {Point(1), Point(2)}


@late.dataclass(frozen=True)
class Figures:
    """Figures that are worked out once each."""

    count: int

    @cached_property
    def double(self) -> int:
        return self.count * 2


def test_one_without_slots_keeps_what_was_worked_out() -> None:
    one = Figures(3)
    assert (one.double, vars(one)) == (6, {"count": 3, "double": 6})
    with pytest.raises(FrozenInstanceError):
        one.count = 2  # type: ignore[misc]
    back = pickle.loads(pickle.dumps(one))  # noqa: S301 - our own
    assert (back, vars(back)) == (one, vars(one))


def test_it_comes_back_from_a_pickle_also_where_none_was_made() -> None:
    point = Point(1, 2, "here")
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        back = pickle.loads(pickle.dumps(point, protocol))  # noqa: S301 - our own
        assert (back, back.note, repr(back)) == (point, "here", "Point(x=1, y=2, note='here')")
    fresh = object.__new__(Point)
    fresh.__setstate__([3, 4, "new"])  # type: ignore[attr-defined]
    assert (fresh, hash(fresh)) == (Point(3, 4), hash(Point(3, 4)))


def test_what_only_the_standard_one_makes_is_refused() -> None:
    class Shared:
        """With a value that all share."""

        count: int
        known: ClassVar[int] = 0

    class Aside:
        """With a field that nobody gives."""

        count: int = field(init=False)

    for cls in (Shared, Aside):
        decorate: Any = late.dataclass(slots=True)
        with pytest.raises(TypeError, match=r"is one for dataclasses\.dataclass"):
            decorate(cls)


def test_what_a_class_says_of_itself_is_what_the_standard_one_says(
    both: tuple[Any, Any, dict[str, bool]],
) -> None:
    made, standard, _ = both
    value = made(name="a")
    assert set(vars(standard)) - set(vars(made)) == set()
    told = [(each.name, each.default, each.compare, each.kw_only) for each in late.fields(made)]
    assert told == [
        (each.name, each.default, each.compare, each.kw_only)
        for each in dataclasses.fields(standard)
    ]
    assert [late.is_dataclass(each) for each in (value, made, 3, int)] == [True, True, False, False]
    assert repr(dataclasses.fields(made)) == repr(dataclasses.fields(standard))
    assert repr(made.__dataclass_fields__) == repr(standard.__dataclass_fields__)
    assert repr(made.__dataclass_params__) == repr(standard.__dataclass_params__)


def test_of_a_standard_one_the_fields_are_told_too(both: tuple[Any, Any, Any]) -> None:
    base, standard, options = both

    class Mine(base):  # type: ignore[misc,valid-type]
        other: int = 1

    mine: Any = dataclasses.dataclass(frozen=options.get("frozen", False), kw_only=True)(Mine)
    for each in (standard, mine):
        value = each(name="a")
        assert late.fields(value) == dataclasses.fields(each)
        assert late.is_dataclass(value)


def test_one_without_a_docstring_or_fields_is_made_alike() -> None:
    def told(decorator: Callable[..., Any]) -> list[object]:
        @decorator(frozen=True, slots=True)
        class Silent:
            name: str

        @decorator(slots=True)
        class Bare:
            """It has nothing."""

        @decorator(frozen=True, slots=True)
        class Of(Generic[T]):
            """It holds one thing."""

            thing: T

        silent: Any = Silent
        of: Any = Of
        made = [silent("a"), Bare(), of(3)]
        return [*map(repr, made), Bare() == Bare(), of(1) == of(1), of.__mro__[1:]]

    assert told(late.dataclass) == told(dataclasses.dataclass)


def test_what_the_standard_one_refuses_is_refused() -> None:
    class Shared:
        """With a list that all would share."""

        names: list[str] = []  # noqa: RUF012 - this is what is wrong with it

    class Untyped:
        """With a field that says not of what."""

        names = field(default=())

    for cls in (Shared, Untyped):
        errors = []
        for decorator in (late.dataclass, dataclasses.dataclass):
            decorate: Any = decorator(frozen=True, slots=True)
            errors.append(outcome(partial(decorate, cls)))
        assert isinstance(errors[0], tuple)
        assert errors[0] == errors[1]


def test_a_class_keeps_the_methods_it_writes_itself() -> None:
    @late.dataclass(frozen=True, slots=True)
    class Each:
        """One that says by itself what it is like."""

        name: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Each)

        def __hash__(self) -> int:
            return 1

        def __repr__(self) -> str:
            return "each"

    assert (Each("a"), hash(Each("a")), repr(Each("a"))) == (Each("b"), 1, "each")


def test_what_is_to_be_done_after_is_done() -> None:
    @late.dataclass(slots=True)
    class Each:
        """One that looks at itself."""

        name: str

        def __post_init__(self) -> None:
            self.name = self.name.upper()

    assert [Each(name).name for name in "ab"] == ["A", "B"]


def test_its_parameters_are_told_before_the_first_value(both: tuple[Any, Any, Any]) -> None:
    late_one, standard, _ = both
    told = inspect.signature(late_one)
    assert str(told) == str(inspect.signature(standard))
    assert list(told.parameters) == ["name", "size", "tags", "nth"]
    # From 3.13 on, a long one is broken into lines.
    shown = "".join(pydoc.plain(pydoc.render_doc(late_one)).replace("|", "").split())
    assert shown.replace(",)", ")").count("".join(str(told).split())) >= 1
    assert late_one(name="x").tags == []


def test_a_class_of_mine_may_inherit_from_one(both: tuple[Any, Any, dict[str, bool]]) -> None:
    late_one, standard, options = both
    mine = dataclasses.dataclass(frozen=options.get("frozen", False), kw_only=True)
    assert inherited(late_one, mine) == inherited(standard, mine)


def inherited(base: type[Any], decorator: Callable[..., Any]) -> list[str]:
    """What classes say of themselves that inherit from one."""

    class Mine(base):  # type: ignore[misc]
        mine: int = 1

    class Plain(base):  # type: ignore[misc]
        def __init__(self, of_mine: int) -> None:
            super().__init__(name=str(of_mine))

    made = decorator(Mine)
    params = ("init", "repr", "eq", "order", "unsafe_hash", "frozen")
    return [
        str(inspect.signature(made)),
        str(inspect.signature(Plain)),
        repr(made(name="x", mine=2)).rpartition(".")[2],
        Plain(3).name,
        str([getattr(base.__dataclass_params__, each) for each in params]),
    ]
