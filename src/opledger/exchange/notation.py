"""How values, dates, conditions and statuses are written in a mapping (docs/import.md)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from opledger.core.vocabulary import Outcome
from opledger.exchange.dates import NAMED_FORMATS, format_trouble
from opledger.exchange.mapping import (
    Condition,
    DateFormat,
    DateValue,
    DateValues,
    Drop,
    Happening,
    Keep,
    Lookup,
    Status,
    Statuses,
    Test,
    Value,
    Values,
    Word,
    WordLookup,
    folded,
)
from opledger.exchange.patterns import is_pattern
from opledger.files.nodes import ListNode, MapNode, Node, Scalar
from opledger.files.rules.context import is_null

if TYPE_CHECKING:
    from opledger.exchange.grammar import Grammar

T = TypeVar("T")
_GET = ("column", "columns", "constant", "default", "pattern")
VALUE_KEYS = (*_GET, "join", "split", "words", "word", "number", "decimal")
DATE_KEYS = (*_GET, "plus", "latest", "after", "formats")
TEST_KEYS = ("is", "not", "matches", "empty", "differs", "above", "below", "decimal")
HAPPENING_KEYS = ("stage", "outcome", "reasons", "by", "note", "date")
OTHERWISE = "otherwise"
_MOST_DAYS = 3650


def read_values(grammar: Grammar, node: Node) -> Values:
    """A value, or a list of them of which the first that is not empty counts."""
    return grammar.many(node, lambda each: read_value(grammar, each))


def read_value(grammar: Grammar, node: Node) -> Value | None:
    """A column's name, or 'key: value' lines that say how the text is got."""
    if isinstance(node, ListNode):
        grammar.fault(node, "wrong-type", "a list in a list of values")
        return None
    if not isinstance(node, MapNode):
        name = grammar.name(node, "a value")
        return Value(columns=(name,)) if name else None
    keys = grammar.keys(node, "a value", VALUE_KEYS)
    columns = _columns(grammar, node, keys)
    text = {key: grammar.text(keys[key], key) for key in ("join", "split") if key in keys}
    return Value(
        columns=columns,
        join=text.get("join"),
        constant=_word(grammar, keys, "constant"),
        pattern=grammar.pattern(keys["pattern"], "a pattern") if "pattern" in keys else None,
        split=text.get("split") or "",
        words=_word_lookup(grammar, keys["words"]) if "words" in keys else None,
        word="word" in keys and grammar.flag(keys["word"], "word"),
        number="number" in keys and grammar.flag(keys["number"], "number"),
        decimal=_decimal(grammar, keys),
        default=_word(grammar, keys, "default"),
    )


def _columns(grammar: Grammar, node: Node, keys: dict[str, Node]) -> tuple[Word, ...]:
    given = [key for key in ("column", "columns", "constant") if key in keys]
    if len(given) != 1:
        text = "a value has one of 'column', 'columns' and 'constant'"
        grammar.fault(node, "wrong-value", text, "name a column of the file")
    key = given[0] if given else ""
    return grammar.names(keys[key], "a column's name") if key in {"column", "columns"} else ()


def _word(grammar: Grammar, keys: dict[str, Node], key: str) -> Word | None:
    return grammar.word(keys[key], key) if key in keys else None


def _decimal(grammar: Grammar, keys: dict[str, Node]) -> str:
    return grammar.choice(keys["decimal"], "decimal", (".", ",")) if "decimal" in keys else ""


def _word_lookup(grammar: Grammar, node: Node) -> WordLookup:
    def read(value: Node) -> Word | Keep | Drop | None:
        if is_null(value):
            return Drop()
        word = grammar.word(value, "our word")
        if word is None:
            return None
        if word.text == "keep":
            return Keep()
        return Drop() if word.text == "drop" else word

    return _lookup(grammar, node, "words", read)


def _lookup(grammar: Grammar, node: Node, what: str, read: Callable[[Node], T | None]) -> Lookup[T]:
    exact: dict[str, T] = {}
    patterns = []
    otherwise = None
    for key, child in grammar.pairs(node, what):
        value = read(child)
        if value is None:
            continue
        if key.text == OTHERWISE and not key.style:
            otherwise = value
        elif is_pattern(key.text):
            pattern = grammar.pattern(key, "a pattern")
            if pattern is not None:
                patterns.append((pattern, value))
        elif folded(key.text) in exact:
            text = f"'{key.text}' stands here twice (upper and lower case are alike)"
            grammar.fault(key, "duplicate-key", text, "keep one of them")
        else:
            exact[folded(key.text)] = value
    return Lookup(exact, tuple(patterns), otherwise)


def read_dates(grammar: Grammar, node: Node) -> DateValues:
    """A date, or a list of them of which the first that is not empty counts."""
    return grammar.many(node, lambda each: _read_date(grammar, each))


def _read_date(grammar: Grammar, node: Node) -> DateValue | None:
    if not isinstance(node, MapNode):
        name = grammar.name(node, "a date")
        return DateValue(value=Value(columns=(name,))) if name else None
    keys = grammar.keys(node, "a date", DATE_KEYS)
    previous = False
    if "after" in keys:
        previous = bool(grammar.choice(keys["after"], "after", ("previous",)))
        for key in ("column", "columns", "constant"):
            if key in keys:
                text = f"a date is after another or from a {key}, not both"
                grammar.fault(keys[key], "wrong-value", text)
    columns = () if "after" in keys else _columns(grammar, node, keys)
    value = None
    if columns:
        pattern = grammar.pattern(keys["pattern"], "a pattern") if "pattern" in keys else None
        value = Value(columns=columns, pattern=pattern)
    return DateValue(
        value=value,
        constant=_day(grammar, keys["constant"]) if "constant" in keys else None,
        default=_day(grammar, keys["default"]) if "default" in keys else None,
        previous=previous,
        plus=_plus(grammar, keys["plus"]) if "plus" in keys else 0,
        latest=_day(grammar, keys["latest"]) if "latest" in keys else None,
        formats=read_formats(grammar, keys["formats"]) if "formats" in keys else (),
    )


def _plus(grammar: Grammar, node: Node) -> int | Values:
    """Days: a number, or a value that holds one."""
    if isinstance(node, Scalar) and node.kind == "int":
        return grammar.whole(node, "plus", -_MOST_DAYS, _MOST_DAYS)
    return read_values(grammar, node)


def _day(grammar: Grammar, node: Node) -> date | None:
    text = grammar.text(node, "a date")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        grammar.fault(node, "bad-date", f"'{text}' is no date", "write it as 2024-01-31")
        return None


def read_formats(grammar: Grammar, node: Node) -> tuple[DateFormat, ...]:
    """The ways to read a date, in the order they are tried."""
    return grammar.many(node, lambda each: _read_format(grammar, each))


def _read_format(grammar: Grammar, node: Node) -> DateFormat | None:
    since = None
    form: Node = node
    if isinstance(node, MapNode):
        keys = grammar.keys(node, "a date format", ("format", "since"), ("format",))
        if "format" not in keys:
            return None
        form = keys["format"]
        since = _day(grammar, keys["since"]) if "since" in keys else None
    text = grammar.text(form, "a date format")
    if text is None:
        return None
    trouble = format_trouble(text, since)
    if trouble:
        hint = f"use {', '.join(NAMED_FORMATS)} or a form such as '%m/%d/%Y'"
        grammar.fault(form, "bad-format", f"'{text}' {trouble}", hint)
        return None
    return DateFormat(text, since)


def read_condition(grammar: Grammar, node: Node) -> Condition:
    """Columns and what must hold of them; in a list, any of its items."""
    return grammar.many(node, lambda each: _read_tests(grammar, each))


def _read_tests(grammar: Grammar, node: Node) -> tuple[Test, ...]:
    tests = []
    for key, value in grammar.pairs(node, "a condition"):
        column = Word(" ".join(key.text.split()), grammar.place(key))
        tests.append(_read_test(grammar, column, value))
    if not tests:
        grammar.fault(node, "wrong-value", "a condition without a column")
    return tuple(tests)


def _read_test(grammar: Grammar, column: Word, node: Node) -> Test:
    if not isinstance(node, MapNode):
        if is_null(node):
            hint = "write '{empty: true}' or '{empty: false}'"
            grammar.fault(node, "wrong-value", "a condition without a value", hint)
            return Test(column=column)
        return Test(column=column, among=_matchers(grammar, node))
    keys = grammar.keys(node, "a condition", TEST_KEYS)
    among = _matchers(grammar, keys["is"]) if "is" in keys else ()
    if "matches" in keys:
        found = grammar.many(keys["matches"], lambda each: grammar.pattern(each, "a pattern"))
        among = (*among, *found)
    return Test(
        column=column,
        among=among,
        excluded=_matchers(grammar, keys["not"]) if "not" in keys else (),
        empty=grammar.flag(keys["empty"], "empty") if "empty" in keys else None,
        differs=grammar.name(keys["differs"], "a column's name") if "differs" in keys else None,
        above=grammar.number(keys["above"], "above") if "above" in keys else None,
        below=grammar.number(keys["below"], "below") if "below" in keys else None,
        decimal=_decimal(grammar, keys),
    )


def _matchers(grammar: Grammar, node: Node) -> tuple[str | re.Pattern[str], ...]:
    def read(each: Node) -> str | re.Pattern[str] | None:
        text = grammar.text(each, "a text to compare with")
        if text is not None and is_pattern(text):
            return grammar.pattern(each, "a pattern")
        return None if text is None else folded(text)

    return grammar.many(node, read)


def read_statuses(grammar: Grammar, node: Node) -> Statuses:
    """Their statuses and the events that each stands for."""
    return _lookup(grammar, node, "statuses", lambda each: _read_status(grammar, each))


def _read_status(grammar: Grammar, node: Node) -> Status | None:
    if isinstance(node, Scalar) and (node.text == "skip" or is_null(node)):
        return ()
    events = grammar.many(node, lambda each: _read_happening(grammar, each))
    return events or None


def _read_happening(grammar: Grammar, node: Node) -> Happening | None:
    if not isinstance(node, MapNode):
        word = grammar.word(node, "a status")
        return happening_of(grammar.stage(word)) if word else None
    keys = grammar.keys(node, "an event of a status", HAPPENING_KEYS)
    if ("stage" in keys) == ("outcome" in keys):
        hint = "for several events write a list: [{stage: a}, {outcome: b}]"
        grammar.fault(node, "wrong-value", "a status stands for a 'stage' or an 'outcome'", hint)
        return None
    if "reasons" in keys and "outcome" not in keys:
        grammar.fault(keys["reasons"], "wrong-value", "'reasons' go with an 'outcome'")
    return Happening(
        stage=grammar.stage(stage) if (stage := _word(grammar, keys, "stage")) else None,
        outcome=_word(grammar, keys, "outcome"),
        reasons=grammar.many(keys["reasons"], lambda each: grammar.word(each, "a reason"))
        if "reasons" in keys
        else (),
        by=_word(grammar, keys, "by"),
        note=grammar.text(keys["note"], "a note") if "note" in keys else None,
        dates=read_dates(grammar, keys["date"]) if "date" in keys else (),
    )


def happening_of(word: Word) -> Happening:
    """The event that one word stands for: an outcome if it is one of those, else a stage."""
    if word.text in {outcome.value for outcome in Outcome}:
        return Happening(outcome=word)
    return Happening(stage=word)
