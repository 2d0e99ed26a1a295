"""Every time zone there is: times around each change of its clock, through a calendar and back.

``python -m tests.campaigns.zones`` prints the zones in which a moment came back as another.
"""

from __future__ import annotations

import sys
from zoneinfo import available_timezones

from tests.exchange.calendars import reader
from tests.exchange.test_ics import wrong_times


def main() -> int:
    """The exit code: 1 if a moment came back as another."""
    names = sorted(available_timezones() - {"Factory", "localtime"})
    with reader() as read:
        wrong = [each for name in names for each in wrong_times(read, name)]
    for name, moment, seconds in wrong:
        print(f"{name}: {moment} came back {seconds} seconds off")
    print(f"{len(names)} zones, {len(wrong)} wrong times")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
