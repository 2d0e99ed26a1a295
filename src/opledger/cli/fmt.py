"""``opledger fmt``: events in date order, and nothing else touched."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from opledger.api.loading import shown
from opledger.cli.check import inside
from opledger.cli.options import App, ledger_option
from opledger.cli.writing import Desk, change, commit_option, desk, source_of
from opledger.core.failure import Failure
from opledger.files import disk

if TYPE_CHECKING:
    from collections.abc import Iterator

_MENDED = ("out-of-order",)


@click.command("fmt")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit with 1 if it would.")
@commit_option
@ledger_option
@click.pass_context
def fmt_command(
    ctx: click.Context, /, paths: tuple[Path, ...], only_check: bool, commit: bool | None
) -> int:
    """Put the events of every opportunity, or of the named files, in date order.

    Events of one day stay as they stand. Each moves with its comments; no other line is touched.
    A file with any other error is left alone, and named.
    """
    from opledger.files.editing import in_date_order
    from opledger.files.splice import Unsafe

    at = desk(ctx.ensure_object(App))
    wanted = {inside(at.root, path) for path in paths}
    failed = changed = 0
    for path in _paths(at, wanted):
        try:
            if only_check:
                moved = _would_change(at, path)
                if moved:
                    click.echo(f"{shown(at.root, path)}: events out of date order")
            else:
                stem = PurePosixPath(path).stem
                moved = change(at, stem, in_date_order, commit, _MENDED) is not None
            changed += moved
        except Unsafe as why:
            click.echo(f"opledger: {shown(at.root, path)} was left as it is: {why}", err=True)
            failed += 1
        except Failure as why:
            click.echo(f"opledger: {why}", err=True)
            failed += 1
    return int(bool(failed or (only_check and changed)))


def _paths(at: Desk, wanted: set[str]) -> Iterator[str]:
    for entry in disk.scan(at.root):
        if entry.kind is disk.EntryKind.FILE and (
            not wanted
            or "." in wanted
            or any(entry.path == each or entry.path.startswith(each + "/") for each in wanted)
        ):
            yield entry.path


def _would_change(at: Desk, path: str) -> bool:
    from opledger.files.reading import read_opportunity

    _, found = read_opportunity(source_of(at.root, path), at.config, at.day)
    return any(each.code in _MENDED for each in found)
