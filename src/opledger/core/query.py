"""The filter language of ``list``: ``source:inbound stage>=onsite interest:high``.

A filter is a list of terms, all of which must hold. A term is ``field:word`` (also ``field=word``,
several words with commas: any of them), ``field!=word``, or, where the field has an order, one of
``< <= > >=``. A term without a field is looked for in the company, role, alias and id. Blanks
part the terms of one argument; a word after ``field:`` keeps those before the next field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from opledger.core.late import dataclass, pattern
from opledger.core.nearest import nearest
from opledger.core.vocabulary import Outcome, Party

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.standing import Standing

_OPERATOR = r"(?P<operator>>=|<=|!=|:|=|>|<)"
_TERM = pattern(rf"(?P<field>[A-Za-z_]+){_OPERATOR}(?P<words>.*)", re.DOTALL)
_NO_FIELD = pattern(rf"{_OPERATOR}.*", re.DOTALL)
_TEXT_FIELDS = ("id", "company", "role", "alias", "location")
_WORD_FIELDS = ("source", "segment", "size", "tag")
ORDERED_FIELDS = ("stage", "interest", "confidence", "started", "ended", "last", "days")
_STATE_FIELDS = ("state", "outcome", "by", "reopened", "reason")
FIELDS = (*_TEXT_FIELDS, *_WORD_FIELDS, *ORDERED_FIELDS, *_STATE_FIELDS)
ORDERS = ("<", "<=", ">", ">=")  # for the ordered fields alone
STATES = ("open", "ended", "quiet", "scheduled")

Test = Callable[["Standing"], bool]


class QueryError(ValueError):
    """A filter that can't be understood; its text is one line for the user."""


@dataclass(frozen=True, slots=True)
class Query:
    """A filter: :meth:`matches` says whether an opportunity passes every term."""

    tests: tuple[Test, ...]

    def matches(self, each: Standing) -> bool:
        """Whether every term holds."""
        return all(test(each) for test in self.tests)


def parse_query(terms: Sequence[str], config: Config) -> Query:
    """Read the terms of a filter.

    Raises:
        QueryError: an unknown field or word, or an order where there is none.
    """
    split = [part for term in terms for part in _split(term)]
    return Query(tuple(_test(term, config) for term in split))


def select(terms: Sequence[str], every: Sequence[Standing], config: Config) -> list[Standing]:
    """Those that pass a filter, newest first.

    Raises:
        QueryError: an unknown field or word, or an order where there is none.
    """
    query = parse_query(terms, config)
    found = [each for each in every if query.matches(each)]
    found.sort(key=lambda each: each.opportunity.id)
    found.sort(key=lambda each: each.started, reverse=True)
    return found


def _split(term: str) -> list[str]:
    """Split at blanks, but not in quotes, nor in a field's words: ``company:Acme Labs``.

    A shell has taken the quotes of ``company:"Acme Labs"`` away before they get here.
    """
    parts: list[str] = []
    for part in re.findall(r'(?:[^\s"]|"[^"]*"?)+', term):
        text = part.replace('"', "")
        goes_on = parts and _TERM.fullmatch(parts[-1]) and not _TERM.fullmatch(text)
        if goes_on and not _NO_FIELD.fullmatch(text):
            parts[-1] += f" {text}"
        else:
            parts.append(text)
    return parts


def _test(term: str, config: Config) -> Test:
    parsed = _TERM.fullmatch(term)
    if not parsed:
        if lone := _NO_FIELD.fullmatch(term):
            message = f"'{lone['operator']}' needs a field before it, without blanks: stage>=onsite"
            raise QueryError(message)
        return _text_test(term)
    field, operator, given = parsed["field"].lower(), parsed["operator"], parsed["words"]
    if field not in FIELDS:
        raise QueryError(_unknown("filter field", field, FIELDS))
    words = [word for each in given.split(",") if (word := each.strip())]
    if not words:
        message = f"'{term}' needs a word after '{operator}'"
        raise QueryError(message)
    if operator in ORDERS:
        return _order_test(field, operator, words, config)
    wanted = [_reader(field, word, config) for word in words]
    if operator == "!=":
        return lambda each: not any(test(each) for test in wanted)
    return lambda each: any(test(each) for test in wanted)


def _text_test(term: str) -> Test:
    sought = term.casefold()

    def test(each: Standing) -> bool:
        about = each.opportunity
        texts = (about.id, about.company, about.role, about.alias)
        return any(sought in (text or "").casefold() for text in texts)

    return test


def _reader(field: str, word: str, config: Config) -> Test:
    """The test that ``field`` says ``word``."""
    if field in _TEXT_FIELDS:
        return lambda each: word.casefold() in (getattr(each.opportunity, field) or "").casefold()
    if field in ORDERED_FIELDS:
        place = _place(field, word, config)
        return lambda each: _value(field, each, config) == place
    if field == "tag":
        return lambda each: word in each.opportunity.tags
    if field in _WORD_FIELDS:
        known = {"source": config.sources, "segment": config.segments}.get(field)
        if known is not None and word not in known:
            raise QueryError(_unknown(field, word, tuple(known)))
        return lambda each: getattr(each.opportunity, field) == word
    return _state_reader(field, word, config)


def _state_reader(field: str, word: str, config: Config) -> Test:
    if field == "outcome":
        outcome = _one_of(field, word, Outcome)
        return lambda each: each.outcome == outcome
    if field == "by":
        party = _one_of(field, word, Party)
        return lambda each: each.ended_by == party
    if field == "reopened":
        wanted = _one_of(field, word, ("yes", "no")) == "yes"
        return lambda each: bool(each.reopenings) == wanted
    if field == "reason":
        if config.reasons is not None:
            _one_of(field, word, tuple(config.reasons))
        return lambda each: word in each.reasons
    state = _one_of(field, word, STATES)
    return lambda each: {
        "open": each.open,
        "ended": not each.open,
        "quiet": each.open and each.silent >= config.quiet_after,
        "scheduled": bool(each.scheduled),
    }[state]


def _order_test(field: str, operator: str, words: list[str], config: Config) -> Test:
    if field not in ORDERED_FIELDS:
        message = f"'{field}' has no order: use '{field}:{words[0]}'"
        raise QueryError(message)
    if len(words) > 1:
        message = f"'{field}{operator}' takes one word, not {len(words)}"
        raise QueryError(message)
    place = _place(field, words[0], config)

    def test(each: Standing) -> bool:
        value = _value(field, each, config)
        if value is None:
            return False
        return {
            "<": value < place,
            "<=": value <= place,
            ">": value > place,
            ">=": value >= place,
        }[operator]

    return test


def _place(field: str, word: str, config: Config) -> int:
    """Where a word stands in the order of its field: a rank, a day's number, or days."""
    if field == "stage":
        return config.rank(_one_of(field, word, config.stage_order))
    if field == "interest":
        return config.interest.index(_one_of(field, word, config.interest))
    if field == "confidence":
        return config.confidence.index(_one_of(field, word, config.confidence))
    if field == "days":
        if not re.fullmatch(r"[0-9]{1,6}", word):
            message = f"'days' takes a number, not '{word}'"
            raise QueryError(message)
        return int(word)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", word):
        message = f"'{field}' takes a date such as 2024-01-31, not '{word}'"
        raise QueryError(message)
    try:
        return date.fromisoformat(word).toordinal()
    except ValueError:
        message = f"'{word}' is no day of the calendar"
        raise QueryError(message) from None


def _value(field: str, each: Standing, config: Config) -> int | None:
    match field:
        case "stage":
            return config.rank(each.furthest)
        case "interest":
            return config.interest.index(each.interest) if each.interest else None
        case "confidence":
            return config.confidence.index(each.confidence) if each.confidence else None
        case "days":
            return each.days
        case "started":
            return each.started.toordinal()
        case "last":
            return each.last.toordinal()
    return each.ended.toordinal() if each.ended else None


def _one_of(field: str, word: str, known: Sequence[str] | type[Outcome | Party]) -> str:
    words = tuple(str(each) for each in known)
    if word not in words:
        raise QueryError(_unknown(field, word, words))
    return word


def _unknown(what: str, word: str, known: Sequence[str]) -> str:
    close = nearest(word, known)
    hint = f"did you mean '{close}'?" if close else f"known: {', '.join(known)}"
    return f"unknown {what} '{word}': {hint}"
