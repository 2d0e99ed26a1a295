"""Writes the man page docs/opledger.1; `make docs` calls it as ``python -m docs.make_man``.

Commands and options are those of the command itself; exit codes and variables are the tables at
the head of docs/commands.md.
"""  # noqa: INP001

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import dedent, wrap

import click

from opledger import __version__
from opledger.cli.exporting import FORMATS
from opledger.cli.main import COMMANDS, opledger

PAGE = Path(__file__).with_name("opledger.1")
COMMANDS_PAGE = Path(__file__).with_name("commands.md")
# When this page was last rewritten by hand; a page has to bear a day, and the day of a build
# would make another page of it each time.
_DAY = "2026-11-25"
_WIDTH = 80
# What roff would take for something else, in the order in which it is replaced.
_SIGNS = {"\\": r"\e", "-": r"\-", "'": r"\(aq", "`": r"\(ga", "^": r"\(ha", "~": r"\(ti"}
_FILES = {
    "ledger.yaml": "The ledger's settings: stages, sources, scales, time zone. The folder that"
    " holds it is the ledger; every key has a default, so an empty file is one.",
    "opportunities/ID.yaml": "An opportunity: facts about it, and its dated events.",
    "templates/": "Templates of your own, which stand in for the package's.",
    "site/, public/": "The private and the public site, as built.",
}
_EXAMPLES = (
    (
        "Start a ledger and write the first opportunity:",
        "opledger init my-search --timezone Europe/Berlin",
        "cd my-search",
        'opledger add "Marrow Health" --role "Data engineer" --source warm',
    ),
    (
        "Say what happened, and what has to happen next:",
        "opledger record marrow call --interest high --confidence low",
        'opledger next marrow "Send two references" --due tomorrow --turn me',
    ),
    (
        "Ask where opportunities are lost, and what was known a month ago:",
        "opledger stats",
        "opledger list state:open 'stage>=screen'",
        "opledger stats --at 2024-01-31 --as-of 2024-01-31",
    ),
    (
        "Have the shell complete ids and words:",
        "source <(opledger completion bash)",
    ),
)


def man_page() -> str:
    """The page, for man(1) and mandoc(1)."""
    lines = [
        r'.\" Made by "make docs" from the commands and docs/commands.md.',
        f'.TH OPLEDGER 1 "{_DAY}" "opledger {__version__}" "User Commands"',
        ".SH NAME",
        r"opledger \- a plain\-text, git\-backed ledger of a job search",
        ".SH SYNOPSIS",
        ".B opledger",
        r"[\fB\-\-ledger\fR \fIDIR\fR] \fICOMMAND\fR [\fIARGUMENT\fR ...]",
        ".SH DESCRIPTION",
        *_paragraphs(opledger.help or ""),
        ".SH OPTIONS",
        *_options(opledger),
        ".PP",
        _text("Every command has --help, and every one that is about a ledger has --ledger DIR."),
        ".SH COMMANDS",
        *_commands(),
        ".SH FILES",
        *_terms(_FILES.items(), "I"),
        ".SH ENVIRONMENT",
        *_terms(_table("variable"), "B"),
        ".SH EXIT STATUS",
        *_terms(_table("exit code"), "B"),
        ".SH EXAMPLES",
        *_examples(),
        ".SH SEE ALSO",
        r"\fBgit\fR(1)",
        ".PP",
        "The documents that come with opledger tell more: the files, the figures, every check.",
    ]
    return "\n".join(short for line in lines for short in _wrapped(line)) + "\n"


def _wrapped(line: str) -> list[str]:
    """A line in the width that mandoc asks for, no part of it a request by chance."""
    if line.startswith(".") or len(line) <= _WIDTH:
        return [line]
    first, *rest = wrap(line, _WIDTH - 2, break_long_words=False, break_on_hyphens=False)
    return [first, *(rf"\&{each}" if each.startswith(".") else each for each in rest)]


def _commands() -> Iterator[str]:
    context = click.Context(opledger, info_name="opledger")
    for name, (_, _, about) in COMMANDS.items():
        command = opledger.get_command(context, name)
        if about and command is not None:
            yield from _command(command, context, name)


def _command(command: click.Command, parent: click.Context, name: str) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=parent)
    if isinstance(command, click.Group):
        for inner_name in command.commands or FORMATS:
            inner = command.get_command(context, inner_name)
            if inner is not None and not inner.hidden:
                yield from _command(inner, context, inner_name)
        return
    yield f".SS {_text(context.command_path.removeprefix('opledger '))}"
    yield rf"\fB{_text(context.command_path)}\fR {_text(_usage(command, context))}"
    yield ".PP"
    yield from _paragraphs(command.help or "")
    yield from _options(command)


def _usage(command: click.Command, context: click.Context) -> str:
    pieces = command.collect_usage_pieces(context)
    return " ".join("[OPTION]..." if piece == "[OPTIONS]" else piece for piece in pieces)


def _options(command: click.Command) -> Iterator[str]:
    """Every option with its help; the one for the ledger and the one for help stand once."""
    context = click.Context(command, **command.context_settings)
    for option in command.get_params(context):
        if not isinstance(option, click.Option) or option.hidden:
            continue
        if command is not opledger and {"--ledger", "--help"} & set(option.opts):
            continue
        yield ".TP"
        yield _names(option, context)
        yield _text(option.help or "")


def _names(option: click.Option, context: click.Context) -> str:
    names = sorted([*option.opts, *option.secondary_opts], key=lambda name: name[:2] == "--")
    told = ", ".join(rf"\fB{_text(name)}\fR" for name in names)
    if option.is_flag:
        return told
    value = option.make_metavar(context).strip("[]")
    return rf"{told} \fI{_text(value)}\fR"


def _terms(terms: Iterable[tuple[str, str]], font: str) -> Iterator[str]:
    for name, about in terms:
        yield ".TP"
        yield rf"\f{font}{_text(name)}\fR"
        yield _text(about)


def _table(head: str) -> list[tuple[str, str]]:
    """The rows of a table of docs/commands.md, as texts."""
    page = COMMANDS_PAGE.read_text(encoding="utf-8")
    _, _, rest = page.partition(f"| {head} |")
    rows = re.findall(r"^\| (.+?) \| (.+) \|$", rest.partition("\n\n")[0], re.MULTILINE)
    return [(name.replace("`", ""), about.replace("`", "")) for name, about in rows]


def _examples() -> Iterator[str]:
    for number, (about, *lines) in enumerate(_EXAMPLES):
        if number:
            yield ".PP"
        yield _text(about)
        yield ".PP"
        yield ".RS 4"
        yield ".nf"
        yield from map(_text, lines)
        yield ".fi"
        yield ".RE"


def _paragraphs(text: str) -> Iterator[str]:
    """Paragraphs of a docstring, each one line, parted by ``.PP``."""
    for number, paragraph in enumerate(dedent(text).strip().split("\n\n")):
        if number:
            yield ".PP"
        yield _text(" ".join(paragraph.split()))


def _text(text: str) -> str:
    """A text in which nothing means anything to roff."""
    for sign, name in _SIGNS.items():
        text = text.replace(sign, name)
    return rf"\&{text}" if text.startswith(".") else text


if __name__ == "__main__":
    PAGE.write_text(man_page(), encoding="utf-8", newline="\n")
