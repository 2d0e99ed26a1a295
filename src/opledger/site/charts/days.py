"""A span of days as a width, and where its weeks, months or years begin.

Places are in percent of the width, so that a page may draw them as wide as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from opledger.core.late import dataclass
from opledger.site.charts.box import tenth

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_APART = 21.0  # percent of the narrowest page that a label needs: 72 of 343 px
_MOST_DAYS, _MOST_WEEKS, _MOST_MONTHS = 14, 18, 24
_MOST_LINES = 30
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """Where a day, week, month or year begins, with its label, which may be empty."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class Days:
    """The days from the first to the last one; or, told by ``month`` only, their months."""

    first: date
    last: date
    month: bool = False

    def __post_init__(self) -> None:
        """Refuse a span that ends before it begins.

        Raises:
            ValueError: it does.
        """
        if self.last < self.first:
            raise ValueError(f"{self.last} is before {self.first}")

    @property
    def count(self) -> int:
        """How many days, or months, there are."""
        return self._place(self.last) + 1

    def places(self, days: Sequence[date]) -> tuple[float, ...]:
        """The x of each of these days, given in order: in the middle of its day.

        Of a month only the order is known: what happened in the same one is spread over it.
        """
        found = []
        for nth, day in enumerate(days):
            before = sum(self._place(each) == self._place(day) for each in days[:nth])
            among = sum(self._place(each) == self._place(day) for each in days)
            part = (before + 1) / (among + 1) if self.month else 0.5
            found.append(tenth(100 * (self._place(day) + part) / self.count))
        return tuple(found)

    def lines(self) -> tuple[Line, ...]:
        """Where its days, weeks, months or years begin; labels stand apart, also on a phone."""
        starts = self._starts()
        thin = 1 + len(starts) // _MOST_LINES
        lines: list[Line] = []
        free = 0.0
        for day, text in starts[::thin]:
            x = 100 * self._place(day) / self.count
            said = text if free <= x <= 100 - _APART else ""
            free = x + _APART if said else free
            lines.append(Line(tenth(x), said))
        return tuple(lines)

    def _place(self, day: date) -> int:
        """The day's number, or the month's, from 0."""
        if self.month:
            return 12 * (day.year - self.first.year) + day.month - self.first.month
        return (day - self.first).days

    def _starts(self) -> list[tuple[date, str]]:
        span = (self.last - self.first).days + 1
        months = 12 * (self.last.year - self.first.year) + self.last.month - self.first.month + 1
        if not self.month and span <= 7 * _MOST_WEEKS:
            step = 1 if span <= _MOST_DAYS else 7
            days = (self.first + n * _DAY for n in range(span))
            return [
                (day, f"{day.day} {_MONTHS[day.month - 1]}")
                for day in days
                if step == 1 or day.weekday() == 0
            ]
        if months <= _MOST_MONTHS:
            begin = 12 * self.first.year + self.first.month - 1
            firsts = (date(n // 12, n % 12 + 1, 1) for n in range(begin, begin + months))
            return [(day, f"{day:%Y-%m}") for day in firsts if self._within(day)]
        years = (date(year, 1, 1) for year in range(self.first.year, self.last.year + 1))
        return [(day, f"{day:%Y}") for day in years if self._within(day)]

    def _within(self, day: date) -> bool:
        return day >= self.first or (self.month and self._place(day) >= 0)
