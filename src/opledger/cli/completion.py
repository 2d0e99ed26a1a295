"""``opledger completion``: the script that lets a shell complete commands, ids and words."""

from __future__ import annotations

import os
from pathlib import Path

import click

from opledger.cli.shells import MARK, SHELLS, script
from opledger.core.failure import Failure
from opledger.files.diagnostics import printable

# Where each shell looks for the completions of one user; and what it needs to look there.
_PLACES = {
    "bash": ("XDG_DATA_HOME", ".local/share", "bash-completion/completions/opledger"),
    "zsh": ("XDG_DATA_HOME", ".local/share", "zsh/site-functions/_opledger"),
    "fish": ("XDG_CONFIG_HOME", ".config", "fish/completions/opledger.fish"),
}


@click.command("completion")
@click.argument("shell", type=click.Choice([*SHELLS]), metavar="|".join(SHELLS))
@click.option("--install", is_flag=True, help="Write it where the shell looks for it.")
@click.pass_context
def completion_command(ctx: click.Context, shell: str, install: bool) -> None:
    """Print the script that completes commands, options, ids and the ledger's words.

    Load it with 'source <(opledger completion bash)' in ~/.bashrc, the same with zsh in ~/.zshrc
    behind compinit, or with 'opledger completion fish | source'. --install writes it to the
    shell's own folder instead; no file of yours is changed.
    """
    text = script(shell, ctx.find_root().command)
    if not install:
        click.echo(text, nl=False)
        return
    from opledger.files.placing import place, read_placed

    path = place_of(shell)
    before = read_placed(path)
    if before is not None and MARK.encode() not in before:
        raise Failure(f"{path} is not opledger's: it was left as it is", code=1)
    if before != text.encode():
        place(path, text.encode(), 0o644)
    click.echo(printable(f"Wrote {path}. {_what_it_needs(shell, path)}"))


def place_of(shell: str) -> Path:
    """The file in which a shell finds its completion.

    Raises:
        Failure: nobody's home is known.
    """
    variable, usual, below = _PLACES[shell]
    named = os.environ.get(variable, "")
    try:
        top = Path(named) if os.path.isabs(named) else Path.home() / usual  # noqa: PTH117 - a text
    except RuntimeError:
        raise Failure(f"nobody knows where your home is: set HOME or {variable}") from None
    return top / below


def _what_it_needs(shell: str, path: Path) -> str:
    if shell == "bash":
        return "A new shell has it, where the package bash-completion is set up."
    if shell == "zsh":
        return f"Put this before compinit in ~/.zshrc: fpath=({path.parent} $fpath)"
    return "A new shell has it."
