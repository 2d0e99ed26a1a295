"""``opledger due``: what to do today, and who waits for whom."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from opledger.cli.loading import sound_ledger
from opledger.cli.options import DAY, App, at_option, format_option, ledger_option
from opledger.core.contract.text import json_text
from opledger.core.failure import Failure
from opledger.core.figures.agenda import SOON
from opledger.core.figures.due import Due, due
from opledger.core.query import QueryError, parse_query

if TYPE_CHECKING:
    from opledger.core.config import Config

PRESSING = 4  # the exit code where something is overdue or due today
_FARTHEST = 3660  # days


@click.command("due")
@click.argument("terms", nargs=-1, metavar="[FILTER]...")
@click.option("--today", "asked", type=DAY, metavar="DATE", help="The day to take for today.")
@click.option(
    "--days",
    "ahead",
    type=click.IntRange(0, _FARTHEST),
    default=SOON,
    metavar="N",
    help=f"How many days to look ahead; {SOON} if not said.",
)
@click.option("--exit-code", is_flag=True, help="Exit with 4 if something is overdue or due today.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing; --exit-code goes with it.")
@at_option
@format_option("table", "json", "csv")
@ledger_option
@click.pass_context
def due_command(
    ctx: click.Context,
    terms: tuple[str, ...],
    asked: date | None,
    ahead: int,
    exit_code: bool,
    quiet: bool,
    at: str | None,
    form: str,
) -> int:
    """Print what is overdue, due today and coming, then whose turn it is.

    That is actions (next: due), offers to be answered (deadline) and what is scheduled. A FILTER
    is as in 'opledger list'.
    """
    loaded = sound_ledger(ctx.ensure_object(App), at)
    ledger = loaded.ledger
    try:
        query = parse_query(terms, ledger.config) if terms else None
    except QueryError as error:
        raise Failure(str(error)) from None
    found = due(ledger, asked or loaded.today, ahead, query.matches if query else None)
    if not quiet:
        if form == "table":
            known = f", known at {loaded.commit.short}" if loaded.commit else ""
            _print(found, ledger.config, len(ledger.opportunities), known)
        else:
            from opledger.core.contract.due import due_document

            document = due_document(found, ledger.config, known_at=loaded.known_at)
            whole = json_text(document) + "\n"
            click.echo(whole if form == "json" else _csv(document), nl=False)
    return PRESSING if (exit_code or quiet) and found.pressing else 0


def _csv(document: dict[str, Any]) -> str:
    import csv

    from opledger.core.contract.cells import safe_cell
    from opledger.core.contract.due import COLUMNS, due_rows

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell(row.get(name)) for name in COLUMNS] for row in due_rows(document))
    return text.getvalue()


def _print(found: Due, config: Config, written: int, known: str) -> None:
    from opledger.cli.tables import Page
    from opledger.core.narrative.due import due_headline, due_sentence, weekday
    from opledger.core.reports.due import due_sheet

    page = Page()
    page.title(due_headline(found) or "Nothing is due", weekday(found.as_of) + known)
    if sentence := due_sentence(found, written):
        page.text(sentence)
    if not found.ended:
        for block in due_sheet(found, config):
            page.gap()
            page.blocks([block])
