"""The man page is what the commands say, and every reader of such pages takes it."""

from __future__ import annotations

import os
import re
import subprocess

import click
import pytest
from docs.make_man import PAGE, man_page
from tests.programs import program

from opledger.cli.main import COMMANDS, opledger

HEADINGS = ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "COMMANDS", "FILES", "ENVIRONMENT"]
HEADINGS += ["EXIT STATUS", "EXAMPLES", "SEE ALSO"]


def shown(*command: str, width: int = 80) -> str:
    """The page as a program shows it, without what makes letters bold."""
    environment = {
        **os.environ,
        "MANWIDTH": str(width),
        "LC_ALL": "C.UTF-8",
        "MAN_KEEP_FORMATTING": "",
    }
    done = subprocess.run([*command, str(PAGE)], env=environment, capture_output=True, check=True)
    assert done.stderr == b""
    return re.sub(r".\x08|\x1b\[[0-9;]*m", "", done.stdout.decode())


def test_it_is_made_from_the_commands() -> None:
    assert PAGE.read_text(encoding="utf-8") == man_page(), "run 'make docs'"


def test_mandoc_finds_nothing_to_complain_about() -> None:
    done = subprocess.run(
        [program("mandoc"), "-T", "lint", "-W", "style", str(PAGE)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("reader", [("man", "--warnings", "-l"), ("mandoc", "-O", "width=80")])
def test_it_reads_well_in_80_columns(reader: tuple[str, ...]) -> None:
    name, *options = reader
    page = shown(program(name), *options)
    assert [line for line in page.splitlines() if len(line) > 80] == []
    assert re.findall(r"^([A-Z][A-Z ]+)$", page, re.MULTILINE) == HEADINGS
    flat = " ".join(page.replace("\N{HYPHEN}\n", "").split())
    assert "opledger - a plain-text, git-backed ledger of a job search" in flat
    assert "3 a bug in opledger; OPLEDGER_DEBUG=1 prints where" in flat
    assert "opledger list state:open 'stage>=screen'" in flat


def commands(command: click.Command, path: str) -> dict[str, click.Command]:
    """Every command that people call, by what they type."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        names = command.list_commands(context)
        inner = {f"{path} {name}": command.get_command(context, name) for name in names}
        known = {name: each for name, each in inner.items() if each and not each.hidden}
        return {p: c for name, each in known.items() for p, c in commands(each, name).items()}
    return {path: command}


def test_every_command_and_every_option_is_told() -> None:
    sections = dict(re.findall(r"^\.SS (.*)\n((?:(?!\.S[SH]).*\n)*)", man_page(), re.MULTILINE))
    every = commands(opledger, "opledger")
    assert len(every) >= len(COMMANDS) - 1
    for path, command in every.items():
        section = sections.pop(path.removeprefix("opledger ").replace("-", "\\-"))
        for param in command.params:
            if isinstance(param, click.Option) and param.opts[0] != "--ledger":
                assert f"\\fB{param.opts[0]}\\fR".replace("-", "\\-") in section
    assert sections == {}
