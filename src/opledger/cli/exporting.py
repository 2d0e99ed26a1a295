"""``opledger export``: the ledger in other programs' formats, one command a format."""

from __future__ import annotations

import click

from opledger.cli.main import imported
from opledger.cli.options import App, ledger_option

# Name, module and name of the command there: a format is written without importing the others.
FORMATS = {
    "csv": ("opledger.cli.exportrecords", "csv_command"),
    "jsonl": ("opledger.cli.exportrecords", "jsonl_command"),
    "parquet": ("opledger.cli.exporttables", "parquet_command"),
    "ics": ("opledger.cli.ics", "ics_command"),
    "sankeymatic": ("opledger.cli.exportflow", "sankeymatic_command"),
    "mermaid": ("opledger.cli.exportflow", "mermaid_command"),
    "dot": ("opledger.cli.exportflow", "dot_command"),
    "markdown": ("opledger.cli.exportpage", "markdown_command"),
}


class Formats(click.Group):
    """A group that imports the command of a format when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, as Click orders those of a group."""
        return sorted(FORMATS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now."""
        return imported(ctx, *FORMATS[cmd_name]) if cmd_name in FORMATS else None


@click.group("export", cls=Formats)
@ledger_option
@click.pass_context
def export_group(ctx: click.Context) -> None:
    """Write the ledger in another program's format."""
    ctx.ensure_object(App)
