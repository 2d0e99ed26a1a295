"""``opledger merge-file``: what git calls to merge two versions of a file of a ledger."""

from __future__ import annotations

from pathlib import Path

import click

from opledger.core.failure import Failure
from opledger.files import disk


@click.command("merge-file", hidden=True)
@click.argument("base", type=click.Path(path_type=Path))
@click.argument("ours", type=click.Path(path_type=Path))
@click.argument("theirs", type=click.Path(path_type=Path))
@click.option("--marker-size", type=click.IntRange(min=1), default=7, metavar="N")
@click.option("--path", default="", metavar="PATH", help="The file's name, for messages.")
def merge_file_command(base: Path, ours: Path, theirs: Path, marker_size: int, path: str) -> int:
    """Unite OURS and THEIRS, which both come from BASE, and write the result to OURS.

    Exits with 0 if nothing is left to decide, and with 1 where conflict markers are in the file.
    The hooks install it as git's merge driver; git calls it.
    """
    from opledger.files.store import replace_outside
    from opledger.git.merge import Unmergeable, merge

    texts = [_text(each) for each in (base, ours, theirs)]
    try:
        merged = merge(texts[0], texts[1], texts[2], marker_size=marker_size)
    except Unmergeable as why:
        # Anything but 0 and 1 makes the wrapper leave the merge to git.
        raise Failure(f"{path or ours} is left to git to merge: {why}") from None
    replace_outside(ours, merged.text.encode())
    if merged.conflicts:
        where = path or str(ours)
        message = f"{where}: both sides changed the same lines; 'opledger check' shows where"
        click.echo(f"opledger: {message}", err=True)
    return int(bool(merged.conflicts))


def _text(path: Path) -> str:
    try:
        return disk.read_outside(path, disk.MAX_BYTES).decode()
    except UnicodeDecodeError:
        raise Failure(f"{path} is no UTF-8 text: it is left to git to merge") from None
