"""Days: the one that was named, and today by the one clock."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from opledger.core.failure import Failure
from opledger.core.late import pattern

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

DAY_FORM = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def as_day(text: str) -> date:
    """The day that was named.

    Raises:
        Failure: it is none.
    """
    with suppress(ValueError):
        if DAY_FORM.fullmatch(text):
            return date.fromisoformat(text)
    raise Failure(f"'{text}' is no date: write it as 2024-01-31")


def today(zone: ZoneInfo) -> date:
    """The one clock: this day in a zone.

    ``SOURCE_DATE_EPOCH``, seconds since 1970, sets it, so that a build can be made again.

    Raises:
        Failure: the variable is no number of seconds.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        seconds = int(given) if given else int(time.time())
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
        return moment.astimezone(zone).date()
    except (ValueError, OverflowError):
        message = f"SOURCE_DATE_EPOCH is no number of seconds: '{given}'"
        raise Failure(message) from None
