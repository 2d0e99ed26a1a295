"""``opledger export parquet``: typed tables, for SQL over many ledgers."""

from __future__ import annotations

from datetime import date
from importlib.util import find_spec
from pathlib import Path

import click

from opledger.api.loading import Loaded
from opledger.cli.loading import sound_ledger
from opledger.cli.options import App, as_of_option, at_option, ledger_option
from opledger.core.failure import Failure
from opledger.exchange.parts import Part


@click.command("parquet", short_help="Tables for SQL over many ledgers.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--name",
    metavar="TEXT",
    help="The ledger's name in every row; the name of DIR if not said.",
)
@click.option(
    "--without",
    type=click.Choice([part.value for part in Part]),
    multiple=True,
    help="Leave this empty; can be given several times.",
)
@as_of_option
@at_option
@ledger_option
@click.pass_context
def parquet_command(
    ctx: click.Context,
    folder: Path,
    name: str | None,
    without: tuple[str, ...],
    as_of: date | None,
    at: str | None,
) -> None:
    """Write the ledger as Parquet files into DIR, for DuckDB, Spark and the like.

    Many ledgers stand side by side, each in a folder of its own (docs/cohort.md). It is private:
    it holds every name, note and amount that --without does not leave out. DIR is replaced whole,
    if it holds only what opledger made.
    """
    if find_spec("pyarrow") is None:
        raise Failure("Parquet needs pyarrow: pip install 'opledger[parquet]'")
    from opledger.cli.progress import progress
    from opledger.exchange.datasets import datasets
    from opledger.exchange.parquet import parquet
    from opledger.files.folder import replace_folder
    from opledger.files.readings import telling

    loaded = sound_ledger(ctx.ensure_object(App), at)
    _refuse_ledger(folder, loaded)
    called = folder.absolute().name if name is None else name
    if not called.strip():
        raise Failure("the ledger needs a name: say --name TEXT")
    parts = [Part(word) for word in without]
    with progress("Writing", "tables") as told:
        tables = datasets(loaded.ledger, loaded.day(as_of), called, parts)
        named = telling(list(tables.items()), told)
        files = {f"{title}.parquet": parquet(table) for title, table in named}
    replace_folder(folder, files)
    rows = sum(len(table.rows) for table in tables.values())
    click.echo(f"{len(files)} tables with {rows} rows in {folder}", err=True)


def _refuse_ledger(folder: Path, loaded: Loaded) -> None:
    """Refuse the ledger's own folder and what it is made of."""
    target, root = folder.absolute().resolve(), loaded.root.absolute().resolve()
    held = {root, *(root / name for name in ("opportunities", "templates", ".git", ".opledger"))}
    if target in held or (held - {root}) & set(target.parents) or target in root.parents:
        raise Failure(f"{folder} is where the ledger is: name another folder")
