"""What the tests of the import share: a log and a mapping, planned into a new ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from textwrap import dedent

from opledger.core.config import Config
from opledger.core.model import Opportunity
from opledger.exchange.columns import check_columns
from opledger.exchange.mapfile import read_mapping
from opledger.exchange.mapping import Mapping
from opledger.exchange.origin import read_rows
from opledger.exchange.plan import plan_import
from opledger.exchange.planned import Plan, Target
from opledger.files.source import Source

TODAY = date(2026, 1, 1)
LEDGER = """
ledger:
  stages: {applied: Applied, call: Call, interview: Interview, offer: Offer}
  currency: EUR
"""


@dataclass(frozen=True)
class Imported:
    """The plan, and the new opportunities by their ids."""

    plan: Plan
    mapping: Mapping

    @property
    def told(self) -> dict[str, str]:
        return {file.opportunity.id: story(file.opportunity) for file in self.plan.new}

    @property
    def only(self) -> Opportunity:
        (file,) = self.plan.new
        return file.opportunity

    @property
    def bad(self) -> list[tuple[int, int | None, str]]:
        return [(bad.number, bad.line, bad.reason) for bad in self.plan.bad]


def story(opportunity: Opportunity) -> str:
    """``applied 01-05, rejected 01-20``."""
    events = opportunity.events
    return ", ".join(f"{e.stage or e.outcome or 'note'} {e.date:%m-%d}" for e in events)


def mapping_of(text: str, config: Config | None = None) -> Mapping:
    text = dedent(text)
    whole = text if "ledger:" in text else text + LEDGER
    mapping, found = read_mapping(Source.of("map.yaml", whole), config)
    assert mapping is not None, found
    return mapping


def faults_of(text: str, config: Config | None = None) -> list[str]:
    """Every fault of a mapping as ``line:column code: text; hint``."""
    text = dedent(text)
    whole = text if "ledger:" in text else text + LEDGER
    _, found = read_mapping(Source.of("map.yaml", whole), config)
    return [
        f"{d.at.line}:{d.at.column} {d.code}: {d.text}{'; ' * bool(d.hint)}{d.hint}" for d in found
    ]


def import_log(
    log: str | bytes, mapping_text: str, name: str = "log.csv", target: Target | None = None
) -> Imported:
    mapping = mapping_of(mapping_text, target.config if target else None)
    content = dedent(log).encode() if isinstance(log, str) else log
    rows = read_rows(name, content, mapping.layout)
    unknown = check_columns(mapping, rows)
    assert not unknown, unknown
    into = target or Target(mapping.config)
    return Imported(plan_import(rows, mapping, into, TODAY), mapping)
