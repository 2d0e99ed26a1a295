"""``opledger export``: the ledger in other programs' formats, one command a format."""

from __future__ import annotations

import click

from opledger.cli.exportflow import dot_command, mermaid_command, sankeymatic_command
from opledger.cli.exportpage import markdown_command
from opledger.cli.exportrecords import csv_command, jsonl_command
from opledger.cli.exporttables import parquet_command
from opledger.cli.ics import ics_command
from opledger.cli.options import App, ledger_option


@click.group("export")
@ledger_option
@click.pass_context
def export_group(ctx: click.Context) -> None:
    """Write the ledger in another program's format."""
    ctx.ensure_object(App)


_COMMANDS = (
    *(csv_command, jsonl_command, parquet_command, ics_command),
    *(sankeymatic_command, mermaid_command, dot_command, markdown_command),
)
for _command in _COMMANDS:
    export_group.add_command(_command)
