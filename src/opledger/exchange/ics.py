"""A calendar file (RFC 5545) of what has a day: the one door to icalendar.

Everything is an event of the calendar, also what is to be done: some calendars know no to-dos,
leave them out without a word, or refuse the whole file. What has a time stands in the ledger's
zone, whose rules are in the file; what has a day lasts all day and keeps nobody busy.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from opledger.core.figures.schedule import Entry, Kind
from opledger.core.late import dataclass
from opledger.core.narrative.schedule import entry_title
from opledger.files.diagnostics import printable
from opledger.files.readings import telling

if TYPE_CHECKING:
    from opledger.core.config import Config
    from opledger.files.readings import Told

USUAL_LENGTH = 60  # minutes: a ledger says when something begins, not when it ends
_MAKER = "-//opledger//opledger//EN"
_FIRST_SEQUENCE = date(2000, 1, 1)
_STAMPS = (date(1970, 1, 1), date(2200, 1, 1))  # any day may be taken for today
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a calendar is to hold beside company, stage, role and action.

    ``minutes`` is how long what has a time lasts, ``alarm`` how many minutes before it the
    calendar is to ring; ``notes`` lets the notes of what is scheduled in.
    """

    minutes: int = USUAL_LENGTH
    alarm: int | None = None
    notes: bool = False


def calendar(
    entries: Sequence[Entry], config: Config, day: date, wishes: Wishes, told: Told | None = None
) -> bytes:
    """The calendar file of these entries, made on a day; the same bytes each time on that day.

    An entry's UID is its opportunity's id and its key. The later the day, the higher the
    ``SEQUENCE``, so that a calendar takes the latest of several files. ``told`` is called with
    how many entries are made, of how many.
    """
    zone = config.zone
    stamp = min(max(day, _STAMPS[0]), _STAMPS[1])
    made = datetime.combine(stamp, time(), zone).astimezone(UTC)
    sequence = max((stamp - _FIRST_SEQUENCE).days, 0)
    events = []
    for entry in telling(entries, told):
        event = _event(entry, config, wishes)
        event.add("dtstamp", made)
        event.add("sequence", sequence)
        events.append(event)
    whole = Calendar()
    whole.add("prodid", _MAKER)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("x-wr-calname", _line(config.title))
    moments = [
        each.decoded(name) for each in events for name in ("dtstart", "dtend") if name in each
    ]
    years = sorted({m.year for m in moments if isinstance(m, datetime) and m.tzinfo is zone})
    for part in [_zone(zone, years)] if years else []:
        whole.add_component(part)
    for event in events:
        whole.add_component(event)
    return bytes(whole.to_ical())


def _event(entry: Entry, config: Config, wishes: Wishes) -> Event:
    about = entry.opportunity
    event = Event()
    event.add("uid", f"{about.id}/{entry.key}@opledger")
    unnoted = entry.event and not entry.event.stage and not wishes.notes
    what = "Note" if unnoted else entry_title(entry, config)
    title = f"{_line(about.company)}: {_line(what)}"
    event.add("summary", title)
    told = [about.role or ""]
    told += [entry.event.note or ""] if entry.event and wishes.notes else []
    if text := "\n".join(filter(None, map(_text, told))):
        event.add("description", text)
    event.add("class", "PRIVATE")
    busy = entry.kind is Kind.EVENT and entry.time
    event.add("transp", "OPAQUE" if busy else "TRANSPARENT")
    if not entry.time:
        event.add("dtstart", entry.day)
        return event
    for name, moment in zip(
        ("dtstart", "dtend"), _span(entry.time, config.zone, wishes), strict=True
    ):
        event.add(name, moment)
    if wishes.alarm is not None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", title)
        alarm.add("trigger", timedelta(minutes=-wishes.alarm))
        event.add_component(alarm)
    return event


def _span(begins: datetime, zone: ZoneInfo, wishes: Wishes) -> tuple[datetime, datetime]:
    """Beginning and end in the zone; in UTC where the zone's clock shows one of them twice."""
    start = begins.astimezone(UTC).replace(microsecond=0)
    both = (start, start + timedelta(minutes=wishes.minutes))
    local = tuple(moment.astimezone(zone) for moment in both)
    clear = not any(map(_is_ambiguous, local))
    return (local[0], local[1]) if clear and zone.key != "UTC" else both


def _is_ambiguous(moment: datetime) -> bool:
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


def _zone(zone: ZoneInfo, years: Sequence[int]) -> Timezone:
    """The zone's rules in these years: every change of its clock, and what it showed before.

    icalendar can make them too, but gives the hour of each spring's change an hour late.
    """
    part = Timezone()
    part.add("tzid", zone.key)
    for year in years:
        begin = datetime(year, 1, 1, tzinfo=UTC) - _DAY
        if year - 1 not in years:
            part.add_component(_observance(zone, begin, begin))
        end = datetime(year + 1, 1, 1, tzinfo=UTC) + (-_DAY if year + 1 in years else _DAY)
        for change in _changes(zone, begin, end):
            part.add_component(_observance(zone, change - _SECOND, change))
    return part


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The moments at which the zone's clock is changed, after the one and up to the other."""
    low = begin
    while low < end:
        high = low + _DAY
        if _shown(zone, low) != _shown(zone, high):
            yield _change(zone, low, high)
        low = high


def _change(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """The first second of the clock as it is at ``high``, which is not as it was at ``low``."""
    before = _shown(zone, low)
    while high - low > _SECOND:
        middle = low + (high - low) // (2 * _SECOND) * _SECOND
        if _shown(zone, middle) == before:
            low = middle
        else:
            high = middle
    return high


def _shown(zone: ZoneInfo, moment: datetime) -> tuple[timedelta | None, str | None]:
    there = moment.astimezone(zone)
    return there.utcoffset(), there.tzname()


def _observance(
    zone: ZoneInfo, before: datetime, since: datetime
) -> TimezoneStandard | TimezoneDaylight:
    """What the zone's clock shows since a moment, told in the time that it showed before."""
    earlier, later = before.astimezone(zone), since.astimezone(zone)
    offset = earlier.utcoffset() or timedelta()
    part = TimezoneDaylight() if later.dst() else TimezoneStandard()
    part.add("dtstart", (since + offset).replace(tzinfo=None))
    part.add("tzoffsetfrom", offset)
    part.add("tzoffsetto", later.utcoffset() or timedelta())
    part.add("tzname", later.tzname() or zone.key)
    return part


def _line(text: str) -> str:
    return printable(" ".join(text.split()))


def _text(text: str) -> str:
    """The lines of a text, without what a calendar may not hold."""
    return "\n".join(printable(line) for line in text.strip().splitlines())
