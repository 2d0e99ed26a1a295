"""The data beside the pages: the same figures and rows as JSON and CSV.

The public ones tell what the public pages may tell; a key that would tell more is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from opledger.core.contract.opportunities import list_document
from opledger.core.contract.statistics import statistics_document
from opledger.core.contract.text import json_lines_of
from opledger.site.table import COLUMNS, opportunities_csv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from opledger.core.figures.statistics import Statistics
    from opledger.core.scope import Scope
    from opledger.core.standing import Standing
    from opledger.site.parts import Alive

_PRIVATE = ("alias", "url")
_DATES = ("started", "last", "ended")
# The figures that take longest, each worked out when first asked.
_SLOW = ("endings", "response", "silence", "times", "judgement", "luck", "forecast", "offers")
_OF_DAYS = ("times", "response", "silence", "forecast")


def data_files(
    statistics: Statistics, order: Sequence[Standing], scope: Scope, known_at: str | None = None
) -> tuple[Callable[[Alive], dict[str, bytes]], ...]:
    """What makes the files by their paths; ``order`` is the order of the rows."""
    return (
        partial(_figures, statistics, scope, known_at),
        partial(_rows, statistics, order, scope, known_at),
    )


def _figures(
    statistics: Statistics, scope: Scope, known_at: str | None, alive: Alive
) -> dict[str, bytes]:
    for name in _SLOW:
        getattr(statistics, name)
        alive()
    figures = statistics_document(statistics, known_at=known_at)
    if scope.public:
        figures = _public_figures(figures, statistics, scope)
    return {"data/statistics.json": _json(figures)}


def _rows(
    statistics: Statistics,
    order: Sequence[Standing],
    scope: Scope,
    known_at: str | None,
    alive: Alive,
) -> dict[str, bytes]:
    columns: Sequence[str] = COLUMNS
    listed: dict[str, Any] = list_document(tuple(order), statistics.as_of, known_at=known_at)
    rows = listed["opportunities"]
    if scope.public:
        rows = [_public_row(row, each, scope) for row, each in zip(rows, order, strict=True)]
        columns = [name for name in COLUMNS if not rows or name in rows[0]]
        listed = {"version": listed["version"], **_as_of(statistics, scope), "opportunities": rows}
    alive()
    return {
        "data/opportunities.json": _json(listed),
        "data/opportunities.csv": opportunities_csv(rows, columns).encode(),
    }


def _as_of(statistics: Statistics, scope: Scope) -> dict[str, str]:
    return {"as_of": scope.when(statistics.as_of)} if scope.months else {}


def _public_row(row: dict[str, Any], each: Standing, scope: Scope) -> dict[str, Any]:
    """A row without what only its own files know, and with dates as exactly as may be told."""
    kept = {name: value for name, value in row.items() if name not in _PRIVATE}
    for name in _DATES:
        day = getattr(each, name)
        kept[name] = scope.when(day) if day else None
        if not scope.months:
            del kept[name]
    if not scope.days:
        del kept["days"]
    kept["reopened"] = [{"outcome": turn.outcome.value} for turn in each.reopenings]
    return kept


def _public_figures(
    document: dict[str, Any], statistics: Statistics, scope: Scope
) -> dict[str, Any]:
    """Without what is counted in days or tells dates, where that may not be told."""
    kept = {
        "version": document["version"],
        **_as_of(statistics, scope),
        **{name: v for name, v in document.items() if name not in {"version", "as_of", "known_at"}},
    }
    del kept["judgement"]["paths"]
    groups = kept["by"]["groups"]
    if not scope.days:
        for place in (kept, *groups):
            for name in _OF_DAYS:
                place.pop(name, None)
        for name in ("load", "weeks"):
            del kept["luck"][name]
        for row in kept["offers"]["rows"]:
            del row["offered"]
    elif not scope.turns:
        for place in (kept, *groups):
            del place["response"]
            del place["times"]["response"]
    return kept


def _json(document: Mapping[str, object]) -> bytes:
    return (json_lines_of(document) + "\n").encode()
