"""Dates as other people write them: from a text and a list of formats to a day or a moment."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from opledger.exchange.mapping import DateFormat

NAMED_FORMATS = ("iso", "excel", "epoch", "epoch-ms")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ].*)?")
_NUMBER = re.compile(r"[0-9]{1,15}(\.[0-9]{1,9})?")
_TIME_SIGNS = re.compile(r"%[HIMSfpXcz]")
_YEAR_SIGNS = re.compile(r"%[YyGcx]")
_EXCEL_START = date(1899, 12, 30)
_MAX_SERIAL = 100_000
_MAX_TEXT = 60
_LIKELY = range(1990, 2101)
_PROBE = datetime(2023, 11, 25, 13, 45, 58, tzinfo=UTC)

# A day, and the moment where the text tells one.
Dated = tuple[date, datetime | None]


def format_trouble(form: str, since: date | None) -> str:
    """What is wrong with a format; empty if nothing is."""
    if form in NAMED_FORMATS:
        return ""
    if "%" not in form:
        return "is no date format"
    if since is None and not _YEAR_SIGNS.search(form):
        return "tells no year: write {format: ..., since: 2024-01-01}"
    text = _PROBE.strftime(form)
    try:
        read = _read_form(text, form, since and _PROBE.date())
    except (ValueError, re.error):  # a sign that stands twice ends as an error of a pattern
        return "is a date format that can't be read back"
    told = read is not None and read.date() == _PROBE.date()
    return "" if told else "does not tell day, month and year"


def read_date(text: str, formats: tuple[DateFormat, ...], zone: ZoneInfo) -> Dated | None:
    """The day that a text tells, in the first format that it fits; ``None`` where it fits none.

    A moment with a zone is told as its day in the ledger's ``zone``; one without is taken as the
    time there.
    """
    if len(text) > _MAX_TEXT:
        return None
    for each in formats:
        try:
            found = _read(text, each, zone)
        except (ValueError, OverflowError):
            continue
        if found is not None and found[0].year in _LIKELY:
            return found
    return None


def _read(text: str, each: DateFormat, zone: ZoneInfo) -> Dated | None:
    match each.form:
        case "iso":
            shape = _ISO.fullmatch(text)
            if not shape:
                return None
            if not shape[1]:
                return date.fromisoformat(text), None
            return _local(datetime.fromisoformat(text.replace("t", "T")), zone)
        case "excel":
            if not _NUMBER.fullmatch(text) or not 1 <= float(text) <= _MAX_SERIAL:
                return None
            return _EXCEL_START + timedelta(days=int(float(text))), None
        case "epoch" | "epoch-ms":
            if not _NUMBER.fullmatch(text):
                return None
            seconds = float(text) / (1000 if each.form == "epoch-ms" else 1)
            return _local(datetime.fromtimestamp(seconds, UTC), zone)
    read = _read_form(text, each.form, each.since)
    if read is None:
        return None
    return _local(read, zone) if _TIME_SIGNS.search(each.form) else (read.date(), None)


def _read_form(text: str, form: str, since: date | None) -> datetime | None:
    if since is None or _YEAR_SIGNS.search(form):
        # The zone, if the text tells one, is in it.
        return datetime.strptime(text, form)  # noqa: DTZ007
    for year in (since.year, since.year + 1):
        try:
            read = datetime.strptime(f"{text} {year}", f"{form} %Y")  # noqa: DTZ007
        except ValueError:  # 29 February of a year without one
            continue
        if read.date() >= since:
            return read
    return None


def _local(moment: datetime, zone: ZoneInfo) -> Dated:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    moment = moment.replace(microsecond=0).astimezone(zone)
    return moment.date(), moment
