"""``opledger export ics``: what has a day, for a calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from opledger.cli.loading import sound_ledger
from opledger.cli.options import DAY, App, ledger_option
from opledger.cli.output import deliver, output_option

_LONGEST = 24 * 60  # minutes
_WEEKS = 4 * 7 * _LONGEST


@click.command("ics", short_help="A calendar file of what is scheduled and due.")
@output_option
@click.option("--all", "past", is_flag=True, help="What has passed, too.")
@click.option("--notes", is_flag=True, help="The notes of what is scheduled, too.")
@click.option(
    "--minutes",
    type=click.IntRange(1, _LONGEST),
    default=60,
    metavar="N",
    help="How long what has a time lasts; 60 if not said.",
)
@click.option(
    "--alarm",
    type=click.IntRange(0, _WEEKS),
    metavar="MINUTES",
    help="Let the calendar ring so long before what has a time.",
)
@click.option("--today", "asked", type=DAY, metavar="DATE", help="The day to take for today.")
@ledger_option
@click.pass_context
def ics_command(
    ctx: click.Context,
    output: Path,
    past: bool,
    notes: bool,
    minutes: int,
    alarm: int | None,
    asked: date | None,
) -> None:
    """Write a calendar file: what is scheduled, what is due, and offers to be answered.

    It holds company, role, stage and action; notes only with --notes. Import it again after a
    change: each entry keeps its identity.
    """
    from opledger.cli.progress import progress
    from opledger.core.figures.due import dates_of
    from opledger.exchange.ics import Wishes, calendar

    loaded = sound_ledger(ctx.ensure_object(App))
    config, day = loaded.ledger.config, asked or loaded.today
    wishes = Wishes(minutes=minutes, alarm=alarm, notes=notes)
    found = dates_of(loaded.ledger, day, past=past)
    with progress("Writing", "entries") as told:
        content = calendar(found, config, day, wishes, told)
    deliver(content, output, loaded.root)
