"""The generated ledgers are ones that ``check`` lets by, and hold what they say they do."""

from __future__ import annotations

from itertools import pairwise

import pytest
from tests.generated import generated
from tests.stories import LATE

from opledger.core.contract.plain import record
from opledger.core.model import Ledger
from opledger.core.standing import standings
from opledger.core.vocabulary import Outcome
from opledger.files.emit import opportunity_text
from opledger.files.reading import read_opportunity
from opledger.files.source import Source

SOME = range(150)


def test_a_number_gives_the_same_ledger_each_time() -> None:
    assert generated(7) == generated(7)
    assert generated(7) != generated(8)


@pytest.mark.parametrize("seed", range(0, 150, 5))
def test_every_generated_opportunity_reads_back_from_its_file_without_an_error(seed: int) -> None:
    ledger, _ = generated(seed)
    for each in ledger.opportunities:
        values = record(each) or {}
        for derived in ("id", "path"):
            values.pop(derived, None)
        source = Source.of(f"opportunities/{each.id}.yaml", opportunity_text(values))
        read, found = read_opportunity(source, ledger.config, LATE)
        assert [d for d in found if d.severity.value == "error"] == []
        assert read == each


def test_the_generated_ledgers_differ_in_every_setting_they_say() -> None:
    configs = [ledger.config for ledger, _ in map(generated, SOME)]
    assert {len(config.stages) for config in configs} == {*range(2, 9)}
    assert {config.few for config in configs} == {*range(1, 7)}
    for name in ("conversation", "offer", "interest", "quiet_after", "currency"):
        assert len({getattr(config, name) for config in configs}) > 3
    first = [config.rank(config.offer_stage) for config in configs]
    assert 0 in first
    assert any(rank + 1 < len(c.stages) for rank, c in zip(first, configs, strict=True))


def test_the_generated_stories_have_every_turn_they_say() -> None:
    found: set[str] = set()
    for ledger, as_of in map(generated, SOME):
        found |= _turns(ledger)
        begun = standings(ledger.opportunities, ledger.config, as_of)
        found |= {"ahead" for each in begun if each.scheduled}
        found |= {"not begun"} if len(begun) < len(ledger.opportunities) else set()
        found |= {f"open {each.open}" for each in begun}
    assert found == {
        *Outcome,
        *("ahead", "not begun", "open True", "open False", "same day", "back", "skipped"),
        *("repeated", "reopened stage", "reopened outcome", "note first", "note after an end"),
        *("offer", "pending", "verbal", "no currency", "market", "fit", "reasons"),
    }


def _turns(ledger: Ledger) -> set[str]:
    """The kinds of things that happen in a ledger, by name."""
    found: set[str] = set()
    for each in ledger.opportunities:
        found |= {"market"} if each.market else set()
        found |= {"note first"} if each.events[0].stage is None else set()
        ranks = [ledger.config.rank(event.stage) for event in each.events if event.stage]
        steps = {later - earlier for earlier, later in pairwise(ranks)}
        found |= {"back"} if min(steps, default=0) < 0 else set()
        found |= {"skipped"} if max(steps, default=0) > 1 else set()
        found |= {"repeated"} if 0 in steps else set()
        for before, event in pairwise(each.events):
            found |= {"same day"} if before.date == event.date else set()
            found |= {"note after an end"} if before.outcome and event.note else set()
        for event in each.events:
            found |= {event.outcome} if event.outcome else set()
            if event.reopened:
                found.add("reopened stage" if event.stage else "reopened outcome")
            found |= {"fit"} if event.fit else set()
            found |= {"reasons"} if event.reasons else set()
            if event.offer:
                found.add("offer")
                found |= {"pending"} if event.offer.pending else set()
                found |= {"verbal"} if event.offer.form == "verbal" else set()
                found |= {"no currency"} if event.offer.currency is None else set()
    return found
