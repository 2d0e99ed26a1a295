"""Our words in a mapping, held against the ledger's lists before any row is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Mapping as MappingOf
from typing import TYPE_CHECKING

from opledger.core.currencies import CURRENCIES
from opledger.core.late import dataclass
from opledger.core.vocabulary import OfferForm, OfferPart, Outcome, Party
from opledger.exchange.mapping import (
    DateValues,
    Mapping,
    Statuses,
    Template,
    Value,
    Values,
    Word,
)
from opledger.files.rules.context import did_you_mean

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.exchange.grammar import Grammar

_OUTCOMES = tuple(outcome.value for outcome in Outcome)
_SHORT = 20
_TURN = (Party.ME.value, Party.COMPANY.value)


def check_words(grammar: Grammar, mapping: Mapping, config: Config) -> None:
    """Note every word of ours that the ledger does not know, and every status without a table."""
    words = _Words(grammar, config)
    words.check(mapping.start, "stage", config.stage_order)
    words.check_values(mapping.fields)
    words.check_statuses(mapping.statuses)
    for template in mapping.events:
        words.check(template.stage, "stage", config.stage_order)
        words.check(template.outcome, "outcome", _OUTCOMES)
        words.check_statuses(template.statuses)
        words.check_values(template.values)
        words.check_values(template.offer)
        if template.status and template.statuses is None and mapping.statuses is None:
            text = "this event has a 'status', but the mapping has no 'statuses'"
            grammar.fault(template.at, "missing-key", text, "add 'statuses: {Their word: ours}'")


@dataclass(slots=True)
class _Words:
    """The words that a ledger takes, by the field that they are for; ``None`` is any."""

    grammar: Grammar
    config: Config

    def known(self, name: str) -> tuple[str, ...] | None:
        config = self.config
        lists: dict[str, Iterable[str] | None] = {
            "source": config.sources,
            "segment": config.segments,
            "reasons": config.reasons,
            "interest": config.interest,
            "confidence": config.confidence,
            "by": _TURN,
            "next.turn": _TURN,
            "market.currency": sorted(CURRENCIES),
            "currency": sorted(CURRENCIES),
            "form": OfferForm,
            "pending": OfferPart,
        }
        words = lists.get(name)
        return None if words is None else tuple(str(word) for word in words)

    def check(self, word: Word | None, what: str, known: tuple[str, ...] | None) -> None:
        if word is None or known is None or word.text in known:
            return
        names = f"the ledger has no {what}s"
        hint = did_you_mean(word.text, known, "known here") if known else names
        hint = hint if len(known) < _SHORT or "mean" in hint else "look at its letters"
        code = f"unknown-{what.partition(' ')[0]}"
        self.grammar.fault(word.at, code, f"unknown {what} '{word.text}'", hint)

    def check_values(self, fields: MappingOf[str, Values]) -> None:
        for name, values in fields.items():
            what = name.rpartition(".")[2].removesuffix("s")
            for value in values:
                for word in _said(value):
                    self.check(word, what, self.known(name))

    def check_statuses(self, statuses: Statuses | None) -> None:
        for status in statuses.values if statuses else ():
            for each in status:
                stages = self.config.stage_order
                if each.stage and each.stage.text not in stages:
                    self.check(each.stage, "stage or outcome", (*stages, *_OUTCOMES, "skip"))
                self.check(each.outcome, "outcome", _OUTCOMES)
                self.check(each.by, "party", _TURN)
                for reason in each.reasons:
                    self.check(reason, "reason", self.known("reasons"))


def _said(value: Value) -> Iterator[Word]:
    """The words of ours that a value can come to."""
    for word in (value.constant, value.default):
        if word is not None:
            yield word
    for target in value.words.values if value.words else ():
        if isinstance(target, Word):
            yield target


def every_value(mapping: Mapping) -> Iterator[tuple[Template | None, Value]]:
    """Every value of a mapping, with the event that it belongs to, if any."""
    for values in mapping.fields.values():
        yield from ((None, value) for value in values)
    for person in mapping.people:
        for values in person.values():
            yield from ((None, value) for value in values)
    for template in mapping.events:
        parts = (template.status, *template.values.values(), *template.offer.values())
        for values in parts:
            yield from ((template, value) for value in values)
        yield from ((template, value) for value in _dated(template.dates))
        for status in _every_status(mapping, template):
            yield from ((template, value) for value in _dated(status))
        yield from ((None, value) for value in template.each)


def _every_status(mapping: Mapping, template: Template) -> Iterator[DateValues]:
    statuses = template.statuses or mapping.statuses
    for status in statuses.values if statuses and template.status else ():
        for each in status:
            yield each.dates


def _dated(dates: DateValues) -> Iterator[Value]:
    for each in dates:
        if each.value is not None:
            yield each.value
        if not isinstance(each.plus, int):
            yield from each.plus


def dated_columns(mapping: Mapping) -> frozenset[str]:
    """The columns from which the days of events are read."""
    return frozenset(
        column.text
        for template in mapping.events
        for dates in (template.dates, *_every_status(mapping, template))
        for each in dates
        if each.value is not None
        for column in each.value.columns
    )


def every_column(mapping: Mapping) -> Iterator[tuple[Template | None, Word]]:
    """Every name of a column in a mapping, with the event in whose parts it is looked up."""
    for template, value in every_value(mapping):
        yield from ((template, column) for column in value.columns)
    for skip in mapping.skip:
        yield from ((None, test.column) for tests in skip.when for test in tests)
    for template in mapping.events:
        tests = [test for tests in template.when for test in tests]
        yield from ((template, test.column) for test in tests)
        yield from ((template, test.differs) for test in tests if test.differs)
    for beside in mapping.beside:
        yield from ((None, column) for column, _ in beside.on)
    about = mapping.about.columns
    for column in (*about, *mapping.group, *mapping.key, *(mapping.extra or ()), *mapping.ignore):
        yield None, column
