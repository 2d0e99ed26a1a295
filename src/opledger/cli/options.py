"""What several commands take: the ledger, the as-of day, the format; and the clock."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import click

from opledger.core.failure import Failure

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(slots=True)
class App:
    """What was given before the command: the ledger's folder, if any."""

    ledger: Path | None = None


DAY_FORM = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def as_day(text: str) -> date:
    """The day that was typed.

    Raises:
        Failure: it is none.
    """
    with suppress(ValueError):
        if DAY_FORM.fullmatch(text):
            return date.fromisoformat(text)
    raise Failure(f"'{text}' is no date: write it as 2024-01-31")


class DayType(click.ParamType[date]):
    """A day, written ``2024-01-31``."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """The day that was typed."""
        try:
            return value if isinstance(value, date) else as_day(str(value))
        except Failure as failure:
            return self.fail(str(failure), param, ctx)


DAY = DayType()


def _keep_ledger(ctx: click.Context, _param: click.Parameter, value: Path | None) -> None:
    app = ctx.ensure_object(App)
    if value is not None:
        app.ledger = value


def ledger_option(command: Command) -> Command:
    """``--ledger DIR``, before or after the command's name."""
    return click.option(
        "--ledger",
        type=click.Path(path_type=Path),
        metavar="DIR",
        expose_value=False,
        callback=_keep_ledger,
        help="The ledger's folder; else the nearest one upward.",
    )(command)


def as_of_option(command: Command) -> Command:
    """``--as-of DATE``."""
    return click.option(
        "--as-of",
        type=DAY,
        metavar="DATE",
        help="What was true at the end of that day; else the search's last day, or today.",
    )(command)


def at_option(command: Command) -> Command:
    """``--at REV``."""
    return click.option(
        "--at",
        metavar="REV",
        help="What the ledger said at a commit: a hash, branch, tag or day; else the files now.",
    )(command)


def format_option(*formats: str) -> Callable[[Command], Command]:
    """``--format`` with these; the first is the one for people."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(formats),
        default=formats[0],
        help=f"How to print; {formats[0]} if not said.",
    )


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
