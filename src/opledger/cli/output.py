"""Where an export goes: to standard output, or into a file that is written whole or not at all."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from opledger.cli.options import Command
from opledger.core.failure import Failure

_STANDARD = Path("-")


def output_option(command: Command) -> Command:
    """``--output FILE``."""
    return click.option(
        "--output",
        "-o",
        type=click.Path(path_type=Path),
        metavar="FILE",
        default=_STANDARD,
        help="The file to write; standard output if not said, or '-'.",
    )(command)


def deliver(content: bytes, output: Path, root: Path) -> None:
    """Write the bytes as they are to where they were asked for.

    A file that is there is replaced, but never one of the ledger's own, whose folder is ``root``.

    Raises:
        Failure: it is one of those, or can't be written.
    """
    from opledger.files.placing import mode_of, place, usual_mode

    if output == _STANDARD:
        stream = getattr(sys.stdout, "buffer", None)
        if stream is None:
            sys.stdout.write(content.decode())
        else:
            sys.stdout.flush()
            stream.write(content)
            stream.flush()
        return
    target = Path(os.path.realpath(output))  # a link stays one: what it leads to is replaced
    _refuse_ledger(output, target, Path(os.path.realpath(root)))
    if target.exists() and not target.is_file():
        raise Failure(f"can't write {output}: it is no file")
    if not target.parent.is_dir():
        raise Failure(f"can't write {output}: there is no folder {output.parent}; make it first")
    place(target, content, mode_of(target, usual_mode()))


def _refuse_ledger(output: Path, target: Path, root: Path) -> None:
    """Refuse to write over what the ledger is made of, or into a site, which others may see."""
    from opledger.files.filling import LIST_NAME

    held = ("opportunities", "templates", ".opledger")
    inside = ".git" in target.parts or any(root / name in target.parents for name in held)
    if inside or target == root / "ledger.yaml":
        raise Failure(f"{output} is where the ledger is: name another file with --output")
    if any(os.path.lexists(folder / LIST_NAME) for folder in target.parents):
        message = f"{output} is in a folder that opledger makes as a whole: name another file"
        raise Failure(f"{message} with --output")
