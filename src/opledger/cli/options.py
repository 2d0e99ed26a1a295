"""What several commands take: the ledger, the as-of day, the format."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from opledger.api.days import as_day
from opledger.core.failure import Failure
from opledger.core.late import dataclass

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(slots=True)
class App:
    """What was given before the command: the ledger's folder, if any."""

    ledger: Path | None = None


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
        # No shell does it behind `--ledger=`.
        app.ledger = Path(os.path.expanduser(value))  # noqa: PTH111 - never fails


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
