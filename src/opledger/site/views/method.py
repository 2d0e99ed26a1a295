"""The method page: how every figure is defined, and the ledger's own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opledger.core.definitions import definitions
from opledger.core.late import dataclass
from opledger.core.narrative.words import OUTCOMES
from opledger.core.reports.every import may_be_told
from opledger.core.scope import WHOLE, Scope
from opledger.core.vocabulary import Outcome
from opledger.site.views.frame import checkout_text

if TYPE_CHECKING:
    from opledger.core.figures.statistics import Statistics
    from opledger.git.repository import Checkout


@dataclass(frozen=True, slots=True)
class Run:
    """Some text, or a word of the files or the command."""

    text: str
    code: bool


@dataclass(frozen=True, slots=True)
class Term:
    """A figure's name and what it means."""

    name: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The terms of one report; ``report`` is its anchor."""

    report: str
    title: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Method:
    """Everything that the method page shows."""

    as_of: str
    public: bool
    ended: bool
    commit: str
    opportunities: int
    events: int
    sections: tuple[Section, ...]
    stages: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]
    outcomes: tuple[tuple[str, str], ...]


def method(
    statistics: Statistics, scope: Scope = WHOLE, checkout: Checkout | None = None
) -> Method:
    """The view; ``as_of`` is empty where no date may be told."""
    config = statistics.config
    return Method(
        as_of=scope.when(statistics.as_of),
        public=scope.public,
        ended=config.search.ended == statistics.as_of,
        commit=checkout_text(checkout).removeprefix(", "),
        opportunities=len(statistics.standings),
        events=sum(len(each.events) for each in statistics.standings),
        sections=tuple(
            Section(
                section.report,
                section.title,
                tuple(Term(each.name, _runs(each.text)) for each in section.definitions),
            )
            for section in definitions(
                config, scope.when(statistics.as_of) or "the day", public=scope.public
            )
            if may_be_told(section.report, scope)
        ),
        stages=tuple((word, config.label("stages", word)) for word in config.stages),
        sources=tuple((word, config.label("sources", word)) for word in config.sources),
        outcomes=tuple((outcome.value, OUTCOMES[outcome]) for outcome in Outcome),
    )


def _runs(text: str) -> tuple[Run, ...]:
    """The text cut at its backquotes: what stands between two of them is code."""
    parts = text.split("`")
    return tuple(Run(part, code=bool(n % 2)) for n, part in enumerate(parts) if part)
