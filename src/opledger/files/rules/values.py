"""Rules about one value: whether it is of the shape that its key asks for.

Each is called with the node, the shape and the context in which it is read, and says nothing of
shapes that it is not about.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from opledger.core.late import pattern
from opledger.files.diagnostics import Finding, Severity
from opledger.files.nodes import ListNode, MapNode, Node, Scalar
from opledger.files.rules.context import Context, did_you_mean, is_null
from opledger.files.rules.forms import FORM_RULES
from opledger.files.rules.rule import rule
from opledger.files.rules.words import WORD_RULES
from opledger.files.shapes import (
    Choice,
    Day,
    Flag,
    Items,
    NewWord,
    Number,
    Record,
    Shape,
    Table,
    Text,
    Word,
)

DAY = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = pattern(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]"
    r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?P<zone>Z|[-+][0-9]{2}:[0-9]{2})?"
)
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_NUMERIC = pattern(r"[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,2})?")
_MAX_DIGITS = 40
_THOUSANDS = pattern(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_LEAST_THOUSANDS = 1000  # what the pattern matches is less, read as a number
_AMOUNT = 1_000_000  # a number that may be as large as this is an amount of money
_CUT = pattern(r"[ \t]+(#[^\s#]\S{0,20})")
# What YAML 1.1 programs (many editors and libraries) make something else of than text.
_OTHERWISE = (
    r"(?:[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|[-+]?0b[01_]+|[-+]?[0-9][0-9_]*[0-9]"
)
_YAML_1_1 = pattern(_OTHERWISE)

_GIVEN = {
    "null": "nothing",
    "bool": "true or false",
    "int": "a number",
    "float": "a number",
    "str": "a text",
}


@rule("wrong-type")
def wrong_type(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A value is of another kind than its key asks for.

    A text where a list belongs, a number where a text belongs, and so on. A text that looks like
    a number, ``true`` or ``null`` needs quotes.
    """
    match shape:
        case Record() | Table():
            expected, fits = f"'key: value' lines ({_what(shape)})", isinstance(node, MapNode)
        case Items():
            expected, fits = "a list of '- ' items or [a, b]", isinstance(node, ListNode)
        case Text() | Word() | Choice() | NewWord() | Day():
            expected = "a date" if isinstance(shape, Day) else "a text"
            fits = isinstance(node, Scalar) and node.kind == "str"
        case Number():
            expected = "a number"
            fits = isinstance(node, Scalar) and node.kind in {"int", "float", "str"}
        case Flag():
            expected = "true or false"
            fits = isinstance(node, Scalar) and node.kind == "bool"
        case _:
            return
    if not fits:
        text = f"expected {expected}, found {_GIVEN.get(node.kind, 'a ' + node.kind)}"
        hint = ""
        if isinstance(node, Scalar) and not node.text:
            hint = "write it or delete the line"
        elif isinstance(node, Scalar) and expected == "a text":
            hint = f"put it in quotes: '{node.text}'"
        yield context.finding(node, text, hint)


def _what(shape: Record | Table) -> str:
    return shape.what if isinstance(shape, Record) else "a word and what it stands for"


@rule("unknown-key")
def unknown_key(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A key is none of the format's.

    A misspelt key would be left out without a word. What is your own goes under ``extra:``.
    """
    if isinstance(shape, Record) and isinstance(node, MapNode):
        for key, _ in node.pairs:
            if isinstance(key, Scalar) and key.text not in shape.fields and key.text != "<<":
                known = tuple(shape.fields)
                hint = did_you_mean(key.text, known, "keys here")
                yield context.finding(key, f"unknown key '{key.text}' in {shape.what}", hint)


@rule("missing-key")
def missing_key(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A key that must be there is not, or has no value."""
    if isinstance(shape, Record) and isinstance(node, MapNode):
        for name, wanted in shape.fields.items():
            pair = node.get(name)
            if wanted.required and (pair is None or is_null(pair[1])):
                at = pair[0] if pair else node
                text = f"{shape.what} needs '{name}'"
                yield context.finding(at, text, f"add '{name}: ...' ({wanted.about})")


@rule("blank-text")
def blank_text(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A text in quotes is empty.

    Leave the key out, or leave the value away, where there is nothing to say.
    """
    scalar = isinstance(node, Scalar) and bool(node.style)
    if isinstance(shape, Text) and scalar and isinstance(node, Scalar) and not node.text.strip():
        yield context.finding(node, "the text is empty", "write something or delete the key")


@rule("bad-length")
def bad_length(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A list has fewer or more items than makes sense.

    An opportunity has at least one event; a ledger at least one stage and at most 12; a scale
    from two to seven levels. No list is longer than 1,000 items, no vocabulary than 200 words.
    """
    if isinstance(shape, Items) and isinstance(node, ListNode):
        count = len(node.items)
    elif isinstance(shape, Table) and isinstance(node, MapNode):
        count = len(node.pairs)
    else:
        return
    if count < shape.minimum:
        yield context.finding(node, f"{count} here, at least {shape.minimum} needed")
    elif count > shape.maximum:
        yield context.finding(node, f"{count} here, at most {shape.maximum} allowed")


@rule("ambiguous-text", severity=Severity.WARNING)
def ambiguous_text(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A text without quotes that other programs read as something else.

    To YAML 1.1, which many editors and libraries still read, ``NO`` and ``on`` are false and
    true and ``12:30`` is 750. In quotes it is the same text everywhere.
    """
    if isinstance(shape, Text | Word | NewWord) and isinstance(node, Scalar):
        plain = not node.style and node.kind == "str"
        if plain and _YAML_1_1.fullmatch(node.text):
            text = f"some programs read {node.text} otherwise than as this text"
            yield context.finding(node, text, f"put it in quotes: '{node.text}'")


# What every text is that the two rules above find blank or ambiguous; most others it is not.
SEEMS_DOUBTFUL = pattern(rf"\s*|{_OTHERWISE}")


def is_doubtful(text: str) -> bool:
    """Whether a text might be found blank or ambiguous, however it is quoted; false is certain.

    A text that is a number without quotes has some.
    """
    return bool(SEEMS_DOUBTFUL.fullmatch(text)) and Scalar(text, "", 0, 0).kind in {"str", "null"}


def may_be_thousands(number: float, shape: Number) -> bool:
    """Whether a number with a fraction might be one that :func:`bad_number` takes for thousands."""
    return shape.maximum >= _AMOUNT and number < _LEAST_THOUSANDS


@rule("cut-text", severity=Severity.WARNING)
def cut_text(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A text without quotes ends at `` #``, as what follows is a comment to YAML.

    ``note: ticket #4 is open`` says only "ticket". A comment that is meant as one has a blank
    after its ``#``.
    """
    if isinstance(shape, Text) and isinstance(node, Scalar) and not node.style:
        comment = _CUT.match(context.source.text, node.end)
        if comment:
            text = f"the text ends before '{comment[1]}', which is a comment to YAML"
            yield context.finding(node, text, "put the whole text in quotes")


@rule("bad-date")
def bad_date(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A date is not written as ``2024-01-31``, or is no day of the calendar.

    An event may also have a time with its zone: ``2024-01-31T13:00:00-05:00``. Years run from
    1990 to 2100, so that a slip of a digit is seen.
    """
    if not (isinstance(shape, Day) and isinstance(node, Scalar)):
        return
    text = node.text
    timed = _TIME.fullmatch(text)
    if not DAY.fullmatch(text) and not (timed and shape.time):
        wanted = "a date such as 2024-01-31"
        if shape.time:
            wanted += " or a time such as 2024-01-31T13:00:00-05:00"
        yield context.finding(node, f"'{text[:40]}' is no date", f"write {wanted}")
        return
    try:
        day = datetime.fromisoformat(text.replace("t", "T"))
    except ValueError:
        what = "a time of the clock" if timed else "a day of the calendar"
        yield context.finding(node, f"'{text}' is not {what}", "look at month, day and hour")
        return
    if not is_likely(day):
        yield context.finding(node, f"the year {day.year:04} is not likely", "look at its digits")


def is_likely(day: date) -> bool:
    """Whether a day is of a year that nobody wrote by a slip."""
    return _FIRST_YEAR <= day.year <= _LAST_YEAR


@rule("time-without-zone")
def time_without_zone(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A time does not say in which zone.

    Two machines in two zones would read two moments. Add the offset, or leave the time away.
    """
    if isinstance(shape, Day) and shape.time and isinstance(node, Scalar):
        timed = _TIME.fullmatch(node.text)
        if timed and not timed["zone"]:
            hint = f"add the offset, such as {node.text}-05:00, or write only {timed['day']}"
            yield context.finding(node, f"'{node.text}' has a time without a zone", hint)


@rule("bad-number")
def bad_number(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A number is not written as one, or is out of its range.

    Write ``190000``: no thousands separators, currency signs, ``k`` or quotes. An amount such as
    ``190.000`` is refused: it is 190 here, and 190000 to half of the world.
    """
    if not (isinstance(shape, Number) and isinstance(node, Scalar)):
        return
    text = node.text
    if node.style or not _NUMERIC.fullmatch(text) or len(text) > _MAX_DIGITS:
        yield context.finding(node, f"'{text[:40]}' is no number", "write digits, such as 190000")
    elif shape.maximum >= _AMOUNT and _THOUSANDS.fullmatch(text):
        whole = text.replace(".", "")
        yield context.finding(node, f"{text} could be {float(text):g} or {whole}", f"write {whole}")
    elif shape.whole and not float(text).is_integer():
        yield context.finding(node, f"{text} is no whole number")
    elif not shape.minimum <= float(text) <= shape.maximum:
        bounds = f"from {shape.minimum:,.0f} to {shape.maximum:,.0f}"
        yield context.finding(node, f"{text} is out of range", f"it runs {bounds}")


VALUE_RULES = (
    wrong_type,
    unknown_key,
    missing_key,
    blank_text,
    bad_length,
    ambiguous_text,
    cut_text,
    bad_date,
    time_without_zone,
    bad_number,
    *WORD_RULES,
    *FORM_RULES,
)
