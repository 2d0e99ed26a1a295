"""``opledger lsp``: the language server, which an editor starts."""

from __future__ import annotations

import sys

import click

from opledger.api.days import today
from opledger.cli.options import App
from opledger.core.failure import Failure


@click.command("lsp")
@click.option("--stdio", is_flag=True, help="Over standard input and output, as always.")
@click.pass_context
def lsp_command(ctx: click.Context, stdio: bool) -> None:  # noqa: ARG001 - the only way there is
    """Check, complete and rename in an editor: the editor starts this by itself.

    It finds the ledger of each file from the file's folder upward, and writes nothing.
    """
    if ctx.ensure_object(App).ledger is not None:
        raise Failure("lsp finds the ledger of each file by itself: leave --ledger away")
    try:
        from opledger.editor.server import serve
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] not in {"pygls", "lsprotocol"}:
            raise
        raise Failure("the language server needs an extra: pip install 'opledger[lsp]'") from None
    if sys.stdin.isatty():
        raise Failure("an editor starts 'opledger lsp' and speaks with it: see docs/editors.md")
    serve(today)
