"""A plain scalar means what the core schema of YAML 1.2 says, and so does a whole tree."""

from __future__ import annotations

import io
import math
import re

import pytest
from hypothesis import assume, given, reject
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from opledger.files.nodes import ListNode, MapNode, Node, Scalar, every_node, find
from opledger.files.source import Source
from opledger.files.values import plain
from opledger.files.yaml import parse

KINDS = {
    "null": ["", "~", "null", "Null", "NULL"],
    "bool": ["true", "True", "TRUE", "false", "False", "FALSE"],
    "int": ["0", "-0", "+12", "012", "08", "190000", "0o17", "0xBEEF", "1" * 5000],
    "float": ["1.5", "1.", ".5", "-1.5e3", "1e5", "1E-5", ".inf", "-.INF", ".nan", ".NaN", "0e0"],
    "str": [
        *("nULL", "tRue", "yes", "no", "NO", "on", "off", "y", "190k", "190,000", "1_000"),
        *("0b101", "-0x1", "+0o7", "0x", "0o8", "1e", "e5", ".", "..5", "1.2.3", "12:30", "--1"),
        *("inf", "nan", "-.nan", "+", "2024-01-09", "2024-01-09T10:00:00Z", "=", "<<", "\uff11"),
    ],
}
# Where ruamel.yaml goes beyond the core schema: underscores, binaries and signs before a base.
_BEYOND = re.compile(r".*_.*|[-+]?0b[01]+|[-+]0[ox].*|0o?[0-7]*8.*", re.DOTALL)
_SAFE = YAML(typ="safe", pure=True)


def _parse(text: str) -> Node:
    node, found = parse(Source.of("x.yaml", text))
    assert found == ()
    assert node is not None
    return node


def _kind_of(value: object) -> str:
    names = {type(None): "null", bool: "bool", int: "int", float: "float", str: "str"}
    return names.get(type(value), "other")


@pytest.mark.parametrize(
    ("kind", "text"), [(k, text) for k, texts in KINDS.items() for text in texts]
)
def test_a_plain_scalar_is_what_yaml_1_2_says(kind: str, text: str) -> None:
    assert Scalar(text, "", 0, len(text)).kind == kind


@pytest.mark.parametrize("style", ["'", '"', "|", ">"])
def test_a_scalar_with_a_style_is_a_text(style: str) -> None:
    assert {Scalar(text, style, 0, 1).kind for text in ("1", "true", "~", "")} == {"str"}


@given(
    st.from_regex(r"[-+]?[0-9.oxbeEinfa]{1,8}|[~A-Za-z]{1,5}", fullmatch=True)
    | st.integers().map(str)
    | st.floats().map(repr)
)
def test_a_plain_scalar_is_what_ruamel_reads(text: str) -> None:
    assume(not _BEYOND.fullmatch(text))
    node = find(_parse(f"- {text}\n"), (0,))
    expected = _SAFE.load(f"- {text}\n")[0]
    if _kind_of(expected) != "other":  # ruamel makes dates, of which YAML 1.2 knows none
        assert (node.kind, repr(plain(node))) == (_kind_of(expected), repr(expected))


_TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co", "Cf")),
    max_size=30,
) | st.sampled_from(["a\nb\n", "a\n\nb", " a", "a ", "a: b", "# a", "yes", "1", "", "'", '"', "\t"])
_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _TEXTS
_TREES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS, inner, max_size=4),
    max_leaves=12,
)


def _dump(value: object, *, flow: bool, width: int) -> str:
    dumper = YAML(typ="safe", pure=True)
    dumper.default_flow_style = flow
    dumper.width = width
    out = io.StringIO()
    dumper.dump({"root": value}, out)
    return out.getvalue()


@given(_TREES, st.booleans(), st.sampled_from([10, 80, 1000]))
def test_a_tree_is_what_ruamel_reads(value: object, flow: bool, width: int) -> None:
    text = _dump(value, flow=flow, width=width)
    assume("!!" not in text and "&" not in text)
    try:
        expected = _SAFE.load(text)
    except YAMLError:  # it can't read everything that it writes: a long key, wrapped
        reject()
    node = _parse(text)
    assert plain(node) == expected
    assert repr(plain(node)) == repr(expected)


@pytest.mark.parametrize(
    "text",
    [
        "a: >\n  one\n  two\n\n  three\n",
        "a: >-\n  one\n    two\n  three\n",
        "a: |+\n  one\n\n\nb: x\n",
        "a: |2\n    one\n  two\n",
        "a: one\n  two\n\n  three\n",
        "a: 'one\n\n  two''s'\n",
        'a: "one\\\n  two\\n\\u00e9\\x41\\U0001F600"\n',
        "a: [one two, 'x', {b: c, d}]\n",
        "? a\n: b\n? c\n",
        "{a: 1, 'b': 2, \"c\": 3}\n",
        "- - a\n  - b\n-\n  - c\n",
        "a: b # note\n# note\nc: d#e\n",
        "a:\r\n  - b\r\n  - c\r\n",
        "--- \na: b\n...\n",
    ],
)
def test_every_style_of_text_is_what_ruamel_reads(text: str) -> None:
    assert plain(_parse(text)) == _SAFE.load(text)


def test_what_is_not_a_number_stays_what_it_is() -> None:
    read = plain(_parse("[.nan, .inf, -.inf, 1e999]"))
    assert isinstance(read, list)
    assert math.isnan(read[0])
    assert read[1:] == [math.inf, -math.inf, math.inf]


def test_an_integer_that_nobody_meant_stays_text() -> None:
    digits = "9" * 1001
    assert plain(_parse(f"[{digits}, {digits[:1000]}]")) == [digits, int(digits[:1000])]


def test_a_node_knows_where_it_stands() -> None:
    text = "a: [b, 'c']\nd:\n  e: f\n"
    tree = _parse(text)
    spans = [text[node.start : node.end] for node in every_node(tree) if isinstance(node, Scalar)]
    assert spans == ["a", "b", "'c'", "d", "e", "f"]
    assert find(tree, ("d", "e")).start == text.index("f")
    assert find(tree, ("a", 1)).start == text.index("'c'")


def test_a_path_that_ends_early_gives_the_last_node_on_the_way() -> None:
    tree = _parse("a: [b]\n")
    assert isinstance(find(tree, ("a", 5)), ListNode)
    assert isinstance(find(tree, ("z", "y")), MapNode)
    assert isinstance(find(tree, ("a", 0, "x")), Scalar)
