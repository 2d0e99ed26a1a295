"""The list of all opportunities, with its filters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from opledger.core.figures.funnel import end_of
from opledger.core.late import dataclass
from opledger.core.narrative.words import OUTCOMES
from opledger.core.scope import WHOLE, Scope
from opledger.site.views.frame import Link
from opledger.site.views.matrix import level_rank
from opledger.site.views.overview import KINDS

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.figures.statistics import Statistics
    from opledger.core.standing import Standing

_MOST_CHOICES = 12
MOST_ROWS = 150  # on one page: some 70 KB
_ALL_PARTS, _NEAR_PARTS = 25, 4  # pages of the list that lead to all others, and how near is near


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, with how many rows have it. ``number`` counts from 1."""

    number: int
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Filter:
    """A set of choices, of which one is taken; ``key`` is a letter, for ids and classes."""

    key: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ListRow:
    """An opportunity in the list. ``marks`` are its classes for the filters."""

    id: str
    company: str
    role: str
    source: str
    started: str
    stage: str
    stage_rank: int
    interest: str
    interest_rank: str
    interest_order: int
    kind: str
    ended: str
    days: int
    marks: str


@dataclass(frozen=True, slots=True)
class Opportunities:
    """Everything that the list shows; no column for what is nowhere stated, or may not be told.

    A long list stands on several pages: ``part`` says which rows of the ``total`` this one has,
    and ``parts`` lead to all of them; filters count the rows of their own page.
    """

    filters: tuple[Filter, ...]
    has_interest: bool
    has_source: bool
    has_start: bool
    has_days: bool
    rows: tuple[ListRow, ...]
    total: int
    part: str = ""
    parts: tuple[Link, ...] = ()


def _reachable(place: int, count: int) -> list[int]:
    """The pages that one of them leads to: each, or the near ones and ever fewer far ones.

    So a list of any length is a few steps from end to end, and no page has hundreds of links.
    """
    if count <= _ALL_PARTS:
        return list(range(count))
    found = {0, count - 1, *range(place - _NEAR_PARTS, place + _NEAR_PARTS + 1)}
    step = _NEAR_PARTS
    while step < count:
        step *= 2
        found |= {place - step, place + step}
    return sorted(each for each in found if 0 <= each < count)


def _counted(filters: tuple[Filter, ...], rows: tuple[ListRow, ...]) -> tuple[Filter, ...]:
    """The filters with the counts of these rows; a choice that none of them has is left out."""
    counts = Counter(mark for row in rows for mark in row.marks.split())
    found = []
    for each in filters:
        choices = (replace(c, count=counts[f"{each.key}{c.number}"]) for c in each.choices)
        kept = tuple(choice for choice in choices if choice.count)
        if len(kept) > 1:
            found.append(replace(each, choices=kept))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Facet:
    filter: Filter
    numbers: dict[str, int]
    read: Callable[[Standing], str]

    @property
    def choices(self) -> tuple[Choice, ...]:
        return self.filter.choices


@dataclass(frozen=True, slots=True)
class Listing:
    """The list, of which each page is laid out when it is asked for; ``order`` is newest first."""

    statistics: Statistics
    scope: Scope
    facets: tuple[_Facet, ...]
    order: tuple[Standing, ...]

    @property
    def filters(self) -> tuple[Filter, ...]:
        """What can be chosen, with the counts of all rows."""
        return tuple(facet.filter for facet in self.facets)

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of its pages, each light enough to load at once."""
        count = max(-(-len(self.order) // MOST_ROWS), 1)
        return tuple(f"opportunities{f'-{n}' if n > 1 else ''}.html" for n in range(1, count + 1))

    def part(self, place: int) -> str:
        """Which rows a page has, in words; pages count from 0."""
        start = place * MOST_ROWS
        return f"{start + 1} to {min(start + MOST_ROWS, len(self.order))}"

    def page(self, place: int) -> Opportunities:
        """The view of a page, which counts from 0."""
        paths = self.paths
        if len(paths) == 1:
            return self.whole()
        rows = self._rows(self.order[place * MOST_ROWS : (place + 1) * MOST_ROWS])
        near = _reachable(place, len(paths))
        return replace(
            self._view(rows),
            filters=_counted(self.filters, rows),
            part=self.part(place),
            parts=tuple(Link(self.part(to), paths[to], to == place) for to in near),
        )

    def whole(self) -> Opportunities:
        """The view of all rows on one page."""
        return self._view(self._rows(self.order))

    def _view(self, rows: tuple[ListRow, ...]) -> Opportunities:
        return Opportunities(
            filters=self.filters,
            has_interest=self.statistics.interest_counts.stated,
            has_source=any(each.opportunity.source for each in self.order),
            has_start=self.scope.months,
            has_days=self.scope.days,
            rows=rows,
            total=len(self.order),
        )

    def _rows(self, of: Sequence[Standing]) -> tuple[ListRow, ...]:
        config, when = self.statistics.config, self.scope.when
        return tuple(
            _row(each, config, when(each.started), " ".join(_mark(f, each) for f in self.facets))
            for each in of
        )


def listing(statistics: Statistics, scope: Scope = WHOLE) -> Listing:
    """The list of all opportunities."""
    config = statistics.config
    facets = (
        _facet("i", "Interest", statistics, _interest, [*reversed(config.interest), ""]),
        _facet("s", "Reached", statistics, _stage, [*reversed(config.stage_order)]),
        _facet("e", "Ended", statistics, end_of, list(KINDS)),
        _facet("w", "Source", statistics, _source, [*config.sources, ""]),
    )
    order = sorted(statistics.standings, key=lambda each: each.opportunity.id)
    order.sort(key=lambda each: each.started, reverse=True)
    chosen = tuple(facet for facet in facets if len(facet.choices) > 1)
    return Listing(statistics, scope, chosen, tuple(order))


def _facet(
    key: str,
    label: str,
    statistics: Statistics,
    read: Callable[[Standing], str],
    order: list[str],
) -> _Facet:
    counts = Counter(read(each) for each in statistics.standings)
    found = [word for word in order if counts[word]]
    if len(found) > _MOST_CHOICES:
        found = sorted(found, key=lambda word: (-counts[word], word))[:_MOST_CHOICES]
    numbers = {word: number for number, word in enumerate(found, 1)}
    choices = tuple(
        Choice(number, _label(key, word, statistics.config), counts[word])
        for word, number in numbers.items()
    )
    return _Facet(Filter(key, label, choices), numbers, read)


def _label(key: str, word: str, config: Config) -> str:
    if not word:
        return "not stated"
    match key:
        case "s":
            return config.label("stages", word)
        case "w":
            return config.label("sources", word)
        case "e":
            return KINDS[word]
    return word


def _mark(facet: _Facet, each: Standing) -> str:
    return f"{facet.filter.key}{facet.numbers.get(facet.read(each), 0)}"


def _interest(each: Standing) -> str:
    return each.interest or ""


def _stage(each: Standing) -> str:
    return each.furthest


def _source(each: Standing) -> str:
    return each.opportunity.source or ""


def state_text(each: Standing) -> str:
    """How it ended, in two or three words."""
    text = OUTCOMES[each.outcome] if each.outcome else "still open"
    return text[0].upper() + text[1:]


def _row(each: Standing, config: Config, started: str, marks: str) -> ListRow:
    about = each.opportunity
    interest = each.interest
    return ListRow(
        id=about.id,
        company=about.company,
        role=about.role or "",
        source=config.label("sources", about.source) if about.source else "not stated",
        started=started,
        stage=config.label("stages", each.furthest),
        stage_rank=config.rank(each.furthest),
        interest=interest or "not stated",
        interest_rank=level_rank(interest, config.interest),
        interest_order=config.interest.index(interest) + 1 if interest else 0,
        kind=end_of(each),
        ended=state_text(each),
        days=each.days,
        marks=marks,
    )
