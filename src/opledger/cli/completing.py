"""Answering a shell that completes a command line: quickly, and without ever complaining."""

from __future__ import annotations

import os
from functools import partial

import click
from click.shell_completion import CompletionItem, shell_complete

from opledger.cli.shells import VARIABLE, register
from opledger.cli.suggestions import Place, suggestions, takes

_FOLDER = "DIR"


def answer(root: click.Command, instruction: str) -> int:
    """Print what can stand at the cursor, as the shell asks for it; the exit code.

    Whatever goes wrong, nothing else reaches the terminal that somebody is typing in.
    """
    register()
    try:
        return shell_complete(suggesting(root), {}, "opledger", VARIABLE, instruction)
    except BaseException:
        if os.environ.get("OPLEDGER_DEBUG"):
            raise
        return 1


def suggesting(command: click.Command) -> click.Command:
    """The command, its parameters completed by :mod:`opledger.cli.suggestions`."""
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            suggesting(inner)
    for param in command.params:
        param.shell_complete = partial(_complete, param)  # type: ignore[method-assign]
    return command


def _complete(
    param: click.Parameter, ctx: click.Context, incomplete: str
) -> list[CompletionItem[str]]:
    found = suggestions(param, Place(ctx, incomplete))
    if found is not None:
        kinds = ("plain", "open")
        return [CompletionItem(each.word, kinds[each.open], each.about) for each in found]
    if takes(param) == _FOLDER:
        return [CompletionItem(incomplete, "dir")]
    return param.type.shell_complete(ctx, param, incomplete)
