"""Getting texts, numbers and dates from a row, as a mapping's values say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Mapping as MappingOf
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from opledger.core.late import dataclass
from opledger.exchange.amounts import read_amount
from opledger.exchange.dates import Dated, read_date
from opledger.exchange.mapping import (
    MAX_SUBJECT,
    Condition,
    DateFormat,
    DateValue,
    DateValues,
    Drop,
    Keep,
    Mapping,
    Test,
    Value,
    Values,
    Word,
    folded,
)
from opledger.exchange.rows import NoValue, Path, Row, find, is_blank, items

_NO_WORD = re.compile(r"[^\w.+-]+")
_MAX_WORD = 40
_SHOWN = 40
_MAX_DAYS = 36_500
_ISO = (DateFormat("iso"),)
_UTC = ZoneInfo("UTC")


class BadValue(Exception):
    """What a row holds can't be taken; the text says why.

    ``row`` is which row of its opportunity, where that is known.
    """

    row: Row | None = None


class RealDay(str):
    """A day or moment that the file itself tells as one, so that no format has to be known."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """Where names are looked up: in a part of a row first, if it is about one, then in the row."""

    row: MappingOf[str, object]
    part: MappingOf[str, object] | None = None

    def find(self, name: str) -> tuple[Path | None, object]:
        """The value of a name, with its path where it is the row's own."""
        if self.part is not None:
            inner = find(self.part, name)
            if inner is not None:
                return None, inner[1]
        found = find(self.row, name)
        return found if found is not None else (None, None)


@dataclass(frozen=True, slots=True)
class Picked:
    """The texts of a value. ``paths`` are where they stand in the row just as they are."""

    texts: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ()
    column: str = ""

    @property
    def text(self) -> str:
        """The one text, or the empty one."""
        return self.texts[0] if self.texts else ""


@dataclass(frozen=True, slots=True)
class Picker:
    """Gets values from rows, by one mapping, in one ledger's zone."""

    mapping: Mapping
    zone: ZoneInfo

    def pick(self, values: Values, scope: Scope) -> Picked:
        """The first value that is not empty.

        Raises:
            BadValue: a text has no word, or is no number.
        """
        for value in values:
            picked = self._pick(value, scope)
            if picked.texts:
                return picked
        return Picked()

    def _pick(self, value: Value, scope: Scope) -> Picked:
        if value.constant is not None:
            return Picked((value.constant.text,))
        found = [(column.text, *self.texts(column, scope)) for column in value.columns]
        told = [(name, path, texts) for name, path, texts in found if texts]
        if value.join is None:
            told = told[:1]
        texts = tuple(text for _, _, each in told for text in each)
        if value.join is not None:
            texts = (value.join.join(texts),) if texts else ()
        column = ", ".join(name for name, _, _ in told)
        if value.pattern is not None:
            texts = tuple(part for text in texts if (part := _matched(value.pattern, text)))
        if value.split:
            parts = (part.strip() for text in texts for part in text.split(value.split))
            texts = tuple(part for part in parts if folded(part) not in self.mapping.empty)
        texts = self._translated(value, texts, column)
        if not texts and value.default is not None:
            return Picked((value.default.text,))
        changed = value.pattern or value.words or value.word
        paths = () if changed else tuple(path for _, path, _ in told if path is not None)
        return Picked(texts, paths, column)

    def _translated(self, value: Value, texts: tuple[str, ...], column: str) -> tuple[str, ...]:
        if value.words is not None:
            texts = tuple(_worded(value, texts, column))
        if value.word:
            words = (_NO_WORD.sub("-", text.casefold()).strip("-.+")[:_MAX_WORD] for text in texts)
            texts = tuple(word for word in words if word)
        if value.number:
            texts = tuple(str(number(text, value.decimal, column)) for text in texts)
        return texts

    def texts(self, column: Word, scope: Scope) -> tuple[Path | None, tuple[str, ...]]:
        """What a column tells: one text, several of a JSON list, or none."""
        path, value = scope.find(column.text)
        if isinstance(value, NoValue):
            message = f"'{column.text}' can't be read: {value.reason}"
            raise BadValue(message)
        if isinstance(value, list) and not any(isinstance(v, MappingOf | list) for v in value):
            told = tuple(_text(inner) for inner in value)
        elif isinstance(value, MappingOf | list):
            if is_blank(value):
                return path, ()
            kind = "a list of records" if isinstance(value, list) else "a mapping"
            message = f"'{column.text}' is {kind}, not a text: name what is in it by a dotted path"
            raise BadValue(message)
        else:
            told = (_text(value),)
        return path, tuple(text for text in told if folded(text) not in self.mapping.empty)

    def dated(
        self, values: DateValues, scope: Scope, previous: date | None
    ) -> tuple[Dated | None, Picked]:
        """The first date that is not empty, and what it was read from.

        Raises:
            BadValue: a text is no date in any of the formats.
        """
        for value in values:
            dated, picked = self._date(value, scope, previous)
            if dated is not None:
                return dated, picked
        return None, Picked()

    def _date(
        self, value: DateValue, scope: Scope, previous: date | None
    ) -> tuple[Dated | None, Picked]:
        picked = Picked()
        dated: Dated | None = None
        if value.constant is not None:
            dated = (value.constant, None)
        elif value.previous:
            dated = (previous, None) if previous is not None else None
        elif value.value is not None:
            picked = self.pick((value.value,), scope)
            dated = self.day(picked, value) if picked.texts else None
        if dated is None and value.default is not None:
            dated = (value.default, None)
        days = value.plus if isinstance(value.plus, int) else self._days(value.plus, scope)
        if dated is None or days is None:
            return None, Picked()
        if days:
            dated, picked = (dated[0] + timedelta(days=days), None), Picked()
        if value.latest is not None and dated[0] > value.latest:
            dated, picked = (value.latest, None), Picked()
        return dated, picked

    def day(self, picked: Picked, value: DateValue | None = None) -> Dated:
        """The day that a picked text tells.

        Raises:
            BadValue: it is no date in any of the formats.
        """
        formats = (value.formats if value else ()) or self.mapping.dates
        if isinstance(picked.text, RealDay):
            formats = _ISO
        dated = read_date(picked.text, formats, self.zone)
        if dated is None:
            forms = ", ".join(each.form for each in formats)
            message = f"'{picked.text[:_SHOWN]}' in '{picked.column}' is no date as {forms}"
            raise BadValue(message)
        return dated

    def moment(self, text: str) -> str:
        """A text of a column of dates as its moment, whatever program wrote it, in ISO 8601.

        It depends on no ledger: a time without a zone stays as it is. What is no date stays, too.
        """
        dated = read_date(text, self.mapping.dates, _UTC)
        if dated is None or read_date(text, _ISO, _UTC) is not None:
            return text
        day, moment = dated
        midnight = moment is None or (moment.hour, moment.minute, moment.second) == (0, 0, 0)
        return f"{day}" if midnight or moment is None else f"{moment:%Y-%m-%dT%H:%M:%S}"

    def _days(self, values: Values, scope: Scope) -> int | None:
        picked = self.pick(values, scope)
        if not picked.texts:
            return None
        days = number(picked.text, "", picked.column)
        if not isinstance(days, int) or abs(days) > _MAX_DAYS:
            message = f"'{picked.text[:_SHOWN]}' in '{picked.column}' is no number of days"
            raise BadValue(message)
        return days

    def parts(self, values: Values, scope: Scope) -> Iterator[tuple[Scope, Path | None]]:
        """The parts of a nested list, mapping or split text, each as a scope of its own."""
        for value in values:
            if value.split or value.pattern:
                picked = self._pick(value, scope)
                for text in picked.texts:
                    yield Scope(scope.row, items([text])[0]), next(iter(picked.paths), None)
                if picked.texts:
                    return
                continue
            for column in value.columns:
                path, nested = scope.find(column.text)
                for part in items(nested):
                    yield Scope(scope.row, part), path
                if not is_blank(nested):
                    return

    def holds(self, condition: Condition, scope: Scope) -> bool:
        """Whether any of the lists of tests holds as a whole; no list at all always does.

        Raises:
            BadValue: a text that is held against a number is none.
        """
        return not condition or any(
            all(self._test(test, scope) for test in tests) for tests in condition
        )

    def _test(self, test: Test, scope: Scope) -> bool:
        if test.empty is not None:
            _, value = scope.find(test.column.text)
            nested = isinstance(value, MappingOf | list)
            empty = is_blank(value) if nested else not self.texts(test.column, scope)[1]
            if empty is not test.empty:
                return False
        if test.differs is not None:
            other = self.texts(test.differs, scope)[1]
            if [*map(folded, self.texts(test.column, scope)[1])] == [*map(folded, other)]:
                return False
        if not (test.among or test.excluded or test.above is not None or test.below is not None):
            return True
        _, texts = self.texts(test.column, scope)
        # An empty column has the empty text, so that "" can be named among others.
        shown = texts or ("",)
        if test.among and not any(_is_among(text, test.among) for text in shown):
            return False
        if any(_is_among(text, test.excluded) for text in shown):
            return False
        return self._within(test, texts)

    def _within(self, test: Test, texts: tuple[str, ...]) -> bool:
        if test.above is None and test.below is None:
            return True
        numbers = [number(text, test.decimal, test.column.text) for text in texts]
        return bool(numbers) and all(
            (test.above is None or each > test.above) and (test.below is None or each < test.below)
            for each in numbers
        )


def number(text: str, decimal: str, column: str) -> float | int:
    """The number that a text tells.

    Raises:
        BadValue: it is none.
    """
    found = read_amount(text, decimal)
    if found is None:
        signs = "," in text or "." in text
        hint = "; say 'decimal: \",\"' or 'decimal: \".\"'" if signs and not decimal else ""
        message = f"'{text[:_SHOWN]}' in '{column}' is no number{hint}"
        raise BadValue(message)
    return found


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case date() | datetime():
            return RealDay(value.isoformat())
        case float() if value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 - exact so far
            return str(int(value))
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


def _matched(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text[:MAX_SUBJECT])
    if found is None:
        return ""
    group = next((part for part in found.groups() if part is not None), "")
    return (group if found.re.groups else found[0]).strip()


def _worded(value: Value, texts: tuple[str, ...], column: str) -> Iterator[str]:
    for text in texts:
        target = value.words.find(text) if value.words else None
        if target is None:
            message = (
                f"no word for '{text[:_SHOWN]}' in '{column}': add it to its 'words',"
                " or 'otherwise: keep', 'drop' or a word"
            )
            raise BadValue(message)
        if isinstance(target, Keep):
            yield text
        elif not isinstance(target, Drop):
            yield target.text


def _is_among(text: str, wanted: tuple[str | re.Pattern[str], ...]) -> bool:
    plain = folded(text)
    return any(
        plain == each if isinstance(each, str) else bool(each.search(text[:MAX_SUBJECT]))
        for each in wanted
    )
