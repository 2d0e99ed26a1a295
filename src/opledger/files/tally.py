"""What a batch of files comes to without its records: all that ``check`` and the funnel need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from opledger.core.figures.census import USUAL_DIMENSION, Census, Kind, census
from opledger.core.late import dataclass
from opledger.core.standing import has_stages_of, last_date, standings
from opledger.core.vocabulary import Outcome
from opledger.files.diagnostics import Diagnostic, Position, Severity
from opledger.files.disk import ODD_NAMES

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.core.model import Opportunity


@dataclass(frozen=True, slots=True)
class Tally:
    """What some files come to, as checked on a day.

    ``diagnostics`` are those of each file alone. ``known`` are the paths of the sound ones, each
    with what no other opportunity should have in common with it. ``census`` counts them with all
    their events, ``last_event`` is the day of the last of these; ``reopened`` are the paths of
    those that were reopened. After ``last``, nothing that the rules go by changes any more.
    """

    day: date
    last: date
    last_event: date
    diagnostics: tuple[Diagnostic, ...]
    known: tuple[tuple[str, str], ...]
    census: Census
    reopened: tuple[str, ...]

    def holds_on(self, day: date) -> bool:
        """Whether it is the same on this day."""
        return day == self.day or (day > self.last and self.day > self.last)


def tally_of(
    records: Sequence[tuple[Opportunity, str]],
    diagnostics: Sequence[Diagnostic],
    config: Config,
    day: date,
) -> Tally:
    """The tally of sound records, each with its key, and of what is wrong with the files."""
    opportunities = tuple(record for record, _ in records)
    last = max(map(last_date, opportunities), default=date.min)
    if any(each.severity is Severity.ERROR for each in diagnostics):
        last = date.max  # it may be one by today alone: such files are looked at every day
    events = [event.date for each in opportunities for event in each.events]
    # Where the ledger's own stages are wrong, any word may stand as one, and nobody counts it.
    counted = (each for each in opportunities if has_stages_of(each, config))
    stood = standings(counted, config, date.max)
    return Tally(
        day=day,
        last=last,
        last_event=max(events, default=date.min),
        diagnostics=tuple(diagnostics),
        known=tuple((record.path, key) for record, key in records),
        census=census(stood, USUAL_DIMENSION),
        reopened=tuple(each.opportunity.path for each in stood if each.reopenings),
    )


def as_bytes(tally: Tally) -> bytes:
    """A tally as bytes for the cache."""
    import msgpack  # noqa: PLC0415 - only where there is something to keep

    packed: bytes = msgpack.packb(
        [
            [tally.day.toordinal(), tally.last.toordinal(), tally.last_event.toordinal()],
            [
                [d.path, d.at.line, d.at.column, d.severity.value, d.code, d.text, d.hint]
                for d in tally.diagnostics
            ],
            [path for path, _ in tally.known],
            [key for _, key in tally.known],
            [[*kind, n] for kind, n in tally.census],
            tally.reopened,
        ],
        unicode_errors=ODD_NAMES,
    )
    return packed


def from_bytes(content: bytes | None) -> Tally | None:
    """The tally that was kept; ``None`` where there is none."""
    if content is None:
        return None
    import msgpack  # noqa: PLC0415 - only where something was kept

    days, diagnostics, paths, keys, counts, reopened = msgpack.unpackb(
        content, unicode_errors=ODD_NAMES
    )
    day, last, last_event = map(date.fromordinal, days)
    return Tally(
        day=day,
        last=last,
        last_event=last_event,
        diagnostics=tuple(
            Diagnostic(path, Position(line, column), Severity(severity), code, text, hint)
            for path, line, column, severity, code, text, hint in diagnostics
        ),
        known=tuple(zip(paths, keys, strict=True)),
        census=Census(
            {
                Kind(furthest, outcome and Outcome(outcome), interest, tuple(words)): n
                for furthest, outcome, interest, words, n in counts
            }
        ),
        reopened=tuple(reopened),
    )
