"""What a record maps never changes."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opledger.core.frozen import FrozenDict, FrozenList, frozen

LISTED: dict[str, Callable[[FrozenList[int]], object]] = {
    "set": lambda each: each.__setitem__(0, 2),
    "slice": lambda each: each.__setitem__(slice(0), [2]),
    "delete": lambda each: each.__delitem__(0),
    "add": lambda each: each.__iadd__([2]),
    "multiply": lambda each: each.__imul__(2),
    "append": lambda each: each.append(2),
    "clear": lambda each: each.clear(),
    "extend": lambda each: each.extend([2]),
    "insert": lambda each: each.insert(0, 2),
    "pop": lambda each: each.pop(),
    "remove": lambda each: each.remove(1),
    "reverse": lambda each: each.reverse(),
    "sort": lambda each: each.sort(),
}
ATTEMPTS: dict[str, Callable[[FrozenDict[str, int]], object]] = {
    "set": lambda d: d.__setitem__("a", 2),
    "set anew": lambda d: d.__setitem__("b", 2),
    "delete": lambda d: d.__delitem__("a"),
    "unite": lambda d: d.__ior__({"b": 2}),
    "clear": lambda d: d.clear(),
    "pop": lambda d: d.pop("a"),
    "pop any": lambda d: d.popitem(),
    "default": lambda d: d.setdefault("b", 2),
    "update": lambda d: d.update(b=2),
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
def test_it_refuses_every_change(attempt: Callable[[FrozenDict[str, int]], object]) -> None:
    one = FrozenDict({"a": 1})
    with pytest.raises(TypeError, match="a record never changes"):
        attempt(one)
    assert one == {"a": 1}


@pytest.mark.parametrize("attempt", LISTED.values(), ids=LISTED)
def test_a_list_does_too(attempt: Callable[[FrozenList[int]], object]) -> None:
    one = FrozenList([2, 1])
    with pytest.raises(TypeError, match="a record never changes"):
        attempt(one)
    assert one == [2, 1]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(VALUES)
def test_it_says_the_same_and_travels_as_it_is(value: object) -> None:
    one = frozen(value)
    assert json.loads(json.dumps(one)) == value
    for other in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):  # noqa: S301
        assert (other, type(other)) == (one, type(one))
    assert hash(one) == hash(frozen(value))
