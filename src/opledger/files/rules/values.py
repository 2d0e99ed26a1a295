"""Rules about one value: whether it is of the shape that its key asks for.

Each is called with the node, the shape and the context in which it is read, and says nothing of
shapes that it is not about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from opledger.core.currencies import CURRENCIES
from opledger.files.diagnostics import Finding, Severity
from opledger.files.nodes import ListNode, MapNode, Node, Scalar
from opledger.files.rules.rule import rule
from opledger.files.shapes import (
    Choice,
    Day,
    Items,
    NewWord,
    Number,
    Record,
    Shape,
    Table,
    Text,
    Word,
)

if TYPE_CHECKING:
    from opledger.files.source import Source

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]"
    r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?P<zone>Z|[-+][0-9]{2}:[0-9]{2})?"
)
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_NEW_WORD = re.compile(r"\w[\w.+-]{0,39}")
_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")
_NUMERIC = re.compile(r"[-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,2})?")
_MAX_DIGITS = 40
# What YAML 1.1 programs (many editors and libraries) make something else of than text.
_YAML_1_1 = re.compile(
    r"(?:[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?|[-+]?0b[01_]+|[-+]?[0-9][0-9_]*[0-9]"
)
SCHEMES = ("https", "http", "mailto")


@dataclass(frozen=True, slots=True)
class Context:
    """In what a value is read: its source and the ledger's words.

    A vocabulary that maps to ``None``, or is missing, takes any word.
    """

    source: Source
    words: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)

    def finding(self, node: Node, text: str, hint: str = "") -> Finding:
        """A finding where the node starts."""
        return Finding(self.source.position(node.start), text, hint)


def is_null(node: Node) -> bool:
    """Whether the value was left out: ``role:`` and nothing behind it."""
    return isinstance(node, Scalar) and node.kind == "null"


def did_you_mean(word: str, known: tuple[str, ...], what: str) -> str:
    """The nearest known word as a hint, or all of them."""
    close = get_close_matches(word, known, n=1) or get_close_matches(word.lower(), known, n=1)
    if close:
        return f"did you mean '{close[0]}'?"
    return f"{what}: {', '.join(known)}" if known else f"the ledger lists no {what}"


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
        case _:
            return
    if not fits:
        given = {"int": "a number", "float": "a number", "bool": "true or false", "str": "a text"}
        text = f"expected {expected}, found {given.get(node.kind, 'a ' + node.kind)}"
        quotable = isinstance(node, Scalar) and expected == "a text"
        hint = f"put it in quotes: '{node.text}'" if quotable and isinstance(node, Scalar) else ""
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
    from two to seven levels.
    """
    if isinstance(shape, Items) and isinstance(node, ListNode):
        count = len(node.items)
    elif isinstance(shape, Table) and isinstance(node, MapNode):
        count = len(node.pairs)
    else:
        return
    if count < shape.minimum:
        yield context.finding(node, f"{count} items, at least {shape.minimum} needed")
    elif count > shape.maximum:
        yield context.finding(node, f"{count} items, at most {shape.maximum} allowed")


@rule("repeated-item")
def repeated_item(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A word stands twice in a list of words; it would count twice."""
    if not (isinstance(shape, Items) and isinstance(node, ListNode)):
        return
    if isinstance(shape.of, Word | NewWord | Choice):
        seen: set[str] = set()
        for item in node.items:
            if isinstance(item, Scalar):
                if item.text in seen:
                    yield context.finding(item, f"'{item.text}' stands twice", "keep one")
                seen.add(item.text)


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
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        yield context.finding(node, f"the year {day.year:04} is not likely", "look at its digits")


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

    Write ``190000``: no thousands separators, currency signs, ``k`` or quotes.
    """
    if not (isinstance(shape, Number) and isinstance(node, Scalar)):
        return
    text = node.text
    if node.style or not _NUMERIC.fullmatch(text) or len(text) > _MAX_DIGITS:
        yield context.finding(node, f"'{text[:40]}' is no number", "write digits, such as 190000")
    elif shape.whole and not float(text).is_integer():
        yield context.finding(node, f"{text} is no whole number")
    elif not shape.minimum <= float(text) <= shape.maximum:
        bounds = f"from {shape.minimum:g} to {shape.maximum:g}"
        yield context.finding(node, f"{text} is out of range", f"it runs {bounds}")


@rule("unknown-word")
def unknown_word(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A word is none of the fixed ones: an outcome, a party, the form or a part of an offer."""
    if isinstance(shape, Choice) and isinstance(node, Scalar) and node.text not in shape.words:
        hint = did_you_mean(node.text, shape.words, "it is one of")
        yield context.finding(node, f"unknown {shape.what} '{node.text}'", hint)


def _unknown(node: Node, shape: Shape, context: Context, name: str, one: str) -> Iterator[Finding]:
    known = context.words.get(name)
    if known is None:
        return
    words: tuple[Node, ...] = ()
    if isinstance(shape, Word) and shape.vocabulary == name:
        words = (node,)
    elif isinstance(shape, Table) and shape.vocabulary == name and isinstance(node, MapNode):
        words = tuple(key for key, _ in node.pairs)
    for word in words:
        if isinstance(word, Scalar) and word.text not in known:
            text = f"unknown {one} '{word.text}'"
            yield context.finding(
                word, text, did_you_mean(word.text, known, f"the ledger's {name}")
            )


@rule("unknown-stage")
def unknown_stage(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A stage is none of the ledger's (``stages:`` in ``ledger.yaml``)."""
    yield from _unknown(node, shape, context, "stages", "stage")


@rule("unknown-source")
def unknown_source(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A source is none of the ledger's (``sources:`` in ``ledger.yaml``)."""
    yield from _unknown(node, shape, context, "sources", "source")


@rule("unknown-segment")
def unknown_segment(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A segment is none of the ledger's (``segments:``); a ledger that lists none takes any."""
    yield from _unknown(node, shape, context, "segments", "segment")


@rule("unknown-reason")
def unknown_reason(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A reason is none of the ledger's (``reasons:``); a ledger that lists none takes any."""
    yield from _unknown(node, shape, context, "reasons", "reason")


@rule("unknown-level")
def unknown_level(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A level of interest or confidence is not on the ledger's scale."""
    for scale in ("interest", "confidence"):
        yield from _unknown(node, shape, context, scale, f"level of {scale}")


@rule("unknown-goal")
def unknown_goal(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A score is for none of the ledger's goals (``goals:`` in ``ledger.yaml``)."""
    yield from _unknown(node, shape, context, "goals", "goal")


@rule("bad-word")
def bad_word(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A new word is too long or has blanks or signs in it.

    The words of a ledger go into filters, links and tables: letters, digits and ``-_.+``, at most
    40. Its label may be any text.
    """
    if isinstance(shape, NewWord) and isinstance(node, Scalar):
        words: tuple[Node, ...] = (node,)
    elif isinstance(shape, Table) and not shape.vocabulary and isinstance(node, MapNode):
        words = tuple(key for key, _ in node.pairs)
    elif isinstance(shape, Word) and context.words.get(shape.vocabulary) is None:
        words = (node,)
    else:
        return
    for word in words:
        if isinstance(word, Scalar) and not _NEW_WORD.fullmatch(word.text):
            text = f"'{word.text[:60]}' is no word: letters, digits and -_.+ only, at most 40"
            yield context.finding(word, text, "write the long form as its label or in a note")


@rule("bad-currency")
def bad_currency(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A currency is none of ISO 4217's three-letter codes, such as ``USD`` or ``EUR``."""
    if _has_form(node, shape, "currency") and node.text not in CURRENCIES:
        upper = node.text.upper()
        hint = f"did you mean '{upper}'?" if upper in CURRENCIES else "three letters, such as USD"
        yield context.finding(node, f"'{node.text[:40]}' is no currency", hint)


@rule("bad-url")
def bad_url(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """A link is no web or mail address.

    Only ``https:``, ``http:`` and ``mailto:`` are taken: other links can run code in a page.
    """
    if _has_form(node, shape, "url") and not is_link(node.text):
        hint = "write the whole address, beginning with https://"
        yield context.finding(node, f"'{node.text[:60]}' is no link", hint)


@rule("bad-email")
def bad_email(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """An e-mail address is none: a name, ``@`` and a domain, no blanks."""
    if _has_form(node, shape, "email") and not _EMAIL.fullmatch(node.text):
        yield context.finding(node, f"'{node.text[:60]}' is no e-mail address")


@rule("bad-timezone")
def bad_timezone(node: Node, shape: Shape, context: Context) -> Iterator[Finding]:
    """The ledger's time zone is none of the IANA names, such as ``Europe/Berlin``."""
    if _has_form(node, shape, "timezone") and node.text not in available_timezones():
        known = tuple(sorted(available_timezones()))
        close = get_close_matches(node.text, known, n=1)
        hint = f"did you mean '{close[0]}'?" if close else "write Area/City, such as Europe/Berlin"
        yield context.finding(node, f"'{node.text[:60]}' is no time zone", hint)


def _has_form(node: Node, shape: Shape, form: str) -> bool:
    return isinstance(shape, Text) and shape.form == form and isinstance(node, Scalar)


def is_link(text: str) -> bool:
    """Whether a text is an address that a page may link to."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    if text != text.strip() or any(c.isspace() for c in text) or parts.scheme not in SCHEMES:
        return False
    return bool(parts.path) if parts.scheme == "mailto" else bool(host)


def is_email(text: str) -> bool:
    """Whether a text is an e-mail address."""
    return bool(_EMAIL.fullmatch(text))


def is_new_word(text: str) -> bool:
    """Whether a text can be a word of a ledger."""
    return bool(_NEW_WORD.fullmatch(text))


VALUE_RULES = (
    wrong_type,
    unknown_key,
    missing_key,
    blank_text,
    bad_length,
    repeated_item,
    ambiguous_text,
    bad_date,
    time_without_zone,
    bad_number,
    unknown_word,
    unknown_stage,
    unknown_source,
    unknown_segment,
    unknown_reason,
    unknown_level,
    unknown_goal,
    bad_word,
    bad_currency,
    bad_url,
    bad_email,
    bad_timezone,
)
