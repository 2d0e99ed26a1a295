"""``opledger export jsonl`` and ``csv``: the whole ledger, without loss."""

from __future__ import annotations

from pathlib import Path

import click

from opledger.cli.loading import sound_ledger
from opledger.cli.options import App, at_option, ledger_option
from opledger.cli.output import deliver, output_option


@click.command("jsonl", short_help="The whole ledger, one opportunity a line.")
@output_option
@at_option
@ledger_option
@click.pass_context
def jsonl_command(ctx: click.Context, output: Path, at: str | None) -> None:
    """Write the whole ledger as JSON Lines: its settings, then one opportunity a line.

    It is private: it holds every name, note and amount. 'opledger import' reads it back without
    loss, but for comments in the YAML, which are no data.
    """
    from opledger.cli.progress import progress
    from opledger.exchange.jsonlines import ledger_jsonl

    loaded = sound_ledger(ctx.ensure_object(App), at)
    with progress("Writing", "opportunities") as told:
        content = ledger_jsonl(loaded.ledger, told).encode()
    deliver(content, output, loaded.root)


@click.command("csv", short_help="The whole ledger as one table.")
@output_option
@at_option
@ledger_option
@click.pass_context
def csv_command(ctx: click.Context, output: Path, at: str | None) -> None:
    """Write the whole ledger as one table: a row an opportunity, event, person and question.

    It is private: it holds every name, note and amount. 'opledger import' reads it back without
    loss, but for comments in the YAML, which are no data. ('list --format csv' is shorter: a row
    an opportunity, with its state.)
    """
    from opledger.cli.progress import progress
    from opledger.exchange.table import ledger_csv

    loaded = sound_ledger(ctx.ensure_object(App), at)
    with progress("Writing", "opportunities") as told:
        content = ledger_csv(loaded.ledger, told).encode()
    deliver(content, output, loaded.root)
