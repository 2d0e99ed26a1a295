"""How many opportunities there are of each kind: all that the funnel's figures need to know.

A search has many opportunities and few kinds of them. Censuses of parts of a ledger add up to that
of the whole, so a part that has not changed need not be counted again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from opledger.core.late import dataclass

if TYPE_CHECKING:
    from opledger.core.standing import Standing
    from opledger.core.vocabulary import Outcome

UNSTATED = ""
DIMENSIONS = ("source", "segment", "size", "level", "tag", "month", "location", "interest")
USUAL_DIMENSION = "source"


class Kind(NamedTuple):
    """What opportunities of one kind have in common on a day.

    ``words`` are those under which they stand in the dimension that is asked for.
    """

    furthest: str
    outcome: Outcome | None
    interest: str | None
    words: tuple[str, ...] = ()

    @property
    def open(self) -> bool:
        """Whether no outcome stands."""
        return self.outcome is None


@dataclass(frozen=True, slots=True)
class Census:
    """Counts by kind; none of them is 0."""

    counts: Mapping[Kind, int]

    def __iter__(self) -> Iterator[tuple[Kind, int]]:
        """Each kind with its count."""
        return iter(self.counts.items())

    @property
    def total(self) -> int:
        """How many opportunities in all."""
        return sum(self.counts.values())

    def under(self, word: str) -> Census:
        """The part that stands under a word of the dimension."""
        return Census({kind: n for kind, n in self if word in kind.words})

    def words(self) -> Counter[str]:
        """How many opportunities stand under each word."""
        found: Counter[str] = Counter()
        for kind, n in self:
            for word in kind.words:
                found[word] += n
        return found


# What is counted: opportunities as they stand, or the census of them.
Counted = Census | Sequence["Standing"]


def census(of: Counted, dimension: str = "") -> Census:
    """The census of these opportunities, with their words in a dimension, if one is named.

    Raises:
        ValueError: no such dimension.
    """
    if isinstance(of, Census):
        return of
    if dimension:
        known(dimension)
    found = Counter(
        (each.furthest, each.outcome, each.interest, words(each, dimension)) for each in of
    )
    return Census({Kind(*kind): n for kind, n in found.items()})


def together(parts: Iterable[Census]) -> Census:
    """One census of what several have counted; no opportunity is in two of them."""
    found: Counter[Kind] = Counter()
    for part in parts:
        found.update(part.counts)
    return Census(found)


def words(each: Standing, dimension: str) -> tuple[str, ...]:
    """The words under which an opportunity stands in a dimension; always at least one.

    Raises:
        ValueError: no such dimension.
    """
    about = each.opportunity
    match dimension:
        case "":
            return ()
        case "tag":
            return tuple(dict.fromkeys(about.tags)) or (UNSTATED,)
        case "month":
            return (each.started.isoformat()[: len("2024-01")],)
        case "level":
            return ((about.level.sought if about.level else None) or UNSTATED,)
        case "interest":
            return (each.interest or UNSTATED,)
        case "source" | "segment" | "size" | "location":
            return (getattr(about, dimension) or UNSTATED,)
    return (known(dimension),)  # there is none, and so it raises


def known(dimension: str) -> str:
    """The dimension.

    Raises:
        ValueError: there is no such one.
    """
    if dimension in DIMENSIONS:
        return dimension
    raise ValueError(f"cannot group by {dimension}: one of {', '.join(DIMENSIONS)}")
