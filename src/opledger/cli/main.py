"""The command ``opledger``: its list of commands, and what becomes of every failure.

Exit codes: 0 all well; 1 the ledger or the given data is at fault; 2 the call is; 3 a bug in
opledger; 130 stopped with ^C.
"""

from __future__ import annotations

import io
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from opledger import __version__
from opledger.cli.options import App, ledger_option
from opledger.core.failure import Failure
from opledger.core.late import pattern
from opledger.core.nearest import nearest
from opledger.files.diagnostics import printable
from opledger.files.disk import reason

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

OK, AT_FAULT, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130
_NO_NUMBER = pattern(r"is not a valid integer(?: range)?$")
_COMPLETE = "_OPLEDGER_COMPLETE"  # set by the scripts of opledger.cli.shells

# Name, module and name of the command there, and what it does: `--help` imports none of them.
COMMANDS = {
    "init": ("opledger.cli.starting", "init_command", "Start a ledger in a folder."),
    "demo": ("opledger.cli.starting", "demo_command", "Write the sample ledger and its site."),
    "add": ("opledger.cli.recording", "add_command", "Add an opportunity."),
    "record": ("opledger.cli.recording", "record_command", "Record what happened."),
    "next": ("opledger.cli.recording", "next_command", "Say what has to happen next."),
    "edit": ("opledger.cli.edit", "edit_command", "Open a file in the editor, then check it."),
    "fmt": ("opledger.cli.fmt", "fmt_command", "Put events in date order."),
    "check": ("opledger.cli.check", "check_command", "Check every file; print every failure."),
    "schema": ("opledger.cli.schema", "schema_command", "Print or write schemas for editors."),
    "list": ("opledger.cli.listing", "list_command", "List opportunities, filtered."),
    "show": ("opledger.cli.show", "show_command", "Show one opportunity."),
    "due": ("opledger.cli.due", "due_command", "Print what is due, and who waits for whom."),
    "stats": ("opledger.cli.stats", "stats_command", "Print the funnel and the other figures."),
    "report": ("opledger.cli.report", "report_command", "Print what was done in a period."),
    "site": ("opledger.cli.site", "site_group", "Build, show or publish the site."),
    "log": ("opledger.cli.log", "log_command", "Tell the history, commit by commit."),
    "diff": ("opledger.cli.diff", "diff_command", "Tell what changed between two times."),
    "audit": ("opledger.cli.audit", "audit_command", "Find where the record was altered."),
    "hooks": ("opledger.cli.hooks", "hooks_group", "Install git hooks and the merge driver."),
    "lsp": ("opledger.cli.lsp", "lsp_command", "The language server, for editors."),
    "merge-file": ("opledger.cli.merging", "merge_file_command", ""),
    "export": ("opledger.cli.exporting", "export_group", "Write it in another format."),
    "import": ("opledger.cli.importing", "import_command", "Bring in a log from elsewhere."),
    "doctor": ("opledger.cli.doctor", "doctor_command", "Say how everything is, and what to do."),
    "completion": ("opledger.cli.completion", "completion_command", "Complete words in a shell."),
}


class Commands(click.Group):
    """A group that imports a command when it is called, and prints help without."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names, in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now."""
        if cmd_name not in COMMANDS:
            # A shell that completes what is typed is offered nothing behind what is no command.
            return click.Command(cmd_name, add_help_option=False) if ctx.resilient_parsing else None
        module, name, _ = COMMANDS[cmd_name]
        return imported(ctx, module, name)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem[str]]:
        """The names that begin so; an option where a ``-`` is there already."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        from click.shell_completion import CompletionItem

        found = {name: about for name, (_, _, about) in COMMANDS.items() if about}
        begun = {name: about for name, about in found.items() if name.startswith(incomplete)}
        return [CompletionItem(name, help=about) for name, about in begun.items()]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands in ``--help``."""
        with formatter.section("Commands"):
            # What has no line of its own is called by git, not by people.
            formatter.write_dl([(name, about) for name, (_, _, about) in COMMANDS.items() if about])


def imported(ctx: click.Context, module: str, name: str) -> click.Command:
    """The command of this name in a module, imported now; for a shell, it suggests words."""
    command: click.Command = getattr(import_module(module), name)
    if ctx.resilient_parsing:
        from opledger.cli.completing import suggesting

        return suggesting(command)
    return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@ledger_option
@click.version_option(__version__, prog_name="opledger", message="%(prog)s %(version)s")
@click.pass_context
def opledger(ctx: click.Context) -> None:
    """Keep a job search as plain text: one YAML file an opportunity, in a folder under git.

    A command finds its ledger from the current folder upward (the folder with ledger.yaml), or
    by --ledger DIR.
    """
    ctx.ensure_object(App)


def main() -> None:
    """Run the command with the process's arguments, and exit with its code.

    :mod:`opledger.cli.process` is what begins and ends the process.
    """
    # One that the caller has closed: the exit code is all that is wanted.
    sys.stdout, sys.stderr = (each or io.StringIO() for each in (sys.stdout, sys.stderr))
    for stream in (sys.stdout, sys.stderr):
        # A terminal that can't show a character gets its number, never a traceback.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    asked = os.environ.get(_COMPLETE)
    if asked is not None:
        from opledger.cli.completing import answer

        sys.exit(answer(opledger, asked))
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command; the exit code. Whatever goes wrong is one line on standard error."""
    try:
        result: Any = opledger.main(arguments, prog_name="opledger", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as missing:
        click.echo(missing.format_message(), err=True)
        return USAGE
    except click.ClickException as error:
        where = getattr(error, "ctx", None)
        hint = f" (see '{where.command_path} --help')" if where else ""
        _complain(f"{_worded(error)}{hint}")
        return USAGE
    except Failure as failure:
        _complain(str(failure))
        return failure.code
    except (click.Abort, KeyboardInterrupt):
        _complain("stopped")
        return INTERRUPTED
    except (BrokenPipeError, SystemExit):
        # The reader went away (`| head`), which click and rich turn into an exit: no failure.
        _forget_output()
        return OK
    except OSError as error:
        # Every file is read and written through one door, which says what failed; what is left
        # is the output, and a current folder that is gone.
        gone = isinstance(error, FileNotFoundError)
        what = "the current folder is gone" if gone else f"can't write the output: {reason(error)}"
        _complain(what)
        _forget_output()
        return AT_FAULT
    except Exception as error:  # noqa: BLE001 - the last line of defence
        if os.environ.get("OPLEDGER_DEBUG"):
            import traceback

            traceback.print_exc()
        what = f"{type(error).__name__}: {error}".partition("\n")[0]
        _complain(f"this is a bug in opledger ({what}); OPLEDGER_DEBUG=1 prints where")
        return BUG
    return result if isinstance(result, int) else OK


def _worded(error: click.ClickException) -> str:
    """What click says, with the word that was meant, if one is near."""
    text = error.format_message().rstrip(".")
    near: str | None = None
    match error:
        case click.exceptions.NoSuchCommand(ctx=click.Context(command=click.Group() as group)):
            text = error.message.rstrip(".")
            known = group.list_commands(error.ctx or click.Context(group))
            near = nearest(error.command_name, known)
        case click.exceptions.NoSuchOption():
            text, near = error.message.rstrip("."), next(iter(error.possibilities or ()), None)
    if near:
        return f"{text}: did you mean '{near}'?"
    return _NO_NUMBER.sub("is no whole number", text)


def _forget_output() -> None:
    """Keep Python from writing, and complaining, once more when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(text: str) -> None:
    one_line = " ".join(line.strip() for line in text.splitlines())
    click.echo(f"opledger: {printable(one_line)}", err=True)
